"""The forms of a deal: five fields for one that was just signed, and all fields of one that is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from dealdesk.domain.fields import Context, FieldSpec, Kind
from dealdesk.domain.forms import DEAL, QUICK_DEAL
from dealdesk.errors import NotFound
from dealdesk.store import deal_lines, deal_page, deals, parties
from dealdesk.tui.commands import forms as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.known_parties import KnownParties
from dealdesk.tui.widgets.suggest import Known, Suggester
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.store.drafts import Draft
    from dealdesk.tui.workspace import Workspace

#: The owner is a plain name; here the names in use are proposed, as for a counterparty.
ALL_FIELDS: tuple[FieldSpec, ...] = tuple(
    spec._replace(kind=Kind.PARTY) if spec.name == "owner" else spec for spec in DEAL
)


def known_words(con: sqlite3.Connection) -> dict[str, Suggester]:
    """Return what the fields of a deal propose: parties, tags in use, and names of people on our side."""
    return {
        "counterparty": KnownParties(parties.known(con)),
        "tags": Known(parties.tags(con)),
        "owner": Known(parties.owners(con)),
    }


class DealForm(RecordFormScreen):
    """What both forms of a deal share."""

    def suggesters(self) -> Mapping[str, Suggester]:
        """Propose what this desk knows."""
        return self.workspace.desk.rows(known_words)


class NewDealScreen(DealForm):
    """A deal that was just signed: five fields, of which the title is the only one needed; F4 shows all."""

    commands = (commands.KeepNow, commands.CloseForm, commands.AllFields, commands.StartEmpty)

    def __init__(
        self,
        workspace: Workspace,
        specs: Sequence[FieldSpec] = QUICK_DEAL,
        *,
        draft: str | None = None,
        texts: Mapping[str, str] | None = None,
        go_on: bool = True,
    ) -> None:
        super().__init__(workspace, "deal", specs, title="New deal", draft=draft, texts=texts, go_on=go_on)

    def specs_for(self, typed: Mapping[str, Draft]) -> Sequence[FieldSpec]:
        """Show all fields where the draft has text in one that the five don't have."""
        quick = {spec.name for spec in self.specs}
        return ALL_FIELDS if any(left.text for name, left in typed.items() if name not in quick) else self.specs

    def fresh(self) -> NewDealScreen:
        """Return the five empty fields."""
        return NewDealScreen(self.workspace, go_on=False)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no where all fields are shown already."""
        if command is commands.AllFields:
            return len(self.specs) == len(QUICK_DEAL)
        return super().possible(command)

    def do_all_fields(self) -> None:
        """Show all fields, with what is typed."""
        texts = self.form.texts()
        self.app.switch_screen(NewDealScreen(self.workspace, ALL_FIELDS, draft=self.uid, texts=texts, go_on=False))

    def create_row(self, session: Session, uid: str, texts: Mapping[str, str], context: Context, now: datetime) -> int:
        """Add the deal, with what a fresh deal starts."""
        return deals.add(session, texts, context, now, uid).id or 0

    async def added(self, row_id: int, *, leaving: bool) -> None:
        """Say what was started, and go to the page of the deal."""
        page = self.workspace.desk.rows(deal_page.page, row_id)
        self.workspace.deal = CurrentDeal(row_id, page.line.ref, page.line.title)
        started = [f"First debrief due {_day(due)}." for due, kind, _ in page.next_due if kind == "debrief"][:1]
        if not started and page.quiet:
            started = ["It was signed a while ago, so nothing is started by itself."]
        self.say(" ".join([f"{page.line.ref} added.", *started, "u takes it back."]))
        if not leaving and self.app.screen is self:
            from dealdesk.tui.screens.deal import DealScreen

            await self.app.switch_screen(DealScreen(self.workspace, row_id))


class EditDealScreen(DealForm):
    """All fields of a deal."""

    def __init__(self, workspace: Workspace, deal_id: int) -> None:
        """Open the form; raises :class:`NotFound` when the deal is not there any more."""
        line = workspace.desk.rows(deal_lines.lines, [deal_id]).get(deal_id)
        if line is None:
            raise NotFound("That deal is not there any more.")
        workspace.deal = CurrentDeal(line.id, line.ref, line.title)
        super().__init__(workspace, "deal", ALL_FIELDS, uid=line.uid, deal_id=deal_id, title="Edit deal")

    def refresh_rows(self) -> None:
        """Show also a new title in the line above."""
        super().refresh_rows()
        line = self.workspace.desk.rows(deal_lines.lines, [self.deal_id or 0]).get(self.deal_id or 0)
        if line is not None:
            self.workspace.deal = CurrentDeal(line.id, line.ref, line.title)
            self.show_deal()


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b}"
