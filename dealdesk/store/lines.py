"""The lines of the registers: added, edited, put in order, archived; one row whatever screen shows it."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain import takeaways
from dealdesk.domain.line_grammar import Line as Grammar
from dealdesk.domain.vocabulary import Cause, Effect, TakeawayKind
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store.tables.base import LineFields, RegisterRow
from dealdesk.store.tables.registers import Friction, KeyMoment, Missed, Note, PlaybookChange, Takeaway

#: The register of each section that is made of lines.
REGISTERS: dict[str, type[RegisterRow]] = {
    "moments": KeyMoment,
    "worked": Takeaway,
    "missed": Missed,
    "friction": Friction,
    "changes": PlaybookChange,
    "notes": Note,
}


class LineRow(NamedTuple):
    """A line as a list shows it."""

    uid: str
    text: str
    said_by: str
    happened_on: str
    kind: str
    role: str
    tags: str
    position: float


def of_section(con: sqlite3.Connection, section: str, deal_id: int) -> list[LineRow]:
    """Return the lines of a register for one deal, in their order."""
    table = REGISTERS[section].__tablename__
    rows = con.execute(
        "SELECT uid, text, coalesce(said_by, ''), coalesce(happened_on, ''), coalesce(kind, ''), coalesce(role, ''), "
        f"tags, position FROM {table} WHERE deal_id = ? AND archived_at IS NULL ORDER BY position, id",
        (deal_id,),
    ).fetchall()
    return [LineRow._make(row) for row in rows]


def add(
    session: Session, section: str, deal_id: int, debrief_id: int | None, line: Grammar, uid: str | None = None
) -> str:
    """Add a typed line at the end of its register, with kind and role guessed where it says none; return its uid.

    Raises :class:`InputRefused` for an empty line.
    """
    model = REGISTERS[section]
    last = session.exec(
        select(model.position).where(model.deal_id == deal_id).order_by(col(model.position).desc())
    ).first()
    row = model(**_fields(section, line), deal_id=deal_id, debrief_id=debrief_id, position=(last or 0.0) + 1.0)
    if uid:
        row.uid = uid
    session.add(row)
    session.flush()
    return row.uid


def _fields(section: str, line: Grammar) -> dict[str, Any]:
    values: dict[str, Any] = {
        "text": line.text,
        "said_by": line.said_by,
        "happened_on": line.happened_on,
        "kind": line.kind,
        "tags": " ".join(line.tags),
    }
    if section == "worked" and line.text:
        kind = line.kind if line.kind in set(TakeawayKind) else str(takeaways.guess_kind(line.text).value)
        values["kind"] = kind
        values["role"] = str(takeaways.guess_role(line.text, TakeawayKind(kind)).value)
    try:
        checked = LineFields.model_validate(values).model_dump()
    except ValidationError:
        raise InputRefused("A line needs a few words.") from None
    if section == "friction":
        checked["effect"] = _guessed(takeaways.guess_effect(line.text))
        checked["cause"] = _guessed(takeaways.guess_cause(line.text))
    return checked


def _guessed(guess: takeaways.Guess[Effect] | takeaways.Guess[Cause] | None) -> str | None:
    return str(guess.value) if guess else None


def find(session: Session, section: str, uid: str) -> RegisterRow:
    """Return one line; raises :class:`NotFound` when it is not there."""
    model = REGISTERS[section]
    row = session.exec(select(model).where(model.uid == uid)).one_or_none()
    if row is None:
        raise NotFound("That line is not there any more.")
    return row


def edit(session: Session, section: str, uid: str, line: Grammar) -> None:
    """Replace the text of a line; what the new text does not say (who, when, kind) stays as it was."""
    row = find(session, section, uid)
    if not line.text:
        raise InputRefused("A line needs a few words; d takes it away.")
    row.text = line.text
    row.said_by = line.said_by or row.said_by
    row.happened_on = line.happened_on or row.happened_on
    row.kind = line.kind or row.kind
    row.tags = " ".join(line.tags) or row.tags
    session.add(row)
    session.flush()


def set_kind(session: Session, section: str, uid: str, kind: str, role: str | None) -> None:
    """Correct the guessed kind and role of a line."""
    row = find(session, section, uid)
    row.kind, row.role = kind, role
    session.add(row)
    session.flush()


def archive(session: Session, section: str, uid: str, now: datetime) -> None:
    """Take a line away; undo brings it back."""
    row = find(session, section, uid)
    row.archived_at = stamp(now)
    session.add(row)
    session.flush()


def place(session: Session, section: str, uid: str, position: float) -> None:
    """Put a line between its neighbours."""
    row = find(session, section, uid)
    row.position = position
    session.add(row)
    session.flush()


def swap(session: Session, section: str, one: str, other: str) -> None:
    """Let two lines change places."""
    first, second = find(session, section, one), find(session, section, other)
    first.position, second.position = second.position, first.position
    session.add(first)
    session.add(second)
    session.flush()


def spoken_by(con: sqlite3.Connection) -> tuple[str, ...]:
    """Return the initials that lines were said by, the commonest first."""
    rows = con.execute("SELECT initials FROM person WHERE initials <> '' AND archived_at IS NULL").fetchall()
    return tuple(row[0] for row in rows)
