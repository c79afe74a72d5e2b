"""The action board: what was promised, by whom and until when, in columns one moves it through."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from dealdesk.domain.board import View, next_view
from dealdesk.domain.vocabulary import ActionState
from dealdesk.errors import DealdeskError
from dealdesk.store import board_moves
from dealdesk.tui.commands import actions as commands
from dealdesk.tui.commands import today as today_commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.commands.talk import ShowCallCard, Talked, WaitForThem, WriteMessage
from dealdesk.tui.screens.action_asking import ask_owner
from dealdesk.tui.screens.action_cards import due_item, why
from dealdesk.tui.screens.action_moving import BoardScreen
from dealdesk.tui.widgets.board_messages import BoardFailed, CardOpened, CardReached
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.store.board import Card
    from dealdesk.store.due import DueItem
    from dealdesk.tui.workspace import Workspace

_WARM_AFTER = 0.3
#: What makes no sense for a card that is done.
_OPEN_ONLY = (today_commands.DoneItem, today_commands.LaterItem, today_commands.NewDateItem, WaitForThem)
_FREE = (commands.NewAction, commands.ChangeView, commands.ThisDealOrAll, GoBack)


class ActionsScreen(BoardScreen):
    """The board."""

    title_text = "Actions"
    commands = (
        commands.NewAction,
        today_commands.DoneItem,
        commands.MoveCardRight,
        commands.MoveCardDown,
        commands.ChangeView,
        commands.EditAction,
        commands.MoveCardLeft,
        commands.MoveCardUp,
        today_commands.LaterItem,
        today_commands.NewDateItem,
        Talked,
        WriteMessage,
        WaitForThem,
        ShowCallCard,
        commands.GiveAction,
        commands.ThisDealOrAll,
        commands.ArchiveAction,
        today_commands.ExplainItem,
        GoBack,
    )

    def __init__(self, workspace: Workspace, deal_id: int | None = None) -> None:
        """Show the actions of all deals, or of one."""
        super().__init__(workspace, deal_id)
        self.board.at_once = self._came_to_card

    def body(self) -> Iterable[Widget]:
        """Return the board."""
        yield self.list

    def on_mount(self) -> None:
        """Begin at the first card of the first column that has one."""
        super().on_mount()
        self.board.focus()
        self.board.to_a_card()
        self.show_info()
        self.set_timer(_WARM_AFTER, self._warm)

    def _warm(self) -> None:
        """Make the first letter of a filter, and the first move, as fast as the next ones."""
        self.workspace.desk.rows(self._actions.warm, self.workspace.desk.today)
        if self.workspace.refusal is None:
            self.workspace.writer.call(board_moves.warm)

    def refresh_rows(self) -> None:
        """Read the actions again; the cursor stays on its card, wherever that is now."""
        self.board.reload()
        self.show_info()
        self.show_keys()

    @property
    def item(self) -> DueItem | None:
        """The card under the cursor, as Today has it."""
        card = self.card
        return due_item(card, self.workspace.desk.today) if card is not None else None

    def going_on(self) -> Callable[[], None]:
        """Leave the cursor on its card: one watches it arrive."""
        return lambda: None

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to what needs a card where there is none."""
        if command is GoBack:
            return bool(self.workspace.left) or len(self.app.screen_stack) > 1
        if command in _OPEN_ONLY:
            card = self.card
            return card is not None and card.state != ActionState.DONE
        return command in _FREE or command not in self.commands or self.board.cursor_id is not None

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Name a way of moving only where the card can go that way."""
        card, view = self.card, self._actions.view
        if command is commands.MoveCardDown and (
            view is not View.STATE or card is None or card.state == ActionState.DONE
        ):
            return ""
        if command is commands.MoveCardRight and view is not View.STATE:
            return "owner" if view is View.OWNER and card is not None and card.state != ActionState.DONE else ""
        return super().footer_word(command)

    def show_back(self) -> None:
        """Read again after undo and redo; the cursor goes to the card that is there again, or somewhere else again."""
        before = self._heads()
        self.refresh_rows()
        after = self._heads()
        back = next((number for number, key in after.items() if before.get(number) != key), None)
        if back is not None:
            self.board.go_to(back)
            self.show_keys()

    def _heads(self) -> dict[int, str]:
        """Return under which head each card stands."""
        return {number: key for at, key in enumerate(self.board.keys()) for number in self.board.ids(at)}

    def _came_to_card(self) -> None:
        """Make the deal of the card the current one."""
        card = self.card
        if card is not None:
            self.workspace.deal = CurrentDeal(card.deal_id, card.ref, card.title)
            self.show_deal()
        if self.is_attached:
            self.show_keys()

    def on_card_reached(self, _event: CardReached) -> None:
        """Offer the keys that the card allows."""

    async def on_card_opened(self, _event: CardOpened) -> None:
        """Edit the card."""
        await self.do_edit_action()

    def on_board_failed(self, event: BoardFailed) -> None:
        """Say why the board shows what it had."""
        self.say(str(event.error), severity="error")

    def do_explain_item(self) -> None:
        """Show why the card stands there and is due on its day, and its history."""
        card = self.card
        if card is not None:
            from dealdesk.tui.dialogs.history import RowHistory

            self.app.push_screen(RowHistory(self.workspace, card.uid, why=why(card, self.workspace.desk.today)))

    def do_change_view(self) -> None:
        """Show other columns."""
        self._actions.view = next_view(self._actions.view)
        self.refresh_rows()

    def do_this_deal_or_all(self) -> None:
        """Show one deal or all."""
        deal = self.workspace.deal
        if self._actions.deal_id is not None:
            self._actions.deal_id, self._ref = None, ""
        elif deal is not None:
            self._actions.deal_id, self._ref = deal.id, deal.ref
        self.refresh_rows()

    async def do_new_action(self) -> None:
        """Open the form of a new action, of the deal in front."""
        from dealdesk.tui.dialogs.pick_deal import PickDeal

        self.workspace.must_write()
        deal_id = self._actions.deal_id or (self.workspace.deal.id if self.workspace.deal else None)
        if deal_id is not None:
            await self._open_new(deal_id)
        else:
            await self.app.push_screen(PickDeal(self.workspace), self._open_new)

    async def _open_new(self, deal_id: int | None) -> None:
        from dealdesk.tui.screens.deal_new import new_form

        if deal_id is not None:
            await self.app.push_screen(new_form(self.workspace, "action", deal_id))

    async def do_edit_action(self) -> None:
        """Open the form of the card."""
        from dealdesk.tui.screens.deal_new import edit_form

        card = self.card
        if card is not None and self._is_there(card):
            await self.app.push_screen(edit_form(self.workspace, "action", card.uid, card.deal_id))

    async def do_wait_for_them(self) -> None:
        """Begin to wait for them."""
        card = self.card
        if card is not None and self._is_there(card):
            await super().do_wait_for_them()

    def _is_there(self, card: Card) -> bool:
        """Say whether there still is what is about to be asked about; otherwise the board is read again."""
        try:
            self.workspace.desk.rows(board_moves.must_be_there, card.id)
        except DealdeskError as refusal:
            self.refresh_rows()
            self.say(str(refusal), severity="warning")
            return False
        return True

    def do_give_action(self) -> Awaitable[None] | None:
        """Ask who owns the card."""
        card = self.card
        if card is not None:
            self.workspace.must_write()
            words = f"gave an action of {card.ref} an owner"
            ask_owner(self, card, lambda name: self._write(card, words, board_moves.give_to, name))
        return None

    async def do_archive_action(self) -> None:
        """Archive the card."""
        card = self.card
        if card is None:
            return
        words, now = f"archived an action of {card.ref}", self.workspace.clock.now()
        if await self._write(card, words, board_moves.archive, now) is not None:
            self.say("The action was archived. u brings it back.")
