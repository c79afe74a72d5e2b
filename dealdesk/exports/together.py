"""How both sides work together on one page, made to be given to them: Markdown, HTML, and the same lines on a screen.

Only what both sides may read is taken: the agreed points, who to call, who steps in, the rhythm of check-ins, what one
needs from the other, and the metrics with their targets. No risk, no note and no reading is on it. Where a deal has
check-ins or a ladder of its own, those are told, and not the sentence that is usual there: the page says one thing.
A topic of which nobody wrote anything down is told as it is usual for the type of the deal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from dealdesk import paths
from dealdesk.domain.escalation import SAME_DAY, read_response
from dealdesk.domain.registers import Matter, Topic
from dealdesk.domain.vocabulary import Side
from dealdesk.errors import NotFound
from dealdesk.exports.sheet import COLUMNS, Page, html, markdown
from dealdesk.store import dealings, issue_lines, metrics, registers, together, who_to_call
from dealdesk.store.who_to_call import BLANK, Call
from dealdesk.templates.load import TemplateRefused
from dealdesk.templates.together import load_together
from dealdesk.text import clean

__all__ = ["COLUMNS", "Page", "gather", "html", "markdown"]

TITLE = "How we work together"
#: What stands beside what nobody wrote down, on the page as we read it.
USUAL = "usual, not agreed yet"


class Said(NamedTuple):
    """One line about how both sides work together."""

    text: str
    usual: bool = False
    """Whether nobody wrote it down: it is what is usual for the type of the deal."""


def gather(con: sqlite3.Connection, deal_id: int, today: date, *, ours: bool = False) -> Page:
    """Return the page of a deal; raises :class:`NotFound`.

    With ``ours`` it is the page as we read it: what is only usual says so. They get it without.
    """
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
    topics = _topics(con, deal_id, today)
    parts = [_marked(topic, lines) if ours else (topic, _texts(lines)) for topic, lines in topics]
    parts += [
        ("Who to call", _calls(who_to_call.grid(con, deal_id), them)),
        ("What we need from each other", _needs(con, deal_id, them)),
        ("What we watch", _metrics(con, deal_id)),
    ]
    under = " · ".join(filter(None, (party, title, day)))
    cleaned = ((clean(head), tuple(clean(line) for line in lines)) for head, lines in parts)
    return Page(TITLE, under, tuple((head, lines) for head, lines in cleaned if lines))


def usual_topics(con: sqlite3.Connection, deal_id: int, today: date) -> tuple[str, ...]:
    """Return the topics of the page of which the deal itself says nothing."""
    return tuple(head for head, lines in _topics(con, deal_id, today) if all(line.usual for line in lines))


def _marked(heading: str, lines: Sequence[Said]) -> tuple[str, tuple[str, ...]]:
    if all(line.usual for line in lines):
        return f"{heading} ({USUAL})", _texts(lines)
    return heading, tuple(f"{line.text} ({USUAL})" if line.usual else line.text for line in lines)


def _texts(lines: Sequence[Said]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)


def _topics(con: sqlite3.Connection, deal_id: int, today: date) -> list[tuple[str, tuple[Said, ...]]]:
    """Return each topic with what was written of it, what the deal tells of it, and else what is usual."""
    sentences, known = together.usual_to_read(con, deal_id), _usual()
    ladder, own = _ladder(con, deal_id)
    told = {Topic.RHYTHM.value: _check_ins(con, deal_id, today), Topic.CONFLICT.value: ladder if own else ()}
    written: dict[str, list[str]] = {topic.value: [] for topic in Topic}
    for line in together.arrangements(con, deal_id):
        written.setdefault(line.topic, []).append(line.text)
    found = []
    for topic, texts in written.items():
        more = told.get(topic, ())
        said = [Said(text) for text in texts if not more or text not in known]
        said += [Said(text) for text in more]
        if not said:
            said.append(Said(sentences[topic], usual=True))
        if topic == Topic.CONFLICT and not own and all(line.text in known for line in said):
            said += [Said(text, usual=True) for text in ladder]
        found.append((topic.capitalize() or "Agreed", tuple(said)))
    return found


def _usual() -> frozenset[str]:
    try:
        sentences = load_together(Path(paths.config_folder()))
    except TemplateRefused:
        sentences = load_together()
    return frozenset(
        text for topics in (sentences, load_together()) for one in topics.values() for text in one.values()
    )


def _check_ins(con: sqlite3.Connection, deal_id: int, today: date) -> tuple[str, ...]:
    lines = [line for line in dealings.check_ins(con, deal_id, today) if line.often]
    if len(lines) == 1 and not lines[0].purpose and lines[0].often.startswith("every "):
        return (f"We talk {lines[0].often}.",)
    return tuple(f"{line.purpose or 'check-in'}: {line.often}" for line in lines)


def _ladder(con: sqlite3.Connection, deal_id: int) -> tuple[tuple[str, ...], bool]:
    """Return who steps in, level by level, and whether the deal has said so itself."""
    own = any(not line.uid.startswith(BLANK) for line in issue_lines.ladder_lines(con, deal_id))
    steps = issue_lines.ladder_to_read(con, deal_id)
    told = (
        f"level {step.level}: {', '.join(filter(None, (step.names, _within(step.response))))}"
        for step in steps
        if step.names or step.response
    )
    return tuple(told), own


def _within(response: str) -> str:
    if not response:
        return ""
    return "on the same day" if read_response(response) == SAME_DAY else f"within {response}"


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
