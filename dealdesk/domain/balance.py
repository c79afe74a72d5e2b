"""Give and take between partners: what each side put in, by unit, and when it is time to speak about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dealdesk.domain.decimals import show_decimal
from dealdesk.domain.registers import Unit
from dealdesk.domain.vocabulary import Side

#: One side gave at least so many times what the other gave, and at least so much more: below that nobody counts.
TIMES = 2.0
LEAST: dict[str, float] = {Unit.HOURS: 8.0, Unit.MONEY: 500.0, Unit.INTRODUCTIONS: 2.0}
_SHORT: dict[str, str] = {Unit.HOURS: " h", Unit.MONEY: "", Unit.INTRODUCTIONS: " introductions"}


class Balance(NamedTuple):
    """What both sides gave of one unit."""

    unit: str
    ours: float
    theirs: float

    @property
    def is_out(self) -> bool:
        """Whether one side gave far more than the other."""
        more, less = max(self.ours, self.theirs), min(self.ours, self.theirs)
        return more - less >= LEAST.get(self.unit, 1.0) and more >= TIMES * less

    @property
    def words(self) -> str:
        """``out of balance: ours 40 h, theirs 10 h``."""
        sign = _SHORT.get(self.unit, f" {self.unit}")
        money = "money " if self.unit == Unit.MONEY else ""
        sides = f"{money}ours {show_decimal(self.ours)}{sign}, theirs {show_decimal(self.theirs)}{sign}"
        return f"out of balance: {sides}" if self.is_out else f"in balance: {sides}"


def balances(given: Iterable[tuple[str, str, float]]) -> tuple[Balance, ...]:
    """Return the balance of each unit, in the order of ``Unit``; ``given`` holds side, unit and quantity."""
    sums: dict[str, list[float]] = {}
    for side, unit, quantity in given:
        sums.setdefault(unit, [0.0, 0.0])[side == Side.THEM] += quantity
    order = [unit.value for unit in Unit]
    units = sorted(sums, key=lambda unit: (order.index(unit) if unit in order else len(order), unit))
    return tuple(Balance(unit, *sums[unit]) for unit in units)
