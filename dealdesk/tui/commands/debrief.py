"""The commands of a debrief. Those with a ctrl or F key work while a line is typed, the others in the list."""

from __future__ import annotations

from dataclasses import replace

from textual.binding import Binding

from dealdesk.tui.commands.base import KeyCommand


class InText(KeyCommand):
    """A command for the text, or one that leads there: carried out before the keys that follow it, however fast.

    A key of it that prints something is typed while a line is typed: the command is not possible then.
    """

    @classmethod
    def binding(cls) -> Binding:
        """Return a binding that is looked at before the widget with the focus."""
        return replace(super().binding(), priority=True)


class AddTyped(KeyCommand):
    """Add the line that is typed, or change the one that is being edited."""

    key = "enter"
    name = "Add the line"
    footer = "add"


class ToLines(InText):
    """Go to the lines and the notes captured earlier, and back to where lines are typed; in leverage to the words."""

    key = "tab"
    name = "To the list and back"
    footer = "list"


class LeaveText(InText):
    """Leave the text; what is typed stays there."""

    key = "escape"
    name = "Leave the text"


class NewLine(InText):
    """Type another line."""

    key = "n"
    name = "New line"
    footer = "new"


class TakeNote(KeyCommand):
    """Make a line of the captured note under the cursor."""

    key = "o"
    name = "Take the note over as a line"
    footer = "take over"
    shown = "Enter"


class EditLine(InText):
    """Change the text of the line under the cursor; Enter puts it back in its place."""

    key = "e"
    name = "Edit the line"
    footer = "edit"


class NextKind(KeyCommand):
    """Give the line another kind, a missed question another theme; mark leverage; in section 6 take a line."""

    key = "space"
    name = "Change the kind; mark; take or put back"
    footer = "kind"


class NextRole(KeyCommand):
    """Give the line another role: the line of the review form it can fill; in section 6 give a change another kind."""

    key = "R"
    name = "Change the role, or the kind of a change"
    footer = "role"


class MoveLine(KeyCommand):
    """Move the line to another section, by its digit; moving it back brings it back as it was."""

    key = "M"
    name = "Move the line to another section"


class SayOwed(KeyCommand):
    """Say who makes the changes, and by when."""

    key = "r"
    name = "Owner and date of the changes"


class SayDecision(KeyCommand):
    """Say which decision the answer to a missed question informs."""

    key = "c"
    name = "What the answer decides"


class ArchiveLine(KeyCommand):
    """Take the line or the note away; u brings it back."""

    key = "d"
    name = "Delete the line"
    footer = "delete"


class MoveDown(KeyCommand):
    """Move the line down."""

    key = "J"
    name = "Move the line down"


class MoveUp(KeyCommand):
    """Move the line up."""

    key = "K"
    name = "Move the line up"


class CopyLine(KeyCommand):
    """Copy the text of the line."""

    key = "y"
    name = "Copy the line"


class ExplainLine(KeyCommand):
    """Show the words a guessed kind rests on, and the history of the line."""

    key = "i"
    name = "Why this kind?"


class NextSection(InText):
    """Close this section and go on to the following one; after the last one the debrief ends."""

    key = "ctrl+n,f4"
    name = "Next section"
    footer = "next"


class PreviousSection(InText):
    """Go back to the section before; nothing is deleted."""

    key = "f3"
    name = "Section before"


class ToggleClock(InText):
    """Pause the clock, or let it run on; a letter also starts it."""

    key = "ctrl+t,f5"
    name = "Pause the clock, or go on"
    footer = "clock"


class MoreTime(InText):
    """Give this section two minutes more; the end of the debrief moves."""

    key = "f8"
    name = "Two minutes more"
    footer = "+2 min"


class SkipSection(KeyCommand):
    """Leave this section out and go on to the following one."""

    key = "X"
    name = "Skip this section"


class EndDebrief(KeyCommand):
    """End the debrief; its lines stay in their registers, and D takes it up again."""

    key = "E"
    name = "End debrief"


class ShowHints(InText):
    """Show what this section asks, with examples of vague and specific lines."""

    key = "f1"
    name = "Prompts and examples"
    footer = "prompts"


class GoToMoments(InText):
    """Go to section 1, key moments."""

    key = "1"
    name = "Go to section 1, key moments"


class GoToWorked(InText):
    """Go to section 2, what worked."""

    key = "2"
    name = "Go to section 2, what worked"


class GoToLeverage(InText):
    """Go to section 3, leverage."""

    key = "3"
    name = "Go to section 3, leverage"


class GoToMissed(InText):
    """Go to section 4, missed questions."""

    key = "4"
    name = "Go to section 4, missed questions"


class GoToFriction(InText):
    """Go to section 5, friction."""

    key = "5"
    name = "Go to section 5, friction"


class GoToChanges(InText):
    """Go to section 6, changes."""

    key = "6"
    name = "Go to section 6, changes"


TO_A_SECTION: tuple[type[KeyCommand], ...] = (
    GoToMoments,
    GoToWorked,
    GoToLeverage,
    GoToMissed,
    GoToFriction,
    GoToChanges,
)
OF_A_LINE: tuple[type[KeyCommand], ...] = (
    EditLine,
    NextKind,
    NextRole,
    ArchiveLine,
    MoveLine,
    SayDecision,
    MoveDown,
    MoveUp,
    ExplainLine,
)
OF_A_SECTION: tuple[type[KeyCommand], ...] = (
    NextSection,
    PreviousSection,
    ToggleClock,
    MoreTime,
    SkipSection,
    EndDebrief,
    ShowHints,
    *TO_A_SECTION,
)
ALL: tuple[type[KeyCommand], ...] = (
    AddTyped,
    ToLines,
    LeaveText,
    TakeNote,
    *OF_A_LINE,
    SayOwed,
    CopyLine,
    NewLine,
    *OF_A_SECTION,
)
