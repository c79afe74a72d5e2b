"""Typed text becomes part of its record, or stays what it was typed as."""

from __future__ import annotations

import json
from pathlib import Path

from dealdesk.domain.forms import FORMS
from dealdesk.domain.vocabulary import TypingState
from dealdesk.store import deal_lines, deals, drafts, forms, records
from dealdesk.store.desk import Desk
from dealdesk.store.forms import Promoted
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from dealdesk.text import clean
from tests.desks import add_deal, open_desk


def promote(desk: Desk, uid: str, name: str, text: str, base: str | None) -> Promoted:
    now = desk.clock.now()
    return desk.write(Command("edited"), forms.promote, "deal", uid, name, text, base, desk.context, now)


def uid_of_deal(desk: Desk, deal_id: int) -> str:
    return desk.rows(deal_lines.lines, [deal_id])[deal_id].uid


def test_the_answer_is_what_the_record_holds_now(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    uid = uid_of_deal(desk, add_deal(desk))
    assert promote(desk, uid, "amount", "84k", "") == Promoted(None, text="EUR 84,000")
    assert promote(desk, uid, "further", "A;B", "").text == "A; B"
    # Typing on from there is no conflict with oneself.
    assert promote(desk, uid, "further", "A; B; C", "A; B").state is None


def test_a_deal_keeps_the_typing_that_it_was_not_made_of(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    for name, text in (("title", "New"), ("signed_on", "31 fe")):
        promote(desk, "u1", name, text, None)
    now = desk.clock.now()
    desk.write(Command("added a deal"), deals.add, {"title": "New"}, desk.context, now, "u1")
    left = desk.rows(drafts.of_row, "deal", "u1")
    assert {name: (draft.text, draft.state) for name, draft in left.items()} == {
        "signed_on": ("31 fe", TypingState.REFUSED)
    }
    assert desk.rows(drafts.newest, "deal", None) is None, "it is a row now"


def test_a_uid_that_is_taken_makes_a_second_deal_all_the_same(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    now = desk.clock.now()
    for title in ("One", "Two"):
        desk.write(Command("added a deal"), deals.add, {"title": title}, desk.context, now, "u1")
    assert [desk.rows(deal_lines.lines, [n])[n].title for n in (1, 2)] == ["One", "Two"]


def test_hostile_texts_are_stored_as_cleaned_in_every_text_field(tmp_path: Path, realdata: Path) -> None:
    cases = json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))
    desk = open_desk(tmp_path)
    uid = uid_of_deal(desk, add_deal(desk))
    for case in cases:
        wanted = clean(case["text"])
        if len(case["text"]) > 200 or not wanted:
            continue
        for name in ("title", "counterparty", "term", "owner"):
            assert promote(desk, uid, name, case["text"], None).text == wanted


def test_what_a_form_shows_as_usual_is_what_a_new_row_gets(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    tables = [table for table, specs in FORMS.items() if any(spec.usual for spec in specs)]
    assert len(tables) >= 7
    for table in tables:
        uid, needed = new_uid(), {spec.name: "Dana" for spec in FORMS[table] if spec.required}
        command, now = Command(f"added a {table}"), desk.clock.now()
        desk.write(command, records.add, table, uid, deal_id, needed, desk.context, now)
        held = desk.read(forms.load, table, uid)
        for spec in FORMS[table]:
            if spec.usual:
                assert held[spec.name] == spec.usual, (table, spec.name)
