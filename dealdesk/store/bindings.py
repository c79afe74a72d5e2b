"""How each field of a form stands in its row: read from it and written to it.

A field with a binding here is more than one plain column (an amount, a counterparty); any other is the column of its
name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlmodel import Session, SQLModel

from dealdesk.clock import stamp
from dealdesk.domain.dates import Period
from dealdesk.domain.fields import tags_in
from dealdesk.domain.money import Amount
from dealdesk.store import (
    action_fields,
    action_waits,
    checkin_fields,
    debrief_risk,
    issues,
    parties,
    people,
    register_fields,
)
from dealdesk.store.moment import connection
from dealdesk.store.tables import delivery
from dealdesk.store.tables.actions import Action, ActionFields
from dealdesk.store.tables.base import LineFields, Row
from dealdesk.store.tables.checkins import (
    Checkin,
    Conversation,
    ConversationFields,
    Decision,
    DecisionFields,
    Idea,
    IdeaFields,
)
from dealdesk.store.tables.deals import (
    Deal,
    DealFields,
    DealPerson,
    Document,
    DocumentFields,
    Glossary,
    Person,
    PersonFields,
    Term,
    TermFields,
)
from dealdesk.store.tables.debriefs import Debrief, DebriefFields
from dealdesk.store.tables.presign import Draft, DraftFields, Expectation
from dealdesk.store.tables.registers import Friction, FrictionFields, LeverageFields, LeverageMark, Note

Value = object


class Binding(NamedTuple):
    """How one field stands in its row."""

    read: Callable[[Session, Any], Value]
    write: Callable[[Session, Any, Value, datetime], None]


class Entity(NamedTuple):
    """A table that has a form."""

    table: type[Row]
    fields: type[SQLModel]


ENTITIES: dict[str, Entity] = {
    "deal": Entity(Deal, DealFields),
    "friction": Entity(Friction, FrictionFields),
    "deal_person": Entity(DealPerson, PersonFields),
    "term": Entity(Term, TermFields),
    "document": Entity(Document, DocumentFields),
    "note": Entity(Note, LineFields),
    "conversation": Entity(Conversation, ConversationFields),
    "decision": Entity(Decision, DecisionFields),
    "idea": Entity(Idea, IdeaFields),
    "draft": Entity(Draft, DraftFields),
    "debrief": Entity(Debrief, DebriefFields),
    "leverage_mark": Entity(LeverageMark, LeverageFields),
    "action": Entity(Action, ActionFields),
    "checkin": Entity(Checkin, checkin_fields.CheckinFields),
    "metric": Entity(delivery.Metric, register_fields.MetricFields),
    "metric_reading": Entity(delivery.MetricReading, register_fields.ReadingFields),
    "pulse": Entity(delivery.Pulse, register_fields.PulseFields),
    "risk": Entity(delivery.Risk, register_fields.RiskFields),
    "disagreement": Entity(delivery.Disagreement, register_fields.DisagreementFields),
    "contact": Entity(delivery.Contact, register_fields.ContactFields),
    "need": Entity(delivery.Need, register_fields.NeedFields),
    "arrangement": Entity(delivery.Arrangement, register_fields.ArrangementFields),
    "give_take": Entity(delivery.GiveTake, register_fields.GiveTakeFields),
    "glossary": Entity(Glossary, register_fields.GlossaryFields),
    "expectation": Entity(Expectation, register_fields.ExpectationFields),
    "issue": Entity(delivery.Issue, issues.IssueFields),
    "ladder": Entity(delivery.Ladder, issues.LadderFields),
}


def _read_amount(_session: Session, deal: Deal) -> Value:
    if deal.amount_minor is None:
        return None
    return Amount(deal.amount_minor, deal.currency or "", deal.per or "")  # type: ignore[arg-type]


def _write_amount(_session: Session, deal: Deal, value: Value, _now: datetime) -> None:
    amount = value if isinstance(value, Amount) else None
    deal.amount_minor = amount.minor if amount else None
    deal.currency = amount.currency if amount else None
    deal.per = amount.per if amount else ""


def _period_binding(name: str) -> Binding:
    def read_period(_session: Session, row: Deal) -> Value:
        count, unit = getattr(row, f"{name}_count"), getattr(row, f"{name}_unit")
        return Period(count, unit) if count is not None and unit else None

    def write_period(_session: Session, row: Deal, value: Value, _now: datetime) -> None:
        period = value if isinstance(value, Period) else None
        setattr(row, f"{name}_count", period.count if period else None)
        setattr(row, f"{name}_unit", period.unit if period else None)

    return Binding(read_period, write_period)


def _read_main(session: Session, deal: Deal) -> Value:
    return next((party.name for link, party in parties.of_deal(session, deal) if link.position == 0), None)


def _write_main(session: Session, deal: Deal, value: Value, now: datetime) -> None:
    parties.set_main(session, deal, str(value) if value else None, stamp(now))


def _read_further(session: Session, deal: Deal) -> Value:
    return "; ".join(party.name for link, party in parties.of_deal(session, deal) if link.position > 0) or None


def _write_further(session: Session, deal: Deal, value: Value, now: datetime) -> None:
    wanted = [name.strip() for name in str(value or "").split(";")]
    parties.set_further(session, deal, [name for name in wanted if name], stamp(now))


def _write_signed(_session: Session, deal: Deal, value: Value, _now: datetime) -> None:
    if deal.signed_on != value:
        deal.signed_on, deal.signed_at = value, None  # type: ignore[assignment]  # the hour was that of another day


def _read_tags(_session: Session, row: Any) -> Value:  # noqa: ANN401 - any row with tags
    return tags_in(row.tags) or None


def _write_tags(_session: Session, row: Any, value: Value, _now: datetime) -> None:  # noqa: ANN401
    row.tags = " ".join(value) if isinstance(value, tuple) else ""


def _read_owner(session: Session, deal: Deal) -> Value:
    person = session.get(Person, deal.owner_id) if deal.owner_id else None
    return person.name if person else None


def _write_owner(session: Session, deal: Deal, value: Value, _now: datetime) -> None:
    deal.owner_id = parties.person_named(session, str(value)).id if value else None


def _person_binding(name: str) -> Binding:
    def read_person(session: Session, link: DealPerson) -> Value:
        return getattr(session.get_one(Person, link.person_id), name) or None

    def write_person(session: Session, link: DealPerson, value: Value, _now: datetime) -> None:
        person = session.get_one(Person, link.person_id)
        setattr(person, name, value or "")
        session.add(person)

    return Binding(read_person, write_person)


def _read_satisfaction(_session: Session, debrief: Debrief) -> Value:
    return str(debrief.satisfaction) if debrief.satisfaction else None


def _write_satisfaction(_session: Session, debrief: Debrief, value: Value, _now: datetime) -> None:
    debrief.satisfaction = int(str(value)) if value else None


def _read_risk(session: Session, debrief: Debrief) -> Value:
    row = debrief_risk.of_debrief(session, debrief)
    return (row.text if row else debrief.risk) or None


def _write_risk(session: Session, debrief: Debrief, value: Value, now: datetime) -> None:
    debrief.risk = str(value or "")
    debrief_risk.put(session, debrief, debrief.risk, stamp(now))


def _read_people(_session: Session, talk: Conversation) -> Value:
    return talk.people or None


def _write_people(session: Session, talk: Conversation, value: Value, _now: datetime) -> None:
    talk.people = str(value or "")
    talk.person_id = people.meant(connection(session), talk.deal_id, talk.people)


def _read_useful(_session: Session, talk: Conversation) -> Value:
    return None if talk.useful is None else "yes" if talk.useful else "no"


def _write_useful(_session: Session, talk: Conversation, value: Value, _now: datetime) -> None:
    talk.useful = None if value is None else value == "yes"


_TAGS = Binding(_read_tags, _write_tags)
BINDINGS: dict[tuple[str, str], Binding] = {
    ("deal", "amount"): Binding(_read_amount, _write_amount),
    ("deal", "notice"): _period_binding("notice"),
    ("deal", "renewal"): _period_binding("renewal"),
    ("deal", "counterparty"): Binding(_read_main, _write_main),
    ("deal", "further"): Binding(_read_further, _write_further),
    ("deal", "owner"): Binding(_read_owner, _write_owner),
    ("deal", "signed_on"): Binding(lambda _session, deal: deal.signed_on, _write_signed),
    ("deal", "tags"): _TAGS,
    ("friction", "tags"): _TAGS,
    ("conversation", "people"): Binding(_read_people, _write_people),
    ("conversation", "useful"): Binding(_read_useful, _write_useful),
    ("debrief", "satisfaction"): Binding(_read_satisfaction, _write_satisfaction),
    ("debrief", "risk"): Binding(_read_risk, _write_risk),
    ("action", "owner"): Binding(action_fields.read_owner, action_fields.write_owner),
    ("action", "due_on"): Binding(action_fields.read_due, action_fields.write_due),
    ("action", "review_days"): Binding(action_fields.read_review_days, action_fields.write_review_days),
    ("action", "progress"): Binding(action_fields.read_progress, action_fields.write_progress),
    ("action", "metric"): Binding(action_fields.read_metric, action_fields.write_metric),
    ("action", "blocked_by"): Binding(action_fields.read_blocked_by, action_fields.write_blocked_by),
    ("action", "waiting_since"): Binding(action_waits.read_since, action_waits.write_since),
    ("action", "nudge_on"): Binding(action_waits.read_nudge, action_waits.write_nudge),
    ("expectation", "met"): Binding(register_fields.read_met, register_fields.write_met),
    ("checkin", "often"): Binding(checkin_fields.read_often, checkin_fields.write_often),
    ("checkin", "next_on"): Binding(checkin_fields.read_next, checkin_fields.write_next),
    ("checkin", "mode"): Binding(checkin_fields.read_mode, checkin_fields.write_mode),
    ("checkin", "maximum"): Binding(checkin_fields.read_maximum, checkin_fields.write_maximum),
    ("checkin", "tied"): Binding(checkin_fields.read_tied, checkin_fields.write_tied),
    ("checkin", "agenda"): Binding(checkin_fields.read_agenda, checkin_fields.write_agenda),
    ("metric", "owner"): Binding(register_fields.read_owner, register_fields.write_owner),
    ("metric_reading", "metric"): Binding(register_fields.read_metric, register_fields.write_metric),
    ("pulse", "score"): Binding(register_fields.read_score, register_fields.write_score),
    ("pulse", "person"): Binding(register_fields.read_person, register_fields.write_person),
    ("contact", "person"): Binding(register_fields.read_person, register_fields.write_person),
    ("issue", "severe"): Binding(issues.read_severe, issues.write_severe),
    ("issue", "outcome"): Binding(issues.read_outcome, issues.write_outcome),
    ("ladder", "level"): Binding(issues.read_level, issues.write_level),
    ("ladder", "response"): Binding(issues.read_response, issues.write_response),
    **{
        ("deal_person", name): _person_binding(name)
        for name in ("name", "channel", "address", "style", "interests", "notes")
    },
}


def _plain(table: str, name: str) -> Binding:
    fields = ENTITIES[table].table.model_fields

    def write_plain(_session: Session, row: Row, value: Value, _now: datetime) -> None:
        if value is not None or not fields[name].is_required():  # a row can't be without that: it stays
            setattr(row, name, fields[name].default if value is None else value)

    def read_plain(_session: Session, row: Row) -> Value:
        value = getattr(row, name)
        return None if value == "" else value

    return Binding(read_plain, write_plain)


def binding_of(table: str, name: str) -> Binding:
    """Return how field ``name`` of ``table`` stands in its row."""
    return BINDINGS.get((table, name)) or _plain(table, name)
