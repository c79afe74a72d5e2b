"""One process of tests compiles each statement once, not once for each of its thousands of desks."""

from __future__ import annotations

from typing import Any

import sqlalchemy
from sqlalchemy.util import LRUCache

from dealdesk.store import engine

_compiled: Any = LRUCache(5000)
_dialects: list[Any] = []


def create_engine(*args: Any, **options: Any) -> sqlalchemy.Engine:  # noqa: ANN401
    """Return an engine like any other that finds what another one compiled; SQLAlchemy keeps that by dialect."""
    made = sqlalchemy.create_engine(*args, **options)
    made.connect().close()  # the first one asks the driver what it can do
    _dialects.append(made.dialect)
    del _dialects[1:]
    made.dialect = _dialects[0]
    made._compiled_cache = _compiled
    return made


def use() -> None:
    """Let every desk of this process share what was compiled, as the commands of one desk do in the program."""
    setattr(engine, "create_engine", create_engine)  # noqa: B010  (mypy: a name it imports, not one it exports)
