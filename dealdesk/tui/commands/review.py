"""The commands of the review form, and those that open it. Keys with ctrl or F work while a text is typed."""

from __future__ import annotations

from dealdesk.tui.commands import forms
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.debrief import InText

#: Ids of the commands that go to a part begin so; its number follows.
GO_TO = "GoToPart"


class OpenReview(KeyCommand):
    """Open the review form of the deal: one page, filled in by the debrief as far as it goes."""

    key = "f"
    name = "Review"
    footer = "review"


class ShowReview(InText):
    """Show the review of the deal as the one page it prints on."""

    key = "f9"
    name = "Show the page"
    footer = "page"


class NextPart(InText):
    """Go to the next part; after the last one comes the first."""

    key = "ctrl+n,f4"
    name = "Next part"
    footer = "next part"


class PreviousPart(InText):
    """Go back to the part before."""

    key = "f3"
    name = "Part before"


class JumpToInput(InText):
    """Show a letter at each of the 45 inputs; the letter goes there."""

    key = "ctrl+o"
    name = "Jump to any input"
    footer = "jump"


class TakeEnter(InText):
    """Put the next line that fits into an input that was filled in for you; in the last input, go to the next part."""

    key = "enter"
    name = "Another line that fits; else go on"


class PlaceAfter(InText):
    """Go on from the last input of a part to the first of the next."""

    key = "tab"
    name = "Next input"


class PlaceBefore(InText):
    """Go back from the first input of a part to the last of the one before."""

    key = "shift+tab"
    name = "Input before"


class OpenEvidence(KeyCommand):
    """Open the leverage checklist at the source under the cursor: evidence, their words, notes for each source."""

    key = "e,right"
    name = "Evidence and their words"
    footer = "evidence"


class CompareVersions(KeyCommand):
    """Show where version 1 and version 2 differ, input by input."""

    key = "equals_sign"
    name = "Compare version 1 and 2"
    footer = "compare"


class OtherVersion(KeyCommand):
    """Show the other version; an older one can only be read."""

    key = "v"
    name = "Show the other version"
    footer = "version"


class OpenSecondVersion(KeyCommand):
    """Open version 2, after the first milestone: version 1 stays as it is now and can be compared with it."""

    key = "V"
    name = "Open version 2, close version 1"


def _part(number: int) -> type[KeyCommand]:
    of_part = {
        "__doc__": f"Go to part {number}." if number else "Go to the first part, the deal itself.",
        "__module__": __name__,
        "key": str(number),
        "name": f"Part {number}",
    }
    return type(f"{GO_TO}{number}", (KeyCommand,), of_part)


PARTS: tuple[type[KeyCommand], ...] = tuple(_part(number) for number in range(9))
ALL: tuple[type[KeyCommand], ...] = (
    NextPart,
    PreviousPart,
    JumpToInput,
    ShowReview,
    TakeEnter,
    PlaceAfter,
    PlaceBefore,
    OpenEvidence,
    CompareVersions,
    OtherVersion,
    OpenSecondVersion,
    forms.KeepNow,
    forms.CloseForm,
    *PARTS,
)
