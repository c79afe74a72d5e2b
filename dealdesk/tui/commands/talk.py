"""The commands about words with them: what was said, what to write, what one waits for."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.debrief import InText


class Talked(InText):
    """Log a conversation in one line: how, with whom, when and what was said. The next check-in moves by itself."""

    key = "t"
    name = "We talked"
    footer = "talked"


class WriteMessage(KeyCommand):
    """Write to them: a thank-you, a recap, a nudge or a word where there is no news, ready to be sent."""

    key = "m"
    name = "Message to them"
    footer = "message"


class WaitForThem(InText):
    """Say what we wait for; dealdesk says when to write again."""

    key = "w"
    name = "Waiting for them"


class ShowCallCard(KeyCommand):
    """Show what to know before talking to them: the last words, open items of both sides, an idea to offer."""

    key = "C"
    name = "Call card"


class FoldAgenda(KeyCommand):
    """Fold the goal, agenda, risks and promises of this check-in in or out, where there is no room beside the form."""

    key = "f6"
    name = "Goal and agenda of this check-in"
    footer = "agenda"


class RisksLookedAt(KeyCommand):
    """Note of the risks shown here that they were looked at today."""

    key = "f7"
    name = "These risks were looked at"
    footer = "risks seen"


class CopyCard(KeyCommand):
    """Copy this card to the clipboard; clipboard programs may keep it."""

    key = "y"
    name = "Copy this card"
    footer = "copy"


class NextPerson(KeyCommand):
    """Show the card of the next person of this deal."""

    key = "n"
    name = "Next person"
    footer = "next person"
