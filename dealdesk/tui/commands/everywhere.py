"""The commands that work on every screen outside a text field; the App carries them out."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class OpenToday(KeyCommand):
    """Show what is due: overdue, today, the next seven days, and what is coming up."""

    key = "1"
    name = "Go to Today"


class OpenDeals(KeyCommand):
    """Show all deals."""

    key = "2"
    name = "Go to Deals"


class OpenDebrief(KeyCommand):
    """Open the debrief of the current deal, or the one that runs."""

    key = "3"
    name = "Go to the debrief"


class OpenLeverage(KeyCommand):
    """Show the leverage checklist of the current deal, and my record over all deals."""

    key = "4"
    name = "Go to Leverage"


class OpenFriction(KeyCommand):
    """Show the friction log."""

    key = "5"
    name = "Go to Friction"


class OpenActions(KeyCommand):
    """Show the action board: what was promised, by whom and until when."""

    key = "6"
    name = "Go to Actions"


class Find(KeyCommand):
    """Find a deal or any text by its words."""

    key = "ctrl+f"
    name = "Find"


class OpenPalette(KeyCommand):
    """List every command and run one by typing part of its name."""

    key = "ctrl+p,colon"
    name = "Commands"


class Undo(KeyCommand):
    """Undo the last thing done, also one of an earlier day."""

    key = "u"
    name = "Undo"


class Redo(KeyCommand):
    """Bring back what was undone last."""

    key = "U"
    name = "Redo"


class Leave(KeyCommand):
    """Go back, also to a deal's page one came from; from a first screen, leave dealdesk. Leaving never loses text."""

    key = "q,ctrl+q"
    name = "Back, or quit"


class GoBack(KeyCommand):
    """Go back to where this was opened from; it never ends dealdesk."""

    key = "escape"
    name = "Back"


class EditOutside(KeyCommand):
    """Open the long text under the cursor in your own editor (EDITOR); a running clock counts the time as work."""

    key = "ctrl+g"
    name = "Open the text in your editor"


class ShowHelp(KeyCommand):
    """Show all keys of this screen and what they do."""

    key = "question_mark,f1"
    name = "Help"
    footer = "help"


class OpenSettings(KeyCommand):
    """Set name, initials, alone or with a team, the order of dates, currency, days off, a light or dark theme."""

    key = ""
    name = "Settings of this desk"


#: Commands without a key of their own: the palette has them on every screen.
PALETTE_ONLY: tuple[type[KeyCommand], ...] = (OpenSettings,)

EVERYWHERE: tuple[type[KeyCommand], ...] = (
    OpenToday,
    OpenDeals,
    OpenDebrief,
    OpenLeverage,
    OpenFriction,
    OpenActions,
    Find,
    OpenPalette,
    Undo,
    Redo,
    Leave,
    EditOutside,
    ShowHelp,
)
