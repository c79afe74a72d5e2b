"""The one writer thread of a process: it keeps typing, carries out commands, and notices other windows.

It owns the only writing connection. Typing is kept on a fixed tick while there is any, never a debounce: a person who
types without a pause still loses at most one tick. A lock held by another program is waited for here, so the screen
never stalls and no command is lost.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from dealdesk.clock import Clock, stamp
from dealdesk.errors import Damaged, DealdeskError, NewerSchema, NotWritable
from dealdesk.store import connect, migrate, windows
from dealdesk.store.history import Command, unit
from dealdesk.store.typed_texts import TypedText, store_typed
from dealdesk.store.writer_events import Event, Foreign, Kept, ReadOnly, Trouble

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

P = ParamSpec("P")
T = TypeVar("T")

#: Seconds between two keepings of typed text, at least and at most (five times the last commit in between).
TICK = 0.25
SLOWEST_TICK = 1.0
#: Seconds between two looks at whether another window wrote.
LOOK = 1.0
#: How long one try waits for a lock, in milliseconds; tries go on until they succeed.
PATIENCE_MS = 200
_FORGET = "DELETE FROM typing WHERE key = ? AND window = ?"


class Writer(threading.Thread):
    """The writer thread. ``on_event`` is called on this thread; a screen hands it on with ``call_from_thread``."""

    def __init__(self, path: str, clock: Clock, window: str, on_event: Callable[[Event], None]) -> None:
        super().__init__(name="writer", daemon=True)
        self.path = path
        self.window = window
        self._clock = clock
        self._on_event = on_event
        self._state = threading.Condition()
        self._jobs: deque[tuple[Callable[[sqlite3.Connection], Any], Future[Any]]] = deque()
        self._typed: dict[str, TypedText] = {}
        self._closing = False
        self._busy = False
        self._due = 0.0
        self._look_at = 0.0
        self._data_version: int | None = None
        self._trouble = ""
        self._engine: Engine | None = None
        self.refusal: DealdeskError | None = None
        """Why this desk is only read: it is damaged, may not be written, or belongs to a newer dealdesk."""

    # What the screens call; none of it blocks.

    def keep(
        self, key: str, text: str, *, deal_id: int | None = None, base_text: str | None = None, state: str = "typing"
    ) -> None:
        """Keep ``text`` for the field ``key`` (``table/uid/field``) at the next tick."""
        with self._state:
            self._typed[key] = TypedText(text, deal_id, base_text, state)
            self._state.notify_all()

    def forget(self, key: str) -> None:
        """Drop typed text that has become part of its record by another way."""
        with self._state:
            self._typed.pop(key, None)
        self.call(lambda con: con.execute(_FORGET, (key, self.window)) and None)

    def submit(
        self, command: Command, function: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Carry out ``function(session, *args)`` as one command; the future ends after the commit."""

        def job(con: sqlite3.Connection) -> T:
            from dealdesk.store import engine

            if self._engine is None:
                self._engine = engine.engine_over(con)
            named = command._replace(window=command.window or self.window)
            return engine.write(con, self._engine, named, self._clock.now(), function, *args, **kwargs)

        return self.call(job)

    def submit_raw(
        self,
        command: Command,
        function: Callable[Concatenate[sqlite3.Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Future[T]:
        """Carry out ``function(connection, *args)`` as one command, without the ORM."""

        def job(con: sqlite3.Connection) -> T:
            with unit(con, command._replace(window=command.window or self.window), self._clock.now()):
                return function(con, *args, **kwargs)

        return self.call(job)

    def call(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run ``job(connection)`` on this thread after everything that was asked for before."""
        future: Future[T] = Future()
        with self._state:
            if self._closing or self.refusal is not None:
                closing = NotWritable("dealdesk is closing; nothing more is written.")
                future.set_exception(self.refusal or closing)
                return future
            self._jobs.append((job, future))
            self._state.notify_all()
        return future

    def flush(self, timeout: float = 3.0) -> bool:
        """Wait until all typing is kept and all commands are done; False when it took longer than ``timeout`` s."""
        with self._state:
            self._due = 0.0
            self._state.notify_all()
            self._state.wait_for(lambda: self.refusal is not None or not self._pending(), timeout)
            return not self._pending()

    def _pending(self) -> bool:
        return bool(self._jobs or self._typed or self._busy)

    def unsaved(self) -> dict[str, str]:
        """Return typed text that is not safe, by its field."""
        with self._state:
            return {key: typed.text for key, typed in self._typed.items()}

    def refuse(self, error: DealdeskError) -> None:
        """Write nothing more, and answer everything that is asked for with ``error``; only the first one counts."""
        with self._state:
            if self.refusal is not None:
                return
            self.refusal = error
            jobs, self._jobs = self._jobs, deque()
            self._state.notify_all()
        for _job, future in jobs:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
        self._on_event(ReadOnly(str(error)))

    def close(self, timeout: float = 3.0) -> bool:
        """Flush, then end the thread; False when something could not be saved in time: see :meth:`unsaved`."""
        saved = self.flush(timeout)
        with self._state:
            self._closing = True
            self._state.notify_all()
        if self.is_alive():
            self.join(timeout)
        return saved

    # The thread itself.

    def run(self) -> None:
        """Work until closed."""
        con = None
        opened = None
        try:
            con = self._open()
            opened = windows.OpenWindow(self.path, self.window) if con is not None else None
            while con is not None and self._wait():
                self._keep_typed(con)
                self._one_job(con)
                self._look(con)
        finally:
            with self._state:
                self._busy = False
                self._state.notify_all()
            if con is not None:
                con.close()
            if opened is not None:
                opened.close()

    def _open(self) -> sqlite3.Connection | None:
        while self.refusal is None:
            try:
                return migrate.open_or_create(self.path, timeout_ms=PATIENCE_MS)
            except connect.Busy as error:
                self._say(str(error))
                time.sleep(PATIENCE_MS / 1000)
                if self._closing:
                    return None
            except DealdeskError as error:
                self.refuse(error)
        return None

    def _wait(self) -> bool:
        """Sleep until there is something to do; False when there is nothing more to do for ever."""
        with self._state:
            self._busy = False
            self._state.notify_all()
            while not self._jobs and self.refusal is None:
                now = self._clock.mono()
                if self._typed and now >= self._due:
                    break
                if self._closing:
                    return False
                if now >= self._look_at:
                    break
                until = min(self._due, self._look_at) if self._typed else self._look_at
                self._state.wait(max(0.01, min(until - now, LOOK)))
            if self.refusal is not None:
                return False
            self._busy = True
        return True

    def _keep_typed(self, con: sqlite3.Connection) -> None:
        with self._state:
            if not self._typed or (not self._jobs and self._clock.mono() < self._due):
                return
            batch, self._typed = self._typed, {}
        at = stamp(self._clock.now())
        began = self._clock.mono()
        try:
            with connect.sentences(self.path):
                store_typed(con, self.window, batch, at)
        except DealdeskError as error:
            with self._state:
                self._typed = {**batch, **self._typed}
            self._due = self._clock.mono() + TICK
            self._bad(error)
            return
        self._due = began + min(SLOWEST_TICK, max(TICK, 5 * (self._clock.mono() - began)))
        self._say("")
        self._on_event(Kept(at))

    def _one_job(self, con: sqlite3.Connection) -> None:
        with self._state:
            if not self._jobs:
                return
            job, future = self._jobs.popleft()
        if not future.set_running_or_notify_cancel():
            return  # whoever asked went away before it began; from here on it can't be cancelled any more
        while True:
            try:
                with connect.sentences(self.path):
                    result = job(con)
            except connect.Busy as error:
                self._say(str(error))
                if self._closing:
                    future.set_exception(error)
                    return
            except BaseException as error:
                if isinstance(error, Damaged | NewerSchema):
                    self.refuse(error)
                future.set_exception(error)
                return
            else:
                self._say("")
                future.set_result(result)
                return

    def _look(self, con: sqlite3.Connection) -> None:
        now = self._clock.mono()
        if now < self._look_at:
            return
        self._look_at = now + LOOK
        try:
            with connect.sentences(self.path):
                found = con.execute("PRAGMA data_version").fetchone()[0]
        except Damaged as error:
            self.refuse(error)
            return
        except DealdeskError:
            return
        if self._data_version is not None and found != self._data_version:
            self._on_event(Foreign())
        self._data_version = found

    def _bad(self, error: DealdeskError) -> None:
        """Go on trying, unless no trying helps."""
        if isinstance(error, Damaged | NewerSchema):
            self.refuse(error)
        else:
            self._say(str(error))

    def _say(self, why: str) -> None:
        if why != self._trouble:
            self._trouble = why
            self._on_event(Trouble(why))
