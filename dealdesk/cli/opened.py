"""The desk a command works on, opened for as long as the command runs."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dealdesk.clock import Clock
from dealdesk.errors import NotFound
from dealdesk.store import connect
from dealdesk.store.desk import Desk

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


def exists(path: str) -> bool:
    """Return whether there is a desk at ``path``, or was one: a missing file with backups is no new desk."""
    return os.path.exists(path) or connect.newest_backup(path) is not None


@contextmanager
def reading(call: Call) -> Iterator[Desk]:
    """Open the desk for a command that only reads; a mistyped file is refused, not created."""
    if not exists(call.path):
        raise NotFound(f"There is no desk at {call.path} yet. dealdesk starts one; --db FILE names another.")
    with writing(call) as desk:
        yield desk


@contextmanager
def writing(call: Call) -> Iterator[Desk]:
    """Open the desk, created or brought up to date as needed."""
    desk = Desk(call.path, Clock())
    try:
        yield desk
    finally:
        desk.close()
