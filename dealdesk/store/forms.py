"""Rows by form: loaded, promoted from typing, created whole; how a field stands in its row is said in ``bindings``.

What a person typed is read by ``domain.fields`` and validated by the entity's fields class; a ``table=True`` class
validates nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlmodel import Session, select

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context, FieldSpec, read, write_out
from dealdesk.domain.forms import FORMS, spec_of
from dealdesk.domain.vocabulary import Role, Side, TypingState
from dealdesk.errors import FieldRefused, InputRefused
from dealdesk.store import action_fields, action_moves, checkin_back, parties
from dealdesk.store.bindings import BINDINGS, ENTITIES, Value, binding_of
from dealdesk.store.engine import raw
from dealdesk.store.history import window_of
from dealdesk.store.settling import settle
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Conversation
from dealdesk.store.tables.deals import Deal, DealPerson
from dealdesk.store.tables.history import Typing


class Promoted(NamedTuple):
    """What became of typed text: part of the record, refused with a sentence, or in conflict with ``theirs``.

    ``message`` of text that became part of it is what there is to say of what followed; mostly nothing.
    ``text`` is what the field of the record holds now, as it would be typed; empty unless it became part of it.
    """

    state: TypingState | None
    message: str = ""
    theirs: str = ""
    text: str = ""


def read_all(table: str, texts: Mapping[str, str], context: Context) -> dict[str, Value]:
    """Read the texts of a form; raises :class:`InputRefused` for the first that can't be read."""
    return {spec.name: read(spec, texts.get(spec.name, ""), context).value for spec in FORMS[table]}


def validated(table: str, values: Mapping[str, Value], only: str = "") -> dict[str, Any]:
    """Return the plain columns of ``values``, validated by the fields class; empty ones are left to their defaults.

    With ``only``, what is wrong with any other column is not this caller's concern, and nothing is returned then.
    """
    fields = ENTITIES[table].fields
    plain = {
        name: value
        for name, value in values.items()
        if (table, name) not in BINDINGS and name in fields.model_fields and value is not None
    }
    try:
        return fields.model_validate(plain).model_dump()
    except ValidationError as error:
        for wrong in error.errors(include_input=False, include_url=False):
            where = ".".join(str(part) for part in wrong["loc"])
            if where == only or not only:
                raise InputRefused(f"{spec_of(table, where).label}: {wrong['msg']}.") from None
        return {}


def write_bound(session: Session, table: str, row: Row, values: Mapping[str, Value], now: datetime) -> None:
    """Write the fields that are more than a column of their name."""
    for name, value in values.items():
        if (table, name) in BINDINGS and value is not None:
            BINDINGS[table, name].write(session, row, value, now)
    session.add(row)
    session.flush()


def find(session: Session, table: str, uid: str) -> Row | None:
    """Return the row ``uid`` of ``table``, archived or not."""
    model = ENTITIES[table].table
    return session.exec(select(model).where(model.uid == uid)).one_or_none()


def load(session: Session, table: str, uid: str) -> dict[str, str]:
    """Return the texts of a row's form, each as it would be typed."""
    row = find(session, table, uid)
    if row is None:
        return {}
    return {spec.name: write_out(spec, binding_of(table, spec.name).read(session, row)) for spec in FORMS[table]}


def promote(
    session: Session,
    table: str,
    uid: str,
    name: str,
    text: str,
    base_text: str | None,
    context: Context,
    now: datetime,
    handed: Sequence[str] = (),
) -> Promoted:
    """Make typed text part of its record (architecture 5.1).

    ``base_text`` is what the field held when typing began. Where another window changed the field since, nothing is
    overwritten: the result says *conflict* and carries their text. Text that can't be read stays typing, *refused*.
    ``handed``: what the same window made of the field since typing began; that is no other's.
    """
    spec = spec_of(table, name)
    key = f"{table}/{uid}/{name}"
    try:
        value = read(spec, text, context).value
    except InputRefused as refusal:
        remember(session, key, text, base_text, TypingState.REFUSED, now)
        return Promoted(TypingState.REFUSED, str(refusal))
    row = find(session, table, uid)
    if row is None:
        return Promoted(TypingState.TYPING)
    bound = binding_of(table, name)
    theirs = write_out(spec, bound.read(session, row))
    wanted = write_out(spec, value)
    if base_text is not None and theirs not in (base_text, wanted, *_written(spec, handed, context)):
        remember(session, key, text, base_text, TypingState.CONFLICT, now)
        return Promoted(TypingState.CONFLICT, theirs=theirs)
    window = row.review_until if isinstance(row, Action) else None
    if theirs != wanted:
        try:
            write_field(session, table, row, name, value, context, now)
        except FieldRefused as refusal:
            remember(session, key, text, base_text, TypingState.REFUSED, now)
            return Promoted(TypingState.REFUSED, str(refusal))
    drop(session, key)
    # Read back: the record may hold it in another writing, and what follows from it may have moved it.
    told = action_fields.new_window(row, window, context.today) if isinstance(row, Action) else ""
    return Promoted(None, told, text=write_out(spec, bound.read(session, row)))


