"""Which cards the board shows, in which order, and what a move does to the file."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from dealdesk.domain.board import View
from dealdesk.domain.vocabulary import ActionKind, Side
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import blocking, board, board_moves, deals, history
from dealdesk.store.board import BoardList
from dealdesk.store.board_moves import Moved
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Waiting
from dealdesk.store.tables.deals import Deal, Person
from tests.desks import NOW, add_deal, open_desk

TODAY = NOW.date()


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def card(number: int, deal_id: int = 1, **fields: Any) -> Action:  # noqa: ANN401 - whatever the column holds
    return Action(**{"id": number, "deal_id": deal_id, "text": f"card {number}", **fields})


def desk_of(folder: Path, *rows: Row, number: int = 2) -> Desk:
    desk = open_desk(folder)
    for _ in range(number):
        add_deal(desk)

    def store(session: Session) -> None:
        for row in rows:  # one by one: some of them point to those before
            session.add(row)
            session.flush()

    desk.write(Command("stored"), store)
    return desk


def shown(desk: Desk, listing: BoardList, words: str = "") -> dict[str, list[int]]:
    listing.follow(desk.con, desk.today)
    return {column.key: column.ids for column in listing.columns(desk.con, desk.today, words) if column.ids}


def held(desk: Desk, listing: BoardList) -> dict[str, list[int]]:
    return {column.key: column.ids for column in listing.columns(desk.con, desk.today) if column.ids}


def move(desk: Desk, number: int, state: str, **more: Any) -> Moved:  # noqa: ANN401 - handed on
    return desk.write(Command("moved"), board_moves.move, number, state, desk.context, NOW, **more)


def reorder(desk: Desk, number: int, before: int | None, after: int | None) -> Moved:
    return desk.write(Command("ordered"), board_moves.reorder, number, before, after)


def undo(desk: Desk) -> str:
    con, _engine = desk._writer()
    return history.undo(con, desk.window, NOW)


def test_cards_stand_by_their_day_and_those_without_one_last(tmp_path: Path) -> None:
    desk = desk_of(
        tmp_path,
        card(1),
        card(2, due_on=day(3)),
        card(3, due_on=day(9), soft_on=day(1)),
        card(4, due_on=day(1), later_until=day(5)),
        card(5, due_on=day(3)),
        card(6, position=NOW.timestamp()),  # the number a rule gives, no place on the board
    )
    assert shown(desk, BoardList()) == {"to do": [3, 2, 5, 4, 1, 6]}
    desk.close()


def test_done_of_the_last_thirty_days_the_newest_first(tmp_path: Path) -> None:
    rows = [card(n, state="done", done_on=day(-days)) for n, days in ((1, 30), (2, 31), (3, 0), (4, 5), (5, 5))]
    desk = desk_of(tmp_path, *rows, card(6, state="done"))
    assert shown(desk, BoardList()) == {"done": [3, 5, 4, 1]}
    desk.close()


def test_nothing_archived_is_shown_nor_what_belongs_to_it(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, card(1), card(2, archived_at="2026-05-01T00:00:00.000Z"), card(3, 2))
    desk.write(Command("archived"), deals.archive, 2, NOW)
    assert shown(desk, BoardList()) == {"to do": [1]}
    desk.close()


def test_one_deal_or_all(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, card(1), card(2, 2), card(3, 2, state="done", done_on=TODAY))
    listing = BoardList()
    listing.deal_id = 2
    assert shown(desk, listing) == {"to do": [2], "done": [3]}
    assert listing.figures == (1, 0)
    assert listing.total == 2
    desk.close()


def test_a_filter_holds_all_words_blind_to_case_and_accents(tmp_path: Path) -> None:
    desk = desk_of(
        tmp_path,
        Person(id=900, name="José Ångström"),
        card(1, text="Łódź report", owner_id=900),
        card(2, text="report", action_class="binding"),
        card(3, 2, text="kickoff", state="doing"),
    )
    listing = BoardList()
    assert shown(desk, listing, "LODZ rep") == {"to do": [1]}
    assert shown(desk, listing, "jose") == {"to do": [1]}
    assert shown(desk, listing, "binding") == {"to do": [2]}
    assert shown(desk, listing, "acme-2") == {"doing": [3]}
    assert shown(desk, listing, "report kickoff") == {}
    desk.close()


def test_the_views(tmp_path: Path) -> None:
    desk = desk_of(
        tmp_path,
        Person(id=900, name="Dana"),
        Person(id=901, name="Kim", is_me=True),
        card(1, due_on=day(-1), owner_id=900, side=Side.THEM),
        card(2, due_on=TODAY, owner_id=901),
        card(3, due_on=day(7), state="doing"),
        card(4, due_on=day(8), owner_id=900),
        card(5, due_on=day(-9), state="done", done_on=TODAY, owner_id=900),
        card(6),
        card(7, due_on=day(-2), later_until=day(4)),
    )
    listing = BoardList()
    listing.view = View.DUE
    assert shown(desk, listing) == {
        "late": [1, 7],
        "today": [2],
        "in 7 days": [3],
        "after that": [4],
        "no date": [6],
        "done": [5],
    }
    listing.view = View.OWNER
    assert shown(desk, listing) == {"owner 901": [2], "owner 900": [1, 4], "owner 0": [7, 3, 6], "done": [5]}
    assert [column.title for column in listing.columns(desk.con, desk.today)] == ["me", "Dana", "nobody", "done"]
    listing.view = View.SIDE
    assert shown(desk, listing) == {"us": [2, 7, 3, 4, 6], "them": [1], "done": [5]}
    desk.close()


def test_while_a_review_window_runs_ours_is_not_late_and_theirs_after_its_last_day(tmp_path: Path) -> None:
    review: dict[str, Any] = {"state": "review", "due_on": day(-3)}
    desk = desk_of(
        tmp_path,
        card(1, **review, review_until=day(2)),
        card(2, **review, side="them", review_until=day(0)),
        card(3, **review, side="them", review_until=day(-1)),
        card(4, **review),
    )
    listing = BoardList()
    listing.view = View.DUE
    assert shown(desk, listing)["late"] == [3, 4]
    assert listing.figures.late == 2
    cards = desk.rows(board.cards, [1, 3, 4])
    assert [cards[number].hard_on for number in (1, 3, 4)] == [None, day(-1).isoformat(), day(-3).isoformat()]


def test_many_owners_share_a_column(tmp_path: Path) -> None:
    people = [Person(id=900 + n, name=f"P{n}") for n in range(9)]
    rows = [card(n + 1, owner_id=900 + n % 9) for n in range(20)]
    desk = desk_of(tmp_path, *people, *rows)
    listing = BoardList()
    listing.view = View.OWNER
    found = shown(desk, listing)
    assert len(found) == board.OWN_COLUMNS + 1
    assert sorted(number for ids in found.values() for number in ids) == list(range(1, 21))
    desk.close()


def test_what_a_card_says_of_its_wait_and_what_holds_it_up(tmp_path: Path) -> None:
    desk = desk_of(
        tmp_path,
        Person(id=900, name="Dana"),
        card(1, state="waiting for them", waiting_since=day(-9)),
        card(2, blocked_by_id=1),
        card(3, state="done", done_on=TODAY),
        card(4, blocked_by_id=3),
        Waiting(deal_id=1, person_id=900, action_id=1, text="x", since=day(-9), last_on=day(-6), due_on=day(3)),
    )
    found = board.cards(desk.con, [1, 2, 4, 99])
    assert set(found) == {1, 2, 4}
    assert (found[1].waiting_since, found[1].nudge_on, found[1].asked) == (
        day(-9).isoformat(),
        day(3).isoformat(),
        "Dana",
    )
    assert (found[2].blocked_by, found[4].blocked_by) == ("card 1", "")
    desk.close()


def test_a_move_taken_in_is_what_a_new_look_shows(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *[card(n, 1 + n % 2, due_on=day(n % 5 - 2)) for n in range(1, 30)])
    for view in View:
        listing = BoardList()
        listing.view = view
        shown(desk, listing)
        for number, state in ((3, "doing"), (4, "review"), (3, "done"), (5, "done"), (5, "to do"), (3, "to do")):
            moved = move(desk, number, state)
            listing.take_in(desk.con, moved.ids, desk.today)
            taken, figures = held(desk, listing), listing.figures
            assert taken == shown(desk, listing)
            assert figures == listing.figures
    desk.close()


def test_a_card_that_went_out_of_sight_is_taken_out(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, card(1), card(2))
    listing = BoardList()
    shown(desk, listing)
    desk.write(Command("archived"), _archive, 1)
    listing.take_in(desk.con, [1], desk.today)
    assert held(desk, listing) == {"to do": [2]}
    desk.close()


def _archive(session: Session, number: int) -> None:
    session.get_one(Action, number).archived_at = "2026-05-13T09:30:00.000Z"


def test_a_card_is_put_between_two_and_undo_puts_it_back(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *[card(n, due_on=day(n)) for n in range(1, 6)])
    listing = BoardList()
    assert reorder(desk, 5, 1, 2).ids == [5]
    assert shown(desk, listing)["to do"] == [1, 5, 2, 3, 4]
    reorder(desk, 1, 4, None)
    assert shown(desk, listing)["to do"] == [5, 2, 3, 4, 1]
    reorder(desk, 3, None, 5)
    assert shown(desk, listing)["to do"] == [3, 5, 2, 4, 1]
    assert [undo(desk) for _ in range(3)] == ["ordered"] * 3
    assert shown(desk, listing)["to do"] == [1, 2, 3, 4, 5]
    desk.close()


def test_cards_of_one_day_make_room_for_ever(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *[card(n, due_on=day(1)) for n in range(1, 13)])
    listing, most = BoardList(), 0
    for turn in range(60):
        ids = shown(desk, listing)["to do"]
        moving = ids[-1 - turn % 3]
        wanted = [number for number in ids if number != moving]
        moved = reorder(desk, moving, wanted[3], wanted[4])
        most = max(most, len(moved.ids))
        wanted.insert(4, moving)
        listing.take_in(desk.con, moved.ids, desk.today)
        assert held(desk, listing)["to do"] == wanted
        assert shown(desk, listing)["to do"] == wanted
    assert 1 < most < 12
    desk.close()


def test_making_room_is_one_command(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *[card(n, position=5.0) for n in range(1, 5)])
    listing = BoardList()
    assert shown(desk, listing)["to do"] == [1, 2, 3, 4]
    assert len(reorder(desk, 4, 1, 2).ids) > 1
    assert shown(desk, listing)["to do"] == [1, 4, 2, 3]
    undo(desk)
    assert shown(desk, listing)["to do"] == [1, 2, 3, 4]
    desk.close()


def test_where_a_neighbour_was_moved_away_the_other_one_counts(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *[card(n, due_on=day(n)) for n in range(1, 5)])
    move(desk, 2, "doing")
    reorder(desk, 1, 2, 3)
    assert shown(desk, BoardList())["to do"] == [1, 3, 4]
    reorder(desk, 1, 4, 3)  # they changed places meanwhile
    assert shown(desk, BoardList())["to do"] == [3, 4, 1]
    desk.close()


def test_a_card_dropped_into_another_column_stands_where_it_was_dropped(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, card(1), card(2, state="doing", due_on=day(1)), card(3, state="doing", due_on=day(2)))
    desk.write(Command("dropped"), board_moves.drop, 1, "doing", 2, 3, desk.context, NOW)
    assert shown(desk, BoardList()) == {"doing": [2, 1, 3]}
    move(desk, 1, "to do")
    assert desk.con.execute("SELECT position FROM action WHERE id = 1").fetchone() == (0.0,)
    desk.write(Command("dropped"), board_moves.drop, 1, "done", None, None, desk.context, NOW)
    assert shown(desk, BoardList()) == {"doing": [2, 3], "done": [1]}
    with pytest.raises(InputRefused, match="the day they were done"):
        reorder(desk, 1, None, None)
    desk.close()


def test_a_blocked_card_is_done_only_anyway(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, card(1), card(2, blocked_by_id=1))
    with pytest.raises(blocking.Blocked, match="“card 1”"):
        move(desk, 2, "done")
    assert shown(desk, BoardList()) == {"to do": [1, 2]}
    move(desk, 2, "done", anyway=True)
    assert shown(desk, BoardList()) == {"to do": [1], "done": [2]}
    undo(desk)
    assert shown(desk, BoardList()) == {"to do": [1, 2]}
    desk.close()


def test_what_is_gone_can_not_be_moved(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, card(1, archived_at="2026-05-01T00:00:00.000Z"))
    for number in (1, 77):
        with pytest.raises(NotFound):
            move(desk, number, "doing")
        with pytest.raises(NotFound):
            reorder(desk, number, None, None)
    assert desk.con.execute("SELECT count(*) FROM command WHERE name IN ('moved', 'ordered')").fetchone() == (0,)
    desk.close()


def test_an_owner_is_given_and_taken_back(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, card(1))
    desk.write(Command("gave"), board_moves.give_to, 1, "Kim")
    assert board.cards(desk.con, [1])[1].owner == "Kim"
    undo(desk)
    assert board.cards(desk.con, [1])[1].owner == ""
    desk.close()


def test_a_deliverable_that_is_open_again_leaves_no_day_behind(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, card(1, kind=ActionKind.DELIVERABLE))
    move(desk, 1, "done")
    move(desk, 1, "doing")
    assert desk.con.execute("SELECT done_on, done_at FROM action").fetchone() == (None, None)
    assert desk.con.execute("SELECT count(*) FROM deal").fetchone()[0] == 2
    assert desk.read(lambda session: session.get_one(Deal, 1).archived_at) is None
    desk.close()


_MOVER = """
import sys
from dealdesk.clock import Clock
from dealdesk.store import board_moves
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
desk = Desk(sys.argv[1], Clock())
turn = 0
while True:
    turn += 1
    for number in range(1, 6):
        state = ("doing", "review", "waiting for them", "done", "to do")[(turn + number) % 5]
        desk.write(Command("moved"), board_moves.move, number, state, desk.context, desk.clock.now())
        desk.write(Command("dropped"), board_moves.drop, number, "doing", None, None, desk.context, desk.clock.now())
        print("moved", flush=True)
