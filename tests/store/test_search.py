"""Search: deals first, then the newest; no words can make it fail."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from dealdesk.store import connect, deals, friction, history, notes
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.search import Hit, expression, search
from tests.desks import NOW, FixedClock, add_deal, add_friction, edit, open_desk, uid_of


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def _found(desk: Desk, words: str) -> list[tuple[str, str]]:
    return [(hit.tab, hit.title) for hit in desk.rows(search, words)]


def test_accents_and_case_do_not_matter_and_the_last_word_may_be_cut(desk: Desk) -> None:
    add_deal(desk, "Straßen-Hosting für Łódź", "Acme")
    for words in ("lodz", "ŁÓDŹ", "strassen", "hosting lod", "fur hos"):
        assert _found(desk, words) == [("deal", "Straßen-Hosting für Łódź")], words
    assert _found(desk, "lodz nothing") == []


def test_the_excerpt_is_the_text_as_it_was_typed(desk: Desk) -> None:
    deal = add_deal(desk, "Hosting")
    remedy = "Große Straße ß " * 9 + "Ask PŁOCK for the Übergabe by Æsir & Co. " + "tail " * 20
    add_friction(desk, deal, "legal was slow", remedy=remedy)
    (hit,) = desk.rows(search, "plock")
    assert "Ask PŁOCK for the Übergabe" in hit.excerpt
    assert (hit.excerpt[0], hit.excerpt[-1]) == ("…", "…")
    assert hit.excerpt.strip("…") in f"legal was slow  {remedy}"


def test_deals_come_first_then_the_newest_text(tmp_path: Path) -> None:
    clock = FixedClock()
    desk = open_desk(tmp_path, clock)
    beta = add_deal(desk, "Licences", "Beta")
    add_friction(desk, beta, "old runbook")
    clock.wall = NOW + timedelta(days=1)
    add_friction(desk, beta, "new runbook")
    add_deal(desk, "Runbook for Acme", "Acme")
    assert _found(desk, "runb") == [
        ("deal", "Runbook for Acme"),
        ("friction", "new runbook"),
        ("friction", "old runbook"),
    ]


def test_a_company_or_person_is_answered_by_the_deals_it_has_a_part_in(desk: Desk) -> None:
    one, two = add_deal(desk, "Hosting", "Łódź Mills"), add_deal(desk, "Licences", "Łódź Mills")
    hits = [hit for hit in desk.rows(search, "lodz mills") if hit.tab == "party"]
    assert [(hit.deal_id, hit.title) for hit in hits] == [(two, "Łódź Mills"), (one, "Łódź Mills")]
    assert all(hit.ref for hit in hits)


def test_what_is_edited_archived_or_undone_is_found_as_it_stands(desk: Desk) -> None:
    deal = add_deal(desk, "Hosting")
    uid = add_friction(desk, deal, "legal was slow")
    edit(desk, "friction", uid, "text", "procurement was slow", "legal was slow")
    assert (_found(desk, "legal"), len(_found(desk, "procurement"))) == ([], 1)
    desk.write(Command("took away"), friction.archive, uid, NOW)
    assert _found(desk, "procurement") == []
    con = connect.connect(desk.path)
    history.undo(con, desk.window, NOW)
    assert len(_found(desk, "procurement")) == 1


def test_rows_of_an_archived_deal_are_left_out(desk: Desk) -> None:
    deal = add_deal(desk, "Hosting", "Zebra")
    add_friction(desk, deal, "legal was slow")
    desk.write(Command("archived a deal"), deals.archive, deal, NOW)
    assert [tab for tab, _title in _found(desk, "legal")] == []
    assert [hit.deal_id for hit in desk.rows(search, "zebra")] == [None]


def test_a_note_from_the_shell_is_found_too(desk: Desk) -> None:
    deal = add_deal(desk, "Hosting")
    notes.capture(connect.connect(desk.path), deal, "They asked for the runbook", NOW)
    assert _found(desk, "runbook") == [("note", "They asked for the runbook")]


HOSTILE = [
    '"',
    '""',
    "a AND",
    "NOT",
    "NEAR(a b",
    "title:x",
    "*",
    "^a",
    "-a",
    "a*b",
    "(",
    "'",
    "x" * 5000,
    "\x00",
    "\ud800",
]


def test_no_words_can_make_it_fail(desk: Desk) -> None:
    add_deal(desk, "Hosting AND title:x")
    for words in HOSTILE:
        assert isinstance(desk.rows(search, words), list)
    assert _found(desk, "title:x") == [("deal", "Hosting AND title:x")]
    assert expression("  ") == ""


def test_every_hostile_string_is_a_search_and_is_found_where_it_has_letters(desk: Desk, realdata: Path) -> None:
    strings = [item["text"] for item in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))]
    deal = add_deal(desk, "Hosting")
    uid = add_friction(desk, deal, "x")
    before = "x"
    for text in strings:
        hits = desk.rows(search, text)
        assert all(isinstance(hit, Hit) for hit in hits)
        if len(text) < 1900 and edit(desk, "friction", uid, "text", text, before).state is None:
            before = desk.rows(friction.lines, [uid])[uid].text
    con = connect.connect(desk.path)
    con.execute("INSERT INTO search_text (search_text) VALUES ('integrity-check')")
    assert uid_of(desk, "friction", 1) == uid
