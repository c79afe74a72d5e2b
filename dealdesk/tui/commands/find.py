"""The commands of the search; one types all the time there, so none of them is a letter."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class OpenHit(KeyCommand):
    """Open the deal that the line under the cursor belongs to."""

    key = "enter"
    name = "Open the deal of this line"
    footer = "open its deal"


class CloseFind(KeyCommand):
    """Clear the words; leave the search when there are none."""

    key = "escape"
    name = "Clear the words, or leave"
    footer = "clear, back"
