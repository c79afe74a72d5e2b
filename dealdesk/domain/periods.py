"""Lengths of time as contracts write them: "3 months", "ninety (90) days", "successive 1 year"."""

from __future__ import annotations

from datetime import date
from typing import Literal, NamedTuple

from dealdesk.domain.calendar import WorkCalendar, add_business_days, add_days, add_months
from dealdesk.errors import InputRefused

Unit = Literal["day", "week", "month", "year", "business day"]

_LONGEST = 36_525  # a hundred years of days; more is a slip of the keyboard
_MAX_TEXT = 120

#: How a unit may be written, and how many of which unit it stands for.
UNITS: dict[str, tuple[int, Unit]] = {
    **dict.fromkeys(("d", "day", "days"), (1, "day")),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), (1, "week")),
    **dict.fromkeys(("m", "mo", "mos", "mth", "mths", "month", "months"), (1, "month")),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), (1, "year")),
    **dict.fromkeys(("b", "bd", "bds", "workday", "workdays"), (1, "business day")),
    **dict.fromkeys(("fortnight", "fortnights"), (2, "week")),
    **dict.fromkeys(("quarter", "quarters"), (3, "month")),
}
_ADVERBS: dict[str, tuple[int, Unit]] = {
    "daily": (1, "day"),
    "weekly": (1, "week"),
    "fortnightly": (2, "week"),
    "biweekly": (2, "week"),  # twice a week is no length of time
    "monthly": (1, "month"),
    "quarterly": (3, "month"),
    "yearly": (1, "year"),
    "annual": (1, "year"),
    "annually": (1, "year"),
}
_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_HUNDRED = "hundred"
_NUMBERS = {word: n for n, word in enumerate(_ONES)} | {word: n * 10 for n, word in enumerate(_TENS, 2)}
# Words that say how a period is used, not how long it is. "up to", "less than" and the like are not among them.
_SILENT = {
    *("additional", "further", "consecutive", "renewal", "automatic", "automatically", "term", "terms", "period"),
    *("periods", "of", "at", "least", "notice", "written", "prior", "advance", "in", "calendar", "for", "the", "and"),
    *("a", "every", "each"),
}
_MEANS_ONE = ("a", "every", "each")
_SUMS: dict[tuple[Unit, Unit], int] = {("year", "month"): 12, ("week", "day"): 7}


class PeriodRefused(InputRefused):
    """Text that is no length of time."""

    def __init__(self) -> None:
        super().__init__("Not a length of time. Type one like 60 days, 2 weeks, 3 months, 1 year or 5b (working days).")


class ToAnEndRefused(InputRefused):
    """A length that counts to the end of a month or quarter: known to contracts, and not to this desk."""

    def __init__(self) -> None:
        super().__init__(
            "A notice to the end of a month or quarter can't be computed yet. Type its length; the day is earlier then."
        )


