"""The demo desk: invented deals in a file of their own, lived through day by day, so that it has a real history.

Everything is entered through the functions a person's commands go through, each at the day and hour the data name,
counted from today.
"""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import Any, NamedTuple

from sqlmodel import Session

from dealdesk import paths
from dealdesk.clock import LOCAL, Clock, stamp
from dealdesk.domain import deadlines
from dealdesk.domain.calendar import WorkCalendar, add_business_days
from dealdesk.domain.deadlines import WorkTime
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Origin
from dealdesk.errors import Damaged, DealdeskError, NotWritable
from dealdesk.imports import demo_registers, demo_rows, demo_talks
from dealdesk.store import backup, connect, dating, deals, engine, forms, migrate, parties, settings
from dealdesk.store.history import Command
from dealdesk.store.tables.deals import Deal
from dealdesk.store.uid import new_uid

_DAY = re.compile(r"\{(=?)(-?\d+)\}")
_DUE_TODAY = "debrief due today"
_WORKDAYS = WorkCalendar()


def ensure(path: str, clock: Clock, fresh: bool = False) -> str:
    """Return ``path`` with a demo desk in it: the one that is there, or a new one.

    With ``fresh`` the old one is copied to its backups first. Raises :class:`NotWritable`.
    """
    if not os.path.exists(path):
        build(path, clock)
    elif fresh:
        with contextlib.suppress(DealdeskError):
            connect.connect(path).close()  # finishes what a killed window left half written
        with contextlib.suppress(Damaged):  # a damaged demo is worth no copy
            backup.make(path, clock.now(), "demo")
        part = _built_beside(path, clock)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(f"{path}-journal")  # it belongs to the old file
        os.replace(part, path)
    return path


def build(path: str, clock: Clock) -> None:
    """Create the demo desk at ``path``, dated from today. Raises :class:`NotWritable` where something is there."""
    if os.path.lexists(path):
        raise NotWritable(f"{path} is already there and was left alone.")
    part = _built_beside(path, clock)
    try:
        os.link(part, path)
        os.unlink(part)
    except OSError:  # a disk without hard links
        os.replace(part, path)


def _built_beside(path: str, clock: Clock) -> str:
    """Return a finished demo desk beside ``path``, under a name of its own."""
    paths.make_folder(os.path.dirname(os.path.abspath(path)))
    part = f"{path}.{new_uid()}.part"
    try:
        with connect.sentences(part):
            con = migrate.open_or_create(part)
            try:
                # Nobody waits for this file yet: it is made durable once, as a whole.
                con.execute("PRAGMA synchronous=OFF")
                _Life(con, clock).live(_data())
            finally:
                con.close()
        handle = os.open(part, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise
    return part


def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("dealdesk.imports").joinpath("demo.toml").read_text(encoding="utf-8"))


class Step(NamedTuple):
    """One command of the demo's past."""

    at: datetime
    name: str
    act: Callable[[Session, Context, datetime], object]


