"""Finding text, and how a date is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.cli.opened import exists, reading
from dealdesk.clock import Clock
from dealdesk.text import fold

if TYPE_CHECKING:
    from dealdesk.cli.main import Call
    from dealdesk.store.search import Hit


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
            fields = {"deal": hit.ref, "in": hit.tab.replace("_", " "), "text": _text(hit, words)}
        rows.append(fields)
    call.output.rows(rows, none=f"Nothing holds “{words}”.")
    return 0


def _text(hit: Hit, words: str) -> str:
    """Return the beginning of what was found, and the place of the words where that is further on."""
    found = fold(hit.title)
    if all(word in found for word in fold(words).split()):
        return hit.title
    return f"{hit.title} … {hit.excerpt.removeprefix('…')}"


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
