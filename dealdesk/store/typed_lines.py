"""Lines on their way into a register: kept under the uid they will have, added or changed in one command.

The typing is forgotten in the transaction that adds the line, so a crash between the two neither loses nor doubles it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from sqlmodel import Session, select

from dealdesk.domain.line_grammar import Line as Grammar
from dealdesk.store.engine import raw
from dealdesk.store.history import set_aside, window_of
from dealdesk.store.lines import REGISTERS, add, edit, find
from dealdesk.store.tables.history import Typing


class DraftRow(NamedTuple):
    """A line that is typed but not added, or not changed yet."""

    uid: str
    """That of the line it will become, or of the line that is being changed."""
    section: str
    text: str
    base: str | None
    """The text of the line when its change began; None for one that is not in its register yet."""
    window: str = ""
    """Where it was typed."""


def typing_key(section: str, uid: str) -> str:
    """Return the key under which a line is kept while it is typed."""
    return f"line/{uid}/{section}"


def drafts(con: sqlite3.Connection, deal_id: int) -> list[DraftRow]:
    """Return what was typed for lines of a deal and is not part of them, the oldest first.

    What another open window types stays there. Where several closed ones changed one line, the newest is returned.
    """
    rows = con.execute(
        "SELECT key, text, base_text, window FROM typing "
        "WHERE deal_id = ? AND key >= 'line/' AND key < 'line0' AND text <> '' AND claim(window) > 0 "
        "ORDER BY claim(window), at, key",
        (deal_id,),
    ).fetchall()
    found: dict[str, DraftRow] = {}
    for key, text, base, window in rows:
        _line, uid, section = key.split("/", 2)
        if section not in REGISTERS:
            continue
        there = con.execute(
            f"SELECT text FROM {REGISTERS[section].__tablename__} WHERE uid = ? AND archived_at IS NULL", (uid,)
        ).fetchone()
        found.pop(key, None)
        now = there[0] if there else None
        found[key] = DraftRow(uid, section, text, now if base is None or now is None else base, window)
    return list(found.values())


def add_typed(
    session: Session, section: str, deal_id: int, debrief_id: int | None, lines: Sequence[Grammar], uid: str
) -> list[str]:
    """Add what was typed under ``uid`` as one line or several and forget the typing, in one command; return their uids.

    The first line gets ``uid``: where it is in the register already, because another window added the same typing,
    it is not added again.
    """
    model = REGISTERS[section]
    there = session.exec(select(model).where(model.uid == uid)).one_or_none()
    added = []
    for number, line in enumerate(lines):
        if number == 0 and there is not None:
            if there.text == line.text:
                continue
            added.append(add(session, section, deal_id, debrief_id, line))
        else:
            added.append(add(session, section, deal_id, debrief_id, line, uid if number == 0 else None))
    forget(session, section, uid)
    return added


def edit_typed(
    session: Session,
    section: str,
    deal_id: int,
    debrief_id: int | None,
    lines: Sequence[Grammar],
    uid: str,
    base: str | None = None,
) -> str | None:
    """Change the line ``uid`` to the first of ``lines`` and forget its typing; the others are added, in one command.

    ``base`` is its text when the change began (None: not known). Where another window changed it since, nothing is
    written and its text is returned; else None.
    """
    now = find(session, section, uid).text
    if base is not None and now not in (base, lines[0].text):
        return now
    edit(session, section, uid, lines[0])
    for line in lines[1:]:
        add(session, section, deal_id, debrief_id, line)
    forget(session, section, uid)
    return None


def leave_theirs(session: Session, section: str, uid: str, text: str) -> None:
    """Forget a change of a line in favour of another window's; its ``text`` is kept in the history of the line."""
    set_aside(raw(session), str(REGISTERS[section].__tablename__), uid, "text", text)
    forget(session, section, uid)


def forget(session: Session, section: str, uid: str) -> None:
    """Forget what is typed for a line."""
    typing = session.get(Typing, (typing_key(section, uid), window_of(raw(session))))
    if typing is not None:
        session.delete(typing)
        session.flush()


def take_note(session: Session, section: str, deal_id: int, debrief_id: int | None, note_uid: str) -> str:
    """Make a captured note a line of a section and mark the note as used; return the uid of the line."""
    note = find(session, "notes", note_uid)
    line = Grammar(note.text, note.said_by, note.happened_on, tuple(note.tags.split()))
    uid = add(session, section, deal_id, debrief_id, line)
    setattr(note, "used", True)  # noqa: B010 - only notes have it, and REGISTERS names the common class
    session.add(note)
    session.flush()
    return uid