class _Life:
    """Lives through the data: collects all steps, then carries them out in the order of their days."""

    def __init__(self, con: sqlite3.Connection, clock: Clock) -> None:
        self.con = con
        self.engine = engine.engine_over(con)
        self.now = clock.now()
        self.today = clock.today()
        self.ids: dict[int, int] = {}
        self.steps: list[Step] = []

    def live(self, data: Mapping[str, Any]) -> None:
        """Carry out everything the data tell."""
        first = min(deal["at"] for deal in data["deal"])
        self.add(
            first, 8, "introduced this desk", lambda session, _context, now: _introduce(session, self.con, data, now)
        )
        for key, deal in enumerate(data["deal"]):
            self.deal(key, deal)
        demo_talks.day_off(self, data["days_off"]["at"], data["days_off"]["text"])
        for step in sorted(self.steps, key=lambda step: step.at):
            context = settings.load(self.con).context(step.at.astimezone(LOCAL).date())
            engine.write(self.con, self.engine, Command(step.name, None, "demo"), step.at, step.act, context, step.at)
        calendar = settings.load(self.con).calendar
        moved = Command("moved dates on with the day", None, "demo", Origin.RULE)
        engine.write(self.con, self.engine, moved, self.now, dating.advance, calendar, self.today)

    def add(
        self, days: int | str, minutes: float, name: str, act: Callable[[Session, Context, datetime], object]
    ) -> None:
        """Put a step ``days`` from today, ``minutes`` after eight in the morning, never after now."""
        morning = datetime.combine(self.day(days), time(8), tzinfo=LOCAL)
        self.steps.append(Step(min(morning + timedelta(minutes=minutes), self.now), name, act))

    def day(self, days: int | str, *, exact: bool = False) -> date:
        """Return the date so many days from today; the past rolls back and the future on to a working day.

        "-7b" is seven working days ago.
        """
        if days == _DUE_TODAY:
            return self.signed_for_today()
        if isinstance(days, str) and days.endswith("b"):
            return add_business_days(self.today, int(days[:-1]), _WORKDAYS)
        found = self.today + timedelta(days=int(days))
        if exact or found == self.today:
            return found
        return _WORKDAYS.back(found) if found < self.today else _WORKDAYS.forward(found)

    def signed_for_today(self) -> date:
        """Return a day of signing whose debrief is due today, a working day if there is one; on a day off, any."""
        fitting = [
            signed
            for signed in (self.today - timedelta(days=back) for back in range(1, 8))
            if deadlines.first_debrief(signed, None, LOCAL, WorkTime(_WORKDAYS)).due_on == self.today
        ]
        working = [signed for signed in fitting if _WORKDAYS.is_working(signed)]
        return next(iter([*working, *fitting]), _WORKDAYS.back(self.today - timedelta(days=2)))

    def text(self, value: object) -> str:
        """Return a text of the data with its days written out as dates."""
        if value == _DUE_TODAY:
            return self.signed_for_today().isoformat()
        return _DAY.sub(lambda found: self.day(found[2], exact=bool(found[1])).isoformat(), str(value))

    def texts(self, values: Mapping[str, object]) -> dict[str, str]:
        """Return the texts of a form, without the day they were entered."""
        return {name: self.text(value) for name, value in values.items() if name != "at"}

    def deal(self, key: int, deal: Mapping[str, Any]) -> None:
        """Collect the steps of one deal."""
        at = deal["at"]

        def enter(session: Session, context: Context, now: datetime) -> None:
            self.ids[key] = deals.add(session, self.texts(deal["fields"]), context, now).id or 0

        self.add(at, 30 + key, "added a deal", enter)
        for number, person in enumerate(deal.get("people", [])):
            self.form(key, "deal_person", at, 60 + key + 2 * number, "added a person", person)
        signed = deal.get("signed")
        agreed = signed["at"] if signed else at
        for number, term in enumerate(deal.get("terms", [])):
            self.form(key, "term", agreed, 90 + key + number, "added a term", term)
        for number, document in enumerate(deal.get("documents", [])):
            self.form(key, "document", agreed, 120 + number, "linked a document", document)
        for number, note in enumerate(deal.get("notes", [])):
            self.form(
                key, "note", note["at"], 200 + number, "captured a note", {**note, "happened_on": f"{{{note['at']}}}"}
            )
        for entry in deal.get("friction", []):
            dated = {**entry, "happened_on": f"{{{entry['at']}}}"}
            self.form(key, "friction", entry["at"], 300, "logged a friction", dated)
        if signed:
            demo_talks.signed(self, key, signed)
        for change in deal.get("edits", []):
            self.edit(key, change["at"], "edited a deal", change)
        if "debrief" in deal:
            demo_rows.debrief(self, key, deal["debrief"])
        if "second" in deal:
            demo_rows.second_debrief(self, key, deal["second"])
        demo_talks.lived(self, key, deal)
        demo_registers.kept(self, key, deal)
        for table, rows in deal.get("rows", {}).items():
            for number, row in enumerate(rows):
                demo_rows.row(self, key, table, row, number)

    def form(
        self, key: int, table: str, days: int | str, minutes: float, name: str, values: Mapping[str, object]
    ) -> None:
        """Collect the step that fills in one form."""

        def act(session: Session, context: Context, now: datetime) -> None:
            forms.create(session, table, new_uid(), self.ids[key], self.texts(values), context, now)

        self.add(days, minutes, name, act)

    def edit(self, key: int, days: int | str, name: str, values: Mapping[str, object]) -> None:
        """Collect the step that changes fields of a deal."""

        def act(session: Session, context: Context, now: datetime) -> None:
            uid = session.get_one(Deal, self.ids[key]).uid
            for field, text in self.texts(values).items():
                forms.promote(session, "deal", uid, field, text, None, context, now)

        self.add(days, 180, name, act)


def _introduce(session: Session, con: sqlite3.Connection, data: Mapping[str, Any], now: datetime) -> None:
    parties.set_me(session, data["me"]["name"], data["me"]["initials"])
    for colleague in data["colleagues"]:
        person = parties.person_named(session, colleague["name"])
        person.initials, person.style = colleague["initials"], colleague["style"]
        session.add(person)
    session.flush()
    settings.put(con, "team", "team")
    settings.put(con, "introduced", stamp(now))
