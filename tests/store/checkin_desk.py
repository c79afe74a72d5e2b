"""Check-ins and talks of one deal, each written as one command, for the tests of check-ins."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from sqlmodel import Session

from dealdesk.store import connect, conversations, history, records
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.moment import connection
from dealdesk.store.uid import new_uid
from tests.desks import add_deal


def bare_deal(desk: Desk, **texts: str) -> int:
    """Add a deal without check-ins or follow-through, signed on 12 May 2026 unless ``texts`` say else."""
    found = add_deal(desk, **{"signed_on": "2026-05-12", **texts})

    def clear(session: Session) -> None:
        con = connection(session)
        for table in ("checkin", "action", "debrief"):
            con.execute(f"UPDATE {table} SET archived_at = '2026-05-13T09:30:00.000Z' WHERE deal_id = ?", (found,))

    desk.write(Command("cleared"), clear)
    return found


def add(desk: Desk, deal: int, table: str = "checkin", **texts: str) -> str:
    """Add a row from the texts of its form and return its uid."""
    uid = new_uid()
    now = desk.clock.now()
    desk.write(Command(f"added a {table}", deal), records.add, table, uid, deal, texts, desk.context, now)
    return uid


def value(desk: Desk, uid: str, columns: str) -> Any:  # noqa: ANN401 - whatever its columns hold
    """Return columns of a check-in; of one column its value alone."""
    row = desk.con.execute(f"SELECT {columns} FROM checkin WHERE uid = ?", (uid,)).fetchone()
    return row[0] if len(row) == 1 else tuple(row)


def talk(desk: Desk, deal: int, checkin_uid: str = "", **texts: str) -> list[str]:
    """Log a call, held as that check-in if one is named, and return what followed."""
    every = {"summary": "talked", "channel": "call", **texts}
    now = desk.clock.now()
    words = Command("logged a conversation", deal)
    return desk.write(words, conversations.log, deal, new_uid(), every, desk.context, now, checkin_uid=checkin_uid)


def logged(desk: Desk, deal: int, **texts: str) -> str:
    """Log a plain call and return its uid."""
    uid = new_uid()
    every = {"summary": "talked", "channel": "call", **texts}
    desk.write(Command("logged", deal), conversations.log, deal, uid, every, desk.context, desk.clock.now())
    return uid


def away(desk: Desk, table: str, uid: str) -> list[str]:
    """Archive a row and return what followed."""
    return desk.write(Command("took away"), records.archive, table, uid, desk.clock.now())


def undo(desk: Desk) -> None:
    """Take back the last command."""
    with closing(connect.connect(desk.path)) as con:
        history.undo(con, desk.window, desk.clock.now())


def redo(desk: Desk) -> None:
    """Carry out again what was taken back last."""
    with closing(connect.connect(desk.path)) as con:
        history.redo(con, desk.window, desk.clock.now())
