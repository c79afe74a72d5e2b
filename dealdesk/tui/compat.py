"""Every private name of Textual that dealdesk uses, one function each, so that an upgrade breaks here and nowhere else.

Each function has a test that fails when Textual renames what it stands on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.app import App
    from textual.widget import Widget


def screen_lines(app: App[Any]) -> list[str]:
    """Return what the active screen shows now, one string a line, trailing blanks removed."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in line).rstrip() for line in strips]


def end_with(app: App[Any], farewell: RenderableType) -> None:
    """End a crashed App with one message after the screen is restored, in place of Textual's traceback with locals."""
    app._exit_renderables.append(farewell)
    app._close_messages_no_wait()


def same_frame(widget: Widget) -> None:
    """Have a widget that was refreshed drawn in the frame that is about to come, not in the one after it.

    A widget tells its screen only when its own queue is empty; by then the frame of another widget may be on its way.
    """
    if widget.is_attached:
        widget.screen._dirty_widgets.add(widget)
