"""The leverage checklist of a deal is marked; its texts are written as those of any form (``forms.promote``).

A row is made by its first mark or for its first text. One that was put away by undo is brought back blank.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealdesk.domain import leverage as rules
from dealdesk.domain.leverage import MarkColumn, MarkRefused, Movement, Place
from dealdesk.domain.vocabulary import Evidence, LeverageSource
from dealdesk.errors import NotFound
from dealdesk.store.leverage_lines import standing_of, uid_of_place
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.registers import LeverageMark
from dealdesk.text import clean

#: Characters of the longest driver.
LONGEST_DRIVER = 60


def mark(
    session: Session, deal_id: int, debrief_id: int | None, source: str, driver: str, column: MarkColumn, value: str
) -> None:
    """Let ``column`` of a source, or of a driver of it, hold ``value``; what follows for its source is marked too.

    A row that is made belongs to the debrief ``debrief_id``. Raises :class:`MarkRefused`, and :class:`NotFound` for a
    deal that is not there.
    """
    driver = clean(driver)
    if len(driver) > LONGEST_DRIVER:
        raise MarkRefused(f"That driver is longer than {LONGEST_DRIVER} characters.")
    rows = _rows(session, deal_id)
    stands = {
        place: standing_of(row.counted_on, row.moved, row.did_not_move, row.evidence or "")
        for place, row in rows.items()
    }
    for place, standing in rules.changed(stands, (source, driver), column, value).items():
        row = rows.get(place) or _made(session, deal_id, debrief_id, *place)
        row.counted_on = standing.counted_on
        row.moved = standing.movement is Movement.MOVED
        row.did_not_move = standing.movement is Movement.DID_NOT
        row.evidence = Evidence(standing.evidence) if standing.evidence else None
        session.add(row)
    session.flush()


def make_row(session: Session, deal_id: int, debrief_id: int | None, source: str) -> None:
    """Have a row for a source, blank if there is none yet, so that what is typed can become part of it.

    Raises :class:`MarkRefused` for a source there is not, and :class:`NotFound` for such a deal.
    """
    if (source, "") not in _rows(session, deal_id):
        _made(session, deal_id, debrief_id, source, "")


def _rows(session: Session, deal_id: int) -> dict[Place, LeverageMark]:
    found = session.exec(
        select(LeverageMark).where(LeverageMark.deal_id == deal_id, col(LeverageMark.archived_at).is_(None))
    )
    return {(str(row.source), row.driver): row for row in found}


def _put_away(session: Session, deal_id: int, source: str, driver: str) -> LeverageMark | None:
    """Return the last row of a place that undo put away."""
    return session.exec(
        select(LeverageMark)
        .where(LeverageMark.deal_id == deal_id, LeverageMark.source == source, LeverageMark.driver == driver)
        .order_by(col(LeverageMark.id).desc())
    ).first()


def _deal(session: Session, deal_id: int) -> Deal:
    deal = session.get(Deal, deal_id)
    if deal is None:
        raise NotFound("That deal is not there any more.")
    return deal


def _made(session: Session, deal_id: int, debrief_id: int | None, source: str, driver: str) -> LeverageMark:
    """Return a blank row in the file: one that was put away, or a new one."""
    if source not in set(LeverageSource):
        raise MarkRefused(f"There is no source of leverage called “{source}”.")
    row = _put_away(session, deal_id, source, driver)
    if row is None:
        row = LeverageMark(
            uid=uid_of_place(_deal(session, deal_id).uid, source, driver),
            source=LeverageSource(source),
            driver=driver,
            deal_id=deal_id,
            debrief_id=debrief_id,
        )
    else:
        row.archived_at, row.evidence, row.quote, row.notes = None, None, "", ""
        row.counted_on = row.moved = row.did_not_move = False
        row.debrief_id = debrief_id
    session.add(row)
    session.flush()
    return row
