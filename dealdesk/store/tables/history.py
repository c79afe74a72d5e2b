"""Commands and the changes they made, typing that is not part of a record yet, and the search index."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel


class Command(SQLModel, table=True):
    """One thing a person, a rule or an import did; undo is a command too."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    deal_id: int | None = Field(default=None, index=True)
    window: str = ""
    origin: str = "person"
    at: str
    undoes: int | None = Field(default=None, index=True)
    why: str = ""


class Change(SQLModel, table=True):
    """One column of one row that a command changed; ``op`` insert has no column: the row itself is the value."""

    id: int | None = Field(default=None, primary_key=True)
    command_id: int = Field(foreign_key="command.id", index=True)
    deal_id: int | None = Field(default=None, index=True)
    tab: str
    uid: str
    op: str
    col: str | None = None
    old: str | None = Field(default=None)
    new: str | None = Field(default=None)

    __table_args__ = (Index("change_row", "tab", "uid"),)


class Writing(SQLModel, table=True):
    """One row: the command that is being carried out, or null. Triggers refuse any write while it is null."""

    id: int = Field(default=1, primary_key=True)
    command_id: int | None = None
    at: str | None = None


class Typing(SQLModel, table=True):
    """The newest text of a field that is not part of its record yet (architecture 5.1), as typed in one window.

    Two windows may type in one field: each keeps its own text, and forgets no other.
    """

    key: str = Field(primary_key=True)
    window: str = Field(default="", primary_key=True, sa_column_kwargs={"server_default": text("''")})
    deal_id: int | None = None
    text: str
    base_text: str | None = None
    at: str
    state: str = "typing"


class SearchRow(SQLModel, table=True):
    """What the full-text index is built over: one row per searchable row, folded to plain letters."""

    __tablename__ = "search_row"

    id: int | None = Field(default=None, primary_key=True)
    tab: str
    uid: str = Field(unique=True)
    deal_id: int | None = Field(default=None, index=True)
    title: str = ""
    folded: str = ""
    at: str = ""
