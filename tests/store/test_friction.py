"""The friction log in the store."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import connect, friction, history
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from tests.desks import NOW, add_deal, add_friction, edit, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def _texts(desk: Desk, *args: object, **more: object) -> list[str]:
    wanted = desk.rows(friction.uids, *args, **more)  # type: ignore[arg-type]
    found = desk.rows(friction.lines, wanted)
    return [found[uid].text for uid in wanted]


def test_it_is_dated_today_unless_a_day_is_typed(desk: Desk) -> None:
    deal = add_deal(desk)
    one, two = add_friction(desk, deal, "today"), add_friction(desk, deal, "then", happened_on="2026-05-01")
    found = desk.rows(friction.lines, [one, two])
    assert (found[one].happened_on, found[two].happened_on) == ("2026-05-13", "2026-05-01")


def test_a_form_that_can_not_be_read_writes_nothing(desk: Desk) -> None:
    deal = add_deal(desk)
    for texts in ({"text": ""}, {"text": "x", "happened_on": "31 fe"}, {"text": "x", "effect": "money"}):
        with pytest.raises(InputRefused):
            desk.write(Command("logged"), friction.log, deal, "u", texts, desk.context, NOW)
    assert desk.con.execute("SELECT count(*) FROM friction").fetchone() == (0,)


def test_it_is_listed_newest_first_for_all_deals_or_one(desk: Desk) -> None:
    acme, beta = add_deal(desk), add_deal(desk, "Licences", "Beta")
    add_friction(desk, acme, "old", happened_on="2026-01-01")
    add_friction(desk, beta, "new", happened_on="2026-05-01")
    add_friction(desk, acme, "newest", happened_on="2026-05-02")
    assert _texts(desk, None) == ["newest", "new", "old"]
    assert _texts(desk, acme) == ["newest", "old"]


def test_every_order_there_is_works_and_empty_values_come_last(desk: Desk) -> None:
    deal = add_deal(desk)
    add_friction(desk, deal, "b", cause="process", effect="trust")
    add_friction(desk, deal, "a", cause="external")
    add_friction(desk, deal, "c")
    for order in friction.ORDERS:
        assert len(_texts(desk, None, "", order)) == 3
    assert _texts(desk, None, "", "what", False) == ["a", "b", "c"]
    assert _texts(desk, None, "", "cause", False) == ["a", "b", "c"]
    assert _texts(desk, None, "", "cause", True) == ["b", "a", "c"]


def test_words_are_looked_for_in_text_deal_cause_and_tags(desk: Desk) -> None:
    deal = add_deal(desk, "Łódź hosting")
    add_friction(desk, deal, "late answer", cause="internal", tags="slow_legal")
    for words in ("LATE", "lodz late", "internal", "slow_leg answer", "100%"[:0]):
        assert _texts(desk, None, words) == ["late answer"], words
    assert _texts(desk, None, "late never") == []
    assert _texts(desk, None, "%") == []


def test_archived_it_is_gone_and_undo_brings_it_back(desk: Desk) -> None:
    uid = add_friction(desk, add_deal(desk), "late")
    desk.write(Command("took a friction away"), friction.archive, uid, NOW)
    assert _texts(desk, None) == []
    assert history.undo(connect.connect(desk.path), desk.window, NOW) == "took a friction away"
    assert _texts(desk, None) == ["late"]
    with pytest.raises(NotFound):
        desk.write(Command("took a friction away"), friction.archive, "none", NOW)


def test_a_column_that_another_program_filled_wrongly_does_not_refuse_what_is_typed_beside_it(desk: Desk) -> None:
    uid = add_friction(desk, add_deal(desk), "late")
    con = connect.connect(desk.path)
    with history.unit(con, Command("written by another program"), NOW):
        con.execute("UPDATE friction SET said_by = ?", ("x" * 100,))
    assert edit(desk, "friction", uid, "remedy", "call first", "").state is None
    assert desk.rows(friction.lines, [uid])[uid].remedy == "call first"
