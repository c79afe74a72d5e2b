"""The leverage grid by itself: cells, keys, folding, the mouse, narrow windows, hostile words."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from dealdesk.domain.leverage import MarkColumn, Movement, Place, Standing
from dealdesk.templates.leverage import load_leverage
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.widgets.leverage_grid import LeverageGrid
from dealdesk.tui.widgets.leverage_rows import GridColumn, place_columns

HOSTILE = "net [/30] [b]x[/b] 漢字かな 👩\u200d👧 \x1b[31m\nsecond"
MOVED = Standing(movement=Movement.MOVED)


class GridApp(App[None]):
    """A grid, and what it told."""

    CSS = "LeverageGrid { max-height: 100%; }"

    def __init__(self, stands: Mapping[Place, Standing], quotes: Mapping[str, str]) -> None:
        super().__init__()
        self.grid = LeverageGrid(load_leverage())
        self.stands, self.quotes = stands, quotes
        self.marked: list[LeverageGrid.Marked] = []
        self.refused: list[str] = []
        self.written = 0

    def compose(self) -> ComposeResult:
        yield self.grid

    def on_mount(self) -> None:
        self.grid.show(self.stands, self.quotes)
        self.grid.write = self.take_write
        self.grid.focus()

    async def take_write(self) -> None:
        self.written += 1

    def on_leverage_grid_marked(self, event: LeverageGrid.Marked) -> None:
        self.marked.append(event)

    def on_leverage_grid_refused(self, event: LeverageGrid.Refused) -> None:
        self.refused.append(event.sentence)

    @property
    def told(self) -> list[tuple[str, str, str, str]]:
        """What was marked, as plain words."""
        return [(mark.source, mark.driver, mark.column.value, mark.value) for mark in self.marked]

    def line(self, word: str) -> str:
        """Return the first line that holds a word."""
        return next(line for line in screen_lines(self) if word in line)


@asynccontextmanager
async def shown(
    stands: Mapping[Place, Standing] | None = None,
    quotes: Mapping[str, str] | None = None,
    size: tuple[int, int] = (80, 24),
) -> AsyncIterator[tuple[GridApp, Pilot[None]]]:
    app = GridApp(stands or {}, quotes or {})
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


async def test_seven_sources_and_the_cursor_is_seen_without_colour() -> None:
    async with shown() as (app, pilot):
        lines = screen_lines(app)
        assert [line.split()[1] for line in lines[1:8]] == [
            "Time",
            "Less",
            "Capability",
            "Cost",
            "Trust",
            "Process",
            "Price",
        ]
        assert lines[0].split() == ["counted", "on", "moved", "them", "evidence", "their", "words"]
        assert ">[ ]" in lines[1]
        await pilot.press("right", "down")
        assert "[ ]        >[ ]" in app.line("Less risk")
        assert ">" not in app.line("Time")


async def test_space_marks_each_column_its_own_way() -> None:
    async with shown() as (app, pilot):
        await pilot.press("space", "space", "space", "l", *["space"] * 4, "right", *["space"] * 4)
        words = [(column, value) for _source, _driver, column, value in app.told]
        assert words == [
            *(("counted on", value) for value in ("yes", "", "yes")),
            *(("moved them", value) for value in ("moved them", "did not move them", "", "moved them")),
            *(("evidence", value) for value in ("they said", "they did", "my guess", "")),
        ]
        assert app.line("Time").split()[2:] == ["[x]", "[x]", ">-"]


async def test_evidence_of_what_did_not_move_them_is_refused_in_words() -> None:
    async with shown({("time", ""): Standing(True, Movement.DID_NOT, "they did")}) as (app, pilot):
        assert "did not" in app.line("Time")
        assert "they did" not in app.line("Time")
        await pilot.press("right", "right", "space")
        assert app.told == []
        assert "once it moved them" in app.refused[0]


async def test_right_unfolds_the_drivers_and_left_folds_them() -> None:
    async with shown() as (app, pilot):
        await pilot.press("left", "right")
        assert "- Time" in app.line("Time")
        assert "launch date" in app.line("launch date")
        await pilot.press("right", "right", "down", "space")
        assert app.told == [("time", "deadline", "moved them", "moved them")]
        assert app.line("Time").count("[x]") == 1, "its source is marked with it"
        await pilot.press("up", "left", "left", "left")
        assert "+ Time" in app.line("Time")
        assert app.line("deadline").count("[x]") == 1, "a marked driver is shown under a folded source"
        assert not any("launch date" in line for line in screen_lines(app))


async def test_a_driver_that_is_unmarked_stays_under_the_cursor() -> None:
    stands = {("time", ""): MOVED, ("time", "deadline"): MOVED}
    async with shown(stands) as (app, pilot):
        await pilot.press("down", "right", "space", "space")
        assert app.grid.row.place == ("time", "deadline")
        assert app.told[-1] == ("time", "deadline", "moved them", "")


async def test_a_source_is_not_marked_down_against_its_driver() -> None:
    stands = {("time", ""): MOVED, ("time", "deadline"): MOVED}
    async with shown(stands) as (app, pilot):
        await pilot.press("right", "space")
        assert app.told == []
        assert "deadline" in app.refused[0]


async def test_a_driver_no_longer_on_the_list_is_shown_with_its_mark() -> None:
    async with shown({("risk", HOSTILE): MOVED}) as (app, _pilot):
        assert "[/30]" in app.line("net")
        assert app.line("Less risk").count("[x]") == 1


async def test_keys_that_come_at_once_act_in_their_order() -> None:
    async with shown() as (app, pilot):
        for key, sign in (("down", None), ("right", None), ("space", " "), ("j", "j"), ("h", "h"), ("space", " ")):
            app.post_message(events.Key(key, sign))
        await pilot.pause()
        await pilot.pause()
        assert app.told == [("risk", "", "moved them", "moved them"), ("capability", "", "counted on", "yes")]


async def test_space_on_their_words_and_tab_go_to_the_texts() -> None:
    async with shown() as (app, pilot):
        await pilot.press("l", "l", "l", "space")
        assert (app.grid.column, app.written, app.told) == (GridColumn.QUOTE, 1, [])
        await pilot.press("tab")
        assert app.written == 2


async def test_the_mouse_presses_the_cell_it_points_at() -> None:
    async with shown() as (app, pilot):
        x = place_columns(79)[GridColumn.MOVED][0]
        await pilot.click(offset=(x + 1, 3))
        assert app.told == [("capability", "", "moved them", "moved them")]
        await pilot.click(offset=(1, 3))
        assert "- Capability" in app.line("Capability")
        await pilot.click(offset=(x, 0))
        await pilot.click(offset=(5, 20))
        assert len(app.told) == 1


async def test_no_letter_but_those_of_the_arrows_does_anything() -> None:
    async with shown() as (app, pilot):
        for sign in "abcdefinopqrstuvwxyzABCDEFHIJKL0123456789./,;":
            app.post_message(events.Key(sign, sign))
        await pilot.pause()
        assert app.told == []
        assert (app.grid.row.place, app.grid.column) == (("time", ""), GridColumn.COUNTED)


async def test_the_cursor_stays_in_view_in_a_low_window() -> None:
    async with shown(size=(80, 5)) as (app, pilot):
        await pilot.press("end", "space")
        assert app.told == [("price or something else", "", "counted on", "yes")]
        assert ">[x]" in app.line("Price")
        await pilot.press("pageup", "pageup", "pageup")
        assert ">" in app.line("Time")
        await pilot.press("G", "g")
        assert app.grid.row.place == ("time", "")


@pytest.mark.parametrize("width", [1, 5, 20, 40, 60, 80, 160])
async def test_lines_fit_any_width_with_hostile_words(width: int) -> None:
    stands = {("time", ""): Standing(True, Movement.DID_NOT), ("time", HOSTILE): MOVED}
    async with shown(stands, {"time": HOSTILE}, (width, 12)) as (app, pilot):
        await pilot.press("left", "right", *["right"] * 6)
        for line in screen_lines(app):
            assert cell_len(line) <= width
            assert "\x1b" not in line
        if width >= 80:
            assert "[/30]" in app.line("Time")


async def test_what_is_read_again_leaves_the_cursor_where_it_is() -> None:
    async with shown() as (app, pilot):
        await pilot.press("down", "down", "left", "right", "down", "right")
        here = app.grid.row.place
        app.grid.show({("time", "deadline"): MOVED}, {"capability": "words"})
        await pilot.pause()
        assert app.grid.row.place == here == ("capability", "expertise")
        assert app.grid.go_to("time", "deadline")
        assert not app.grid.go_to("time", "launch date")


def test_every_marked_column_is_one_of_the_grid() -> None:
    assert {column.value for column in MarkColumn} < {column.value for column in GridColumn}
