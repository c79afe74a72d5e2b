"""A month of use, day by day: what is due is there, once, and nothing is red that no one could have done."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.vocabulary import NoticeDecision, Origin
from dealdesk.store import conversations, dating, due, due_moves, forms, notice, signing, waiting
from dealdesk.store.due import DueItem
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import FixedClock, add_deal, open_desk
from tests.quarter_watch import is_silence

FRIDAY = date(2026, 5, 15)
"""Deals are signed at five in the afternoon of this day."""
#: Groups that ask for something now.
NOW = ("running", "overdue", "today")


class Month:
    """A desk that is lived with, and who lives with it."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(datetime.combine(FRIDAY, time(17), tzinfo=UTC))
        self.desk = open_desk(folder, self.clock)
        self.shown: dict[str, set[date]] = {}
        """On which days a row stood on Today, in whatever group."""

    def write(self, name: str, function: Callable[..., Any], *args: Any, **more: Any) -> Any:  # noqa: ANN401
        """Carry out one command."""
        return self.desk.write(Command(name), function, *args, **more)

    def sign(self, deal_id: int, **texts: str) -> None:
        self.write("signed", signing.sign, deal_id, texts, self.desk.context, self.clock.now())

    def log(self, deal_id: int, line: str, **more: Any) -> list[str]:  # noqa: ANN401
        told: list[str] = self.write(
            "talked", conversations.log_line, deal_id, line, self.desk.context, self.clock.now(), **more
        )
        return told

    def person(self, deal_id: int, name: str) -> int:
        texts = {"name": name, "side": "them"}
        row = self.write(
            "added", forms.create, "deal_person", new_uid(), deal_id, texts, self.desk.context, self.clock.now()
        )
        return int(row.person_id)

    def action(self, deal_id: int, text: str, due_on: date, side: str = "us") -> str:
        uid = new_uid()
        self.desk.write(
            Command("added an action", deal_id),
            lambda session: (
                session.connection().exec_driver_sql(
                    "INSERT INTO action (uid, deal_id, text, side, kind, state, due_on, due_set_by, weight) "
                    "VALUES (?, ?, ?, ?, 'promise', 'to do', ?, 'person', 4)",
                    (uid, deal_id, text, side, due_on.isoformat()),
                )
                and None
            ),
        )
        return uid

    def go_to(self, day: date, hour: int = 8) -> None:
        """Come in on ``day``: time has moved on, and the desk with it."""
        self.clock.wall = datetime.combine(day, time(hour), tzinfo=UTC)
        command = Command("moved dates on with the day", origin=Origin.RULE)
        self.desk.write(command, dating.advance, self.desk.settings.calendar, self.desk.today)
        self.desk.refresh()

    @property
    def items(self) -> list[DueItem]:
        return self.desk.rows(due.due, self.desk.today.isoformat(), all_items=True).items

    def now(self) -> list[DueItem]:
        return [item for item in self.items if item.group in NOW]

    def lines(self) -> list[str]:
        """Return what asks for something now, in words."""
        today = self.desk.today.isoformat()
        return [f"{item.group}: {due.sentence(item, today)}" for item in self.now()]


@pytest.fixture
def month(tmp_path: Path) -> Month:
    return Month(tmp_path)


def days(count: int) -> list[date]:
    return [FRIDAY + timedelta(days=number) for number in range(1, count + 1)]


def test_signed_on_friday_at_five_nothing_is_red_before_tuesday(month: Month) -> None:
    deal = add_deal(month.desk, "Hosting", "Acme", type="client", amount="84k EUR")
    month.sign(deal, follow_through="full")
    for day in (FRIDAY, FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2), FRIDAY + timedelta(days=3)):
        month.go_to(day, 20 if day == FRIDAY else 8)
        assert [item.text for item in month.items if item.group == "overdue"] == []
    assert {item.action_kind or item.kind for item in month.now()} >= {"next-steps mail", "debrief"}
    mail = next(item for item in month.now() if item.action_kind == "next-steps mail")
    assert mail.hard_on == "2026-05-18"
    assert "48 h: Sun 17 May 17:00, outside working time" in str(mail.reason)
    month.go_to(FRIDAY + timedelta(days=4))
    assert mail.uid in {item.uid for item in month.items if item.group == "overdue"}, "now someone could have"


