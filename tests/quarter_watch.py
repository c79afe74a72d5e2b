"""What must be so on every day of the quarter, held against the books."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from dealdesk.clock import instant as read_instant
from dealdesk.domain.actions import window_words
from dealdesk.store import action_lines
from dealdesk.store.board import BoardList
from dealdesk.store.due import DueItem
from tests.quarter import NOW, Quarter
from tests.quarter_story import NOTICE_BY
from tests.quarter_sums import DAY, back, works

LEADS = (90, 60, 30, 14, 7, 1)


class Watch:
    """Looks at the desk every day."""

    def __init__(self, quarter: Quarter) -> None:
        self.quarter = quarter
        self.board = BoardList()
        self.shown: dict[str, set[date]] = {}
        self.spoken_for: dict[int, set[date]] = {}
        self.notice_seen = date.min
        self.days = 0
        self.late: set[str] = set()

    def look(self, plain: dict[str, Any]) -> None:
        """Read Today as the app shows it; ``plain`` is what the shell said before the app was opened."""
        items = self.quarter.items
        self.days += 1
        self.same(plain, items)
        self.once(items)
        self.nobody_nags(items)
        self.only_late_by_ones_fault(items)
        self.dates_as_in_the_books()
        self.nothing_is_missing(items)
        self.counts_agree(items)

    def same(self, plain: dict[str, Any], items: list[DueItem]) -> None:
        """Compare what the shell and the app say; which deal is asked about once a week is the app's to choose."""
        told = [{key: value for key, value in row.items() if key not in ("handle", "line")} for row in plain["items"]]
        said = [item._asdict() for item in items]
        for row in (*told, *said):  # the shell tells the reminder that was written last, the app the newest one
            row["soft_on"] = None if row["kind"] == "give notice" else row["soft_on"]
        asked = [row for row in said if row["kind"] == "still true"]
        if not asked:
            assert told == said, _differing(told, said)
        else:
            assert len(told) in (len(said), len(said) - len(asked))
        groups = Counter(row["group"] for row in told)
        counts = plain["counts"]
        assert counts["overdue"] == groups["overdue"]
        assert counts["today"] == groups["today"] + groups["running"]
        assert (counts["soon"], counts["coming"]) == (groups["soon"], groups["coming"])

    def once(self, items: list[DueItem]) -> None:
        assert not [key for key, count in Counter((item.kind, item.uid) for item in items).items() if count > 1]
        silences = Counter((item.deal_id, item.person) for item in items if is_silence(item))
        assert not [key for key, count in silences.items() if count > 1]

    def nobody_nags(self, items: list[DueItem]) -> None:
        """See that what was handled is quiet until its day."""
        for item in items:
            key = (item.kind, item.uid)
            until = self.quarter.books.quiet_until.get(key)
            if item.group in NOW and until and self.quarter.today < until:
                raise AssertionError((self.quarter.today, until, item))

    def only_late_by_ones_fault(self, items: list[DueItem]) -> None:
        today = self.quarter.today
        for item in items:
            self.shown.setdefault(item.uid, set()).add(today)
            self.spoken_for.setdefault(item.deal_id, set()).add(today)
            if item.late_days:
                hard = date.fromisoformat(str(item.hard_on))
                shown = self.shown[item.uid] | (
                    self.spoken_for[item.deal_id] if item.who == "them" or item.kind == "debrief" else set()
                )
                assert any(works(day) for day in shown if day <= hard), item
                assert item.late_days == (today - hard).days
                self.late.add(item.uid)

    def dates_as_in_the_books(self) -> None:
        con, books = self.quarter.desk.con, self.quarter.books
        for uid, next_on, due_on, until in con.execute("SELECT uid, next_on, due_on, later_until FROM checkin"):
            row = books.series[uid]
            stands = (_day(next_on), _day(due_on), _day(until))
            assert stands == (row.next_on, row.late_after, row.until), (self.quarter.today, stands, row)
        for uid, state, due_on, until, review, done_on in con.execute(
            "SELECT uid, state, due_on, later_until, review_until, done_on FROM action WHERE archived_at IS NULL"
        ):
            act = books.promises[uid]
            found = (state, _day(due_on), _day(until), _day(review), _day(done_on))
            assert found == (act.state, act.due, act.until, act.review_until, act.done_on), (
                self.quarter.today,
                found,
                act,
            )
        for uid, level, due_on, due_at, closed in con.execute(
            "SELECT uid, level, due_on, due_at, closed_at IS NOT NULL FROM issue WHERE archived_at IS NULL"
        ):
            bad = books.issues[uid]
            assert (level, bool(closed)) == (bad.level, bad.closed)
            assert closed or (_day(due_on), read_instant(due_at) if due_at else None) == (bad.due, bad.at), bad

    def nothing_is_missing(self, items: list[DueItem]) -> None:
        """See that what comes up by the books is there, or goes with the line that speaks for its deal."""
        today, books = self.quarter.today, self.quarter.books
        there = {item.uid: item for item in items}
        for act in books.promises.values():
            if act.state != "done" and act.comes_up and act.comes_up <= today:
                assert act.uid in there, act
        for row in books.series.values():
            if row.comes_up and row.comes_up <= today:
                assert row.uid in there, row
            elif row.uid in there:
                assert there[row.uid].group not in NOW, row
        for bad in books.issues.values():
            assert (bad.uid in there and there[bad.uid].group in NOW) == (not bad.closed and bad.due <= today), bad
        self._notice(items)

    def _notice(self, items: list[DueItem]) -> None:
        """Speak from the day of each reminder on until that one was seen; a decision ends it."""
        notices = [item for item in items if item.kind == "give notice"]
        decided = self.quarter.desk.con.execute("SELECT count(*) FROM deal WHERE notice_decision = 'renew'").fetchone()
        if decided[0] or not notices:
            assert decided[0] or self.quarter.today > NOTICE_BY, "it stands there until it is decided"
            return
        (item,) = notices
        assert item.hard_on == NOTICE_BY.isoformat()
        speaks = [back(NOTICE_BY - DAY * lead) for lead in LEADS] + [NOTICE_BY]
        reached = [day for day in speaks if day <= self.quarter.today and day > self.notice_seen]
        wanted = "overdue" if self.quarter.today > NOTICE_BY else "today" if reached else "coming"
        assert item.group == wanted, (item, speaks, self.notice_seen)

    def saw_notice(self) -> None:
        """Remember what was seen, for the reminders up to today are over then."""
        until = self.quarter.books.quiet_until
        if any(kind == "give notice" for kind, _uid in self.quarter.books.handled) and until:
            self.notice_seen = self.quarter.today

    def counts_agree(self, items: list[DueItem]) -> None:
        """Board, list of actions, Today and books count alike."""
        quarter, today = self.quarter, self.quarter.today
        con = quarter.desk.con
        open_ones = {row.uid: row for row in quarter.books.promises.values() if row.state != "done"}
        late = {uid for uid, row in open_ones.items() if row.due and row.due < today and not row.windowed}
        # Of theirs the last day of the window counts: it is we who have to say something by then.
        windows = {uid: row.review_until for uid, row in open_ones.items() if row.windowed and row.side == "them"}
        late |= {uid for uid, until in windows.items() if until is not None and until < today}
        self.board.follow(con, today)
        assert self.board.figures.open == len(open_ones)
        assert self.board.figures.late == len(late)
        listed = quarter.desk.rows(action_lines.listing, today)
        assert {row.uid for row in listed} == set(open_ones)
        for one in listed:
            act = open_ones[one.uid]
            assert one.window == window_words(act.state, act.review_until, today)
        columns = {column.key: len(column.ids) for column in self.board.columns(con, today)}
        states = Counter(row.state for row in open_ones.values())
        done = [row for row in quarter.books.promises.values() if row.done_on and (today - row.done_on).days <= 30]
        assert columns == {**dict.fromkeys(columns, 0), **states, "done": len(done)}
        ours = {uid for uid, row in open_ones.items() if row.side == "us" and row.late_on(today)}
        put_off = {uid for uid in ours if (until := open_ones[uid].until) and until > today}
        shown = {item.uid for item in items if item.kind in ("action", "change") and item.group == "overdue"}
        assert {uid for uid in shown if open_ones[uid].side == "us"} == ours - put_off


def _differing(told: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[object]:
    """Return what one of the two says otherwise, or alone."""
    found: list[object] = [row for row in said if row["uid"] not in {other["uid"] for other in told}]
    found += [row for row in told if row["uid"] not in {other["uid"] for other in said}]
    others = {(row["kind"], row["uid"]): row for row in said}
    for row in told:
        other = others.get((row["kind"], row["uid"]), row)
        found += [(name, value, other[name]) for name, value in row.items() if value != other[name]]
    return found


def is_silence(item: DueItem) -> bool:
    """Return whether a person of theirs is silent: one message asks for all of it, so it is one line.

    What they promised is no silence once it has come due: it is a line of its own.
    """
    up = item.group in ("overdue", "today")
    return item.kind == "waiting" or (item.who == "them" and item.state == "waiting for them" and not up)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
