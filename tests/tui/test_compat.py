"""The private names of Textual we stand on; a failure here after an upgrade says what to mend."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

from dealdesk.tui.compat import screen_lines


class Two(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("one   ", markup=False)
        yield Static("two", markup=False)


async def test_screen_lines_gives_what_is_shown() -> None:
    async with Two().run_test(size=(20, 4)) as pilot:
        assert screen_lines(pilot.app) == ["one", "two", "", ""]
