"""What the cards around a debrief show: earlier changes, what went where, what a sponsor is told. No ORM is loaded."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.clock import stamp
from dealdesk.counts import counted
from dealdesk.domain.vocabulary import ActionKind, ActionState
from dealdesk.errors import NotFound
from dealdesk.store import deal_lines, leverage_lines

if TYPE_CHECKING:
    from sqlmodel import Session

#: How many changes of earlier deals are looked at.
LOOKED_AT = 3


class PastChange(NamedTuple):
    """A change agreed in an earlier debrief, and what became of it."""

    uid: str
    ref: str
    text: str
    kind: str
    action_uid: str
    """The action all changes of that deal share; empty where there is none."""
    due_on: str
    """Local date, ISO; empty for none."""
    done_on: str

    @property
    def done(self) -> bool:
        """Whether it was made."""
        return bool(self.done_on)


_PAST = f"""
SELECT playbook_change.uid, deal.ref, playbook_change.text, coalesce(playbook_change.kind, ''),
       coalesce(action.uid, ''), coalesce(action.due_on, ''),
       CASE WHEN action.state = '{ActionState.DONE}' THEN coalesce(action.done_on, 'done') ELSE '' END
  FROM playbook_change JOIN deal ON deal.id = playbook_change.deal_id
  LEFT JOIN action ON action.id = coalesce(playbook_change.action_id,
       (SELECT min(id) FROM action WHERE deal_id = playbook_change.deal_id AND kind = '{ActionKind.PLAYBOOK}'
        AND archived_at IS NULL)) AND action.archived_at IS NULL
 WHERE playbook_change.deal_id <> ? AND playbook_change.archived_at IS NULL AND deal.archived_at IS NULL
 ORDER BY playbook_change.id DESC LIMIT {LOOKED_AT}
"""


def past_changes(con: sqlite3.Connection, deal_id: int) -> list[PastChange]:
    """Return the last three changes agreed for other deals than this one, the newest first."""
    return [PastChange._make(row) for row in con.execute(_PAST, (deal_id,)).fetchall()]


def tick_change(session: Session, action_uid: str, today: date, now: datetime) -> bool:
    """Say that the changes of a deal were made, or that they are open again; return whether they are made now.

    Raises :class:`NotFound` for an action there is not.
    """
    from sqlmodel import col, select

    from dealdesk.store.tables.actions import Action

    row = session.exec(select(Action).where(Action.uid == action_uid, col(Action.archived_at).is_(None))).one_or_none()
    if row is None:
        raise NotFound("That action is not there any more.")
    made = row.state != ActionState.DONE
    row.state = ActionState.DONE if made else ActionState.TODO
    row.done_on, row.done_at = (today, stamp(now)) if made else (None, None)
    session.add(row)
    session.flush()
    return made


class Outcome(NamedTuple):
    """What a debrief came to."""

    went_where: tuple[str, ...]
    """ "3 takeaways", "2 frictions" and so on, in the order of the sections."""
    length_min: int
    used_s: float
    """Of all sections; the sponsor's slot is apart."""
    sponsor_s: float
    sponsor: bool
    """Whether a sponsor was to come."""
    held: str
    """What a second debrief judged, in words; empty for none."""


_WENT = (
    ("key_moment", "key moment"),
    ("takeaway", "takeaway"),
    ("leverage_mark", "source"),
    ("missed", "missed question"),
    ("friction", "friction"),
    ("playbook_change", "change"),
)


def outcome(con: sqlite3.Connection, debrief_id: int) -> Outcome:
    """Return what a debrief put where, and the time it took; raises :class:`NotFound` for one there is not."""
    row = con.execute("SELECT length_min, sponsor FROM debrief WHERE id = ?", (debrief_id,)).fetchone()
    if row is None:
        raise NotFound("That debrief is not there any more.")
    went = []
    for table, noun in _WENT:
        if table == "leverage_mark":
            if count := leverage_lines.count_of_debrief(con, debrief_id):
                went.append(f"{counted(count, noun)} of leverage")
            continue
        query = f"SELECT count(*) FROM {table} WHERE debrief_id = ? AND archived_at IS NULL"
        if count := con.execute(query, (debrief_id,)).fetchone()[0]:
            banked = con.execute(f"{query} AND question_id IS NOT NULL", (debrief_id,)) if table == "missed" else None
            inside = banked.fetchone()[0] if banked else 0
            which = "" if inside == count else f"{inside} "
            went.append(counted(count, noun) + (f" ({which}in the question bank)" if inside else ""))
    used = dict(
        con.execute(
            "SELECT section = 'sponsor', sum(used_s) FROM debrief_section WHERE debrief_id = ? "
            "AND archived_at IS NULL GROUP BY 1",
            (debrief_id,),
        ).fetchall()
    )
    verdicts = con.execute(
        "SELECT verdict, count(*) FROM held_mark WHERE debrief_id = ? AND archived_at IS NULL GROUP BY 1 "
        "ORDER BY CASE verdict WHEN 'held' THEN 0 WHEN 'did not hold' THEN 1 ELSE 2 END",
        (debrief_id,),
    ).fetchall()
    held = ", ".join(f"{verdict} {count}" for verdict, count in verdicts)
    return Outcome(tuple(went), row[0], used.get(0, 0.0), used.get(1, 0.0), bool(row[1]), held)