def test_signed_with_a_day_of_last_week_nothing_is_red_on_the_day_it_is_entered(month: Month) -> None:
    deal = add_deal(month.desk, "Hosting", "Acme", type="vendor")
    month.sign(deal, signed_on="2026-05-06", follow_through="full")
    assert [item.text for item in month.items if item.group == "overdue"] == []


def test_a_silent_partner_is_nudged_with_patience_and_then_left(month: Month) -> None:
    deal = add_deal(month.desk, "Alliance", "Birch", type="partner")
    dana = month.person(deal, "Dana")
    month.go_to(date(2026, 5, 18))
    month.log(deal, "mail to Dana: the draft", waiting_for="the draft back")
    asked: list[tuple[str, str]] = []
    for day in days(60):
        if day <= date(2026, 5, 18):
            continue
        month.go_to(day)
        for item in month.now():
            if item.kind != "waiting":
                continue
            asked.append((day.isoformat(), item.state))
            if item.state == "leave for now":
                month.write("left", due_moves.later, "waiting", item.uid, date(2026, 8, 3), month.clock.now())
            else:
                month.log(deal, "mail to Dana: once more")
            assert "waiting" not in {again.kind for again in month.now()}, "not twice on one day"
    assert asked == [
        ("2026-05-21", "nudge 1"),
        ("2026-05-28", "nudge 2"),
        ("2026-06-08", "nudge 3"),
        ("2026-06-17", "another channel"),
        ("2026-06-26", "leave for now"),
    ]
    told = month.log(deal, "call with Dana: she is back")
    assert any("closed the wait" in sentence for sentence in told)
    assert month.desk.rows(waiting.open_of, deal) == ()
    assert dana


