"""Where an imported deal stands, from what its row says and the dates it has.

A register of contracts lists signed deals; a list without any column of dates or notice periods is a pipeline,
whose deals are negotiated. An end in the past makes a deal ended, unless it renews by itself: then it counts as
running and is listed once as "still running?" (product rule "old deals stay quiet").
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from dealdesk.domain.vocabulary import Outcome, Stage

#: A deal signed longer ago than this when it is imported starts nothing by itself.
QUIET_AFTER = timedelta(days=14)
_AFTER_SIGNING = (Stage.SIGNED, Stage.RUNNING, Stage.ENDED)


class Dates(NamedTuple):
    """What a row says about time, as far as it could be read."""

    signed_on: date | None
    start_on: date | None
    end_on: date | None
    renews: bool
    """It renews by itself: a renewal length, a yes in an auto-renewal column, or no end at all."""
    endless: bool
    """The register says in words that there is no end, or that it renews without one."""


class Standing(NamedTuple):
    """Where the deal stands."""

    stage: Stage
    outcome: Outcome | None
    still_running: bool
    quiet: bool


def standing(
    dates: Dates, stated: Stage | None, outcome: Outcome | None, today: date, *, register: bool = True
) -> Standing:
    """Return stage, outcome, whether to ask "still running?", and whether the deal is to stay quiet.

    ``stated`` and ``outcome`` are what the row's own columns say and win over dates, but a deal stated as signed
    goes on to running or ended by its dates. ``register`` is whether the file has columns of dates or notice.
    """
    past = dates.end_on is not None and dates.end_on < today
    old = _old(dates, today)
    if stated is None and outcome is not None and outcome is not Outcome.SIGNED:
        stated = Stage.ENDED
    derived = stated in (None, Stage.SIGNED)
    stage = _by_dates(dates, past, old, today, register=register or stated is Stage.SIGNED) if derived else stated
    stage = stage or Stage.NEGOTIATING
    doubtful = stage is Stage.RUNNING and (past or (dates.endless and old and dates.end_on is None))
    if outcome is None and stage in _AFTER_SIGNING:
        outcome = Outcome.SIGNED
    recent = dates.signed_on is not None and dates.signed_on >= today - QUIET_AFTER
    return Standing(stage, outcome, doubtful, stage in _AFTER_SIGNING and not recent)


def _by_dates(dates: Dates, past: bool, old: bool, today: date, *, register: bool) -> Stage:
    if past:
        return Stage.RUNNING if dates.renews else Stage.ENDED
    if dates.start_on is not None:
        return Stage.RUNNING if dates.start_on <= today else Stage.SIGNED
    if dates.signed_on is not None or dates.end_on is not None or dates.endless:
        recently_signed = dates.signed_on is not None and not old
        return Stage.SIGNED if recently_signed else Stage.RUNNING
    return Stage.SIGNED if register else Stage.NEGOTIATING


def _old(dates: Dates, today: date) -> bool:
    begun = dates.signed_on or dates.start_on
    return begun is None or begun < today - QUIET_AFTER
