"""The commands of the action board; what a card shares with a line of Today is declared there."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class NewAction(KeyCommand):
    """Add an action: what, who and when; all else is behind one fold."""

    key = "n"
    name = "New action"
    footer = "new"


class EditAction(KeyCommand):
    """Edit all fields of the action under the cursor."""

    key = "e"
    name = "Edit this action"


class MoveCardRight(KeyCommand):
    """Move the card to the next state; where the columns are owners, give it to the next one."""

    key = "L"
    name = "Move to the next column"
    footer = "move"
    shown = "H/L"


class MoveCardLeft(KeyCommand):
    """Move the card to the state before; where the columns are owners, give it to the one before."""

    key = "H"
    name = "Move to the column before"


class MoveCardDown(KeyCommand):
    """Put the card behind the next one of its column."""

    key = "J"
    name = "Move down"
    footer = "order"
    shown = "J/K"


class MoveCardUp(KeyCommand):
    """Put the card before the one above it."""

    key = "K"
    name = "Move up"


class ChangeView(KeyCommand):
    """Show the actions by state, by owner, by day or by whose they are."""

    key = "v"
    name = "Change the view"
    footer = "view"


class ThisDealOrAll(KeyCommand):
    """Show the actions of this deal only, or of all deals."""

    key = "a"
    name = "This deal, or all deals"


class GiveAction(KeyCommand):
    """Say who owns the action: a name, me, us or them; an empty answer leaves it to nobody."""

    key = "o"
    name = "Owner"


class ArchiveAction(KeyCommand):
    """Take the action under the cursor away; u brings it back."""

    key = "d"
    name = "Archive this action"
