"""Section 6: lines already typed are taken as changes; owner and date stand on the one action of them all."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from dealdesk.domain import changes
from dealdesk.domain.dates import parse_date
from dealdesk.domain.fields import Context
from dealdesk.domain.line_grammar import Line as Grammar
from dealdesk.domain.vocabulary import ActionKind, ActionState, ChangeKind, SetBy
from dealdesk.errors import NotFound
from dealdesk.store import change_follow, dating, line_follow, lines, parties
from dealdesk.store.moment import local_day, moment
from dealdesk.store.review_actions import BEGUN
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.registers import Note, PlaybookChange
from dealdesk.text import clean

#: The registers whose lines can be taken, the first of two equal candidates first.
TAKEN_FROM = ("missed", "friction", "worked", "notes")


class Candidate(NamedTuple):
    """A line that can become a change."""

    uid: str
    section: str
    source: str
    """The line as it was typed."""
    text: str
    """What it would become."""
    kind: ChangeKind | None
    why: str
    """What the kind rests on."""
    ready: bool
    """Whether the line says itself what to do; else the kind is a guess."""


class Owed(NamedTuple):
    """The one action of a deal's changes."""

    uid: str
    owner: str
    """Empty where nobody owns it: alone on a desk, everything is mine."""
    due_on: str
    """Local date as ISO text; empty for none."""
    set_by: str
    done: bool


def candidates(con: sqlite3.Connection, deal_id: int, debrief_id: int | None = None) -> list[Candidate]:
    """Return the lines of a deal that no change was made of yet, the most useful first.

    Those of ``debrief_id`` come before older ones; among them lines that say themselves what to do, then missed
    questions, frictions and takeaways; captured notes come last.
    """
    found: list[tuple[tuple[bool, bool, bool], Candidate]] = []
    for section in TAKEN_FROM:
        for debrief, uid, line in _lines(con, deal_id, section):
            proposal = changes.propose(line)
            rank = (section == "notes", debrief_id is not None and debrief != debrief_id, not proposal.ready)
            found.append((rank, Candidate(uid, section, line.text, *proposal)))
    return [candidate for _rank, candidate in sorted(found, key=lambda entry: entry[0])]


def _lines(con: sqlite3.Connection, deal_id: int, section: str) -> list[tuple[int | None, str, changes.Line]]:
    table = lines.REGISTERS[section].__tablename__
    more = {
        "worked": "coalesce(kind, ''), '', ''",
        "missed": "coalesce(role, ''), '', ''",
        "friction": "'', coalesce(cause, ''), remedy",
    }.get(section, "'', '', ''")
    unused = "AND NOT used " if section == "notes" else ""
    rows = con.execute(
        f"SELECT debrief_id, uid, text, {more} FROM {table} WHERE deal_id = ? AND archived_at IS NULL {unused}"
        "AND uid NOT IN (SELECT source_uid FROM playbook_change WHERE deal_id = ? AND archived_at IS NULL) "
        "ORDER BY position, id",
        (deal_id, deal_id),
    ).fetchall()
    return [(row[0], row[1], changes.Line(section, *row[2:])) for row in rows]


def take(session: Session, deal_id: int, debrief_id: int | None, section: str, uid: str, now: datetime) -> str:
    """Make a change of a line, with kind, rule, owner and date; return its uid.

    A change that was made of it before and taken away comes back as it was; one that is there stays as it is.
    Raises :class:`InputRefused` for a fourth change and :class:`NotFound` for a line that is gone.
    """
    row = lines.find(session, section, uid)
    made = session.exec(
        select(PlaybookChange)
        .where(PlaybookChange.deal_id == deal_id, PlaybookChange.source_uid == uid)
        .order_by(col(PlaybookChange.archived_at).is_not(None), col(PlaybookChange.id).desc())
        .limit(1)
    ).first()
    if made is not None and made.archived_at is None:
        return made.uid
    if made is not None:
        lines.refuse_fourth(session, deal_id, debrief_id)
        made.archived_at = None
        made.debrief_id = debrief_id
        session.add(made)
        session.flush()
        line_follow.back(session, made)
    else:
        proposal = changes.propose(_line_of(row, section))
        grammar = Grammar(proposal.text, row.said_by, None, tuple(row.tags.split()), proposal.kind)
        made = _made(session, lines.add(session, "changes", deal_id, debrief_id, grammar))
        made.source_uid = uid
        session.add(made)
    _mark_used(session, row, True)
    session.flush()
    return made.uid


