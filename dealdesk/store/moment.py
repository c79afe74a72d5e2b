"""The instant of the command that is being carried out, for what follows from a row rather than from a key."""

from __future__ import annotations

import sqlite3
from datetime import date

from sqlmodel import Session

from dealdesk.clock import instant


def connection(session: Session) -> sqlite3.Connection:
    """Return the connection under a session."""
    return session.connection().connection.driver_connection  # type: ignore[return-value]


def moment(session: Session) -> str:
    """Return the UTC instant of the command under way, as the store keeps it. Raises LookupError outside of one."""
    row = connection(session).execute("SELECT at FROM writing WHERE command_id IS NOT NULL").fetchone()
    if row is None:
        raise LookupError("nothing is written outside a command")
    return str(row[0])


def local_day(at: str) -> date:
    """Return the local date of a stored instant."""
    return instant(at).astimezone().date()
