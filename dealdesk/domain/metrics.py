"""What the metrics of a deal say: whether a reading meets its target, how it went, and whether the mix is balanced."""

from __future__ import annotations

from collections.abc import Sequence

from dealdesk.domain.decimals import show_decimal
from dealdesk.domain.registers import Family
from dealdesk.domain.targets import read_target

#: How many metrics a deal is well watched with (article 000).
LEAST, MOST = 3, 5


def target_words(value: float, target: str) -> str:
    """Return ``on target``, ``below target by 3`` or ``above target by 3``; empty where they can't be compared.

    A target is compared where exactly one number stands in it. Beside the number itself only a target that says which
    way is good is met: ``at least 98 %``, ``> 4``, ``at most 5``, ``< 2 h``; of any other it is only said how far off
    the reading is, for a cost of 1.18 does not meet a target of 1.10. The number itself does not meet ``< 2``.
    """
    wanted = read_target(target)
    if wanted is None:
        return ""
    away = value - wanted.number
    if not away:
        return ("not above target" if wanted.way > 0 else "not below target") if wanted.strict else "on target"
    if wanted.way == (1 if away > 0 else -1):
        return "on target"
    return f"{'above' if away > 0 else 'below'} target by {show_decimal(abs(round(away, 6)))}"


def mix_words(families: Sequence[str]) -> str:
    """Return how many metrics there are of three to five, and which family has none: said quietly, never refused."""
    if not families:
        return ""
    count = len(families)
    few = f" ({LEAST} to {MOST} are good)" if count < LEAST else ""
    words = f"{count}{few}" if count <= MOST else f"{count}, {LEAST} to {MOST} are enough"
    missing = [family.value for family in Family if family not in families]
    if not missing:
        return words
    listed = " or ".join(part for part in (", ".join(missing[:-1]), missing[-1]) if part)
    return f"{words}; no {listed} metric"


def trend_words(scores: Sequence[int]) -> str:
    """Return the pulse as its last scores, the newest last, and which way it goes: ``4 3 3: going down``."""
    if len(scores) < 2:
        return ""
    last = scores[-6:]
    change = last[-1] - last[0]
    way = "going up" if change > 0 else "going down" if change < 0 else "steady"
    return f"{' '.join(map(str, last))}: {way}"