def write_field(
    session: Session, table: str, row: Row, name: str, value: Value, context: Context, now: datetime
) -> None:
    """Write one field of a row, and what follows from it; raises :class:`InputRefused` and writes nothing then."""
    if (table, name) not in BINDINGS:
        _check_alone(table, row, name, value)
    was = (row.happened_on, str(row.direction)) if isinstance(row, Conversation) else (None, "")
    binding_of(table, name).write(session, row, value, now)
    session.add(row)
    session.flush()
    if isinstance(row, Deal):
        settle(session, row, context, now)
    elif isinstance(row, Action):
        action_moves.follow(session, row, context, now)
    elif isinstance(row, Conversation) and (row.happened_on, str(row.direction)) != was:
        checkin_back.edited(session, row, was[0], was[1], context, now)


def _written(spec: FieldSpec, texts: Iterable[str], context: Context) -> list[str]:
    """Return typed texts as a record gives them back; those that can't be read were never in it."""
    found = []
    for text in texts:
        with suppress(InputRefused):
            found.append(write_out(spec, read(spec, text, context).value))
    return found


def _check_alone(table: str, row: Row, name: str, value: Value) -> None:
    fields = ENTITIES[table].fields.model_fields
    if value is None and name in fields and fields[name].is_required():
        return  # an emptied field leaves what its row can't be without
    current = {key: getattr(row, key, None) for key in fields}
    validated(table, {**current, name: value}, only=name)


def remember(session: Session, key: str, text: str, base_text: str | None, state: TypingState, now: datetime) -> None:
    """Keep text that could not become part of its record as typing of the window whose command is carried out."""
    window = window_of(raw(session))
    typing = session.get(Typing, (key, window)) or Typing(key=key, window=window, text=text, at=stamp(now))
    typing.text, typing.base_text, typing.at, typing.state = text, base_text, stamp(now), state
    session.add(typing)
    session.flush()


def drop(session: Session, key: str) -> None:
    """Forget text typed in the window whose command is carried out; what another one typed for ``key`` stays."""
    typing = session.get(Typing, (key, window_of(raw(session))))
    if typing is not None:
        session.delete(typing)
        session.flush()


def create(
    session: Session, table: str, uid: str, deal_id: int, texts: Mapping[str, str], context: Context, now: datetime
) -> Row:
    """Create the row ``uid`` of a deal from the texts of its form, and forget the typing of these texts.

    Typing of fields that are not among ``texts`` stays, and is shown again when the row is edited.
    Raises :class:`InputRefused` for the first field that can't be read; nothing is written then.
    """
    values = read_all(table, texts, context)
    if table == "deal_person":
        row: Row = _new_person(session, deal_id, uid, values)
    else:
        row = ENTITIES[table].table(**validated(table, values), uid=uid)
        setattr(row, "deal_id", deal_id)  # noqa: B010 - every table with a form belongs to a deal
        if hasattr(row, "position"):
            row.position = now.timestamp()
    session.add(row)
    session.flush()
    write_bound(session, table, row, values, now)
    forget_fields(session, table, uid, texts)
    return row


def _new_person(session: Session, deal_id: int, uid: str, values: Mapping[str, Value]) -> DealPerson:
    deal = session.get_one(Deal, deal_id)
    side = Side(str(values.get("side") or Side.THEM))
    party_id = None
    if side is Side.THEM:
        party_id = next((party.id for link, party in parties.of_deal(session, deal) if link.position == 0), None)
    person = parties.person_named(session, str(values["name"]), party_id)
    return parties.link_person(session, deal, person, side, Role(str(values.get("role") or Role.OTHER)), uid)


def forget_fields(session: Session, table: str, uid: str, names: Iterable[str]) -> None:
    """Forget the typing of some fields of a row."""
    for name in names:
        drop(session, f"{table}/{uid}/{name}")
