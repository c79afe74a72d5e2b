"""A desk that can't or must not be written: it is shown, it says so, and nobody types what could not be kept."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from dealdesk.errors import Damaged
from dealdesk.store import backup
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.screens.today import TodayScreen
from tests.tui.desk_app import NOW, add_deal, open_desk, running, settled


def broken(path: Path) -> bytes:
    """Zero a page that nothing of Today or Deals stands in."""
    con = sqlite3.connect(path)
    page = con.execute("SELECT rootpage FROM sqlite_master WHERE name = 'takeaway'").fetchone()[0]
    con.close()
    whole = path.read_bytes()
    return whole[: (page - 1) * 4096] + bytes(4096) + whole[page * 4096 :]


async def test_a_damaged_desk_is_shown_with_the_way_back_and_never_written(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="today")
    good = backup.make(desk.path, NOW)
    desk.close()
    path = Path(desk.path)
    damaged = broken(path)
    path.write_bytes(damaged)
    desk = open_desk(tmp_path)
    async with running(desk, size=(160, 40)) as (app, pilot):
        shown = "\n".join(screen_lines(app))
        assert "READ ONLY" in shown
        assert "is damaged" in shown
        assert os.path.basename(good) in "".join(shown.split())
        for key in ("n", "D", "3"):
            await pilot.press(key)
            await settled(app, pilot)
            assert isinstance(app.screen, TodayScreen)
        await pilot.press("2")
        await settled(app, pilot)
        assert "Hosting renewal" in (text := "\n".join(screen_lines(app)))
        assert "READ ONLY" in text
        app.end(0)
    assert path.read_bytes() == damaged


async def test_damage_that_a_read_finds_turns_the_open_desk_read_only(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk) as (app, pilot):
        await pilot.press("n")
        await settled(app, pilot)
        assert isinstance(app.screen, RecordFormScreen)
        with pytest.raises(Damaged):
            desk.rows(_malformed)
        await settled(app, pilot)
        await pilot.press("a", "b")
        await settled(app, pilot)
        assert "READ ONLY" in "\n".join(screen_lines(app))
        before = Path(desk.path).read_bytes()
        app.workspace.writer.join(5)
        assert sorted(app.workspace.writer.unsaved().values()) == ["ab"]
    assert Path(desk.path).read_bytes() == before


def _malformed(_con: object) -> None:
    b"\xff".decode()  # one of the ways in which damage shows


async def test_a_file_that_may_only_be_read_says_so(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    desk.close()
    os.chmod(desk.path, 0o400)
    desk = open_desk(tmp_path)
    async with running(desk) as (app, pilot):
        assert "may only be read" in " ".join("\n".join(screen_lines(app)).split())
        await pilot.press("n")
        await settled(app, pilot)
        assert isinstance(app.screen, TodayScreen)
