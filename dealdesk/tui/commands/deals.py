"""The commands of the list of deals."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class OpenDeal(KeyCommand):
    """Open the page of the deal under the cursor."""

    key = "enter"
    name = "Open this deal"
    footer = "open"


class AddDeal(KeyCommand):
    """Add a deal: five fields, the title is the only one needed."""

    key = "n"
    name = "New deal"
    footer = "new"


class EditThisDeal(KeyCommand):
    """Edit all fields of the deal under the cursor."""

    key = "e"
    name = "Edit this deal"
    footer = "edit"


class DebriefThisDeal(KeyCommand):
    """Hold the debrief of the deal under the cursor now."""

    key = "D"
    name = "Debrief this deal"
    footer = "debrief"


class ArchiveDeal(KeyCommand):
    """Take the deal under the cursor away, with all that belongs to it; u brings it back."""

    key = "d"
    name = "Archive this deal"


class CopyReference(KeyCommand):
    """Copy the reference of the deal under the cursor to the clipboard."""

    key = "y"
    name = "Copy the reference"


class DealRowChanges(KeyCommand):
    """Show who changed the fields of this deal, when and why."""

    key = "i"
    name = "History of this deal"


class ImportMoreDeals(KeyCommand):
    """Import deals from a CSV file, with a look at what would happen first."""

    key = "I"
    name = "Import deals from a file"
    footer = "import"
