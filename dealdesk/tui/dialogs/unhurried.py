"""A question that may come up while someone is typing: the letters under way are no answer to it."""

from __future__ import annotations

import time
from typing import ClassVar, Generic, TypeVar

from textual.screen import ModalScreen

T = TypeVar("T")


class Unhurried(ModalScreen[T], Generic[T]):
    """Takes an answer only after the keyboard was still for :attr:`QUIET_S` seconds."""

    QUIET_S: ClassVar[float] = 0.7

    def __init__(self) -> None:
        super().__init__()
        self._still_since = time.monotonic()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let nothing happen while keys still follow each other."""
        now = time.monotonic()
        if now - self._still_since < self.QUIET_S:
            self._still_since = now
            return False
        return super().check_action(action, parameters)
