"""How what is noted of a deal becomes lines of its page."""

from __future__ import annotations

import pytest

from dealdesk.tui.screens.deal_rows import NO_DATE, marked


@pytest.mark.parametrize(
    ("day", "sign", "words"),
    [
        ("Fri 20 Nov", "", "Fri 20 Nov"),
        ("Fri 20 Nov", "!!", "Fri 20 Nov !!"),
        ("Mon 30 Nov 2026", "", "Mon 30 Nov 2026"),
        ("Mon 30 Nov 2026", "!!", "30 Nov 2026 !!"),
        (NO_DATE, "!", "no date !"),
    ],
)
def test_the_sign_stands_behind_the_day_and_both_fit_the_column(day: str, sign: str, words: str) -> None:
    assert marked(day, sign) == words
    assert len(words) <= 15