class Period(NamedTuple):
    """A length of time in calendar units; ``count`` is at least 1. A month or year step clips to the month's end."""

    count: int  # type: ignore[assignment]  # hides tuple.count, which means nothing here
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read a length of time, case-blind; raises ``PeriodRefused`` (a ``ValueError``) for anything else.

        Raises ``ToAnEndRefused`` (one too) for a length to the end of a month or quarter.

        Read: a number in digits or words with a unit (``60 days``, ``3m``, ``2w``, ``5b``, ``one year``), both at once
        when they agree (``ninety (90) days``), ``4 years, 6 months`` as 54 months and ``1 week 3 days`` as 10 days,
        ``weekly``, ``biweekly`` to ``yearly``, with words like "successive" or "notice" around it.
        ``four successive 10 years`` is 10 years: how long one renewal lasts. Two lengths that are no sum ("60 days;
        180 days") are refused.
        """
        text = " ".join(text.replace("’", "'").split()).lower().rstrip(" .").replace("bi-weekly", "biweekly")
        if not text.isascii() or len(text) > _MAX_TEXT or text.startswith("-"):
            raise PeriodRefused
        tokens = _tokens(text)
        if "end" in tokens:
            raise ToAnEndRefused
        found = _read(tokens)
        if len(found) == 2 and (found[0].unit, found[1].unit) in _SUMS:
            whole, part = found
            found = [cls(whole.count * _SUMS[whole.unit, part.unit] + part.count, part.unit)]
        if len(found) != 1 or not 1 <= found[0].count <= _LONGEST:
            raise PeriodRefused
        return found[0]

    def times(self, factor: int) -> Period:
        """Return this length ``factor`` times over; the way to step from an anchor without drifting."""
        return self._replace(count=self.count * factor)

    def after(self, day: date, calendar: WorkCalendar | None = None) -> date:
        """Return the day this long after ``day``. Raises ``OutOfCalendar``.

        Business days count in ``calendar`` (Monday to Friday without one); a start on a day off rolls forward first.
        """
        if self.unit == "business day":
            return add_business_days(day, self.count, calendar or WorkCalendar())
        return self._calendar_step(day, self.count)

    def before(self, day: date, calendar: WorkCalendar | None = None) -> date:
        """Return the day this long before ``day``. Raises ``OutOfCalendar``.

        With business days, a ``day`` off rolls *back* first: the earlier answer is the safe one for a deadline.
        """
        if self.unit == "business day":
            calendar = calendar or WorkCalendar()
            return add_business_days(calendar.back(day), -self.count, calendar)
        return self._calendar_step(day, -self.count)

    def _calendar_step(self, day: date, count: int) -> date:
        if self.unit in ("month", "year"):
            return add_months(day, count * (12 if self.unit == "year" else 1))
        return add_days(day, count * (7 if self.unit == "week" else 1))

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"


def _tokens(text: str) -> list[str]:
    """Split into words and numbers: "3m" is two tokens, brackets, commas and hyphens are blanks, the rest stays."""
    spread: list[str] = []
    for char in text:
        if char in "(),-'" or char.isspace():
            spread.append(" ")
            continue
        last = spread[-1] if spread else " "
        if last != " " and last.isdigit() != char.isdigit() and (last.isalpha() or char.isalpha()):
            spread.append(" ")
        spread.append(char)
    return "".join(spread).split()


def _read(tokens: list[str]) -> list[Period]:
    """Return the periods that ``tokens`` spell out, in order; raises ``PeriodRefused`` at the first foreign word."""
    found: list[Period] = []
    word: int | None = None
    digits: int | None = None
    business = False
    for token in tokens:
        if token.isdigit() and digits is None and len(token) <= 5:
            digits = int(token)
        elif (token in _NUMBERS or token == _HUNDRED) and digits is None:
            word = _spelled(word, token)
        elif token in UNITS:
            size, unit = UNITS[token]
            if business:
                if unit != "day":
                    raise PeriodRefused
                unit = "business day"
            found.append(Period(_count(word, digits, tokens) * size, unit))
            word, digits, business = None, None, False
        elif token in _ADVERBS and word is None and digits is None:
            found.append(Period(*_ADVERBS[token]))
        elif token in ("business", "working", "work"):
            business = True
        elif token.startswith("suc") and token.endswith("ive"):  # contracts misspell it
            word = digits = None
        elif token not in _SILENT:
            raise PeriodRefused
    if word is not None or digits is not None or business:
        raise PeriodRefused
    return found


def _spelled(so_far: int | None, token: str) -> int:
    """Return a spelled number with one more word: "twenty" "one", "one" "hundred" "eighty"."""
    if token == _HUNDRED:
        if so_far is not None and not 1 <= so_far <= 9:
            raise PeriodRefused
        return (so_far or 1) * 100
    number = _NUMBERS[token]
    room = 0 if so_far is None or so_far % 10 else 10 if so_far % 100 else 100
    if so_far is not None and (so_far < 20 or not 0 < number < room):
        raise PeriodRefused
    return (so_far or 0) + number


def _count(word: int | None, digits: int | None, tokens: list[str]) -> int:
    """Return the number in front of a unit; words and digits must agree, and "every month" means one."""
    if word is not None and digits is not None and word != digits:
        raise PeriodRefused
    if digits is not None:
        return digits
    if word is not None:
        return word
    if any(one in tokens for one in _MEANS_ONE):
        return 1
    raise PeriodRefused
