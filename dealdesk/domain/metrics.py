"""What the metrics of a deal say: whether a reading meets its target, how it went, and whether the mix is balanced."""

from __future__ import annotations

from collections.abc import Sequence

from dealdesk.domain.decimals import decimals_in, show_decimal
from dealdesk.domain.registers import Family
from dealdesk.text import fold

#: How many metrics a deal is well watched with (article 000).
LEAST, MOST = 3, 5
_AT_MOST = (
    "<",
    "\u2264",
    "at most",
    "max",
    "under",
    "below",
    "less",
    "no more",
    "not more",
    "within",
    "up to",
    "fewer",
)
_AT_LEAST = (">", "\u2265", "at least", "minimum", "over", "above", "more", "no less", "not less", "no fewer")
_NOT_LESS = ("no less", "not less", "no fewer")


def target_words(value: float, target: str) -> str:
    """Return ``on target``, ``below target by 3`` or ``above target by 3``; empty where they can't be compared.

    A target is compared where exactly one number stands in it. Beside the number itself only a target that says which
    way is good is met: ``at least 98 %``, ``> 4``, ``at most 5``, ``< 2 h``; of any other it is only said how far off
    the reading is, for a cost of 1.18 does not meet a target of 1.10.
    """
    numbers = decimals_in(target)
    if len(numbers) != 1:
        return ""
    wanted, folded = numbers[0], fold(target)
    away = value - wanted
    if not away or _good_way(folded) == (1 if away > 0 else -1):
        return "on target"
    return f"{'above' if away > 0 else 'below'} target by {show_decimal(abs(round(away, 6)))}"


def _good_way(target: str) -> int:
    """Return 1 where a target says that more is better, -1 for less, 0 where it does not say."""
    at_least, at_most, not_less = (any(word in target for word in words) for words in (_AT_LEAST, _AT_MOST, _NOT_LESS))
    if not_less or not at_most:  # "no more than" holds "more", "no less than" holds "less"
        return 1 if at_least else 0
    return -1


def mix_words(families: Sequence[str]) -> str:
    """Return how many metrics there are of three to five, and which family has none: said quietly, never refused."""
    if not families:
        return ""
    count = len(families)
    words = f"{count} of {LEAST} to {MOST}" if count <= MOST else f"{count}, {LEAST} to {MOST} are enough"
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
