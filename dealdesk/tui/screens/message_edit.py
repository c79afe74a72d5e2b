"""The text of a message as a form: kept with every letter, and the message's own once it is left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from textual.widgets import Static
from textual.widgets.text_area import Selection

from dealdesk.domain.fields import Context
from dealdesk.domain.forms import MESSAGE
from dealdesk.domain.messages import GAP
from dealdesk.store import draft_rows, drafts
from dealdesk.store.tables.base import stored_id
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.forms import AddNow
from dealdesk.tui.commands.message import NextGap
from dealdesk.tui.safe import plain
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.fields import LongField

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.store.message_drafts import Draft
    from dealdesk.tui.workspace import Workspace


_HINT = "^N goes to the next missing place. Esc twice goes back; all is kept."


class EditMessageScreen(RecordFormScreen):
    """Subject and text of one message."""

    commands = (NextGap, *RecordFormScreen.commands)
    adds_on_leaving = True

    def __init__(self, workspace: Workspace, deal_id: int, draft: Draft) -> None:
        """Edit what a person made of the message before, or the message as it was made from the deal."""
        self.draft = draft
        known = workspace.desk.rows(drafts.of_row, "draft", draft.uid)
        made = {"subject": draft.subject, "body": draft.body}
        super().__init__(
            workspace,
            "draft",
            MESSAGE,
            uid=draft.uid if draft.edited else None,
            draft=None if draft.edited else draft.uid,
            deal_id=deal_id,
            title=f"Message: {draft.kind}",
            texts=None if draft.edited else {name: text for name, text in made.items() if name not in known},
        )

        self._shown_first = {} if known else self.form.texts()

    def on_mount(self) -> None:
        """Begin in the text, once the form has taken its place."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Start with the first place that is still to be filled, else with the first letter."""
        self.query_one("#hint", Static).update(plain(_HINT))
        self.form.focus_field("body")
        self._area.move_cursor((0, 0))
        self.do_next_gap()

    @property
    def _area(self) -> LongField:
        area = self.form.field("body")
        if not isinstance(area, LongField):
            raise LookupError("the text of a message is a long field")
        return area

    def do_next_gap(self) -> None:
        """Select the next place that is still to be filled, from the cursor on and then from the start."""
        area = self._area
        self.form.focus_field("body")
        places = sorted(
            ((row, match.start()), (row, match.end()))
            for row, line in enumerate(area.text.split("\n"))
            for match in GAP.finditer(line)
        )
        here = max(area.selection.start, area.selection.end)
        found = next((place for place in places if place[0] >= here), next(iter(places), None))
        if found is not None:
            area.selection = Selection(*found)

    def create_row(self, session: Session, uid: str, texts: Mapping[str, str], context: Context, now: datetime) -> int:
        """Store the text."""
        row = draft_rows.put(session, self.deal_id or 0, self.draft, texts.get("subject", ""), texts.get("body", ""))
        from dealdesk.store import forms

        forms.forget_fields(session, "draft", uid, texts)
        return stored_id(row)

    async def _settle_new(self, identity: str) -> bool:
        """Keep nothing where nothing was changed: the message is then made anew each time."""
        self._keeping.collect()
        if self.form.texts() == self._shown_first:
            return True
        return await super()._settle_new(identity)

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Call what ends the editing what it is: a message is not added."""
        return "done" if command is AddNow else super().footer_word(command)

    async def added(self, row_id: int, *, leaving: bool) -> None:
        """Say that the text is kept."""
        self.say("Your text is kept. d makes it anew from the deal.")
        if not leaving:
            await self.close()
