"""What every screen works with: the open desk, the writer thread, the clock, and the current deal.

A screen gets it when it is made, so that no screen imports the App. Reads go through ``desk``; every write goes
through :meth:`Workspace.write` or, for typed text, :meth:`Workspace.keep`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple, ParamSpec, Protocol, TypeVar

from dealdesk.clock import Clock
from dealdesk.errors import DealdeskError, NotFound
from dealdesk.store.desk import Desk

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.store.forms import Promoted
    from dealdesk.store.writer import Writer
    from dealdesk.store.writer_events import Event

#: The line of the history about a text that another window's was preferred to.
SET_ASIDE = "kept the text that was not taken"
P = ParamSpec("P")
T = TypeVar("T")


class CurrentDeal(NamedTuple):
    """The deal that commands without a deal of their own mean; the header always names it."""

    id: int
    ref: str
    title: str


class HeldDebrief(Protocol):
    """The debrief this window holds, as every screen sees it; ``running_debrief`` is what it is."""

    deal: CurrentDeal

    @property
    def running(self) -> bool:
        """Whether its clock runs."""
        ...

    def expect_gap(self) -> None:
        """Count the time until its next tick, however long it is."""
        ...

    def release(self) -> None:
        """Let go of it: its clock is written down and this window shows it no more."""
        ...

    def words_for(self, screen: Any) -> str:  # noqa: ANN401 - a screen, which is above this module
        """Return what the title line of a screen says of the clock; nothing while it stands still."""
        ...


class Ways(Protocol):
    """The ways from any screen to another, so that no screen imports one that leads back to it; the App has them."""

    async def open_deal(self, deal_id: int) -> None:
        """Open the page of a deal."""
        ...

    async def open_review(self, deal_id: int) -> None:
        """Open the review form of a deal."""
        ...

    async def open_debrief(self, deal_id: int | None) -> None:
        """Open the debrief of a deal; without one, that which runs or is due."""
        ...

    async def open_sign(self, deal_id: int) -> None:
        """Sign a deal, or show what followed from its signing."""
        ...

    async def open_talk(
        self, deal_id: int, person_id: int | None = None, said: str = "", checkin_uid: str = ""
    ) -> None:
        """Log a conversation of a deal; ``said`` is what the line begins with, such as ``mail from Dana: ``.

        ``checkin_uid`` is the check-in that was held.
        """
        ...

    async def open_call_card(self, deal_id: int, person_id: int | None = None) -> None:
        """Show what to know before talking to someone of a deal."""
        ...

    async def open_message(self, deal_id: int, kind: str | None = None, about_uid: str = "") -> None:
        """Open a message to them; without a kind (a value of ``vocabulary.Message``), the one that is meant."""
        ...


class Workspace:
    """One open desk in one window of the App."""

    def __init__(self, desk: Desk, on_event: Callable[[Event], None]) -> None:
        self.desk = desk
        self.clock: Clock = desk.clock
        self.deal: CurrentDeal | None = None
        self.debrief: HeldDebrief | None = None
        self.ways: Ways
        """Set by the App."""
        self.key_at = float("-inf")
        """Monotonic seconds of the last key in this window."""
        self.left: list[tuple[str, int]] = []
        """The pages of deals that were left by a digit, the latest last: mode of the App, and deal."""
        self.tabs: dict[int, dict[str, str]] = {}
        """By deal, where its page was left: under "" the open tab, under the name of each tab the line."""
        self.warming: Future[None] | None = None
        """What the first command needs is being loaded until this is done; None where nothing is loaded ahead."""
        self._on_event = on_event
        self._writer: Writer | None = None
        desk.on_damage = self.refuse

    @property
    def writer(self) -> Writer:
        """The writer thread; made at its first use, after the first frame."""
        if self._writer is None:
            from dealdesk.store.writer import Writer

            self._writer = Writer(self.desk.path, self.clock, self.desk.window, self._on_event)
        return self._writer

    @property
    def is_warm(self) -> bool:
        """Whether a command can begin at once; until then it may have to wait a second or two."""
        return self.warming is None or self.warming.done()

    @property
    def refusal(self) -> DealdeskError | None:
        """Why the desk is only read; None while it is written."""
        return self._writer.refusal if self._writer is not None else None

    def refuse(self, error: DealdeskError) -> None:
        """Write nothing more to this desk; every screen then says why."""
        self.writer.refuse(error)

    def must_write(self) -> None:
        """Refuse before anybody types what could not be kept; raises what was found."""
        if self.refusal is not None:
            raise self.refusal

    def deal_named(self, deal_id: int) -> CurrentDeal:
        """Return a deal as the header names it; raises :class:`NotFound` for one that is not there any more."""
        from dealdesk.store import deal_lines

        found = self.desk.rows(deal_lines.lines, [deal_id]).get(deal_id)
        if found is None:
            raise NotFound("That deal is not there any more.")
        return CurrentDeal(deal_id, found.ref, found.title)

    async def write(
        self,
        command: str,
        function: Callable[Concatenate[Session, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Carry out ``function(session, ...)`` as one command on the writer thread and return its result.

        ``command`` is the line in the history, in the past tense ("logged a friction"). Raises what the function
        raises; the transaction is then rolled back.
        """
        from dealdesk.store.history import Command

        return await asyncio.wrap_future(self.writer.submit(Command(command), function, *args, **kwargs))

    async def call(self, job: Callable[[sqlite3.Connection], T]) -> T:
        """Run ``job(connection)`` on the writer thread; for undo, redo and the heartbeat of a clock."""
        return await asyncio.wrap_future(self.writer.call(job))

    def keep(self, key: str, text: str, *, deal_id: int | None = None, base_text: str | None = None) -> None:
        """Keep typed text for ``table/uid/field`` at the next tick."""
        self.writer.keep(key, text, deal_id=deal_id, base_text=base_text)

    def take_over(self, key: str, window: str) -> None:
        """Make what a window that is closed left typed for ``key`` the typing of this one."""
        from dealdesk.store import drafts

        mine = self.desk.window
        if window != mine:
            self.writer.call(lambda con: drafts.take_over(con, key, window, mine))

    def set_aside(self, table: str, uid: str, name: str, text: str) -> None:
        """Keep in the history of a row a text that was typed for a field and not taken; undo leaves it there."""
        from dealdesk.domain.vocabulary import Origin
        from dealdesk.store import history

        command = history.Command(SET_ASIDE, origin=Origin.RULE)
        self.writer.submit_raw(command, history.set_aside, table, uid, name, text)

    def promote(
        self, table: str, uid: str, name: str, text: str, base_text: str | None, what: str, handed: Sequence[str] = ()
    ) -> Future[Promoted]:
        """Make typed text part of its record; the future tells what became of it. Never blocks.

        ``handed``: earlier texts of the field that were handed over by this window and are not answered yet.
        """
        from dealdesk.store import forms
        from dealdesk.store.history import Command

        desk, now = self.desk, self.clock.now()
        return self.writer.submit(
            Command(what), forms.promote, table, uid, name, text, base_text, desk.context, now, tuple(handed)
        )
