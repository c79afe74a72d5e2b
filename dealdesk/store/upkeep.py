"""What the desk does for itself: dates move on (in the App, or before the shell writes), first questions, backups."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from dealdesk.domain.vocabulary import Origin
from dealdesk.store import backup
from dealdesk.store.history import Command

if TYPE_CHECKING:
    from dealdesk.store.desk import Desk
    from dealdesk.store.writer import Writer

#: Seconds between two looks at whether a backup is due.
EVERY_S = backup.EVERY.total_seconds()
_BY_DAY = Command("moved dates on with the day", origin=Origin.RULE)


def advance_here(desk: Desk) -> None:
    """Move on what time alone moves, unless that was done today: a command of its own, on this very thread."""
    if desk.settings.advanced_on == desk.today.isoformat():
        return
    from dealdesk.store import dating

    desk.write(_BY_DAY, dating.advance, desk.settings.calendar, desk.today)
    desk.refresh()


async def advance(desk: Desk, writer: Writer) -> int:
    """Move on what time alone moves, unless that was done today; return how many deals changed.

    A desk that never had them gets its starter questions.
    """
    today = desk.today
    if desk.settings.advanced_on == today.isoformat():
        return 0
    from dealdesk.store import dating, questions

    if not desk.rows(questions.seeded):
        starting = Command("put the starter questions into the bank", origin=Origin.RULE)
        await asyncio.wrap_future(writer.submit(starting, questions.seed, questions.bank()))

    moved = await asyncio.wrap_future(writer.submit(_BY_DAY, dating.advance, desk.settings.calendar, today))
    desk.refresh()
    return moved


def back_up(desk: Desk) -> str | None:
    """Back the desk up if it is due, on the calling thread; return the copy's path."""
    return backup.if_due(desk.path, desk.clock.now())
