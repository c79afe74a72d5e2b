"""What is due: the same rows as the models give, in an order that can be explained, from indexes alone."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from dealdesk.domain import urgency
from dealdesk.domain.vocabulary import ActionKind, ActionState, DebriefState, Side
from dealdesk.store import connect, due, engine, migrate
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal, DealParty, Party
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
            session.add_all([row for row in rows if isinstance(row, Deal | Party)])
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


def _raw(session: Session) -> Iterator[tuple[str, Any, date | None, date | None, int, str, bool]]:
    """Yield (kind, row, comes up, limit, weight, who, running) of every open row."""
    for debrief in session.exec(select(Debrief)).all():
        if debrief.state in ("planned", "running") and not debrief.archived_at:
            up = debrief.later_until or debrief.due_on
            yield "debrief", debrief, up, debrief.due_on, debrief.weight, "", debrief.state == "running"
    for action in session.exec(select(Action)).all():
        if action.state != "done" and not action.archived_at:
            kind = "change" if action.kind == "playbook" else "action"
            yield kind, action, action.later_until or action.due_on, action.due_on, action.weight, action.side, False
    for one in session.exec(select(Deal)).all():
        if one.stage != "ended" and one.notice_decision is None:
            yield "give notice", one, one.give_notice_by, one.give_notice_by, 6, "", False
    for checkin in session.exec(select(Checkin)).all():
        if not checkin.archived_at:
            up = checkin.later_until or checkin.next_on
            yield "check-in", checkin, up, checkin.next_on, checkin.weight, "", False
    for issue in session.exec(select(Issue)).all():
        if not issue.archived_at and not issue.closed_at:
            yield "issue", issue, issue.due_on, issue.due_on, issue.weight, "", False
    for risk in session.exec(select(Risk)).all():
        if not risk.archived_at and not risk.closed_on:
            yield "risk", risk, risk.due_on, risk.due_on, risk.weight, "", False


def _group(kind: str, up: date | None, limit: date | None, running: bool) -> str | None:
    if running:
        return "running"
    if up is None:
        return None
    left = (up - TODAY).days
    if left < -30:
        return None if kind == "give notice" else "overdue"
    if left < 0 or (left == 0 and limit is not None and limit < TODAY):
        return "overdue"
    if left <= 7:
        return "soon" if left else "today"
    return "coming" if kind == "give notice" and left <= 90 else None


def expected(session: Session) -> list[tuple[str, str, str, str, int, int]]:
    """Return (group, kind, uid, party, late days, urgency) of everything due, in its order."""
    live = {one.id: one for one in session.exec(select(Deal)).all() if not one.archived_at}
    names = {party.id: party.name for party in session.exec(select(Party)).all()}
    mains = {link.deal_id: names[link.party_id] for link in session.exec(select(DealParty)).all()}
    entries = []
    for kind, row, up, limit, weight, who, running in _raw(session):
        deal_id = row.id if kind == "give notice" else row.deal_id
        group = _group(kind, up, limit, running)
        if group is None or deal_id not in live:
            continue
        left = (up - TODAY).days if up else 0
        late = max(0, (TODAY - limit).days) if limit else 0
        points = urgency.reasons(kind, days_left=left, late_days=late, weight=weight, ours=who == "us", running=running)
        worth = sum(part for part, _ in points)
        order = left if group == "coming" else -worth
        place = (due.GROUPS.index(group), order, up.isoformat() if up else "", row.uid)
        entries.append((place, (group, kind, row.uid, mains.get(deal_id, ""), late, worth)))
    return [entry for _place, entry in sorted(entries)]


def _some_day(dice: random.Random) -> date | None:
    return None if dice.random() < 0.1 else day(dice.choice((-800, -200, -31, -30, -1, 0, 1, 7, 8, 60, 90, 91, 400)))


def _random_desk(dice: random.Random) -> list[SQLModel]:
    rows: list[SQLModel] = [Party(id=1, name="Acme Ltd", name_key="acme")]
    for number in range(1, 9):
        rows.append(
            deal(
                number,
                stage=dice.choice(("running", "ended", "signed")),
                give_notice_by=_some_day(dice),
                notice_decision=dice.choice((None, None, "end")),
                archived_at=dice.choice((None, None, None, "2026-01-01T00:00:00.000Z")),
            )
        )
        if dice.random() < 0.5:
            rows.append(DealParty(deal_id=number, party_id=1))
    for _ in range(90):
        common: dict[str, Any] = {
            "deal_id": dice.randrange(1, 9),
            "due_on": _some_day(dice),
            "weight": dice.randrange(6),
            "archived_at": dice.choice((None, None, None, "2026-01-01T00:00:00.000Z")),
        }
        later = dice.choice((None, None, _some_day(dice)))
        rows.append(
            dice.choice(
                (
                    Debrief(**common, later_until=later, state=dice.choice(list(DebriefState))),
                    Action(
                        **common,
                        later_until=later,
                        text="send it",
                        side=dice.choice(list(Side)),
                        kind=dice.choice((ActionKind.PROMISE, ActionKind.PLAYBOOK)),
                        state=dice.choice((ActionState.TODO, ActionState.WAITING, ActionState.DONE)),
                    ),
                    Checkin(**common, later_until=later, next_on=_some_day(dice)),
                    Issue(**common, text="it broke", closed_at=dice.choice((None, "2026-01-01T00:00:00.000Z"))),
                    Risk(**common, text="they are late", closed_on=dice.choice((None, TODAY))),
                )
            )
        )
    return rows


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
        (7, "soon", "give notice: write the notice"),
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


def test_a_first_look_counts_nothing_and_says_where_there_may_be_more(write: Write) -> None:
    many = [Action(deal_id=1, text="x", due_on=day(0)) for _ in range(due.LIMITS["today"] + 5)]
    con = write(deal(), *many, Action(deal_id=1, text="late", due_on=day(-1)))
    whole = due.due(con, TODAY.isoformat())
    first = due.due(con, TODAY.isoformat(), shown=10, count=False)
    assert first.items == whole.items[:10]
    assert first.more == {"today"}
    assert (first.counts.overdue, whole.counts.today) == (1, due.LIMITS["today"] + 5)


def test_no_more_than_300_items_and_the_counts_stay_true(write: Write) -> None:
    rows = [Action(deal_id=1, text="x", due_on=day(n % 60 - 45), weight=n % 6) for n in range(900)]
    rows += [Action(deal_id=1, text="today", due_on=TODAY) for _ in range(400)]
    con = write(deal(), *rows)
    answer = found(con)
    assert len(answer.items) <= 300
    assert answer.counts.today == due.COUNTED
    assert "today" in answer.more
    assert answer.counts.soon == 105
    assert "soon" not in answer.more
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

    def execute(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        self.plans += [str(row[3]) for row in self._con.execute("EXPLAIN QUERY PLAN " + query, values)]
        return self._con.execute(query, values)


def test_every_query_walks_an_index(write: Write) -> None:
    rows = [Action(deal_id=1, text="x", due_on=day(n % 1000 - 500), weight=n % 6) for n in range(6000)]
    watching = _Watching(write(deal(), *rows))
    due.due(watching, TODAY.isoformat())  # type: ignore[arg-type]
    due.next_item(watching, TODAY.isoformat())  # type: ignore[arg-type]
    tables = ("action", "deal", "debrief", "checkin", "issue", "risk", "party", "deal_party")
    whole = [f"SCAN {table}" for table in tables]
    # The index of running debriefs holds nothing else, so reading it whole is reading just what is asked for.
    plans = [plan for plan in watching.plans if "USING INDEX due_running" not in plan]
    scans = [plan for plan in plans if plan.split(" USING")[0] in whole]
    assert scans == []
    assert any("SEARCH action USING INDEX due_action" in plan for plan in watching.plans)
    assert any("SEARCH debrief USING INDEX due_debrief" in plan for plan in watching.plans)
