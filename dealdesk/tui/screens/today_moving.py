"""A line of Today as what moves it sees it: what is under the cursor, and how a move is carried out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from dealdesk.errors import DealdeskError
from dealdesk.tui.screens.base import DeskScreen

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.store.due import DueItem

    P = ParamSpec("P")
    Move = Callable[Concatenate[Session, P], list[str]]


class LineScreen(DeskScreen):
    """A screen whose lines are due items."""

    @property
    def item(self) -> DueItem | None:
        """The line under the cursor."""
        raise NotImplementedError

    async def carry_out(self, words: str, move: Move[P], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Carry a move out as one command, say what it says, and read the lines again; False when it was refused.

        ``words`` is the line in the history.
        """
        going_on = self.going_on()
        try:
            said = await self.workspace.write(words, move, *args, **kwargs)
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
            return False
        self.refresh_rows()
        going_on()
        self.say(" ".join([*said, "u takes it back."]))
        return True

    async def log_talk(self) -> None:
        """Log a conversation with whom the line is about; on the line of a check-in it is that check-in."""
        item = self.item
        if item is not None:
            held = ("", item.uid) if item.kind == "check-in" else ()
            await self.workspace.ways.open_talk(item.deal_id, self.person_id(), *held)

    def going_on(self) -> Callable[[], None]:
        """Return what goes on to the next line once the one under the cursor has moved; asked before it does."""
        raise NotImplementedError

    def person_id(self) -> int | None:
        """Return whom of them the line is about; None for nobody named."""
        item = self.item
        if item is None or item.who != "them" or not item.person:
            return None
        query = "SELECT person_id FROM due_item WHERE uid = ? AND kind = ?"
        row = self.workspace.desk.rows(lambda con: con.execute(query, (item.uid, item.kind)).fetchone())
        return None if row is None else row[0]
