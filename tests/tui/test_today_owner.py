"""Whose a line of Today is: the same word for what nobody owns as on the board and the deal page."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.deals import Person
from dealdesk.store.tables.desk import Setting
from dealdesk.tui.screens.today_rows import whose
from tests.store.due_rows import TODAY, deal, found, writing


@pytest.mark.parametrize(("team", "nobody"), [("alone", "you"), ("team", "owner --")])
def test_what_nobody_owns_is_ones_own_only_on_a_desk_of_one(tmp_path: Path, team: str, nobody: str) -> None:
    with writing(tmp_path) as write:
        con = write(
            deal(),
            Person(id=1, name="Me", is_me=True),
            Person(id=2, name="Lee Moran"),
            Setting(name="team", value=team),
            *(Action(deal_id=1, text=f"part {who}", owner_id=who, due_on=TODAY) for who in (None, 1, 2)),
        )
        assert {item.text: whose(item) for item in found(con).items} == {
            "part None": nobody,
            "part 1": "you",
            "part 2": "Lee",
        }
