"""How one card of the board is laid out."""

from __future__ import annotations

import pytest

from dealdesk.tui.widgets.board_cards import HIGH, LOW, CardLook, card_lines


def lines(card: CardLook, width: int, pitch: int) -> list[str]:
    return ["".join(piece.text for piece in line).rstrip() for line in card_lines(card, width, pitch, on=False)]


def test_a_title_takes_the_line_that_marks_leave_empty() -> None:
    card = CardLook("Deliver part 27 of the long list", "12d late", "me", ())
    assert lines(card, 19, LOW) == [" Deliver part 27 of", " the long list", "  12d late       me"]
    assert lines(card, 19, HIGH) == [*lines(card, 19, LOW), ""]
    assert lines(card._replace(text="Short"), 19, LOW) == [" Short", "  12d late       me", ""]


def test_marks_keep_their_line_where_they_do_not_fit_beside_the_day() -> None:
    card = CardLook("Deliver part 27 of the long list", "12d late", "me", ("since 7 May",), ref="ACME-1")
    assert lines(card, 19, LOW) == [" Deliver part 27 o…", "  12d late       me", "  since 7 May · AC…"]
    assert lines(card._replace(marks=()), 31, LOW)[1:] == [" list", "  12d late  ACME-1           me"]


@pytest.mark.parametrize("text", ["Short", "x " * 40, "漢字かな交じり文の長い" * 4, "x" * 5000])
@pytest.mark.parametrize("marks", [(), ("binding",), ("window over", "binding")])
def test_every_card_leaves_the_same_line_free(text: str, marks: tuple[str, ...]) -> None:
    for width in (19, 31, 60):
        found = lines(CardLook(text, "3d late", "Dana", marks, ref="ACME-1"), width, HIGH)
        assert [bool(line) for line in found] == [True, True, True, False]
