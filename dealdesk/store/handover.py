"""What a hand-over inside is about, drawn from the deal: commitments, dates, what to watch, who is there."""

from __future__ import annotations

import sqlite3
from datetime import date

from dealdesk.domain.vocabulary import ActionKind, Side, Trade
from dealdesk.errors import NotFound
from dealdesk.store.review_parts import day_text

#: So many frictions are worth telling those who deliver: the newest ones.
FRICTIONS = 5
_TRADES = {Trade.GAVE.value: "we gave: ", Trade.GOT.value: "we got: "}
_DATES = (
    ("signed_on", "signed"),
    ("start_on", "starts"),
    ("end_on", "ends or renews"),
    ("give_notice_by", "give notice by"),
)


def lines(con: sqlite3.Connection, deal_id: int, today: date) -> list[tuple[str, list[str]]]:
    """Return the text of a hand-over: each heading with its lines; a heading without any is left out.

    ``today`` is the local day of the hand-over: what is late by then says so. Texts are as they were typed, and
    internal. Raises :class:`NotFound` for a deal there is not.
    """
    found = (
        ("What we promised", _terms(con, deal_id) + _owed(con, deal_id, Side.US, today)),
        ("What they owe us", _owed(con, deal_id, Side.THEM, today)),
        ("Dates", _dates(con, deal_id)),
        ("What to watch", _watch(con, deal_id)),
        ("Who is there", _people(con, deal_id)),
    )
    return [(heading, texts) for heading, texts in found if texts]


def _terms(con: sqlite3.Connection, deal_id: int) -> list[str]:
    rows = con.execute(
        "SELECT coalesce(trade, ''), what, clause FROM term WHERE deal_id = ? AND archived_at IS NULL "
        "ORDER BY kind = 'commercial' DESC, position, id",
        (deal_id,),
    )
    return [f"{_TRADES.get(trade, '')}{what}{f' (clause {clause})' if clause else ''}" for trade, what, clause in rows]


def _owed(con: sqlite3.Connection, deal_id: int, side: Side, today: date) -> list[str]:
    """Return the open promises of one side, and its deliverables, by date."""
    rows = con.execute(
        "SELECT text, due_on, coalesce(person.name, ''), done_when FROM action "
        "LEFT JOIN person ON person.id = action.owner_id WHERE deal_id = ? AND side = ? AND kind IN (?, ?) "
        "AND state <> 'done' AND action.archived_at IS NULL ORDER BY due_on IS NULL, due_on, action.id",
        (deal_id, side.value, ActionKind.PROMISE.value, ActionKind.DELIVERABLE.value),
    )
    found = []
    for text, due_on, owner, done_when in rows:
        late = " (late)" if due_on and due_on < today.isoformat() else ""
        by = f"by {day_text(due_on)}{late}" if due_on else "no date yet"
        parts = [text, by, *([owner] if owner else []), *([f"done when {done_when}"] if done_when else [])]
        found.append(", ".join(parts))
    return found


def _dates(con: sqlite3.Connection, deal_id: int) -> list[str]:
    row = con.execute(f"SELECT {', '.join(name for name, _ in _DATES)} FROM deal WHERE id = ?", (deal_id,)).fetchone()
    if row is None:
        raise NotFound("That deal is not there any more.")
    found = [f"{words} {day_text(day)}" for (_name, words), day in zip(_DATES, row, strict=True) if day]
    steps = con.execute(
        "SELECT text, due_on, done_when FROM action WHERE deal_id = ? AND kind IN (?, ?, ?) AND state <> 'done' "
        "AND due_on IS NOT NULL AND archived_at IS NULL ORDER BY due_on",
        (deal_id, ActionKind.KICKOFF.value, ActionKind.INVOICE.value, ActionKind.REVIEW.value),
    )
    found += [f"{text}: by {day_text(day)}{f', done when {then}' if then else ''}" for text, day, then in steps]
    talks = con.execute(
        "SELECT purpose, next_on FROM checkin WHERE deal_id = ? AND next_on IS NOT NULL AND archived_at IS NULL "
        "ORDER BY next_on",
        (deal_id,),
    )
    return found + [f"next {purpose or 'check-in'} {day_text(day)}" for purpose, day in talks]


def _watch(con: sqlite3.Connection, deal_id: int) -> list[str]:
    risks = con.execute(
        "SELECT text, mitigation FROM risk WHERE deal_id = ? AND closed_on IS NULL AND archived_at IS NULL "
        "ORDER BY position, id",
        (deal_id,),
    ).fetchall()
    frictions = con.execute(
        "SELECT text, remedy FROM friction WHERE deal_id = ? AND archived_at IS NULL ORDER BY id DESC LIMIT ?",
        (deal_id, FRICTIONS),
    ).fetchall()
    return [f"{text}: {answer}" if answer else text for text, answer in risks + frictions]


def _people(con: sqlite3.Connection, deal_id: int) -> list[str]:
    rows = con.execute(
        "SELECT person.name, deal_person.role, deal_person.side FROM deal_person "
        "JOIN person ON person.id = deal_person.person_id WHERE deal_id = ? AND deal_person.archived_at IS NULL "
        "ORDER BY deal_person.side = 'them', deal_person.id",
        (deal_id,),
    ).fetchall()
    found = [f"{name}, {role}{'' if side == 'us' else ' on their side'}" for name, role, side in rows]
    known = {name for name, _role, _side in rows}
    action = con.execute(
        "SELECT attendees FROM action WHERE deal_id = ? AND kind = ? AND archived_at IS NULL ORDER BY id DESC LIMIT 1",
        (deal_id, ActionKind.HANDOVER.value),
    ).fetchone()
    asked = [name.strip() for name in (action[0] if action else "").split(",")]
    return found + [name for name in asked if name and name not in known]
