"""The one clock of the program: read once at the edge, passed down as an argument, moved by hand in tests."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta, tzinfo


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


class LocalZone(tzinfo):
    """The zone of this machine with its daylight saving; an offset taken from one instant is wrong half the year."""

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        """Return what local time is ahead of UTC at this wall time."""
        return (when or datetime.now(UTC)).replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, _when: datetime | None) -> timedelta | None:
        """Return None: how much of the offset is daylight saving is not known."""
        return None

    def tzname(self, when: datetime | None) -> str | None:
        """Return what the machine calls its zone at this wall time."""
        return (when or datetime.now(UTC)).replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, when: datetime) -> datetime:
        """Return a UTC instant, marked with this zone, as local time."""
        local = when.replace(tzinfo=UTC).astimezone()
        wall = local.replace(tzinfo=None)
        # The hour that comes twice: the second time is the one whose offset the first reading has not.
        return wall.replace(tzinfo=self, fold=int(wall.astimezone().utcoffset() != local.utcoffset()))


LOCAL = LocalZone()
