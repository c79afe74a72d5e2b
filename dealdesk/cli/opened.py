"""The desk a command works on, opened for as long as the command runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from dealdesk.clock import Clock
from dealdesk.errors import NotFound
from dealdesk.store import connect
from dealdesk.store.desk import Desk

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.cli.main import Call
    from dealdesk.store.history import Command

P = ParamSpec("P")
T = TypeVar("T")


def exists(path: str) -> bool:
    """Return whether there is a desk at ``path``, or was one: a missing file with backups is no new desk."""
    return os.path.exists(path) or connect.newest_backup(path) is not None


@contextmanager
def reading(call: Call, *, patience_ms: int = 5000) -> Iterator[ShellDesk]:
    """Open the desk for a command that only reads; a mistyped file is refused, not created.

    ``patience_ms`` is how long a lock of another program is waited for.
    """
    if not exists(call.path):
        raise NotFound(f"There is no desk at {call.path} yet. dealdesk starts one; --db FILE names another.")
    with writing(call, patience_ms=patience_ms) as desk:
        yield desk


class ShellDesk(Desk):
    """A desk on which the first command of a day finds its dates moved on, as it would in the app.

    Reading never does that, and a note leaves it to others: it is written without the ORM.
    """

    _moved_on = False

    def write(
        self, command: Command, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Carry out one command, after what time alone moves."""
        if not self._moved_on:
            from dealdesk.store import upkeep

            self._moved_on = True
            upkeep.advance_here(self)
        return self.write_as_is(command, function, *args, **kwargs)

    def write_as_is(
        self, command: Command, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Carry out one command without moving dates on: who signs today means today, not the day typed ahead."""
        return super().write(command, function, *args, **kwargs)


@contextmanager
def writing(call: Call, *, patience_ms: int = 5000) -> Iterator[ShellDesk]:
    """Open the desk, created or brought up to date as needed."""
    desk = ShellDesk(call.path, Clock(), patience_ms=patience_ms)
    try:
        yield desk
    finally:
        desk.close()
