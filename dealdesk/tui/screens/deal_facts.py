"""The facts over the lines of a deal page: who, what, which dates, what is next."""

from __future__ import annotations

from datetime import date

from dealdesk.domain.dates import WorkCalendar, describe
from dealdesk.store import dealings
from dealdesk.store.deal_page import DealPage
from dealdesk.store.due import debrief_name
from dealdesk.tui.screens.deal_rows import notice_words

_RECORDS = ("snapshot", "outcome", "leverage", "friction", "changes", "relationship")
_ELSEWHERE = ("give notice", "quiet", "still true")
"""What is due of the deal as a whole: the dates say it, or Today asks."""


def fact_lines(page: DealPage, today: date, calendar: WorkCalendar) -> list[list[str]]:
    """Return the facts, a few a line."""
    line = page.line
    first = [line.party or "no counterparty", *page.further, line.type or "", line.stage, _outcome(page), line.amount]
    unsigned = "signed, day unknown" if page.outcome == "signed" else "not signed"
    second = [f"signed {_day(line.signed_on)}" if line.signed_on else unsigned, *_term(page, today)]
    third = [*_next(page, today, calendar), *_notice(page, today)]
    if page.quick_review and not page.running_debrief:
        third.append("A quick review takes 90 s: D")
    third += [_last_talked(page)] if page.last_conversation else []
    return [first, second, third, _last(page)]


def _outcome(page: DealPage) -> str:
    return page.outcome if page.outcome != page.line.stage else ""


def _last(page: DealPage) -> list[str]:
    records = f"{page.records.kept} of 6 records"
    missing = [name for name in _RECORDS if not getattr(page.records, name)]
    if page.records.kept and missing:
        records += f" (no {', '.join(missing)} yet)"
    gaps = dealings.dateless(page.actions)
    return [
        records,
        f"no date yet: {', '.join(gaps)}" if gaps else "",
        f"second debrief: {page.held}" if page.held else "",
        f"owner {page.owner}" if page.owner else "",
        f"by {page.channel}" if page.channel else "",
        " ".join(f"#{tag}" for tag in page.line.tags.split()),
    ]


def _last_talked(page: DealPage) -> str:
    day, _, rest = page.last_conversation.partition("  ")
    dated = len(day) == len("2026-05-12") and day[:4].isdigit()
    return f"last talked {_day(day)}  {rest}" if dated else f"last talked {page.last_conversation}"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b %Y}"


def _term(page: DealPage, today: date) -> list[str]:
    line, end = page.line, page.runs_to(today)
    verb = "renews" if page.renewal else "ends"
    since = f" since {_day(line.end_on)}" if line.end_on and end != line.end_on else ""
    parts = [f"from {_day(page.start_on)}" if page.start_on else ""]
    parts.append(f"{verb} {_day(end)}" if end else "runs on" if page.evergreen else "")
    parts.append(f"for {page.renewal} each time{since}" if page.renewal else "")
    parts.append(f"notice {page.notice}" if page.notice else "")
    parts.append(f"term {page.term}" if page.term else "")
    return [part for part in parts if part]


def _next(page: DealPage, today: date, calendar: WorkCalendar) -> list[str]:
    running = page.running_debrief
    parts = [f"The {debrief_name(running)} is running: D goes on"] if running else []
    due = [item for item in page.next_due if item[1] not in _ELSEWHERE and item[1:] != ("debrief", running)]
    for due_on, kind, text in due[:1]:
        parts.append(f"Next: {_words(kind, text)}, {describe(date.fromisoformat(due_on), today, calendar)}")
    return parts or ([] if page.line.give_notice_by else ["Nothing is due."])


def _words(kind: str, text: str) -> str:
    if kind == "debrief":
        return debrief_name(text)
    short = text.partition(": ")[0]
    return f"write again about {short}" if kind == "waiting" and text else short or kind


def _notice(page: DealPage, today: date) -> list[str]:
    """Return the day to give notice by with what to decide now, or what was decided."""
    if not page.line.give_notice_by:
        return []
    day = date.fromisoformat(page.line.give_notice_by)
    if day < today and not page.notice_decision:
        return [f"The day to give notice has passed: {_day(page.line.give_notice_by)}"]
    step = notice_words(page, today)
    return [f"Give notice by {_day(page.line.give_notice_by)}" + (f": {step}" if step else "")]
