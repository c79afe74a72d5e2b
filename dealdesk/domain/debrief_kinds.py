"""Which debrief of a deal is meant, and which kinds one may choose from: rules over what was planned and held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from dealdesk.domain.debrief import LENGTHS, QUICK_S
from dealdesk.domain.vocabulary import DebriefKind, DebriefState, Outcome

LOST = frozenset({Outcome.WE_WALKED, Outcome.THEY_WALKED, Outcome.NO_DECISION})
"""How a negotiation ends without a deal; such a deal is offered the quick review, and never reminded of it."""
NAMES = {
    DebriefKind.FIRST: "first debrief",
    DebriefKind.SECOND: "second debrief",
    DebriefKind.MILESTONE: "milestone debrief",
    DebriefKind.QUICK: "quick review",
}


class Known(NamedTuple):
    """A debrief of a deal that is planned, runs, or was held."""

    kind: DebriefKind
    state: DebriefState
    due_on: date | None
    """Local date; None where nothing reminds of it."""
    ended_at: str
    """UTC instant as stored; empty until it ended."""


class KindChoice(NamedTuple):
    """A kind one may choose, in words."""

    kind: DebriefKind
    words: str
    """ "second debrief, 25 min (due 12 June)"."""


def next_kind(known: Sequence[Known], today: date, *, lost: bool = False) -> DebriefKind:
    """Return which kind of debrief a deal means when none is named.

    The one that runs; else the one that is due, the longest due first; else the planned first one. After a first
    debrief was held: the last one that ended, for what was forgotten belongs to it. A deal without any has its first,
    a ``lost`` one (no deal was made) its quick review.
    """
    running = [debrief.kind for debrief in known if debrief.state == DebriefState.RUNNING]
    if running:
        return running[-1]
    planned = [debrief for debrief in known if debrief.state == DebriefState.PLANNED]
    due = [debrief for debrief in planned if debrief.due_on is not None and debrief.due_on <= today]
    if due:
        return min(due, key=lambda debrief: debrief.due_on or today).kind
    if any(debrief.kind == DebriefKind.FIRST for debrief in planned):
        return DebriefKind.FIRST
    ended = [debrief for debrief in known if debrief.state == DebriefState.DONE]
    if ended:
        return max(ended, key=lambda debrief: debrief.ended_at).kind
    return DebriefKind.QUICK if lost else DebriefKind.FIRST


def choices(known: Sequence[Known], *, lost: bool = False) -> tuple[KindChoice, ...]:
    """Return the kinds one may choose from, in their order, each with its length and how it stands.

    The second debrief judges the lines of the first, so it is offered once there are any; a lost deal delivers
    nothing, so it has no second and no milestone.
    """
    held = any(
        debrief.kind != DebriefKind.SECOND and debrief.state in (DebriefState.DONE, DebriefState.RUNNING)
        for debrief in known
    )
    offered = [DebriefKind.FIRST]
    if held and not lost:
        offered.append(DebriefKind.SECOND)
    if not lost:
        offered.append(DebriefKind.MILESTONE)
    return tuple(KindChoice(kind, _words(kind, known)) for kind in (*offered, DebriefKind.QUICK))


def with_length(kind: DebriefKind) -> str:
    """Return a kind with the time it takes: "milestone debrief, 15 min"."""
    return f"{NAMES[kind]}, {f'{QUICK_S} s' if kind is DebriefKind.QUICK else f'{LENGTHS[kind]} min'}"


def _words(kind: DebriefKind, known: Sequence[Known]) -> str:
    of_kind = [debrief for debrief in known if debrief.kind == kind]
    state = ""
    if any(debrief.state == DebriefState.RUNNING for debrief in of_kind):
        state = " (running)"
    elif due := [debrief.due_on for debrief in of_kind if debrief.state == DebriefState.PLANNED and debrief.due_on]:
        state = f" (due {due[-1].day} {due[-1]:%B})"
    elif any(debrief.state == DebriefState.DONE for debrief in of_kind):
        state = " (held; opens it again)"
    return with_length(kind) + state
