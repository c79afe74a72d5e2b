"""The columns of a deal page: as wide as its lines need, and what of a line is said below the list."""

from __future__ import annotations

import pytest

from dealdesk.tui.screens.deal_columns import KIND, NUMBERS, USUAL, fitted, lean, whole
from dealdesk.tui.widgets.columns import place
from dealdesk.tui.widgets.row_source import Row


def row(kind: str, what: str, more: str = "", **others: str) -> Row:
    return lean(Row({"kind": kind, "what": what, "more": more, **others}), USUAL)


def widths(rows: list[Row], width: int = 80) -> dict[str, int]:
    return {one.column.name: one.width for one in place(fitted(rows, USUAL, width), width - 1, width)}


def test_the_first_column_is_as_wide_as_its_widest_word_and_never_wider_than_a_day_with_its_year() -> None:
    assert widths([row("us", "a", "b"), row("ours", "c", "d")])["kind"] == 4
    assert widths([row("x" * 40, "a", "b")])["kind"] == KIND


def test_a_line_with_nothing_more_takes_all_the_room_and_asks_for_no_column() -> None:
    assert "more" not in widths([row("us", "a" * 200)])
    assert list(row("us", "a").cells) == ["kind", "what"]
    both = widths([row("us", "a" * 200), row("us", "short", "Dana")])
    assert both["what"] == 5
    assert both["what"] + both["more"] >= 70


@pytest.mark.parametrize(
    ("what", "more", "wide"),
    [(100, 100, 43), (100, 10, 63), (10, 100, 10), (30, 20, 30)],
)
def test_two_texts_share_the_room_by_what_they_need(what: int, more: int, wide: int) -> None:
    found = widths([row("us", "a" * what, "b" * more)])
    assert found["what"] == wide
    assert found["what"] + found["more"] == 80 - 1 - 2 - 3 - 1


def test_cells_without_a_column_stand_in_the_last_one() -> None:
    got = row("value", "On time", "", value="99", target="of 98 %", by="Kim")
    assert got.cells == {"kind": "value", "what": "On time", "more": "99  of 98 %  Kim"}


def test_numbers_stand_in_columns_and_the_last_ones_go_where_it_is_narrow() -> None:
    cells = {"kind": "relationship", "what": "a" * 40, "value": "99.93", "target": "vs at least 99.9 %"}
    rows = [lean(Row({**cells, "trend": "_.-^_.-^", "against": "on target", "by": "Konstantina"}), NUMBERS)]
    names = {width: [column.name for column in fitted(rows, NUMBERS, width)] for width in (80, 160)}
    assert names[80] == ["kind", "what", "value", "target", "trend", "against"]
    assert names[160] == list(NUMBERS)


def test_a_long_target_is_cut_and_does_not_go() -> None:
    row = Row({"kind": "value", "what": "On time", "value": "99", "target": "of " + "x" * 90, "by": "Kim"})
    columns = {column.name: column.width for column in fitted([lean(row, NUMBERS)], NUMBERS, 80)}
    assert columns["target"] == 24
    assert "by" in columns


def test_a_line_is_said_in_full_only_where_it_is_cut() -> None:
    rows = [row("us", "a" * 30, "b" * 20), row("us", "c" * 60, "d" * 60)]
    columns = fitted(rows, USUAL, 80)
    assert whole(rows[0], columns, 80) == ""
    assert whole(rows[1], columns, 80) == "us  ·  " + "c" * 60 + "  ·  " + "d" * 60
    assert whole(row("us", "short", rest="done when: signed"), columns, 80) == "us  ·  short  ·  done when: signed"
    wide = row("us", "日" * 38)
    assert whole(wide, fitted([wide], USUAL, 80), 80) != ""


def test_one_long_second_text_does_not_take_the_room_of_the_other_lines() -> None:
    rows = [row("us", "a" * 55, "Dana Ruiz")] * 6 + [row("us", "c" * 55, "d" * 70)]
    found = widths(rows)
    assert found["what"] == 55
    assert found["more"] == 18
    assert widths([row("us", "a" * 90, "Dana Ruiz")] * 6 + [row("us", "c", "d" * 70)])["more"] == 16
