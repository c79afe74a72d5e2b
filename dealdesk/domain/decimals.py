"""Numbers with decimals as a person types them: 98.5 %, 1,200, 12,5, 40 h.

A single separator in front of exactly three digits groups thousands, as in amounts of money (``1.200`` is twelve
hundred); ``0.125`` and ``1234.567`` are decimals, as no group can stand before them. A word or a sign after the number
is its unit and is passed over.
"""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[+\-\u2212]?\d[\d.,']*")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([.,'])\d{3})(?:\1\d{3})*")
_UNIT = re.compile(r"\s*(?:%|[^\W\d_][^\d]{0,20})?")
#: Larger than this is no reading of anything; a float still holds it to the unit.
LARGEST = 1e15


def read_decimal(text: str) -> float | None:
    """Return the number that ``text`` begins with, with or without a unit behind it; None for none."""
    text = text.strip()
    found = _NUMBER.match(text)
    if found is None or _UNIT.fullmatch(text[found.end() :]) is None:
        return None
    return _value(found[0])


def decimals_at(text: str) -> list[tuple[float, int, int]]:
    """Return the numbers that stand in ``text``, each with where it begins and ends."""
    found = ((_value(match[0]), match) for match in _NUMBER.finditer(text))
    return [(value, match.start(), match.end()) for value, match in found if value is not None]


def show_decimal(value: float) -> str:
    """Return a number as it would be typed: 98, 98.5, 1200; at most six decimals."""
    if not abs(value) < LARGEST:
        return str(value)
    return f"{value:.6f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def _value(text: str) -> float | None:
    sign = -1 if text[0] in "-\u2212" else 1
    digits = text.lstrip("+-\u2212").rstrip(".,'")
    if _GROUPED.fullmatch(digits):
        digits = re.sub(r"[.,']", "", digits)
    elif "," in digits and "." in digits:
        last = max(digits.rfind(","), digits.rfind("."))
        whole, decimal = digits[:last], digits[last + 1 :]
        if not _GROUPED.fullmatch(whole):
            return None
        digits = f"{re.sub(r'[.,]', '', whole)}.{decimal}"
    else:
        digits = digits.replace(",", ".")
    if not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", digits):
        return None
    value = sign * float(digits)
    return value if abs(value) < LARGEST else None
