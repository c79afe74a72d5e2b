"""Tables and the page since the last review from the shell: exact values, no formula, no file overwritten."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest

from dealdesk.cli.main import run
from dealdesk.exports import table
from dealdesk.imports.cells import cleaned
from dealdesk.imports.table import Row
from dealdesk.store import table_rows
from dealdesk.store.desk import Desk
from dealdesk.store.table_rows import TABLES, Rows
from tests import nasty
from tests.desks import add_deal, open_desk

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(words)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def test_deals_and_actions_as_csv_and_json_by_uid(capsys: Capture) -> None:
    run(["add", "deal", "=HYPERLINK(1)", "--counterparty", "Acme"])
    run(["add", "action", "1", "send the report by friday @us"])
    code, out, _err = answer(capsys, "export", "table", "deals")
    (deal,) = read(out)
    assert code == 0
    assert (deal["title"], deal["counterparty"], deal["ref"]) == ("'=HYPERLINK(1)", "Acme", "ACME-1")
    (action,) = json.loads(answer(capsys, "export", "table", "actions", "--format", "json")[1])
    assert (action["deal_uid"], action["ref"], action["text"]) == (deal["uid"], "ACME-1", "send the report")
    assert not {"id", "deal_id", "owner_id", "rev", "position"} & set(action)
    (exact,) = json.loads(answer(capsys, "export", "table", "deals", "--format", "json")[1])
    assert exact["title"] == "=HYPERLINK(1)"


def test_every_table_can_be_written_and_another_word_lists_them(desk: Desk, realdata: Path) -> None:
    nasty.fill(desk, realdata)
    for word in TABLES:
        found = desk.rows(table_rows.rows, word)
        assert "uid" in found.columns
        assert not [name for name in found.columns if name == "id" or name.endswith("_id")], word
        texts = read(table.to_csv(found))
        assert len(texts) == len(found.values)
        for text, exact in zip(texts, found.records(), strict=True):
            for name, value in exact.items():
                shown = text[name]
                if isinstance(value, bool):
                    assert shown == ("yes" if value else "no")
                    continue
                assert shown.removeprefix("'") == ("" if value is None else str(value)).removeprefix("'")
                assert not (isinstance(value, str) and shown.startswith(("=", "+", "-", "@", "\t"))), (word, shown)
        assert json.loads(table.to_json(found)) == list(found.records())


def test_numbers_stay_numbers_and_signs_of_full_width_are_formulas_too() -> None:
    made = Rows(("a",), [(-5,), ("-5",), (" =1",), ("\uff1d1",), ("a=1",), (None,)])
    assert table.to_csv(made) == "a\r\n-5\r\n'-5\r\n' =1\r\n'\uff1d1\r\na=1\r\n\"\"\r\n"
    assert table.to_csv(made, bom=True).startswith("\ufeffa\r\n")


def test_what_is_archived_is_left_out(desk: Desk) -> None:
    add_deal(desk)
    assert len(desk.rows(table_rows.rows, "deals").values) == 1
    desk.con.execute("SELECT 1")
    from dealdesk.store import records
    from dealdesk.store.history import Command

    uid = desk.con.execute("SELECT uid FROM deal").fetchone()[0]
    desk.write(Command("archived"), records.archive, "deal", uid, desk.clock.now())
    assert not desk.rows(table_rows.rows, "deals").values


def test_a_file_is_new_private_and_never_overwritten(capsys: Capture, tmp_path: Path) -> None:
    run(["add", "deal", "Höst", "--counterparty", "Acme"])
    path = tmp_path / "deals.csv"
    code, out, err = answer(capsys, "export", "table", "deals", "--bom", "-o", str(path))
    assert (code, out) == (0, "")
    assert "Wrote 1 row of deals" in err
    assert path.read_bytes().startswith(b"\xef\xbb\xbfuid,")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert answer(capsys, "export", "table", "deals", "-o", str(path))[0] == 3
    assert answer(capsys, "export", "table", "deals", "-o", str(path), "--replace")[0] == 0


def test_words_that_make_no_sense_are_refused(capsys: Capture) -> None:
    run(["add", "deal", "Hosting"])
    code, _out, err = answer(capsys, "export", "table", "sqlite_master")
    assert code == 6
    assert "there are: deals, parties" in err
    assert answer(capsys, "export", "table", "deals", "--format", "json", "--bom")[0] == 2


def test_the_page_since_the_last_review(capsys: Capture, tmp_path: Path) -> None:
    run(["add", "deal", "Hosting", "--counterparty", "Acme"])
    code, out, _err = answer(capsys, "export", "since", "acme")
    assert code == 0
    assert out.startswith("# Since the last review\n\nAcme · Hosting · since ")
    path = tmp_path / "since.html"
    assert answer(capsys, "export", "since", "acme", "--for-them", "--format", "html", "-o", str(path))[0] == 0
    page = path.read_text(encoding="utf-8")
    assert "<h1>Since the last review</h1>" in page
    assert "<script" not in page
    assert answer(capsys, "export", "since", "acme", "-o", str(path))[0] == 3
    assert answer(capsys, "export", "since", "nobody")[0] == 6


EVERY_REGISTER = {
    "action": {"text": "=cmd|' /C calc'!A0", "owner": "Dana", "side": "them", "due_on": "2026-06-01"},
    "checkin": {"purpose": "+delivery", "often": "weekly", "tied": ""},
    "metric": {"name": "@uptime", "family": "operational", "owner": "Dana", "target": "98 %"},
    "metric_reading": {"metric": "@uptime", "value": "97.5", "note": "-two | outages"},
    "pulse": {"score": "4", "five": "=faster", "person": "Dana"},
    "risk": {"text": "-import fails", "mitigation": "dry run"},
    "issue": {"text": "=site is down", "facts": "since 9"},
    "disagreement": {"points": "+who pays", "remedies": "half each"},
    "contact": {"person": "Dana", "matter": "billing", "response": "4 h"},
    "need": {"text": "@access", "side": "us"},
    "give_take": {"text": "-workshops", "unit": "hours", "quantity": "16"},
    "glossary": {"word": "=go-live", "meaning": "first paying user | of theirs"},
    "document": {"target": "~/a.pdf", "label": "=contract", "kind": "contract"},
    "term": {"what": "-pays in 30 days", "clause": "4.2"},
    "arrangement": {"topic": "format", "text": "=a call"},
    "ladder": {"level": "1", "names": "@ops", "response": "same day"},
}


@pytest.fixture
def registers(desk: Desk) -> Desk:
    """Put a row that a spreadsheet would reckon into every register of a deal."""
    from dealdesk.store import records
    from dealdesk.store.history import Command
    from dealdesk.store.uid import new_uid

    deal_id = add_deal(desk)
    for name, texts in EVERY_REGISTER.items():
        desk.write(Command("added"), records.add, name, new_uid(), deal_id, texts, desk.context, desk.clock.now())
    return desk


@pytest.mark.parametrize("name", EVERY_REGISTER)
def test_every_register_has_readable_columns(registers: Desk, name: str) -> None:
    word = next(word for word, found in TABLES.items() if found == name)
    found = registers.rows(table_rows.rows, word)
    assert len(set(found.columns)) == len(found.columns)
    (exact,) = found.records()
    assert exact["ref"] == "ACME-1"
    for column in found.columns:  # beside each uid stands what it means
        if column.endswith("_uid"):
            stem = column.removesuffix("_uid")
            assert ("ref" if stem == "deal" else stem) in found.columns, column
    (row,) = read(table.to_csv(found))
    shown = table.to_markdown(found)
    assert "uid" not in shown
    for field, typed in EVERY_REGISTER[name].items():
        if field in found.columns and not field.endswith("_on"):
            kept = exact[field]
            assert kept == (typed if isinstance(kept, str) else float(typed)), field
            marked = isinstance(kept, str) and kept.startswith(("=", "+", "-", "@"))
            assert row[field] == f"{chr(39) * marked}{kept}"
            assert f"| {'16' if kept == 16 else kept} |" in shown.replace("\\", "")


def test_what_a_row_points_to_is_named(registers: Desk) -> None:
    def column(word: str, name: str) -> object:
        return next(registers.rows(table_rows.rows, word).records())[name]

    assert column("readings", "metric") == "@uptime"
    assert column("actions", "owner") == column("metrics", "owner") == column("contacts", "person") == "Dana"
    assert column("pulse", "asked_on") == "2026-05-13"


def test_a_tick_is_yes_or_no_and_true_or_false_for_a_program(registers: Desk) -> None:
    found = registers.rows(table_rows.rows, "issues")
    assert next(found.records())["severe"] is False
    assert read(table.to_csv(found))[0]["severe"] == "no"
    assert json.loads(table.to_json(found))[0]["severe"] is False
    assert "| no |" in table.to_markdown(found)


def test_a_table_is_named_in_any_case(registers: Desk) -> None:
    exact = registers.rows(table_rows.rows, "give-and-take")
    for word in ("GIVE-AND-TAKE", "Give and take", "giveandtake"):
        assert registers.rows(table_rows.rows, word) == exact
    assert registers.rows(table_rows.rows, "CheckIns") == registers.rows(table_rows.rows, "check-ins")


def test_what_begins_like_a_marked_text_is_told_from_it() -> None:
    texts = ("=1", "'=1", "''=1", "'tis")
    made = Rows(("a",), [(text,) for text in texts])
    cells = [line["a"] for line in read(table.to_csv(made))]
    assert cells == ["'=1", "''=1", "'''=1", "'tis"]
    assert cleaned(Row(1, 1, tuple(cells))).cells == texts


def test_markdown_is_one_table_whose_cells_stay_cells() -> None:
    made = Rows(
        ("uid", "created_at", "due_on", "text"), [("u", "2026", None, "a | b\n# c <i> *d*"), ("v", "", "", "x")]
    )
    assert table.to_markdown(made) == "| text |\n| --- |\n| a \\| b # c \\<i> \\*d\\* |\n| x |\n"
    assert table.to_markdown(Rows(("uid", "text"), [])) == "No rows.\n"


def test_a_table_as_markdown_from_the_shell(capsys: Capture) -> None:
    run(["add", "deal", "Hosting", "--counterparty", "Acme"])
    run(["add", "action", "1", "send the | report"])
    code, out, _err = answer(capsys, "export", "table", "ACTIONS", "--format", "md")
    assert code == 0
    assert out.startswith("| ref | ")
    assert "send the \\| report" in out
    assert answer(capsys, "export", "table", "actions", "--format", "md", "--bom")[0] == 2
