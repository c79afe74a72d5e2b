"""How both sides work together on one page, made to be given to them: Markdown, HTML, and the same lines on a screen.

Only what both sides may read is taken: the agreed points, who to call, the rhythm of check-ins, what one needs from the
other, and the metrics with their targets. No risk, no note and no reading is on it.
"""

from __future__ import annotations

import sqlite3
from datetime import date

from dealdesk.domain.registers import Matter
from dealdesk.domain.vocabulary import Side
from dealdesk.errors import NotFound
from dealdesk.exports.sheet import COLUMNS, Page, html, markdown
from dealdesk.store import dealings, metrics, registers, together, who_to_call
from dealdesk.store.who_to_call import BLANK, Call
from dealdesk.text import clean

__all__ = ["COLUMNS", "Page", "gather", "html", "markdown"]

TITLE = "How we work together"
EMPTY = "Nothing is written down yet: n and h begin with what is usual."


def gather(con: sqlite3.Connection, deal_id: int, today: date) -> Page:
    """Return the page of a deal; raises :class:`NotFound`."""
    row = con.execute(
        "SELECT deal.title, coalesce((SELECT party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
        "WHERE deal_party.deal_id = deal.id AND position = 0 AND deal_party.archived_at IS NULL), '') "
        "FROM deal WHERE deal.id = ? AND deal.archived_at IS NULL",
        (deal_id,),
    ).fetchone()
    if row is None:
        raise NotFound("That deal is not there any more.")
    title, party = clean(row[0]), clean(row[1])
    day = f"{today.day} {today:%b %Y}"
    them = party or "they"
    agreed = together.arrangements(con, deal_id)
    parts: list[tuple[str, tuple[str, ...]]] = [(line.topic.capitalize() or "Agreed", (line.text,)) for line in agreed]
    parts += [
        ("Check-ins", _check_ins(con, deal_id, today)),
        ("Who to call", _calls(who_to_call.grid(con, deal_id), them)),
        ("What we need from each other", _needs(con, deal_id, them)),
        ("What we watch", _metrics(con, deal_id)),
    ]
    under = " · ".join(filter(None, (party, title, day)))
    cleaned = ((clean(head), tuple(clean(line) for line in lines)) for head, lines in parts)
    return Page(TITLE, under, tuple((head, lines) for head, lines in cleaned if lines))


def _check_ins(con: sqlite3.Connection, deal_id: int, today: date) -> tuple[str, ...]:
    lines = dealings.check_ins(con, deal_id)
    return tuple(f"{line.purpose or 'check-in'}: {line.often_on(today)}" for line in lines if line.often)


def _calls(grid: tuple[Call, ...], them: str) -> tuple[str, ...]:
    order = [matter.value for matter in Matter]
    matters = dict.fromkeys([*order, *(call.matter for call in grid)])
    found = []
    for matter in matters:
        calls = [call for call in grid if call.matter == matter and call.name and not call.uid.startswith(BLANK)]
        sides = [
            f"{'we' if call.side == Side.US else them}: {call.name}"
            + (f" (answers within {call.response})" if call.response else "")
            for call in calls
        ]
        if sides:
            found.append(f"{matter or 'anything'} - {'; '.join(sides)}")
    return tuple(found)


def _needs(con: sqlite3.Connection, deal_id: int, them: str) -> tuple[str, ...]:
    theirs = "they need" if them == "they" else f"{them} needs"
    open_ones = [line for line in registers.needs(con, deal_id) if not line.met_on]
    return tuple(f"{'we need' if line.side == Side.US else theirs}: {line.text}" for line in open_ones)


def _metrics(con: sqlite3.Connection, deal_id: int) -> tuple[str, ...]:
    found = []
    for line in metrics.of_deal(con, deal_id):
        more = [f"target {line.target}" if line.target else "", line.measured, line.reviewer]
        found.append(": ".join(filter(None, (line.name, ", ".join(filter(None, more))))))
    return tuple(found)
