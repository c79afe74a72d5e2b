"""Commands, undo and redo, and the history in words."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, timedelta, timezone
from pathlib import Path

import pytest

from dealdesk.domain.vocabulary import Origin
from dealdesk.errors import NewerSchema
from dealdesk.store import connect, forms, friction, history, history_words, notes, schema
from dealdesk.store.desk import Desk
from dealdesk.store.history import CannotUndo, Command, unit
from dealdesk.store.version import SCHEMA
from tests.desks import NOW, add_deal, add_friction, edit, open_desk, uid_of


def _writing(desk: Desk) -> sqlite3.Connection:
    return connect.connect(desk.path)


def _frictions(desk: Desk) -> int:
    return len(desk.rows(friction.uids, None))


def _texts(desk: Desk, uid: str) -> dict[str, str]:
    return desk.read(forms.load, "friction", uid)


@pytest.mark.parametrize("table", sorted(schema.models()))
def test_a_write_outside_a_command_aborts(tmp_path: Path, table: str) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, owner="Kim")
    for con in (_writing(desk), connect.raw(desk.path)):  # the guards stay in the file, whoever opens it
        with pytest.raises(sqlite3.IntegrityError, match="outside a command"):
            con.execute(f"INSERT INTO {table} (uid) VALUES ('x')")
        if con.execute(f"SELECT 1 FROM {table}").fetchone():
            with pytest.raises(sqlite3.IntegrityError, match="outside a command"):
                con.execute(f"UPDATE {table} SET archived_at = 'now'")
            with pytest.raises(sqlite3.IntegrityError):
                con.execute(f"DELETE FROM {table}")
        con.close()


def test_a_row_is_never_deleted_even_in_a_command(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    con = _writing(desk)
    with pytest.raises(sqlite3.IntegrityError, match="archived, never deleted"), unit(con, Command("deleted"), NOW):
        con.execute("DELETE FROM deal")
    assert con.execute("SELECT count(*) FROM deal").fetchone() == (1,)


def test_a_failing_command_leaves_nothing_and_the_next_one_works(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    con = _writing(desk)
    before = list(con.iterdump())

    def fail_halfway() -> None:
        with unit(con, Command("noted"), NOW):
            con.execute("INSERT INTO note (uid, deal_id, text, position) VALUES ('n', ?, 'half', 1)", (deal,))
            raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        fail_halfway()
    assert list(con.iterdump()) == before
    with pytest.raises(sqlite3.IntegrityError, match="outside a command"):
        con.execute("UPDATE deal SET title = 'x'")
    notes.capture(con, deal, "whole", NOW)
    assert con.execute("SELECT text FROM note").fetchall() == [("whole",)]


def test_a_command_that_changes_nothing_is_no_history(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    con = _writing(desk)
    with unit(con, Command("did nothing"), NOW):
        pass
    assert con.execute("SELECT count(*) FROM command").fetchone() == (0,)


def test_a_command_refuses_a_file_that_another_window_migrated(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    con = _writing(desk)
    connect.raw(desk.path).execute(f"PRAGMA user_version={SCHEMA + 1}")
    with pytest.raises(NewerSchema):
        notes.capture(con, deal, "too late", NOW)
    assert con.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_each_change_counts_the_revision_and_says_when(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    uid = add_friction(desk, add_deal(desk), "late")
    rev = desk.con.execute("SELECT rev FROM friction").fetchone()[0]
    edit(desk, "friction", uid, "effect", "trust", "")
    row = desk.con.execute("SELECT rev, updated_at FROM friction").fetchone()
    assert row == (rev + 1, "2026-05-13T09:30:00.000Z")


def test_undo_and_redo_reach_over_a_restart(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    uid = add_friction(desk, add_deal(desk), "late")
    edit(desk, "friction", uid, "effect", "trust", "")
    desk.close()
    again = open_desk(tmp_path)
    con = _writing(again)
    assert history.undo(con, again.window, NOW) == "edited a friction"
    assert _texts(again, uid)["effect"] == ""
    assert history.undo(con, again.window, NOW) == "logged a friction"
    assert _frictions(again) == 0
    again.close()
    third = open_desk(tmp_path)
    assert history.redo(con, third.window, NOW) == "logged a friction"
    assert history.redo(con, third.window, NOW) == "edited a friction"
    assert (_frictions(third), _texts(third, uid)["effect"]) == (1, "trust")
    with pytest.raises(CannotUndo, match="nothing to redo"):
        history.redo(con, third.window, NOW)


def test_undo_takes_back_what_was_done_in_this_window_first(tmp_path: Path) -> None:
    one, other = open_desk(tmp_path), open_desk(tmp_path)
    deal = add_deal(one)
    add_friction(one, deal, "mine")
    add_friction(other, deal, "theirs")
    con = _writing(one)
    history.undo(con, one.window, NOW)
    left = [line.text for line in one.rows(friction.lines, one.rows(friction.uids, None)).values()]
    assert left == ["theirs"]


def test_undo_stops_where_something_was_changed_since(tmp_path: Path) -> None:
    one, other = open_desk(tmp_path), open_desk(tmp_path)
    uid = add_friction(one, add_deal(one), "first text")
    edit(one, "friction", uid, "text", "second text", "first text")
    edit(other, "friction", uid, "text", "third text", "second text")
    con = _writing(one)
    before = list(con.iterdump())
    with pytest.raises(CannotUndo, match="changed again since"):
        history.undo(con, one.window, NOW)
    assert list(con.iterdump()) == before


def test_what_a_rule_or_an_import_did_is_not_undone_by_u(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add_friction(desk, deal, "late")
    con = _writing(desk)
    for origin in (Origin.RULE, Origin.IMPORT):
        with unit(con, Command(f"moved by {origin}", window=desk.window, origin=origin), NOW):
            con.execute("UPDATE deal SET term = ? WHERE id = ?", (str(origin), deal))
    assert history.undo(con, desk.window, NOW) == "logged a friction"
    assert con.execute("SELECT term FROM deal").fetchone() == ("import",)


def test_a_new_command_ends_what_could_be_redone(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add_friction(desk, deal, "one")
    con = _writing(desk)
    history.undo(con, desk.window, NOW)
    add_friction(desk, deal, "two")
    with pytest.raises(CannotUndo, match="nothing to redo"):
        history.redo(con, desk.window, NOW)


def test_undo_says_when_there_is_nothing(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    with pytest.raises(CannotUndo, match="nothing to undo"):
        history.undo(_writing(desk), desk.window, NOW)


def test_what_was_undone_is_marked_and_what_came_back_is_not(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    uid = add_friction(desk, add_deal(desk), "late")
    con = _writing(desk)

    def marked() -> set[str]:
        return {entry.name for entry in desk.rows(history.of_row, uid) if entry.undone}

    history.undo(con, desk.window, NOW)
    assert "logged a friction" in marked()
    history.redo(con, desk.window, NOW)
    assert "logged a friction" not in marked()


def test_the_heartbeat_of_a_clock_is_no_history(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    con = _writing(desk)
    with unit(con, Command("started"), NOW):
        con.execute("INSERT INTO debrief (uid, deal_id, kind) VALUES ('d', ?, 'first')", (deal,))
        con.execute(
            "INSERT INTO debrief_section (uid, debrief_id, deal_id, section, position, planned_s) "
            "VALUES ('s', 1, ?, 'worked', 0, 60)",
            (deal,),
        )
    count = con.execute("SELECT count(*) FROM change").fetchone()
    con.execute("UPDATE debrief_section SET used_s = 12, seen_at = 'x'")
    assert con.execute("SELECT count(*) FROM change").fetchone() == count


def _lines(desk: Desk, deal: int) -> list[str]:
    told = desk.rows(history_words.tell, desk.rows(history.of_deal, deal))
    return history_words.lines(told, desk.today, UTC)


def test_an_amount_is_told_whole_with_the_label_of_its_field(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, amount="84k EUR")
    uid = uid_of(desk, "deal", deal)
    edit(desk, "deal", uid, "amount", "90k", "EUR 84,000")
    edit(desk, "deal", uid, "amount", "70,000 USD per year", "EUR 90,000")
    lines = _lines(desk, deal)
    assert lines[0] == "13 May 09:30  edited a deal: Amount: EUR 90,000 → USD 70,000 per year"
    assert lines[1] == "13 May 09:30  edited a deal: Amount: EUR 84,000 → EUR 90,000"


def test_why_and_where_from_and_undone_are_told(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    con = _writing(desk)
    with unit(con, Command("moved the end", origin=Origin.RULE, why="a day off was added"), NOW):
        con.execute("UPDATE deal SET end_on = '2027-01-04' WHERE id = ?", (deal,))
    edit(desk, "deal", uid_of(desk, "deal", deal), "term", "24 months", "")
    history.undo(con, desk.window, NOW)
    text = "\n".join(_lines(desk, deal))
    assert "moved the end: Ends or renews: (empty) → 2027-01-04  (by a rule)" in text
    assert "because: a day off was added" in text
    assert "edited a deal: Term: (empty) → 24 months  (undone)" in text


def test_long_and_hostile_values_are_shortened_and_stay_literal(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    uid = add_friction(desk, deal, "[/30] " + "x" * 500)
    edit(desk, "friction", uid, "remedy", "[b]call[/b] first", "")
    first, second = _lines(desk, deal)[:2]
    assert first.endswith("What we change: (empty) → [b]call[/b] first")
    assert "[/30] xxx" in second
    assert second.endswith("x…")
    assert len(second) < 130


def test_a_new_counterparty_is_named(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, party="Acme")
    edit(desk, "deal", uid_of(desk, "deal", deal), "counterparty", "Łódź Mills", "Acme")
    told = desk.rows(history_words.tell, desk.rows(history.of_deal, deal))[0]
    said = " ".join((told.what, *told.changes))
    assert "Łódź Mills" in said
    assert "Acme" in said


@pytest.mark.parametrize(
    ("insert", "told"),
    [
        (
            "INSERT INTO conversation (uid, deal_id, summary, channel, happened_on) "
            "VALUES ('x', ?, '', 'call', '2026-05-12')",
            "did it: new conversation: call 2026-05-12",
        ),
        (
            "INSERT INTO leverage_mark (uid, deal_id, source) VALUES ('x', ?, 'time')",
            "did it: new leverage: time",
        ),
        ("INSERT INTO contact (uid, deal_id, matter, side) VALUES ('x', ?, 'billing', 'them')", "billing, them"),
        ("INSERT INTO checkin (uid, deal_id, mode) VALUES ('x', ?, 'fixed')", "did it: new check-in"),
    ],
)
def test_a_new_row_is_named_or_only_called_what_it_is(tmp_path: Path, insert: str, told: str) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    con = _writing(desk)
    with unit(con, Command("did it"), NOW):
        con.execute(insert, (deal,))
    assert _lines(desk, deal)[0].endswith(told)


def test_instants_are_told_in_local_time(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, signed_on="2026-05-12")
    con = _writing(desk)
    with unit(con, Command("ended the debrief"), NOW):
        con.execute("UPDATE debrief SET ended_at = '2026-11-22T06:21:16.331Z' WHERE id = 1")
    entries = desk.rows(history.of_deal, deal)
    told = desk.rows(history_words.tell, entries, timezone(timedelta(hours=5)))[0]
    assert told.what == "ended the debrief: Ended at: (empty) → 22 Nov 2026 11:21"


def test_when_names_the_year_only_where_it_is_another_one() -> None:
    at = "2025-11-21T14:02:11.000Z"
    assert history_words.when(at, date(2025, 12, 1), UTC) == "21 Nov 14:02"
    assert history_words.when(at, date(2026, 1, 1), UTC) == "21 Nov 2025 14:02"
