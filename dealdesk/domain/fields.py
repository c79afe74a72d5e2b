"""What a field is and how its text is read: plain data and pure rules; a form opens before the store is loaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from dealdesk.domain.dates import DateRefused, Period, PeriodRefused, WorkCalendar, describe, parse_date
from dealdesk.domain.decimals import read_decimal, show_decimal
from dealdesk.domain.money import Amount, AmountRefused, parse_amount, show
from dealdesk.errors import InputRefused
from dealdesk.text import clean, fold

#: Said of a day to come where something is noted that has happened.
STILL_TO_COME = "That day is still to come."
LINE_LIMIT = 200
LONG_LIMIT = 200_000
_QUOTE = 16
_TAG_BREAKS = re.compile(r"[\s,;]+")
_LARGEST = 999_999_999
#: A whole number, and what may stand behind it: "40 %", "5 working days".
_NUMBER = re.compile(r"([0-9]{1,9})\s*(?:%|[a-z ]{1,20})?", re.IGNORECASE)
_YES = frozenset({"yes", "y", "x", "1", "true", "on"})
_NO = frozenset({"no", "n", "0", "false", "off"})


class Kind(StrEnum):
    """What a field holds; it decides the widget and how the text is read."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    AMOUNT = "amount"
    PERIOD = "period"
    PICK = "pick"
    TAGS = "tags"
    PARTY = "party"
    TICK = "tick"
    NUMBER = "number"
    DECIMAL = "decimal"


class FieldSpec(NamedTuple):
    """One field of a form."""

    name: str
    """The key in every mapping and message of the form."""
    label: str
    """What stands in front of the field, and in its sentences."""
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    """Shown while the field is empty and has the focus."""
    choices: tuple[tuple[str, str], ...] = ()
    """For PICK: pairs of value and label."""
    max_chars: int = 0
    """Most characters taken; 0 means 200, or 200,000 for a long text."""
    missing: str = ""
    """The sentence for an empty required field, if "Title is needed." does not say it well."""
    past: bool = False
    """For DATE: it has happened already, so a day without a year is the most recent one, and none is still to come."""
    planned: bool = False
    """For DATE in the past: a day to come is taken all the same, as what is planned."""
    rows: int = 0
    """For LONG: most rows it is shown in, where there is room; 0 means the usual."""
    unsigned: bool = False
    """For DECIMAL: less than nothing is refused."""
    most: int = 0
    """For NUMBER: the largest one taken; 0 means 999,999,999."""
    usual: str = ""
    """For PICK: the value a new row gets where none is picked; shown as that, and not read from an empty field."""

    @property
    def limit(self) -> int:
        """Most characters this field takes."""
        return self.max_chars or (LONG_LIMIT if self.kind is Kind.LONG else LINE_LIMIT)


class Context(NamedTuple):
    """What a reading depends on beside the text."""

    today: date
    """The local calendar day."""
    order: str
    """Which comes first in ``3/4``: a value of the date order setting, such as ``dmy``."""
    calendar: WorkCalendar
    currency: str
    """ISO 4217 code taken for an amount that names none."""


class Reading(NamedTuple):
    """What a text was understood as."""

    value: object
    """None (empty), str, date, Amount, Period, a tuple of str (tags), bool (tick) or int (number)."""
    echo: str
    """How it was understood, in words; empty where the text speaks for itself."""


EMPTY = Reading(None, "")


def read(spec: FieldSpec, text: str, context: Context) -> Reading:
    """Read what a person typed into ``spec``.

    A tick is never empty: no text reads as False. Raises InputRefused with the sentence to show.
    """
    if len(text) > spec.limit:
        raise InputRefused(f"That is {len(text):,} characters; {spec.label} takes {spec.limit:,}.")
    text = clean(text, lines=spec.kind is Kind.LONG)
    if spec.kind is Kind.TICK:
        return _read_tick(spec, text, context)
    if not text.strip():
        if spec.required:
            raise InputRefused(spec.missing or f"{spec.label} is needed.")
        return EMPTY
    return _READERS[spec.kind](spec, text, context)


def write_out(spec: FieldSpec, value: object) -> str:
    """Return the text that :func:`read` reads back as ``value``."""
    if value is None:
        return ""
    if spec.kind is Kind.TICK:
        return "yes" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Amount):
        return show(value)
    if spec.kind is Kind.DECIMAL and isinstance(value, float):
        return show_decimal(value)
    if isinstance(value, tuple) and not isinstance(value, Period):
        return ", ".join(str(part) for part in value)
    return str(value)


def stepped(text: str, days: int, context: Context) -> str | None:
    """Return the text of the day ``days`` after the one typed, today if none is typed, None if it can't be read."""
    if not text.strip():
        return context.today.isoformat()
    try:
        day = parse_date(text, context.today, order=context.order, calendar=context.calendar)
        return (day + timedelta(days=days)).isoformat()
    except (InputRefused, OverflowError):
        return None


