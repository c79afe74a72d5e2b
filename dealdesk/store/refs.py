"""References such as ACME-7: allocated once, never given to another deal, found again by their aliases."""

from __future__ import annotations

import re

from sqlalchemy import func
from sqlmodel import Session, col, select

from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal, DealRef
from dealdesk.text import fold

_WORD = re.compile(r"[A-Z0-9]+")
_SMALL = frozenset({"THE", "A", "AN", "DE", "DER", "DIE", "DAS", "LA", "LE", "EL"})
_LONGEST = 6


def stem(name: str) -> str:
    """Return the letters of a reference made from a name: "The Łódź Mills" gives LODZ."""
    words = [word for word in _WORD.findall(fold(name).upper()) if word not in _SMALL and not word.isdigit()]
    return words[0][:_LONGEST] if words else "DEAL"


def allocate(session: Session, name: str) -> tuple[str, int]:
    """Return the next free reference for a deal with ``name``, and its number; numbers count over the whole desk."""
    number = (session.exec(select(func.max(col(DealRef.number)))).one() or 0) + 1
    while not is_free(session, f"{stem(name)}-{number}"):
        number += 1  # an imported deal brought that reference along
    return f"{stem(name)}-{number}", number


def is_free(session: Session, ref: str) -> bool:
    """Say whether no deal has or ever had this reference."""
    return session.exec(select(DealRef).where(func.lower(DealRef.ref) == ref.lower())).first() is None


def give(session: Session, deal: Deal, ref: str, number: int | None) -> None:
    """Record that ``deal`` has ``ref`` from now on; its older references stay as aliases."""
    session.add(DealRef(deal_id=stored_id(deal), ref=ref, number=number))
    session.flush()
