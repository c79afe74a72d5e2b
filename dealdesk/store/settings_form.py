"""The settings as a form: the text of each field, and what it changes when its text is another one."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain.dates import parse_date
from dealdesk.domain.fields import Context, read
from dealdesk.domain.forms import SETTINGS
from dealdesk.domain.money import CURRENCIES
from dealdesk.errors import InputRefused
from dealdesk.store import dating, forms, parties, settings
from dealdesk.store.engine import raw
from dealdesk.store.tables.desk import DayOff

#: The row that typing in this form is kept under.
TABLE, UID = "setting", "desk"


def texts(con: sqlite3.Connection) -> dict[str, str]:
    """Return what each field of the form holds."""
    found = settings.load(con)
    return {
        "name": found.me,
        "initials": found.initials,
        "team": found.team,
        "date_order": found.date_order,
        "currency": found.currency,
        "days_off": ", ".join(day.isoformat() for day in sorted(found.calendar.holidays)),
    }


def write(session: Session, name: str, text: str, context: Context, now: datetime) -> None:
    """Make the text of one field the setting, and compute again what follows; raises :class:`InputRefused`."""
    con = raw(session)
    spec = next(spec for spec in SETTINGS if spec.name == name)
    before = settings.load(con)
    value = str(read(spec, text, context).value or "")
    if name in ("name", "initials"):
        mine = {"name": texts(con)["name"], "initials": texts(con)["initials"], name: value}
        parties.set_me(session, mine["name"], mine["initials"])
    elif name == "days_off":
        _put_days_off(session, _days(value, context), now)
        dating.recompute(session, context, now, before)
    elif name == "currency":
        settings.put(con, name, _currency(value))
    else:
        settings.put(con, name, value or settings.DEFAULTS[name])
    forms.drop(session, f"{TABLE}/{UID}/{name}")


def _currency(text: str) -> str:
    code = text.strip().upper() or settings.DEFAULTS["currency"]
    if code not in CURRENCIES:
        raise InputRefused(f"{code} is no currency I know: three letters, like EUR or USD.")
    return code


def _days(text: str, context: Context) -> set[date]:
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    return {parse_date(part, context.today, order=context.order, calendar=context.calendar) for part in parts if part}


def _put_days_off(session: Session, wanted: set[date], now: datetime) -> None:
    for row in session.exec(select(DayOff).where(col(DayOff.archived_at).is_(None))).all():
        if row.day in wanted:
            wanted = wanted - {row.day}
        else:
            row.archived_at = stamp(now)
            session.add(row)
    for day in sorted(wanted):
        session.add(DayOff(day=day))
    session.flush()
