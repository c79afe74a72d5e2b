"""The board as arithmetic: columns in view, places between places, room where there is none, what a drag aims at."""

from __future__ import annotations

import random

import pytest

from dealdesk.domain import board


def test_views_follow_each_other_in_a_ring() -> None:
    view, seen = board.View.STATE, []
    for _ in range(len(board.View)):
        seen.append(view)
        view = board.next_view(view)
    assert set(seen) == set(board.View)
    assert view is board.View.STATE


@pytest.mark.parametrize(
    ("width", "count", "shown"),
    [(20, 5, 1), (69, 5, 1), (70, 5, 4), (80, 5, 4), (103, 5, 4), (104, 5, 5), (300, 8, 5), (120, 2, 2), (0, 5, 1)],
)
def test_how_many_columns_stand_side_by_side(width: int, count: int, shown: int) -> None:
    assert board.columns_shown(width, count) == shown


def test_four_columns_of_nineteen_fill_eighty_cells() -> None:
    places = board.spans(80, 4)
    assert [wide for _x, wide in places] == [20, 19, 19, 19]
    assert places[-1][0] + places[-1][1] == 80
    assert [board.column_at(x, places) for x in (0, 19, 20, 21, 39, 40, 79)] == [0, 0, None, 1, 1, None, 3]


@pytest.mark.parametrize("width", range(0, 200, 7))
def test_columns_never_overlap_nor_leave_the_screen(width: int) -> None:
    for shown in range(1, 6):
        end = -1
        for x, wide in board.spans(width, shown):
            assert x == end + 1
            assert wide >= 0
            end = x + wide
        assert end == max(width, shown - 1)


def test_the_columns_in_view_follow_the_cursor_no_further_than_needed() -> None:
    assert board.first_shown(0, 3, 4, 5) == 0
    assert board.first_shown(0, 4, 4, 5) == 1
    assert board.first_shown(1, 1, 4, 5) == 1
    assert board.first_shown(1, 0, 4, 5) == 0
    assert board.first_shown(3, 3, 5, 5) == 0


def test_the_cards_in_view_follow_the_cursor_no_further_than_needed() -> None:
    assert board.kept_in_view(0, 5, 6, 20) == 0
    assert board.kept_in_view(0, 6, 6, 20) == 1
    assert board.kept_in_view(9, 4, 6, 20) == 4
    assert board.kept_in_view(18, 19, 6, 20) == 14
    assert board.kept_in_view(3, 0, 6, 0) == 0


@pytest.mark.parametrize(
    ("before", "after"),
    [(None, None), (None, 3.0), (3.0, None), (3.0, 4.0), (-1.0, 1.0), (0.5, 1), (None, 1.0), (-1.0, None)],
)
def test_a_place_lies_between_and_is_never_zero(before: float | None, after: float | None) -> None:
    place = board.between(before, after)
    assert place
    assert before is None or before < place
    assert after is None or place < after


def test_too_close_is_no_place() -> None:
    assert board.between(9000.0, 9000.0) is None
    assert board.between(9000.0, 9000.0 + board.SMALLEST_GAP) is None


def test_room_is_made_with_few_cards_moved() -> None:
    crowd = [5.0, 5.0, 5.0, 6.0, 7.0]
    places = board.make_room(5.0, crowd)
    assert len(places) == 4
    assert places[0] > 5.0
    assert list(places) == sorted(set(places))
    assert places[-1] < 6.0


def test_a_column_of_one_place_is_numbered_to_its_end() -> None:
    places = board.make_room(2.0, [2.0, 2.0, 2.0])
    assert len(places) == 4
    assert list(places) == sorted(set(places))


def test_putting_cards_in_one_gap_for_ever_keeps_the_order() -> None:
    dice = random.Random(6)  # noqa: S311
    column = [(float(n), n) for n in range(1, 30)]
    for number in range(30, 1500):
        at = dice.choice((7, 8, 8, 8, dice.randrange(len(column))))
        low = column[at - 1][0] if at else None
        high = column[at][0]
        place = board.between(low, high)
        if place is None:
            assert low is not None
            crowd = [held for held, _ in column[at:]]
            places = board.make_room(low, crowd)
            for moved, held in enumerate(places[1:]):
                column[at + moved] = (held, column[at + moved][1])
            place = places[0]
        column.insert(at, (place, number))
        assert column == sorted(column)
    assert len({place for place, _ in column}) == len(column)


def test_a_drag_aims_before_a_card_or_behind_its_lower_half() -> None:
    assert board.aim(2, 0, 3, 0, 4) == (2, 0)
    assert board.aim(2, 2, 3, 0, 4) == (2, 1)
    assert board.aim(2, 3, 3, 5, 40) == (2, 6)
    assert board.aim(2, 60, 3, 0, 4) == (2, 4)
    assert board.aim(0, -1, 3, 0, 0) == (0, 0)


def test_a_card_comes_to_stand_between_its_neighbours() -> None:
    assert board.neighbours([1, 2, 3, 4], 2, 0) == (None, 1)
    assert board.neighbours([1, 2, 3, 4], 2, 3) == (3, 4)
    assert board.neighbours([1, 2, 3, 4], 2, 4) == (4, None)
    assert board.neighbours([1, 2, 3, 4], 2, 2) == (1, 3)
    assert board.neighbours([], 9, 0) == (None, None)
