"""The end card of a debrief: what went where, two quick numbers, and the page at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget
from textual.widgets import Static

from dealdesk import paths
from dealdesk.domain.debrief import mmss, spell_seconds
from dealdesk.domain.forms import DEBRIEF
from dealdesk.domain.vocabulary import DebriefState
from dealdesk.exports import review
from dealdesk.store import debrief_cards, debriefs
from dealdesk.store.debrief_cards import Outcome
from dealdesk.tui.commands import debrief_cards as commands
from dealdesk.tui.commands import forms as form_commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.safe import plain
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.form import Form

if TYPE_CHECKING:
    from dealdesk.tui.workspace import CurrentDeal, Workspace

_SPECS = tuple(spec for spec in DEBRIEF if spec.name in ("satisfaction", "risk"))
_KEYS = (
    "1 to 5 says how content you are; n writes the one risk to watch, which is the first of the review's risks.\n"
    "Everything is stored. u takes the debrief up again."
)


class DebriefEndScreen(RecordFormScreen):
    """What a debrief came to; closing it stores nothing, for everything is stored."""

    title_text = "The debrief is done"
    commands = (*commands.END, form_commands.KeepNow, form_commands.CloseForm)
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    DebriefEndScreen #outcome { height: auto; max-height: 12; padding: 1 2; }
    DebriefEndScreen #keys { height: 1fr; padding: 0 2; color: $text-muted; }
    DebriefEndScreen Form { height: 5; }
    """

    def __init__(
        self,
        workspace: Workspace,
        deal: CurrentDeal,
        debrief_id: int,
        debrief_uid: str,
        waiting: Sequence[str] = (),
        reopen: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """Show what a debrief came to; ``waiting`` are the sections in which something is typed and not added.

        ``reopen`` goes back to the sections when undo took the end back.
        """
        super().__init__(workspace, "debrief", _SPECS, uid=debrief_uid, deal_id=deal.id, title=self.title_text)
        self.deal, self.debrief_id = deal, debrief_id
        self._waiting, self._reopen = waiting_words(waiting), reopen
        self._outcome = Static("", id="outcome", markup=False)

    def body(self) -> Iterable[Widget]:
        """Return what went where, the two fields, and what the keys do."""
        yield self._outcome
        yield self.form
        yield Static(_KEYS, id="keys", markup=False)

    def on_mount(self) -> None:
        """Show the outcome; the keys work at once, for no field has the focus."""
        self._show_outcome()
        self.call_next(self.set_focus, None)

    def refresh_rows(self) -> None:
        """Read everything again."""
        super().refresh_rows()
        if self.workspace.desk.rows(debriefs.taken_up, self.debrief_id).state == DebriefState.RUNNING:
            self.app.run_worker(self._take_up())
            return
        self._show_outcome()

    async def _take_up(self) -> None:
        """Go back to the sections, after u."""
        if self.app.screen is self and self._reopen is not None:
            await self.close()
            await self._reopen()

    def _show_outcome(self) -> None:
        found = self.workspace.desk.rows(debrief_cards.outcome, self.debrief_id)
        lines = [f"{self.deal.ref}  {self.deal.title}", "", *told(found), *filter(None, [self._waiting])]
        self._outcome.update(plain("\n".join(lines)))

    def possible(self, command: type[KeyCommand]) -> bool:
        """Let Enter close the card outside the fields only."""
        if command is commands.CloseCard:
            return not isinstance(self.focused, Field)
        return super().possible(command)

    def on_form_finished(self, event: Form.Finished) -> None:
        """Leave the risk, where the base would close the card: its keys work again."""
        event.prevent_default()
        event.stop()
        self.leave()
        self.set_focus(None)
        self.show_keys()

    async def do_close_card(self) -> None:
        """Go back."""
        await self.close()

    def do_write_risk(self) -> None:
        """Go to the risk."""
        self.form.focus_field("risk")

    def do_show_review(self) -> None:
        """Show the page with what is typed here."""
        self.run_worker(self._show_page())

    async def _show_page(self) -> None:
        await self.workspace.call(lambda _con: None)  # what was typed before is carried out by then
        desk = self.workspace.desk
        width = Reader.room(self.app.size.width)
        text = desk.rows(review.preview, self.deal.id, desk.today, width, None, Path(paths.config_folder()))
        self.app.push_screen(Reader(f"{self.deal.ref}: the review, as it prints", text))

    async def do_open_review(self) -> None:
        """Open the review form."""
        await self.workspace.call(lambda _con: None)  # what was typed before is carried out by then
        await self.workspace.ways.open_review(self.deal.id)

    async def do_open_sponsor_slot(self) -> None:
        """Open the sponsor's card."""
        from dealdesk.tui.screens.sponsor import SponsorScreen

        uid = self.uid or ""
        await self.app.push_screen(SponsorScreen(self.workspace, self.deal, self.debrief_id, uid))

    def do_rate1(self) -> None:
        """Say 1."""
        self._rate(1)

    def do_rate2(self) -> None:
        """Say 2."""
        self._rate(2)

    def do_rate3(self) -> None:
        """Say 3."""
        self._rate(3)

    def do_rate4(self) -> None:
        """Say 4."""
        self._rate(4)

    def do_rate5(self) -> None:
        """Say 5."""
        self._rate(5)

    def _rate(self, number: int) -> None:
        self.form.set_text("satisfaction", str(number))
        self.leave()


def waiting_words(sections: Sequence[str]) -> str:
    """Return in which sections something is typed and not added, as a sentence; "" for none."""
    return f"Typed and not added yet: {', '.join(sections)}." if sections else ""


def told(outcome: Outcome) -> list[str]:
    """Return what a debrief came to as lines of text."""
    went = ", ".join(outcome.went_where) or "Nothing was written."
    lines = [f"Into your registers: {went}" if outcome.went_where else went]
    if outcome.held:
        lines.append(f"Of the first debrief: {outcome.held}")
    planned = 60.0 * outcome.length_min
    over = outcome.used_s - planned
    pace = f", {spell_seconds(abs(over))} {'over' if over > 0 else 'to spare'}" if abs(over) >= 10 else ""
    lines.append(f"Time: {mmss(outcome.used_s)} of {mmss(planned)}{pace}")
    if outcome.sponsor_s:
        lines.append(f"With the sponsor: {mmss(outcome.sponsor_s)}")
    elif outcome.sponsor:
        lines.append("The sponsor's ten minutes are still to come: P opens the card.")
    return lines
