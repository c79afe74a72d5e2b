"""What a target says about its number: more is better, less is better, and whether the number itself will do.

Read by whole words, and only those that stand beside the number: "0 overdue invoices" says nothing of over.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from dealdesk.domain.decimals import decimals_at
from dealdesk.text import fold


class Target(NamedTuple):
    """A target that can be compared."""

    number: float
    way: int
    """1 where more is better, -1 where less is, 0 where it does not say."""
    strict: bool
    """The number itself is not enough: "< 2", "more than 5"."""


_MORE = r"more|greater|higher|larger|longer|later|slower"
_LESS = r"less|fewer|lower|smaller|shorter|earlier|sooner|faster|quicker"
_ABOVE, _BELOW = r"over|above|beyond|exceed(?:s|ing)?", r"under|below|beneath"
_NOT = r"(?:\b(?:no|not|never|nothing|cannot)|n['’]t)\s+(?:[^\W\d_]+\s+){0,2}"
#: Between such a word and its number: a currency, "of", a colon.
_GAP = r"\s*(?:of\b|:|=)?\s*(?:[a-z]{3}\b|[€$£¥])?\s*"
_EQUAL = r"(?:\s+or\s+(?:equal|the\s+same)(?:\s+(?:to|as))?)?"


def _before(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<not>{_NOT})?(?:{words}){_GAP}$")


#: Words in front of the number, and which way they say.
_MOST = _before(r"\bat (?:the )?most|\bmax(?:imum\b|\b\.?)|\bup to|\bwithin")
_LEAST = _before(r"\bat (?:the )?least|\bmin(?:imum\b|\b\.?)")
_OVER = _before(rf"\b(?:{_MORE})\s+than(?P<equal>{_EQUAL})|\b(?:{_ABOVE})\b")
_UNDER = _before(rf"\b(?:{_LESS})\s+than(?P<equal>{_EQUAL})|\b(?:{_BELOW})\b")
_SIGN = re.compile(rf"(?P<sign>[<>]=?|=[<>]|[\u2264\u2265]){_GAP}$")
#: Words behind the number and its unit.
_UNIT = r"\s*(?:%|[^\W\d_]+)?(?:\s+(?!or\b|and\b|at\b)[^\W\d_]+)?\s+"
_BEHIND = re.compile(
    rf"(?:{_UNIT}(?:(?:or|and)\s+(?:(?P<more>(?:{_MORE}|{_ABOVE})\b)|(?P<less>(?:{_LESS}|{_BELOW})\b))"
    r"|at\s+(?:the\s+)?(?:(?P<least>least\b)|(?P<most>most\b)))"
    r"|\s*%?\s*(?P<plus>\+)"
    r"|\s*(?:%|[^\W\d_]+)?\s+(?:(?P<minimum>minimum)|(?P<maximum>max(?:imum)?))\.?(?=\s*(?:$|[,;.)])))"
)


def read_target(text: str) -> Target | None:
    """Read a target; None where not exactly one number stands in it, or its words contradict each other."""
    folded = fold(text)
    numbers = decimals_at(folded)
    if len(numbers) != 1:
        return None
    number, start, end = numbers[0]
    (before, strict), behind = _said_before(folded[:start]), _said_behind(folded[end:])
    if before and behind and before != behind:
        return None
    return Target(number, before or behind, strict and not behind)


def _said_before(text: str) -> tuple[int, bool]:
    """Return the way that the words in front of the number say, and whether it is strict."""
    if sign := _SIGN.search(text):
        more = sign["sign"].strip("=") in (">", "\u2265")
        return 1 if more else -1, sign["sign"] in ("<", ">")
    for pattern, way in ((_OVER, 1), (_UNDER, -1)):
        if found := pattern.search(text):
            return (-way, False) if found["not"] else (way, not found["equal"])
    for pattern, way in ((_LEAST, 1), (_MOST, -1)):
        if pattern.search(text):
            return way, False
    return 0, False


def _said_behind(text: str) -> int:
    found = _BEHIND.match(text)
    if found is None:
        return 0
    return 1 if any(found[name] for name in ("more", "least", "plus", "minimum")) else -1
