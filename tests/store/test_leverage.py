"""The leverage checklist on a real file: one row per place, undo, texts, two windows, and all that reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.domain.leverage import YES, Mark, MarkColumn, MarkRefused, Movement, Place, Standing
from dealdesk.domain.vocabulary import DebriefKind, LeverageSource, Origin, TypingState
from dealdesk.errors import NotFound
from dealdesk.store import (
    connect,
    deal_page,
    debrief_cards,
    debriefs,
    history,
    history_words,
    leverage,
    leverage_lines,
    review,
)
from dealdesk.store.desk import Desk
from dealdesk.store.forms import Promoted
from dealdesk.store.history import Command
from dealdesk.templates.load import load_sections
from tests.desks import NOW, add_deal, edit, open_desk

COUNTED, MOVED, EVIDENCE = MarkColumn.COUNTED, MarkColumn.MOVED, MarkColumn.EVIDENCE


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk, type="vendor")
    return desk


def mark(
    desk: Desk,
    source: str,
    column: MarkColumn,
    value: str,
    driver: str = "",
    deal: int = 1,
    debrief: int | None = None,
) -> None:
    desk.write(Command("marked leverage"), leverage.mark, deal, debrief, source, driver, column, value)


def write(desk: Desk, source: str, name: str, text: str, base: str | None = "") -> Promoted:
    uid = desk.rows(leverage_lines.uid_of, 1, source)
    desk.write(Command("made a row", origin=Origin.RULE), leverage.make_row, 1, None, source)
    return edit(desk, "leverage_mark", uid, name, text, base)


def marks(desk: Desk, deal: int = 1) -> dict[Place, Mark]:
    return {found.place: found for found in desk.rows(leverage_lines.of_deal, deal)}


def undo(desk: Desk) -> None:
    con = connect.connect(desk.path)
    history.undo(con, desk.window, NOW)
    con.close()


def stored(desk: Desk) -> int:
    return int(desk.con.execute("SELECT count(*) FROM leverage_mark").fetchone()[0])


def test_one_row_per_source_however_often_it_is_marked(desk: Desk) -> None:
    mark(desk, "time", COUNTED, YES)
    mark(desk, "time", MOVED, "moved them")
    mark(desk, "time", EVIDENCE, "they did")
    assert marks(desk)["time", ""].standing == Standing(True, Movement.MOVED, "they did")
    mark(desk, "time", MOVED, "did not move them")
    assert marks(desk)["time", ""].standing == Standing(True, Movement.DID_NOT, "they did")
    assert stored(desk) == 1


def test_a_driver_marks_its_source_in_the_same_command(desk: Desk) -> None:
    mark(desk, "time", MOVED, "moved them", "deadline")
    assert {place: found.standing.movement for place, found in marks(desk).items()} == {
        ("time", ""): Movement.MOVED,
        ("time", "deadline"): Movement.MOVED,
    }
    undo(desk)
    assert marks(desk) == {}


def test_a_row_put_away_by_undo_is_brought_back_blank_and_not_doubled(desk: Desk) -> None:
    mark(desk, "risk", MOVED, "moved them")
    undo(desk)
    assert marks(desk) == {}
    mark(desk, "risk", COUNTED, YES)
    assert marks(desk)["risk", ""].standing == Standing(counted_on=True)
    undo(desk)
    assert marks(desk) == {}
    write(desk, "risk", "quote", "Legal is fine")
    assert (marks(desk)["risk", ""].quote, marks(desk)["risk", ""].standing) == ("Legal is fine", Standing())
    assert stored(desk) == 1


def test_marks_are_undone_one_by_one_and_brought_back(desk: Desk) -> None:
    mark(desk, "time", COUNTED, YES)
    mark(desk, "time", MOVED, "moved them")
    undo(desk)
    assert marks(desk)["time", ""].standing == Standing(counted_on=True)
    con = connect.connect(desk.path)
    history.redo(con, desk.window, NOW)
    con.close()
    assert marks(desk)["time", ""].standing.movement is Movement.MOVED


def test_what_is_refused_changes_nothing(desk: Desk) -> None:
    mark(desk, "time", MOVED, "moved them", "deadline")
    for source, driver, column, value in (
        ("time", "", MOVED, "did not move them"),
        ("risk", "", EVIDENCE, "they said"),
        ("charm", "", COUNTED, YES),
        ("risk", "x" * 61, COUNTED, YES),
    ):
        with pytest.raises(MarkRefused):
            mark(desk, source, column, value, driver)
    assert set(marks(desk)) == {("time", ""), ("time", "deadline")}
    with pytest.raises(NotFound):
        mark(desk, "time", COUNTED, YES, deal=99)
    with pytest.raises(MarkRefused):
        desk.write(Command("x"), leverage.make_row, 1, None, "charm")


def test_a_row_belongs_to_the_debrief_in_which_it_was_made(desk: Desk) -> None:
    number = desk.write(Command("started"), debriefs.start, 1, DebriefKind.FIRST, 45, load_sections(), NOW)
    mark(desk, "time", COUNTED, YES)
    mark(desk, "risk", MOVED, "moved them", "legal", debrief=number)
    mark(desk, "time", MOVED, "moved them", debrief=number)
    assert desk.rows(debrief_cards.outcome, number).went_where == ("1 source of leverage",)


def test_words_and_notes_alone_are_no_mark(desk: Desk) -> None:
    number = desk.write(Command("started"), debriefs.start, 1, DebriefKind.FIRST, 45, load_sections(), NOW)
    desk.write(Command("began"), leverage.make_row, 1, number, "risk")
    write(desk, "risk", "notes", "a cover page next time")
    assert desk.rows(debrief_cards.outcome, number).went_where == ()
    mark(desk, "risk", COUNTED, YES, "legal", debrief=number)
    mark(desk, "risk", MOVED, "moved them", "legal", debrief=number)
    assert desk.rows(debrief_cards.outcome, number).went_where == ("1 source of leverage",)


def test_text_makes_the_row_under_the_uid_it_was_kept_under(desk: Desk) -> None:
    uid = desk.rows(leverage_lines.uid_of, 1, "risk")
    assert write(desk, "risk", "quote", " Legal is\x1b[31m fine ") == Promoted(None, text="Legal is fine")
    assert marks(desk)["risk", ""].uid == uid == desk.rows(leverage_lines.uid_of, 1, "risk")
    assert write(desk, "risk", "notes", "send the annex first").state is None
    assert write(desk, "risk", "quote", "", "Legal is fine").state is None
    assert (marks(desk)["risk", ""].quote, marks(desk)["risk", ""].notes) == ("", "send the annex first")


def test_the_row_that_is_made_for_a_text_is_no_step_of_undo(desk: Desk) -> None:
    write(desk, "risk", "quote", "Legal is fine")
    undo(desk)
    assert marks(desk)["risk", ""].blank
    write(desk, "risk", "quote", "Legal is fine")
    assert stored(desk) == 1


def test_two_windows_write_into_one_row_and_a_clash_is_told(desk: Desk, tmp_path: Path) -> None:
    other = open_desk(tmp_path)
    assert write(desk, "risk", "quote", "mine") == Promoted(None, text="mine")
    assert write(other, "risk", "quote", "theirs") == Promoted(TypingState.CONFLICT, theirs="mine")
    assert write(other, "risk", "notes", "a note") == Promoted(None, text="a note")
    mark(other, "risk", COUNTED, YES)
    mark(desk, "risk", MOVED, "moved them")
    other.close()
    found = marks(desk)["risk", ""]
    assert (found.quote, found.notes, found.standing) == ("mine", "a note", Standing(True, Movement.MOVED))
    assert stored(desk) == 1


def test_my_record_is_read_over_deals_of_a_type_that_are_there(desk: Desk) -> None:
    second, third = add_deal(desk, "Licences", "Beta", type="vendor"), add_deal(desk, "Fair", "Gama", type="client")
    for deal in (1, second, third):
        mark(desk, "time", COUNTED, YES, deal=deal)
    mark(desk, "risk", MOVED, "moved them", "legal", deal=second)
    vendor = desk.rows(leverage_lines.marked_deals, "vendor")
    assert [len(deal.stands) for deal in vendor] == [1, 3]
    assert len(desk.rows(leverage_lines.marked_deals)) == 3
    mark(desk, "time", COUNTED, "", deal=third)
    assert len(desk.rows(leverage_lines.marked_deals)) == 2


def test_the_review_the_debrief_and_the_deal_page_read_the_same_rows(desk: Desk) -> None:
    assert not desk.rows(deal_page.page, 1).records.leverage
    mark(desk, "time", COUNTED, YES)
    mark(desk, "risk", MOVED, "moved them", "legal")
    write(desk, "risk", "quote", "Legal is fine")
    slots = review.slots(desk.con, 1, desk.today)
    assert [source for source in LeverageSource if slots.get(f"leverage.{source}")] == ["risk"]
    sources = leverage_lines.sources(desk.rows(leverage_lines.of_deal, 1))
    assert [(line.source, line.standing.counted_on, line.standing.movement, line.words) for line in sources] == [
        ("time", True, Movement.OPEN, ""),
        ("risk", False, Movement.MOVED, "Legal is fine"),
    ]
    assert desk.rows(deal_page.page, 1).records.leverage


def test_marks_that_were_taken_back_one_by_one_are_no_record(desk: Desk) -> None:
    mark(desk, "time", COUNTED, YES)
    mark(desk, "time", COUNTED, "")
    assert not desk.rows(deal_page.page, 1).records.leverage
    assert leverage_lines.sources(desk.rows(leverage_lines.of_deal, 1)) == []
    assert desk.rows(leverage_lines.marked_deals) == []


def test_the_history_names_the_source_and_says_yes_and_no(desk: Desk) -> None:
    mark(desk, "time", COUNTED, YES)
    mark(desk, "time", MOVED, "moved them")
    mark(desk, "time", MOVED, "moved them", "launch date")
    con = desk.con
    source = history_words.tell(con, history.of_row(con, marks(desk)["time", ""].uid))
    driver = history_words.tell(con, history.of_row(con, marks(desk)["time", "launch date"].uid))
    assert [told.what for told in source] == [
        "marked leverage: Moved them: no → yes",
        "marked leverage: time",
    ]
    assert driver[0].what.startswith("marked leverage")
    assert any("time, launch date" in text for told in driver for text in (told.what, *told.changes))
