"""Give and take between partners: what each side put in, by unit, and when it is time to speak about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from math import floor
from typing import NamedTuple

from dealdesk.domain.decimals import read_decimal, show_decimal
from dealdesk.domain.registers import Unit
from dealdesk.domain.vocabulary import Side
from dealdesk.errors import InputRefused

#: One side gave at least so many times what the other gave, and at least so much more: below that nobody counts.
#: How much more is a setting of the desk; these are for what it does not say.
TIMES = 2.0
LEAST: dict[str, float] = {Unit.HOURS: 8.0, Unit.MONEY: 500.0, Unit.INTRODUCTIONS: 2.0}
#: What one asks for is rounded up to a multiple of this.
_STEP: dict[str, int] = {Unit.MONEY: 50}


class Balance(NamedTuple):
    """What both sides gave of one unit."""

    unit: str
    ours: float
    theirs: float
    limit: float
    """From how much apart on it is out of balance, where one side gave twice as much as well."""

    @property
    def is_out(self) -> bool:
        """Whether one side gave far more than the other."""
        more, less = max(self.ours, self.theirs), min(self.ours, self.theirs)
        return more - less >= self.limit and more >= TIMES * less

    @property
    def words(self) -> str:
        """``we gave 20 h, they 3 h: 17 h apart, over 8``."""
        sides = f"we gave {self._much(self.ours)}, they {self._much(self.theirs)}"
        apart, limit = abs(self.ours - self.theirs), show_decimal(self.limit)
        if not apart:
            return f"{sides}: even"
        if apart < self.limit:
            return f"{sides}: {self._much(apart)} apart, under {limit}"
        more = "over" if apart > self.limit else "at"
        twice = "" if self.is_out else ", but less than twice as much"
        return f"{sides}: {self._much(apart)} apart, {more} {limit}{twice}"

    @property
    def proposal(self) -> str:
        """What to ask them for, or to offer them, so that it is in balance again; empty where it is."""
        if not self.is_out:
            return ""
        more, less = max(self.ours, self.theirs), min(self.ours, self.theirs)
        step = _STEP.get(self.unit, 1)
        lacks = min(more - less - self.limit, more / TIMES - less)
        much = self._much((floor(lacks / step) + 1) * step)
        return f"ask them for {much} more" if self.ours > self.theirs else f"offer them {much} more"

    def _much(self, number: float) -> str:
        return much(number, self.unit)


def much(number: float, unit: str) -> str:
    """Return so much of a unit: ``3 h``, ``2500``, ``1 introduction``."""
    shown = show_decimal(number)
    if unit == Unit.HOURS:
        return f"{shown} h"
    if unit == Unit.MONEY:
        return shown
    return f"{shown} {unit.removesuffix('s') if number == 1 else unit}".rstrip()


def read_limits(text: str) -> dict[str, float]:
    """Return how much apart is too much, by unit: ``12 h, 1000 money, 3 introductions``; the other units keep theirs.

    Raises :class:`InputRefused`.
    """
    found: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in re.split(r",\s|[;\n]", text))):
        number, word = read_decimal(part), part.lstrip("+-0123456789.,' ").casefold()
        units = [unit.value for unit in Unit if word and (unit.value.startswith(word) or unit.value == f"{word}s")]
        if number is None or number <= 0 or len(units) != 1:
            raise InputRefused("How much apart is too much takes numbers with their units: 8 h, 500 money.")
        found[units[0]] = number
    return found


def show_limits(limits: Mapping[str, float]) -> str:
    """Return the limit of every unit, as :func:`read_limits` reads it."""
    every = {**LEAST, **limits}
    return ", ".join(f"{show_decimal(every[unit])} {'h' if unit == Unit.HOURS else unit.value}" for unit in Unit)


def balances(given: Iterable[tuple[str, str, float]], limits: Mapping[str, float] = LEAST) -> tuple[Balance, ...]:
    """Return the balance of each unit, in the order of ``Unit``; ``given`` holds side, unit and quantity."""
    sums: dict[str, list[float]] = {}
    for side, unit, quantity in given:
        sums.setdefault(unit, [0.0, 0.0])[side == Side.THEM] += quantity
    order = [unit.value for unit in Unit]
    units = sorted(sums, key=lambda unit: (order.index(unit) if unit in order else len(order), unit))
    return tuple(Balance(unit, sums[unit][0], sums[unit][1], limits.get(unit, LEAST.get(unit, 1.0))) for unit in units)
