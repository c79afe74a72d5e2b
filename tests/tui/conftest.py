"""What all screen tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App

from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.unhurried import Unhurried
from tests.tui import parsed_styles, quiet

quiet.use()
parsed_styles.use()


@pytest.fixture(autouse=True)
def _answers_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let questions take an answer at once; a test that is about their patience sets it anew."""
    monkeypatch.setattr(Unhurried, "QUIET_S", 0.0)


@pytest.fixture
def screen_text() -> Callable[[App[Any]], str]:
    """Return a function that gives the text of the active screen, one line a line, without trailing blanks."""
    return lambda app: "\n".join(screen_lines(app)) + "\n"
