"""Deals, the parties and people of a deal, its terms, documents and words."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from sqlalchemy import Index, String, text
from sqlmodel import Field, SQLModel

from dealdesk.domain.vocabulary import DealType, DocumentKind, Outcome, Role, Side, Stage, TermKind, Trade
from dealdesk.store.tables.base import OfDeal, Row


class DealFields(SQLModel):
    """What a person types about a deal; only the title is required."""

    title: str = Field(min_length=1, max_length=300)
    type: DealType | None = Field(default=None, sa_type=String)
    stage: Stage = Field(default=Stage.NEGOTIATING, sa_type=String)
    outcome: Outcome | None = Field(default=None, sa_type=String)
    amount_minor: int | None = Field(default=None, ge=0)
    currency: str | None = Field(default=None, max_length=3)
    per: str = Field(default="", max_length=10)
    term: str = ""
    agreed_on: date | None = None
    signed_on: date | None = None
    start_on: date | None = None
    end_on: date | None = None
    notice_count: int | None = Field(default=None, ge=0)
    notice_unit: str | None = None
    renewal_count: int | None = Field(default=None, ge=0)
    renewal_unit: str | None = None
    evergreen: bool = False
    channel: str = ""
    tags: str = ""


class Deal(DealFields, Row, table=True):
    """A negotiation and what became of it. ``give_notice_by`` is stored, computed by ``store.dating`` alone.

    ``notice_remind_on``: the next day on which its notice speaks. ``quiet_on``: the day from which they have heard
    nothing for too long. ``still_true_on``: the day on which it is asked whether all this is still true, answered by
    ``confirmed_on``. ``trouble_asked_on``: the day on which it was answered what follows from yellow or red twice.
    """

    searched: ClassVar[tuple[str, ...]] = ("title", "ref", "tags", "term", "source_terms")

    ref: str
    signed_at: str | None = None
    give_notice_by: date | None = Field(default=None, index=True)
    give_notice_rule: str | None = None
    give_notice_set_by: str | None = None
    notice_decision: str | None = None
    notice_decided_on: date | None = None
    notice_remind_on: date | None = None
    quiet_on: date | None = None
    confirmed_on: date | None = None
    still_true_on: date | None = None
    owner_id: int | None = Field(default=None, foreign_key="person.id")
    source_terms: str = ""
    unread: str = ""
    predecessor_id: int | None = Field(default=None, foreign_key="deal.id")
    quiet: bool = False
    trouble_asked_on: date | None = None
    follow_through: str | None = None
    import_key: str | None = Field(default=None, index=True)

    __table_args__ = (Index("deal_ref_once", "ref", unique=True, sqlite_where=text("archived_at IS NULL")),)


class DealRef(OfDeal, Row, table=True):
    """Every reference a deal ever had; a reference is never given to another deal."""

    __tablename__ = "deal_ref"

    ref: str = Field(unique=True)
    number: int | None = Field(default=None, index=True)


class PartyFields(SQLModel):
    """What a person types about a party."""

    name: str = Field(min_length=1, max_length=300)
    notes: str = ""


class Party(PartyFields, Row, table=True):
    """A company or person on the other side; ``name_key`` is what spelling variants share."""

    searched: ClassVar[tuple[str, ...]] = ("name", "notes")

    name_key: str = Field(default="", index=True)


class DealParty(OfDeal, Row, table=True):
    """A counterparty of a deal; position 0 is the main one."""

    __tablename__ = "deal_party"

    party_id: int = Field(foreign_key="party.id", index=True)
    position: int = 0


class PersonFields(SQLModel):
    """What a person types about a person."""

    name: str = Field(min_length=1, max_length=200)
    initials: str = Field(default="", max_length=6)
    channel: str = ""
    address: str = ""
    style: str = ""
    interests: str = ""
    notes: str = ""


class Person(PersonFields, Row, table=True):
    """Someone on either side; the one with ``is_me`` is the owner of this desk."""

    searched: ClassVar[tuple[str, ...]] = ("name", "address", "style", "interests", "notes")

    party_id: int | None = Field(default=None, foreign_key="party.id", index=True)
    is_me: bool = False


class DealPersonFields(SQLModel):
    """What a person does in one deal."""

    side: Side = Field(default=Side.THEM, sa_type=String)
    role: Role = Field(default=Role.OTHER, sa_type=String)


class DealPerson(DealPersonFields, OfDeal, Row, table=True):
    """A person's part in a deal."""

    __tablename__ = "deal_person"

    person_id: int = Field(foreign_key="person.id", index=True)


class TermFields(SQLModel):
    """One agreed term as a short row."""

    what: str = Field(min_length=1, max_length=2000)
    kind: TermKind = Field(default=TermKind.OTHER, sa_type=String)
    trade: Trade | None = Field(default=None, sa_type=String)
    clause: str = ""


class Term(TermFields, OfDeal, Row, table=True):
    """A term; every non-commercial one links to an action or is information only."""

    searched: ClassVar[tuple[str, ...]] = ("what", "clause")

    action_id: int | None = Field(default=None, foreign_key="action.id")
    information_only: bool = False
    position: float = 0.0


class DocumentFields(SQLModel):
    """A document by its path or link; dealdesk never stores the document itself."""

    target: str = Field(min_length=1, max_length=2000)
    label: str = ""
    kind: DocumentKind = Field(default=DocumentKind.OTHER, sa_type=String)


class Document(DocumentFields, OfDeal, Row, table=True):
    """A link to a document of a deal."""

    searched: ClassVar[tuple[str, ...]] = ("label", "target")

    position: float = 0.0


class Glossary(OfDeal, Row, table=True):
    """A word and what both sides mean by it in this deal."""

    searched: ClassVar[tuple[str, ...]] = ("word", "meaning")

    word: str
    meaning: str = ""
