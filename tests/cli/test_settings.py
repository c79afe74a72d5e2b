"""Settings from the shell: shown, set, refused with code 7, and what moved because of them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dealdesk.cli.main import run
from dealdesk.domain.forms import SETTINGS

Capture = pytest.CaptureFixture[str]
CALENDAR = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Feast\nDTSTART;VALUE=DATE:20970930\nEND:VEVENT\nEND:VCALENDAR\n"


def answer(capsys: Capture, *words: str) -> tuple[int, str, str]:
    """Run a command and return its code, its data and its messages."""
    capsys.readouterr()
    code = run(words)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def document(capsys: Capture, *words: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the whole JSON document a command prints."""
    return json.loads(answer(capsys, *words, "--json")[1])


@pytest.fixture(autouse=True)
def _deal(capsys: Capture) -> None:
    code, _out, err = answer(
        capsys,
        *("add", "deal", "Hosting", "--counterparty", "Acme", "--signed", "2024-05-12"),
        *("--end", "2097-12-31", "--notice", "3 months"),
    )
    assert code == 0, err
    assert answer(capsys, "settings", "notice_leads", "none")[0] == 0


def value(capsys: Capture, name: str) -> str:
    """Return the value of a setting."""
    found: str = document(capsys, "settings", name)["value"]
    return found


def test_all_of_them_with_their_values_and_hints(capsys: Capture) -> None:
    found = document(capsys, "settings")
    assert [row["name"] for row in found] == [spec.name for spec in SETTINGS if spec.name != "holidays"]
    assert all(row["hint"] for row in found)
    values = {row["name"]: row["value"] for row in found}
    assert values["work_week"] == "mon-fri"
    assert values["working_hours"] == "09:00-18:00"
    assert values["notice_leads"] == ""
    code, out, err = answer(capsys, "settings")
    assert (code, err) == (0, "")
    assert out.splitlines()[6].split()[:3] == ["work_week", "mon-fri", "mon-fri;"]


@pytest.mark.parametrize(
    ("name", "text", "kept"),
    [
        ("name", "Kim Roe", "Kim Roe"),
        ("team", "with a team", "team"),
        ("date_order", "mdy", "mdy"),
        ("currency", "usd", "USD"),
        ("work_week", "mon tue thu", "mon, tue, thu"),
        ("working_hours", "8-16:30", "08:00-16:30"),
        ("days_off", "2026-12-25; 24 dec 2027 to 26 dec 2027", "2026-12-25, 2027-12-24, 2027-12-25, 2027-12-26"),
        ("strict_clock", "yes", "yes"),
        ("follow_through", "light", "light"),
        ("light_below", "5k EUR", "EUR 5,000"),
        ("notice_leads", "10 45", "45, 10"),
        ("give_take", "12 h, 1,500 money", "12 h, 1500 money, 2 introductions"),
    ],
)
def test_one_is_set_shown_and_given_back(capsys: Capture, name: str, text: str, kept: str) -> None:
    first = "" if name == "days_off" else value(capsys, name)
    code, _out, err = answer(capsys, "settings", name, *text.split())
    assert (code, kept.split(",")[0] in err) == (0, True)
    code, out, _err = answer(capsys, "settings", name)
    assert code == 0
    if name != "days_off":
        assert out.strip() == kept
        answer(capsys, "settings", name, "")
        assert value(capsys, name) == {
            "name": "me",
            "give_take": "8 h, 500 money, 2 introductions",
            "notice_leads": "90, 60, 30, 14, 7, 1",
        }.get(name, first)
    else:
        assert [line.split()[0] for line in out.splitlines()[1:]] == kept.split(", ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nothing", "1"),
        ("work_week", "never"),
        ("working_hours", "18-9"),
        ("days_off", "31 feb"),
        ("days_off", "26 dec 2027 to 24 dec 2027"),
        ("holidays", "/nowhere/at/all.ics"),
        ("strict_clock", "perhaps"),
        ("follow_through", "some"),
        ("light_below", "much"),
        ("notice_leads", "soon"),
        ("give_take", "12"),
        ("give_take", "0 hours"),
        ("currency", "XQZ"),
        ("date_order", "ymd"),
        ("name", "x" * 5000),
    ],
)
def test_what_can_not_be_read_changes_nothing(capsys: Capture, name: str, text: str) -> None:
    before = document(capsys, "settings")
    code, out, err = answer(capsys, "settings", name, text)
    assert (code, out) == (7, "")
    assert len(err.splitlines()) >= 1
    assert document(capsys, "settings") == before


