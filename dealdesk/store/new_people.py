"""People who are named in a conversation and whom the deal does not know yet."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from sqlmodel import Session

from dealdesk.domain.fields import Context
from dealdesk.domain.talk import names_in
from dealdesk.domain.vocabulary import Side
from dealdesk.store import forms, parties, people
from dealdesk.store.moment import connection
from dealdesk.store.uid import new_uid
from dealdesk.text import fold


def add(session: Session, deal_id: int, names: str, context: Context, now: datetime) -> str:
    """Add those among ``names`` who are :func:`new <unknown>` to their side of a deal; return the sentence about it.

    Empty where nobody is new.
    """
    found = unknown(connection(session), deal_id, names)
    for name in found:
        texts = {"name": name, "side": Side.THEM.value}
        forms.create(session, "deal_person", new_uid(), deal_id, texts, context, now)
    if not found:
        return ""
    whom = " and ".join(filter(None, (", ".join(found[:-1]), found[-1])))
    return f"{whom} {'are' if len(found) > 1 else 'is'} new: added to their side."


def unknown(con: sqlite3.Connection, deal_id: int, names: str) -> tuple[str, ...]:
    """Return who among ``names`` is new to a deal, each once.

    The counterparty itself, and our own people, are no new persons of their side; nor is a name that two people of the
    deal share, for it means one of them.
    """
    if not names or people.named(con, deal_id, names):
        return ()
    rows = con.execute(
        "SELECT party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
        "WHERE deal_party.deal_id = ? AND deal_party.archived_at IS NULL",
        (deal_id,),
    )
    there = [row[0] for row in rows] + [one.name for one in people.known(con, deal_id)] + parties.owners(con)
    taken = {part for name in there for part in (fold(name), *fold(name).split())}
    found = {fold(name): name for name in names_in(names) if fold(name) not in taken}
    return tuple(found.values())


def in_deal(con: sqlite3.Connection, deal_id: int, name: str) -> bool:
    """Return whether somebody of this very name is among the people of a deal."""
    rows = con.execute(
        "SELECT person.name FROM deal_person JOIN person ON person.id = deal_person.person_id "
        "WHERE deal_person.deal_id = ? AND deal_person.archived_at IS NULL",
        (deal_id,),
    )
    return fold(name) in {fold(row[0]) for row in rows}
