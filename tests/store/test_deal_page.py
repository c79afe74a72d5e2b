"""What the page of a deal says of its dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.store import conversations, deal_page, dealings, parties, records
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
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


def test_what_a_signing_made_stands_on_the_page_by_its_days(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    page = desk.rows(deal_page.page, add_deal(desk, type="client", signed_on="2026-05-12"))
    desk.close()
    days = [line.due_on for line in page.actions if line.due_on]
    assert days == sorted(days)
    assert [line.kind for line in page.actions if not line.due_on] == ["deliverable", "invoice", "review"]
    assert dealings.dateless(page.actions) == ("deliverable", "invoice", "review")
    assert page.check_ins[0].often.startswith("every week until ")
    assert page.actions_done == 0


def test_partners_are_those_one_talked_to_last(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    now = desk.clock.now()
    for name in ("Dana", "Raj"):
        texts = {"name": name, "side": "them"}
        desk.write(Command("added a person"), records.add, "deal_person", new_uid(), deal, texts, desk.context, now)
    desk.write(Command("logged"), conversations.log_line, deal, "mon mail from Raj: yes", desk.context, now)
    names = [desk.rows(dealings.person_name, one) for one in desk.rows(dealings.partners, deal)]
    known = desk.rows(dealings.known, deal)
    desk.close()
    assert names == ["Raj", "Dana"]
    assert known.people == ("Dana", "Raj")


def test_actions_of_whoever_owns_the_desk_name_nobody(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    desk.write(Command("said who works here"), parties.set_me, "Kim", "k")
    page = desk.rows(deal_page.page, add_deal(desk, signed_on="2026-05-12"))
    desk.close()
    assert {line.owner for line in page.actions} == {""}
