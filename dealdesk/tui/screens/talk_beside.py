"""The lines beside a check-in that is being held: goal, agenda, risks, and what both sides owe."""

from __future__ import annotations

from datetime import date

from dealdesk.store.talk_agenda import Owed, TalkAgenda
from dealdesk.tui.cells import folded
from dealdesk.tui.screens.deal_rows import NO_DATE, short_day


def lines(found: TalkAgenda, today: date, width: int) -> list[str]:
    """Return all of it in lines of ``width`` columns, the goal and the agenda first."""
    moved = [f"{text}: {short_day(day, today)}" for text, day in found.moved]
    risks = [f"{one.text} ({_looked(one.reviewed_on, today)})" for one in found.risks]
    said: list[str] = []
    for title, rows in (
        ("GOAL", [found.goal] if found.goal else ["none is noted: what should be clear afterwards?"]),
        ("AGENDA", [", ".join(found.points)]),
        ("DONE SINCE THE LAST TALK", list(found.done)),
        ("IN THE WAY", list(found.blockers)),
        ("NEW DATES", moved),
        ("RISKS  F7: looked at", risks),
        ("WE OWE THEM", [_owed(one, today) for one in found.ours]),
        ("THEY OWE US", [_owed(one, today) for one in found.theirs]),
    ):
        if rows:
            said += [*([""] if said else []), title]
            said += [line for row in rows for line in _wrapped(row, width)]
    return said


def strip(found: TalkAgenda, today: date, width: int, *, folded_in: bool = False, key: str = "F7") -> list[str]:
    """Return what there is room for above a narrow form: a line folded in, else a line for each part.

    ``key`` notes that the risks were looked at; empty where none does.
    """
    late = sum(one.late for one in (*found.ours, *found.theirs))
    head = f"Goal: {found.goal}" if found.goal else f"Agenda: {', '.join(found.points)}"
    if folded_in:
        return [_cut(f"F6 shows goal, agenda, risks, promises.  {head}", width)]
    risks = "; ".join(one.text for one in found.risks)
    rows = [
        f"Goal: {found.goal}" if found.goal else "",
        f"Agenda: {', '.join(found.points)}",
        f"In the way: {'; '.join(found.blockers)}" if found.blockers else "",
        f"Risks{f' ({key}: looked at)' if key else ''}: {risks}" if risks else "",
        f"We owe: {'; '.join(_owed(one, today) for one in found.ours)}" if found.ours else "",
        f"They owe: {'; '.join(_owed(one, today) for one in found.theirs)}" if found.theirs else "",
        f"{late} late of what both owe" if late else "",
    ]
    return [_cut(row, width) for row in rows if row]


def _looked(day: str, today: date) -> str:
    return f"looked at {short_day(day, today)}" if day else "never looked at"


def _owed(one: Owed, today: date) -> str:
    day = short_day(one.due_on, today) or NO_DATE
    return f"{'! ' if one.late else ''}{day}: {one.text}"


def _wrapped(row: str, width: int) -> list[str]:
    first, *rest = folded(row, width - 2)
    return [first, *(f"  {line}" for line in rest)]


def _cut(row: str, width: int) -> str:
    line = " ".join(row.split())
    return line if len(line) <= width else f"{line[: width - 1]}…"
