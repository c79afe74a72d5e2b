"""What a due item says, in words. User text in it is raw: a face prints it through its own filter."""

from __future__ import annotations

from datetime import date, datetime

from dealdesk.counts import counted
from dealdesk.domain.coins import amount_words
from dealdesk.domain.urgency import notice_step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealdesk.store.due_item import DueItem

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_DEBRIEFS = {"quick": "quick review"}
_SAYS = {"change": "change: ", "check-in": "check-in: ", "risk": "risk to review: "}
#: What the steps of a wait are, where a nudge by the same way is no longer it.
_STEPS = {"another channel": "try another channel", "leave for now": "leave it for now?"}
#: By what words a reason tells that the day is another one than the rule alone gives.
_SHIFTS = (
    "a day off",
    "outside working time",
    "; entered ",
    "they need until",
    "they usually take",
    "agreed with them",
    "put off; ",
    "left for now until",
    "from now on every ",
)
#: The state of an action in review whose window ends by itself.
WINDOW = "review window"
#: What follows from trouble, until one of it is chosen.
TROUBLE = "not green twice in a row: open an issue, agree on a new date, or leave it"
#: Lengths of time where room is short.
_BRIEF = ((" years", " y"), (" year", " y"), (" months", " mo"), (" month", " mo"))
#: How what there is to say of a missed notice begins.
_MISSED, _NOT_GIVEN = "the last safe day to give notice was ", "notice was not given"
#: A weekday alone names a day up to this many days ahead.
_WEEKDAY_ALONE = 6


def day_words(iso: str, today: str, *, year: bool = False) -> str:
    """Return a date as ``Thu 15 May``, with its year where that is not this one."""
    day = date.fromisoformat(iso)
    words = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year or iso[:4] != today[:4] else words


def debrief_name(kind: str) -> str:
    """Return what a debrief of this kind is called: "second debrief", "quick review"."""
    return _DEBRIEFS.get(kind) or f"{kind} debrief"


def sentence(item: DueItem, today: str) -> str:
    """Return what the item is about, in words, on the local date ``today`` (ISO)."""
    return "".join(parts(item, today))


def shift(item: DueItem) -> str:
    """Return the reason of an item where it tells of a day that was moved; one that only counts days goes unsaid."""
    reason = item.reason or ""
    return reason if any(words in reason for words in _SHIFTS) else ""


def parts(item: DueItem, today: str, *, whom: bool = True) -> tuple[str, str, str]:
    """Return the sentence in three: what stands before the typed text, that text, and what stands after it.

    Where room is short the middle is what may be cut; before and after say what to do and by when. Without ``whom``
    the name of whom one waits for is left out, because it stands beside the sentence.
    """
    kind = item.kind
    if kind == "debrief":
        return "", debrief_name(item.text), " is running" if item.state == "running" else _by(item, today)
    if kind == "give notice":
        return _notice(item, today)
    if kind == "waiting":
        return _wait(item, whom=whom)
    if kind == "still true":
        return "", "still running?" if item.state == "evergreen" else "still true?", ""
    if kind == "issue":
        return f"issue ({item.state}): ", item.text, f", {item.clock}" if item.clock else _by(item, today)
    if kind == "trouble":
        return f"{twice(item.state)}: ", item.text, ""
    if item.state == WINDOW:
        return _window(item, today)
    if kind == "check-in" and not item.text:
        return "", "check-in", ""
    before = "owed to us: " if item.who == "them" else _SAYS.get(kind, "")
    return before, item.text, _limits(item, today) if kind in ("action", "change") else ""


def _notice(item: DueItem, today: str) -> tuple[str, str, str]:
    day, by = date.fromisoformat(today), date.fromisoformat(item.due_on or today)
    if by < day and item.text.startswith((_MISSED, _NOT_GIVEN)):
        said, part, more = item.text.partition("; ")
        return said, "", part + more
    after = f" ({item.text})" if item.text else ""
    title = "" if item.text else f" ({item.title})"
    if by < day:
        return "", f"the day to give notice has passed{title}", after
    reminded = item.soft_on if item.soft_on and item.soft_on <= today else None
    step = notice_step((by - day).days, (by - date.fromisoformat(reminded)).days if reminded else None)
    return "", f"give notice: {step}{title}" if step else f"give notice{title}", after


