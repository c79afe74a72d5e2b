"""The registers of a signed deal: every form adds, edits, is searched and told; what one key marks; the sums."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dealdesk.domain.register_forms import REGISTERS
from dealdesk.domain.registers import Topic
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import forms, history, history_words, metrics, parties, records, registers, search, together
from dealdesk.store import who_to_call as calls
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import add_deal, edit, open_desk

#: One row of each register as it is typed, with what its form gives back.
TYPED: dict[str, dict[str, str]] = {
    "metric": {"name": "Delivered on time", "owner": "Kim", "target": "98 %", "measured": "ticket list", "report": "x"},
    "metric_reading": {"metric": "delivered", "value": "97,5 %", "read_on": "12 may", "note": "one late"},
    "pulse": {"score": "4", "five": "weekly reports", "person": "Dana", "asked_on": "12 may"},
    "risk": {"text": "their lead leaves", "mitigation": "meet the deputy"},
    "disagreement": {"points": "scope of support", "remedies": "a list", "timeline": "two weeks"},
    "contact": {"matter": "billing", "side": "them", "person": "Raj", "response": "4 h"},
    "need": {"text": "test accounts", "side": "us", "kind": "access", "since": "12 may"},
    "arrangement": {"topic": "format", "text": "a page a month"},
    "give_take": {"text": "workshop", "side": "them", "unit": "hours", "quantity": "16", "happened_on": "12 may"},
    "glossary": {"word": "go-live", "meaning": "first real order"},
    "expectation": {"text": "one number to call", "side": "them", "met": "yes"},
}
BACK = {
    ("metric_reading", "metric"): "Delivered on time",
    ("metric_reading", "value"): "97.5",
    ("metric", "family"): "operational",
}


def add(desk: Desk, table: str, deal: int, texts: dict[str, str] | None = None, **more: str) -> str:
    uid, now = new_uid(), desk.clock.now()
    every = {**(texts or {}), **more}
    desk.write(Command(f"added a {table}", deal), records.add, table, uid, deal, every, desk.context, now)
    return uid


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def test_every_register_is_added_loaded_edited_and_archived(desk: Desk) -> None:
    assert set(TYPED) == set(REGISTERS)
    deal = add_deal(desk, signed_on="2026-05-12")
    for table, texts in TYPED.items():
        uid = add(desk, table, deal, texts)
        loaded = desk.read(forms.load, table, uid)
        wanted = {name: "2026-05-12" if text == "12 may" else text for name, text in texts.items()}
        wanted.update({name: text for (tab, name), text in BACK.items() if tab == table})
        assert {name: loaded[name] for name in wanted} == wanted, table
        for spec in REGISTERS[table]:
            if spec.required:
                continue
            edit(desk, table, uid, spec.name, "")
        again = desk.read(forms.load, table, uid)
        for spec in REGISTERS[table]:
            stays = spec.required or spec.name in ("asked_on", "read_on", "matter", "side", "topic")
            assert again[spec.name] == (loaded[spec.name] if stays else ""), (table, spec.name)
        if table != "metric":
            desk.write(Command("archived"), records.archive, table, uid, desk.clock.now())


def test_what_is_typed_in_them_is_found_and_told(desk: Desk) -> None:
    deal = add_deal(desk)
    for table, texts in TYPED.items():
        add(desk, table, deal, texts)
    found = {
        hit.tab
        for word in ("delivered", "weekly", "lead", "scope", "accounts", "page", "workshop", "go-live", "number")
        for hit in desk.rows(search.search, word)
    }
    assert found >= set(TYPED) - {"metric_reading", "contact"}
    told = [line.what for line in history_words.tell(desk.con, desk.rows(history.of_deal, deal))]
    assert "added a pulse: 4 of 5" in told
    assert "added a metric_reading: Delivered on time 97.5" in told
    assert "added a contact: new name to call: billing, them: Raj" in told
    assert "added a arrangement: new point of working together: a page a month" in told


def test_a_reading_goes_to_the_metric_it_names_or_is_refused(desk: Desk) -> None:
    deal = add_deal(desk)
    with pytest.raises(InputRefused, match="no metric yet"):
        add(desk, "metric_reading", deal, metric="on time", value="1")
    add(desk, "metric", deal, name="On time")
    add(desk, "metric", deal, name="Time to answer")
    add(desk, "metric_reading", deal, metric="on time", value="1")
    with pytest.raises(InputRefused, match="Several metrics"):
        add(desk, "metric_reading", deal, metric="time", value="1")
    with pytest.raises(InputRefused, match="It has: On time, Time to answer"):
        add(desk, "metric_reading", deal, metric="defects", value="1")
    with pytest.raises(InputRefused, match="is a number"):
        add(desk, "metric_reading", deal, metric="on time", value="many")


def test_metrics_have_their_last_readings_in_the_order_of_their_days(desk: Desk) -> None:
    deal = add_deal(desk)
    add(desk, "metric", deal, name="On time", target="98")
    for day, value in (("12 may", "97"), ("1 mar", "90"), ("1 apr", "93")):
        add(desk, "metric_reading", deal, metric="On time", value=value, read_on=day)
    line = desk.rows(metrics.of_deal, deal)[0]
    assert (line.values, line.read_on) == ((90.0, 93.0, 97.0), "2026-05-12")
    assert [reading.value for reading in desk.rows(metrics.readings, deal)] == [97.0, 93.0, 90.0]


def test_a_reading_without_a_day_is_of_today(desk: Desk) -> None:
    deal = add_deal(desk)
    add(desk, "metric", deal, name="On time")
    add(desk, "metric_reading", deal, metric="On time", value="97")
    assert desk.rows(metrics.readings, deal)[0].on == desk.today.isoformat()


def test_starters_of_a_missing_family_come_first() -> None:
    assert metrics.starters(("value", "operational"))[0].family == "relationship"


def test_marks_are_put_in_and_taken_out(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = add(desk, "need", deal, text="test accounts")
    for on in (desk.today, None):
        desk.write(Command("met"), registers.mark, "need", uid, "met_on", on)
        assert desk.rows(registers.needs, deal)[0].met_on == (on.isoformat() if on else "")
    with pytest.raises(NotFound, match="not there any more"):
        desk.write(Command("met"), registers.mark, "need", "nothing", "met_on", date(2026, 5, 12))


def test_open_risks_are_ranked_and_those_that_are_over_come_last(desk: Desk) -> None:
    deal = add_deal(desk)
    uids = [add(desk, "risk", deal, text=f"risk {number}") for number in range(5)]
    edit(desk, "risk", uids[0], "closed_on", "12 may")
    lines = desk.rows(registers.risks, deal)
    assert [(line.text, line.rank) for line in lines][-1] == ("risk 0", 0)
    assert sorted(line.rank for line in lines) == [0, 1, 2, 3, 4]


def test_the_grid_of_who_to_call_names_the_free_places(desk: Desk) -> None:
    deal = add_deal(desk)
    assert desk.rows(calls.grid, deal) == ()
    with pytest.raises(InputRefused, match="who you are"):
        desk.write(Command("filled"), calls.fill_with_me, deal)
    desk.write(Command("said who works here"), parties.set_me, "Kim", "k")
    add(desk, "contact", deal, matter="billing", side="them", person="Raj")
    assert desk.write(Command("filled"), calls.fill_with_me, deal) == 3
    assert desk.write(Command("filled"), calls.fill_with_me, deal) == 0
    grid = desk.rows(calls.grid, deal)
    assert [(call.matter, call.side, call.name) for call in grid] == [
        ("delivery", "us", "Kim"),
        ("delivery", "them", ""),
        ("billing", "us", "Kim"),
        ("billing", "them", "Raj"),
        ("executive", "us", "Kim"),
        ("executive", "them", ""),
    ]


@pytest.mark.parametrize("kind", ["client", "vendor", "partner", ""])
def test_working_together_begins_with_what_is_usual_for_the_type(desk: Desk, kind: str) -> None:
    deal = add_deal(desk, type=kind)
    add(desk, "arrangement", deal, topic="format", text="a page a month")
    assert desk.write(Command("began"), together.begin, deal) == 3
    lines = desk.rows(together.arrangements, deal)
    assert [line.topic for line in lines] == list(Topic)
    assert lines[1].text == "a page a month"
    with pytest.raises(InputRefused, match="All four"):
        desk.write(Command("began"), together.begin, deal)


def test_give_and_take_is_summed_by_unit(desk: Desk) -> None:
    deal = add_deal(desk, type="partner")
    for side, quantity in (("us", "32"), ("us", "8"), ("them", "10"), ("them", "")):
        add(desk, "give_take", deal, text="work", side=side, unit="hours", quantity=quantity)
    words = [one.words for one in desk.rows(together.balance, desk.rows(together.given, deal))]
    assert words == ["we gave 40 h, they 10 h: 30 h apart, over 8"]
    assert together.uncounted(desk.rows(together.given, deal)) == 1


def test_people_named_in_them_are_those_the_deal_knows(desk: Desk) -> None:
    deal = add_deal(desk)
    desk.write(Command("said who works here"), parties.set_me, "Kim", "k")
    add(desk, "deal_person", deal, name="Dana Okafor", side="them")
    add(desk, "contact", deal, matter="billing", side="them", person="dana")
    add(desk, "metric", deal, name="On time", owner="me")
    assert {call.name for call in desk.rows(calls.grid, deal)} == {"", "Dana Okafor"}
    assert desk.rows(metrics.of_deal, deal)[0].owner == "Kim"


@pytest.mark.parametrize(
    ("table", "name"), [(table, spec.name) for table in TYPED for spec in REGISTERS[table] if spec.past]
)
def test_no_register_notes_a_day_to_come(desk: Desk, table: str, name: str) -> None:
    deal = add_deal(desk)
    if table == "metric_reading":
        add(desk, "metric", deal, TYPED["metric"])
    with pytest.raises(InputRefused, match="still to come"):
        add(desk, table, deal, TYPED[table], **{name: "2026-05-14"})
    uid = add(desk, table, deal, TYPED[table], **{name: "2026-05-13"})
    assert edit(desk, table, uid, name, "2026-05-14", "2026-05-13").message == "That day is still to come."
    assert desk.read(forms.load, table, uid)[name] == "2026-05-13"


def test_nothing_is_a_number(desk: Desk) -> None:
    deal = add_deal(desk)
    add(desk, "metric", deal, name="Defects")
    uid = add(desk, "metric_reading", deal, metric="Defects", value="0")
    assert desk.read(forms.load, "metric_reading", uid)["value"] == "0"
    uid = add(desk, "give_take", deal, text="a call", quantity="0")
    assert desk.read(forms.load, "give_take", uid)["quantity"] == "0"


def test_less_than_nothing_was_never_given(desk: Desk) -> None:
    with pytest.raises(InputRefused, match="How much can't be less than nothing"):
        add(desk, "give_take", add_deal(desk), text="a call", unit="hours", quantity="-5")


def test_two_metrics_of_a_deal_have_two_names(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    numbers = [add_deal(desk), add_deal(desk, "Support")]

    def add(deal: int, name: str) -> None:
        args = (new_uid(), deal, {"name": name}, desk.context, desk.clock.now())
        desk.write(Command("added a metric", deal), records.add, "metric", *args)

    add(numbers[0], "Uptime")
    add(numbers[1], "Uptime")
    add(numbers[0], "Uptime at night")
    with pytest.raises(InputRefused, match="has a metric called Uptime already"):
        add(numbers[0], " uptime")
    assert [line.name for line in desk.rows(metrics.of_deal, numbers[0])] == ["Uptime", "Uptime at night"]
