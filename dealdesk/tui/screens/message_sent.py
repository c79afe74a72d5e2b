"""Saying that a message went out: up to three short questions, then one command that writes all of it down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from dealdesk.domain.dates import describe, parse_date
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import Channel, Message
from dealdesk.errors import DealdeskError, InputRefused
from dealdesk.tui.dialogs.ask_line import AskLine
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.base import DeskScreen

if TYPE_CHECKING:
    from dealdesk.store.message_drafts import Draft

_CHANNELS = (("m", "mail", Channel.MAIL), ("l", "letter, by hand", Channel.LETTER), ("c", "call", Channel.CALL))
_LONGEST = 200


class Sent:
    """The questions about one message of the screen in front; Esc at any of them leaves all as it was."""

    def __init__(self, screen: DeskScreen, deal_id: int, draft: Draft, notes: Sequence[str]) -> None:
        """Ask about ``draft``; ``notes`` are said before the first question, such as what is missing."""
        self._screen, self._workspace = screen, screen.workspace
        self._deal_id, self._draft, self._notes = deal_id, draft, notes
        self._channel = Channel.MAIL

    def ask(self) -> None:
        """Ask how it went out."""
        question = "\n".join([*self._notes, "How did it go out?"])
        self._screen.app.push_screen(Choose(question, [(key, words) for key, words, _ in _CHANNELS]), self._ask_answer)

    def _ask_answer(self, key: str | None) -> None:
        channel = next((channel for one, _words, channel in _CHANNELS if one == key), None)
        if channel is None:
            return
        self._channel = channel
        if self._draft.kind is Message.NUDGE:
            self._ask_what()  # a nudge asks for an answer
            return

        async def answered(answer: str | None) -> None:
            if answer == "n":
                await self._write(None, None)
            elif answer == "y":
                self._ask_what()

        question = Choose("Are you waiting for an answer?", (("y", "yes"), ("n", "no")))
        self._screen.app.push_screen(question, answered)

    def _ask_what(self) -> None:
        from dealdesk.store import messages

        desk = self._workspace.desk
        usual = desk.rows(messages.waits_for, self._draft)[:_LONGEST]
        dialog = AskLine("What do you wait for?", usual, desk.context, lambda _text: "", longest=_LONGEST)
        self._screen.app.push_screen(dialog, self._ask_until)

    def _ask_until(self, text: str | None) -> None:
        if text is None:
            return
        context = self._workspace.desk.context
        read = partial(read_until, context=context)

        async def answered(until: str | None) -> None:
            if until is not None:
                await self._write(text, read(until)[0])

        question = "Do they need until a certain day? Leave it empty if not."
        self._screen.app.push_screen(AskLine(question, "", context, lambda typed: read(typed)[1]), answered)

    async def _write(self, waiting_for: str | None, until: date | None) -> None:
        from dealdesk.store import messages

        desk, draft, screen = self._workspace.desk, self._draft, self._screen
        sending = messages.Sending(self._channel, waiting_for, until)
        try:
            words = f"sent a message ({draft.kind}) of {self._workspace.deal_named(self._deal_id).ref}"
            told = await self._workspace.write(
                words, messages.sent, self._deal_id, draft, sending, desk.context, desk.clock.now()
            )
        except DealdeskError as refusal:
            screen.say(str(refusal), severity="warning")
            return
        stack = screen.app.screen_stack
        below = stack[-2] if screen.is_current and len(stack) > 1 else None
        if below is not None:
            await screen.app.pop_screen()
        said = below if isinstance(below, DeskScreen) else screen
        said.say("\n".join(["Sent.", *told, "u takes all of it back."]))


def read_until(text: str, context: Context) -> tuple[date | None, str]:
    """Return a typed day and how it was read; nothing typed is no day. Raises :class:`InputRefused`."""
    if not text.strip():
        return None, "no: the usual days between two messages"
    day = parse_date(text, context.today, order=context.order, calendar=context.calendar)
    if day < context.today:
        raise InputRefused("That day is over already.")
    return day, f"they need until {describe(day, context.today, context.calendar)}"