def _window(item: DueItem, today: str) -> tuple[str, str, str]:
    """Return a review: until when there is time to say no, or that this time is over."""
    last = item.soft_on or today
    if last < today:
        silent = "we said nothing" if item.who == "them" else "no word"
        return "window over: ", item.text, f", {silent} by {day_words(last, today)}"
    until = f"{_near(last, today)}"
    return (
        "in review: ",
        item.text,
        f", say yes or no by {until}" if item.who == "them" else f", they have until {until}",
    )


def window_reason(who: str, last: str | None, today: str) -> str:
    """Return what the end of a review's window means; ``last`` is its last day, ISO."""
    day = day_words(last or today, today)
    if who == "them":
        return f"we have until {day} to say whether it is right: silence is a yes"
    return f"they have until {day} to say no: then silence is a yes, space is done, r a new window"


#: What to do about an issue whose time at its level is over.
CLIMBS = "the time of its level is over: + on the deal's page raises it"
#: The last level: nobody is above it.
_LAST_LEVEL = "level 3"


def climbs(state: str) -> str:
    """Return what to do about an issue of this level once its time is over; the last level has nobody above it."""
    return CLIMBS if state < _LAST_LEVEL else ""


def twice(standing: str | None) -> str:
    """Return how a deal stood twice in a row: "red twice in a row", "yellow, then red"."""
    before, _, last = (standing or "").partition(", ")
    return f"{last} twice in a row" if before == last else f"{before}, then {last}"


def short(item: DueItem, today: str) -> str:
    """Return a line where room is short, its day never behind what is typed; empty where there is nothing to shorten.

    A notice has its decision first, an issue its clock, a review its last day; a limit is told briefly.
    """
    if item.state == WINDOW:
        last = item.soft_on or today
        over = last < today
        day = day_words(last, today) if over else _near(last, today)
        return f"{'window over' if over else 'in review till'} {day}: {item.text}"
    if item.kind in ("action", "change"):
        brief = short_tail(item, today)
        return "".join((*parts(item, today)[:2], brief)) if brief != _limits(item, today) else ""
    if item.kind == "issue" and item.clock:
        return f"{item.state}, {item.clock.partition(', ')[0]}: {item.text}"
    if item.kind != "give notice" or not item.text:
        return ""
    before, said, _after = _notice(item, today)
    step = said.removeprefix("give notice: ")
    if before or step == said:
        return ""
    words = f"{step}, {item.text}"
    for long, brief in _BRIEF:
        words = words.replace(long, brief)
    return words


def short_tail(item: DueItem, today: str) -> str:
    """Return what stands behind a line's text where room is short and must not be cut: by when at the latest."""
    if item.kind not in ("action", "change") or item.state == WINDOW:
        return ""
    said = _limits(item, today)
    return f", latest {_until(item, today)}" if ", at the latest " in said else said


def _wait(item: DueItem, *, whom: bool) -> tuple[str, str, str]:
    """Return a wait, its next step first; three mails without an answer ask for a voice."""
    step = item.state or ""
    name = item.person or "them"
    after = ""
    if step == "nudge 3":
        after = f", suggest a call: 3 {'mails' if item.action_kind == 'mail' else 'messages'} unanswered"
    text = item.text or "an answer"
    if not step:
        return (f"waiting for {name}: " if whom or not item.person else "waiting for "), text, after
    step = _STEPS.get(step, step)
    ahead = f"{step} " if step.endswith("?") else f"{step}: "
    return f"{ahead}{name}, " if whom else ahead, text, after


