"""Escape sequences inside a paste stay inside it; everything around it is read as ever."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual import events
from textual.drivers import linux_driver

from dealdesk.tui.whole_pastes import WholePastes, install

PASTED = "a\x1b[31mred\x1b[0m \x1bd \x1b[A \x1bOP \x1b[<0;1;1M [201~ \x1b"


def read(*pieces: str) -> list[str]:
    """Return what is read from the pieces: keys by name, pastes as their text in brackets."""
    parser, found = WholePastes(), []
    for piece in pieces:
        for event in parser.feed(piece):
            assert isinstance(event, events.Key | events.Paste)
            found.append(event.key if isinstance(event, events.Key) else f"({event.text})")
    return found


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def test_a_paste_is_one_event_and_no_key() -> None:
    assert read(f"q\x1b[A{pasted(PASTED)}u\x1bOP{pasted('')}x") == ["q", "up", f"({PASTED})", "u", "f1", "()", "x"]


@pytest.mark.parametrize("size", [3, 7, 100])
def test_a_paste_may_come_in_pieces(size: int) -> None:
    sent = f"qqq{pasted(PASTED)}u"
    assert read(*(sent[at : at + size] for at in range(0, len(sent), size))) == ["q", "q", "q", f"({PASTED})", "u"]


def test_a_key_that_begins_like_a_paste_is_not_lost() -> None:
    assert read("\x1b[2", "~", "\x1b[20", "~", "x") == ["insert", "f9", "x"]
    assert read("\x1b[", "A", "x") == ["up", "x"]


def test_the_end_of_the_input_is_no_error() -> None:
    assert read("x", "") == ["x"]
    assert read("\x1b[200~half", "") == []


def test_every_hostile_string_is_pasted_as_it_is(realdata: Path) -> None:
    for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")):
        text = entry["text"].replace("\0", "")
        if "\x1b[201~" not in text:
            assert read(pasted(text)) == [f"({text})"]


def test_the_driver_makes_its_parser_by_this_name(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "XTermParser" in linux_driver.LinuxDriver.run_input_thread.__code__.co_names
    monkeypatch.setattr(linux_driver, "XTermParser", None)
    install()
    assert getattr(linux_driver, "XTermParser") is WholePastes  # noqa: B009 - Textual does not export it
