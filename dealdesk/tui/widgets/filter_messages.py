"""What the filter's line tells its list; apart from the line itself, which is loaded only when a filter is typed."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class FilterChanged(Message):
    """The words were changed by typing or by clearing."""

    words: str
    """The filter as it now stands, cleaned; "" for none."""


@dataclass
class FilterClosed(Message):
    """The typing ended; the list should have the focus again."""


@dataclass
class FilterPassed(Message):
    """A key that belongs to the list was pressed while typing."""

    action: str
    """Name of the list's action, "step" or "page"."""
    by: int
    """Its argument."""
