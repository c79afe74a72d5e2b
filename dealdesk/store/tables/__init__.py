"""All tables: one import fills the metadata. It loads the ORM, so it is never on the way to a first frame."""

from sqlalchemy import DefaultClause, text
from sqlmodel import SQLModel

from dealdesk.store.tables import (
    actions,
    checkins,
    deals,
    debriefs,
    delivery,
    desk,
    history,
    presign,
    registers,
    reviews,
)

__all__ = [
    "actions",
    "checkins",
    "deals",
    "debriefs",
    "delivery",
    "desk",
    "history",
    "presign",
    "registers",
    "reviews",
]


def _defaults_into_the_schema() -> None:
    """Give every column with a plain default the same default in SQL, for the writers that use no ORM."""
    for table in SQLModel.metadata.tables.values():
        for column in table.columns:
            value = getattr(column.default, "arg", None)
            if column.primary_key or column.server_default is not None or callable(value) or value is None:
                continue
            literal = str(int(value)) if isinstance(value, bool) else repr(value)
            if isinstance(value, str):
                literal = "'" + str(value).replace("'", "''") + "'"
            column.server_default = DefaultClause(text(literal))


_defaults_into_the_schema()