def test_what_moved_is_data_and_the_rest_is_a_message(capsys: Capture) -> None:
    code, out, err = answer(capsys, "settings", "days_off", "--add", "2097-09-30: Feast")
    assert (code, err) == (0, "1 day off added. 1 date moved:\n")
    assert out.splitlines()[1].split() == ["ACME-1", "give", "notice", "by", "2097-09-30", "2097-09-27"]
    assert document(capsys, "settings", "days_off", "--remove", "2097-09-30") == {
        "name": "days_off",
        "value": "",
        "said": "",
        "moved": [{"ref": "ACME-1", "what": "give notice by", "old": "2097-09-27", "new": "2097-09-30"}],
    }
    assert answer(capsys, "settings", "days_off", "--remove", "2097-09-30")[0] == 7


def test_a_holiday_calendar(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "holidays.ics"
    path.write_text(CALENDAR)
    code, out, err = answer(capsys, "settings", "days_off", "--ics", str(path))
    assert (code, err) == (0, "1 day off added. 1 date moved:\n")
    assert "2097-09-27" in out
    assert answer(capsys, "settings", "days_off", "--plain")[1] == "2097-09-30\tFeast\n"
    assert answer(capsys, "settings", "--ics", str(path))[2] == "0 days off added, 1 known already. 0 dates moved.\n"


def test_files_that_are_none(capsys: Capture, tmp_path: Path) -> None:
    (tmp_path / "text.ics").write_text("hello")
    (tmp_path / "large.ics").write_bytes(b"x" * 3_000_000)
    os.mkfifo(tmp_path / "pipe.ics")
    for name in ("text.ics", "large.ics", "pipe.ics", "none.ics", "."):
        code, out, err = answer(capsys, "settings", "days_off", "--ics", str(tmp_path / name))
        assert (code, out, len(err.splitlines())) == (7, "", 1), name


def test_days_are_changed_in_one_go_or_not_at_all(capsys: Capture) -> None:
    code, _out, _err = answer(capsys, "settings", "days_off", "--add", "2027-01-04", "--remove", "2027-01-05")
    assert code == 7
    assert document(capsys, "settings", "days_off") == []
    assert answer(capsys, "settings", "currency", "--add", "2027-01-04")[0] == 2


def test_no_days_off_say_how_to_add_one(capsys: Capture) -> None:
    assert answer(capsys, "settings", "days_off") == (
        0,
        "",
        'There are no days off yet: --add "25 dec" adds one, --ics FILE a holiday calendar.\n',
    )


def test_the_first_setting_makes_the_desk_and_a_mistyped_one_does_not(capsys: Capture, tmp_path: Path) -> None:
    path = str(tmp_path / "fresh" / "desk.db")
    assert answer(capsys, "settings", "teem", "team", "--db", path)[0] == 7
    assert not os.path.exists(path)
    code, _out, err = answer(capsys, "settings", "team", "team", "--db", path)
    assert (code, err) == (0, "Work with: team.\n")
    assert document(capsys, "settings", "team", "--db", path)["value"] == "team"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("strict_clock", "no"), 0, "Strict clock: no."),
        (("team", "nobody"), 7, "Work with is one of: alone, team (with a team)."),
        (("working_hours", "0-24"), 0, "Working hours: 00:00-24:00."),
        (("days_off", "--ics", "/dev/zero"), 7, "/dev/zero is no file to read: a folder or a device."),
        (("days_off", "--ics", "/nothing/here.ics"), 7, "There is no file /nothing/here.ics."),
        (("colour", "red"), 7, "There is no setting colour; there are: name, initials"),
    ],
)
def test_what_it_says(capsys: Capture, words: tuple[str, ...], code: int, says: str) -> None:
    found, _out, err = answer(capsys, "settings", *words)
    assert (found, says in err) == (code, True), err
    assert "holidays" not in err
