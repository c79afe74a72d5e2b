"""The days off of this desk, with their names: typed, or read from a holiday calendar."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.counts import counted
from dealdesk.domain import holidays_ics
from dealdesk.domain.calendar import add_days
from dealdesk.domain.dates import DateRefused, parse_date
from dealdesk.domain.fields import Context
from dealdesk.errors import InputRefused
from dealdesk.store.tables.desk import DayOff
from dealdesk.text import clean

_RANGE = re.compile(r"\s+(?:to|until)\s+|\s*\.\.\s*", re.IGNORECASE)
_LONGEST_RANGE = 92
_MOST = 5000


def listed(con: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the days off as (ISO date, name), in order; without the ORM."""
    return con.execute("SELECT day, name FROM day_off WHERE archived_at IS NULL ORDER BY day").fetchall()


def read_days(text: str, context: Context) -> dict[date, str]:
    """Read days off parted by commas, each a date, a range "24 dec to 31 dec" or a date with a name after a colon.

    Raises :class:`InputRefused` for what is no date, and for a range that runs backwards or over three months.
    """
    found: dict[date, str] = {}
    for part in re.split(r"[,;\n]", text):
        words, _, name = part.partition(":")
        if not words.strip():
            continue
        ends = [_day(word, context) for word in _RANGE.split(words.strip())]
        long = (ends[-1] - ends[0]).days
        if len(ends) > 2 or not 0 <= long <= _LONGEST_RANGE:
            raise InputRefused(f"{part.strip()[:30]}: days off run from a day to a later one, three months at most.")
        found.update((add_days(ends[0], step), clean(name)) for step in range(long + 1))
    if len(found) > _MOST:
        raise InputRefused(f"At most {_MOST:,} days off.")
    return found


def _day(text: str, context: Context) -> date:
    try:
        return parse_date(text.strip(), context.today, order=context.order, calendar=context.calendar)
    except DateRefused as refusal:
        if str(refusal) != str(DateRefused()):
            raise
        raise InputRefused(f"{text.strip()[:20]} is no date I can read: try 25 dec, 2027-01-01") from None


def put(session: Session, wanted: Mapping[date, str], now: datetime) -> None:
    """Make ``wanted`` the days off; one that was there already keeps its name where none is given."""
    left = dict(wanted)
    for row in session.exec(select(DayOff).where(col(DayOff.archived_at).is_(None))).all():
        if row.day in left:
            row.name = left.pop(row.day) or row.name
        else:
            row.archived_at = stamp(now)
        session.add(row)
    # One that goes has to be gone before one of the same day may come.
    session.flush()
    add(session, left)


def add(session: Session, wanted: Mapping[date, str]) -> int:
    """Add days off; return how many were not there yet."""
    there = set(session.exec(select(col(DayOff.day)).where(col(DayOff.archived_at).is_(None))))
    fresh = {day: name for day, name in wanted.items() if day not in there}
    session.add_all(DayOff(day=day, name=name) for day, name in sorted(fresh.items()))
    session.flush()
    return len(fresh)


def remove(session: Session, unwanted: Mapping[date, str], now: datetime) -> int:
    """Take days off away; return how many. Raises :class:`InputRefused` where one is none of them."""
    rows = {row.day: row for row in session.exec(select(DayOff).where(col(DayOff.archived_at).is_(None)))}
    missing = [day for day in unwanted if day not in rows]
    if missing:
        raise InputRefused(f"{missing[0].isoformat()} is no day off.")
    for day in unwanted:
        rows[day].archived_at = stamp(now)
        session.add(rows[day])
    session.flush()
    return len(unwanted)


def read_file(path: str, today: date) -> holidays_ics.Holidays:
    """Read a holiday calendar; raises :class:`InputRefused` for a file that can't be read, or is none."""
    path = os.path.expanduser(path.strip())
    try:
        if not os.path.isfile(path):  # a pipe or a device would be waited for
            there = os.path.exists(path)
            raise InputRefused(
                f"{path} is no file to read: a folder or a device." if there else f"There is no file {path}."
            )
        with open(path, "rb") as file:
            data = file.read(holidays_ics.LARGEST + 1)
    except OSError as error:
        raise InputRefused(f"{path} can't be read: {error.strerror}.") from None
    return holidays_ics.read_ics(data, today)


def told(fresh: int, found: holidays_ics.Holidays) -> str:
    """Return what a calendar brought, in one sentence."""
    there = len(found.days) - fresh
    parts = [
        f"{counted(fresh, 'day')} off added",
        f"{there} known already" if there else "",
        f"{counted(found.left_out, 'event')} with a time of day or called off left out" if found.left_out else "",
    ]
    return ", ".join(part for part in parts if part) + "."
