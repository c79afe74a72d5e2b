"""One look at a deal: its words in the list of deals, and the pane beside that list."""

from __future__ import annotations

from datetime import date, timedelta

from dealdesk.counts import counted
from dealdesk.domain.names import shown_name
from dealdesk.domain.vocabulary import Stage
from dealdesk.store.deal_lines import DealLine
from dealdesk.store.deal_page import DealPage
from dealdesk.store.due import debrief_name
from dealdesk.tui.widgets.row_source import Look

#: Days before a give-notice date from which on it is marked.
SOON_DAYS = 30
#: What is due of the deal as a whole, so that its text would only be the title.
_OF_DEAL = ("give notice", "quiet", "still true")


def notice_words(line: DealLine, today: date) -> tuple[str, Look]:
    """Return the give-notice date, marked when it is near or past, so that it is seen without colour too."""
    words = day_words(line.give_notice_by)
    if not line.give_notice_by or line.stage == Stage.ENDED:
        return words, ""
    day = date.fromisoformat(line.give_notice_by)
    if day < today:
        return f"!! {words}", "overdue"
    return (f"! {words}", "warning") if day <= today + timedelta(days=SOON_DAYS) else (words, "")


def day_words(text: str | None) -> str:
    """Return a stored day as it stands in the list: ``12 May 2026``; empty for none."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b %Y}"


def look(page: DealPage, today: date) -> list[str]:
    """Return what the pane beside the list shows of a deal, one line each."""
    line, end = page.line, page.runs_to(today) or None
    parties = [shown_name(line.party), *page.further]
    facts = [
        ("With", ", ".join(party for party in parties if party)),
        ("Type", line.type or ""),
        ("Stage", "  ".join(dict.fromkeys(part for part in (line.stage, page.outcome) if part))),
        ("Amount", line.amount),
        ("Signed", day_words(line.signed_on)),
        ("Renews" if page.renewal else "Ends", day_words(end) or ("runs on" if page.evergreen else "")),
        ("First end", day_words(line.end_on) if end != line.end_on else ""),
        ("Notice", page.notice),
        ("Give notice", notice_words(line, today)[0]),
        ("Owner", page.owner),
        ("Tags", " ".join(f"#{tag}" for tag in line.tags.split())),
    ]
    found = [line.ref, line.title, "", *(f"{label:<12}{words}" for label, words in facts if words)]
    due = [f"{day_words(day):>11}  {_due_words(kind, text)}" for day, kind, text in page.next_due]
    people = [f"{person.name}, {person.side} {person.role}" for person in page.people]
    terms = [f"- {term.what[:200]}" for term in page.terms[:9]]
    for title, rows in (("DUE", due), ("PEOPLE", people), ("TERMS", terms)):
        found += ["", title, *rows] if rows else []
    counts = [
        counted(page.takeaways, "takeaway"),
        counted(page.frictions, "friction"),
        counted(len(page.documents), "document"),
        f"{page.records.kept} of 6 records",
    ]
    return [*found, "", ", ".join(counts)]


def _due_words(kind: str, text: str) -> str:
    if kind == "debrief":
        return debrief_name(text)
    return kind if kind in _OF_DEAL else text.partition(": ")[0] or kind
