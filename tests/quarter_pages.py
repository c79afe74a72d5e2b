"""Every page that one would show of a deal, and what must be so on each of them."""

from __future__ import annotations

import re
from datetime import date

from dealdesk.domain.vocabulary import Message
from dealdesk.exports import mail, review, sheet, since_review, table, together
from dealdesk.store import message_drafts, message_leaks, table_rows
from dealdesk.store import since_review as since_store
from tests.quarter import Quarter
from tests.quarter_books import PROMISED
from tests.quarter_story import INNER, SIGNED, Story

#: Months as the pages write them.
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: Words that only a program says.
_RAW = re.compile(
    r"\bNone\b|\bNULL\b|\bnan\b|\b\w+_\w+\b|ActionState|Side\.|<StrEnum|\bTrue\b|\bFalse\b|after-last|catch-up"
)
_ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")


def for_them(quarter: Quarter, deal: int) -> dict[str, str]:
    """Return the pages of a deal that the other side may read, by name."""
    desk, today = quarter.desk, quarter.today
    found = desk.rows(since_store.gather, deal, today)
    shared = since_review.page(found, for_them=True)
    both = desk.rows(together.gather, deal, today)
    pages = {
        "since-for-them.md": sheet.markdown(shared),
        "since-for-them.html": sheet.html(shared),
        "together.md": together.markdown(both),
        "together.html": together.html(both),
    }
    for kind in Message:
        draft = desk.rows(message_drafts.draft, deal, kind, today)
        assert desk.rows(message_leaks.found, deal, f"{draft.subject}\n{draft.body}") == ()
        pages[f"mail-{kind.value.replace(' ', '-')}.txt"] = mail.text(
            draft.to.shown if draft.to else "", draft.subject, draft.body
        )
    return pages


def for_us(quarter: Quarter, deal: int) -> dict[str, str]:
    """Return the pages of a deal that stay here."""
    desk, today = quarter.desk, quarter.today
    found = since_review.page(desk.rows(since_store.gather, deal, today))
    return {"since.md": sheet.markdown(found), "review.md": desk.rows(review.markdown, deal, today)}


def tables(quarter: Quarter) -> dict[str, str]:
    """Return every table as one would open it in a spreadsheet."""
    return {f"{word}.csv": table.to_csv(quarter.desk.rows(table_rows.rows, word)) for word in table_rows.TABLES}


def check_readable(name: str, text: str) -> None:
    """Nothing that only a program says, no heading without lines, no hole in a sentence."""
    told = re.sub(r"<style>.*?</style>", "", text, flags=re.S) if name.endswith(".html") else text
    assert not _RAW.search(told.replace("__", "")), (name, _RAW.search(told))
    if name.startswith(("since", "together", "mail")):
        assert not _ISO.search(told), (name, _ISO.search(told))
    if name.endswith(".md"):
        for heading in re.finditer(r"^##? .*\n\s*(\n##? |\Z)", told, flags=re.M):
            raise AssertionError((name, heading.group()))
        assert re.search(r"^#+ \S", told, flags=re.M)
    for hole in (" :", "()", ", ,", " ,", ": ;", "  )", "- \n", " .\n"):
        assert name == "review.md" or hole not in told, (name, hole)


def check_for_them(name: str, text: str) -> None:
    """Nothing on it that is for us alone."""
    assert not [line for line in INNER if line in text], name
    for word in ("for us alone", "one queue too few", "12 of 80", "give notice", "INTERNAL"):
        assert word not in text or name == "mail-issue.txt", (name, word)


def check_since(quarter: Quarter, story: Story, deal: int, text: str) -> None:
    """Hold the counts, the late ones and the day it goes back to against the books."""
    today = quarter.today
    since = max((day for day in quarter.books.reviews.get(deal, ()) if day < today), default=None)
    begins = since or max(SIGNED, date.fromordinal(today.toordinal() - 90))
    assert f"{begins.day} {MONTHS[begins.month - 1]}" in text.split("##")[0]
    assert ("the signing on" in text.split("##")[0]) == (since is None and begins == SIGNED)
    assert ("the review on" in text.split("##")[0]) == (since is not None)
    party = {story.client: "Acme Travel", story.vendor: "Borealis", story.partner: "Cedar Labs"}[deal]
    for side, whose in (("us", "we"), ("them", party)):
        kept = account(quarter, deal, side, begins) or "none with a day"
        assert f"- {whose}: {kept}\n" in text, (kept, text)
    late = [
        row.uid for row in quarter.books.promises.values() if row.deal == deal and _is_late(quarter, row.uid, begins)
    ]
    assert text.count("- late, ") + text.count("- handed over, ") == len(late), (late, text)


def account(quarter: Quarter, deal: int | None, side: str, since: date) -> str:
    """Return by the books how a side kept what it promised, in the words of the page."""
    rows = [
        row
        for row in quarter.books.promises.values()
        if (row.deal == deal or deal is None) and row.side == side and row.kind in PROMISED and row.due
    ]
    done = [row for row in rows if row.done_on and row.done_on >= since]
    kept = sum(row.kept for row in done)
    still = [row for row in rows if row.state != "done"]
    over = sum(row.missed_on(quarter.today) for row in still)
    parts = [(kept, "kept", ""), (len(done) - kept, "late", "")]
    parts.append((len(still), "open", f" ({over} overdue)" if over else ""))
    return ", ".join(f"{number} {word}{more}" for number, word, more in parts if number)


def _is_late(quarter: Quarter, uid: str, since: date) -> bool:
    row = quarter.books.promises[uid]
    if row.kind not in PROMISED or row.due is None:
        return False
    if row.state == "done":
        return bool(row.done_on and row.done_on >= since and not row.kept)
    return row.missed_on(quarter.today)
