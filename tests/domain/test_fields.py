"""What a typed text is read as, and the sentence where it can't be."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from dealdesk.domain.dates import Period, WorkCalendar
from dealdesk.domain.fields import Context, FieldSpec, Kind, Reading, read, stepped, tags_in, write_out
from dealdesk.domain.forms import FORMS
from dealdesk.domain.money import Amount
from dealdesk.errors import InputRefused
from dealdesk.text import clean

CONTEXT = Context(today=date(2026, 11, 20), order="dmy", calendar=WorkCalendar(), currency="EUR")
TYPES = (("client", "a client"), ("vendor", "a vendor"), ("other", "other"))
TYPE = FieldSpec("type", "Type", Kind.PICK, choices=TYPES)


def refusal(spec: FieldSpec, text: str) -> str:
    with pytest.raises(InputRefused) as refused:
        read(spec, text, CONTEXT)
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "text", "value", "echo"),
    [
        (Kind.TEXT, "  two\twords ", "two words", ""),
        (Kind.LONG, "one\r\n two", "one\n two", ""),
        (Kind.PARTY, "ACME Ltd", "ACME Ltd", ""),
        (Kind.DATE, "12 mar", date(2027, 3, 12), "Fri 12 March 2027, in about 4 months"),
        (Kind.DATE, "fri", date(2026, 11, 27), "Fri 27 Nov 2026, in 5 working days"),
        (Kind.AMOUNT, "84k per year", Amount(8_400_000, "EUR", "year"), "EUR 84,000 per year"),
        (Kind.PERIOD, "2y", Period(2, "year"), "2 years"),
        (Kind.TAGS, "#hosting, renewal Hosting", ("hosting", "renewal"), "#hosting #renewal"),
        (Kind.TICK, "x", True, ""),
        (Kind.TICK, "", False, ""),
    ],
)
def test_a_text_is_read_and_echoed(kind: Kind, text: str, value: object, echo: str) -> None:
    assert read(FieldSpec("it", "It", kind), text, CONTEXT) == Reading(value, echo)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.TICK])
def test_no_text_is_none_and_is_refused_only_where_it_is_needed(kind: Kind) -> None:
    assert read(FieldSpec("it", "It", kind, choices=TYPE.choices), " ", CONTEXT).value is None
    assert refusal(FieldSpec("it", "Title", kind, required=True), " ") == "Title is needed."
    assert refusal(FieldSpec("it", "It", kind, required=True, missing="A deal needs a title."), "") == (
        "A deal needs a title."
    )


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (Kind.DATE, "31 fe", "31 fe is no date I can read: try fri, +3d, 12 mar"),
        (Kind.DATE, "31 feb", "February has no day 31."),
        (Kind.AMOUNT, "a lot of money [/b]", "a lot of money … is no amount I can read: try 84k EUR, 12*850"),
        (Kind.AMOUNT, "3 EUR 4 USD", "Two currencies in one amount. Type one of them."),
        (Kind.PERIOD, "soon", "soon is no length of time: try 60 days, 3 months"),
        (Kind.TICK, "perhaps", "It is yes or no."),
        (Kind.TEXT, "x" * 201, "That is 201 characters; It takes 200."),
        (Kind.LONG, "x" * 200_001, "That is 200,001 characters; It takes 200,000."),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_short_sentence(kind: Kind, text: str, sentence: str) -> None:
    assert refusal(FieldSpec("it", "It", kind), text) == sentence
    assert len(sentence) <= 62


def test_what_has_happened_has_no_day_to_come() -> None:
    happened = FieldSpec("it", "It", Kind.DATE, past=True)
    today = CONTEXT.today
    tomorrow = today + timedelta(days=1)
    assert refusal(happened, tomorrow.isoformat()) == refusal(happened, "+1d") == "That day is still to come."
    assert read(happened, today.isoformat(), CONTEXT).value == today
    assert read(happened._replace(planned=True), tomorrow.isoformat(), CONTEXT).value == tomorrow


@pytest.mark.parametrize(("table", "spec"), [(table, spec) for table in FORMS for spec in FORMS[table] if spec.past])
def test_only_a_signing_is_planned(table: str, spec: FieldSpec) -> None:
    assert spec.planned == ((table, spec.name) == ("deal", "signed_on"))


def test_a_tag_field_of_commas_is_empty() -> None:
    assert read(FieldSpec("it", "It", Kind.TAGS), ", #,", CONTEXT).value is None
    assert refusal(FieldSpec("it", "Tags", Kind.TAGS, required=True), ",") == "Tags is needed."


@pytest.mark.parametrize("text", ["vendor", "a vendor", "A VENDOR", "a v"])
def test_a_pick_is_read_by_value_label_or_the_only_prefix(text: str) -> None:
    assert read(TYPE, text, CONTEXT).value == "vendor"


@pytest.mark.parametrize("text", ["a", "supplier"])
def test_a_pick_is_never_guessed(text: str) -> None:
    assert refusal(TYPE, text) == "Type is one of: a client, a vendor, other."


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Kind.TEXT, "two words"),
        (Kind.LONG, "one\n\n two "),
        (Kind.DATE, date(2027, 3, 4)),
        (Kind.AMOUNT, Amount(8_400_050, "CHF", "month")),
        (Kind.AMOUNT, Amount(1_000, "JPY")),
        (Kind.PERIOD, Period(5, "business day")),
        (Kind.PICK, "vendor"),
        (Kind.TAGS, ("hosting", "renewal")),
        (Kind.TICK, True),
        (Kind.TICK, False),
        (Kind.DATE, None),
    ],
)
def test_what_is_written_out_reads_back(kind: Kind, value: object) -> None:
    spec = FieldSpec("it", "It", kind, choices=TYPE.choices)
    assert read(spec, write_out(spec, value), CONTEXT).value == value


def test_a_day_is_stepped_from_what_is_typed() -> None:
    assert stepped("12 mar", 1, CONTEXT) == "2027-03-13"
    assert stepped("2026-03-01", -1, CONTEXT) == "2026-02-28"
    assert stepped("", 1, CONTEXT) == "2026-11-20"
    assert stepped("31 fe", 1, CONTEXT) is None


def test_tags_keep_their_first_spelling() -> None:
    assert tags_in("Łódź; lodz,, #b") == ("Łódź", "b")


def test_hostile_strings_are_kept_clean_and_whole(realdata: Path) -> None:
    texts = [entry["text"] for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))]
    line, many = FieldSpec("it", "It", max_chars=400), FieldSpec("it", "It", Kind.LONG)
    for text in texts:
        assert read(line, text, CONTEXT).value == (clean(text) or None)
        cleaned = clean(text, lines=True)
        assert read(many, text, CONTEXT).value == (cleaned if cleaned.strip() else None)
        for kind in (Kind.DATE, Kind.AMOUNT, Kind.PERIOD, Kind.PICK, Kind.TAGS, Kind.TICK):
            spec = FieldSpec("it", "It", kind, max_chars=400)
            try:
                value = read(spec, text, CONTEXT).value
            except InputRefused:
                continue
            assert read(spec, write_out(spec, value), CONTEXT).value == value


@pytest.mark.parametrize("text", ["3 months to the end of a quarter", "6 weeks before month-end"])
def test_a_notice_to_the_end_of_a_quarter_is_refused_with_its_own_sentence(text: str) -> None:
    with pytest.raises(InputRefused, match=r"to the end of a month or quarter can't be computed yet"):
        read(FieldSpec("notice", "Notice period", Kind.PERIOD), text, CONTEXT)
