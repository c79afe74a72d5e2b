"""An open desk: the file, the clock, a reading connection, and commands carried out one by one.

The command line writes through it directly. The App reads through it and writes through the writer thread.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from dealdesk.clock import Clock
from dealdesk.errors import Damaged
from dealdesk.store import connect

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

    from dealdesk.domain.fields import Context
    from dealdesk.store.history import Command
    from dealdesk.store.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")


class Desk:
    """One desk file, opened by one program.

    Opening raises what :mod:`dealdesk.store.connect` raises. ``window`` names this run in the history, so that undo
    takes back what was done here before what was done in another window.
    """

    def __init__(self, path: str, clock: Clock, *, patience_ms: int = 5000) -> None:
        self.path = path
        self.clock = clock
        self.window = os.urandom(6).hex()
        self._patience_ms = patience_ms
        if not connect.is_current(path, timeout_ms=patience_ms):
            from dealdesk.store import migrate

            migrate.open_or_create(path).close()
        self.con = connect.connect(path, readonly=True, timeout_ms=patience_ms, any_thread=True)
        connect.claim_for(self.con, path, self.window)
        self._settings: Settings | None = None
        self._engine: Engine | None = None
        self._writing: tuple[sqlite3.Connection, Engine] | None = None
        self.on_damage: Callable[[Damaged], None] | None = None
        """Told when a read finds the file damaged, on the thread that reads."""

    @property
    def today(self) -> date:
        """The local calendar day."""
        return self.clock.today()

    @property
    def settings(self) -> Settings:
        """What decides dates on this desk; read once, and again after :meth:`refresh`."""
        if self._settings is None:
            from dealdesk.store import settings

            with connect.sentences(self.path):
                self._settings = settings.load(self.con)
        return self._settings

    @property
    def context(self) -> Context:
        """What the reading of a typed field depends on."""
        return self.settings.context(self.today)

    def refresh(self) -> None:
        """Forget what was read of the settings, because someone may have changed them."""
        self._settings = None

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            with connect.sentences(self.path):
                yield
        except Damaged as error:
            if self.on_damage is not None:
                self.on_damage(error)
            raise

    def rows(self, function: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``function(connection, ...)``: a read without the ORM."""
        with self._reading():
            return function(self.con, *args, **kwargs)

    def read(self, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return ``function(session, ...)``: a read through SQLModel; loads it on first use."""
        from dealdesk.store import engine

        if self._engine is None:
            self._engine = engine.engine_over(self.con)
        with self._reading(), engine.session(self._engine) as session:
            return function(session, *args, **kwargs)

    def write(
        self, command: Command, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Carry out ``function(session, ...)`` as one command, here and now; for the command line."""
        from dealdesk.store import engine

        with connect.sentences(self.path):
            con, bound = self._writer()
            named = command._replace(window=command.window or self.window)
            return engine.write(con, bound, named, self.clock.now(), function, *args, **kwargs)

    def _writer(self) -> tuple[sqlite3.Connection, Engine]:
        from dealdesk.store import engine

        if self._writing is None:
            con = connect.connect(self.path, timeout_ms=self._patience_ms)
            self._writing = (con, engine.engine_over(con))
        return self._writing

    def close(self) -> None:
        """Close all connections."""
        if self._writing is not None:
            self._writing[0].close()
        self.con.close()
