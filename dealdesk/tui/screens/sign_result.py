"""What followed from signing a deal: each thing that was made, with its day and the reason for that day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal

from textual.widget import Widget

from dealdesk.counts import counted
from dealdesk.domain.vocabulary import ActionKind, Message
from dealdesk.errors import NotFound
from dealdesk.store import deal_page, followed
from dealdesk.store.due import debrief_name
from dealdesk.tui.cells import fit, folded
from dealdesk.tui.commands import deal as deal_commands
from dealdesk.tui.commands import sign as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.deal_rows import NO_DATE, short_day
from dealdesk.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from dealdesk.store.deal_page import DealPage
    from dealdesk.store.followed import Made
    from dealdesk.tui.workspace import Workspace

_GAP = "  "
_DAY = len("Mon 18 May 2026")
_TEXT, _LEAST, _BESIDE = 44, 16, 40
"""Columns of what was made, the fewest it can do with, and the fewest a reason needs to stand beside it."""
Just = Literal["signed", "begun"]
_UNDOES = {"signed": "u undoes the signing", "begun": "u undoes the start"}
_NOTHING = "Nothing was started: its follow-through is none. F starts it when you want it."


class SignResultScreen(DeskScreen):
    """What was made, to be read once; Enter goes on."""

    title_text = "Signed"
    commands = (
        commands.CloseSigned,
        commands.ThankThem,
        deal_commands.DebriefDeal,
        commands.StartFollowThrough,
        GoBack,
    )

    def __init__(self, workspace: Workspace, deal_id: int, just: Just | None = None) -> None:
        """Show what stands; ``just`` is what made it a moment ago, and what ``u`` takes back."""
        super().__init__(workspace)
        self.deal_id, self._just = deal_id, just
        self.reading = Reading()
        self._made: tuple[Made, ...] = ()
        self._page: DealPage | None = None

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield self.reading

    def on_mount(self) -> None:
        """Show what was made."""
        self.refresh_rows()
        super().on_mount()
        self.reading.focus()

    def refresh_rows(self) -> None:
        """Read again what stands; once what made it is taken back there is nothing to show, and this closes."""
        try:
            self._page = self.workspace.desk.rows(deal_page.page, self.deal_id)
        except NotFound:
            self._page = None
        self._made = self.workspace.desk.rows(followed.made, self.deal_id)
        taken_back = self._just == "begun" and not self._made
        if self._page is None or not self._page.line.signed_on or taken_back:
            if self.is_mounted:
                self.app.call_later(self.do_close_signed)  # a screen can't wait for its own end
            return
        self.reading.show(self._lines)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Start only what was not started."""
        return command is not commands.StartFollowThrough or not self._made

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Call the debrief what it is right after a signing."""
        return "debrief now" if command is deal_commands.DebriefDeal else super().footer_word(command)

    async def do_close_signed(self) -> None:
        """Go back to where the deal was signed."""
        if self.app.screen is self and len(self.app.screen_stack) > 1:
            await self.app.pop_screen()

    async def do_start_follow_through(self) -> None:
        """Start what a signing makes, counted from today."""
        from dealdesk.tui import follow_start

        await follow_start.start(self.workspace, self.deal_id)
        self._just = "begun"
        self.refresh_rows()

    async def do_thank_them(self) -> None:
        """Open the thank-you with the next steps."""
        mail = next((made.uid for made in self._made if made.kind == ActionKind.NEXT_STEPS), "")
        await self.workspace.ways.open_message(self.deal_id, Message.THANKS, mail)

    async def do_debrief_deal(self) -> None:
        """Open the debrief."""
        await self.workspace.ways.open_debrief(self.deal_id)

    def _lines(self, width: int) -> Sequence[str]:
        page = self._page
        if page is None:
            return ()
        line = page.line
        today = self.workspace.desk.today
        parts = [f"{line.ref} is signed, {short_day(line.signed_on or '', today)}."]
        if line.give_notice_by:
            parts.append(f"Give notice by {short_day(line.give_notice_by, today)}.")
        parts += _first_check_ins(self._made, "First" if self._just else "Next", today)
        lines = [*folded(" ".join(parts), width), ""]
        if not self._made:
            return [*lines, *folded(_NOTHING, width)]
        for made in self._made:
            lines += _told(made, today, width)
        done = sum(made.state == "done" for made in self._made)
        tail = f"{counted(len(self._made), 'thing')} followed from it" + (f", {done} done." if done else ".")
        undoes = f"; {_UNDOES[self._just]}" if self._just else ""
        return [*lines, "", *folded(f"{tail} Today says when each is due{undoes}.", width)]


def _first_check_ins(made: Sequence[Made], which: str, today: date) -> list[str]:
    """Return the sentence that names each check-in with its day; none where none has one."""
    named = [f"{one.text or one.kind} {short_day(one.due_on, today)}" for one in made if one.often and one.due_on]
    return [f"{which} {', '.join(named)}."] if named else []


def _told(made: Made, today: date, width: int) -> list[str]:
    """Return one thing: what, which day, why then; the reason under it where there is no room beside it."""
    day = "done" if made.state == "done" else short_day(made.soft_on or made.due_on or "", today) or NO_DATE
    text = debrief_name(made.text) if made.kind == "debrief" else made.text or made.kind
    if made.often:
        text = f"{made.text or 'check-ins'} {made.often}"
    text = text[:1].upper() + text[1:]
    reason = made.reason if made.soft_on or made.due_on else ""  # without a day it would only say that again
    if made.soft_on and made.due_on and made.soft_on < made.due_on:
        reason = f"by {short_day(made.due_on, today)} at the latest: {reason}"
    beside = width - _TEXT - _DAY - 2 * len(_GAP)
    what = _TEXT if beside >= _BESIDE else width - _DAY - len(_GAP)
    if what < _LEAST:
        return folded(f"{text}: {day}. {reason}", width)
    first = f"{fit(text, what)}{_GAP}{fit(day, _DAY)}"
    if beside >= _BESIDE:
        why = folded(reason, beside)
        blank = " " * (_TEXT + _DAY + len(_GAP))
        rows = [first, *[blank] * (len(why) - 1)]
        return [f"{row}{_GAP}{part}".rstrip() for row, part in zip(rows, why, strict=True)]
    return [first, *(f"{_GAP}{part}" for part in folded(reason, width - len(_GAP)) if part)]
