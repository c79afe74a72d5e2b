"""What the page of a deal says of its dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.store import deal_page
from tests.desks import add_deal, edit, open_desk, uid_of

TODAY = date(2026, 5, 13)


@pytest.mark.parametrize(
    ("texts", "end"),
    [
        ({"end_on": "2024-12-31", "renewal": "12 months"}, "2026-12-31"),
        ({"end_on": "2026-12-31", "renewal": "12 months"}, "2026-12-31"),
        ({"end_on": "2024-12-31"}, "2024-12-31"),
        ({"renewal": "12 months"}, ""),
    ],
)
def test_a_deal_runs_to_the_end_of_the_period_it_is_in(tmp_path: Path, texts: dict[str, str], end: str) -> None:
    desk = open_desk(tmp_path)
    page = desk.rows(deal_page.page, add_deal(desk, **texts))
    desk.close()
    assert page.runs_to(TODAY) == end


def test_a_deal_that_is_over_keeps_its_end(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, end_on="2024-12-31", renewal="12 months")
    edit(desk, "deal", uid_of(desk, "deal", deal), "stage", "ended")
    page = desk.rows(deal_page.page, deal)
    desk.close()
    assert page.runs_to(TODAY) == "2024-12-31"
