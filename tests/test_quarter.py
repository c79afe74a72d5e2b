"""Three deals lived through a quarter: every date is right on every day, and so is every page one would show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dealdesk.store import promises
from dealdesk.store.term_standings import explicit
from dealdesk.store.together import balance, given
from tests import quarter_pages as pages
from tests.quarter import Quarter
from tests.quarter_person import Person
from tests.quarter_story import AWAY, INNER, LAST_DAYS, SIGNED, Story
from tests.quarter_sums import DAY, ZONE, days_from
from tests.quarter_watch import Watch


@pytest.fixture(autouse=True)
def _zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Live where the clock goes forward on 29 March."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", ZONE)
        time.tzset()
        yield
    time.tzset()


class Lived:
    """A quarter that was lived by somebody."""

    def __init__(self, folder: Path, seed: int | None = None, days: int = LAST_DAYS) -> None:
        self.quarter = Quarter(folder, SIGNED)
        self.story = Story(self.quarter)
        self.story.sign()
        self.person = Person(self.quarter, self.story, seed)
        self.watch = Watch(self.quarter)
        self.came_up: dict[tuple[int, str], list[date]] = {}
        """On which days each check-in was to be, in their order."""
        self.note_days()
        for day in days_from(SIGNED + DAY, days):
            self._day(day)

    def _day(self, day: date) -> None:
        """Read what is due in the shell; then, unless one is away, open the app, do things, and read again."""
        quarter = self.quarter
        quarter.at(day, 8)
        plain = quarter.plain()
        if AWAY[0] <= day <= AWAY[1]:
            return
        quarter.come_in(day)
        self.watch.look(plain)
        event = self.story.events.get(day)
        if event:
            event()
            self.note_days()
        if self.person.works_today():
            if day not in self.story.events:
                quarter.at(day, 10)
            self.person.work()
            self.note_days()
        self.watch.saw_notice()
        self.watch.look(quarter.plain())

    def note_days(self) -> None:
        for row in self.quarter.books.series.values():
            days = self.came_up.setdefault((row.deal, row.purpose), [])
            if row.next_on and row.next_on not in days[-1:]:
                days.append(row.next_on)

    def check_pages(self) -> None:
        """Hold every page against the books."""
        for deal in self.story.names:
            for name, text in pages.for_them(self.quarter, deal).items():
                pages.check_readable(name, text)
                pages.check_for_them(name, text)
            ours = pages.for_us(self.quarter, deal)
            for name, text in ours.items():
                pages.check_readable(name, text)
            pages.check_since(self.quarter, self.story, deal, ours["since.md"])
        both = self.quarter.desk.rows(promises.account, self.quarter.today)
        for side, count in zip(("us", "them"), both, strict=True):
            assert str(count) == pages.account(self.quarter, None, side, date.min)


def may(*days: str) -> list[date]:
    """Return days of 2026, written month first."""
    return [date.fromisoformat(f"2026-{day}") for day in days]


def test_somebody_who_does_on_its_day_what_is_asked(tmp_path: Path) -> None:
    lived = Lived(tmp_path)
    story, books = lived.story, lived.quarter.books
    client, vendor, partner = story.client, story.vendor, story.partner
    came_up = lived.came_up
    # 28 Feb is a Saturday and 2 March off; 31 Jan every month is 28 Feb, 31 March, 30 April, and 31 May a Sunday.
    assert came_up[vendor, ""] == may("02-16", "03-03", "03-30", "04-28", "05-28")
    assert came_up[vendor, "billing"] == may("03-03", "03-31", "04-30", "06-01")
    assert came_up[vendor, "business review"] == may("04-30", "07-30")
    # Counted from 2 Feb, none left out: the fifth would be 9 March, so they are monthly from 2 March on.
    assert came_up[partner, ""] == may("02-09", "02-16", "02-23", "03-03", "04-02", "05-04", "06-02")
    assert came_up[partner, "strategy review"] == may("05-04", "08-04")
    # Four days before the delivery, which got a later day on 25 Feb: Sundays both, so the Friday before.
    assert came_up[client, "ready to deliver"] == may("03-06", "03-13")
    # Weekly up to day 30, 1 March; the first one after that falls into the days away and was held on the 16th.
    weekly, then = ("02-06", "02-13", "02-20", "02-27"), ("03-13", "03-30", "04-13", "04-27", "05-11")
    assert came_up[client, ""] == may(*weekly, *then)
    report = books.promises[story.report]
    assert (report.due, report.handed_on, report.done_on) == (*may("02-13", "02-11", "02-19"),), (
        "they had till the 18th"
    )
    assert report.kept
    assert lived.quarter.desk.rows(promises.account, lived.quarter.today).ours.late == 0
    assert not {row.uid for row in books.promises.values() if row.late_on(lived.quarter.today)}


def test_an_issue_climbs_its_ladder_over_the_night_in_which_the_clock_goes_forward(tmp_path: Path) -> None:
    quarter = Quarter(tmp_path, SIGNED)
    story = Story(quarter)
    story.sign()
    story.fill_in()

    def clock() -> tuple[Any, ...]:
        return tuple(quarter.desk.con.execute("SELECT level, due_on, due_at FROM issue").fetchone())

    quarter.at(date(2026, 3, 26), 19, 30)
    story.events[date(2026, 3, 26)]()
    assert clock() == (1, "2026-03-27", None)
    quarter.at(date(2026, 3, 28), 12)
    story.events[date(2026, 3, 28)]()
    assert clock() == (2, "2026-03-30", "2026-03-30T11:00:00.000Z"), "48 hours on it is one o'clock on the wall"
    quarter.at(date(2026, 3, 30), 13, 1)
    (item,) = (item for item in quarter.items if item.kind == "issue")
    assert item.group == "overdue"
    quarter.at(date(2026, 3, 31), 16)
    story.events[date(2026, 3, 31)]()
    assert clock() == (3, "2026-04-09", None), "five working days with Easter in them"
    quarter.at(date(2026, 4, 8), 9)
    quarter.close(story.issue, "a second queue")
    assert not [item for item in quarter.items if item.kind == "issue"]


@pytest.mark.parametrize("seed", [1, 3])
def test_whoever_lives_it(tmp_path: Path, seed: int) -> None:
    lived = Lived(tmp_path, seed)
    assert sum(lived.person.did.values()) > 40, "somebody really worked"
    assert lived.watch.late, "something was forgotten, so that the rules about late lines were tried"
    lived.check_pages()


def test_the_pages_of_the_quarter(tmp_path: Path) -> None:
    lived = Lived(tmp_path, days=88)
    quarter, story = lived.quarter, lived.story
    lived.check_pages()
    both = pages.for_them(quarter, story.client)
    assert "Dana Reyes (answers within 4 h)" in both["together.md"]
    assert "Acme Travel needs: a test phone" in both["together.md"]
    assert "On-time delivery: 99.5 (target 98 %" in both["since-for-them.md"]
    assert "Bookings are lost at night - closed 8 Apr: a second queue, and an alarm" in both["since-for-them.md"]
    assert "the brand kit" in both["since-for-them.md"]
    vendor = pages.for_us(quarter, story.vendor)["since.md"]
    assert "No backup for two nights - open since 14 Apr, level 3, severe" in vendor
    assert "Give notice by (for us alone)" in vendor
    assert quarter.desk.rows(explicit, story.client) == (1, 2), (
        "support on weekdays has nobody yet; what is information only is not counted"
    )
    (hours,) = quarter.desk.rows(balance, quarter.desk.rows(given, story.partner))
    assert hours.is_out
    assert hours.words == "we gave 40 h, they 9 h: 31 h apart, over 8"
    tables = pages.tables(quarter)
    for word, text in (("friction", INNER[0]), ("risks", INNER[3]), ("notes", INNER[5])):
        assert text in tables[f"{word}.csv"], "ours is whole"
    assert all("None" not in text for text in tables.values())
    assert tables["actions.csv"].count("\r\n") == len(quarter.books.promises) + 1


def rows(quarter: Quarter) -> dict[str, set[tuple[Any, ...]]]:
    """Return what stands in every table, without what only tells that something was written."""
    con = quarter.desk.con
    found = {}
    for (name,) in con.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%archived_at%'"
    ).fetchall():
        columns = [row[1] for row in con.execute(f"PRAGMA table_info({name})") if row[1] not in ("rev", "updated_at")]
        query = f"SELECT {', '.join(columns)} FROM {name} WHERE archived_at IS NULL"
        found[name] = set(con.execute(query).fetchall())
    return found


def test_the_last_day_is_undone_command_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived = Lived(tmp_path, days=LAST_DAYS - 1)
    quarter = lived.quarter
    quarter.come_in(date(2026, 5, 5))
    quarter.at(date(2026, 5, 5), 10)
    before: list[tuple[str, dict[str, set[tuple[Any, ...]]]]] = []
    write = quarter.desk.write

    def watched(command: Any, *args: Any, **more: Any) -> Any:  # noqa: ANN401
        stood = rows(quarter)
        answer = write(command, *args, **more)
        if rows(quarter) != stood:
            before.append((command.name, stood))
        return answer

    monkeypatch.setattr(quarter.desk, "write", watched)
    for command in lived.story.last_day():
        command()
    assert len(before) > 20
    for name, stood in reversed(before):
        assert quarter.undo() == name
        now = rows(quarter)
        assert now == stood, [(table, now[table] ^ stood[table]) for table in now if now[table] != stood[table]]
