"""The list of deals: found by words as every other search means them, in the order asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.store import deal_lines, deals
from dealdesk.store.deal_list import ORDERS, DealList
from dealdesk.store.history import Command
from tests.desks import add_deal, open_desk


def test_words_are_meant_as_everywhere(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    for title, party in (("Hosting", "Łódź Mills"), ("Licences [/30]", ""), ("100%_'\"", "Beta")):
        add_deal(desk, title, party, tags="sla")
    index = DealList()
    for words in ("", "lodz", "sla LODZ", "[/30]", "%_", "'\"", "nothing", "licences sla"):
        assert desk.rows(index.ids, words) == desk.rows(deal_lines.ids, words)


def test_what_another_connection_writes_is_seen(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, "Hosting")
    index = DealList()
    assert desk.rows(index.ids, "host") == [1]
    add_deal(desk, "Host two")
    assert desk.rows(index.ids, "host") == [2, 1]
    desk.write(Command("archived"), deals.archive, 1, desk.clock.now())
    assert desk.rows(index.ids, "host") == [2]
    assert desk.rows(index.total) == 1


@pytest.mark.parametrize("column", list(ORDERS))
def test_deals_without_a_value_come_last_both_ways(tmp_path: Path, column: str) -> None:
    desk = open_desk(tmp_path)
    full = {
        "amount": "10 EUR",
        "type": "client",
        "signed_on": "2026-05-01",
        "end_on": "2027-01-01",
        "notice": "1 month",
    }
    more = full | {"amount": "2 EUR per month", "type": "vendor", "signed_on": "2026-05-02", "end_on": "2028-01-01"}
    add_deal(desk, "aa", "Aa", **full)
    add_deal(desk, "bb", "Bb", **more)
    add_deal(desk, "cc", "")
    index = DealList()
    up, down = desk.rows(index.ids, "", column), desk.rows(index.ids, "", column, True)
    assert sorted(up) == sorted(down) == [1, 2, 3]
    if column not in ("ref", "title", "stage"):
        assert (up, down) == ([1, 2, 3], [2, 1, 3])
