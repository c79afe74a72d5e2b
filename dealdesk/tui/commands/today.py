"""The commands of the Today screen."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class OpenItem(KeyCommand):
    """Open what the line is about: its debrief, the hand-over to read, or the page of its deal."""

    key = "o"
    name = "Open this line"
    footer = "open"
    shown = "Enter"


class DoneItem(KeyCommand):
    """Mark the line done, or ask what ends it: what was said, what was decided, what came out of it."""

    key = "space"
    name = "Done"
    footer = "done"


class LaterItem(KeyCommand):
    """Put the line off until a day: between you and this desk, its limit stays."""

    key = "s"
    name = "Later"
    footer = "later"


class NewDateItem(KeyCommand):
    """Move the line to a day you agreed on with them; it counts in promises kept by the new day."""

    key = "r"
    name = "New date, agreed with them"


class DebriefItem(KeyCommand):
    """Hold the debrief of this line's deal now."""

    key = "D"
    name = "Debrief this deal"


class ExplainItem(KeyCommand):
    """Show why this line stands where it stands and is due on its day, and the history of its row."""

    key = "i"
    name = "Why is this here?"


class NewDeal(KeyCommand):
    """Add a deal: five fields, the title is the only one needed."""

    key = "n"
    name = "New deal"
    footer = "new deal"


class ImportDeals(KeyCommand):
    """Import deals from a CSV file, with a look at what would happen first."""

    key = "I"
    name = "Import deals from a file"
    footer = "import"


class OpenDemo(KeyCommand):
    """Say how to open the demo desk, which is a file of its own."""

    key = "T"
    name = "Try the demo desk"