def _line_of(row: object, section: str) -> changes.Line:
    def word(name: str) -> str:
        return str(getattr(row, name, None) or "")

    kind = word({"worked": "kind", "missed": "role"}.get(section, ""))
    return changes.Line(section, word("text"), kind, word("cause"), word("remedy"))


def _made(session: Session, uid: str) -> PlaybookChange:
    return session.exec(select(PlaybookChange).where(PlaybookChange.uid == uid)).one()


def untake(session: Session, uid: str, now: datetime) -> None:
    """Put a change back among the candidates; the action goes with the last one. Raises :class:`NotFound`."""
    lines.archive(session, "changes", uid, now)
    source = _made(session, uid).source_uid
    note = session.exec(select(Note).where(Note.uid == source)).one_or_none()
    _mark_used(session, note, False)
    session.flush()


def _mark_used(session: Session, row: object, used: bool) -> None:
    if isinstance(row, Note):
        row.used = used
        session.add(row)


def owed(con: sqlite3.Connection, deal_id: int) -> Owed | None:
    """Return owner and date of a deal's changes: of the open action, else of the one done last; None for none.

    An action by which a signing asks for someone to be named is none of theirs yet.
    """
    row = con.execute(
        "SELECT action.uid, coalesce(person.name, ''), coalesce(due_on, ''), coalesce(due_set_by, ''), state = 'done' "
        "FROM action LEFT JOIN person ON person.id = action.owner_id "
        f"WHERE deal_id = ? AND kind = 'playbook' AND action.archived_at IS NULL AND {BEGUN} "
        "ORDER BY state = 'done', action.id DESC LIMIT 1",
        (deal_id,),
    ).fetchone()
    return Owed._make((*row[:4], bool(row[4]))) if row else None


def taken(con: sqlite3.Connection, deal_id: int) -> frozenset[str]:
    """Return the uids of a deal's changes that were taken from other lines."""
    rows = con.execute(
        "SELECT uid FROM playbook_change WHERE deal_id = ? AND source_uid <> '' AND archived_at IS NULL", (deal_id,)
    )
    return frozenset(row[0] for row in rows)


def set_owner(session: Session, deal_id: int, name: str) -> None:
    """Say who makes the changes of a deal; nobody named means me. Raises :class:`NotFound` while there are none."""
    action = _open(session, deal_id)
    name = clean(name)
    person = parties.person_named(session, name) if name else parties.me(session)
    action.owner_id = person.id if person else None
    change_follow.named(session, action)


def set_due(session: Session, deal_id: int, text: str, context: Context) -> None:
    """Set the date of a deal's changes as it was typed; no text gives it back to the rule.

    Raises :class:`InputRefused` for a text that is no date, :class:`NotFound` while there are no changes.
    """
    action = _open(session, deal_id)
    if clean(text):
        action.due_on = parse_date(text, context.today, context.order, context.calendar)
        action.due_rule = action.due_anchor = action.due_offset = action.due_reason = None
        action.due_set_by = SetBy.PERSON
    elif action.due_set_by == SetBy.PERSON:
        action.due_set_by = None
        taken_on = local_day(action.created_at or moment(session))
        dating.date_changes(action, session.get_one(Deal, deal_id), taken_on, context.calendar)
    action.later_until = None
    session.add(action)
    session.flush()


def set_owed(session: Session, deal_id: int, owner: str | None, due: str | None, context: Context) -> None:
    """Set owner and date in one command; None leaves one as it is. Raises what the two alone raise."""
    if due is not None:
        set_due(session, deal_id, due, context)
    if owner is not None:
        set_owner(session, deal_id, owner)


def _open(session: Session, deal_id: int) -> Action:
    action = session.exec(
        select(Action)
        .where(
            Action.deal_id == deal_id,
            Action.kind == ActionKind.PLAYBOOK,
            Action.state != ActionState.DONE,
            col(Action.archived_at).is_(None),
        )
        .limit(1)
    ).first()
    if action is None:
        raise NotFound("No change is taken yet; owner and date come with the first one.")
    return action
