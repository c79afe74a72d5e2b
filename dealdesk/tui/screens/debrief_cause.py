"""After a friction is added: the one question it is worth, in the place of the two lines under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.widget import Widget

from dealdesk.domain.friction import CAUSE_KEYS, asks_cause, cause_question, effect_told
from dealdesk.domain.line_grammar import Line
from dealdesk.errors import DealdeskError
from dealdesk.store import lines
from dealdesk.tui.running_debrief import RunningDebrief
from dealdesk.tui.screens.debrief_drafts import Draft
from dealdesk.tui.screens.debrief_section import SectionScreen
from dealdesk.tui.widgets.cause_line import CauseLine
from dealdesk.tui.workspace import Workspace


class CauseScreen(SectionScreen):
    """A section whose frictions are asked for their cause, unless it was typed with the line."""

    def __init__(self, workspace: Workspace, held: RunningDebrief) -> None:
        super().__init__(workspace, held)
        self.cause = CauseLine(CAUSE_KEYS)

    def section_foot(self) -> Iterable[Widget]:
        """Return the two lines, and the question that takes their place."""
        return (*super().section_foot(), self.cause)

    async def _store(self, section: str, draft: Draft, typed: Sequence[str], read: Sequence[Line]) -> None:
        """Write the lines; a single new friction is then asked for its cause, where nobody types on already."""
        await super()._store(section, draft, typed, read)
        if section != "friction" or draft.base is not None or len(read) != 1 or not asks_cause(read[0]):
            return
        if self.typing and not self.add_line.text and self.source.line(draft.uid) is not None:
            self.below.display = False
            asked = "; ".join(part for part in (cause_question(read[0].text), effect_told(read[0].text)) if part)
            self.cause.ask(draft.uid, asked)

    async def on_cause_line_answered(self, event: CauseLine.Answered) -> None:
        """Store the answer; the next line can be typed."""
        event.stop()
        if self.focused is self.cause:
            self.set_focus(self.add_line)
        if not self.cause.asking:
            self.cause.display = False
            self.below.display = self.held.section != "leverage"
        if event.key:
            try:
                await self.workspace.write(
                    "said where a friction came from", lines.set_cause, event.uid, CAUSE_KEYS[event.key]
                )
            except DealdeskError as refusal:
                self.say(str(refusal), severity="warning")
            self.refresh_rows()

    def on_cause_line_goes_on(self, event: CauseLine.GoesOn) -> None:
        """Put what was typed into the next line; the guess stands."""
        event.stop()
        self.set_focus(self.add_line)
        if event.pasted:
            self.add_line.paste(event.text)
        else:
            self.add_line.insert(event.text)
        self.cause.close()
