"""The settings as a form: the text of each field, and what it changes when its text is another one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple

from sqlmodel import Session

from dealdesk.domain import balance, work_week
from dealdesk.domain.fields import Context, FieldSpec, Kind, read, write_out
from dealdesk.domain.forms import SETTINGS
from dealdesk.domain.money import CURRENCIES
from dealdesk.errors import InputRefused
from dealdesk.store import dating, days_off, forms, parties, settings
from dealdesk.store.dating import Moved
from dealdesk.store.engine import raw

#: The row that typing in this form is kept under.
TABLE, UID = "setting", "desk"
#: The settings that decide stored dates.
MOVING = frozenset({"work_week", "working_hours", "days_off", "holidays", "strict_clock", "notice_leads"})


class Written(NamedTuple):
    """What a setting changed."""

    moved: tuple[Moved, ...] = ()
    said: str = ""
    """What else there is to say of it, as a sentence."""


def texts(con: sqlite3.Connection) -> dict[str, str]:
    """Return what each field of the form holds."""
    found = settings.load(con)
    return {
        "name": found.me,
        "initials": found.initials,
        "team": found.team,
        "date_order": found.date_order,
        "currency": found.currency,
        "work_week": work_week.say_week(found.calendar.workdays),
        "working_hours": work_week.say_hours(found.working_hours),
        "days_off": ", ".join(day.isoformat() for day in sorted(found.calendar.holidays)),
        "holidays": "",
        "strict_clock": "yes" if found.strict_clock else "",
        "follow_through": found.follow_through,
        "light_below": found.light_below,
        "notice_leads": ", ".join(map(str, found.notice_leads)),
        "give_take": balance.show_limits(balance.read_limits(found.give_take)),
        "theme": found.theme,
    }


def spec_of(name: str) -> FieldSpec:
    """Return the field of a setting; raises :class:`InputRefused` for a name there is not."""
    for spec in SETTINGS:
        if spec.name == name:
            return spec
    names = ", ".join(spec.name for spec in SETTINGS if spec.name != "holidays")  # a file that is read, not a value
    raise InputRefused(f"There is no setting {name[:40]}; there are: {names}.")


def write(session: Session, name: str, text: str, context: Context, now: datetime) -> Written:
    """Make the text of one field the setting, and compute again what follows; return what that was.

    Raises :class:`InputRefused`; nothing is changed then.
    """
    spec = spec_of(name)
    value = write_out(spec, _read(spec, text, context))
    before = settings.load(raw(session))
    said = ""
    if name in ("name", "initials"):
        mine = {"name": before.me, "initials": before.initials, name: value}
        parties.set_me(session, mine["name"], mine["initials"])
    elif name == "days_off":
        days_off.put(session, days_off.read_days(value, context), now)
    elif name == "holidays":
        said = _from_file(session, value, context.today) if value else ""
    else:
        default = settings.DEFAULTS[name]
        kept = _KEPT[name](value) if value and name in _KEPT else value or default
        settings.put(raw(session), name, kept)
    forms.drop(session, f"{TABLE}/{UID}/{name}")
    return Written(_moved(session, name, context, now, before), said)


def _read(spec: FieldSpec, text: str, context: Context) -> object:
    """Read a setting; of a choice the words that are taken are named, with what they mean."""
    try:
        return read(spec, text, context).value
    except InputRefused:
        if spec.kind is not Kind.PICK:
            raise
        words = (value if value == label else f"{value} ({label})" for value, label in spec.choices)
        raise InputRefused(f"{spec.label} is one of: {', '.join(words)}.") from None


def change_days(session: Session, add: str, remove: str, path: str, context: Context, now: datetime) -> Written:
    """Add days off, those of the holiday calendar at ``path`` (if any) too, and take others away, as one change.

    Raises :class:`InputRefused`; nothing is changed then.
    """
    before = settings.load(raw(session))
    said = _from_file(session, path, context.today) if path else ""
    days_off.add(session, days_off.read_days(add, context))
    days_off.remove(session, days_off.read_days(remove, context), now)
    return Written(_moved(session, "days_off", context, now, before), said)


def _moved(
    session: Session, name: str, context: Context, now: datetime, before: settings.Settings
) -> tuple[Moved, ...]:
    return dating.recompute(session, context, now, before) if name in MOVING else ()


def _from_file(session: Session, path: str, today: date) -> str:
    found = days_off.read_file(path, today)
    return days_off.told(days_off.add(session, {day.day: day.name for day in found.days}), found)


def _week(text: str) -> str:
    return "".join(map(str, work_week.read_week(text)))


def _leads(text: str) -> str:
    return ",".join(map(str, work_week.read_leads(text)))


def _limits(text: str) -> str:
    return balance.show_limits(balance.read_limits(text))


def _currency(text: str) -> str:
    code = text.strip().upper()
    if code not in CURRENCIES:
        raise InputRefused(f"{code} is no currency I know: three letters, like EUR or USD.")
    return code


#: How a setting that is typed as words is kept.
_KEPT: dict[str, Callable[[str], str]] = {
    "currency": _currency,
    "work_week": _week,
    "working_hours": work_week.read_hours,
    "notice_leads": _leads,
    "give_take": _limits,
}
