"""Every screen and dialog over a hostile desk: it opens at any size, text is literal, no control byte is sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from dealdesk.store import schema
from dealdesk.tui.compat import screen_lines
from tests.tui.desk_app import running, settled
from tests.tui.every_screen import OPENINGS, all_classes, close_all, open_one
from tests.tui.hostile_desk import make

#: What shows no text of anybody's, or only after typing.
WORDLESS = frozenset({"ImportScreen", "Palette", "Help", "Hints", "NewDealScreen", "FindScreen"})
_NEVER = {*range(32), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def test_no_screen_or_dialog_is_left_out() -> None:
    named = {name.split(",")[0] for name in OPENINGS}
    assert set(all_classes()) == named, "add it to tests/tui/every_screen.py"


def test_the_desk_is_hostile_in_every_table(tmp_path: Path) -> None:
    desk = make(tmp_path)
    hostile = set()
    for name in schema.models():
        for row in desk.con.execute(f"SELECT * FROM {name}"):
            if any(isinstance(value, str) and "[/30]" in value for value in row):
                hostile.add(name)
    desk.close()
    assert len(hostile) > 25
    assert {"deal", "friction", "takeaway", "note", "term", "person", "party", "document", "action"} <= hostile


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (20, 5)])
async def test_everything_opens_and_shows_text_literally(tmp_path: Path, size: tuple[int, int]) -> None:
    visited, wrong = [], []
    async with running(make(tmp_path), size=size) as (app, pilot):
        for name in OPENINGS:
            await open_one(app, name)
            await settled(app, pilot)
            assert type(app.screen).__name__ == name.split(",")[0]
            if name == "FindScreen":
                await pilot.press(*"net")
                await settled(app, pilot)
            lines = screen_lines(app)
            text = "\n".join(lines)
            visited.append(name)
            wrong += [f"{name}: sends U+{ord(c):04X}" for c in set(text) - {"\n"} if ord(c) in _NEVER]
            wrong += [f"{name}: {cell_len(line)} cells" for line in lines if cell_len(line) > size[0]]
            if size[0] >= 80 and name not in WORDLESS and "[/30]" not in text:
                wrong.append(f"{name}: does not show [/30]\n{text}")
            if name.startswith("Debrief") and app.workspace.debrief is not None:
                app.workspace.debrief.release()
                app.workspace.debrief = None
            await close_all(app)
        assert app.is_running
    assert visited == list(OPENINGS)
    assert not wrong, "\n".join(wrong)


async def test_a_click_on_hostile_text_runs_nothing(tmp_path: Path) -> None:
    async with running(make(tmp_path)) as (app, pilot):
        await open_one(app, "FrictionScreen")
        await settled(app, pilot)
        for x in range(0, 80, 4):
            await pilot.click(offset=(x, 3))
            if type(app.screen).__name__ != "FrictionScreen":
                await app.pop_screen()
        assert app.is_running
        assert app.return_code is None
