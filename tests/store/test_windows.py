"""Which windows are open, and whose typing is whose."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from dealdesk.domain.vocabulary import TypingState
from dealdesk.store import drafts, forms, history, history_words, windows
from dealdesk.store.desk import Desk
from dealdesk.store.drafts import Draft
from dealdesk.store.forms import Promoted
from dealdesk.store.history import Command
from dealdesk.tui.workspace import Workspace
from tests.desks import NOW, add_deal, open_desk, uid_of

_KEY = "deal/{}/title"
_HOLD = "import sys; from dealdesk.store import windows; w = windows.OpenWindow(*sys.argv[1:]); print(1, flush=True); "


class Window:
    """One window: a desk with a writer, and what it does with the title of the one deal."""

    def __init__(self, folder: Path) -> None:
        self.desk = open_desk(folder)
        self.workspace = Workspace(self.desk, lambda _event: None)
        self.workspace.writer.start()
        self.uid = uid_of(self.desk, "deal", 1)

    def type(self, text: str, base: str = "Hosting renewal") -> None:
        self.workspace.keep(_KEY.format(self.uid), text, deal_id=1, base_text=base)
        assert self.workspace.writer.flush()

    def promote(self, text: str, base: str = "Hosting renewal", handed: tuple[str, ...] = ()) -> Future[Promoted]:
        return self.workspace.promote("deal", self.uid, "title", text, base, "edited the title", handed)

    def left(self) -> Draft | None:
        return self.desk.rows(drafts.of_row, "deal", self.uid).get("title")

    def title(self) -> str:
        return str(self.desk.con.execute("SELECT title FROM deal").fetchone()[0])

    def close(self) -> None:
        self.workspace.writer.close()
        self.desk.close()


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Window, Window]]:
    desk = open_desk(tmp_path)
    add_deal(desk)
    desk.close()
    pair = Window(tmp_path), Window(tmp_path)
    yield pair
    for window in pair:
        window.close()


def typed(desk: Desk) -> list[str]:
    return [text for (text,) in desk.con.execute("SELECT text FROM typing ORDER BY text")]


def test_a_window_is_open_until_it_is_closed(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.db")
    assert not windows.is_open(path, "a1")
    opened = windows.OpenWindow(path, "a1")
    assert windows.is_open(path, "a1")
    opened.close()
    assert (windows.is_open(path, "a1"), os.listdir(tmp_path)) == (False, [])


def test_a_killed_window_is_closed_and_its_file_is_removed_by_the_next(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.db")
    words = [sys.executable, "-c", _HOLD + "sys.stdin.read()", path, "b2"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"1\n"
        other = windows.OpenWindow(path, "a1")
        assert windows.is_open(path, "b2"), "the new one leaves it alone"
        child.kill()
    assert not windows.is_open(path, "b2")
    assert os.path.exists(f"{path}-window-b2")
    windows.OpenWindow(path, "c3").close()
    other.close()
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("name", ["", "../desk.db", "a/b", "."])
def test_what_is_no_id_is_no_open_window(tmp_path: Path, name: str) -> None:
    (tmp_path / "desk.db").touch()
    assert not windows.is_open(str(tmp_path / "desk.db"), name)


def test_where_nothing_can_be_locked_every_window_counts_as_closed(tmp_path: Path) -> None:
    path = str(tmp_path / "no such folder" / "desk.db")
    opened = windows.OpenWindow(path, "a1")
    assert not windows.is_open(path, "a1")
    opened.close()


def test_the_text_of_one_window_survives_that_the_other_stores_its_own(two: tuple[Window, Window]) -> None:
    one, other = two
    one.type("of one")
    other.type("of the other")
    assert one.promote("of one").result(10).state is None
    assert typed(one.desk) == ["of the other"]
    conflict = other.promote("of the other").result(10)
    assert (conflict.state, conflict.theirs) == (TypingState.CONFLICT, "of one")
    assert (typed(one.desk), one.title()) == (["of the other"], "of one")


def test_what_another_open_window_types_is_not_offered_here_until_it_is_closed(two: tuple[Window, Window]) -> None:
    one, other = two
    one.type("half a ti")
    assert other.left() is None
    one.workspace.writer.close()
    left = other.left()
    assert left is not None
    assert (left.text, left.base, left.window) == ("half a ti", "Hosting renewal", one.desk.window)
    other.workspace.take_over(_KEY.format(other.uid), left.window)
    assert other.promote(left.text).result(10).state is None
    assert (typed(other.desk), other.title()) == ([], "half a ti")


def test_text_that_is_taken_over_replaces_none_of_ones_own(two: tuple[Window, Window]) -> None:
    one, other = two
    one.type("of one")
    one.workspace.writer.close()
    other.type("of the other")
    left = other.left()
    assert left is not None
    assert left.text == "of the other"
    other.workspace.take_over(_KEY.format(other.uid), one.desk.window)
    assert other.workspace.writer.flush()
    assert typed(other.desk) == ["of one", "of the other"]
    other.promote("of the other").result(10)
    again = other.left()
    assert again is not None
    assert again.text == "of one", "offered next"


def test_what_a_window_handed_over_itself_is_no_conflict(two: tuple[Window, Window]) -> None:
    one, other = two
    assert one.promote("a").result(10).state is None
    assert one.promote("ab", handed=("a",)).result(10).state is None
    assert other.promote("ax", handed=("x",)).result(10).state is TypingState.CONFLICT


def test_a_text_that_was_not_taken_stands_whole_in_the_history_and_undo_passes_it(two: tuple[Window, Window]) -> None:
    one, _other = two
    long = "a text of mine " * 20
    one.promote("theirs").result(10)
    one.workspace.set_aside("deal", one.uid, "title", long)
    assert one.workspace.writer.flush()
    for entries in (one.desk.rows(history.of_row, one.uid), one.desk.rows(history.of_deal, 1)):
        told = one.desk.rows(history_words.tell, entries)
        assert told[0].what == f"kept the text that was not taken: Title: {long.strip()}"
        assert told[0].note == ""
    name = one.workspace.writer.call(lambda con: history.undo(con, one.desk.window, NOW)).result(10)
    assert (name, one.title()) == ("edited the title", "Hosting renewal")
    made = one.workspace.writer.call(lambda con: history.undo(con, one.desk.window, NOW)).result(10)
    assert made == "added a deal", "what was put aside is no change of the deal"


def test_a_row_is_made_of_the_typing_of_its_own_window(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    desk.write(Command("a"), forms.promote, "deal", "u1", "signed_on", "31 fe", None, desk.context, NOW)
    assert desk.rows(drafts.of_row, "deal", "u1")["signed_on"].window == desk.window
    con = desk._writer()[0]
    drafts.forget(con, "deal", "u1", "another")
    assert "signed_on" in desk.rows(drafts.of_row, "deal", "u1")
    drafts.forget(con, "deal", "u1", desk.window)
    assert desk.rows(drafts.of_row, "deal", "u1") == {}