def _limits(item: DueItem, today: str) -> str:
    """Return by when an action is due, as far as the day it stands under does not say so already."""
    if item.late_days or not item.hard_on or item.hard_on < today:
        return ""
    if not item.soft_on or item.soft_on == item.hard_on:
        return f", at the latest {_until(item, today)}" if _put_off(item) else _by(item, today)
    if item.action_kind == "kickoff":
        return f", by {_until(item, today)}" if item.soft_on < today or _put_off(item) else ", window opens"
    if item.soft_on < today or _put_off(item):
        return f", at the latest {_until(item, today)}"
    return f", best by {_near(item.soft_on, today)}, at the latest {_until(item, today)}"


def _put_off(item: DueItem) -> bool:
    return item.due_on not in (item.soft_on, item.hard_on)


def _until(item: DueItem, today: str) -> str:
    """Return the limit: its day, and its hour where it has one."""
    day = item.hard_on or today
    local = _local(item.due_at)
    hour = f"{local:%H:%M}" if local and local.date().isoformat() == day else ""
    return f"{_near(day, today)} {hour}".rstrip()


def _near(iso: str, today: str) -> str:
    """Return a day as briefly as it is clear: ``today``, ``Tue``, ``Tue 26 May``."""
    ahead = (date.fromisoformat(iso) - date.fromisoformat(today)).days
    if ahead == 0:
        return "today"
    return day_words(iso, today)[:3] if 0 < ahead <= _WEEKDAY_ALONE else day_words(iso, today)


def _by(item: DueItem, today: str) -> str:
    """Return the local hour something is due by: ", by 18:00" today, ", by Fri 18:00" later; empty once it is late."""
    local = _local(item.due_at)
    if local is None or item.late_days or item.due_on != item.hard_on:
        return ""
    return f", by {local:%H:%M}" if local.date().isoformat() == today else f", by {local:%a %H:%M}"


def _local(instant: str | None) -> datetime | None:
    return datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone() if instant else None


def hidden_words(items: Sequence[DueItem], today: str) -> str:
    """Return what a line stands for as well: "also: check-in, 2 days late; quiet, today"; empty for nothing."""
    said = [f"{sentence(item, today)}, {_when(item, today)}" for item in items]
    return f"also: {'; '.join(said)}" if said else ""


def _when(item: DueItem, today: str) -> str:
    if item.late_days:
        return f"{counted(item.late_days, 'day')} late"
    due_on = item.due_on or today
    return "today" if due_on <= today else day_words(due_on, today)


def without_notice(
    count: int | None,
    unit: str | None,
    evergreen: int,
    end_on: str | None,
    minor: int | None,
    currency: str | None,
    per: str,
) -> str:
    """Return what becomes of a deal without a notice: "else renews 12 months, EUR 84,000"; empty if that is unknown."""
    if count and unit:
        words = f"else renews {counted(count, unit)}"
    elif evergreen:
        words = "else runs on"
    elif end_on:
        words = f"ends {day_words(end_on, end_on, year=True)[4:]}"
    else:
        words = ""
    amount = amount_words(minor, currency, per) if minor is not None and currency else ""
    return ", ".join(part for part in (words, amount) if part)


def missed_notice(by: str, last: str, end: str, without: str, today: str) -> str:
    """Return what to say of a last safe day ``by`` that passed: whether a notice may still reach them, and what if not.

    ``last`` is the contract's own last day, ``end`` the end it is about, ``without`` what happens without a notice.
    """
    if last >= today:
        return f"{_MISSED}{day_words(by, today)}; until {day_words(last, today)} it may still reach them" + (
            f" ({without})" if without else ""
        )
    becomes, comma, amount = without.partition(", ")
    verb = "renews" if becomes.startswith("else renews") else "ends"
    return f"{_NOT_GIVEN}: {verb} {day_words(end, today)}{comma}{amount}"


def no_news(last_on: str | None, today: date) -> str:
    """Return since when they have heard nothing: "no news sent for 12 days"."""
    if not last_on:
        return "no news sent"
    return f"no news sent for {counted((today - date.fromisoformat(last_on)).days, 'day')}"
