"""A screen with the action board on it: how cards move by key and by mouse, and what is asked on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dealdesk.domain.board import View, neighbours
from dealdesk.domain.vocabulary import ActionState
from dealdesk.errors import DealdeskError
from dealdesk.store import board_moves
from dealdesk.store.board import OTHERS, BoardList
from dealdesk.store.board_moves import Moved
from dealdesk.tui.screens.action_asking import ask_anyway, ask_whom
from dealdesk.tui.screens.action_cards import ActionSource
from dealdesk.tui.screens.today_doing import DoingScreen
from dealdesk.tui.widgets.board_messages import CardDropped
from dealdesk.tui.widgets.filtered_board import FilteredBoard

if TYPE_CHECKING:
    from dealdesk.store.board import Card
    from dealdesk.tui.workspace import Workspace

_EMPTY = """
No actions yet.

  n   add one: what, who and when
  2   the deals; S signs one, and what follows from that lands here"""
_EMPTY_DEAL = """
No actions of {ref} yet.

  n   add one: what, who and when
  a   the actions of all deals"""
_BY_HAND = "Cards are put in order by hand where the columns are states: v leads back there."
_BACK = "A done card comes back where the columns are states: v leads there."
#: What to do instead where a card can't be put under another head.
_OTHERWISE = {
    View.OWNER: "Several people are here: o gives it to one of them, by name.",
    View.DUE: "Its day says where it stands: s puts it off, r is a new date agreed with them.",
    View.SIDE: "Its owner says whose it is: o takes a name, us or them.",
}


class BoardScreen(DoingScreen):
    """The moving half of ``ActionsScreen``."""

    def __init__(self, workspace: Workspace, deal_id: int | None) -> None:
        super().__init__(workspace)
        self._actions = BoardList()
        self._actions.deal_id = deal_id
        self._ref = workspace.deal_named(deal_id).ref if deal_id is not None else ""
        self._source = ActionSource(workspace, self._actions)
        self.list = FilteredBoard(self._source, empty=_EMPTY, id="actions")
        self.board = self.list.board

    @property
    def card(self) -> Card | None:
        """The card under the cursor."""
        return self._source.card(self.board.cursor_id)

    def show_info(self) -> None:
        """Say what is shown and how much of it there is."""
        figures = self._actions.figures
        left = f"{self._ref or 'all deals'}   by {self._actions.view.value}"
        late = f"  {figures.late:,} late" if figures.late else ""
        self.list.info(left, f"{figures.open:,} open{late}")
        self.board.say_when_empty(_EMPTY_DEAL.format(ref=self._ref) if self._ref else _EMPTY)

    async def on_card_dropped(self, event: CardDropped) -> None:
        """Put the card where it was dropped."""
        try:
            await self._drop(event)
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")

    async def _drop(self, event: CardDropped) -> None:
        card, key = self._source.card(event.id), self.board.keys()[event.column]
        if card is None:
            return
        if self._actions.view is not View.STATE:
            if event.column != self.board.column:
                await self._put_under(card, key)
            else:
                self.say(_BY_HAND, severity="warning")
            return
        if key == ActionState.DONE != card.state:
            await self.do_done_item()
            return
        between = neighbours(self._unfiltered(event.column), card.id, self._row_in_all(event.column, event.row))
        if key == card.state:
            await self._write(card, "put actions in order", board_moves.reorder, *between, seen=card.state)
        else:
            await self._move(card, key, board_moves.drop, *between)

    def _unfiltered(self, column: int) -> list[int]:
        """Return the cards of a column, those that the filter hides among them."""
        if not self.board.words:
            return self.board.ids(column)
        return self.workspace.desk.rows(self._actions.columns, self.workspace.desk.today)[column].ids

    def _row_in_all(self, column: int, row: int) -> int:
        """Return the place of the ``row``-th card shown among all cards of its column."""
        shown, every = self.board.ids(column), self._unfiltered(column)
        return every.index(shown[row]) if row < len(shown) else len(every)

    async def do_move_card_right(self) -> None:
        """Move the card to the next column."""
        await self._to_column(1)

    async def do_move_card_left(self) -> None:
        """Move the card to the column before."""
        await self._to_column(-1)

    async def _to_column(self, by: int) -> None:
        card, keys = self.card, self.board.keys()
        to = self.board.column + by
        if card is None or not 0 <= to < len(keys):
            return
        if keys[to] == ActionState.DONE:
            await self.do_done_item()
        elif self._actions.view is View.STATE:
            await self._move(card, keys[to], board_moves.move)
        else:
            await self._put_under(card, keys[to])

    async def _put_under(self, card: Card, key: str) -> None:
        """Put a card under another head where the columns are no states: only an owner can be given that way."""
        view = self._actions.view
        if key == ActionState.DONE:
            await self.do_done_item()
        elif card.state == ActionState.DONE:
            self.say(_BACK, severity="warning")
        elif view is not View.OWNER or key == OTHERS:
            self.say(_OTHERWISE[view], severity="warning")
        else:
            name = self._actions.owner_of(key)
            words = f"gave an action of {card.ref} an owner"
            if await self._write(card, words, board_moves.give_to, name) is not None:
                self.say(f"Owner: {name}. u takes it back." if name else "Nobody owns it now. u takes it back.")

    async def do_move_card_down(self) -> None:
        """Put the card behind the next one."""
        await self._reorder(self.board.row + 2)

    async def do_move_card_up(self) -> None:
        """Put the card before the one above it."""
        await self._reorder(self.board.row - 1)

    async def _reorder(self, row: int) -> None:
        card, column = self.card, self.board.column
        if card is None:
            return
        if self._actions.view is not View.STATE:
            self.say(_BY_HAND, severity="warning")
        elif 0 <= row <= len(self.board.ids(column)):
            between = neighbours(self._unfiltered(column), card.id, self._row_in_all(column, row))
            await self._write(card, "put actions in order", board_moves.reorder, *between, seen=card.state)

    async def _move(self, card: Card, state: str, move: Callable[..., Moved], *args: object) -> None:
        """Move a card to another state, and ask for whom it waits once it does."""
        desk, now = self.workspace.desk, self.workspace.clock.now()
        words = f"moved an action of {card.ref} to {state}"
        moved = await self._write(card, words, move, state, *args, desk.context, now, seen=card.state)
        if moved is not None and state == ActionState.WAITING:
            ask_whom(self, card, lambda: self.card)

    async def do_done_item(self) -> None:
        """Mark the card done; one that waits for another is asked about."""
        card = self.card
        if card is None:
            return
        self.workspace.must_write()
        if card.state == ActionState.DONE:
            self.say("That is done already.")
            return
        from dealdesk.store import action_moves

        if self.workspace.desk.rows(action_moves.is_first_deliverable, card.uid):
            await super().do_done_item()
            return
        await self._finish(card)

    async def _finish(self, card: Card, *, anyway: bool = False) -> None:
        from dealdesk.store.blocking import Blocked

        desk, now = self.workspace.desk, self.workspace.clock.now()
        words, done = f"marked an action of {card.ref} done", ActionState.DONE.value
        try:
            moved = await self._write(
                card, words, board_moves.move, done, desk.context, now, seen=card.state, anyway=anyway
            )
        except Blocked as refusal:
            ask_anyway(self, card, str(refusal), lambda: self._finish(card, anyway=True))
            return
        if moved is not None:
            self.say(" ".join([*moved.said, "u takes it back."]))

    async def _write(
        self,
        card: Card,
        words: str,
        move: Callable[..., Moved],
        *args: object,
        **more: Any,  # noqa: ANN401 - handed on
    ) -> Moved | None:
        """Carry out a move as one command and show it; None where it was refused, which is said.

        A refusal means that the board was behind what another window did: it is read again. Raises ``Blocked``, which
        is a question.
        """
        from dealdesk.store.blocking import Blocked

        try:
            moved = await self.workspace.write(words, move, card.id, *args, **more)
        except Blocked:
            raise
        except DealdeskError as refusal:
            self.refresh_rows()
            self.say(str(refusal), severity="warning")
            return None
        self._take_in(moved, card.id)
        return moved

    def _take_in(self, moved: Moved, number: int) -> None:
        """Show what a move of this window did, without reading anything else."""
        self._source.take_in(moved.ids)
        self.board.reload(number, moved.ids)
        self.show_info()
