"""Actions as cards of the board: what each of them says, and as items of Today for what one does with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.domain.actions import window_words
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.vocabulary import ActionKind, ActionState, Side
from dealdesk.store import board
from dealdesk.store.due_item import DueItem
from dealdesk.tui.widgets.board_cards import CardLook, Look
from dealdesk.tui.widgets.board_view import BoardSource, Column

if TYPE_CHECKING:
    from dealdesk.store.board import BoardList, Card
    from dealdesk.tui.workspace import Workspace

_WEEK = 7
NO_DATE = "no date"
NO_OWNER = "owner --"


class ActionSource(BoardSource):
    """The actions of the desk as the board shows them."""

    def __init__(self, workspace: Workspace, actions: BoardList) -> None:
        self._desk = workspace.desk
        self._list = actions
        self._cards: dict[int, Card] = {}
        self._known = False

    def columns(self, words: str) -> list[Column]:
        """Return the columns with the cards that hold all ``words``; read anew, unless a move was just taken in."""
        today = self._desk.today
        if not self._known:
            self._desk.rows(self._list.follow, today)
        self._known = False
        self._cards.clear()
        return [Column(*column) for column in self._desk.rows(self._list.columns, today, words)]

    def cards(self, ids: Sequence[int]) -> Mapping[int, CardLook]:
        """Return how these cards look."""
        found = self._desk.rows(board.cards, ids)
        self._cards.update(found)
        today, every = self._desk.today, self._list.deal_id is None
        return {number: look(card, today, with_ref=every) for number, card in found.items()}

    def total(self) -> int:
        """Return how many cards there are."""
        return self._list.total

    def card(self, number: int | None) -> Card | None:
        """Return a card, most often from what was read to draw it."""
        if number is None:
            return None
        if number not in self._cards:
            self._cards.update(self._desk.rows(board.cards, [number]))
        return self._cards.get(number)

    def take_in(self, ids: Iterable[int]) -> None:
        """Read a few cards again; the columns that are asked for next are not read anew."""
        self._desk.rows(self._list.take_in, ids, self._desk.today)
        self._known = True


def look(card: Card, today: date, *, with_ref: bool) -> CardLook:
    """Return what a card says; ``with_ref`` names its deal."""
    due, due_look = due_words(card, today)
    marks, mark_look = marks_of(card, today)
    whose = f"for {card.asked}" if card.asked else ""
    detail = (
        f"{card.ref} {card.title}",
        f"due {due}" if due_look != "overdue" and card.due_on and card.state != ActionState.DONE else due,
        owner_words(card, whole=True),
        *marks,
        whose,
        f"{card.progress} %" if card.progress is not None else "",
    )
    ref = card.ref if with_ref else ""
    return CardLook(card.text, due, owner_words(card), marks, due_look, mark_look, detail, ref)


def owner_words(card: Card, *, whole: bool = False) -> str:
    """Return who has a card: "me", a name, whose side where nobody has it."""
    if card.owner_is_me:
        return "me"
    if card.owner:
        return card.owner if whole else card.owner.split()[0]
    if card.state == ActionState.DONE:
        return ""
    return "them --" if card.side == Side.THEM else NO_OWNER


def due_words(card: Card, today: date) -> tuple[str, Look]:
    """Return when a card is due, with the distance: "Fri +2d", "3d late", "no date"; and how that looks."""
    if card.state == ActionState.DONE:
        return (f"done {_short(card.done_on, today)}" if card.done_on else "done"), "muted"
    if not card.due_on:
        return NO_DATE, "muted"
    late = (today - date.fromisoformat(card.hard_on)).days if card.hard_on else 0
    if late > 0:
        return f"{late}d late", "overdue"
    days = (date.fromisoformat(card.due_on) - today).days
    if days <= 0:
        return "today", "warning"
    return f"{_short(card.due_on, today)} +{days}d", ""


def marks_of(card: Card, today: date) -> tuple[tuple[str, ...], Look]:
    """Return what else a card says, the most important first, and how that looks."""
    marks: list[str] = []
    mark_look: Look = "muted"
    window = window_words(card.state, date.fromisoformat(card.review_until) if card.review_until else None, today)
    if window:
        marks.append(window)
        mark_look = "warning" if window == "window over" else "muted"
    if card.state == ActionState.WAITING and card.waiting_since:
        marks.append(_waiting(card, today))
        mark_look = "warning" if card.nudge_on and card.nudge_on <= today.isoformat() else "muted"
    if card.action_class:
        marks.append(card.action_class)
    if card.blocked_by:
        marks.insert(0, f"waits for: {card.blocked_by}")
        mark_look = "warning"
    return tuple(marks), mark_look


def _waiting(card: Card, today: date) -> str:
    since = f"since {_short(card.waiting_since, today)}"
    if not card.nudge_on:
        return since
    return f"{since}, nudge {'now' if card.nudge_on <= today.isoformat() else _short(card.nudge_on, today)}"


def _short(day: str | None, today: date) -> str:
    if not day:
        return ""
    found = date.fromisoformat(day)
    if found == today:
        return "today"
    if 0 < (found - today).days < _WEEK:
        return f"{found:%a}"
    year = f" {found:%y}" if abs((found - today).days) > 300 else ""
    return f"{found.day} {found:%b}{year}"


def due_item(card: Card, today: date) -> DueItem:
    """Return a card as an item of Today."""
    late = (today - date.fromisoformat(card.hard_on)).days if card.hard_on else 0
    return DueItem(
        kind="change" if card.kind == ActionKind.PLAYBOOK else "action",
        uid=card.uid,
        deal_id=card.deal_id,
        ref=card.ref,
        title=card.title,
        party="",
        due_on=card.due_on,
        due_at=card.due_at,
        hard_on=card.hard_on,
        soft_on=card.soft_on,
        weight=card.weight,
        who=card.side,
        text=card.text,
        state=card.state,
        person="" if card.owner_is_me else card.owner,
        reason=card.reason,
        action_kind=card.kind,
        group="overdue" if late > 0 else "",
        late_days=max(0, late),
        urgency=0,
        why=card.reason or "",
    )


def why(card: Card, today: date) -> str:
    """Return why a card is where it is, for its history."""
    due, _look = due_words(card, today)
    marks, _mark_look = marks_of(card, today)
    hard = f"at the latest {day_words(date.fromisoformat(card.hard_on))}" if card.hard_on else ""
    return "; ".join(part for part in (f"{card.state}, {due}", hard, card.reason or "", *marks) if part)
