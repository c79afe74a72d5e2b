"""The check-ins one chooses among when a deal is signed, by its type (article 000), and how often in words."""

from __future__ import annotations

from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import DealType

NONE = "none"
_CHOICES: dict[str, tuple[str, ...]] = {
    DealType.CLIENT: ("weekly, then every 2 weeks", "weekly, then monthly"),
    DealType.VENDOR: ("every 2 weeks, then monthly; business review: quarterly",),
    DealType.PARTNER: (
        "weekly, then monthly; strategy review: quarterly",
        "every 2 weeks, then monthly; strategy review: quarterly",
    ),
}
_OTHERS = ("weekly, then monthly", "monthly")
_ADVERBS = {"1 day": "daily", "1 week": "weekly", "1 month": "monthly", "3 months": "quarterly", "1 year": "yearly"}


def choices(deal_type: str | None) -> tuple[str, ...]:
    """Return the check-ins that are usual for a type of deal, each as it would be typed; "none" is the last."""
    return (*_CHOICES.get(deal_type or "", _OTHERS), NONE)


def next_choice(offered: tuple[str, ...], text: str, step: int) -> str:
    """Return the choice after the typed one, before it for a negative ``step``; around the ends."""
    if text.strip() not in offered:
        return offered[0 if step > 0 else -1]
    return offered[(offered.index(text.strip()) + step) % len(offered)]


def often(every: Period) -> str:
    """Return how often, in words: "weekly", "every 2 weeks", "quarterly"."""
    return _ADVERBS.get(str(every), f"every {every}")


def schedule_words(early: Period | None, ongoing: Period | None, until: str) -> str:
    """Return how often in words: "weekly until Sat 12 Dec, then every 2 weeks"; ``until`` is empty for no switch."""
    first = (often(early) + (f" until {until}" if until else "")) if early else ""
    return ", then ".join(part for part in (first, often(ongoing) if ongoing else "") if part)
