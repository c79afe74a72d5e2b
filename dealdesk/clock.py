"""The one clock of the program: read once at the edge, passed down as an argument, moved by hand in tests."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime


class Clock:
    """Wall and monotonic time of this machine; a test replaces the whole object."""

    def now(self) -> datetime:
        """Return the instant, in UTC."""
        return datetime.now(UTC)

    def mono(self) -> float:
        """Return seconds that never run backwards; only differences mean something."""
        return time.monotonic()

    def today(self) -> date:
        """Return the local calendar day."""
        return self.now().astimezone().date()


def stamp(instant: datetime) -> str:
    """Return an instant as the store keeps it: fixed-width UTC text, ``2026-05-12T14:02:11.123Z``."""
    instant = instant.astimezone(UTC)
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03d}Z"


def instant(text: str) -> datetime:
    """Return the instant that :func:`stamp` wrote."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
