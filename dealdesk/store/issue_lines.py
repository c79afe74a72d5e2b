"""The issues of a deal with their running clocks, and the ladder they climb: read without the ORM."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from dealdesk import paths
from dealdesk.clock import LOCAL, instant
from dealdesk.domain import escalation
from dealdesk.domain.escalation import Step
from dealdesk.domain.registers import Matter
from dealdesk.store.who_to_call import BLANK
from dealdesk.templates.escalation import load_escalation
from dealdesk.templates.load import TemplateRefused

#: Closed issues that are listed of a deal.
MOST_CLOSED = 50
#: Who is called about a matter is on the level of the ladder, where the deal names nobody for it.
_MATTERS = {1: Matter.DELIVERY, 3: Matter.EXECUTIVE}


class IssueLine(NamedTuple):
    """One issue; days are ISO text, empty for none."""

    uid: str
    text: str
    level: int
    severe: bool
    due_on: str
    due_at: str
    reason: str
    follow_up_on: str
    outcome: str
    opened_on: str
    """Local day."""
    closed_on: str
    """Local day; empty while it is open."""
    unsaid: tuple[str, ...]
    """What is not written down yet: facts, impact, what is done now, root cause; short enough for a heading."""
    steps: tuple[Step, ...]
    """The ladder of its deal."""

    def left(self, now: datetime) -> str:
        """Return how much of its level's time is left at the instant ``now``."""
        due_at = instant(self.due_at) if self.due_at else None
        return escalation.left(date.fromisoformat(self.due_on) if self.due_on else None, due_at, now, LOCAL)

    def clock(self, now: datetime) -> str:
        """Return its running clock: "level 2: 9 h left, Ops, then MK"."""
        return escalation.clock_words(self.level, self.steps, self.left(now))


class LadderLine(NamedTuple):
    """One level of a deal's ladder; ``uid`` begins with :data:`BLANK` where the deal says nothing of its own."""

    uid: str
    step: Step

    @property
    def level(self) -> int:
        """1 to 3."""
        return self.step.level

    @property
    def texts(self) -> dict[str, str]:
        """What the form of a level begins with where the deal says nothing of its own."""
        return {"level": str(self.step.level), "response": self.step.response}


def of_deal(con: sqlite3.Connection, deal_id: int) -> tuple[IssueLine, ...]:
    """Return the issues of a deal: the open ones by the day of their limit, then what was closed last."""
    rows = con.execute(
        "SELECT uid, text, level, severe, coalesce(due_on, ''), coalesce(due_at, ''), coalesce(due_reason, ''), "
        "coalesce(follow_up_on, ''), outcome, coalesce(date(opened_at, 'localtime'), ''), "
        "coalesce(date(closed_at, 'localtime'), ''), facts, impact, mitigation, root_cause FROM issue "
        "WHERE deal_id = ? AND archived_at IS NULL "
        "ORDER BY closed_at IS NOT NULL, closed_at DESC, due_on IS NULL, due_on, level DESC, id",
        (deal_id,),
    ).fetchall()
    steps = ladder_to_read(con, deal_id) if rows else ()
    found, closed = [], 0
    for row in rows:
        closed += bool(row[10])
        if closed <= MOST_CLOSED:
            named = zip(("facts", "impact", "done now", "root cause"), row[11:], strict=True)
            unsaid = tuple(name for name, text in named if not text)
            found.append(IssueLine._make((*row[:3], bool(row[3]), *row[4:11], unsaid, steps)))
    return tuple(found)


def open_of(con: sqlite3.Connection, deal_id: int) -> tuple[IssueLine, ...]:
    """Return the open issues of a deal."""
    return tuple(line for line in of_deal(con, deal_id) if not line.closed_on)


def ladder_of(con: sqlite3.Connection, deal_id: int) -> tuple[Step, ...]:
    """Return the ladder of a deal: its own names and times, else who is called, else the template's.

    Raises :class:`TemplateRefused` for an ``escalation.toml`` of the user that can't be used.
    """
    return _ladder(con, deal_id, Path(paths.config_folder()))


def ladder_to_read(con: sqlite3.Connection, deal_id: int) -> tuple[Step, ...]:
    """Return the ladder of a deal for a page: with a template that can't be used, by the one of the program."""
    try:
        return ladder_of(con, deal_id)
    except TemplateRefused:
        return _ladder(con, deal_id, None)


def _ladder(con: sqlite3.Connection, deal_id: int, folder: Path | None) -> tuple[Step, ...]:
    own = {level: (names, response) for _uid, level, names, response in _own(con, deal_id)}
    for level, matter in _MATTERS.items():
        names, response = own.get(level, ("", ""))
        own[level] = names or _called(con, deal_id, matter.value), response
    rungs = load_escalation(folder)
    escalation.check(rungs)
    return escalation.ladder(rungs, own)


def _own(con: sqlite3.Connection, deal_id: int) -> list[tuple[str, int, str, str]]:
    return con.execute(
        "SELECT uid, level, names, response FROM ladder WHERE deal_id = ? AND archived_at IS NULL ORDER BY id",
        (deal_id,),
    ).fetchall()


def _called(con: sqlite3.Connection, deal_id: int, matter: str) -> str:
    rows = con.execute(
        "SELECT person.name FROM contact JOIN person ON person.id = contact.person_id "
        "WHERE deal_id = ? AND matter = ? AND contact.archived_at IS NULL ORDER BY side <> 'us', contact.id",
        (deal_id, matter),
    )
    return " and ".join(dict.fromkeys(name for (name,) in rows if name))


def ladder_lines(con: sqlite3.Connection, deal_id: int) -> tuple[LadderLine, ...]:
    """Return the levels of a deal that has an issue or a ladder of its own; nothing for any other."""
    uids = {level: uid for uid, level, _names, _response in _own(con, deal_id)}
    if (
        not uids
        and not con.execute(
            "SELECT 1 FROM issue WHERE deal_id = ? AND archived_at IS NULL LIMIT 1", (deal_id,)
        ).fetchone()
    ):
        return ()
    return tuple(
        LadderLine(uids.get(step.level, f"{BLANK}{step.level}"), step) for step in ladder_to_read(con, deal_id)
    )
