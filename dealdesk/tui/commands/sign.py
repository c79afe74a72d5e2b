"""The commands that sign a deal, and those of what follows from it."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.debrief import InText


class SignDeal(InText):
    """Sign this deal: one panel, two keys. Of a signed one it shows what followed."""

    key = "S"
    name = "Sign this deal"
    footer = "sign"


class StartFollowThrough(KeyCommand):
    """Start what follows from a signing for a deal that was signed long before it was entered, counted from today."""

    key = "F"
    name = "Start the follow-through"


class SignNow(InText):
    """Sign with what stands here; what can't be read says so and stays."""

    key = "enter,f4"
    name = "Sign now"
    footer = "sign"


class CloseSigned(KeyCommand):
    """Go on with the day: all of this stands, and Today says when each is due."""

    key = "enter"
    name = "Done"
    footer = "done"


class ThankThem(KeyCommand):
    """Write the thank-you with the next steps right now."""

    key = "m"
    name = "Thank them now"
    footer = "thank them now"
