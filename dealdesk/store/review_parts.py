"""The parts of the review form that are read from the deal and its registers (architecture 5.3), for ``store.review``.

A term that was given or got stands under "given and got" alone, so that no row is printed twice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from dealdesk.domain import renewal
from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import LeverageSource, MissedRole, TakeawayRole, TermKind, Trade
from dealdesk.errors import NotFound
from dealdesk.store import settings
from dealdesk.store.deal_lines import amount_text

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TICKED = "x"


class Filled(NamedTuple):
    """What one slot shows."""

    text: str
    """In the words of the page."""
    rows: tuple[str, ...] = ()
    """The uids of the rows the text comes from; empty for plain fields of the deal and for frozen text."""
    more: int = 0
    """How many further rows would fit the slot and stand in none."""
    typed: str | None = None
    """The text as it would be typed, where it is another one."""
    ring: tuple[str, ...] = ()
    """All rows that could stand here and stand in no other slot, those shown included."""
    tokens: tuple[str, ...] = ()
    """Of a slot of tokens: the text of each of ``rows``."""

    @property
    def printed(self) -> str:
        """The text as the page shows it."""
        return f"{self.text} (+{self.more} more)" if self.text and self.more else self.text

    @property
    def as_typed(self) -> str:
        """The text as a person would type it."""
        return self.text if self.typed is None else self.typed


class Pick(NamedTuple):
    """What a version says about one slot; neither rows nor text means: left empty on purpose."""

    rows: tuple[str, ...]
    text: str | None


class Row(NamedTuple):
    """A row that can stand in a slot."""

    uid: str
    role: str
    text: str
    aside: str
    """What stands beside the text: the cause of a friction, the answer to a risk, which way a trade went."""


def day_text(day: date | str | None) -> str:
    """Return a local date as the page prints it, "12 May 2026"; empty for none."""
    if not day:
        return ""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def head(con: sqlite3.Connection, deal_id: int, today: date, reviewed_on: date) -> dict[str, Filled]:
    """Return the ten inputs of the head; raises :class:`NotFound` for a deal there is not."""
    row = con.execute(
        "SELECT ref, coalesce(person.name, ''), coalesce(type, ''), amount_minor, currency, per, term, signed_on, "
        "start_on, end_on, renewal_count, renewal_unit, evergreen FROM deal "
        "LEFT JOIN person ON person.id = deal.owner_id WHERE deal.id = ?",
        (deal_id,),
    ).fetchone()
    if row is None:
        raise NotFound("That deal is not there any more.")
    ref, owner, kind, minor, currency, per, term, signed_on, start_on, end_on, count, unit, evergreen = row
    parties = con.execute(
        "SELECT party.name, deal_party.position FROM deal_party JOIN party ON party.id = deal_party.party_id "
        "WHERE deal_party.deal_id = ? AND deal_party.archived_at IS NULL ORDER BY deal_party.position, deal_party.id",
        (deal_id,),
    ).fetchall()
    texts = {
        "date": day_text(reviewed_on),
        "ref": ref,
        "owner": owner or me_alone(con),
        "type": kind,
        "counterparty": "; ".join(name for name, _position in parties),
        "value": amount_text(minor, currency, per),
        "term": term,
        "signed": f"yes, {day_text(signed_on)}" if signed_on else "no",
        "start": day_text(start_on),
        "renewal": _renewal(end_on, Period(count, unit) if count and unit else None, bool(evergreen), today),
    }
    typed = {
        "date": reviewed_on.isoformat(),
        "counterparty": next((name for name, position in parties if position == 0), ""),
        "signed": signed_on or "",
        "start": start_on or "",
        "renewal": end_on or "",
    }
    return {f"head.{name}": Filled(text, typed=typed.get(name)) for name, text in texts.items()}


def me_alone(con: sqlite3.Connection) -> str:
    """Return the name of whoever works alone on this desk: that person owns everything."""
    found = settings.load(con)
    return found.me if found.team == "alone" else ""


def _renewal(end_on: str | None, step: Period | None, evergreen: bool, today: date) -> str:
    if not end_on:
        return "runs on until notice" if evergreen else ""
    if step is None:
        return f"{day_text(end_on)}, ends"
    return f"{day_text(renewal.next_end(date.fromisoformat(end_on), step, today))}, for {step}"


def _rows(con: sqlite3.Connection, query: str, deal_id: int) -> list[Row]:
    """Return rows of (uid, role, text, aside); ``query`` ends with the table, its conditions come from here."""
    found = con.execute(f"{query} WHERE deal_id = ? AND archived_at IS NULL ORDER BY position, id", (deal_id,))
    return [Row._make(row) for row in found]


def picked(rows: Sequence[Row], slot: str, picks: Mapping[str, Pick]) -> list[Row]:
    """Return the rows a slot of several shows: those picked, in their order, else all."""
    if slot not in picks:
        return list(rows)
    by_uid = {row.uid: row for row in rows}
    return [by_uid[uid] for uid in picks[slot].rows if uid in by_uid]


def joined(rows: Sequence[Row], shown: Sequence[Row], between: str = "; ") -> Filled:
    """Return a slot that shows some rows of a register as tokens."""
    tokens, uids = tuple(row.text for row in shown), tuple(row.uid for row in shown)
    ring = tuple(row.uid for row in rows)
    return Filled(between.join(tokens), uids, len(ring) - len(uids), ring=ring, tokens=tokens)


def _by_role(rows: Sequence[Row], roles: Mapping[str, str], picks: Mapping[str, Pick]) -> dict[str, Filled]:
    """Return slots that show one row each: the picked one, else the first that fits and stands nowhere else."""
    by_uid = {row.uid: row for row in rows}
    taken = {uid for slot in roles if slot in picks for uid in picks[slot].rows}
    chosen: dict[str, Row | None] = {}
    for slot, role in roles.items():
        if slot in picks:
            row = next((by_uid[uid] for uid in picks[slot].rows if uid in by_uid), None)
        else:
            row = next((row for row in rows if row.role == role and row.uid not in taken), None)
        if row:
            taken.add(row.uid)
        chosen[slot] = row
    last = {role: slot for slot, role in roles.items() if chosen[slot]}
    left = {role: sum(row.role == role and row.uid not in taken for row in rows) for role in last}
    filled = {}
    for slot, row in chosen.items():
        free = [other for other in rows if other is row or other.uid not in taken]
        # Those of the role come first; one whose role was guessed wrong can be had with a few more keys.
        ring = tuple(other.uid for other in sorted(free, key=lambda other: other.role != roles[slot]))
        more = left[roles[slot]] if row and last[roles[slot]] == slot else 0
        filled[slot] = Filled(row.text, (row.uid,), more, ring=ring) if row else Filled("", ring=ring)
    return filled


def outcome(con: sqlite3.Connection, deal_id: int, picks: Mapping[str, Pick]) -> dict[str, Filled]:
    """Return part 1: the terms about money, the others, and what was given and got."""
    rows = _rows(con, "SELECT uid, kind, what, coalesce(trade, '') FROM term", deal_id)
    plain = [row for row in rows if not row.aside]
    trades = [row for trade in (Trade.GAVE, Trade.GOT) for row in rows if row.aside == trade]
    commercial = [row for row in plain if row.role == TermKind.COMMERCIAL]
    other = [row for row in plain if row.role != TermKind.COMMERCIAL]
    return {
        "outcome.commercial": joined(commercial, picked(commercial, "outcome.commercial", picks)),
        "outcome.other": joined(other, picked(other, "outcome.other", picks)),
        "outcome.trades": joined(trades, _told(picked(trades, "outcome.trades", picks))),
    }


def _told(trades: Sequence[Row]) -> list[Row]:
    """Return the trades with "gave" or "got" said where it changes."""
    said = ["", *(row.aside for row in trades)]
    return [
        row if row.aside == before else row._replace(text=f"{row.aside}: {row.text}")
        for before, row in zip(said, trades, strict=False)
    ]


def worked(con: sqlite3.Connection, deal_id: int, picks: Mapping[str, Pick]) -> dict[str, Filled]:
    """Return part 2: one takeaway of each role."""
    rows = _rows(con, f"SELECT uid, coalesce(role, '{TakeawayRole.TACTIC}'), text, '' FROM takeaway", deal_id)
    return _by_role(rows, {f"worked.{role}": role for role in TakeawayRole}, picks)


def missed(con: sqlite3.Connection, deal_id: int, picks: Mapping[str, Pick]) -> dict[str, Filled]:
    """Return part 4: one missed line of each role."""
    # A line without a role is a missed question: something to ask earlier.
    rows = _rows(con, f"SELECT uid, coalesce(role, '{MissedRole.EARLIER}'), text, '' FROM missed", deal_id)
    roles = {"missed.late": MissedRole.LATE, "missed.earlier": MissedRole.EARLIER, "missed.hidden": MissedRole.HIDDEN}
    return _by_role(rows, roles, picks)


def leverage(con: sqlite3.Connection, deal_id: int) -> dict[str, Filled]:
    """Return part 3: a tick for each source that moved them, and the notes; the seventh source is never printed."""
    marks = con.execute(
        "SELECT uid, source, moved, notes FROM leverage_mark WHERE deal_id = ? AND archived_at IS NULL "
        "AND source <> ? ORDER BY moved DESC, id",
        (deal_id, LeverageSource.PRICE.value),
    ).fetchall()
    filled: dict[str, Filled] = {}
    for source in LeverageSource:
        moved = tuple(uid for uid, of, has_moved, _notes in marks if of == source and has_moved)
        if source is not LeverageSource.PRICE:
            filled[f"leverage.{source}"] = Filled(TICKED if moved else "", moved)
    noted = [(uid, notes) for uid, _source, _moved, notes in marks if notes]
    words = tuple(notes for _, notes in noted)
    filled["leverage.notes"] = Filled("; ".join(words), tuple(uid for uid, _ in noted), tokens=words)
    return filled


def friction(con: sqlite3.Connection, deal_id: int, picks: Mapping[str, Pick]) -> dict[str, Filled]:
    """Return part 5: one friction and its cause."""
    rows = _rows(con, "SELECT uid, '', text, coalesce(cause, '') FROM friction", deal_id)
    moments = _by_role(rows, {"friction.moments": ""}, picks)["friction.moments"]
    return {"friction.moments": moments, "friction.cause": _aside(rows, moments)}


def _aside(rows: Sequence[Row], filled: Filled) -> Filled:
    return next((Filled(row.aside, (row.uid,)) for row in rows if row.uid in filled.rows), Filled(""))


def changes(con: sqlite3.Connection, deal_id: int, picks: Mapping[str, Pick]) -> dict[str, Filled]:
    """Return part 6 without owner and date: three changes."""
    rows = _rows(con, "SELECT uid, '', text, '' FROM playbook_change", deal_id)
    return _by_role(rows, {f"changes.{number}": "" for number in (1, 2, 3)}, picks)


def risks(con: sqlite3.Connection, deal_id: int, picks: Mapping[str, Pick]) -> dict[str, Filled]:
    """Return part 8: three open risks and the answer to each."""
    rows = _rows(con, "SELECT uid, coalesce(closed_on, ''), text, mitigation FROM risk", deal_id)
    open_ones = [row for row in rows if not row.role]
    filled = _by_role(open_ones, {f"risks.{number}": "" for number in (1, 2, 3)}, picks)
    answers = {f"risks.answer_{number}": _aside(open_ones, filled[f"risks.{number}"]) for number in (1, 2, 3)}
    return filled | answers
