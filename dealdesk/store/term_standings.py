"""How the terms of a deal are kept: with owner and date, as information only, or not yet; read without the ORM."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from dealdesk.domain.vocabulary import TermKind
from dealdesk.store import deal_page
from dealdesk.store.deal_page import TermLine

_STANDINGS = (
    "SELECT term.uid, term.information_only, coalesce(action.uid, ''), coalesce(action.text, ''), "
    "coalesce(person.name, ''), coalesce(action.soft_on, action.due_on, ''), coalesce(action.state, '') FROM term "
    "LEFT JOIN action ON action.id = term.action_id AND action.archived_at IS NULL "
    "LEFT JOIN person ON person.id = action.owner_id "
    "WHERE term.deal_id = ? AND term.kind <> ? AND term.archived_at IS NULL ORDER BY term.position, term.id"
)


class Standing(NamedTuple):
    """How a term that is not about money is kept; empty texts where there is nothing."""

    uid: str
    information_only: bool
    action_uid: str
    action_text: str
    owner: str
    due_on: str
    """ISO text."""
    state: str
    """The state of its action."""

    @property
    def explicit(self) -> bool:
        """Whether it has an action with an owner and a date."""
        return bool(self.action_uid and self.owner and self.due_on)

    @property
    def lacks(self) -> str:
        """What it still needs, in a few words; empty for nothing."""
        if self.information_only or self.explicit:
            return ""
        if not self.action_uid:
            return "no action"
        return "no owner, no date" if not self.owner and not self.due_on else "no date" if self.owner else "no owner"


def standings(con: sqlite3.Connection, deal_id: int) -> tuple[Standing, ...]:
    """Return how each term of a deal that is not about money is kept, in their order."""
    rows = con.execute(_STANDINGS, (deal_id, TermKind.COMMERCIAL.value)).fetchall()
    return tuple(Standing(row[0], bool(row[1]), *row[2:]) for row in rows)


def explicit(con: sqlite3.Connection, deal_id: int) -> tuple[int, int]:
    """Return how many terms have an action with owner and date, and of how many.

    Terms about money, and those that are information only, need none and are in neither number.
    """
    found = [one for one in standings(con, deal_id) if not one.information_only]
    return sum(one.explicit for one in found), len(found)


class KeptTerm(NamedTuple):
    """A term and how it is kept; one about money needs nothing."""

    uid: str
    term: TermLine
    standing: Standing | None


def of_deal(con: sqlite3.Connection, deal_id: int) -> tuple[KeptTerm, ...]:
    """Return all terms of a deal: those that no action keeps first, then those that lack an owner or a date.

    Behind them stand those that are kept, those that are information only, and those about money, which need nothing.
    """
    kept = {one.uid: one for one in standings(con, deal_id)}
    found = [KeptTerm(term.uid, term, kept.get(term.uid)) for term in deal_page.terms_of(con, deal_id)]
    return tuple(sorted(found, key=_place))


def _place(line: KeptTerm) -> int:
    stands = line.standing
    if stands is None:
        return 4
    if stands.information_only:
        return 3
    return 2 if stands.explicit else 1 if stands.action_uid else 0
