"""Keys on their way into a text: a command that acts on the text waits for them first."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from textual.widget import Widget

MOST_S = 1.0
"""Seconds such a command waits at most."""


async def taken_in(widget: Widget) -> None:
    """Wait until every key sent to ``widget`` so far is part of its text."""
    done = asyncio.Event()
    widget.call_later(done.set)
    with suppress(TimeoutError):
        await asyncio.wait_for(done.wait(), MOST_S)
