"""User text in widgets: literal, and unable to drive the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dealdesk.tui.safe import cell, plain, visible

HOSTILE = "net [/30] [b]Q[/b] [@click=app.quit]x[/]"
FORBIDDEN = {*range(32), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def test_brackets_stay_as_they_are() -> None:
    assert plain(HOSTILE).plain == HOSTILE
    assert plain(HOSTILE, "bold").plain == HOSTILE
    assert cell(HOSTILE).plain == HOSTILE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\x00b\x7f", "a␀b␡"),
        ("\x9b31m", "�31m"),
        ("invoice\u202egpj.exe", "invoice�gpj.exe"),
        ("one\r\ntwo\u2028three\tfour", "one⏎two⏎three four"),
        ("\ud800", "�"),
        ("Łódź 👨‍👩‍👧 فارسی", "Łódź 👨‍👩‍👧 فارسی"),
    ],
)
def test_what_cannot_be_seen_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown
    assert cell(text).plain == shown


def test_line_breaks_stay_where_there_are_lines() -> None:
    assert plain("one\r\ntwo\tthree\x07").plain == "one\ntwo three␇"


def test_no_hostile_string_reaches_the_terminal(realdata: Path) -> None:
    for case in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")):
        for shown in (cell(case["text"]).plain, plain(case["text"]).plain.replace("\n", "")):
            assert not FORBIDDEN & {ord(c) for c in shown}, case["id"]
            shown.encode("utf-8")
