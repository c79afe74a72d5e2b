"""Check-ins through random weeks of talks, edits, ties, days put off, a signing put right, undo: what holds always."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from dealdesk.domain.vocabulary import TypingState
from dealdesk.store import due_moves
from dealdesk.store.history import Command
from tests.desks import FixedClock, edit, open_desk
from tests.store.checkin_desk import add, bare_deal, redo, talk, undo
from tests.store.talking import go_to

USUAL, DELIVERY, REVIEW = "", "delivery", "business review"
MODES = ("the last talk", "the start: fixed days", "the start, missed ones too")
RHYTHMS = {
    USUAL: ("weekly, then monthly", "every 2 weeks, then monthly", "weekly, then every 2 months"),
    DELIVERY: ("every 2 weeks", "monthly", "every 10 days, then monthly"),
    REVIEW: ("quarterly", "every 4 months"),
}
#: Fields that say nothing about days.
QUIET_FIELDS = {
    "maximum": ("3 weeks", "2 months", ""),
    "goal": ("a", "b", ""),
    "agenda": ("the budget", ""),
    "agreed_on": ("today", ""),
}
SWITCH = timedelta(days=30)


class Row(NamedTuple):
    """A check-in as it is stored."""

    uid: str
    purpose: str
    next_on: str | None
    due_on: str | None
    later_until: str | None
    mode: str
    early: str
    later: str
    switch_on: str | None
    set_by: str | None
    tied: bool

    @property
    def by_rule(self) -> bool:
        return self.set_by == "rule" and not self.tied

    @property
    def is_rare(self) -> bool:
        """Whether the later of two rhythms counts for the next one."""
        return bool(self.early and self.switch_on and self.next_on and self.next_on > self.switch_on)


class Story(NamedTuple):
    """What a person who follows along keeps in mind."""

    held: dict[str, str]
    """By check-in the last of its days that was held."""
    announced: dict[str, int]
    crossed: frozenset[str]
    """Those that something else than a talk brought to another rhythm."""


class Life:
    """One deal with three schedules, and whatever happens to it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.desk = open_desk(folder, FixedClock())
        self.signed = date(2026, 5, 12)
        self.deal = bare_deal(self.desk)
        self.deal_uid = str(self.desk.con.execute("SELECT uid FROM deal").fetchone()[0])
        self.action = add(self.desk, self.deal, "action", text="Go-live", due_on="2026-06-17")
        self.uids = [
            add(self.desk, self.deal, purpose=purpose, often=often[0], mode=self.random.choice(MODES))
            for purpose, often in RHYTHMS.items()
        ]
        self.story = Story({}, dict.fromkeys(self.uids, 0), frozenset())
        self.did: list[str] = []

    def rows(self) -> dict[str, Row]:
        found = self.desk.con.execute(
            "SELECT uid, purpose, next_on, due_on, later_until, mode, coalesce(early_count || early_unit, ''), "
            "coalesce(ongoing_count || ongoing_unit, ''), switch_on, due_set_by, action_id IS NOT NULL "
            "FROM checkin WHERE archived_at IS NULL ORDER BY id"
        )
        return {row[0]: Row._make((*row[:-1], bool(row[-1]))) for row in found}

    def go_on(self) -> None:
        """Let some days pass and do one thing; then see whether all holds."""
        go_to(self.desk, self.desk.today + timedelta(days=self.random.choice((0, 1, 2, 4, 9, 20))))
        before, story = self.rows(), self.story
        act = self.random.choice(("talk", "talk", "talk", "quiet edit", "edit", "tie", "day", "later", "signing"))
        told: list[str] = []
        uid = self.random.choice(self.uids)
        if act == "talk":
            uid = self.random.choice((uid, "", ""))
            told = self._talk(uid)
        else:
            getattr(self, f"_{act.replace(' ', '_')}")(uid)
        after = self.rows()
        self._holds(act, uid, before, after, told)
        if act == "talk" or after == before:
            return
        if self.random.random() < 0.3:
            remembered, self.story = self.story, story
            undo(self.desk)
            assert self.rows() == before, self.did
            if self.random.random() < 0.5:
                redo(self.desk)
                assert self.rows() == after, self.did
                self.story = remembered
            elif act == "signing":
                self.signed = date.fromisoformat(self.desk.con.execute("SELECT signed_on FROM deal").fetchone()[0])

    def _talk(self, uid: str) -> list[str]:
        on = self.desk.today - timedelta(days=self.random.choice((0, 0, 0, 1, 5)))
        on = max(on, self.signed)
        self.did.append(f"{self.desk.today} talk of {on} as {uid[-4:]}")
        before = self.rows()
        told = talk(self.desk, self.deal, uid, happened_on=on.isoformat())
        if self.random.random() < 0.2:
            after = self.rows()
            undo(self.desk)
            assert self.rows() == before, self.did
            redo(self.desk)
            assert self.rows() == after, self.did
        for row in before.values():
            now = self.rows()[row.uid]
            if row.next_on and row.next_on <= on.isoformat() and now.next_on != row.next_on:
                self.story.held[row.uid] = max(row.next_on, self.story.held.get(row.uid, ""))
        return told

    def _edit(self, uid: str) -> None:
        name = self.random.choice(("often", "mode"))
        texts = RHYTHMS[self.rows()[uid].purpose] if name == "often" else MODES
        self._type("checkin", uid, name, self.random.choice(texts))

    def _quiet_edit(self, uid: str) -> None:
        name = self.random.choice(list(QUIET_FIELDS))
        self._type("checkin", uid, name, self.random.choice(QUIET_FIELDS[name]))

    def _tie(self, uid: str) -> None:
        if self.random.random() < 0.5:
            day = self.desk.today + timedelta(days=self.random.choice((1, 5, 30)))
            self._type(*self.random.choice((
                ("action", self.action, "due_on", day.isoformat()),
                ("action", self.action, "notes", self.random.choice("abc")),
            )))  # fmt: skip
        else:
            self._type("checkin", uid, "tied", self.random.choice(("3 days before Go-live", "on Go-live", "")))

    def _day(self, uid: str) -> None:
        day = self.desk.today + timedelta(days=self.random.choice((0, 3, 8, 40)))
        if self.random.random() < 0.5:
            self._type("checkin", uid, "next_on", self.random.choice((day.isoformat(), "")))
            return
        self.did.append(f"{self.desk.today} new date {uid[-4:]} {day}")
        self._write(due_moves.new_date, "check-in", uid, day, "", self.desk.context, self.desk.clock.now())

    def _later(self, uid: str) -> None:
        day = self.desk.today + timedelta(days=self.random.choice((1, 6)))
        self.did.append(f"{self.desk.today} later {uid[-4:]} {day}")
        self._write(due_moves.later, "check-in", uid, day, self.desk.clock.now())

    def _signing(self, _uid: str) -> None:
        day = date(2026, 5, 12) + timedelta(days=self.random.choice((-5, -1, 0, 1)))
        self._type("deal", self.deal_uid, "signed_on", day.isoformat())
        self.signed = day

    def _type(self, table: str, uid: str, name: str, text: str) -> None:
        self.did.append(f"{self.desk.today} {table} {uid[-4:]} {name}: {text}")
        assert edit(self.desk, table, uid, name, text).state != TypingState.REFUSED, self.did

    def _write(self, act: Any, *given: Any) -> None:  # noqa: ANN401 - one of several commands
        self.desk.write(Command("did it", self.deal), act, *given)

    def _holds(self, act: str, uid: str, before: dict[str, Row], after: dict[str, Row], told: list[str]) -> None:
        crossed = set(self.story.crossed)
        announced = dict(self.story.announced)
        for old, new in ((before[one], after[one]) for one in self.uids):
            at = (self.did, old, new)
            if not new.tied:
                assert new.next_on is not None, at
            if new.by_rule and new.uid in self.story.held:
                assert new.next_on > self.story.held[new.uid], at  # type: ignore[operator]
            if new.early:
                assert new.switch_on == (self.signed + SWITCH).isoformat(), at
            if new.purpose == REVIEW and act == "talk" and uid != new.uid and not (old.tied or new.tied):
                assert new == old, at
            if act in ("quiet edit", "later"):
                assert new.next_on == old.next_on, at
            if act not in ("talk", "later") and new.next_on == old.next_on and new.set_by == old.set_by:
                assert new.later_until == old.later_until, at
            if act == "talk" and old.next_on != new.next_on and not old.tied:
                name = f"Next {new.purpose or 'check-in'} "
                place = next(index for index, line in enumerate(told) if line.startswith(name))
                announced[new.uid] += told[place + 1 : place + 2] != [] and told[place + 1].startswith("From now on")
            if act != "talk" and (old.is_rare != new.is_rare or (old.early, old.later) != (new.early, new.later)):
                crossed.add(new.uid)
            if old.switch_on != new.switch_on and not old.by_rule:
                crossed.add(new.uid)
            if act == "talk" and old.tied:
                crossed.add(new.uid)
            if new.uid not in crossed:
                wanted = int(new.is_rare and (new.early != new.later))
                assert announced[new.uid] == wanted, at
        self.story = Story(dict(self.story.held), announced, frozenset(crossed))


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_to_check_ins_nothing_held_missed_or_typed_is_lost(tmp_path: Path, seed: int) -> None:
    life = Life(tmp_path, seed)
    for _ in range(14):
        life.go_on()
