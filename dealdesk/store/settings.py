"""What decides dates and amounts on this desk: kept in the file, so that every window computes alike."""

from __future__ import annotations

import sqlite3
from datetime import date, time
from typing import NamedTuple

from dealdesk.domain.dates import WorkCalendar
from dealdesk.domain.deadlines import WorkTime
from dealdesk.domain.fields import Context
from dealdesk.domain.work_week import LAST_MINUTE
from dealdesk.errors import InputRefused
from dealdesk.store.uid import new_uid

DEFAULTS = {
    "date_order": "dmy",
    "currency": "EUR",
    "work_week": "01234",
    "team": "alone",
    "working_hours": "09:00-18:00",
    "strict_clock": "",
    "follow_through": "full",
    "light_below": "",
    "notice_leads": "90,60,30,14,7,1",
    "give_take": "",
    "theme": "auto",
    "introduced": "",
    "advanced_on": "",
    "asked_on": "",
}


class Settings(NamedTuple):
    """The settings of a desk, read in one go."""

    date_order: str
    currency: str
    team: str
    working_hours: str
    introduced: bool
    advanced_on: str
    """Local ISO date on which dates were last moved on with the day."""
    asked_on: str
    """Local ISO date on which a deal was last asked about; empty for never."""
    calendar: WorkCalendar
    me: str
    initials: str
    strict_clock: bool
    follow_through: str
    light_below: str
    notice_leads: tuple[int, ...]
    give_take: str
    """How much apart is too much, as it is typed; empty: what ``domain.balance`` says."""
    theme: str
    """Auto, dark or light."""

    @property
    def work(self) -> WorkTime:
        """When this desk works: its calendar and its hours."""
        begins, _, ends = self.working_hours.partition("-")
        until = time.max if ends == LAST_MINUTE else time.fromisoformat(ends)
        return WorkTime(self.calendar, time.fromisoformat(begins), until)

    def context(self, today: date) -> Context:
        """Return what the reading of a field depends on."""
        return Context(today, self.date_order, self.calendar, self.currency)


def load(con: sqlite3.Connection) -> Settings:
    """Return the settings, with defaults for what was never set."""
    values = dict(DEFAULTS)
    values.update(con.execute("SELECT name, value FROM setting WHERE archived_at IS NULL").fetchall())
    days = con.execute("SELECT day FROM day_off WHERE archived_at IS NULL").fetchall()
    me = con.execute("SELECT name, initials FROM person WHERE is_me AND archived_at IS NULL LIMIT 1").fetchone()
    return Settings(
        date_order=values["date_order"],
        currency=values["currency"],
        team=values["team"],
        working_hours=values["working_hours"],
        introduced=bool(values["introduced"]),
        advanced_on=values["advanced_on"],
        asked_on=values["asked_on"],
        calendar=WorkCalendar(
            frozenset(date.fromisoformat(day) for (day,) in days),
            frozenset(int(digit) for digit in values["work_week"]),
        ),
        me=me[0] if me else "",
        initials=me[1] if me else "",
        strict_clock=bool(values["strict_clock"]),
        follow_through=values["follow_through"],
        light_below=values["light_below"],
        notice_leads=tuple(int(days) for days in values["notice_leads"].split(",") if days),
        give_take=values["give_take"],
        theme=values["theme"],
    )


def put(con: sqlite3.Connection, name: str, value: str) -> None:
    """Set one setting; inside a command. Raises :class:`InputRefused` for a name there is not."""
    if name not in DEFAULTS:
        raise InputRefused(f"There is no setting {name}; there are: {', '.join(DEFAULTS)}.")
    done = con.execute("UPDATE setting SET value = ? WHERE name = ? AND archived_at IS NULL", (value, name)).rowcount
    if not done:
        con.execute("INSERT INTO setting (uid, name, value) VALUES (?, ?, ?)", (new_uid(), name, value))
