"""What decides dates on this desk: settings and days off."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index, text

from dealdesk.store.tables.base import Row


class Setting(Row, table=True):
    """One setting that decides what is stored: work week, zone, date order, currency, alone or with a team."""

    name: str
    value: str = ""

    __table_args__ = (Index("setting_once", "name", unique=True, sqlite_where=text("archived_at IS NULL")),)


class DayOff(Row, table=True):
    """A day on which nobody works."""

    __tablename__ = "day_off"

    day: date
    name: str = ""

    __table_args__ = (Index("day_off_once", "day", unique=True, sqlite_where=text("archived_at IS NULL")),)
