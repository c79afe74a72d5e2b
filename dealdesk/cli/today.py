"""``dealdesk today`` in full: what the fast glance left alone, such as a desk to migrate or a date in words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dealdesk.cli import glance
from dealdesk.errors import UsageError

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


def today(call: Call) -> int:
    """Print what is due; the exit code says whether anything is."""
    from dealdesk.cli.opened import exists, reading
    from dealdesk.cli.output import say
    from dealdesk.clock import Clock
    from dealdesk.domain.dates import parse_date

    words = call.words
    if words.short and (words.json or words.plain):
        raise UsageError("--short already is one plain line; it goes with neither --json nor --plain.")
    flags = {f"--{name}" for name in ("json", "short", "all", "plain") if getattr(words, name)}
    if not exists(call.path):
        if not flags & {"--json", "--short", "--plain"}:
            say(f"There is no desk at {call.path} yet, so nothing is due. dealdesk starts one.")
        sys.stdout.write(glance.empty(Clock().today().isoformat(), flags))
        return glance.NOTHING
    with reading(call) as desk:
        day = desk.today
        if words.date:
            context = desk.context
            day = parse_date(words.date, day, order=context.order, calendar=context.calendar)
        text, code = desk.rows(glance.answer, day.isoformat(), flags)
    sys.stdout.write(text)
    return code
