"""The commands of the friction log."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class LogFriction(KeyCommand):
    """Log a moment that cost trust or time, for the current deal."""

    key = "n"
    name = "Log a friction"
    footer = "log"


class EditFriction(KeyCommand):
    """Edit the entry under the cursor; Enter does the same."""

    key = "e"
    name = "Edit this friction"
    footer = "edit"


class ArchiveFriction(KeyCommand):
    """Take the entry under the cursor away; u brings it back."""

    key = "d"
    name = "Take this friction away"
    footer = "archive"


class SwitchDeals(KeyCommand):
    """Show the frictions of the current deal only, or of all deals again."""

    key = "a"
    name = "This deal / all deals"
    footer = "this/all"


class FrictionHistory(KeyCommand):
    """Show who changed the entry under the cursor, when and why."""

    key = "i"
    name = "History of this friction"
    footer = "history"


class CopyFriction(KeyCommand):
    """Copy what happened to the clipboard; clipboard programs may keep it."""

    key = "y"
    name = "Copy this friction"


class OpenFrictionDeal(KeyCommand):
    """Open the page of the deal that the entry under the cursor belongs to."""

    key = "o"
    name = "Open the deal of this friction"
