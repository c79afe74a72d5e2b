"""What one does with a line of Today, by its kind: done, later, a new date. Each is one command that undo takes back.

*Later* is between me and my desk; a *new date* is agreed with them, is remembered and counts in promises kept.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from dealdesk.clock import stamp
from dealdesk.domain.actions import window_said
from dealdesk.domain.calendar import OutOfCalendar, WorkCalendar, add_days
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionKind, ActionState, DebriefKind, DebriefState, SetBy
from dealdesk.errors import InputRefused
from dealdesk.store import action_moves, checkin_ties, moved_along, settings
from dealdesk.store.action_moves import day_words
from dealdesk.store.due_record import row_of
from dealdesk.store.moment import connection, local_day
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Dated, Row
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Issue, Risk
from dealdesk.text import clean

#: After so many times of putting a check-in off it is asked whether it is meant too often.
OFTEN_PUT_OFF = 2
#: A record is asked about again, and a risk reviewed again, after so many days.
ASK_AGAIN_DAYS, REVIEW_DAYS = 7, 30
#: Of an action of these kinds they know nothing.
_OURS_ALONE = {
    ActionKind.HANDOVER: "A hand-over",
    ActionKind.PLAYBOOK: "A change of ours",
    ActionKind.FORMAL: "A formal step of ours",
}

_NOT_DONE = {
    "debrief": "A debrief is done when it was held: D holds it, s puts it off (dealdesk debrief, later).",
    "check-in": "A check-in is done when you talked: t logs what was said (dealdesk log).",
    "waiting": "Their answer ends it: t logs what they said (dealdesk log).",
    "quiet": "A word to them ends it: t logs what was said, m drafts one (dealdesk log, export mail).",
    "give notice": "Say what you decided: renew, renegotiate, end or let it roll (dealdesk decide).",
    "issue": "An issue is closed with its outcome in one line.",
}
_NO_NEW_DATE = {
    "change": "A change of ours is ours alone, so there is nothing to agree on: s puts it off.",
    "debrief": "A debrief is ours alone, so there is nothing to agree on: s puts it off.",
    "give notice": "That day follows from the end and the notice of the deal; change those on its page.",
    "quiet": "Nothing was agreed here; s puts it off.",
    "still true": "Nothing was agreed here; s asks again next week.",
    "risk": "Nothing was agreed here; s puts it off.",
    "trouble": "It is answered: space asks what follows, a new date of the check-in for one (dealdesk new-date).",
}


def done(session: Session, kind: str, uid: str, context: Context, now: datetime, *, anyway: bool = False) -> list[str]:
    """Carry out what *done* means for a line; returns what there is to say of it.

    An action that waits for another one is done only ``anyway``; else :class:`blocking.Blocked` is raised.
    Raises :class:`InputRefused`, with the way that leads on, where a line is done by something else: a conversation, a
    decision, a debrief.
    """
    row: Any = row_of(session, kind, uid)
    if kind in _NOT_DONE:
        raise InputRefused(_NOT_DONE[kind])
    if kind == "still true":
        from dealdesk.store import still_true

        still_true.confirm(session, row.id, now)
        return ["Still true."]
    if kind == "risk":
        return _reviewed(session, row, context)
    if kind == "trouble":
        from dealdesk.store import trouble

        return trouble.leave(session, row.id, context)
    return action_moves.done(session, row, context, now, anyway=anyway)


def later(session: Session, kind: str, uid: str, day: date, now: datetime) -> list[str]:
    """Put a line off until a local ``day``; nobody is told, and its limit stays what it is.

    Raises :class:`InputRefused` for a day that is not to come, and for one after the last safe day to give notice.
    """
    today = local_day(stamp(now))
    if day <= today:
        raise InputRefused("Later is a day that is still to come.")
    may_be_put_off(kind)
    row: Any = row_of(session, kind, uid)
    _must_be_open(row)
    said = f"Back on {day_words(day)}."
    if kind in ("waiting", "action"):
        from dealdesk.store import due_behind

        due_behind.put_off(session, kind, row, day, now)
    if kind == "waiting":
        from dealdesk.store import waiting

        waiting.leave(session, uid, day, now)
        return [f"Left for now. {said}"]
    if kind == "give notice":
        from dealdesk.store import notice

        if row.give_notice_by is not None:
            notice.must_be_ahead(row.give_notice_by, today)
            if day > row.give_notice_by:
                raise InputRefused(f"The last safe day to give notice is {day_words(row.give_notice_by)}.")
        notice.later(session, row.id, day)
        return [said]
    if kind == "debrief" and row.state == DebriefState.RUNNING:
        raise InputRefused("It is running: D leads back to it.")
    if kind in ("quiet", "still true"):
        setattr(row, "quiet_on" if kind == "quiet" else "still_true_on", day)
    elif kind in ("issue", "risk"):
        _put_off(row, day)
    else:
        row.later_until = day
        row.later_count += 1
        windowed = isinstance(row, Action) and row.state == ActionState.REVIEW and row.review_until is not None
        if kind != "check-in" and not windowed and row.due_on is not None and today <= row.due_on < day:
            said = f"Back on {day_words(day)}; its limit is {day_words(row.due_on)}."
    session.add(row)
    _others_with_it(session, kind, row, day, today)
    session.flush()
    return [said]


def _must_be_open(row: Row) -> None:
    if isinstance(row, Action) and row.state == ActionState.DONE:
        raise InputRefused("That is done; it has a day again once it is moved back (H on the board, dealdesk move).")
    if isinstance(row, Issue) and row.closed_at is not None:
        raise InputRefused("That issue is closed; it has a limit again once it is opened again.")


def _others_with_it(session: Session, kind: str, row: Any, day: date, today: date) -> None:  # noqa: ANN401 - of any kind
    """Put off with a line what it speaks for today: that must not speak up for itself as soon as the line is gone."""
    if kind == "debrief" and row.kind in (DebriefKind.FIRST, DebriefKind.SECOND):
        also = select(Debrief).where(Debrief.deal_id == row.deal_id, Debrief.state == DebriefState.PLANNED)
        _put_off_until(session, also.where(col(Debrief.kind).in_((DebriefKind.FIRST, DebriefKind.SECOND))), day, today)
    elif kind in ("check-in", "quiet"):
        deal_id = row.id if kind == "quiet" else row.deal_id
        _put_off_until(session, select(Checkin).where(Checkin.deal_id == deal_id), day, today)
        deal = session.get_one(Deal, deal_id)
        if deal.quiet_on is not None and deal.quiet_on <= today:
            deal.quiet_on = day
            session.add(deal)


def _put_off_until(session: Session, query: Any, day: date, today: date) -> None:  # noqa: ANN401 - a query for rows with a date
    for other in session.exec(query).all():
        comes_up = other.later_until or (other.next_on if isinstance(other, Checkin) else other.due_on)
        if other.archived_at is None and comes_up is not None and comes_up <= today:
            other.later_until = day
            session.add(other)


def may_be_put_off(kind: str) -> None:
    """Raise :class:`InputRefused` where a line of this kind is a question that is answered once."""
    if kind == "trouble":
        answers = "an issue, a new date, or leave it (dealdesk done)"
        raise InputRefused(f"This is answered once, and not put off: {answers}.")


def may_get_new_date(kind: str, who: str = "", action_kind: str = "") -> None:
    """Raise :class:`InputRefused` where a line of this kind has no date to agree on.

    ``who`` and ``action_kind`` say more of an action: whose it is (``us`` or ``them``) and what it came from.
    """
    if kind in _NO_NEW_DATE:
        raise InputRefused(_NO_NEW_DATE[kind])
    if kind == "action" and who == "us" and action_kind in _OURS_ALONE:
        what = _OURS_ALONE[ActionKind(action_kind)]
        raise InputRefused(f"{what} is ours alone, so there is nothing to agree on: s puts it off.")


def new_date(
    session: Session,
    kind: str,
    uid: str,
    day: date,
    reason: str,
    context: Context,
    now: datetime,
    put_behind: str = "",
) -> list[str]:
    """Move a line to a local ``day`` that was agreed with them; ``reason`` may be empty.

    Raises :class:`InputRefused` where a line has no date to agree on, and for a day that is over.
    """
    row: Any = row_of(session, kind, uid)
    may_get_new_date(kind, *((row.side, row.kind) if isinstance(row, Action) else ()))
    if day < context.today:
        raise InputRefused("A new date is a day that is not over yet.")
    _must_be_open(row)
    reason, put_behind = clean(reason).strip(), clean(put_behind).strip()
    if isinstance(row, Action) and row.state == ActionState.REVIEW and row.review_until is not None:
        return _new_window(session, row, day)
    if kind == "waiting":
        from dealdesk.store import waiting

        waiting.set_need_until(session, uid, day, context, now)
        return [f"They need until {day_words(day)}."]
    if kind == "check-in":
        checkin_ties.release(row)
        row.next_on, row.later_until, row.due_set_by = day, None, SetBy.PERSON
        checkin_ties.limit(row, settings.load(connection(session)))
        row.due_reason = action_moves.AGREED + (f": {action_moves.short(reason)}" if reason else "")
    elif kind == "issue":
        row.due_on, row.due_at, row.due_set_by = day, None, SetBy.PERSON
        row.due_reason = action_moves.AGREED + (f": {action_moves.short(reason)}" if reason else "")
    else:
        before = moved_along.days(session, row.deal_id)
        said = action_moves.new_date(session, row, day, reason, put_behind, context, now)
        return [*said, *moved_along.said(before, moved_along.days(session, row.deal_id))]
    session.add(row)
    session.flush()
    return [f"New date: {day_words(day)}."]


def _new_window(session: Session, action: Action, day: date) -> list[str]:
    """Give a review until a local ``day``; the day of the action itself stays what it is."""
    action.review_until, action.later_until = day, None
    session.add(action)
    session.flush()
    return [window_said(action.side, day_words(day))]


def close_issue(session: Session, uid: str, outcome: str, now: datetime) -> list[str]:
    """Close an issue with what came out of it; raises :class:`InputRefused` for no words, and where it is closed."""
    words = clean(outcome).strip()
    if not words:
        raise InputRefused(_NOT_DONE["issue"])
    row: Any = row_of(session, "issue", uid)
    if row.closed_at is not None:
        raise InputRefused(f"It is closed already: {action_moves.short(row.outcome)}. Its form changes that outcome.")
    row.outcome, row.closed_at = words, stamp(now)
    session.add(row)
    session.flush()
    return ["Issue closed."]


def _put_off(row: Dated, day: date) -> None:
    """Move the day itself: of an issue or a risk it is the only one there is."""
    row.due_reason = f"put off; it was {day_words(row.due_on)}" if row.due_on else "put off"
    row.due_on, row.due_at, row.due_set_by = day, None, SetBy.PERSON
    row.later_count += 1


def _reviewed(session: Session, risk: Risk, context: Context) -> list[str]:
    """Note that a risk was looked at; it is again at the next check-in of its deal behind its day, else a month on."""
    after = max(context.today, risk.due_on or context.today)
    checkins = session.exec(
        select(Checkin).where(
            Checkin.deal_id == risk.deal_id, col(Checkin.next_on) > after, col(Checkin.archived_at).is_(None)
        )
    )
    days = [checkin.next_on for checkin in checkins if checkin.next_on is not None]
    next_day = min(days) if days else month_on(after, context.calendar)
    risk.reviewed_on = context.today
    risk.due_on, risk.due_set_by = next_day, SetBy.RULE
    risk.due_reason = "the next check-in" if days else f"{REVIEW_DAYS} days after it was reviewed"
    session.add(risk)
    session.flush()
    return [f"Reviewed. Again on {day_words(next_day)}."]


def month_on(today: date, calendar: WorkCalendar) -> date:
    """Return the working day on or after thirty days from ``today``; the last day there is, at the calendar's end."""
    try:
        return calendar.forward(add_days(today, REVIEW_DAYS))
    except OutOfCalendar:
        return date.max
