"""What moves with the day of an action, told: the check-ins tied to one of its deal, and its planned debriefs."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, col, select

from dealdesk.domain.vocabulary import DebriefState
from dealdesk.store.action_moves import day_words, short
from dealdesk.store.due_words import debrief_name
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.debriefs import Debrief

Days = dict[str, tuple[str, date]]


def days(session: Session, deal_id: int) -> Days:
    """Return the local days of what can move with an action of a deal, by uid, each with what it is called."""
    session.flush()
    checkins = select(Checkin).where(
        Checkin.deal_id == deal_id, col(Checkin.action_id).is_not(None), col(Checkin.archived_at).is_(None)
    )
    debriefs = select(Debrief).where(
        Debrief.deal_id == deal_id, Debrief.state == DebriefState.PLANNED, col(Debrief.archived_at).is_(None)
    )
    found: Days = {}
    for row in session.exec(checkins):
        if row.next_on is not None:
            found[row.uid] = (f"check-in {short(row.purpose)}" if row.purpose else "the check-in", row.next_on)
    for debrief in session.exec(debriefs):
        if debrief.due_on is not None:
            found[debrief.uid] = (f"the {debrief_name(debrief.kind)}", debrief.due_on)
    return found


def said(before: Days, after: Days) -> list[str]:
    """Return a sentence for each that has another day now: "With it: the second debrief, now Tue 9 Jun."."""
    return [
        f"With it: {name}, now {day_words(day)}."
        for uid, (name, day) in after.items()
        if uid not in before or before[uid][1] != day
    ]
