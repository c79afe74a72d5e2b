"""Facts in a few lines."""

from __future__ import annotations

from dealdesk.tui.widgets.facts import laid_out


def test_a_fact_that_does_not_fit_goes_to_the_next_line_whole() -> None:
    assert laid_out(["signed Fri 20 Nov", "notice 1 year", "24 months"], 34) == [
        "signed Fri 20 Nov   notice 1 year",
        "24 months",
    ]


def test_wide_characters_count_two_cells() -> None:
    assert laid_out(["契約契約", "ab"], 12) == ["契約契約", "ab"]
    assert laid_out(["契約契約", "ab"], 13) == ["契約契約   ab"]


def test_a_fact_longer_than_the_width_stands_alone() -> None:
    assert laid_out(["x" * 20, "ab"], 10) == ["x" * 20, "ab"]
