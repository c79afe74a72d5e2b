"""What all screen tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual import _wait
from textual.app import App

from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.unhurried import Unhurried

# Textual's Pilot looks every 20 ms whether the program is idle, twice for every key; 10 ms are enough to see it, and
# the suite is a third shorter.
_wait.SLEEP_GRANULARITY = 1 / 100
_wait.SLEEP_IDLE = 1 / 1000


@pytest.fixture(autouse=True)
def _answers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let questions take an answer at once; a test that is about their patience sets it anew."""
    monkeypatch.setattr(Unhurried, "QUIET_S", 0.0)


@pytest.fixture
def screen_text() -> Callable[[App[Any]], str]:
    """Return a function that gives the text of the active screen, one line a line, without trailing blanks."""
    return lambda app: "\n".join(screen_lines(app)) + "\n"
