"""The rows of the demo that no form fills yet, and its finished debriefs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from itertools import cycle
from typing import Any, Protocol

from sqlmodel import Session, select

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.line_grammar import parse_line
from dealdesk.domain.section_clock import SectionState
from dealdesk.domain.vocabulary import ActionState, ChangeKind, DebriefKind, SetBy, TakeawayKind, Verdict
from dealdesk.store import change_follow, changes, debriefs, held, lines, parties
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.debriefs import Debrief, DebriefSection
from dealdesk.store.tables.delivery import Contact, GiveTake, Issue, Metric, Risk
from dealdesk.store.tables.presign import Expectation, Limit, SignCheck, WalkAway
from dealdesk.store.tables.registers import LeverageMark
from dealdesk.templates.load import load_sections

_TABLES: dict[str, tuple[type[Any], str]] = {
    "action": (Action, "added an action"),
    "metric": (Metric, "added a metric"),
    "contact": (Contact, "said who to call"),
    "risk": (Risk, "added a risk"),
    "issue": (Issue, "opened an issue"),
    "give_take": (GiveTake, "noted what was given"),
    "my_limit": (Limit, "wrote down a limit"),
    "walk_away": (WalkAway, "wrote down when to walk away"),
    "expectation": (Expectation, "noted an expectation"),
    "sign_check": (SignCheck, "checked before signing"),
}
_PERSON_OF = {"owner": "owner_id", "person": "person_id"}
_KINDS = {"worked": TakeawayKind, "changes": ChangeKind}
_SECTIONS = ("moments", "worked", "missed", "friction", "changes")

Act = Callable[[Session, Context, datetime], object]


class Life(Protocol):
    """What a step needs to know of the whole demo."""

    ids: dict[int, int]
    """The key of each deal in the file, once it was entered."""

    def add(self, days: int | str, minutes: float, name: str, act: Act) -> None:
        """Put a step on its day."""

    def day(self, days: int | str, *, exact: bool = False) -> date:
        """Return the date of a day counted from today."""

    def text(self, value: object) -> str:
        """Return a text with its days written out."""


def row(life: Life, key: int, table: str, values: Mapping[str, Any], number: int) -> None:
    """Collect the step that adds one row of a table without a form, or says who makes the changes and by when."""
    if table == "playbook":
        life.add(values["at"], 600 + number, "said who makes the changes", _owed(life, key, values))
        return
    model, name = _TABLES[table]

    def act(session: Session, _context: Context, _now: datetime) -> None:
        found = _values(life, session, model, values)
        session.add(model(**found, deal_id=life.ids[key]))
        session.flush()

    life.add(values["at"], 240 + number, name, act)


def _owed(life: Life, key: int, values: Mapping[str, Any]) -> Act:
    def act(session: Session, context: Context, now: datetime) -> None:
        deal_id = life.ids[key]
        changes.set_owed(session, deal_id, values["owner"], life.day(values["due_on"]).isoformat(), context)
        if "done_on" in values:
            action = change_follow.action_of(session, deal_id)
            action.state, action.done_on = ActionState.DONE, life.day(values["done_on"])
            action.done_at = stamp(now)
            session.add(action)
            session.flush()

    return act


def _values(life: Life, session: Session, model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in _PERSON_OF:
            found[_PERSON_OF[name]] = parties.person_named(session, value).id
        elif name.endswith("_on") and type(value) is int:
            found[name] = life.day(value)
        elif name != "at":
            found[name] = value
    if "done_on" in found:
        found["state"] = ActionState.DONE
    if "due_on" in found and "due_set_by" in model.model_fields:
        found.setdefault("due_set_by", SetBy.PERSON)
    return found


def debrief(life: Life, key: int, told: Mapping[str, Any]) -> None:
    """Collect the steps of a finished debrief: started, its lines one by one, ended."""
    started = 420.0  # three in the afternoon

    def start(session: Session, _context: Context, now: datetime) -> None:
        number = debriefs.start(session, life.ids[key], DebriefKind.FIRST, 45, load_sections(), now)
        row = session.get_one(Debrief, number)
        for name in ("participants", "intended", "actual", "lucky", "satisfaction"):
            if name in told:
                setattr(row, name, told[name])
        session.add(row)
        session.flush()

    life.add(told["at"], started, "started a debrief", start)
    entries = [(section, entry) for section in _SECTIONS for entry in told.get(section, [])]
    marks = told.get("leverage", [])
    every = told["minutes"] / (len(entries) + len(marks) + 1)
    for number, (section, entry) in enumerate(entries, 1):
        life.add(told["at"], started + every * number, "added a line", _line(life, key, section, entry))
    for number, mark in enumerate(marks, len(entries) + 1):
        life.add(told["at"], started + every * number, "marked leverage", _mark(life, key, mark))
    life.add(told["at"], started + told["minutes"], "ended a debrief", _end(life, key, told["minutes"]))


def second_debrief(life: Life, key: int, told: Mapping[str, Any]) -> None:
    """Collect the steps of a finished second debrief: what the first one took for true, judged line by line."""
    started = 480.0

    def start(session: Session, _context: Context, now: datetime) -> None:
        debriefs.start(session, life.ids[key], DebriefKind.SECOND, 25, load_sections(), now)

    def judge(session: Session, _context: Context, now: datetime) -> None:
        deal_id = life.ids[key]
        number = _held(session, deal_id, DebriefKind.SECOND)
        con: Any = session.connection().connection.dbapi_connection
        for line, verdict in zip(held.lines(con, deal_id, number), cycle(told["verdicts"]), strict=False):
            held.mark(session, number, line.section, line.uid, Verdict(verdict), now)

    life.add(told["at"], started, "started a debrief", start)
    life.add(told["at"], started + 5, "said what held", judge)
    ended = _end(life, key, told["minutes"], DebriefKind.SECOND)
    life.add(told["at"], started + told["minutes"], "ended a debrief", ended)


def _held(session: Session, deal_id: int, kind: DebriefKind = DebriefKind.FIRST) -> int:
    return stored_id(session.exec(select(Debrief).where(Debrief.deal_id == deal_id, Debrief.kind == kind)).one())


def _line(life: Life, key: int, section: str, entry: str | Mapping[str, str]) -> Act:
    text = entry if isinstance(entry, str) else entry["text"]
    role = None if isinstance(entry, str) else entry["role"]

    def act(session: Session, context: Context, _now: datetime) -> None:
        deal_id = life.ids[key]
        read = parse_line(life.text(text), context.today, context.order, kinds=tuple(_KINDS.get(section, ())))
        uid = lines.add(session, section, deal_id, _held(session, deal_id), read)
        if role:
            found = lines.find(session, section, uid)
            lines.set_kind(session, section, uid, found.kind, role)

    return act


def _mark(life: Life, key: int, mark: Mapping[str, Any]) -> Act:
    def act(session: Session, _context: Context, _now: datetime) -> None:
        deal_id = life.ids[key]
        session.add(LeverageMark(**mark, deal_id=deal_id, debrief_id=_held(session, deal_id)))
        session.flush()

    return act


def _end(life: Life, key: int, minutes: float, kind: DebriefKind = DebriefKind.FIRST) -> Act:
    def act(session: Session, _context: Context, now: datetime) -> None:
        number = _held(session, life.ids[key], kind)
        sections = session.exec(select(DebriefSection).where(DebriefSection.debrief_id == number)).all()
        planned = sum(section.planned_s for section in sections)
        for section in sections:
            section.used_s = round(section.planned_s * minutes * 60 / planned)
            section.state = SectionState.DONE
            session.add(section)
        debriefs.finish(session, number, now)

    return act
