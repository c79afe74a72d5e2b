"""The full command line: what each command prints, what it refuses and with which code."""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import stat
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dealdesk.cli import main as command_line
from dealdesk.cli.main import parser, run
from dealdesk.cli.printable import fit, printable, width

Capture = pytest.CaptureFixture[str]


def answer(capsys: Capture, *words: str) -> tuple[int, str, str]:
    """Run a command and return its code, its data and its messages."""
    capsys.readouterr()
    code = run(words)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def document(capsys: Capture, *words: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the whole JSON document a command prints."""
    _code, out, _err = answer(capsys, *words, "--json")
    return json.loads(out)


@pytest.fixture
def acme(capsys: Capture) -> str:
    """Add a deal and return its reference."""
    code, out, err = answer(
        capsys,
        *("add", "deal", "Hosting", "for", "ACME", "--counterparty", "Acme Ltd", "--amount", "84k EUR"),
        *("--type", "vendor", "--signed", "2026-05-12", "--end", "2027-12-31", "--notice", "3 months"),
        *("--tags", "hosting, sla"),
    )
    assert (code, err) == (0, "Added ACME-1 Hosting for ACME. Give notice by 2027-09-30.\n")
    return out.strip()


def test_every_command_has_its_function() -> None:
    top = parser()
    group = next(action for action in top._actions if isinstance(action, argparse._SubParsersAction))
    stack = list(group.choices.values())
    seen = 0
    while stack:
        made = stack.pop()
        module, function = made.get_default("module"), made.get_default("function")
        inner = [action for action in made._actions if isinstance(action, argparse._SubParsersAction)]
        stack += [choice for action in inner for choice in action.choices.values()]
        if module and not inner:
            seen += 1
            assert callable(getattr(import_module(f"dealdesk.cli.{module}"), function))
    assert seen >= 12


def test_deals_as_a_document(acme: str, capsys: Capture) -> None:
    rows = document(capsys, "deals")
    assert rows == [
        {
            "uid": rows[0]["uid"],
            "ref": acme,
            "title": "Hosting for ACME",
            "party": "Acme Ltd",
            "type": "vendor",
            "stage": "signed",
            "amount": "EUR 84,000",
            "signed_on": "2026-05-12",
            "end_on": "2027-12-31",
            "give_notice_by": "2027-09-30",
            "tags": rows[0]["tags"],
        }
    ]
    assert document(capsys, "deals", "nothing like it") == []


def test_deals_for_a_person_and_for_a_script(acme: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    _code, out, _err = answer(capsys, "deals")
    assert max(map(len, out.splitlines())) <= 60
    assert acme in out
    _code, out, _err = answer(capsys, "deals", "--plain")
    assert out.split("\t")[:3] == [acme, "Hosting for ACME", "Acme Ltd"]
    code, out, err = answer(capsys, "deals", "zzz")
    assert (code, out, err) == (0, "", "No deal holds “zzz”.\n")


def test_a_note_and_a_friction_are_found_and_told(acme: str, capsys: Capture) -> None:
    assert answer(capsys, "note", "acme", "Dana", "wants", "24", "months") == (
        0,
        "",
        "Noted for ACME-1 Hosting for ACME.\n",
    )
    code, _out, err = answer(capsys, "add", "friction", acme, "legal took a week", "--cause", "internal")
    assert (code, err) == (0, "Logged for ACME-1 Hosting for ACME.\n")
    hits = document(capsys, "search", "legal")
    assert [(hit["tab"], hit["ref"], hit["title"]) for hit in hits] == [("friction", acme, "legal took a week")]
    _code, out, _err = answer(capsys, "search", "dana", "months", "--plain")
    assert out == "ACME-1\tnote\tDana wants 24 months\n"
    told = document(capsys, "history", acme)
    assert {entry["name"] for entry in told} == {"added a deal", "captured a note", "logged a friction"}
    assert set(told[0]) == {
        *("command_id", "at", "name", "origin", "why", "undone", "tab", "uid", "op", "col", "old", "new")
    }


def test_search_never_fails(acme: str, capsys: Capture) -> None:
    for words in ('"', "NEAR(", "a* OR", "title:x", "'; DROP TABLE deal", "\ud800", "-"):
        code, out, _err = answer(capsys, "search", "--", words)
        assert (code, out) == (0, "")


def test_when_says_how_a_date_is_read(capsys: Capture) -> None:
    assert document(capsys, "when", "2026-02-28") == {
        "text": "2026-02-28",
        "date": "2026-02-28",
        "reading": document(capsys, "when", "2026-02-28")["reading"],
        "working_day": False,
    }
    code, out, _err = answer(capsys, "when", "31", "dec", "2030")
    assert code == 0
    assert out.startswith("2030-12-31  Tue 31 Dec 2030, ")
    code, out, err = answer(capsys, "when", "31", "fe")
    assert (code, out) == (7, "")
    assert err.count("\n") == 1


def test_today_in_full(acme: str, capsys: Capture) -> None:
    code, out, _err = answer(capsys, "today", "--date", "15 may 2026", "--short")
    assert (code, out) == (0 if out == "0\n" else 10, out)
    found = document(capsys, "today", "--date", "2027-09-25")
    groups = {item["line"]: item["group"] for item in found["items"]}
    line = "give notice: write the notice (ends 31 Dec 2027, EUR 84,000)"
    assert groups == {line: "today"}, "reminded, so it stands until it is answered"
    code, out, _err = answer(capsys, "today", "--date", "2027-09-30", "--plain")
    assert (
        "today\t2027-09-30\t0\tACME-1\tgive notice\tgive notice: send the notice (ends 31 Dec 2027, EUR 84,000)\n"
        in out
    )


def test_without_a_desk_nothing_is_due_and_nothing_is_made(capsys: Capture, tmp_path: Path) -> None:
    assert answer(capsys, "today", "--short") == (0, "0\n", "")
    assert document(capsys, "today")["items"] == []
    for words in (["deals"], ["show", "x"], ["search", "x"], ["history", "x"], ["doctor"], ["backup"]):
        code, out, err = answer(capsys, *words)
        assert (code, out) == (6, "")
        assert "There is no desk at" in err
    assert not (tmp_path / "home").exists()
    assert document(capsys, "info")["note"] == "there is no desk at this place yet"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["bogus"], 2),
        (["show"], 2),
        (["add"], 2),
        (["add", "deal"], 2),
        (["today", "--short", "--json"], 2),
        (["deals", "--plain", "--json"], 2),
        (["history", "acme", "--limit", "0"], 2),
        (["history", "acme", "--limit", "9" * 40], 2),
        (["show", "nothing"], 6),
        (["note", "nothing", "text"], 6),
        (["restore", "nothing.db"], 6),
        (["add", "deal", "x", "--amount", "lots"], 7),
        (["add", "deal", "x", "--signed", "31 fe"], 7),
        (["note", "acme", " "], 7),
        (["today", "--date", "nonsense"], 7),
        (["deals", "--db", "/proc/nowhere/desk.db"], 6),
        (["add", "deal", "x", "--db", "/proc/nowhere/desk.db"], 3),
        (["deals", "a\0b"], 2),
    ],
)
def test_a_mistake_is_one_sentence_and_its_code(acme: str, capsys: Capture, words: list[str], code: int) -> None:
    got, out, err = answer(capsys, *words)
    assert (got, out) == (code, "")
    assert err.strip()
    assert "Traceback" not in err


def test_several_deals_that_answer_are_listed_and_nothing_is_done(acme: str, capsys: Capture) -> None:
    answer(capsys, "add", "deal", "Hosting for BETA")
    code, out, err = answer(capsys, "note", "hosting", "text")
    assert (code, out) == (6, "")
    assert "1. " in err
    assert "2. " in err
    assert document(capsys, "search", "text") == []


def test_backup_and_restore(acme: str, capsys: Capture, tmp_path: Path) -> None:
    made = document(capsys, "backup")["backup"]
    assert stat.S_IMODE(os.stat(made).st_mode) == 0o600
    assert [row["file"] for row in document(capsys, "backup", "--list")] == [made]
    answer(capsys, "add", "deal", "Added later")
    code, _out, err = answer(capsys, "restore", os.path.basename(made))
    assert code == 0
    assert "is kept as" in err
    assert [row["ref"] for row in document(capsys, "deals")] == [acme]
    own = tmp_path / "own.db"
    assert answer(capsys, "backup", "-o", str(own))[0] == 0
    assert answer(capsys, "backup", "-o", str(own))[0] == 3


def test_doctor_finds_a_sound_desk_sound(acme: str, capsys: Capture) -> None:
    answer(capsys, "backup")
    findings = document(capsys, "doctor")
    assert {finding["check"]: finding["state"] for finding in findings} == {
        "file structure": "ok",
        "links between rows": "ok",
        "rows": "ok",
        "schema": "ok",
        "search index": "ok",
        "access": "ok",
        "place": "ok",
        "backups": "ok",
    }
    assert answer(capsys, "doctor")[0] == 0


def _desk(tmp_path: Path) -> Path:
    return tmp_path / "home" / "data" / "desk.db"


@pytest.mark.parametrize(
    ("damage", "check"),
    [
        ("DROP TRIGGER action_insert_guard", "schema"),
        ("CREATE TABLE other (x)", "schema"),
        ("UPDATE search_row SET folded = 'something else'", "search index"),
        ("PRAGMA foreign_keys=OFF; UPDATE deal_ref SET deal_id = 99", "links between rows"),
        ("UPDATE writing SET at = CAST(x'ff80' AS TEXT)", "rows"),
    ],
)
def test_doctor_names_what_is_damaged(acme: str, capsys: Capture, tmp_path: Path, damage: str, check: str) -> None:
    con = sqlite3.connect(_desk(tmp_path), isolation_level=None)
    con.execute("UPDATE writing SET command_id = 1")
    con.executescript(damage)
    con.execute("UPDATE writing SET command_id = NULL")
    con.close()
    code, out, _err = answer(capsys, "doctor", "--json")
    assert code == 5
    assert [finding["check"] for finding in json.loads(out) if finding["state"] == "damaged"] == [check]


def test_doctor_looks_around_the_file(acme: str, capsys: Capture, tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    (desk.parent / "desk (conflicted copy 2026-05-12).db").write_bytes(b"")
    desk.chmod(0o644)
    found = {finding["check"]: finding for finding in document(capsys, "doctor")}
    assert found["copies"]["state"] == "look"
    assert found["access"]["state"] == "look"
    assert found["backups"]["state"] == "look"
    shared = tmp_path / "Dropbox"
    shared.mkdir(mode=0o700)
    desk.rename(shared / "desk.db")
    found = {finding["check"]: finding for finding in document(capsys, "doctor", "--db", str(shared / "desk.db"))}
    assert "dropbox" in found["place"]["finding"]


def test_a_damaged_file_is_left_alone(acme: str, capsys: Capture, tmp_path: Path) -> None:
    desk = _desk(tmp_path)
    content = b"not a database" * 1000
    desk.write_bytes(content)
    for words in (["today"], ["deals"], ["note", "acme", "x"], ["add", "deal", "x"], ["doctor"], ["info"], ["backup"]):
        code, _out, err = answer(capsys, *words)
        assert code == 5, words
        assert "Traceback" not in err
        assert desk.read_bytes() == content


def test_a_newer_desk_is_left_alone(acme: str, capsys: Capture, tmp_path: Path) -> None:
    con = sqlite3.connect(_desk(tmp_path), isolation_level=None)
    con.execute("PRAGMA user_version=9999")
    con.close()
    for words in (["today"], ["deals"], ["note", "acme", "x"], ["add", "deal", "x"]):
        assert answer(capsys, *words)[0] == 4
    for form in ([], ["--json"]):
        code, out, err = answer(capsys, "doctor", *form)
        assert (code, out) == (4, "")
        assert "was written by a newer dealdesk (schema 9999, this one knows " in err


def test_an_interrupt_has_its_code(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_words: argparse.Namespace) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command_line, "_call", interrupted)
    assert answer(capsys, "deals") == (130, "", "")


def test_printable_text_has_no_control_character() -> None:
    assert printable("plain Łódź 東京") == "plain Łódź 東京"
    for code in (*range(32), *range(127, 160), 0x200E, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0xD800):
        shown = printable(f"a{chr(code)}b")
        assert shown.isprintable()
        assert shown[0] + shown[-1] == "ab"


@pytest.mark.parametrize(
    "text", ["", "abc", "a long line of text", "東京東京東京東京", "e\u0301e\u0301e\u0301", "a東b東c東"]
)
def test_fit_gives_exactly_the_cells_asked_for(text: str) -> None:
    for cells in range(1, 24):
        assert width(fit(text, cells)) == cells


def _half_written(desk: Path, killed: Path) -> None:
    """Make ``killed`` what a program leaves that was killed while it wrote to ``desk``."""
    con = sqlite3.connect(desk, isolation_level=None)
    con.execute("PRAGMA cache_size=5")
    con.execute("BEGIN IMMEDIATE")
    con.executemany("INSERT INTO typing (key, text, at) VALUES (?, ?, '')", [(str(n), "x" * 500) for n in range(3000)])
    for ending in ("", "-journal"):
        Path(f"{killed}{ending}").write_bytes(Path(f"{desk}{ending}").read_bytes())
    con.execute("ROLLBACK")
    con.close()


@pytest.mark.parametrize(
    "words", [["today", "--short"], ["deals"], ["show", "acme"], ["note", "acme", "x"], ["doctor"]]
)
def test_what_a_killed_program_left_is_rolled_back(
    acme: str, capsys: Capture, tmp_path: Path, words: list[str]
) -> None:
    killed = tmp_path / "killed.db"
    _half_written(_desk(tmp_path), killed)
    code, _out, err = answer(capsys, *words, "--db", str(killed))
    assert (code in (0, 10, 11), "Traceback" in err) == (True, False)
    con = sqlite3.connect(killed)
    assert con.execute("SELECT count(*) FROM typing").fetchone() == (0,)
    con.close()


def test_the_journal_of_another_program_is_not_touched(capsys: Capture, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    con = sqlite3.connect(other)
    con.execute("CREATE TABLE typing (key, text, at)")
    con.close()
    killed = tmp_path / "killed.db"
    _half_written(other, killed)
    before = killed.read_bytes(), Path(f"{killed}-journal").read_bytes()
    assert answer(capsys, "deals", "--db", str(killed))[0] in (3, 5)
    assert (killed.read_bytes(), Path(f"{killed}-journal").read_bytes()) == before


def test_streams_that_were_closed_before_the_start_are_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("stdin", "stdout", "stderr"):
        with monkeypatch.context() as patch:
            patch.setattr("sys." + name, None)
            assert run(["--db", str(tmp_path / "desk.db")]) == 2


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ((), (None, None)),
        (("--kind", "second"), ("second", None)),
        (("--kind", "first", "--length", "30 min"), ("first", 30)),
    ],
)
def test_a_debrief_can_be_asked_for_by_kind_and_length(
    acme: str,
    capsys: Capture,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    asked: tuple[str | None, int | None],
) -> None:
    opened: list[tuple[object, ...]] = []

    def note(_path: str, *rest: object) -> int:
        opened.append(rest)
        return 0

    module = import_module("dealdesk.cli.app")
    monkeypatch.setattr(module, "needs_terminal", lambda: None)
    monkeypatch.setattr(module, "opened", note)
    assert answer(capsys, "debrief", acme, *words)[0] == 0
    assert opened == [("debrief", 1, asked)]


def test_a_length_that_is_none_is_refused_in_a_sentence(acme: str, capsys: Capture) -> None:
    code, _out, said = answer(capsys, "debrief", acme, "--length", "soon")
    assert (code, "A length is a number of minutes" in said) == (7, True)
