"""Real registers, hostile strings and random bytes."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

from dealdesk.domain.deal_row import DealRow
from dealdesk.domain.renewal import last_safe_notice
from dealdesk.errors import DealdeskError
from dealdesk.imports.csv_deals import plan_deals
from dealdesk.imports.headers import FIELDS
from dealdesk.imports.plan import Plan
from dealdesk.imports.values import is_nothing
from dealdesk.text import clean

TODAY = date(2026, 11, 22)
TYPED = frozenset(
    "type outcome amount signed_on start_on end_on renewal_length notice main_channel".split()  # noqa: SIM905
)
PAIRS = (("signed_iso", "signed_on"), ("start_iso", "start_on"), ("end_iso", "end_on"))


@pytest.fixture
def register(realdata: Path) -> tuple[list[dict[str, str]], Plan]:
    data = (realdata / "deals" / "deals_dev.csv").read_bytes()
    before = csv.field_size_limit(10**7)
    try:
        raw = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    finally:
        csv.field_size_limit(before)
    return raw, plan_deals(data, today=TODAY)


def test_every_real_deal_is_planned(register: tuple[list[dict[str, str]], Plan]) -> None:
    raw, plan = register
    assert len(raw) == 255
    assert [row.ref for row in plan.rows] == [one["deal_id"] for one in raw]
    assert plan.skipped == ()
    assert all(row.quiet for row in plan.rows)


def test_every_full_date_is_read_and_none_is_made_up(register: tuple[list[dict[str, str]], Plan]) -> None:
    raw, plan = register
    for one, row in zip(raw, plan.rows, strict=True):
        for column, field in PAIRS:
            found = getattr(row, field)
            assert (found.isoformat() if found else "") == one[column], (row.ref, column)
            if found is None and one[column.replace("_iso", "_raw")]:
                assert row.unread[field] == one[column.replace("_iso", "_raw")]


def test_no_word_of_a_real_deal_is_lost(register: tuple[list[dict[str, str]], Plan]) -> None:
    raw, plan = register
    for one, row in zip(raw, plan.rows, strict=True):
        kept = dict(row.source)
        assert kept.get("key_terms", "") == clean(one["key_terms"], lines=True).strip()
        assert kept.get("term_text", "") == clean(one["term_text"], lines=True).strip()
        assert row.title == clean(one["title"])
        assert row.counterparty == clean(one["counterparty"])
        for column in ("governing_law", "parties_raw", "renewal_term_raw"):
            text = clean(one[column], lines=True).strip()
            assert not text or kept.get(column) == text or text.lower() == str(row.renewal_length)


def test_notice_periods_agree_with_the_known_deadlines(
    realdata: Path, register: tuple[list[dict[str, str]], Plan]
) -> None:
    known = json.loads((realdata / "recurrence" / "notice_deadlines_real.json").read_text("utf-8"))
    rows = {row.ref: row for row in register[1].rows}
    checked = 0
    for case in known:
        row = rows.get(case["deal_id"])
        if row is None:
            continue  # these deadlines cover deals of other files too
        assert row.end_on is not None
        assert row.notice is not None
        assert last_safe_notice(row.end_on, row.notice).isoformat() == case["last_day_to_give_notice"]
        assert row.runs_to is not None
        assert row.give_notice_by is not None
        assert timedelta(0) <= last_safe_notice(row.runs_to, row.notice) - row.give_notice_by <= timedelta(2)
        checked += 1
    assert checked > 10


def test_the_other_real_register_is_read_by_its_own_names(realdata: Path) -> None:
    plan = plan_deals((realdata / "deals" / "register_foreign_columns.csv").read_bytes(), today=TODAY, currency="CAD")
    assert [row.ref for row in plan.rows] == ["CP02452", "05MLO-016", "CP18589", "CP14318"]
    first, last = plan.rows[0], plan.rows[-1]
    assert (first.title, first.counterparty) == ("0813 Temporary Help Services", "Spherion Workforce Architects")
    assert (first.signed_on, first.start_on, first.end_on) == (date(2005, 5, 19), date(2005, 5, 24), date(2005, 7, 29))
    assert str(first.amount) == "CAD 10,586.76"
    assert dict(last.source)["comments"].startswith("AMENDMENT")


def texts_of(row: DealRow) -> set[str]:
    """Return every text the row would store anywhere."""
    single = {row.ref, row.title, row.counterparty, row.our_side, row.owner, row.term, *row.tags, *row.documents}
    return single | {text for _, text in row.source} | set(row.further_counterparties) | set(row.unread.values())


def test_every_hostile_string_is_literal_in_every_column(realdata: Path) -> None:
    texts = [one["text"] for one in json.loads((realdata / "nasty" / "nasty.json").read_text("utf-8"))]
    texts = [text for text in texts if "\0" not in text and not any(0xD800 <= ord(char) <= 0xDFFF for char in text)]
    fields = [field for field in FIELDS if field != "title"]
    for field in ("title", *fields):
        file = io.StringIO(newline="")
        writer = csv.writer(file)
        writer.writerow(("title", field) if field != "title" else ("title", "owner"))
        for at, text in enumerate(texts):
            writer.writerow((f"Deal {at}", text) if field != "title" else (text, f"Owner {at}"))
        plan = plan_deals(file.getvalue().encode(), today=TODAY)
        stored = {row.row - 2: row for row in plan.rows}
        assert len(plan.rows) + len(plan.skipped) == len(texts)
        for at, text in enumerate(texts):
            if at in stored and field not in ("further_counterparties", "tags", "documents"):
                check_literal(stored[at], field, text)


def check_literal(row: DealRow, field: str, text: str) -> None:
    whole = clean(text, lines=True).strip()
    if field in TYPED and (getattr(row, field) is not None or is_nothing(clean(text))):
        return
    if field == "evergreen" and field not in row.unread:
        return  # read as yes or no
    if field == "stage" and field not in row.unread:
        return
    kept = texts_of(row)
    assert not whole or whole in kept or clean(text) in kept, (field, text)


def test_random_files_are_planned_or_refused_in_one_sentence() -> None:
    chance = random.Random(11)  # noqa: S311
    pieces = [
        "title",
        "end",
        "signed_iso",
        "value",
        "notice_days",
        ",",
        ";",
        "\t",
        "|",
        "\n",
        "\r\n",
        '"',
        "'",
        "=",
        "Ä",
    ]
    pieces += [
        "12/20/2007",
        "perpetual",
        "3 months",
        "$5",
        "\x1b[31m",
        "\u202e",
        "1",
        "column 2",
        "[]",
        " ",
        "\0",
        "€5k",
    ]
    outcomes: set[str] = set()
    sentences: set[str] = set()
    for _ in range(1500):
        text = "title,end,notice,value\n" * chance.randrange(2)
        text += "".join(chance.choice(pieces) for _ in range(chance.randrange(60)))
        data = text.encode(chance.choice(["utf-8", "utf-16", "utf-16-le", "utf-8-sig"]))
        if chance.random() < 0.2:
            at = chance.randrange(len(data) + 1)
            data = data[:at] + chance.randbytes(3) + data[at:]
        try:
            plan = plan_deals(data, today=TODAY, order=chance.choice(["dmy", "mdy"]))
        except DealdeskError as error:
            outcomes.add("refused")
            sentences.add(str(error))
        else:
            outcomes.add("planned")
            assert all(row.title == clean(row.title) for row in plan.rows)
    assert outcomes == {"planned", "refused"}
    assert all(10 < len(sentence) < 1000 and sentence == clean(sentence) for sentence in sentences)
