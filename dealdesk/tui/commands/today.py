"""The commands of the Today screen."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class OpenItem(KeyCommand):
    """Open what the line is about: its debrief, or the page of its deal."""

    key = "o"
    name = "Open this line"
    footer = "open"
    shown = "Enter"


class DebriefItem(KeyCommand):
    """Hold the debrief of this line's deal now."""

    key = "D"
    name = "Debrief this deal"
    footer = "debrief"


class NewDeal(KeyCommand):
    """Add a deal: five fields, the title is the only one needed."""

    key = "n"
    name = "New deal"
    footer = "new deal"


class ExplainItem(KeyCommand):
    """Show why this line stands where it stands, and the history of its row."""

    key = "i"
    name = "Why is this here?"
    footer = "why"


class ImportDeals(KeyCommand):
    """Import deals from a CSV file, with a look at what would happen first."""

    key = "I"
    name = "Import deals from a file"


class OpenDemo(KeyCommand):
    """Say how to open the demo desk, which is a file of its own."""

    key = "T"
    name = "Try the demo desk"
