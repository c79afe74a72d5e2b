"""What follows from a line in other registers: a missed question stands in the bank, a change has action and rule."""

from __future__ import annotations

from sqlmodel import Session

from dealdesk.store import change_follow, questions
from dealdesk.store.tables.base import RegisterRow
from dealdesk.store.tables.registers import Missed, PlaybookChange


def added(session: Session, row: RegisterRow) -> None:
    """Make what follows from a new line."""
    if isinstance(row, PlaybookChange):
        change_follow.added(session, row)
    elif isinstance(row, Missed):
        questions.added(session, row)


def edited(session: Session, row: RegisterRow, old_text: str) -> None:
    """Follow the text of a line."""
    if isinstance(row, PlaybookChange):
        change_follow.edited(session, row, old_text)
    elif isinstance(row, Missed):
        questions.edited(session, row, old_text)


def marked(session: Session, row: RegisterRow, old_kind: str | None, old_role: str | None) -> None:
    """Follow the kind and role of a line."""
    if isinstance(row, PlaybookChange):
        change_follow.marked(session, row, old_kind)
    elif isinstance(row, Missed):
        questions.marked(session, row, old_role)


def gone(session: Session, row: RegisterRow) -> None:
    """Take away what followed from a line that is taken away."""
    if isinstance(row, PlaybookChange):
        change_follow.gone(session, row)
    elif isinstance(row, Missed):
        questions.gone(session, row)


def back(session: Session, row: RegisterRow) -> None:
    """Bring back what followed from a line that comes back."""
    if isinstance(row, PlaybookChange):
        change_follow.back(session, row)
    elif isinstance(row, Missed):
        questions.back(session, row)
