"""The one gate for text: nothing that drives a terminal comes in, and no word is lost on the way."""

from __future__ import annotations

import pytest

from dealdesk.text import clean, fold


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a \x1b[31mred\x1b[0m word", "a red word"),
        ("\x1b]0;title\x07after", "after"),
        ("\x1b]52;c;aGk=\x1b\\after", "after"),
        ("\x1bPq#1\x1b\\after", "after"),
        ("\x1b(Bplain", "plain"),
        ("\x9b1mbold", "bold"),
        ("bell\x07 null\x00 del\x7f c1\x85", "bell null del c1"),
        ("left\u202eright\u2066", "leftright"),
    ],
)
def test_what_drives_a_terminal_is_taken_out(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\x1b]never ended, and all that follows", "]never ended, and all that follows"),
        ("\x1bPnever ended", "Pnever ended"),
        ("\x1bhello", "hello"),
        ("\x1b hello", "hello"),
        ("at the end\x1b", "at the end"),
    ],
)
def test_an_escape_that_is_not_complete_loses_its_sign_and_no_word(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_lines_are_kept_where_they_are_wanted_and_blanks_elsewhere() -> None:
    assert clean("one\r\n  two\rthree", lines=True) == "one\n  two\nthree"
    assert clean("  one\t two \n three ") == "one two three"


def test_folded_text_has_no_case_and_no_accents() -> None:
    assert fold("Łódź STRASSE Straße") == "lodz strasse strasse"
