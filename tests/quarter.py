"""A desk that is lived with for a quarter, and beside it the books that somebody keeps on paper about the same deals.

Every command writes into both. What the desk says is then held against the books, whose dates are reckoned by
``quarter_sums`` and ``quarter_checkins``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from dealdesk.cli import glance
from dealdesk.clock import Clock, stamp
from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import actions, connect, conversations, days_off, due, due_moves, history, issues, parties, records
from dealdesk.store.due import DueItem
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.store.upkeep import advance_here
from tests.desks import edit, open_desk
from tests.quarter_books import Books, Promise, Trouble
from tests.quarter_checkins import counts_for
from tests.quarter_sums import DAY, OFF, forward, hours_after, instant, same_day, wall, working_days

#: Groups that ask for something now.
NOW = ("running", "overdue", "today")


class WallClock(Clock):
    """Shows what it was set to; its days are those of the local zone."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def mono(self) -> float:
        return 0.0


class Quarter:
    """The desk and its books."""

    def __init__(self, folder: Path, first: date) -> None:
        self.clock = WallClock(instant(first, 9))
        self.desk = open_desk(folder, self.clock)
        self.books = Books()
        self.write("put days off", days_off.add, {day: "off" for day in OFF})
        self.write("said who I am", parties.set_me, "Mira Kern", "MK")
        self.desk.refresh()

    @property
    def today(self) -> date:
        return wall(self.clock.at).date()

    def write(self, name: str, function: Callable[..., Any], *args: Any, **more: Any) -> Any:  # noqa: ANN401
        """Carry out one command."""
        return self.desk.write(Command(name), function, *args, **more)

    def at(self, day: date, hour: int, minute: int = 0) -> None:
        """Move the clock."""
        self.clock.at = instant(day, hour, minute)

    def come_in(self, day: date, hour: int = 8) -> None:
        """Open the app on ``day``: dates move on."""
        self.at(day, hour)
        self.books.handled.clear()
        self.desk.refresh()
        advance_here(self.desk)

    def plain(self) -> dict[str, Any]:
        """Return what the shell says without the app, as a connection of its own reads it."""
        with closing(connect.connect(self.desk.path, readonly=True)) as con:
            text, _code = glance.answer(con, self.today.isoformat(), {"--json", "--all"}, stamp(self.clock.now()))
        found: dict[str, Any] = json.loads(text)
        return found

    @property
    def items(self) -> list[DueItem]:
        now = stamp(self.clock.now())
        return self.desk.rows(due.due, self.today.isoformat(), all_items=True, now=now).items

    def now(self) -> list[DueItem]:
        return [item for item in self.items if item.group in NOW]

    # -- what is added --------------------------------------------------------------------------------------------

    def add(self, table: str, deal: int, **texts: str) -> str:
        """Add a row of a register and return its uid."""
        uid = new_uid()
        now = self.clock.now()
        self.write(f"added a row: {table}", records.add, table, uid, deal, texts, self.desk.context, now)
        return uid

    def promise(self, deal: int, text: str, due_on: date | None, side: str = "us", **texts: str) -> str:
        """Add an action."""
        typed = {"text": text, "side": side, "due_on": due_on.isoformat() if due_on else "", **texts}
        uid = self.add("action", deal, **typed)
        days = int(texts["review_days"]) if "review_days" in texts else None
        self.books.promises[uid] = Promise(uid, deal, side, "promise", due_on, review_days=days)
        return uid

    def issue(self, deal: int, text: str, **texts: str) -> str:
        """Open an issue; its first level is to be answered on the same day, a severe one in five working days."""
        uid = self.add("issue", deal, text=text, **texts)
        severe = bool(texts.get("severe"))
        due_on = working_days(self.today, 5) if severe else same_day(self.clock.at)
        self.books.issues[uid] = Trouble(uid, deal, 3 if severe else 1, due_on)
        return uid

    # -- what is done ---------------------------------------------------------------------------------------------

    def set(self, table: str, uid: str, **texts: str) -> None:
        """Type into the form of a row."""
        for name, text in texts.items():
            found = edit(self.desk, table, uid, name, text)
            assert found.state is None, found

    def talk(self, deal: int, summary: str, checkin: str = "", **texts: str) -> list[str]:
        """Log a conversation that went both ways, as the check-in ``checkin`` where that is said."""
        typed = {"summary": summary, "channel": "call", **texts}
        now = self.clock.now()
        told: list[str] = self.write(
            "talked", conversations.log, deal, new_uid(), typed, self.desk.context, now, checkin_uid=checkin
        )
        announced, held = set(), []
        for row in counts_for(self.books.of(deal), self.today, checkin):
            said = row.talk(self.today, named=row.uid == checkin)
            if said is not None:
                self.books.handle("check-in", row.uid, row.next_on or self.today + 400 * DAY)
                announced.add(said)
                held.append(row)
        assert {line for line in told if line.startswith("From now on")} == announced - {""}, (told, announced)
        # Only a talk held as a review counts for one.
        held.sort(key=lambda row: row.uid != checkin)
        if held and "review" in held[0].purpose:
            self.books.reviews.setdefault(deal, []).append(self.today)
        return told

    def line(self, deal: int, text: str, **more: Any) -> list[str]:  # noqa: ANN401
        """Log a conversation from one line."""
        told: list[str] = self.write(
            "talked", conversations.log_line, deal, text, self.desk.context, self.clock.now(), **more
        )
        return told

    def done(self, kind: str, uid: str, *, anyway: bool = False) -> list[str]:
        """Mark a line done."""
        said: list[str] = self.write(
            "done", due_moves.done, kind, uid, self.desk.context, self.clock.now(), anyway=anyway
        )
        row = self.books.promises.get(uid)
        if row is not None:
            row.state, row.done_on, row.review_until = "done", self.today, None
            self.books.handle(kind, uid, date.max)
            if row.kind == "deliverable":  # what is tied to it is dated anew, put off or not
                for series in self.books.of(row.deal):
                    if series.tied:
                        series.until = None
                        self.books.quiet_until.pop(("check-in", series.uid), None)
        return said

    def later(self, kind: str, uid: str, deal: int, day: date) -> None:
        """Put a line off."""
        self.write("later", due_moves.later, kind, uid, day, self.clock.now())
        self.books.handle(kind, uid, day)
        if uid in self.books.promises:
            self.books.promises[uid].until = day
        elif uid in self.books.issues:
            self.books.issues[uid].due, self.books.issues[uid].at = day, None
        if kind in ("check-in", "quiet"):
            for row in self.books.of(deal):
                if row.uid == uid or (row.comes_up and row.comes_up <= self.today):
                    row.until = day

    def new_date(self, kind: str, uid: str, day: date, reason: str, behind: str = "") -> None:
        """Agree on another day with them."""
        now = self.clock.now()
        self.write("new date", due_moves.new_date, kind, uid, day, reason, self.desk.context, now, behind)
        self.books.handle(kind, uid, day)
        if kind == "check-in":
            self.books.series[uid].move_to(day)
        row = self.books.promises.get(uid)
        if row is not None and row.windowed:
            row.review_until, row.until = day, None
        elif row is not None:
            row.agreed_late |= row.due is not None and row.due < self.today
            row.due, row.best, row.until = day, None, None
            if row.kind == "deliverable":
                for series in self.books.of(row.deal):
                    if series.tied:
                        series.tie(day, -4)
                        self.books.quiet_until.pop(("check-in", series.uid), None)

    def move(self, uid: str, state: str) -> list[str]:
        """Move a card to another column."""
        now = self.clock.now()
        said: list[str] = self.write("moved", actions.move, uid, ActionState(state), self.desk.context, now)
        row = self.books.promises[uid]
        if row.state == state:
            return said
        row.state, row.review_until = state, None
        if state == "review" and row.review_days is not None:
            row.review_until = working_days(self.today, row.review_days)
        row.handed_on = self.today if state == "review" else None
        return said

    def raise_level(self, uid: str) -> list[str]:
        """Take an issue up a level: 48 hours on the second one, five working days on the third."""
        said: list[str] = self.write("raised", issues.raise_level, uid, self.clock.now())
        row = self.books.issues[uid]
        row.level += 1
        row.due, row.at = hours_after(self.clock.at, 48) if row.level == 2 else (working_days(self.today, 5), None)
        row.due = max(row.due, forward(self.today))
        self.books.handle("issue", uid, self.today + timedelta(days=row.due > self.today))
        return said

    def close(self, uid: str, outcome: str) -> None:
        """Close an issue with its outcome."""
        self.write("closed", due_moves.close_issue, uid, outcome, self.clock.now())
        self.books.issues[uid].closed = True
        self.books.handle("issue", uid, date.max)

    def undo(self) -> str:
        """Take back the last command."""
        with closing(connect.connect(self.desk.path)) as con:
            return history.undo(con, self.desk.window, self.clock.now())
