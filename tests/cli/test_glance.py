"""The glance: light, read-only, true to the day; whatever it can't answer it leaves to the full command."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dealdesk.__main__ import _glance
from dealdesk.cli import glance
from dealdesk.cli.main import run
from dealdesk.cli.printable import width
from dealdesk.store import connect, history, migrate

ROOT = Path(__file__).resolve().parents[2]
DAY = "2026-05-15"
HEAVY = (
    "argparse",
    "re",
    "pathlib",
    "json",
    "textual",
    "sqlmodel",
    "sqlalchemy",
    "pydantic",
    "rich",
    "typing",
    "inspect",
    "contextlib",
)
ROWS = (
    "INSERT INTO deal (id, uid, ref, title, stage, give_notice_by) VALUES (1, 'd1', 'ACME-7', 'Hosting', 'running', "
    "'2026-06-25')",
    "INSERT INTO action (uid, deal_id, text, side, due_on, weight) VALUES ('a1', 1, 'send the mail', 'us', "
    "'2026-05-13', 5)",
    "INSERT INTO action (uid, deal_id, text, side, due_on) VALUES ('a2', 1, 'SOC2 report', 'them', '2026-05-15')",
    "INSERT INTO action (uid, deal_id, text, side, due_on) VALUES ('a3', 1, 'kickoff', 'us', '2026-05-19')",
)


def desk(path: Path, *statements: str) -> str:
    """Make a desk with these rows and return its file."""
    con = migrate.open_or_create(str(path))
    with history.unit(con, history.Command("stored"), datetime(2026, 5, 1, tzinfo=UTC)):
        for statement in statements:
            con.execute(statement)
    con.close()
    return str(path)


@pytest.fixture
def filled(tmp_path: Path) -> str:
    return desk(tmp_path / "desk.db", *ROWS)


def test_the_list(filled: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert _glance(["today", "--db", filled, "--date", DAY]) == 11
    assert capsys.readouterr().out == (
        "Fri 15 May 2026   1 overdue   1 today   1 in the next 7 days   1 coming up\n"
        "!! ACME-7  send the mail                                 2 days late\n"
        "   ACME-7  owed to us: SOC2 report                       today\n"
        "   ACME-7  kickoff                                       Tue 19 May, in 4 days\n"
        "Coming up\n"
        "   ACME-7  give notice: compare the market (Hosting)     Thu 25 June, in 41 days\n"
    )


FULL_DAY = (
    "INSERT INTO deal (id, uid, ref, title, stage, signed_on, give_notice_by, notice_remind_on, renewal_count, "
    "renewal_unit, amount_minor, currency, quiet_on) VALUES (1, 'd1', 'ACME-7', 'Hosting', 'running', '2026-05-03', "
    "'2026-06-25', '2026-05-15', 12, 'month', 8400000, 'EUR', '2026-05-14')",
    "INSERT INTO deal (id, uid, ref, title, stage, signed_on, quiet_on) VALUES (2, 'd2', 'OMNI-11', 'Freight', "
    "'running', '2026-05-03', '2026-05-14')",
    "INSERT INTO deal (id, uid, ref, title, stage, evergreen, still_true_on) VALUES (3, 'd3', 'GAMA-9', 'Licences', "
    "'running', 1, '2026-05-15')",
    "INSERT INTO person (id, uid, name) VALUES (1, 'p1', 'Dana Okafor')",
    "INSERT INTO action (uid, deal_id, text, side, kind, soft_on, due_on, weight, due_reason) VALUES ('a1', 1, "
    "'send the next-steps mail', 'us', 'next-steps mail', '2026-05-14', '2026-05-18', 6, "
    "'48 h ended Sun 17:00 outside working time')",
    "INSERT INTO action (uid, deal_id, text, side, kind, soft_on, due_on, weight) VALUES ('a2', 2, 'kickoff', 'us', "
    "'kickoff', '2026-05-19', '2026-05-26', 4)",
    "INSERT INTO waiting (uid, deal_id, person_id, text, channel, since, last_on, due_on, due_rule, weight) VALUES "
    "('w1', 1, 1, 'the SOC2 report with the auditor''s letter', 'mail', '2026-05-01', '2026-05-10', '2026-05-14', "
    "'nudge 3', 3)",
    "INSERT INTO checkin (uid, deal_id, purpose, next_on, weight) VALUES ('c1', 1, 'how it goes', '2026-05-13', 3)",
)


def test_in_80_columns_nothing_is_cut_that_matters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk(tmp_path / "desk.db", *FULL_DAY)
    monkeypatch.setenv("COLUMNS", "80")
    assert _glance(["today", "--db", path, "--date", DAY]) == 11
    assert capsys.readouterr().out == (
        "Fri 15 May 2026   2 overdue   3 today   2 in the next 7 days\n"
        "!  ACME-7   nudge 3: Dana Okafor, the SOC2 report with…  1 day late\n"
        "              suggest a call: 3 mails unanswered\n"
        "!  ACME-7   check-in: how it goes                        2 days late\n"
        "   ACME-7   give notice: compare the market              Thu 25 June, in 41 days\n"
        "              else renews 12 months, EUR 84,000\n"
        "   OMNI-11  no news sent for 12 days                     today\n"
        "   GAMA-9   still running?                               today\n"
        "   ACME-7   send the next-steps mail, at the latest Mon  best by Thu 14 May\n"
        "   OMNI-11  kickoff, window opens                        Tue 19 May, in 4 days\n"
    )


def test_a_wide_window_says_why_a_date_is_another_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk(tmp_path / "desk.db", *FULL_DAY)
    monkeypatch.setenv("COLUMNS", "140")
    _glance(["today", "--db", path, "--date", DAY])
    assert "48 h ended Sun 17:00 outside working time" in capsys.readouterr().out
    _glance(["today", "--json", "--db", path, "--date", DAY])
    items = {item["uid"]: item for item in json.loads(capsys.readouterr().out)["items"]}
    assert items["a1"]["reason"] == "48 h ended Sun 17:00 outside working time"
    assert items["a1"]["why"].endswith("; 48 h ended Sun 17:00 outside working time")
    assert items["w1"]["person"] == "Dana Okafor"
    assert items["c1"]["due_on"] == "2026-05-13"


def test_short_and_json(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _glance(["today", "--short", "--db", filled, "--date", DAY]) == 11
    assert capsys.readouterr().out == "1! 1 1r\n"
    assert _glance(["--db", filled, "today", "--json", "--date", DAY]) == 11
    document = json.loads(capsys.readouterr().out)
    assert document["date"] == DAY
    assert document["counts"] == {"overdue": 1, "today": 1, "soon": 1, "coming": 1}
    assert (document["older"], document["more"]) == (0, [])
    assert document["items"][0] == {
        "handle": "",
        "kind": "action",
        "uid": "a1",
        "deal_id": 1,
        "ref": "ACME-7",
        "title": "Hosting",
        "party": "",
        "due_on": "2026-05-13",
        "due_at": None,
        "hard_on": "2026-05-13",
        "soft_on": None,
        "weight": 5,
        "who": "us",
        "text": "send the mail",
        "state": "to do",
        "person": "",
        "reason": None,
        "action_kind": "promise",
        "group": "overdue",
        "late_days": 2,
        "urgency": 17,
        "why": "limit passed (+8), 2 days late (+2), weight of its kind (+5), promised to them (+2)",
        "late_minutes": 0,
        "clock": "",
        "owned": True,
        "line": "send the mail",
    }
    assert [item["line"] for item in document["items"][1:]] == [
        "owed to us: SOC2 report",
        "kickoff",
        "give notice: compare the market (Hosting)",
    ]


@pytest.mark.parametrize(
    ("day", "code", "short"), [("2026-05-12", 0, "0"), ("2026-05-13", 10, "1 1r"), ("2026-05-14", 11, "1! 1r")]
)
def test_the_exit_code_says_whether_anything_is_due(
    filled: str, capsys: pytest.CaptureFixture[str], day: str, code: int, short: str
) -> None:
    assert _glance(["today", "--short", "--date", day, "--db", filled]) == code
    assert capsys.readouterr().out.removesuffix("\n") == short.replace("0", "1r" if code == 0 else "0")


def test_an_empty_day_says_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = desk(tmp_path / "desk.db", ROWS[0], ROWS[3])
    assert _glance(["today", "--db", path, "--date", "2026-01-10"]) == 0
    assert capsys.readouterr().out == "Sat 10 Jan 2026   Nothing is due; next: Tue 19 May ACME-7 kickoff\n"


@pytest.mark.parametrize("columns", [20, 40, 79, 200])
def test_no_line_is_wider_than_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    long = "INSERT INTO action (uid, deal_id, text, side, due_on) VALUES ('a9', 1, '" + "東京 proposal " * 30
    path = desk(tmp_path / "desk.db", *ROWS, long + "', 'us', '2026-05-14')")
    monkeypatch.setenv("COLUMNS", str(columns))
    _glance(["today", "--db", path, "--date", DAY])
    assert max(map(width, capsys.readouterr().out.splitlines())) <= columns


def test_nothing_in_the_file_can_drive_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evil = "char(27) || ']52;c;AAAA' || char(7) || char(155) || '2J' || char(8238) || char(10) || char(127) || 'x'"
    path = desk(
        tmp_path / "desk.db",
        f"INSERT INTO deal (id, uid, ref, title, stage, give_notice_by) VALUES (1, 'd', {evil}, {evil}, 'running', "
        "'2026-06-25')",
        f"INSERT INTO action (uid, deal_id, text, side, due_on) VALUES ('a', 1, {evil}, 'us', '2026-05-14')",
    )
    for flag in ([], ["--json"], ["--short"], ["--all"]):
        _glance(["today", *flag, "--db", path, "--date", DAY])
        out = capsys.readouterr().out
        assert out.replace("\n", "").isprintable()
        if not flag:
            assert len(out.splitlines()) == 4


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["today", "--date"],
        ["today", "--date", "fri"],
        ["today", "--wat"],
        ["today", "today"],
        ["today", "--json", "--short"],
        ["today", "--db", "--json"],
        ["today", "--db", "a", "--db", "b"],
        ["--json", "today"],
        ["deals"],
    ],
)
def test_odd_words_are_left_to_the_full_command(
    filled: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setenv("DEALDESK_DB", filled)
    assert _glance(words) is None
    assert capsys.readouterr().out == ""


def test_a_file_it_does_not_understand_is_left_to_the_full_command(tmp_path: Path, filled: str) -> None:
    missing, text, foreign, newer = (tmp_path / name for name in ("missing.db", "text.db", "foreign.db", "newer.db"))
    text.write_text("no database at all, but long enough to be looked at " * 40)
    other = sqlite3.connect(foreign)
    other.execute("CREATE TABLE t (x)")
    other.close()
    newer.write_bytes(Path(filled).read_bytes())
    con = sqlite3.connect(newer, isolation_level=None)
    con.execute("PRAGMA user_version = 9999")
    con.close()
    Path(filled + "-journal").write_bytes(b"left by a killed program")
    for path in (missing, text, foreign, newer, Path(filled)):
        assert glance.show(str(path), DAY, set()) is None
    assert not missing.exists()


def test_it_never_writes(filled: str) -> None:
    before, folder = os.stat(filled), sorted(os.listdir(os.path.dirname(filled)))
    content = Path(filled).read_bytes()
    for _ in range(3):
        assert glance.show(filled, DAY, {"--short"}) == 11
    after = os.stat(filled)
    assert (after.st_mtime_ns, after.st_ino, after.st_size) == (before.st_mtime_ns, before.st_ino, before.st_size)
    assert Path(filled).read_bytes() == content
    assert sorted(os.listdir(os.path.dirname(filled))) == folder


def test_it_reads_while_another_program_is_about_to_write(filled: str) -> None:
    writer = connect.connect(filled)
    writer.execute("BEGIN IMMEDIATE")
    try:
        assert glance.show(filled, DAY, {"--short"}) == 11
    finally:
        writer.execute("ROLLBACK")
        writer.close()


def test_100_looks_while_another_program_writes(filled: str) -> None:
    program = (
        "import sys; from datetime import UTC, datetime; from dealdesk.store import connect, history\n"
        f"con = connect.connect({filled!r})\n"
        "print('ready', flush=True)\n"
        "for number in range(100_000):\n"
        "    with history.unit(con, history.Command('edited'), datetime(2026, 5, 1, tzinfo=UTC)):\n"
        "        con.execute('UPDATE action SET weight = ?', (number % 7,))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "-c", program], env=env, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        try:
            looks = [[sys.executable, "-m", "dealdesk", "today", "--short", "--db", filled, "--date", DAY]] * 100
            answers = {
                (done.returncode, done.stdout, done.stderr)
                for done in (
                    subprocess.run(look, env=env, capture_output=True, text=True, check=False) for look in looks
                )
            }
            assert writer.poll() is None
        finally:
            writer.kill()
    assert answers == {(11, "1! 1 1r\n", "")}


@pytest.mark.parametrize("flag", ["", "--short", "--all", "--json"])
def test_it_loads_next_to_nothing(filled: str, flag: str) -> None:
    program = (
        "import sys; bare = set(sys.modules); from dealdesk.__main__ import _glance;"
        f"code = _glance(['today', '--db', {filled!r}, '--date', '{DAY}'] + {[flag] if flag else []!r});"
        "print(code, *sorted({name.split('.')[0] for name in set(sys.modules) - bare}), file=sys.stderr)"
    )
    env = {"PYTHONPATH": str(ROOT), "PATH": os.environ.get("PATH", "")}
    done = subprocess.run([sys.executable, "-S", "-c", program], env=env, capture_output=True, text=True, check=True)
    code, *loaded = done.stderr.split()
    assert code == "11"
    assert "sqlite3" in loaded
    allowed = {"json", "re"} if flag == "--json" else set()
    assert set(loaded) & set(HEAVY) <= allowed


def test_its_today_is_the_local_day(filled: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = date.today()  # noqa: DTZ011
    glance.show(filled, "", {"--json"})
    seen = json.loads(capsys.readouterr().out)["date"]
    assert seen in {before.isoformat(), (before + timedelta(days=1)).isoformat()}


@pytest.mark.parametrize("words", [(), ("--short",), ("--plain",)])
def test_a_locked_desk_is_waited_for_once_and_the_sentence_is_about_reading(
    filled: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setattr(glance, "PATIENCE_MS", 20)
    asked = []
    raw = connect.raw

    def counted(path: str, **named: Any) -> sqlite3.Connection:  # noqa: ANN401
        asked.append(named["timeout_ms"])
        return raw(path, **named)

    monkeypatch.setattr(connect, "raw", counted)
    with closing(sqlite3.connect(filled)) as other:
        other.execute("BEGIN EXCLUSIVE")
        code = (
            _glance(["today", "--db", filled, *words])
            if words != ("--plain",)
            else run(["today", *words, "--db", filled])
        )
    assert code == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"Another program keeps {filled} locked, so it can't be read just now. Try again in a moment.\n"
    assert asked == [20]