def test_a_renewal_speaks_on_its_days_and_is_silent_once_decided(month: Month) -> None:
    deal = add_deal(
        month.desk, "Data centre", "Cedar", type="vendor", signed_on="2024-06-30", end_on="2026-06-30",
        notice="30 days", renewal="1 year", amount="84k EUR",
    )  # fmt: skip
    spoke: list[str] = []
    for day in [FRIDAY, *days(20)]:
        month.go_to(day)
        notices = [item for item in month.items if item.kind == "give notice"]
        if day <= date(2026, 5, 28):
            assert len(notices) == 1, "it stands there every day, here or under coming up"
            assert notices[0].hard_on == "2026-05-29", "31 May is a Sunday: rolled back, never on"
            assert notices[0].group != "overdue"
        if any(item.group == "today" for item in notices):
            spoke.append(day.isoformat())
            month.write("seen", notice.seen, deal, month.desk.today, month.desk.context)
            again = [item.group for item in month.items if item.kind == "give notice"]
            assert day == date(2026, 5, 29) or again == ["coming"]
        if day == date(2026, 5, 28):
            month.write("decided", notice.decide, deal, NoticeDecision.END.value, month.clock.now())
        if day >= date(2026, 5, 28):
            assert "give notice" not in {item.kind for item in month.items}
    assert spoke == ["2026-05-15", "2026-05-22", "2026-05-28"]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_one_does_nothing_is_missing_twice_there_or_red_by_nobodys_fault(month: Month, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  (a person, no secret)
    life = _Life(month, dice)
    life.begin()
    for day in days(35):
        month.go_to(day)
        life.look(day)
        if month.desk.settings.calendar.is_working(day) and dice.random() < 0.85:
            life.work(day)
    assert life.late, "something was forgotten, so that the rules about late lines were tried"
    assert sum(life.did.values()) > 20, "somebody really worked"


class _Life:
    """A person who does some of what is asked, and puts off or forgets the rest."""

    def __init__(self, month: Month, dice: random.Random) -> None:
        self.month, self.dice = month, dice
        self.shown: dict[str, set[date]] = {}
        self.spoken_for: dict[int, set[date]] = {}
        self.late: set[str] = set()
        self.did: Counter[str] = Counter()

    def begin(self) -> None:
        """Sign three deals on Friday at five, with people, promises and a renewal."""
        month = self.month
        for number, (kind, level) in enumerate((("client", "full"), ("vendor", "full"), ("partner", "light"))):
            deal = add_deal(month.desk, f"Deal {number}", f"Party {number}", type=kind, amount="40k EUR")
            month.person(deal, f"Dana {number}")
            month.sign(deal, follow_through=level, start_on="2026-05-20", end_on="2026-07-31", renewal="1 year",
                       notice="60 days", deliverable_on="2026-05-28")  # fmt: skip
            month.action(deal, "send the data", date(2026, 5, 22 + number))
            month.action(deal, "their key", date(2026, 5, 26), "them")
            if number:
                month.log(deal, f"mail to Dana {number}: the plan", waiting_for="a yes")

    def look(self, day: date) -> None:
        """Read Today and check it."""
        month, items = self.month, self.month.items
        uids = Counter((item.kind, item.uid) for item in items)
        assert not [key for key, count in uids.items() if count > 1]
        silences = Counter((item.deal_id, item.person) for item in items if is_silence(item))
        assert not [key for key, count in silences.items() if count > 1]
        calendar = month.desk.settings.calendar
        for item in items:
            self.shown.setdefault(item.uid, set()).add(day)
            self.spoken_for.setdefault(item.deal_id, set()).add(day)
            if item.late_days:
                hard = date.fromisoformat(str(item.hard_on))
                family = item.kind == "debrief" or item.who == "them"
                shown = self.shown[item.uid] | (self.spoken_for[item.deal_id] if family else set())
                assert any(calendar.is_working(at) for at in shown if at <= hard), item
                self.late.add(item.uid)
        self._nothing_is_missing(day, items)

    def _nothing_is_missing(self, day: date, items: list[DueItem]) -> None:
        there = {item.uid for item in items}
        families = {item.deal_id for item in items if item.who == "them"}
        rows = self.month.desk.con.execute(
            "SELECT uid, text FROM action WHERE state <> 'done' AND archived_at IS NULL "
            "AND coalesce(later_until, soft_on, due_on) <= ?",
            (day.isoformat(),),
        ).fetchall()
        for uid, text in rows:
            assert uid in there, text
        debriefs = self.month.desk.con.execute(
            "SELECT DISTINCT deal_id FROM debrief WHERE state = 'planned' AND archived_at IS NULL "
            "AND coalesce(later_until, due_on) <= ?",
            (day.isoformat(),),
        ).fetchall()
        assert {deal for (deal,) in debriefs} <= {item.deal_id for item in items if item.kind == "debrief"}
        for table, column in (("waiting", "due_on"), ("checkin", "next_on")):
            still = "AND closed_on IS NULL" if table == "waiting" else ""
            due_rows = self.month.desk.con.execute(
                f"SELECT uid, deal_id FROM {table} WHERE archived_at IS NULL {still} "
                f"AND coalesce(later_until, {column}) <= ?",
                (day.isoformat(),),
            ).fetchall()
            for uid, deal in due_rows:
                assert uid in there or (table == "waiting" and deal in families), (table, uid)

    def work(self, day: date) -> None:
        """Do something about some lines; what was done today must be quiet today."""
        for item in self.month.now():
            if self.dice.random() < 0.35:
                continue
            did = self._do(item, day)
            if not did:
                continue
            self.did[f"{item.kind} {did}"] += 1
            still = {(one.kind, one.uid) for one in self.month.now() if not (one.late_days and did == "later")}
            assert (item.kind, item.uid) not in still, (did, item)

    def _do(self, item: DueItem, day: date) -> str:
        month, now = self.month, self.month.clock.now()
        kinds = {"action": ("done", "later", "new"), "change": ("done", "later"), "debrief": ("later",)}
        kinds |= {"check-in": ("talk", "later"), "waiting": ("nudge", "answer", "later"), "quiet": ("talk", "later")}
        kinds |= {"give notice": ("seen", "decide"), "still true": ("done",)}
        did = self.dice.choice(kinds[item.kind])
        if item.kind == "give notice" and item.late_days:
            did = "decide"  # nothing is left to see then
        to = day + timedelta(days=self.dice.randint(1, 6))
        to += timedelta(days=to.isoformat() == item.hard_on)
        if did == "done":
            month.write("done", due_moves.done, item.kind, item.uid, month.desk.context, now)
        elif did == "later":
            month.write("later", due_moves.later, item.kind, item.uid, to, now)
        elif did == "new":
            month.write("new date", due_moves.new_date, item.kind, item.uid, to, "", month.desk.context, now)
        elif did == "seen":
            month.write("seen", notice.seen, item.deal_id, day, month.desk.context)
            return "" if item.hard_on == day.isoformat() else "seen"
        elif did == "decide":
            month.write("decided", notice.decide, item.deal_id, NoticeDecision.RENEW.value, now)
        elif did == "talk":
            month.log(item.deal_id, "call: all is well")
        else:
            month.log(item.deal_id, f"mail {'to' if did == 'nudge' else 'from'} {item.person}: a word")
        return did
