"""What is odd about the dates of a deal."""

from __future__ import annotations

from datetime import date

import pytest

from dealdesk.domain.forms import FORMS, doubts

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"start_on": JUNE, "end_on": MAY}, {"end_on": "before the start"}),
        ({"signed_on": JUNE, "end_on": MAY}, {"end_on": "before the signing"}),
        ({"signed_on": MAY, "start_on": JULY, "end_on": JUNE}, {"end_on": "before the start"}),
        ({"signed_on": JUNE, "start_on": MAY, "end_on": JULY}, {}),
        ({"end_on": MAY}, {}),
        ({"start_on": MAY, "end_on": MAY}, {}),
    ],
)
def test_an_end_before_its_deal_begins_is_doubted(dates: dict[str, date], said: dict[str, str]) -> None:
    assert doubts(dates) == said


@pytest.mark.parametrize("table", sorted(FORMS))
def test_the_words_of_a_form_fit_and_what_is_usual_can_be_picked(table: str) -> None:
    for spec in FORMS[table]:
        assert len(spec.label) <= 17, spec.label
        assert not spec.usual or spec.usual in {value for value, _ in spec.choices}
