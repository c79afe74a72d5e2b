"""What is typed into the registers of a signed deal: validated columns, and fields that are more than one column."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from dealdesk.domain.fields import Context
from dealdesk.domain.registers import Matter
from dealdesk.domain.vocabulary import Side
from dealdesk.errors import FieldRefused
from dealdesk.store import parties, people
from dealdesk.store.moment import connection
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal, Person
from dealdesk.store.tables.delivery import Contact, Metric, MetricReading, Pulse
from dealdesk.store.tables.presign import Expectation
from dealdesk.text import clean, fold

_LONG = 2000
_DAY = {"pulse": "asked_on", "metric_reading": "read_on", "need": "since", "give_take": "happened_on"}


class MetricFields(SQLModel):
    """What a person types about a metric; only its name is needed."""

    name: str = Field(min_length=1, max_length=200)
    family: str = ""
    target: str = ""
    measured: str = ""
    report: str = ""
    reviewer: str = ""


class ReadingFields(SQLModel):
    """What a person types about a reading."""

    value: float
    read_on: date
    note: str = ""


class PulseFields(SQLModel):
    """What a person types about how content they are."""

    asked_on: date
    score: int = Field(ge=1, le=5)
    five: str = ""


class RiskFields(SQLModel):
    """What a person types about a risk."""

    text: str = Field(min_length=1, max_length=_LONG)
    mitigation: str = ""
    reviewed_on: date | None = None
    closed_on: date | None = None


class DisagreementFields(SQLModel):
    """What a person types about what is seen differently."""

    points: str = Field(min_length=1, max_length=_LONG)
    remedies: str = ""
    timeline: str = ""
    circulated_on: date | None = None
    closed_on: date | None = None


class ContactFields(SQLModel):
    """What a person types about who to call."""

    matter: str = Matter.DELIVERY.value
    side: str = Side.THEM.value
    response: str = ""


class NeedFields(SQLModel):
    """What a person types about a need."""

    text: str = Field(min_length=1, max_length=_LONG)
    side: str = Side.US.value
    kind: str = ""
    since: date | None = None
    met_on: date | None = None


class ExpectationFields(SQLModel):
    """What a person types about what one side expected at signing."""

    text: str = Field(min_length=1, max_length=_LONG)
    side: str = Side.THEM.value


def read_met(_session: Session, row: Expectation) -> str:
    """Return whether an expectation was met, as it is picked."""
    return "" if row.met is None else "yes" if row.met else "no"


def write_met(_session: Session, row: Expectation, value: object, _now: datetime) -> None:
    """Write what was picked; nothing picked is nobody said."""
    row.met = {"yes": True, "no": False}.get(str(value or ""))


class ArrangementFields(SQLModel):
    """What a person types about working together."""

    text: str = Field(min_length=1, max_length=_LONG)
    topic: str = ""


class GiveTakeFields(SQLModel):
    """What a person types about a contribution."""

    text: str = Field(min_length=1, max_length=_LONG)
    side: str = Side.US.value
    unit: str = ""
    quantity: float | None = None
    happened_on: date | None = None


class GlossaryFields(SQLModel):
    """What a person types about a word."""

    word: str = Field(min_length=1, max_length=200)
    meaning: str = ""


def read_score(_session: Session, pulse: Pulse) -> object:
    """Return the score as it is picked."""
    return str(pulse.score)


def write_score(_session: Session, pulse: Pulse, value: object, _now: datetime) -> None:
    """Set the score; an emptied field leaves it."""
    if value is not None:
        pulse.score = int(str(value))


def read_person(session: Session, row: Contact | Pulse) -> object:
    """Return the name of the person."""
    return _name(session, row.person_id)


def write_person(session: Session, row: Contact | Pulse, value: object, _now: datetime) -> None:
    """Set the person by name: one the deal knows, ``me``, else a new one on the row's side."""
    side = Side.US if isinstance(row, Contact) and row.side == Side.US else Side.THEM
    row.person_id = person_id(session, row.deal_id, str(value or ""), side)


def read_owner(session: Session, metric: Metric) -> object:
    """Return the name of the owner."""
    return _name(session, metric.owner_id)


def write_owner(session: Session, metric: Metric, value: object, _now: datetime) -> None:
    """Set the owner by name: one the deal knows, ``me``, else a new one on our side."""
    metric.owner_id = person_id(session, metric.deal_id, str(value or ""), Side.US)


def read_metric(session: Session, reading: MetricReading) -> object:
    """Return the name of the metric."""
    return session.get_one(Metric, reading.metric_id).name


def write_metric(session: Session, reading: MetricReading, value: object, _now: datetime) -> None:
    """Let the reading be of another metric of its deal, by name; raises :class:`FieldRefused`."""
    reading.metric_id = stored_id(metric_named(session, reading.deal_id, str(value or "")))


def metric_named(session: Session, deal_id: int, name: str) -> Metric:
    """Return the metric of a deal that answers to ``name`` or a part of it; raises :class:`FieldRefused`."""
    query = select(Metric).where(Metric.deal_id == deal_id, col(Metric.archived_at).is_(None)).order_by(col(Metric.id))
    metrics, wanted = session.exec(query).all(), fold(clean(name))
    exact = [metric for metric in metrics if fold(clean(metric.name)) == wanted]
    fitting = exact or [metric for metric in metrics if wanted and wanted in fold(metric.name)]
    if len(fitting) == 1 or exact:
        return fitting[0]
    named = ", ".join(metric.name[:40] for metric in (fitting or metrics)[:5])
    if not named:
        raise FieldRefused("This deal has no metric yet: add one first.")
    raise FieldRefused(f"{'Several metrics' if fitting else 'No metric'} of this deal answer to that. It has: {named}.")


def person_id(session: Session, deal_id: int, name: str, side: Side) -> int | None:
    """Return whom a name means in a deal, added if nobody is called so; None for an empty name."""
    name = clean(name)
    if not name:
        return None
    me = parties.me(session)
    if me is not None and fold(name) in ("me", fold(me.name)) and side is Side.US:
        return me.id
    known = people.named(connection(session), deal_id, name)
    if known is not None:
        return known.id
    party = None
    if side is Side.THEM:
        deal = session.get_one(Deal, deal_id)
        party = next((one.id for link, one in parties.of_deal(session, deal) if link.position == 0), None)
    return parties.person_named(session, name, party).id


def _name(session: Session, number: int | None) -> str | None:
    person = session.get(Person, number) if number else None
    return person.name if person else None


def dated(table: str, texts: Mapping[str, str], context: Context) -> Mapping[str, str]:
    """Return the texts of a new row with its day: the one typed, else today where its table wants one."""
    name = _DAY.get(table)
    if name is None or texts.get(name, "").strip():
        return texts
    return {**texts, name: context.today.isoformat()}
