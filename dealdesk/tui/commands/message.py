"""The commands of a message to the other side."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class CopyMessage(KeyCommand):
    """Copy the text of this message to the clipboard; clipboard programs may keep it."""

    key = "y"
    name = "Copy this message"
    footer = "copy"


class EditMessage(KeyCommand):
    """Change subject and text here; what you change stays until it was sent. ^G opens your own editor instead."""

    key = "e"
    name = "Change this message"
    footer = "edit"


class MarkSent(KeyCommand):
    """Say that it went out, how, and whether you wait for an answer: the rest is written down by itself."""

    key = "x"
    name = "Mark as sent"
    footer = "sent"


class NextMessage(KeyCommand):
    """Show the next kind of message: thank-you, recap, nudge, no news, delay."""

    key = "tab"
    name = "Next kind of message"
    footer = "next kind"


class PreviousMessage(KeyCommand):
    """Show the kind of message before this one."""

    key = "shift+tab"
    name = "Kind of message before this"


class NextStrength(KeyCommand):
    """Show a nudge in its next strength: friendly, plain, last, and friendly again."""

    key = "v"
    name = "Next strength of a nudge"
    footer = "strength"


class SwitchTone(KeyCommand):
    """Say it formally, or informally."""

    key = "f"
    name = "Formal or informal"
    footer = "tone"


class NextAddressee(KeyCommand):
    """Write to the next person of their side."""

    key = "p"
    name = "Write to the next person"


class WriteMessageFile(KeyCommand):
    """Write this message into a new text file in the folder of exports beside the desk."""

    key = "o"
    name = "Write this message to a file"


class MakeAnew(KeyCommand):
    """Let go of what you changed and make the message anew from the deal; undo brings it back."""

    key = "d"
    name = "Make this message anew"


class NextGap(KeyCommand):
    """Select the next place of the text that is still to be filled; the first letter typed takes its place."""

    key = "f4,ctrl+n"
    name = "Next missing place"
    footer = "next missing"


MESSAGE: tuple[type[KeyCommand], ...] = (
    CopyMessage,
    EditMessage,
    MarkSent,
    NextMessage,
    PreviousMessage,
    NextStrength,
    SwitchTone,
    NextAddressee,
    WriteMessageFile,
    MakeAnew,
)
