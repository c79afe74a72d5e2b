"""The private names of Textual we stand on; a failure here after an upgrade says what to mend."""

from __future__ import annotations

import errno
import io
import sys
from typing import Any

import pytest
from rich.console import RenderableType
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.css.parse import parse as read_styles
from textual.screen import Screen
from textual.widgets import Static

from dealdesk.tui.compat import DrawnOnce, OutlivingFile, end_with, keep_styles, outliving, screen_lines
from tests.tui.parsed_styles import ORDINARY


class Two(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("one   ", markup=False)
        yield Static("two", markup=False)


async def test_screen_lines_gives_what_is_shown() -> None:
    async with Two().run_test(size=(20, 4)) as pilot:
        assert screen_lines(pilot.app) == ["one", "two", "", ""]


async def test_a_farewell_is_said_whole_and_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    app = Two()
    async with app.run_test(size=(40, 4)):
        end_with(app, "farewell [and] " * 9)
        end_with(app, "another")
    assert capsys.readouterr().err.split() == ["farewell", "[and]"] * 9


class FirstScreen(DrawnOnce):
    def compose(self) -> ComposeResult:
        yield Static("one", markup=False)
        yield Static("two", markup=False)

    def on_mount(self) -> None:
        self.query(Static).last().update("three")  # what changed is drawn again; all else counts as seen


class Frames(App[None]):
    """Keeps what reaches the terminal."""

    DEFAULT_MODE = "first"

    def __init__(self) -> None:
        super().__init__()
        self.add_mode("first", FirstScreen)
        self.frames: list[str] = []

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        if isinstance(renderable, CompositorUpdate) and not self._batch_count:
            self.frames.append(renderable.render_segments(self.console))
        super()._display(screen, renderable)


async def test_the_first_frame_that_reaches_the_terminal_is_whole() -> None:
    app = Frames()
    async with app.run_test(size=(20, 4)):
        assert "one" in app.frames[0]
        assert "three" in app.frames[0]


class Gone(io.StringIO):
    """A terminal whose window was closed."""

    def flush(self) -> None:
        raise OSError(errno.EIO, "gone")


def test_a_terminal_that_is_gone_takes_everything_and_tells_once() -> None:
    told: list[str] = []
    file = OutlivingFile(Gone(), lambda: told.append("gone"))
    for _ in range(40):
        assert file.write("abc") == 3
        file.flush()
    assert told == ["gone"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has another driver")
def test_the_driver_of_a_terminal_writes_to_a_file_that_outlives_it() -> None:
    from textual.drivers.headless_driver import HeadlessDriver
    from textual.drivers.linux_driver import LinuxDriver

    assert outliving(HeadlessDriver, lambda: None) is HeadlessDriver
    kind = outliving(LinuxDriver, lambda: None)
    assert issubclass(kind, LinuxDriver)

    class Names(App[None]):
        async def on_mount(self) -> None:
            driver: Any = kind(self)
            before: Any = LinuxDriver(self)
            assert driver._file.fileno() == before._file.fileno()
            assert isinstance(driver._file, OutlivingFile)
            assert isinstance(driver.fileno, int)
            assert driver.attrs_before is None
            self.exit()

    app = Names()
    app.run(headless=True)
    assert app.return_code == 0


def _kind_of_widget(number: int) -> type[Static]:
    return type(f"Kind{number}", (Static,), {"DEFAULT_CSS": f"Kind{number} {{ height: {number + 1}; }}"})


async def test_a_new_kind_of_widget_has_only_its_own_styles_read(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def parse(scope: str, css: str, *args: Any, **kwargs: Any) -> object:  # noqa: ANN401 - handed on
        read.append(css)
        return read_styles(scope, css, *args, **kwargs)

    monkeypatch.setattr("textual.css.stylesheet.parse", parse)
    app = Two()
    app.stylesheet = ORDINARY(variables=app.get_css_variables())
    keep_styles(app)
    async with app.run_test(size=(20, 4)) as pilot:
        for number in range(80):
            await pilot.app.mount(_kind_of_widget(number)(markup=False))
        read.clear()
        await pilot.app.mount(_kind_of_widget(80)(markup=False))
        assert read == ["Kind80 { height: 81; }"]
