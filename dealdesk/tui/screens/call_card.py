"""The card before a conversation: what was said last, how they like it, what is open, what to offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from textual.widget import Widget

from dealdesk.counts import counted
from dealdesk.domain.vocabulary import Role
from dealdesk.errors import NotFound
from dealdesk.store import call_card, dealings
from dealdesk.tui.cells import fit, folded
from dealdesk.tui.commands import talk as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.deal_rows import NO_DATE, short_day, talk_words
from dealdesk.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from dealdesk.store.call_card import CallCard, OpenItem
    from dealdesk.tui.workspace import Workspace

_LABEL = 16
"""Columns of the words in front of a line."""
_COPIED = 96
"""Columns of the card as it is copied."""


class CallCardScreen(DeskScreen):
    """What to know of one person of a deal; of the deal as a whole where nobody is known."""

    title_text = "Call card"
    commands = (commands.Talked, commands.WriteMessage, commands.NextPerson, commands.CopyCard, GoBack)

    def __init__(self, workspace: Workspace, deal_id: int, person_id: int | None = None) -> None:
        super().__init__(workspace)
        self.deal_id = deal_id
        self._people = workspace.desk.rows(dealings.partners, deal_id)
        self.person_id = person_id or next(iter(self._people), None)
        self.reading = Reading()
        self._card: CallCard | None = None

    def body(self) -> Iterable[Widget]:
        """Return the text."""
        yield self.reading

    def on_mount(self) -> None:
        """Read the card."""
        self.refresh_rows()
        super().on_mount()
        self.reading.focus()

    def refresh_rows(self) -> None:
        """Read the card again."""
        desk = self.workspace.desk
        try:
            self._card = desk.rows(call_card.card, self.deal_id, self.person_id, desk.today)
        except NotFound:
            self._card = None
        self.reading.show(self._lines)

    def possible(self, command: type[KeyCommand]) -> bool:
        """There is a next person where there are two."""
        return command is not commands.NextPerson or len(self._people) > 1

    async def do_talked(self) -> None:
        """Log the conversation."""
        await self.workspace.ways.open_talk(self.deal_id, self.person_id)

    async def do_write_message(self) -> None:
        """Open a message to them."""
        await self.workspace.ways.open_message(self.deal_id)

    def do_next_person(self) -> None:
        """Show the card of the next person."""
        at = self._people.index(self.person_id) if self.person_id in self._people else -1
        self.person_id = self._people[(at + 1) % len(self._people)]
        self.refresh_rows()
        self.reading.scroll_home(animate=False)

    def do_copy_card(self) -> None:
        """Copy the card."""
        self.app.copy_to_clipboard("\n".join(self._lines(_COPIED)))
        self.say("Copied. Clipboard programs may keep it.")

    def _lines(self, width: int) -> Sequence[str]:
        if self._card is None:
            return ["This deal was archived; u brings it back."]
        return card_lines(self._card, self.workspace.desk.today, len(self._people), width)


def card_lines(card: CallCard, today: date, people: int, width: int) -> list[str]:
    """Return a card in lines of ``width`` columns; ``people`` is how many of them the deal has."""
    who = card.person or card.party or "Nobody is named yet: n on the deal page adds a person."
    of_several = f"one of {counted(people, 'person', 'people')}: n shows the next" if people > 1 else ""
    role = card.role if card.role != Role.OTHER else ""
    found = folded(", ".join(_told(who, role, card.party if card.person else "")), width)
    for label, words in (
        ("", of_several),
        ("Reached by", ", ".join(_told(card.channel, card.address))),
        ("Style", card.style),
        ("Both like", card.interests),
        ("Notes", card.notes),
        ("Answers", card.reply_times),
        ("Next check-in", short_day(card.next_checkin, today)),
        ("Offer them", card.idea),
    ):
        found += _labelled(label, words, width)
    last = [
        (
            short_day(talk.on, today),
            f"{talk_words(talk.channel, talk.direction, talk.people)}{_other(talk.ref, card)}: {talk.summary}",
        )
        for talk in card.last
    ]
    waits = []
    for wait, why in zip(card.waits, card.said, strict=True):
        when = f"since {short_day(wait.since, today)}, next {short_day(wait.later_until or wait.due_on or '', today)}"
        waits.append((wait.person or "them", "; ".join(_told(wait.text, when, why))))
    decided = [(short_day(one.on, today), "; ".join(_told(one.what, one.who, one.why))) for one in card.decisions]
    for title, rows in (
        ("LAST WORDS", last),
        ("WAITING FOR THEM", waits),
        ("WE OWE THEM", [_open(one, today) for one in card.ours]),
        ("THEY OWE US", [_open(one, today) for one in card.theirs]),
        ("DECIDED", decided),
    ):
        if rows:
            found += ["", title]
            for label, words in rows:
                found += _labelled(label, words, width)
    if not (last or waits or card.ours or card.theirs):
        found += ["", "Nothing was said yet, and nothing is open."]
    return found


def _other(ref: str, card: CallCard) -> str:
    return f" ({ref})" if ref != card.ref else ""


def _told(*parts: str) -> Iterable[str]:
    return (part for part in parts if part)


def _open(item: OpenItem, today: date) -> tuple[str, str]:
    day = short_day(item.due_on, today) or NO_DATE
    return f"!! {day}" if item.late else day, item.text


def _labelled(label: str, words: str, width: int) -> list[str]:
    """Return words behind their label, wrapped under themselves; nothing for no words."""
    if not words:
        return []
    if width < 2 * _LABEL:
        return folded(f"{label} {words}" if label else words, width)
    first, *rest = folded(words, width - _LABEL)
    return [f"{fit(label, _LABEL - 1)} {first}", *(" " * _LABEL + line for line in rest)]
