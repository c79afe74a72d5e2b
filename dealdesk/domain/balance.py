"""Give and take between partners: what each side put in, by unit, and when it is time to speak about it."""

from __future__ import annotations

from collections.abc import Iterable
from math import floor
from typing import NamedTuple

from dealdesk.domain.decimals import show_decimal
from dealdesk.domain.registers import Unit
from dealdesk.domain.vocabulary import Side

#: One side gave at least so many times what the other gave, and at least so much more: below that nobody counts.
TIMES = 2.0
LEAST: dict[str, float] = {Unit.HOURS: 8.0, Unit.MONEY: 500.0, Unit.INTRODUCTIONS: 2.0}
#: What one asks for is rounded up to a multiple of this.
_STEP: dict[str, int] = {Unit.MONEY: 50}


class Balance(NamedTuple):
    """What both sides gave of one unit."""

    unit: str
    ours: float
    theirs: float

    @property
    def is_out(self) -> bool:
        """Whether one side gave far more than the other."""
        more, less = max(self.ours, self.theirs), min(self.ours, self.theirs)
        return more - less >= self.limit and more >= TIMES * less

    @property
    def limit(self) -> float:
        """From how much apart on it is out of balance, where one side gave twice as much as well."""
        return LEAST.get(self.unit, 1.0)

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


def balances(given: Iterable[tuple[str, str, float]]) -> tuple[Balance, ...]:
    """Return the balance of each unit, in the order of ``Unit``; ``given`` holds side, unit and quantity."""
    sums: dict[str, list[float]] = {}
    for side, unit, quantity in given:
        sums.setdefault(unit, [0.0, 0.0])[side == Side.THEM] += quantity
    order = [unit.value for unit in Unit]
    units = sorted(sums, key=lambda unit: (order.index(unit) if unit in order else len(order), unit))
    return tuple(Balance(unit, *sums[unit]) for unit in units)
