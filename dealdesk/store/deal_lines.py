"""What a list or a shell shows of deals, and how words find them; without the ORM, so that a shell answers at once."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from dealdesk.domain.money import Amount, show
from dealdesk.errors import NotFound
from dealdesk.text import clean, fold


class DealLine(NamedTuple):
    """What a list shows of a deal; dates are ISO text as the file keeps them."""

    id: int
    uid: str
    ref: str
    title: str
    party: str
    type: str | None
    stage: str
    amount: str
    signed_on: str | None
    end_on: str | None
    give_notice_by: str | None
    tags: str


#: Deals with their main counterparty, for queries of a line each.
LINE_TABLES = (
    "deal LEFT JOIN deal_party ON deal_party.deal_id = deal.id AND deal_party.position = 0 "
    "AND deal_party.archived_at IS NULL LEFT JOIN party ON party.id = deal_party.party_id"
)
#: What the words of a filter are looked for in.
WORDS = (
    "deal.ref || ' ' || deal.title || ' ' || coalesce(party.name, '') || ' ' || deal.tags || ' ' "
    "|| deal.stage || ' ' || coalesce(deal.type, '')"
)
_LINE = (
    "SELECT deal.id, deal.uid, deal.ref, deal.title, coalesce(party.name, ''), deal.type, deal.stage, "
    "deal.amount_minor, deal.currency, deal.per, deal.signed_on, deal.end_on, deal.give_notice_by, deal.tags "
    f"FROM {LINE_TABLES} "
)


def amount_text(minor: int | None, currency: str | None, per: str | None) -> str:
    """Return an amount as a person reads it, empty for none."""
    if minor is None:
        return ""
    return show(Amount(minor, currency or "", per or ""))  # type: ignore[arg-type]


def _line(row: tuple[object, ...]) -> DealLine:
    return DealLine._make((*row[:7], amount_text(row[7], row[8], row[9]), *row[10:]))  # type: ignore[arg-type]


def lines(con: sqlite3.Connection, ids: list[int]) -> dict[int, DealLine]:
    """Return what a list shows of the deals ``ids``; the visible rows only, so it is called with few."""
    marks = ",".join("?" * len(ids))
    rows = con.execute(f"{_LINE} WHERE deal.id IN ({marks})", ids).fetchall()
    return {row[0]: _line(row) for row in rows}


def listing(con: sqlite3.Connection, words: str = "") -> list[DealLine]:
    """Return all deals whose reference, title, counterparty or tags hold all of ``words``, newest first."""
    where, values = matching(words)
    rows = con.execute(f"{_LINE} WHERE {where} ORDER BY deal.id DESC", values).fetchall()
    return [_line(row) for row in rows]


def ids(con: sqlite3.Connection, words: str = "") -> list[int]:
    """Return the ids of the deals that :func:`listing` lists, in the same order."""
    where, values = matching(words)
    rows = con.execute(f"SELECT deal.id FROM {LINE_TABLES} WHERE {where} ORDER BY deal.id DESC", values).fetchall()
    return [row[0] for row in rows]


def matching(words: str) -> tuple[str, list[str]]:
    """Return the SQL condition, and its values, for the deals that hold all of ``words``, blind to case and accents."""
    parts = ["deal.archived_at IS NULL"]
    values: list[str] = []
    for word in fold(clean(words)).split():
        parts.append(f"instr(fold({WORDS}), ?) > 0")
        values.append(word)
    return " AND ".join(parts), values


def pick(con: sqlite3.Connection, words: str) -> DealLine:
    """Return the one deal that ``words`` name: a reference, its number, or a part of reference, counterparty or title.

    Raises :class:`NotFound`, with numbered candidates when several answer.
    """
    words = clean(words)
    exact = con.execute(
        f"{_LINE} WHERE deal.archived_at IS NULL AND deal.id IN (SELECT deal_id FROM deal_ref "
        "WHERE lower(ref) = lower(?) OR CAST(number AS TEXT) = ?)",
        (words, words),
    ).fetchall()
    if len(exact) == 1:
        return _line(exact[0])
    found = listing(con, words) if words else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(f"No deal answers to “{words}”. dealdesk deals lists them all.")
    shown = "\n".join(
        f"  {number}. {line.ref}  {line.title}" + "".join(f"  {part}" for part in (line.party, line.signed_on) if part)
        for number, line in enumerate(found[:9], 1)
    )
    more = f"\n  … and {len(found) - 9} more" if len(found) > 9 else ""
    raise NotFound(f"{len(found)} deals answer to “{words}”; say which by its reference:\n{shown}{more}")
