"""Import and export from the shell."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from dealdesk.cli.main import run

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


def test_the_demo_is_a_desk_of_its_own(capsys: Capture, tmp_path: Path) -> None:
    code, out, _err = answer(capsys, "demo")
    path = out.strip()
    assert (code, Path(path).name) == (0, "demo.db")
    assert not (tmp_path / "home" / "data" / "desk.db").exists()
    assert len(json.loads(answer(capsys, "deals", "--json", "--db", path)[1])) >= 5