def tags_in(text: str) -> tuple[str, ...]:
    """Return the tags of a text in their order, each once; blanks, commas and ``#`` part them."""
    found: dict[str, str] = {}
    for word in _TAG_BREAKS.split(text):
        tag = word.lstrip("#")
        if tag:
            found.setdefault(fold(tag), tag)
    return tuple(found.values())


def _read_text(_spec: FieldSpec, text: str, _context: Context) -> Reading:
    return Reading(text, "")


def _read_date(spec: FieldSpec, text: str, context: Context) -> Reading:
    try:
        day = parse_date(text, context.today, order=context.order, calendar=context.calendar, past=spec.past)
    except DateRefused as refusal:
        if str(refusal) == str(DateRefused()):
            # The general sentence lists the whole grammar; one line under a field has room for a few words.
            raise InputRefused(f"{_quoted(text)} is no date I can read: try fri, +3d, 12 mar") from None
        raise
    if spec.past and not spec.planned and day > context.today:
        raise InputRefused(STILL_TO_COME)
    return Reading(day, describe(day, context.today, context.calendar))


def _read_amount(_spec: FieldSpec, text: str, context: Context) -> Reading:
    try:
        amount = parse_amount(text, context.currency)
    except AmountRefused as refusal:
        if str(refusal) == str(AmountRefused()):
            raise InputRefused(f"{_quoted(text)} is no amount I can read: try 84k EUR, 12*850") from None
        raise
    return Reading(amount, show(amount))


def _read_period(_spec: FieldSpec, text: str, _context: Context) -> Reading:
    try:
        period = Period.parse(text)
    except PeriodRefused:
        raise InputRefused(f"{_quoted(text)} is no length of time: try 60 days, 3 months") from None
    return Reading(period, str(period))


def picked(spec: FieldSpec, text: str) -> str | None:
    """Return the value of the choice that ``text`` is, by value or label; None for no choice at all."""
    typed = fold(text.strip())
    return next((value for value, label in spec.choices if typed in (fold(value), fold(label))), None)


def ticked(text: str) -> bool | None:
    """Return yes or no (no text is no); None for anything else."""
    typed = fold(text.strip())
    if typed in _YES:
        return True
    return False if not typed or typed in _NO else None


def _read_pick(spec: FieldSpec, text: str, _context: Context) -> Reading:
    value = picked(spec, text)
    if value is not None:
        return Reading(value, "")
    typed = fold(text)
    near = [value for value, label in spec.choices if fold(label).startswith(typed)]
    if len(near) == 1:
        return Reading(near[0], "")
    raise InputRefused(f"{spec.label} is one of: {', '.join(label for _, label in spec.choices)}.")


def _read_tags(spec: FieldSpec, text: str, _context: Context) -> Reading:
    tags = tags_in(text)
    if not tags and spec.required:
        raise InputRefused(spec.missing or f"{spec.label} is needed.")
    return Reading(tags, " ".join(f"#{tag}" for tag in tags)) if tags else EMPTY


def _read_tick(spec: FieldSpec, text: str, _context: Context) -> Reading:
    answer = ticked(text)
    if answer is None:
        raise InputRefused(f"{spec.label} is yes or no.")
    return Reading(answer, "")


def _read_number(spec: FieldSpec, text: str, _context: Context) -> Reading:
    found = _NUMBER.fullmatch(text.strip())
    value = int(found[1]) if found else -1
    if not 0 <= value <= (spec.most or _LARGEST):
        upto = f" from 0 to {spec.most}" if spec.most else ""
        raise InputRefused(f"{spec.label} is a whole number{upto}.")
    return Reading(value, "")


def _read_decimal(spec: FieldSpec, text: str, _context: Context) -> Reading:
    value = read_decimal(text)
    if value is None:
        raise InputRefused(f"{spec.label} is a number: try 98.5, 1200, 12 h.")
    if spec.unsigned and value < 0:
        raise InputRefused(f"{spec.label} can't be less than nothing; what they gave back is a line of its own.")
    return Reading(value, show_decimal(value))


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTE else f"{text[: _QUOTE - 1]}…"


_READERS: dict[Kind, Callable[[FieldSpec, str, Context], Reading]] = {
    Kind.TEXT: _read_text,
    Kind.LONG: _read_text,
    Kind.PARTY: _read_text,
    Kind.DATE: _read_date,
    Kind.AMOUNT: _read_amount,
    Kind.PERIOD: _read_period,
    Kind.PICK: _read_pick,
    Kind.TAGS: _read_tags,
    Kind.TICK: _read_tick,
    Kind.NUMBER: _read_number,
    Kind.DECIMAL: _read_decimal,
}
