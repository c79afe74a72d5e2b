"""A screen with the action board on it: how cards move by key and by mouse, and what is asked on the way."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dealdesk.domain.board import View, neighbours
from dealdesk.domain.vocabulary import ActionState
from dealdesk.store import board_moves
from dealdesk.store.board import BoardList
from dealdesk.store.board_moves import Moved
from dealdesk.tui.screens.action_asking import ask_anyway, ask_whom
from dealdesk.tui.screens.action_cards import ActionSource
from dealdesk.tui.screens.today_doing import DoingScreen
from dealdesk.tui.widgets.board_messages import CardDropped
from dealdesk.tui.widgets.filtered_board import FilteredBoard

if TYPE_CHECKING:
    from dealdesk.store.board import Card
    from dealdesk.tui.workspace import Workspace

_BY_HAND = "Cards are put in order by hand where the columns are states: v leads back there."
_BY_STATE = "Cards move between states: v leads back to that view."


class BoardScreen(DoingScreen):
    """The moving half of ``ActionsScreen``."""

    def __init__(self, workspace: Workspace, deal_id: int | None, empty: str) -> None:
        super().__init__(workspace)
        self._actions = BoardList()
        self._actions.deal_id = deal_id
        self._ref = workspace.deal_named(deal_id).ref if deal_id is not None else ""
        self._source = ActionSource(workspace, self._actions)
        self.list = FilteredBoard(self._source, empty=empty, id="actions")
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

    async def on_card_dropped(self, event: CardDropped) -> None:
        """Put the card where it was dropped."""
        card = self._source.card(event.id)
        if card is None:
            return
        if self._actions.view is not View.STATE:
            self.say(_BY_STATE, severity="warning")
            return
        state = self.board.keys()[event.column]
        between = neighbours(self._unfiltered(event.column), card.id, self._row_in_all(event.column, event.row))
        words = "put actions in order" if state == card.state else f"moved an action of {card.ref} to {state}"
        await self._move(card, state, words, board_moves.drop, card.id, state, *between)

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
        """Move the card to the next state."""
        await self._to_state(1)

    async def do_move_card_left(self) -> None:
        """Move the card to the state before."""
        await self._to_state(-1)

    async def _to_state(self, by: int) -> None:
        card = self.card
        if card is None:
            return
        if self._actions.view is not View.STATE:
            self.say(_BY_STATE, severity="warning")
            return
        keys = self.board.keys()
        at = keys.index(card.state) + by
        if 0 <= at < len(keys):
            words = f"moved an action of {card.ref} to {keys[at]}"
            await self._move(card, keys[at], words, board_moves.move, card.id, keys[at])

    async def do_move_card_down(self) -> None:
        """Put the card behind the next one."""
        await self._reorder(self.board.row + 2)

    async def do_move_card_up(self) -> None:
        """Put the card before the one above it."""
        await self._reorder(self.board.row - 1)

    async def _reorder(self, row: int) -> None:
        card, column = self.card, self.board.column
        if card is None or not 0 <= row <= len(self.board.ids(column)):
            return
        if self._actions.view is not View.STATE:
            self.say(_BY_HAND, severity="warning")
            return
        between = neighbours(self._unfiltered(column), card.id, self._row_in_all(column, row))
        moved = await self.workspace.write("put actions in order", board_moves.reorder, card.id, *between)
        self._take_in(moved, card.id)

    async def _move(
        self,
        card: Card,
        state: str,
        words: str,
        move: Callable[..., Moved],
        *args: object,
    ) -> None:
        """Carry out a move to a state; one that has to wait for another action is asked about first."""
        from dealdesk.store.blocking import Blocked

        desk = self.workspace.desk
        if card.state == state == ActionState.DONE:
            self.say("That is done already.")
            return

        async def carry_out(**more: Any) -> None:  # noqa: ANN401 - handed on
            extra = () if move is board_moves.reorder else (desk.context, self.workspace.clock.now())
            moved = await self.workspace.write(words, move, *args, *extra, **more)
            self._take_in(moved, card.id)
            if moved.said and state == ActionState.DONE:
                self.say(" ".join([*moved.said, "u takes it back."]))
            if state == ActionState.WAITING and card.state != state:
                ask_whom(self, card, lambda: self.card)

        try:
            await carry_out()
        except Blocked as refusal:
            ask_anyway(self, str(refusal), lambda: carry_out(anyway=True))

    def _take_in(self, moved: Moved, number: int) -> None:
        """Show what a move of this window did, without reading anything else."""
        self._source.take_in(moved.ids)
        self.board.reload(number, moved.ids)
        self.show_info()
