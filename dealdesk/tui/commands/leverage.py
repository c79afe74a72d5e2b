"""The commands of the leverage screen; the cells themselves are reached by the arrows."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class MarkLeverage(KeyCommand):
    """Mark the cell under the cursor, or go on to its next word; on a source, unfold its drivers."""

    key = "space"
    name = "Mark this cell"
    footer = "mark"


class WriteLeverage(KeyCommand):
    """Write their words and the notes of the source under the cursor; Esc leads back."""

    key = "tab"
    name = "Write their words and notes"
    footer = "words"


class SwitchLeverageDeals(KeyCommand):
    """Show my record over all deals, or the checklist of this deal again."""

    key = "a"
    name = "My record over all deals / this deal"
    footer = "this/all"


class LeverageHistory(KeyCommand):
    """Show who marked the row under the cursor, when and why."""

    key = "i"
    name = "History of this row"
    footer = "history"


class CopyLeverage(KeyCommand):
    """Copy their words of the source under the cursor; clipboard programs may keep them."""

    key = "y"
    name = "Copy their words"


class OpenLeverageDeal(KeyCommand):
    """Open the page of the deal whose checklist this is."""

    key = "o"
    name = "Open the deal"


class PickLeverageDeal(KeyCommand):
    """Choose the deal whose checklist is shown."""

    key = "enter"
    name = "Choose a deal"
    footer = "choose a deal"