def answers(con: sqlite3.Connection, section: str, debrief_id: int | None) -> tuple[str, ...]:
    """Return the lines a debrief put into the register of a section; none for one that has not begun."""
    table = {"worked": "takeaway", "changes": "playbook_change"}.get(section, section)
    query = f"SELECT text FROM {table} WHERE debrief_id = ? AND archived_at IS NULL ORDER BY position, id"
    return tuple(row[0] for row in con.execute(query, (debrief_id,)))


def outcome_missing(con: sqlite3.Connection, deal_id: int) -> bool:
    """Return whether nobody said how a deal ended that was not signed."""
    query = "SELECT 1 FROM deal WHERE id = ? AND outcome IS NULL AND signed_on IS NULL"
    return con.execute(query, (deal_id,)).fetchone() is not None


def deal_uid(con: sqlite3.Connection, deal_id: int) -> str:
    """Return the uid of a deal; raises :class:`NotFound` for one there is not."""
    row = con.execute("SELECT uid FROM deal WHERE id = ?", (deal_id,)).fetchone()
    if row is None:
        raise NotFound("That deal is not there any more.")
    return str(row[0])


class Card(NamedTuple):
    """What a sponsor is told of a deal, in one look."""

    deal: str
    outcome: str
    moved: tuple[str, ...]
    changes: tuple[str, ...]
    risk: str


def sponsor_card(con: sqlite3.Connection, deal_id: int, debrief_id: int) -> Card:
    """Return the card of a deal; raises :class:`NotFound` for a deal there is not."""
    line = deal_lines.lines(con, [deal_id]).get(deal_id)
    if line is None:
        raise NotFound("That deal is not there any more.")
    term, ended = con.execute("SELECT term, coalesce(outcome, '') FROM deal WHERE id = ?", (deal_id,)).fetchone()
    party = f"with {line.party}" if line.party else ""
    parts = [
        line.title,
        party,
        line.type or "",
        line.amount,
        term,
        _signed(line.signed_on),
    ]
    intended, actual, risk = con.execute(
        "SELECT intended, actual, risk FROM debrief WHERE id = ?", (debrief_id,)
    ).fetchone() or ("", "", "")
    told = [f"we intended {intended}" if intended else "", actual or _terms(con, deal_id), ended if not actual else ""]
    return Card(
        "; ".join(part for part in parts if part),
        "; ".join(part for part in told if part),
        _moved(con, deal_id),
        _texts(con, "playbook_change", deal_id, 3),
        risk,
    )


def _signed(signed_on: str | None) -> str:
    if not signed_on:
        return ""
    day = date.fromisoformat(signed_on)
    return f"signed {day.day} {day:%B %Y}"


def _terms(con: sqlite3.Connection, deal_id: int) -> str:
    return "; ".join(_texts(con, "term", deal_id, 4, "what"))


def _moved(con: sqlite3.Connection, deal_id: int) -> tuple[str, ...]:
    """Return up to three sources that moved them, with their words; without any, what worked."""
    rows = con.execute(
        "SELECT source, max(quote) FROM leverage_mark WHERE deal_id = ? AND moved AND archived_at IS NULL "
        "GROUP BY source ORDER BY max(quote) = '', min(id) LIMIT 3",
        (deal_id,),
    ).fetchall()
    if rows:
        return tuple(f"{source}: {quote}" if quote else source for source, quote in rows)
    return _texts(con, "takeaway", deal_id, 2)


def _texts(con: sqlite3.Connection, table: str, deal_id: int, most: int, column: str = "text") -> tuple[str, ...]:
    rows = con.execute(
        f"SELECT {column} FROM {table} WHERE deal_id = ? AND archived_at IS NULL ORDER BY position, id LIMIT ?",
        (deal_id, most),
    )
    return tuple(row[0] for row in rows)
