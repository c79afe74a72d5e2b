"""What is due: the same rows as the models give, in an order that can be explained, from indexes alone."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlmodel import Session, SQLModel, select

from dealdesk.domain import urgency
from dealdesk.domain.vocabulary import ActionKind, ActionState, DebriefKind, DebriefState, Side
from dealdesk.store import connect, due, engine, migrate
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin, Waiting
from dealdesk.store.tables.deals import Deal, DealParty, Party, Person
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Issue, Risk

TODAY = date(2026, 5, 15)
NOW = datetime(2026, 5, 15, 9, tzinfo=UTC)
Write = Callable[..., sqlite3.Connection]


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Write]:
    """Return a function that stores rows and gives a reading connection."""
    path = str(tmp_path / "desk.db")
    con = migrate.open_or_create(path)
    bound = engine.engine_over(con)
    readers: list[sqlite3.Connection] = []

    def store(*rows: SQLModel) -> sqlite3.Connection:
        def add(session: Session) -> None:
            session.add_all([row for row in rows if isinstance(row, Deal | Party | Person)])
            session.flush()
            session.add_all(rows)

        engine.write(con, bound, Command("stored"), NOW, add)
        readers.append(connect.connect(path, readonly=True))
        return readers[-1]

    yield store
    for reader in readers:
        reader.close()
    con.close()


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def deal(number: int = 1, **fields: object) -> Deal:
    values: dict[str, Any] = {"ref": f"ACME-{number}", "title": f"Deal {number}", "stage": "running", **fields}
    return Deal(id=number, **values)


def found(con: sqlite3.Connection, *, all_items: bool = False, shown: int | None = None) -> due.Due:
    return due.due(con, TODAY.isoformat(), all_items=all_items, shown=shown)


def lines(con: sqlite3.Connection) -> list[tuple[str, str]]:
    return [(item.group, due.sentence(item, TODAY.isoformat())) for item in found(con).items]


# The same question, asked of the models.


class Asked(NamedTuple):
    """An open row as the models give it."""

    kind: str
    row: Any
    deal_id: int
    up: date | None
    limit: date | None
    weight: int
    who: str = ""
    person: int | None = None

    @property
    def running(self) -> bool:
        return self.kind == "debrief" and self.row.state == "running"

    @property
    def late(self) -> int:
        return max(0, (TODAY - self.limit).days) if self.limit else 0

    @property
    def best_passed(self) -> bool:
        """Whether the day it was best done by is over while its limit is not."""
        if self.kind not in ("action", "change") or self.row.soft_on is None or self.up != self.row.soft_on:
            return False
        return self.row.soft_on < TODAY and not self.late

    @property
    def group(self) -> str | None:
        if self.running:
            return "running"
        if self.up is None:
            return None
        left = (self.up - TODAY).days
        if self.kind == "give notice":
            return self._group_of_notice(left)
        if self.kind == "still true":
            return None if left else "today"
        if left > 0:
            return "soon" if left <= 7 and self.kind != "quiet" else None
        if self.late:
            return "overdue"
        return "soon" if self.best_passed and self.limit and (self.limit - TODAY).days > 1 else "today"

    def _group_of_notice(self, left: int) -> str | None:
        if left < 0:
            return "overdue" if left >= -30 else None
        remind = self.row.notice_remind_on
        if left == 0 or (remind is not None and remind <= TODAY and left <= 400):
            return "today"
        return "coming" if left <= 90 else None

    @property
    def points(self) -> int:
        left = (self.up - TODAY).days if self.up else 0
        state = self.row.due_rule or "" if self.kind == "waiting" else ""
        found = urgency.reasons(
            self.kind,
            days_left=left,
            late_days=self.late,
            weight=self.weight,
            ours=self.who == "us",
            running=self.running,
            stands_today=self.group == "today",
            best_passed=self.best_passed,
            state=state,
        )
        return sum(part for part, _words in found)

    @property
    def place(self) -> tuple[int, int, str, str]:
        group = self.group
        assert group is not None
        up = self.up.isoformat() if self.up else ""
        order = (self.up - TODAY).days if group == "coming" and self.up else -self.points
        return due.GROUPS.index(group), order, up, self.row.uid


def _of_debriefs_and_actions(session: Session) -> Iterator[Asked]:
    for debrief in session.exec(select(Debrief)).all():
        if debrief.state in ("planned", "running") and not debrief.archived_at:
            up = debrief.later_until or debrief.due_on
            yield Asked("debrief", debrief, debrief.deal_id, up, debrief.due_on, debrief.weight)
    for action in session.exec(select(Action)).all():
        if action.state != "done" and not action.archived_at:
            kind = "change" if action.kind == "playbook" else "action"
            up = action.later_until or action.soft_on or action.due_on
            whose = {"who": action.side, "person": action.owner_id}
            yield Asked(kind, action, action.deal_id, up, action.due_on, action.weight, **whose)  # type: ignore[arg-type]


def _of_deals(session: Session) -> Iterator[Asked]:
    for one in session.exec(select(Deal)).all():
        number = one.id or 0
        if one.stage != "ended" and one.notice_decision is None:
            yield Asked("give notice", one, number, one.give_notice_by, one.give_notice_by, 6)
        if one.stage in ("signed", "running"):
            yield Asked("quiet", one, number, one.quiet_on, None, 2)
        if one.stage != "ended":
            yield Asked("still true", one, number, one.still_true_on, None, 0)


def _of_the_rest(session: Session) -> Iterator[Asked]:
    for wait in session.exec(select(Waiting)).all():
        if not wait.archived_at and not wait.closed_on:
            up = wait.later_until or wait.due_on
            yield Asked("waiting", wait, wait.deal_id, up, wait.due_on, wait.weight, "them", wait.person_id)
    for checkin in session.exec(select(Checkin)).all():
        if not checkin.archived_at:
            up = checkin.later_until or checkin.next_on
            yield Asked("check-in", checkin, checkin.deal_id, up, checkin.next_on, checkin.weight)
    for issue in session.exec(select(Issue)).all():
        if not issue.archived_at and not issue.closed_at:
            yield Asked("issue", issue, issue.deal_id, issue.due_on, issue.due_on, issue.weight)
    for risk in session.exec(select(Risk)).all():
        if not risk.archived_at and not risk.closed_on:
            yield Asked("risk", risk, risk.deal_id, risk.due_on, risk.due_on, risk.weight)


def _silenced(asked: list[Asked]) -> list[Asked]:
    """Return one row for each silence: per deal and person, and per deal for its first and second debrief."""
    kept: list[Asked] = []
    for one in sorted(asked, key=lambda one: one.place):
        if one.kind == "debrief":
            pair = one.row.kind in ("first", "second")
            if not pair or not any(
                other.kind == "debrief" and other.deal_id == one.deal_id and other.row.kind in ("first", "second")
                for other in kept
            ):
                kept.append(one)
            continue
        if one.kind not in ("waiting", "check-in", "quiet", "still true") and one.who != "them":
            kept.append(one)
            continue
        lines = [line for line in kept if _of_silence(line) and line.deal_id == one.deal_id]
        behind_nobody = [line for line in lines if line.person is None]
        taken = _TAKEN.setdefault(one.deal_id, one.person) if behind_nobody and one.person else None
        if not lines or (one.person and taken != one.person and one.person not in {line.person for line in lines}):
            kept.append(one)
    _TAKEN.clear()
    return kept


_TAKEN: dict[int, int | None] = {}
"""By deal: the first person behind a line that is about nobody in particular."""


def _of_silence(asked: Asked) -> bool:
    return asked.kind in ("waiting", "check-in", "quiet", "still true") or (
        asked.kind in ("action", "change") and asked.who == "them"
    )


def expected(session: Session) -> list[tuple[str, str, str, str, int, int]]:
    """Return (group, kind, uid, party, late days, urgency) of everything due, in its order."""
    live = {one.id for one in session.exec(select(Deal)).all() if not one.archived_at}
    names = {party.id: party.name for party in session.exec(select(Party)).all()}
    mains = {link.deal_id: names[link.party_id] for link in session.exec(select(DealParty)).all()}
    rows = [*_of_debriefs_and_actions(session), *_of_deals(session), *_of_the_rest(session)]
    due_now = [one for one in rows if one.deal_id in live and one.group is not None]
    return [
        (str(one.group), one.kind, one.row.uid, mains.get(one.deal_id, ""), one.late, one.points)
        for one in _silenced(due_now)
    ]


def _some_day(dice: random.Random) -> date | None:
    return None if dice.random() < 0.1 else day(dice.choice((-800, -200, -31, -30, -1, 0, 1, 7, 8, 60, 90, 91, 400)))


def _random_deal(dice: random.Random, number: int) -> Deal:
    return deal(
        number,
        stage=dice.choice(("running", "ended", "signed")),
        give_notice_by=_some_day(dice),
        notice_decision=dice.choice((None, None, "end")),
        notice_remind_on=_some_day(dice),
        quiet_on=_some_day(dice),
        still_true_on=_some_day(dice),
        evergreen=dice.random() < 0.3,
        archived_at=dice.choice((None, None, None, "2026-01-01T00:00:00.000Z")),
    )


def _random_row(dice: random.Random) -> SQLModel:
    common: dict[str, Any] = {
        "deal_id": dice.randrange(1, 9),
        "due_on": _some_day(dice),
        "weight": dice.randrange(6),
        "archived_at": dice.choice((None, None, None, "2026-01-01T00:00:00.000Z")),
    }
    later = dice.choice((None, None, _some_day(dice)))
    soft = (
        common["due_on"] - timedelta(days=dice.choice((0, 1, 7))) if common["due_on"] and dice.random() < 0.5 else None
    )
    return dice.choice(
        (
            Debrief(
                **common, later_until=later, kind=dice.choice(list(DebriefKind)), state=dice.choice(list(DebriefState))
            ),
            Action(
                **common,
                later_until=later,
                soft_on=soft,
                text="send it",
                side=dice.choice(list(Side)),
                owner_id=dice.choice((None, 1, 2)),
                kind=dice.choice((ActionKind.PROMISE, ActionKind.PLAYBOOK, ActionKind.KICKOFF)),
                state=dice.choice((ActionState.TODO, ActionState.WAITING, ActionState.DONE)),
            ),
            Checkin(**common, later_until=later, next_on=_some_day(dice)),
            Issue(**common, text="it broke", closed_at=dice.choice((None, "2026-01-01T00:00:00.000Z"))),
            Risk(**common, text="they are late", closed_on=dice.choice((None, TODAY))),
        )
    )


def _random_waits(dice: random.Random) -> Iterator[Waiting]:
    for deal_id in range(1, 9):
        for person in (None, 1, 2):
            if dice.random() < 0.5:
                yield Waiting(
                    deal_id=deal_id,
                    person_id=person,
                    text="the SOC2 report",
                    since=day(-20),
                    last_on=day(-10),
                    due_on=_some_day(dice),
                    due_rule=dice.choice(("nudge 1", "nudge 3", "leave for now")),
                    later_until=dice.choice((None, _some_day(dice))),
                    closed_on=dice.choice((None, None, TODAY)),
                    weight=3,
                )


def _random_desk(dice: random.Random) -> list[SQLModel]:
    rows: list[SQLModel] = [Party(id=1, name="Acme Ltd", name_key="acme")]
    rows += [Person(id=1, name="Dana Okafor"), Person(id=2, name="Lee Moran")]
    for number in range(1, 9):
        rows.append(_random_deal(dice, number))
        if dice.random() < 0.5:
            rows.append(DealParty(deal_id=number, party_id=1))
    return [*rows, *(_random_row(dice) for _ in range(90)), *_random_waits(dice)]


@pytest.mark.parametrize("seed", range(12))
def test_the_rows_are_those_the_models_give(write: Write, seed: int) -> None:
    con = write(*_random_desk(random.Random(seed)))  # noqa: S311
    with Session(engine.engine_over(con)) as session:
        wanted = expected(session)
    answer = found(con)
    got = [(i.group, i.kind, i.uid, i.party, i.late_days, i.urgency) for i in answer.items]
    assert got == wanted
    assert wanted
    groups = [entry[0] for entry in wanted]
    assert answer.counts == (
        groups.count("overdue"),
        groups.count("today") + groups.count("running"),
        groups.count("soon"),
        groups.count("coming"),
    )
    assert answer.older == 0


def test_a_running_debrief_stands_first_whenever_it_was_due(write: Write) -> None:
    con = write(
        deal(),
        deal(2),
        Debrief(deal_id=1, state=DebriefState.RUNNING, due_on=day(60)),
        Debrief(deal_id=2, state=DebriefState.RUNNING, due_on=None),
        Action(deal_id=1, text="late", due_on=day(-5), weight=9),
    )
    assert [group for group, _text in lines(con)] == ["running", "running", "overdue"]
    assert "debrief running" in found(con).items[0].why


@pytest.mark.parametrize(
    ("days", "group", "step"),
    [
        (-31, None, ""),
        (-30, "overdue", "the day to give notice has passed"),
        (0, "today", "give notice: send the notice"),
        (7, "coming", "give notice: write the notice"),
        (8, "coming", "give notice: decide"),
        (90, "coming", "give notice: confirm the terms"),
        (91, None, ""),
    ],
)
def test_a_give_notice_day_comes_up_in_time_and_goes_away(
    write: Write, days: int, group: str | None, step: str
) -> None:
    con = write(deal(give_notice_by=day(days)))
    assert lines(con) == ([(group, f"{step} (Deal 1)")] if group else [])


def test_of_long_overdue_items_the_heaviest_are_shown_and_the_others_counted(write: Write) -> None:
    heavy = [Action(deal_id=1, text=f"heavy {n}", due_on=day(-300 - n), weight=5) for n in range(20)]
    light = [Action(deal_id=1, text=f"light {n}", due_on=day(-40 - n), weight=1) for n in range(100)]
    con = write(deal(), *light, *heavy)
    answer = found(con)
    texts = [item.text for item in answer.items]
    assert len(texts) == due.OLDER_SHOWN
    assert {action.text for action in heavy} <= set(texts)
    assert answer.older == 70
    everything = found(con, all_items=True)
    assert len(everything.items) == 120
    assert everything.older == 0


def test_what_is_more_than_a_list_holds_is_not_counted_to_its_end(write: Write) -> None:
    many = [Action(deal_id=1, text="x", due_on=day(0)) for _ in range(due.LIMITS["today"] + 5)]
    con = write(deal(), *many, Action(deal_id=1, text="late", due_on=day(-1)))
    whole = due.due(con, TODAY.isoformat())
    first = due.due(con, TODAY.isoformat(), shown=10)
    assert first.items == whole.items[:10]
    assert first.more == whole.more == {"today"}
    assert (first.counts.overdue, first.counts.today) == (1, due.LIMITS["today"])
    everything = found(con, all_items=True)
    assert (everything.counts.today, everything.more) == (due.LIMITS["today"] + 5, frozenset())


def test_no_more_than_300_items_and_the_counts_stay_true(write: Write) -> None:
    rows = [Action(deal_id=1, text="x", due_on=day(n % 60 - 45), weight=n % 6) for n in range(900)]
    rows += [Action(deal_id=1, text="today", due_on=TODAY) for _ in range(400)]
    con = write(deal(), *rows)
    answer = found(con)
    assert len(answer.items) <= 300
    assert {"overdue", "today", "soon"} <= answer.more
    assert sum(answer.counts) == len(answer.items)
    assert len(found(con, all_items=True).items) == sum(-45 <= n % 60 - 45 <= 7 for n in range(900)) + 400


def test_a_shortened_list_is_the_beginning_of_the_whole_one(write: Write) -> None:
    con = write(*_random_desk(random.Random(99)))  # noqa: S311
    whole, short = found(con), found(con, shown=3)
    assert short.items == whole.items[:3]
    assert (short.counts, short.older) == (whole.counts, whole.older)


def test_put_off_until_today_is_overdue_when_its_limit_has_passed(write: Write) -> None:
    con = write(
        deal(),
        Action(deal_id=1, text="late all the same", due_on=day(-2), later_until=TODAY),
        Action(deal_id=1, text="put off further", due_on=day(-2), later_until=day(3)),
    )
    assert lines(con) == [("overdue", "late all the same"), ("soon", "put off further")]


def test_what_comes_next_is_said_when_nothing_is_due(write: Write) -> None:
    con = write(
        deal(), deal(2, archived_at="2026-01-01T00:00:00.000Z"), Action(deal_id=1, text="kickoff", due_on=day(40))
    )
    assert found(con).items == []
    coming = due.next_item(con, TODAY.isoformat())
    assert coming is not None
    assert (coming.text, coming.due_on) == ("kickoff", day(40).isoformat())


def test_nothing_comes_next_on_an_empty_desk(write: Write) -> None:
    assert due.next_item(write(deal()), TODAY.isoformat()) is None


@pytest.mark.parametrize("day_of_asking", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_no_trouble(write: Write, day_of_asking: str) -> None:
    con = write(deal(give_notice_by=TODAY), Action(deal_id=1, text="x", due_on=TODAY))
    assert due.due(con, day_of_asking).counts.today == 0


class _Watching:
    """A connection that keeps the plan of every query it is asked."""

    def __init__(self, con: sqlite3.Connection) -> None:
        self._con = con
        self.plans: list[str] = []
        self.sorting: list[str] = []

    def execute(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        plan = [str(row[3]) for row in self._con.execute("EXPLAIN QUERY PLAN " + query, values)]
        self.plans += plan
        self.sorting += [query for step in plan if step == "USE TEMP B-TREE FOR ORDER BY"]
        return self._con.execute(query, values)


def test_every_query_walks_an_index(write: Write) -> None:
    rows: list[SQLModel] = [Action(deal_id=1, text="x", due_on=day(n % 1000 - 500), weight=n % 6) for n in range(6000)]
    rows += [Waiting(deal_id=1, person_id=1, since=TODAY, last_on=TODAY, due_on=TODAY), Person(id=1, name="Dana")]
    one = deal(quiet_on=TODAY, still_true_on=TODAY, give_notice_by=TODAY)
    watching = _Watching(write(one, deal(2, give_notice_by=TODAY, quiet_on=TODAY), *rows))
    due.due(watching, TODAY.isoformat())  # type: ignore[arg-type]
    due.next_item(watching, TODAY.isoformat())  # type: ignore[arg-type]
    tables = ("action", "deal", "debrief", "checkin", "issue", "risk", "party", "deal_party", "waiting", "person")
    whole = [f"SCAN {table}" for table in (*tables, "conversation")]
    # These indexes hold nothing but running debriefs and archived deals: all of them is just what is asked for.
    plans = [plan for plan in watching.plans if not plan.endswith(("INDEX due_running", "INDEX due_archived"))]
    assert [plan for plan in plans if plan.split(" USING")[0] in whole] == []
    for index in ("due_debrief", "due_action", "due_waiting", "due_checkin", "due_issue", "due_risk", "due_notice"):
        assert any(f"USING INDEX {index} (" in plan for plan in plans), index
    # The arms come in the order asked for and are merged: nothing is sorted, so a limit ends the reading.
    assert any(plan.startswith("MERGE") for plan in plans)
    assert [query for query in watching.sorting if "_due " in query] == []
