"""The commands of the cards around a debrief: opening, what held, end, sponsor's slot, quick review."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.debrief import InText
from dealdesk.tui.commands.review import OpenReview, ShowReview


class TakeField(InText):
    """Go on to the next field; on an empty one, and from the last, go on to section 1."""

    key = "enter"
    name = "Next field, or begin"
    footer = "next, or begin"


class BeginSections(InText):
    """Go on to section 1; what is typed is kept."""

    key = "f4,ctrl+n"
    name = "Begin with section 1"
    footer = "begin"


class TickChange(KeyCommand):
    """Mark the changes of that deal as made, or as open again."""

    key = "space"
    name = "Changes made, or open again"
    footer = "made"


class JudgedAll(InText):
    """Go on to section 1; what was not judged stays open."""

    key = "enter,f4,ctrl+n"
    name = "Go on to section 1"
    footer = "go on"


class NextVerdict(KeyCommand):
    """Say that the line held, did not hold, or that it is unclear; once more takes that back."""

    key = "space"
    name = "Held, did not hold, unclear"
    footer = "held?"


class Rate1(KeyCommand):
    """Say that you are not content with this deal at all."""

    key = "1"
    name = "Satisfaction 1 of 5"


class Rate2(KeyCommand):
    """Say that you are hardly content with this deal."""

    key = "2"
    name = "Satisfaction 2 of 5"


class Rate3(KeyCommand):
    """Say that this deal is all right."""

    key = "3"
    name = "Satisfaction 3 of 5"


class Rate4(KeyCommand):
    """Say that you are content with this deal."""

    key = "4"
    name = "Satisfaction 4 of 5"


class Rate5(KeyCommand):
    """Say that this deal could hardly be better."""

    key = "5"
    name = "Satisfaction 5 of 5"


class WriteRisk(KeyCommand):
    """Write down the one risk to watch; it is the first one of the review."""

    key = "n"
    name = "Write the risk"
    footer = "risk"


class OpenSponsorSlot(KeyCommand):
    """Open the card for the sponsor, with ten minutes of its own."""

    key = "P"
    name = "Sponsor's ten minutes"
    footer = "sponsor"


class CloseCard(KeyCommand):
    """Close this card; everything on it is kept."""

    key = "enter"
    name = "Close"
    footer = "close"


class ToggleOwnClock(InText):
    """Pause this clock, or let it run on."""

    key = "ctrl+t,f5"
    name = "Pause this clock, or go on"
    footer = "clock"


class MoreOwnTime(InText):
    """Give this card two minutes more."""

    key = "f8"
    name = "Two minutes more for this card"
    footer = "+2 min"


class AnswerNow(InText):
    """Take the answer and go on; an empty one counts as unknown."""

    key = "enter"
    name = "Answer; empty is unknown"
    footer = "answer, empty: unknown"


class QuestionBefore(InText):
    """Go back to the question before; its answer stays, and another one is added to it."""

    key = "f3"
    name = "Question before"
    footer = "back"


RATINGS: tuple[type[KeyCommand], ...] = (Rate1, Rate2, Rate3, Rate4, Rate5)
OPENING: tuple[type[KeyCommand], ...] = (TakeField, BeginSections, TickChange)
HELD: tuple[type[KeyCommand], ...] = (NextVerdict, JudgedAll)
END: tuple[type[KeyCommand], ...] = (CloseCard, WriteRisk, ShowReview, OpenReview, OpenSponsorSlot, *RATINGS)
SPONSOR: tuple[type[KeyCommand], ...] = (ToggleOwnClock, MoreOwnTime)
QUICK: tuple[type[KeyCommand], ...] = (AnswerNow, QuestionBefore, ToggleOwnClock)
