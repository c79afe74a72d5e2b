"""Every private name of Textual that dealdesk uses, one function each, so that an upgrade breaks here and nowhere else.

Each function has a test that fails when Textual renames what it stands on.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual._compositor import LayoutUpdate
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.widget import Widget

#: What undoes the start of the screen: line wrap on; paste, focus and mouse reports off; keys plain; cursor shown.
_LEAVE_SCREEN = b"\x1b[?2004l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l"
#: Style sheets that are remembered: one for each class of widget that has its own, and there are far fewer.
_STYLE_SHEETS = 1000


def screen_lines(app: App[Any]) -> list[str]:
    """Return what the active screen shows now, one string a line, trailing blanks removed."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in line).rstrip() for line in strips]


def end_with(app: App[Any], farewell: str) -> None:
    """End a crashed App with one message after the screen is restored, in place of Textual's traceback with locals.

    Only the first message counts: an end in a crash may crash again, and Textual would tell how to see that.
    """
    from rich.text import Text

    if not app._exit_renderables:
        app._exit_renderables.append(Text(farewell))
    app._close_messages_no_wait()


def same_frame(widget: Widget) -> None:
    """Have a widget that was refreshed drawn in the frame that is about to come, not in the one after it.

    A widget tells its screen only when its own queue is empty; by then the frame of another widget may be on its way.
    """
    if widget.is_attached:
        widget.screen._dirty_widgets.add(widget)


def draw_now(widget: Widget) -> None:
    """Draw a widget at once, for what follows keeps the loop from drawing."""
    if widget.is_attached and widget.screen.is_current:
        widget.refresh()
        widget.screen._dirty_widgets.add(widget)
        widget.screen._on_timer_update()


def keep_styles(app: App[Any]) -> None:
    """Have the App remember how it read every style sheet.

    Textual remembers 64 of them. An App with more kinds of widgets reads all of them again for each new kind that it
    shows, and that is felt.
    """
    app.stylesheet._parse_cache.maxsize = _STYLE_SHEETS


class DrawnOnce(Screen[Any]):
    """A screen that is drawn when the terminal gets to see it.

    While updates are held back, as until the App is mounted, Textual draws the whole screen, throws that away, and
    counts it as seen; title and keys then come a frame later than the lines between them.
    """

    def _compositor_refresh(self) -> None:
        if not self.app._batch_count:
            super()._compositor_refresh()


class PlainWhereSmall(App[None]):
    """An App that shows one plain line in a terminal smaller than :attr:`SMALLEST`, over whatever is open.

    Everything goes on behind it, keys and clocks too; the whole screen is drawn as soon as there is room again.
    """

    SMALLEST: ClassVar[tuple[int, int]] = (60, 18)
    _covered = False

    def _display(self, screen: Screen[Any], renderable: Any) -> None:  # noqa: ANN401 - as Textual has it
        width, height = self.size
        if renderable is not None and (width < self.SMALLEST[0] or height < self.SMALLEST[1]):
            self._covered, renderable = True, _one_line("needs {}x{}, have ".format(*self.SMALLEST), width, height)
        elif self._covered and renderable is not None:
            self._covered, renderable = False, screen._compositor.render_full_update()
        super()._display(screen, renderable)


def _one_line(needs: str, width: int, height: int) -> LayoutUpdate:
    """Return what covers a terminal of that size: one line, as much of it as fits, and nothing else."""
    said = f"{needs}{width}x{height}"[:width]
    blank = Strip.blank(width)
    lines = [Strip([Segment(said)]).adjust_cell_length(width), *[blank] * (height - 1)]
    return LayoutUpdate([[line] for line in lines[:height]], Region(0, 0, width, height))


class OutlivingFile:
    """A terminal as a file that never fails: when it is gone, what is written goes nowhere.

    Textual's output thread ends at the first error; its queue of thirty then fills and the whole App stands for ever.
    """

    def __init__(self, file: IO[str], gone: Callable[[], None]) -> None:
        self._file, self._gone = file, gone
        self._lost = False

    def write(self, text: str) -> int:
        """Write ``text`` if there is still somebody to read it."""
        if not self._lost:
            try:
                self._file.write(text)
            except (OSError, ValueError):
                self._lose()
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        if not self._lost:
            try:
                self._file.flush()
            except (OSError, ValueError):
                self._lose()

    def fileno(self) -> int:
        """Return the number of the terminal's file."""
        return self._file.fileno()

    def _lose(self) -> None:
        self._lost = True
        self._gone()


def outliving(driver: type[Driver], gone: Callable[[], None]) -> type[Driver]:
    """Return a driver like ``driver`` that survives its terminal and calls ``gone``, on any thread, when that is lost.

    A driver of another kind than that of a Unix terminal is returned as it is.
    """
    if sys.platform == "win32":
        return driver
    from textual.drivers.linux_driver import LinuxDriver

    if not issubclass(driver, LinuxDriver):
        return driver

    class Outliving(driver):  # type: ignore[misc, valid-type]
        def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to Textual
            super().__init__(*args, **kwargs)
            self._file: Any = OutlivingFile(sys.__stderr__ or sys.stderr, gone)

        def run_input_thread(self) -> None:
            try:
                super().run_input_thread()
            except OSError:
                gone()

    return Outliving


def restore_terminal(app: App[Any]) -> None:
    """Give the terminal back without the App's help, for an App whose loop or output stands; never blocks."""
    driver = app._driver
    number = getattr(driver, "fileno", None)
    if driver is None or driver.is_headless or sys.platform == "win32" or not isinstance(number, int):
        return
    import termios

    with contextlib.suppress(OSError, termios.error):
        termios.tcflush(number, termios.TCOFLUSH)
        os.set_blocking(number, False)
        try:
            os.write(number, _LEAVE_SCREEN)
        finally:
            os.set_blocking(number, True)
    before = getattr(driver, "attrs_before", None)
    if before is not None:
        with contextlib.suppress(OSError, termios.error):
            termios.tcsetattr(number, termios.TCSANOW, before)
