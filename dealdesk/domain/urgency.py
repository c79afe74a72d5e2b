"""How urgent a due item is: points that add up, each with the words that say what it is for.

Pure and all but without imports, for the glance reads it. The static part (``weight``) is stored with the row;
everything that depends on the day is added here, so that "why is this first?" always has an answer that can be added
up by hand.
"""

from dealdesk.counts import counted

#: What one reason is worth.
RUNNING, LIMIT_PASSED, LIMIT_TODAY, DUE_TODAY, OURS, DECIDE_SOON, BEST_PASSED, UNANSWERED = 100, 8, 8, 3, 2, 4, 1, 2
#: More days late than this weigh no more; a month-old item is no more urgent than a fortnight-old one.
MOST_LATE = 10
#: A give-notice day this near asks for its decision now.
SOON_DAYS = 7
#: A reminder that falls on a day off speaks on the working day before: so many days before its lead, at most.
_ROLLED_BACK = 6
#: Steps of a wait at which they have been silent for long.
_SILENT = ("nudge 3", "another channel", "leave for now")

#: What an action may come from that is ours alone: nobody on the other side waits for it.
_INTERNAL = ("hand-over", "playbook", "formal step")

#: From this many days before the give-notice day on, this is what to decide; the last one that applies counts.
NOTICE_STEPS = (
    (90, "confirm the terms"),
    (60, "compare the market"),
    (30, "renew, renegotiate or end"),
    (14, "decide"),
    (7, "write the notice"),
    (1, "send the notice"),
)


def notice_step(days_left: int, reminded: int | None = None) -> str:
    """Return what to decide ``days_left`` days before the give-notice day; empty more than 90 days before.

    ``reminded`` is how many days before it the reminder that was reached speaks: 62 where the 60th is a Sunday. One of
    a longer lead than any of these asks what the first of them does.
    """
    reached = days_left
    if reminded is not None and days_left <= reminded:
        lead = next((lead for lead, _words in NOTICE_STEPS if lead <= reminded), reminded)
        reached = min(reached, lead if reminded - lead <= _ROLLED_BACK or reminded > NOTICE_STEPS[0][0] else reminded)
    return next((words for lead, words in reversed(NOTICE_STEPS) if reached <= lead), "")


def is_promised(who: str, action_kind: str) -> bool:
    """Return whether an item is promised to them: ours, and not between us alone."""
    return who == "us" and action_kind not in _INTERNAL


def reasons(
    kind: str,
    *,
    days_left: int,
    late_days: int,
    limit_passed: bool = False,
    weight: int,
    ours: bool,
    running: bool = False,
    stands_today: bool = False,
    limit_today: bool = False,
    best_passed: bool = False,
    state: str = "",
) -> list[tuple[int, str]]:
    """Return the points of an item and what each is for, in words.

    ``days_left`` is the number of days until the item comes up (negative: past), ``late_days`` how many days its limit
    has passed by (0: not yet); ``limit_passed`` whether the hour of its limit has;
    ``weight`` the stored part; ``ours`` whether it is promised to them; ``stands_today``
    whether it stands in today without being due on this very day; ``limit_today`` whether it is late tomorrow;
    ``best_passed`` whether the day it was best done by is over while its limit is not; ``state`` the next step of a
    wait.
    """
    found = []
    if running:
        found.append((RUNNING, "debrief running"))
    if late_days > 0:
        found.append((LIMIT_PASSED, "limit passed"))
        found.append((min(late_days, MOST_LATE), f"{counted(late_days, 'day')} late"))
    elif limit_passed:
        found.append((LIMIT_PASSED, "limit passed"))
    elif limit_today:
        found.append((LIMIT_TODAY, "its limit is today"))
    elif days_left == 0 or stands_today:
        found.append((DUE_TODAY, "due today" if days_left == 0 else "for today"))
    if best_passed:
        found.append((BEST_PASSED, "best day passed"))
    if kind == "give notice" and 0 <= days_left <= SOON_DAYS:
        found.append((DECIDE_SOON, "last days to give notice"))
    if kind == "waiting" and state in _SILENT:
        found.append((UNANSWERED, "unanswered for long"))
    if weight:
        found.append((weight, "weight of its kind"))
    if ours:
        found.append((OURS, "promised to them"))
    return found


def explained(points: list[tuple[int, str]]) -> str:
    """Return the arithmetic as one line: ``limit passed (+8), 2 days late (+2), promised to them (+2)``."""
    return ", ".join(f"{words} ({worth:+d})" for worth, words in points)