"""


def test_killed_while_moving_a_move_is_there_or_not(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, *[card(n) for n in range(1, 6)])
    desk.close()
    for moves in (1, 4, 9, 15):
        with subprocess.Popen([sys.executable, "-c", _MOVER, desk.path], stdout=subprocess.PIPE) as mover:
            assert mover.stdout is not None
            assert [mover.stdout.readline() for _ in range(moves)] == [b"moved\n"] * moves
            mover.kill()  # in the midst of the next one
        again = Desk(desk.path, desk.clock)
        assert again.con.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        _as_recorded(again.con)
        found = shown(again, BoardList())
        assert sorted(number for ids in found.values() for number in ids) == [1, 2, 3, 4, 5]
        again.close()


def _as_recorded(con: sqlite3.Connection) -> None:
    """Every card stands where the history says that it was put last, and no command is half there."""
    for uid, state in con.execute("SELECT uid, state FROM action").fetchall():
        last = con.execute(
            "SELECT new FROM change WHERE uid = ? AND col = 'state' ORDER BY id DESC LIMIT 1", (uid,)
        ).fetchone()
        assert last is None or last[0] == state
    assert con.execute("SELECT count(*) FROM command WHERE id NOT IN (SELECT command_id FROM change)").fetchone() == (
        0,
    )
    assert con.execute("SELECT command_id FROM writing").fetchone() in ((None,), None)
