"""SQLModel sessions over connections of :mod:`dealdesk.store.connect`; importing this loads the ORM."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlmodel import Session

import dealdesk.store.tables  # noqa: F401  (fills the metadata)
from dealdesk.store.history import Command, unit

P = ParamSpec("P")
T = TypeVar("T")


def engine_over(con: sqlite3.Connection) -> Engine:
    """Return an engine whose one connection is ``con``; its transactions are begun and ended by ``history.unit``.

    ``hide_parameters``: values must not get into error texts.
    """
    engine = create_engine(
        "sqlite://", creator=lambda: con, poolclass=StaticPool, pool_reset_on_return=None, hide_parameters=True
    )
    # The very first checkout probes the driver and rolls back; that must not happen inside a command.
    engine.connect().close()
    return engine


@contextmanager
def session(engine: Engine) -> Iterator[Session]:
    """Yield a session whose objects stay readable after it ends; raises the driver's errors, not SQLAlchemy's.

    What an error of SQLite means is said in one place only, which knows nothing of SQLAlchemy.
    """
    try:
        with Session(engine, expire_on_commit=False) as opened:
            yield opened
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise error.orig from None
        raise


def raw(session: Session) -> sqlite3.Connection:
    """Return the connection under a session of this module."""
    con = session.connection().connection.dbapi_connection
    if not isinstance(con, sqlite3.Connection):
        raise TypeError("a session over another driver")
    return con


def write(
    con: sqlite3.Connection,
    engine: Engine,
    command: Command,
    now: datetime,
    function: Callable[Concatenate[Session, P], T],
    *args: P.args,
    **kwargs: P.kwargs,
) -> T:
    """Run ``function(session, ...)`` as one command in one transaction on ``con`` and return its result."""
    with session(engine) as opened:
        with unit(con, command, now):
            result = function(opened, *args, **kwargs)
            opened.flush()
        return result
