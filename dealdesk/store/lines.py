"""The lines of the registers: added, edited, put in order, archived; one row whatever screen shows it."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlmodel import Session, col, func, select

from dealdesk.clock import stamp
from dealdesk.domain import changes, moments, takeaways
from dealdesk.domain.cues import Guess
from dealdesk.domain.line_grammar import Line as Grammar
from dealdesk.domain.line_kinds import MOST_CHANGES, ROLES
from dealdesk.domain.vocabulary import Cause, ChangeKind, Effect, MissedRole, MomentKind, TakeawayKind
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import line_follow
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
#: Characters of the longest line.
LONGEST = 20_000


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


#: Columns that are shown as kind and role of a line.
_KIND_AND_ROLE = {"friction": ("cause", "effect")}


def of_section(con: sqlite3.Connection, section: str, deal_id: int) -> list[LineRow]:
    """Return the lines of a register for one deal, in their order; of the notes those that no line was made of yet.

    The kind of a friction is its cause, its role the effect.
    """
    table = REGISTERS[section].__tablename__
    kind, role = _KIND_AND_ROLE.get(section, ("kind", "role"))
    unused = "AND NOT used " if section == "notes" else ""
    rows = con.execute(
        f"SELECT uid, text, coalesce(said_by, ''), coalesce(happened_on, ''), coalesce({kind}, ''), "
        f"coalesce({role}, ''), tags, position FROM {table} "
        f"WHERE deal_id = ? AND archived_at IS NULL {unused}ORDER BY position, id",
        (deal_id,),
    ).fetchall()
    return [LineRow._make(row) for row in rows]


def add(
    session: Session, section: str, deal_id: int, debrief_id: int | None, line: Grammar, uid: str | None = None
) -> str:
    """Add a typed line at the end of its register, with kind and role guessed where it says none; return its uid.

    What follows from it is made in the same command: a missed question stands in the bank, a change has an action.
    Raises :class:`InputRefused` for an empty line, one that is too long, and a fourth change.
    """
    model = REGISTERS[section]
    if section == "changes":
        refuse_fourth(session, deal_id, debrief_id)
    last = session.exec(
        select(model.position).where(model.deal_id == deal_id).order_by(col(model.position).desc())
    ).first()
    row = model(**_fields(section, line), deal_id=deal_id, debrief_id=debrief_id, position=(last or 0.0) + 1.0)
    if uid:
        row.uid = uid
    session.add(row)
    session.flush()
    line_follow.added(session, row)
    return row.uid


def refuse_fourth(session: Session, deal_id: int, debrief_id: int | None) -> None:
    """Raise :class:`InputRefused` where a debrief has as many changes as get done."""
    model = REGISTERS["changes"]
    there = session.exec(
        select(func.count())
        .select_from(model)
        .where(model.deal_id == deal_id, model.debrief_id == debrief_id, col(model.archived_at).is_(None))
    ).one()
    if there >= MOST_CHANGES:
        raise InputRefused(f"{MOST_CHANGES} changes are as many as get done; take one away or change it (d, e).")


def _fields(section: str, line: Grammar) -> dict[str, Any]:
    values: dict[str, Any] = {
        "text": line.text,
        "said_by": line.said_by,
        "happened_on": line.happened_on,
        "kind": line.kind,
        "tags": " ".join(line.tags),
    }
    if section == "moments" and line.text:
        values["kind"] = line.kind if line.kind in set(MomentKind) else _guessed(moments.guess_kind(line.text))
    elif section == "worked" and line.text:
        kind = line.kind if line.kind in set(TakeawayKind) else str(takeaways.guess_kind(line.text).value)
        values["kind"] = kind
        values["role"] = str(takeaways.guess_role(line.text, TakeawayKind(kind)).value)
    elif section == "missed":
        values["kind"] = None
        values["role"] = line.kind if line.kind in ROLES["missed"] else str(MissedRole.EARLIER)
    elif section == "friction":
        values["kind"] = None
    elif section == "changes" and line.text:
        values["kind"] = line.kind if line.kind in set(ChangeKind) else _guessed(changes.guess_kind(line.text))
    checked = _checked(values)
    if section == "friction":
        checked["effect"] = line.kind if line.kind in set(Effect) else _guessed(takeaways.guess_effect(line.text))
        checked["cause"] = line.kind if line.kind in set(Cause) else _guessed(takeaways.guess_cause(line.text))
    return checked


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    try:
        return LineFields.model_validate(values).model_dump()
    except ValidationError as error:
        if len(str(values["text"])) > LONGEST:
            raise InputRefused(f"That is {len(values['text']):,} characters; a line takes {LONGEST:,}.") from None
        field = str(error.errors(include_input=False, include_url=False)[0]["loc"][0])
        raise InputRefused("A line needs a few words." if field == "text" else f"Its {field} is too long.") from None


def _guessed(guess: Guess[Effect] | Guess[Cause] | Guess[ChangeKind] | Guess[MomentKind] | None) -> str | None:
    return str(guess.value) if guess else None


def find(session: Session, section: str, uid: str) -> RegisterRow:
    """Return one line; raises :class:`NotFound` when it is not there, or was taken away."""
    model = REGISTERS[section]
    row = session.exec(select(model).where(model.uid == uid, col(model.archived_at).is_(None))).one_or_none()
    if row is None:
        raise NotFound("That line is not there any more.")
    return row


def edit(session: Session, section: str, uid: str, line: Grammar) -> None:
    """Replace the text of a line; what it does not say (who, when, kind) stays as it was.

    Raises :class:`InputRefused` for an empty line and one that is too long, :class:`NotFound` for one taken away.
    """
    row = find(session, section, uid)
    if not line.text:
        raise InputRefused("A line needs a few words; d takes it away.")
    new = {
        "text": line.text,
        "said_by": line.said_by or row.said_by,
        "happened_on": line.happened_on or row.happened_on,
        "tags": " ".join(line.tags) or row.tags,
    }
    _checked(new)
    old_text = row.text
    for name, value in new.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    if line.text != old_text:
        line_follow.edited(session, row, old_text)
    if line.kind:
        _set_named(session, section, row, line.kind)


def _set_named(session: Session, section: str, row: RegisterRow, word: str) -> None:
    """Give a line the kind or role that ``!word`` named."""
    kind, role = _KIND_AND_ROLE.get(section, ("kind", "role"))
    if section == "worked" and word in set(TakeawayKind):
        set_kind(session, section, row.uid, word, str(takeaways.guess_role(row.text, TakeawayKind(word)).value))
        return
    name = role if word in ROLES.get(section, ()) else kind
    _set(session, row, {name: word})


def set_kind(session: Session, section: str, uid: str, kind: str | None, role: str | None) -> None:
    """Correct the guessed kind and role of a line; of a friction its cause and effect."""
    row = find(session, section, uid)
    names = _KIND_AND_ROLE.get(section, ("kind", "role"))
    _set(session, row, {names[0]: kind or None, names[1]: role or None})


def _set(session: Session, row: RegisterRow, values: dict[str, str | None]) -> None:
    before = row.kind, row.role
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    line_follow.marked(session, row, *before)


def set_cause(session: Session, uid: str, cause: Cause | None) -> None:
    """Say where a friction came from: the answer to the one question it is worth."""
    _set(session, find(session, "friction", uid), {"cause": str(cause) if cause else None})


def archive(session: Session, section: str, uid: str, now: datetime) -> None:
    """Take a line away; undo brings it back."""
    row = find(session, section, uid)
    row.archived_at = stamp(now)
    session.add(row)
    session.flush()
    line_follow.gone(session, row)


def place(session: Session, section: str, uid: str, position: float) -> None:
    """Put a line between its neighbours."""
    row = find(session, section, uid)
    row.position = position
    session.add(row)
    session.flush()


def swap(session: Session, section: str, one: str, other: str) -> None:
    """Let two lines change places."""
    first, second = find(session, section, one), find(session, section, other)
    if first.position == second.position:  # two windows added at the same moment
        _renumber(session, section, first.deal_id)
    first.position, second.position = second.position, first.position
    session.add(first)
    session.add(second)
    session.flush()


def _renumber(session: Session, section: str, deal_id: int) -> None:
    model = REGISTERS[section]
    rows = session.exec(select(model).where(model.deal_id == deal_id).order_by(col(model.position), col(model.id)))
    for number, row in enumerate(rows, 1):
        row.position = float(number)
        session.add(row)


def spoken_by(con: sqlite3.Connection) -> tuple[str, ...]:
    """Return the initials that lines were said by, the commonest first."""
    rows = con.execute("SELECT initials FROM person WHERE initials <> '' AND archived_at IS NULL").fetchall()
    return tuple(row[0] for row in rows)
