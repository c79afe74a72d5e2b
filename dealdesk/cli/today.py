"""``dealdesk today`` in full: what the fast glance left alone, such as a desk to migrate or a date in words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dealdesk.cli import glance
from dealdesk.clock import stamp
from dealdesk.errors import UsageError
from dealdesk.store.connect import Busy

if TYPE_CHECKING:
    from dealdesk.cli.main import Call
    from dealdesk.store.desk import Desk


def today(call: Call) -> int:
    """Print what is due; the exit code says whether anything is."""
    from dealdesk.cli.opened import exists, reading
    from dealdesk.cli.output import say
    from dealdesk.clock import Clock

    words = call.words
    if words.short and (words.json or words.plain):
        raise UsageError("--short already is one plain line; it goes with neither --json nor --plain.")
    if words.handles and (words.short or words.json):
        raise UsageError("--handles is for the list and for --plain; --json has them anyway.")
    flags = {f"--{name}" for name in ("json", "short", "all", "plain", "handles") if getattr(words, name)}
    if not exists(call.path):
        if not flags & {"--json", "--short", "--plain"}:
            say(f"There is no desk at {call.path} yet, so nothing is due. dealdesk starts one.")
        sys.stdout.write(glance.empty(Clock().today().isoformat(), flags))
        return glance.NOTHING
    try:
        with reading(call, patience_ms=glance.PATIENCE_MS) as desk:
            text, code = _answer(desk, words.date, flags)
    except Busy:
        raise Busy(glance.locked(call.path)) from None
    sys.stdout.write(text)
    return code


def _answer(desk: Desk, asked: str, flags: set[str]) -> tuple[str, int]:
    from dealdesk.domain.dates import parse_date

    day, now = desk.today, stamp(desk.clock.now())
    if asked:
        context = desk.context
        day, now = parse_date(asked, day, order=context.order, calendar=context.calendar), ""
    return desk.rows(glance.answer, day.isoformat(), flags, now)
