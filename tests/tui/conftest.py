"""What all screen tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App

from dealdesk.tui.compat import screen_lines


@pytest.fixture
def screen_text() -> Callable[[App[Any]], str]:
    """Return a function that gives the text of the active screen, one line a line, without trailing blanks."""
    return lambda app: "\n".join(screen_lines(app)) + "\n"
