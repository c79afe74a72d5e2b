"""The facts of a deal as a whole: the few over the lines of its page, and the others as lines of its first tab."""

from __future__ import annotations

from datetime import date

from dealdesk.domain.dates import WorkCalendar, describe
from dealdesk.domain.names import shown_name
from dealdesk.store import dealings
from dealdesk.store.deal_page import DealPage
from dealdesk.store.due import debrief_name
from dealdesk.tui.screens.deal_rows import Fact, Scene, notice_words
from dealdesk.tui.widgets.row_source import Row

_RECORDS = ("snapshot", "outcome", "leverage", "friction", "changes", "relationship")
_ELSEWHERE = ("give notice", "quiet", "still true")
"""What is due of the deal as a whole: the dates say it, or Today asks."""
#: What one adds most, by name.
HINT = "an action, a check-in, a metric, an issue, a risk, a term, a person, a document, a note"


def fact_lines(page: DealPage, today: date, calendar: WorkCalendar) -> list[list[str]]:
    """Return the facts, a few a line: who and what, its dates, what is next, the notice. The rest is :func:`further`.

    On a screen of 80 columns they take at most six lines.
    """
    line = page.line
    more = f"and {len(page.further)} more" if page.further else ""
    first = [
        shown_name(line.party) or "no counterparty",
        more,
        line.type or "",
        line.stage,
        _outcome(page),
        line.amount,
    ]
    unsigned = "signed, day unknown" if page.outcome == "signed" else "not signed"
    second = [f"signed {_day(line.signed_on)}" if line.signed_on else unsigned, _end(page, today)]
    quick = page.quick_review and not page.running_debrief
    third = [*_next(page, today, calendar), *_notice(page, today), "A quick review takes 90 s: D" if quick else ""]
    return [first, second, third]


def further(scene: Scene) -> tuple[Fact, ...]:
    """Return what else is known of the deal as a whole, a line each; what is not known is left out."""
    page, today = scene.page, scene.today
    end_on = page.line.end_on
    since = f"since {_day(end_on)}" if end_on and page.runs_to(today) != end_on else ""
    missing = [name for name in _RECORDS if not getattr(page.records, name)]
    no = f"no {', '.join(missing)} yet" if missing else ""
    talked, day = _last_talked(page)
    told = (
        Fact("further", "Further parties", "; ".join(page.further)),
        Fact("starts", "Starts", _day(page.start_on) if page.start_on else ""),
        Fact("renews", "Renews", f"for {page.renewal} each time" if page.renewal else "", since),
        Fact("notice", "Notice", page.notice),
        Fact("term", "Term", page.term),
        Fact("owner", "Owner", page.owner),
        Fact("channel", "Main channel", page.channel),
        Fact("talked", "Last talked", talked, day),
        Fact("records", "Records", f"{page.records.kept} of 6 records" if page.records.kept else "", no),
        Fact("dateless", "No date yet", ", ".join(dealings.dateless(page.actions))),
        Fact("held", "Second debrief", page.held),
        Fact("tags", "Tags", " ".join(f"#{tag}" for tag in page.line.tags.split())),
    )
    return tuple(fact for fact in told if fact.words)


def fact(line: Fact, _scene: Scene) -> Row:
    """Return one thing known of the deal as a line."""
    return Row({"kind": line.label, "what": line.words, "more": line.more}, looks={"kind": "muted", "more": "muted"})


def hints(scene: Scene) -> tuple[Fact, ...]:
    """Return what can be added, while nothing is."""
    return (Fact("n", "n adds", HINT),) if scene.bare else ()


def hint(line: Fact, _scene: Scene) -> Row:
    """Return what can be added as a line."""
    return Row({"kind": line.label, "what": line.words}, look="muted")


def _outcome(page: DealPage) -> str:
    return page.outcome if page.outcome != page.line.stage else ""


def _last_talked(page: DealPage) -> tuple[str, str]:
    day, _, rest = page.last_conversation.partition("  ")
    dated = len(day) == len("2026-05-12") and day[:4].isdigit()
    return (rest, _day(day)) if dated else (page.last_conversation, "")


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b %Y}"


def _end(page: DealPage, today: date) -> str:
    end = page.runs_to(today)
    if not end:
        return "runs on" if page.evergreen else ""
    return f"{'renews' if page.renewal else 'ends'} {_day(end)}"


def _next(page: DealPage, today: date, calendar: WorkCalendar) -> list[str]:
    running = page.running_debrief
    parts = [f"The {debrief_name(running)} is running: D goes on"] if running else []
    due = [item for item in page.next_due if item[1] not in _ELSEWHERE and item[1:] != ("debrief", running)]
    for due_on, kind, text in [*_urgent_issue(page, today), *due][:1]:
        day = f", {describe(date.fromisoformat(due_on), today, calendar)}" if due_on else ""
        parts.append(f"Next: {_words(kind, text)}{day}")
    return parts or ([] if page.line.give_notice_by else ["Nothing is due."])


def _urgent_issue(page: DealPage, today: date) -> list[tuple[str, str, str]]:
    """Return the open issue that comes before any day: a severe one, else one whose level's time is over."""
    late = today.isoformat()
    found = [line for line in page.issues if line.severe or "" < line.due_on < late]
    return [(line.due_on, "issue", line.text) for line in found[:1]]


def _words(kind: str, text: str) -> str:
    if kind == "debrief":
        return debrief_name(text)
    if kind == "issue":
        return f"issue: {text}"
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
