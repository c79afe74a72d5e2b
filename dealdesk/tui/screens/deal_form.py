"""The form of a deal that was just signed: five fields, then the page of the deal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from dealdesk.domain.fields import Context, FieldSpec
from dealdesk.domain.forms import QUICK_DEAL
from dealdesk.store import deal_page, deals
from dealdesk.tui.commands import forms as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deal_edit import ALL_FIELDS, DealForm
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.store.drafts import Draft
    from dealdesk.tui.workspace import Workspace


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

    def show_deal(self) -> None:
        """Name no deal: this one is not there yet, and the one before is another."""
        super().show_deal()
        self.title_line.show(deal="")

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
            await self.app.switch_screen(DealScreen(self.workspace, row_id))


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b}"
