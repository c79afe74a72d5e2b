"""The commands of the deal page."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.debrief import InText


class AddToDeal(InText):
    """Add to this deal: on a tab of one kind its form opens at once, elsewhere Enter takes the kind of the line."""

    key = "n"
    name = "Add to this deal"
    footer = "add"


class AddOther(KeyCommand):
    """Add anything to this deal, where n adds what the tab in front is about."""

    key = "A"
    name = "Add something else to this deal"


class NextTab(KeyCommand):
    """Go to the next tab of this deal: actions, check-ins, metrics and so on; tabs without lines are passed over."""

    key = "right,l,tab"
    name = "Next tab"
    footer = "tabs"


class TabBefore(KeyCommand):
    """Go to the tab before."""

    key = "left,h,shift+tab"
    name = "Tab before"


class NextGroup(KeyCommand):
    """Go to the next heading of the tab in front, after the last one to the first."""

    key = "full_stop"
    name = "Next heading"
    shown = "."


class GroupBefore(KeyCommand):
    """Go to the heading before."""

    key = "comma"
    name = "Heading before"
    shown = ","


class EditRow(KeyCommand):
    """Edit the line under the cursor."""

    key = "e"
    name = "Edit this line"
    footer = "edit"


class EditDeal(KeyCommand):
    """Edit the deal itself: dates, amount, notice, parties, tags."""

    key = "E"
    name = "Edit the deal"
    footer = "edit deal"


class DebriefDeal(KeyCommand):
    """Hold the debrief of this deal now."""

    key = "D"
    name = "Debrief this deal"
    footer = "debrief"


class OpenDocument(KeyCommand):
    """Open the document under the cursor with the program this computer has for it."""

    key = "o"
    name = "Open the document"


class ShowPage(KeyCommand):
    """Show how you work together on one page, to read and to copy; ``dealdesk export together`` prints it."""

    key = "f9"
    name = "The page of how we work together"


class RaiseRow(KeyCommand):
    """Move the risk or the metric one line up; the first three risks are the ones to look at in every check-in."""

    key = "K"
    name = "Move this line up"


class LowerRow(KeyCommand):
    """Move the risk or the metric one line down."""

    key = "J"
    name = "Move this line down"


class CopyRow(KeyCommand):
    """Copy the line under the cursor to the clipboard; clipboard programs may keep it."""

    key = "y"
    name = "Copy this line"


class ArchiveRow(KeyCommand):
    """Take the line under the cursor away; u brings it back."""

    key = "d"
    name = "Archive this line"


class RowChanges(KeyCommand):
    """Show who changed the line under the cursor, when and why."""

    key = "i"
    name = "History of this line"


class DealChanges(KeyCommand):
    """Show everything that was changed in this deal."""

    key = "c"
    name = "History of this deal"
    footer = "history"
