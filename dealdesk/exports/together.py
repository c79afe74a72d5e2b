"""How both sides work together on one page, made to be given to them: Markdown, HTML, and the same lines on a screen.

Only what both sides may read is taken: the agreed points, who to call, who steps in, the rhythm of check-ins, what one
needs from the other, and the metrics with their targets. No risk, no note and no reading is on it. Where a deal has
check-ins or a ladder of its own, those are told, and not the sentence that is usual there: the page says one thing.
"""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path

from dealdesk import paths
from dealdesk.domain.registers import Matter, Topic
from dealdesk.domain.vocabulary import Side
from dealdesk.errors import NotFound
from dealdesk.exports.sheet import COLUMNS, Page, html, markdown
from dealdesk.store import dealings, issue_lines, metrics, registers, together, who_to_call
from dealdesk.store.together import ArrangementLine
from dealdesk.store.who_to_call import BLANK, Call
from dealdesk.templates.load import TemplateRefused
from dealdesk.templates.together import load_together
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
    told = {Topic.RHYTHM.value: _check_ins(con, deal_id, today), Topic.CONFLICT.value: _ladder(con, deal_id)}
    parts = _agreed(together.arrangements(con, deal_id), told)
    parts += [
        ("Who to call", _calls(who_to_call.grid(con, deal_id), them)),
        ("What we need from each other", _needs(con, deal_id, them)),
        ("What we watch", _metrics(con, deal_id)),
    ]
    under = " · ".join(filter(None, (party, title, day)))
    cleaned = ((clean(head), tuple(clean(line) for line in lines)) for head, lines in parts)
    return Page(TITLE, under, tuple((head, lines) for head, lines in cleaned if lines))


def _agreed(lines: tuple[ArrangementLine, ...], told: dict[str, tuple[str, ...]]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the agreed points, each topic that the deal itself tells with what it tells."""
    usual = _usual() if any(told.values()) else frozenset()
    parts: dict[str, list[str]] = {}
    for line in lines:
        kept = not told.get(line.topic) or line.text not in usual
        parts.setdefault(line.topic, []).extend([line.text] if kept else [])
    for topic, more in told.items():
        parts.setdefault(topic, []).extend(more)
    order = [topic.value for topic in Topic]
    topics = sorted(parts, key=lambda topic: order.index(topic) if topic in order else len(order))
    return [(topic.capitalize() or "Agreed", tuple(parts[topic])) for topic in topics]


def _usual() -> frozenset[str]:
    try:
        sentences = load_together(Path(paths.config_folder()))
    except TemplateRefused:
        sentences = load_together()
    return frozenset(
        text for topics in (sentences, load_together()) for one in topics.values() for text in one.values()
    )


def _check_ins(con: sqlite3.Connection, deal_id: int, today: date) -> tuple[str, ...]:
    lines = [line for line in dealings.check_ins(con, deal_id) if line.often]
    if len(lines) == 1 and not lines[0].purpose:
        return (f"We talk {lines[0].often_on(today)}.",)
    return tuple(f"{line.purpose or 'check-in'}: {line.often_on(today)}" for line in lines)


def _ladder(con: sqlite3.Connection, deal_id: int) -> tuple[str, ...]:
    """Return who steps in, level by level, where the deal has said so itself."""
    lines = issue_lines.ladder_lines(con, deal_id)
    if all(line.uid.startswith(BLANK) for line in lines):
        return ()
    steps = [line.step for line in lines]
    return tuple(
        f"level {step.level}: {', '.join(filter(None, (step.names, _within(step.response))))}"
        for step in steps
        if step.names or step.response
    )


def _within(response: str) -> str:
    if response.startswith("0 "):
        return "on the same day"
    return f"within {response}" if response else ""


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
        more = [
            f"{label} {words}"
            for label, words in (
                ("target", line.target),
                ("measured by", line.measured),
                ("report in", line.report),
                ("owner", line.owner),
                ("reviewed by", line.reviewer),
            )
            if words
        ]
        found.append(": ".join(filter(None, (line.name, ", ".join(more)))))
    return tuple(found)
