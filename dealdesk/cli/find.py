"""Finding text, and how a date is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.cli.opened import exists, reading
from dealdesk.clock import Clock

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


def search(call: Call) -> int:
    """Print everything that holds all of the words: deals first, then the newest."""
    from dealdesk.store.search import search as find

    words = " ".join(call.words.words)
    with reading(call) as desk:
        found = desk.rows(find, words)
    rows: list[dict[str, object]] = []
    for hit in found:
        fields = hit._asdict()
        if not call.words.json:
            fields = {"deal": hit.ref, "in": hit.tab.replace("_", " "), "text": hit.excerpt or hit.title}
        rows.append(fields)
    call.output.rows(rows, none=f"Nothing holds “{words}”.")
    return 0


def when(call: Call) -> int:
    """Print how a typed date is read, with the work week, days off and date order of the desk if there is one."""
    from dealdesk.domain.dates import WorkCalendar, describe, parse_date

    today, order, calendar = Clock().today(), "dmy", WorkCalendar()
    if exists(call.path):
        with reading(call) as desk:
            order, calendar = desk.context.order, desk.context.calendar
    typed = " ".join(call.words.words)
    day = parse_date(typed, today, order=order, calendar=calendar)
    words = describe(day, today, calendar)
    fields = {"text": typed, "date": day.isoformat(), "reading": words, "working_day": calendar.is_working(day)}
    call.output.text(f"{day.isoformat()}  {words}", fields)
    return 0
