"""What happened since the last review, on one page for the next one with them: Markdown, HTML, the same on a screen.

Most of it is for both sides; what is for us alone says so in its heading and is left out of the page for them.
"""

from __future__ import annotations

from datetime import date

from dealdesk.domain.decimals import show_decimal
from dealdesk.domain.metrics import target_words
from dealdesk.domain.vocabulary import Side
from dealdesk.exports.sheet import Page
from dealdesk.store.since_review import (
    QUARTER_DAYS,
    ExpectedThen,
    IssueSince,
    MetricSince,
    PromiseSince,
    SinceReview,
)
from dealdesk.text import clean

TITLE = "Since the last review"
ALONE = " (for us alone)"
EMPTY = "Nothing is noted of this time yet."
#: How many late promises are told one by one: of each side at least half of them, where it has so many.
MOST_LATE = 8
_LINE = "." * 60
_NONE = "none"


def page(found: SinceReview, *, for_them: bool = False) -> Page:
    """Return the page; with ``for_them`` what is for us alone is not on it."""
    them = found.party or "them"
    parts = [
        ("What we watch", [_metric(line) for line in found.metrics] or ["no metric is agreed on yet"]),
        ("Promises", _promises(found, them)),
        ("Issues", [_issue(line, found.today) for line in found.issues] or [_NONE]),
        ("What went well", [f"{_day(on, found.today)}: {win}" for on, win in found.wins] or [_LINE]),
        (f"What {them} expected at signing", [_expected(line) for line in found.expected]),
        (f"One ask of {them}", [found.ask or _LINE]),
    ]
    if found.notice_by is not None and not for_them:
        step = f": {found.notice_step}" if found.notice_step else ""
        parts.append((f"Give notice by{ALONE}", [f"{_day(found.notice_by.isoformat(), found.today)}{step}"]))
    cleaned = ((clean(head), tuple(clean(line) for line in lines)) for head, lines in parts)
    return Page(TITLE, _under(found), tuple((head, lines) for head, lines in cleaned if lines))


def _under(found: SinceReview) -> str:
    since = _day(found.since.isoformat(), found.today)
    what = f"the review on {since}" if found.reviewed else f"{since}, {QUARTER_DAYS} days"
    what = f"the signing on {since}" if found.signed else what
    until = f"{found.today.day} {found.today:%b %Y}"
    return clean(" · ".join(filter(None, (found.party, found.title, f"since {what}", f"as of {until}"))))


def _day(iso: str, today: date) -> str:
    if not iso:
        return "no day"
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%b}" + (f" {day.year}" if day.year != today.year else "")


def _metric(line: MetricSince) -> str:
    if line.last is None:
        return f"{line.name}: no reading yet" + (f" (target {line.target})" if line.target else "")
    words = target_words(line.last, line.target)
    target = f"target {line.target}" if line.target else ""
    before = f"before {show_decimal(line.before)}" if line.before is not None else ""
    more = ", ".join(filter(None, (target, words, before)))
    return f"{line.name}: {show_decimal(line.last)}" + (f" ({more})" if more else "")


def _promises(found: SinceReview, them: str) -> list[str]:
    told = [
        f"we: {found.promises.ours}" if str(found.promises.ours) else "we: none with a day",
        f"{them}: {found.promises.theirs}" if str(found.promises.theirs) else f"{them}: none with a day",
    ]
    ours = [line for line in found.late if line.side == Side.US]
    theirs = [line for line in found.late if line.side != Side.US]
    room = max(MOST_LATE // 2, MOST_LATE - len(theirs))
    shown = ours[:room] + theirs[: MOST_LATE - len(ours[:room])]
    more = [f"and {len(found.late) - len(shown)} more"] if len(shown) < len(found.late) else []
    return told + [_late(line, them, found.today) for line in shown] + more


def _late(line: PromiseSince, them: str, today: date) -> str:
    who, other = ("we", them) if line.side == Side.US else (them, "we")
    looked_at = bool(line.handed_on) and not line.done_on
    if line.handed_on:
        # How long the other side then took to look at it is not theirs who handed it over.
        state = f"handed over {_day(line.handed_on, today)}"
    else:
        state = f"done {_day(line.done_on, today)}" if line.done_on else "still open"
    looks = f", {other} {'check' if other == 'we' else 'checks'} it" if looked_at else ""
    waited = f"; it waited for: {line.waited_for}" if line.waited_for else ""
    head = "handed over" if looked_at else "late"
    return f"{head}, {who}: {line.text} (due {_day(line.due_on, today)}, {state}{looks}{waited})"


def _issue(line: IssueSince, today: date) -> str:
    if line.closed_on:
        how = f"closed {_day(line.closed_on, today)}: {line.outcome}"
    else:
        how = f"open since {_day(line.opened_on, today)}, level {line.level}" + (", severe" if line.severe else "")
    return f"{line.text} - {how}"


def _expected(line: ExpectedThen) -> str:
    return line.text + ("" if line.met is None else " - met" if line.met else " - not met yet")
