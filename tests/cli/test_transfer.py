"""Import and export from the shell."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from dealdesk.cli.main import run
from dealdesk.domain import page_fit

Capture = pytest.CaptureFixture[str]
REGISTER = (
    "title,vendor,signed,end,notice\nHosting,Acme Ltd,2026-01-05,2027-12-31,3 months\nAudit,Beta,soon,2028-01-31,\n"
)


@pytest.fixture
def register(tmp_path: Path) -> str:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER)
    return str(path)


def answer(capsys: Capture, *words: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(words)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def titles(capsys: Capture) -> list[str]:
    return [deal["title"] for deal in json.loads(answer(capsys, "deals", "--json")[1])]


def test_a_dry_run_writes_nothing(register: str, capsys: Capture, tmp_path: Path) -> None:
    code, out, _err = answer(capsys, "import", register, "--dry-run", "--map", "notice=notice")
    assert code == 0
    assert "2 deals would be stored." in out
    assert not (tmp_path / "home").exists()


def test_an_import_and_its_way_back(register: str, capsys: Capture) -> None:
    code, out, err = answer(capsys, "import", register, "--json")
    document = json.loads(out)
    assert (code, document["counts"]["stored"], document["dry_run"]) == (0, 2, False)
    assert [problem["column"] for problem in document["problems"]] == ["signed"]
    assert "--undo" in err
    assert sorted(titles(capsys)) == ["Audit", "Hosting"]
    again = json.loads(answer(capsys, "import", register, "--json")[1])
    assert (again["counts"]["stored"], again["counts"]["skipped"]) == (0, 2)
    assert answer(capsys, "import", "--undo")[0] == 0
    assert titles(capsys) == []
    assert answer(capsys, "import", "--undo")[0] == 6


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["import"], 2),
        (["import", "missing.csv"], 6),
        (["import", "/"], 7),
        (["import", "FILE", "--map", "nonsense"], 2),
        (["import", "FILE", "--order", "ymd"], 2),
    ],
)
def test_what_is_refused(register: str, capsys: Capture, words: list[str], code: int) -> None:
    got, out, err = answer(capsys, *[register if word == "FILE" else word for word in words])
    assert (got, out) == (code, "")
    assert err.strip()


def test_the_real_register_is_stored_whole(realdata: Path, capsys: Capture) -> None:
    code, out, _err = answer(capsys, "import", str(realdata / "deals" / "deals_dev.csv"), "--json")
    assert (code, json.loads(out)["counts"]["stored"]) == (0, 255)
    code, out, _err = answer(capsys, "today", "--json")
    assert all(item["late_days"] <= 30 for item in json.loads(out)["items"])


def test_the_review_is_printed_or_written(register: str, capsys: Capture, tmp_path: Path) -> None:
    answer(capsys, "import", register)
    code, out, _err = answer(capsys, "export", "review", "hosting", "--format", "md")
    assert code == 0
    assert "INTERNAL USE ONLY" in out
    target = tmp_path / "review.md"
    assert answer(capsys, "export", "review", "hosting", "-o", str(target))[:2] == (0, "")
    assert target.read_text() == out
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert answer(capsys, "export", "review", "hosting", "-o", str(target))[0] == 3
    assert answer(capsys, "export", "review", "hosting", "-o", str(target), "--replace")[0] == 0


def test_the_review_is_printed_as_html(register: str, capsys: Capture, tmp_path: Path) -> None:
    answer(capsys, "import", register)
    code, out, err = answer(capsys, "export", "review", "hosting", "--format", "html", "--version", "1")
    assert (code, err) == (0, "")
    assert out.startswith("<!DOCTYPE html>")
    assert "Acme Ltd" in out
    target = tmp_path / "review.html"
    words = ("export", "review", "hosting", "--format", "html", "-o", str(target))
    assert answer(capsys, *words)[:2] == (0, "")
    assert target.read_text() == out
    assert answer(capsys, *words)[0] == 3
    letter = answer(capsys, "export", "review", "hosting", "--format", "html", "--paper", "letter")[1]
    assert "size: 215.9mm 279.4mm" in letter
    assert answer(capsys, "export", "review", "hosting", "--version", "2")[0] == 6


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_blank_review_needs_no_desk(form: str, capsys: Capture, tmp_path: Path) -> None:
    code, out, err = answer(capsys, "export", "review", "--blank", "--format", form)
    assert (code, err) == (0, "")
    assert "INTERNAL USE ONLY" in out
    assert "Who to call:" in out
    assert not (tmp_path / "home" / "data" / "desk.db").exists()


def test_a_review_that_is_too_long_for_its_sheet_says_so(
    register: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(capsys, "import", register)
    words = "They want names and dates. " * 7
    answer(capsys, "add", "friction", "hosting", words, "--cause", "process")
    monkeypatch.setattr(page_fit, "HEIGHT_MM", 180.0)
    code, out, err = answer(capsys, "export", "review", "hosting", "--format", "html")
    assert (code, out.rstrip()[-7:]) == (0, "</html>")
    assert re.fullmatch(r"Set in [678](\.\d+)? pt instead of 9 pt to fit on one page\.\n", err)
    monkeypatch.setattr(page_fit, "HEIGHT_MM", 128.0)
    code, out, err = answer(capsys, "export", "review", "hosting", "--format", "html")
    assert code == 0
    assert words.strip() in out
    assert re.fullmatch(r"More than one page, in the least type \(6\.5 pt\)\. Page \d+ % full\. Too long: .*\.\n", err)
    assert "5 What cost trust or time by 1 line" in err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["hosting", "--blank"],
        ["--blank", "--version", "1"],
        ["hosting", "--version", "3"],
        ["hosting", "--format", "pdf"],
        ["hosting", "--paper", "letter"],
        ["--blank", "--diff"],
        ["hosting", "--diff", "--version", "1"],
    ],
)
def test_an_export_that_contradicts_itself_is_refused(words: list[str], capsys: Capture) -> None:
    code, out, err = answer(capsys, "export", "review", *words)
    assert (code, out) == (2, "")
    assert err.strip()


def test_two_versions_there_are_not_are_not_compared(register: str, capsys: Capture) -> None:
    answer(capsys, "import", register)
    code, out, err = answer(capsys, "export", "review", "hosting", "--diff")
    assert (code, out) == (6, "")
    assert "no version 2" in err


def test_show_has_every_input_of_the_review(register: str, capsys: Capture) -> None:
    answer(capsys, "import", register)
    slots = json.loads(answer(capsys, "show", "hosting", "--json")[1])["review"]
    assert len(slots) == 45
    assert slots["head.counterparty"] == "Acme Ltd"
    assert slots["worked.proof"] == ""
    assert "worked.proof" not in answer(capsys, "show", "hosting")[1]


def test_the_demo_is_a_desk_of_its_own(capsys: Capture, tmp_path: Path) -> None:
    code, out, _err = answer(capsys, "demo")
    path = out.strip()
    assert (code, Path(path).name) == (0, "demo.db")
    assert not (tmp_path / "home" / "data" / "desk.db").exists()
    assert len(json.loads(answer(capsys, "deals", "--json", "--db", path)[1])) >= 5
