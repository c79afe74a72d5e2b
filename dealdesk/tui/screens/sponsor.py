"""The sponsor's slot: ten minutes, one card to read aloud, and one sentence that is worth more than this deal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from dealdesk.domain import sponsor
from dealdesk.domain.debrief import SPONSOR, SPONSOR_S, DebriefClock
from dealdesk.domain.forms import DEBRIEF
from dealdesk.domain.section_clock import SectionClock
from dealdesk.domain.vocabulary import Origin
from dealdesk.store import clock_rows, debrief_cards, debriefs
from dealdesk.store.debrief_cards import Card
from dealdesk.store.history import Command
from dealdesk.tui.cells import fit
from dealdesk.tui.commands import debrief_cards as commands
from dealdesk.tui.commands import forms as form_commands
from dealdesk.tui.own_clock import OwnClock
from dealdesk.tui.safe import visible
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.clock_line import ClockLine

if TYPE_CHECKING:
    from dealdesk.tui.workspace import CurrentDeal, Workspace

_SPECS = tuple(spec for spec in DEBRIEF if spec.name == "insight")
_NONE = "(nothing written)"
_LABEL = 12
_MOST = 4
"""Lines a text of the card gets at most."""


class CardText(Widget):
    """The card as large as there is room: every part has its first line, then the parts share what is left."""

    DEFAULT_CSS = "CardText { height: 1fr; padding: 1 2 0 2; }"

    def __init__(self, card: Card) -> None:
        super().__init__()
        self.card = card

    def put(self, card: Card) -> None:
        """Show another card."""
        if card != self.card:
            self.card = card
            self.refresh()

    def render(self) -> Content:
        """Draw what fits."""
        items, size = _items(self.card), self.content_size
        width = max(1, size.width - _LABEL)
        needed = [len(_wrapped(text, width, _MOST)) for _label, text in items]
        airy = sum(needed) + sum(bool(label) for label, _text in items) - 1 <= size.height
        lines: list[tuple[str, str] | str] = []
        for (label, text), most in zip(items, _shared_out(needed, size.height), strict=True):
            if airy and label and lines:
                lines.append("\n")
            for number, line in enumerate(_wrapped(text, width, most)):
                lines.append((fit(label if number == 0 else "", _LABEL), "bold $text-accent"))
                lines.append(f"{line}\n")
        return Content.assemble(*lines)


def _items(card: Card) -> list[tuple[str, str]]:
    """Return the card as (label, text), a label only at the first text of each part."""
    ask = sponsor.question(risk=card.risk, moved=bool(card.moved), changes=bool(card.changes))
    parts = [("The deal", (card.deal,)), ("Its end", (card.outcome,)), ("Moved them", card.moved)]
    parts += [("We change", card.changes), ("The risk", (card.risk,)), ("We ask you", (ask,))]
    found = []
    for label, texts in parts:
        there = [visible(text) for text in texts if text]
        if there or label != "The risk":
            found += [(label if number == 0 else "", text) for number, text in enumerate(there or [_NONE])]
    return found


def _shared_out(needed: Sequence[int], room: int) -> list[int]:
    """Return how many lines each text gets: one, then one more in turn to whoever needs it, until the room is full."""
    caps = [1] * len(needed)
    left = room - len(needed)
    for level in range(2, _MOST + 1):
        for place, lines in enumerate(needed):
            if lines >= level and left > 0:
                caps[place] = level
                left -= 1
    return caps


class SponsorScreen(RecordFormScreen):
    """The card, its own clock, and the one line it ends in."""

    title_text = "Sponsor"
    commands = (*commands.SPONSOR, form_commands.KeepNow, form_commands.CloseForm)
    DEFAULT_CSS = """
    SponsorScreen Form { height: 3; max-width: 100%; }
    """

    def __init__(self, workspace: Workspace, deal: CurrentDeal, debrief_id: int, debrief_uid: str) -> None:
        """Show the card in the debrief ``debrief_id``; its clock starts with the screen and stops with it."""
        super().__init__(workspace, "debrief", _SPECS, uid=debrief_uid, deal_id=deal.id, title=self.title_text)
        self.deal, self.debrief_id = deal, debrief_id
        found = workspace.desk.rows(debriefs.sponsor_clock, debrief_id) or SectionClock(SPONSOR, float(SPONSOR_S))
        self.own_clock = OwnClock(self, DebriefClock((found,)), self._show_clock, self._write)
        self.clock_line = ClockLine()
        self.card = CardText(workspace.desk.rows(debrief_cards.sponsor_card, deal.id, debrief_id))

    def body(self) -> Iterable[Widget]:
        """Return clock, card and field."""
        yield self.clock_line
        yield self.card
        yield self.form

    def on_mount(self) -> None:
        """Open the slot in the file, and start its clock: who reads aloud types nothing."""
        command = Command("opened the sponsor's slot", self.deal.id, origin=Origin.RULE)
        self.workspace.writer.submit(command, debriefs.open_sponsor, self.debrief_id, self.deal.id)
        if not self.own_clock.running:
            self.own_clock.toggle()
        self.own_clock.hold()

    def on_unmount(self) -> None:
        """Stop the clock."""
        self.own_clock.release()

    def leave(self) -> None:
        """Hand over text and time."""
        super().leave()
        self.own_clock.beat()

    def refresh_rows(self) -> None:
        """Read everything again."""
        super().refresh_rows()
        self.card.put(self.workspace.desk.rows(debrief_cards.sponsor_card, self.deal.id, self.debrief_id))

    def do_toggle_own_clock(self) -> None:
        """Pause, or go on."""
        self.own_clock.toggle()

    def do_more_own_time(self) -> None:
        """Two minutes more."""
        self.own_clock.set(self.own_clock.clock.extend())

    def _write(self, moved: Sequence[SectionClock], section: str) -> None:
        number = self.debrief_id
        self.workspace.writer.call(lambda con: clock_rows.beat(con, number, moved, section))

    def _show_clock(self) -> None:
        clock = self.own_clock.clock
        self.clock_line.show(clock.sections, 0, SPONSOR_S / 60, "apart from the debrief's time")


def _wrapped(text: str, width: int, most: int) -> list[str]:
    """Return a text as at most so many lines, broken at blanks; the last one is cut."""
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most:
        if len(lines) == most - 1 or cell_len(rest) <= width:
            lines.append(fit(rest, width).rstrip())
            break
        head = fit(rest, width, ellipsis="").rstrip()
        at = head.rfind(" ") if rest[len(head) : len(head) + 1].strip() else len(head)
        taken = head[:at] if at > width // 2 else head
        lines.append(taken)
        rest = rest[len(taken) :].lstrip()
    return lines
