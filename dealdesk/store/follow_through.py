"""What a signing makes: actions, debriefs and check-ins by level, moved with the signing and taken back with it.

Every way of signing comes through :func:`settle`. Old deals stay quiet until someone says :func:`begin`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, select

from dealdesk import paths
from dealdesk.domain import follow_through as rules
from dealdesk.domain.fields import Context
from dealdesk.domain.money import Amount, AmountRefused, parse_amount
from dealdesk.domain.vocabulary import ActionKind, ActionState, FollowThrough, SetBy, Side, Stage
from dealdesk.errors import InputRefused
from dealdesk.store import checkin_dates, checkin_ties, deal_dates, debrief_plan, parties, settings, signing_rows
from dealdesk.store.moment import connection
from dealdesk.store.row_dates import date_row
from dealdesk.store.settings import Settings
from dealdesk.store.signing_rows import actions, standing
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal, DealPerson, Person
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.templates.follow_through import FollowThrough as Template
from dealdesk.templates.follow_through import Step, load_follow_through
from dealdesk.templates.load import TemplateRefused

_TYPED = "set at the signing"
_NO_DATE = "no date until one is known"


class Wishes(NamedTuple):
    """What someone who signs says about the follow-through; None leaves it to the rules."""

    level: FollowThrough | None = None
    check_ins: str | None = None
    """How often, as typed, at any level; empty for no check-ins."""
    dates: Mapping[ActionKind, date] = {}
    """Local dates of first deliverable, invoice and review."""


class _Kit(NamedTuple):
    """What the start of a follow-through depends on beside its deal."""

    desk: Settings
    template: Template
    me: int | None
    context: Context
    now: datetime


def settle(session: Session, deal: Deal, context: Context, now: datetime, wishes: Wishes | None = None) -> None:
    """Start the follow-through of a deal that is signed by now, move the one that runs, or take it back.

    A template of one's own that can't be used is refused with its sentence where someone signs (``wishes``); where
    the signing was typed into a form, the one that came with the program is taken instead.
    """
    if deal.signed_on is None:
        if deal.follow_through is not None:
            signing_rows.take_back(session, deal, context, now)
        return
    if deal.follow_through is not None:
        _redate(session, deal, context)
        return
    if deal.quiet or deal.stage == Stage.ENDED or not deal_dates.is_signed(deal, context.today):
        return
    kit = _kit(session, context, now, strict=wishes is not None)
    wishes = wishes or Wishes()
    deal.follow_through = wishes.level or level_of(deal, kit.desk)
    _start(session, deal, kit, wishes, deal.signed_at or deal.signed_on.isoformat())


def begin(session: Session, deal_id: int, context: Context, now: datetime, level: FollowThrough | None = None) -> int:
    """Start the follow-through of a signed deal that has none, counted from today; return the deal's id.

    Without a ``level`` it is the usual one, or full where the usual one is none.

    Raises :class:`InputRefused` where there is nothing to start.
    """
    deal = session.get_one(Deal, deal_id)
    if not deal_dates.is_signed(deal, context.today):
        raise InputRefused("It is not signed yet; S signs it, and that starts its follow-through.")
    if deal.stage == Stage.ENDED:
        raise InputRefused("This deal has ended, so there is nothing to follow through.")
    if debrief_plan.follows(deal):
        raise InputRefused("Its follow-through was started already.")
    kit = _kit(session, context, now, strict=True)
    level = level or level_of(deal, kit.desk)
    _begin(session, deal, kit, FollowThrough.FULL if level is FollowThrough.NONE else level)
    return deal_id


def begin_late(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """Start the follow-through of a deal whose day of signing came while nobody looked, if there is one to start.

    Nobody asked for it at this moment, so nothing is refused: a deal that has ended meanwhile gets none, and an own
    list of steps that can't be read gives way to ours.
    """
    if deal.stage == Stage.ENDED or debrief_plan.follows(deal):
        return
    kit = _kit(session, context, now, strict=False)
    _begin(session, deal, kit, level_of(deal, kit.desk))


def _begin(session: Session, deal: Deal, kit: _Kit, level: FollowThrough) -> None:
    deal.follow_through = level
    # From now on its dates count from their own start, whatever becomes of the day of signing.
    deal.quiet = True
    _start(session, deal, kit, Wishes(), kit.context.today.isoformat())


def level_of(deal: Deal, desk: Settings) -> FollowThrough:
    """Return how much follow-through a deal gets where nobody says."""
    return usual_level(desk, deal.amount_minor, deal.currency, deal.per)


def usual_level(desk: Settings, minor: int | None, currency: str | None, per: str | None) -> FollowThrough:
    """Return how much follow-through a deal of this amount gets on this desk; None is no amount."""
    amount = None
    if minor is not None:
        amount = Amount(minor, currency or desk.currency, per or "")  # type: ignore[arg-type]
    below = None
    with suppress(AmountRefused):
        below = parse_amount(desk.light_below, desk.currency) if desk.light_below else None
    return rules.default_level(desk.follow_through, below, amount)


def _kit(session: Session, context: Context, now: datetime, *, strict: bool) -> _Kit:
    me = parties.me(session)
    return _Kit(settings.load(connection(session)), _template(strict=strict), me.id if me else None, context, now)


def _template(*, strict: bool) -> Template:
    try:
        return load_follow_through(Path(paths.config_folder()))
    except TemplateRefused:
        if strict:
            raise
        return load_follow_through()


def naming_text() -> str:
    """Return what the action of the changes says before there are any: that someone is to be named for them."""
    return _template(strict=False).step(ActionKind.PLAYBOOK).text


def _start(session: Session, deal: Deal, kit: _Kit, wishes: Wishes, anchor: str) -> None:
    level = FollowThrough(deal.follow_through or FollowThrough.NONE)
    deal_id = stored_id(deal)
    steps = rules.started(kit.template, level, team=kit.desk.team == "team")
    planned = set(session.exec(select(Debrief.kind).where(Debrief.deal_id == deal_id, standing(Debrief))).all())
    there = {row.kind: row for row in actions(session, deal_id)}
    for position, step in enumerate(steps):
        if step.id in rules.DEBRIEFS:
            if rules.DEBRIEFS[step.id] not in planned:
                session.add(_debrief(session, deal, step, kit, anchor))
        elif step.id not in there:
            there[ActionKind(step.id)] = row = _action(session, deal, step, kit, anchor)
            row.position = kit.now.timestamp() + position
            session.add(row)
    for kind, day in wishes.dates.items():
        row = there.get(kind) or _action(session, deal, kit.template.step(kind), kit, anchor)
        row.due_on, row.due_set_by, row.due_reason = day, SetBy.PERSON, _TYPED
        row.due_at = row.soft_on = row.later_until = None
        session.add(row)
        checkin_ties.moved(session, row)
    session.add(deal)
    session.flush()
    if ActionKind.PLAYBOOK in there:
        session.refresh(there[ActionKind.PLAYBOOK])  # its date goes by the instant at which the file got it
    _plan_checkins(session, deal, kit, wishes, level)


def _action(session: Session, deal: Deal, step: Step, kit: _Kit, anchor: str) -> Action:
    kind = ActionKind(step.id)
    row = Action(
        deal_id=stored_id(deal),
        kind=kind,
        text=step.text,
        done_when=step.done_when,
        owner_id=None if kind is ActionKind.PLAYBOOK else deal.owner_id or kit.me,  # it asks for someone to be named
        weight=step.weight,
        due_rule=rules.RULES[kind],
        due_set_by=SetBy.RULE,
        not_before=kit.context.today,
    )
    if kind is ActionKind.HANDOVER:
        row.attendees = ", ".join(_ours(session, stored_id(deal)))
    if kind is ActionKind.PLAYBOOK:
        row.due_offset = step.late
        deal_dates.date_changes(row, deal, kit.context.today, kit.context.calendar, strict=kit.desk.strict_clock)
    elif step.late:
        row.due_anchor, row.due_offset = anchor, rules.offset(step)
        date_row(row, kit.desk, kit.context.today)
    else:
        row.due_reason = _NO_DATE
    return row


def _ours(session: Session, deal_id: int) -> list[str]:
    """Return the names of those on our side of a deal, the owner of this desk left out."""
    rows = session.exec(
        select(Person)
        .join(DealPerson, col(DealPerson.person_id) == col(Person.id))
        .where(DealPerson.deal_id == deal_id, DealPerson.side == Side.US, standing(DealPerson), ~col(Person.is_me))
        .order_by(col(DealPerson.id))
    ).all()
    return list(dict.fromkeys(person.name for person in rows))


def _debrief(session: Session, deal: Deal, step: Step, kit: _Kit, anchor: str) -> Debrief:
    today = kit.context.today
    row = debrief_plan.fresh(stored_id(deal), step, today)
    if deal.quiet:
        row.due_rule = debrief_plan.THIRTY_DAYS if step.id == "second debrief" else debrief_plan.FIRST_RULE
        row.due_anchor = anchor
    if step.id == "first debrief":
        debrief_plan.date_first(row, deal, kit.desk, today)
    else:
        debrief_plan.date_second(row, deal, debrief_plan.first_milestone(session, stored_id(deal)), kit.desk, today)
    return row


def _plan_checkins(session: Session, deal: Deal, kit: _Kit, wishes: Wishes, level: FollowThrough) -> None:
    """Plan the check-ins someone asked for; where nobody did, a full follow-through has those of the deal's type."""
    usual = checkin_dates.default_for(deal)
    by_rule = usual if level is FollowThrough.FULL else ""
    text = by_rule if wishes.check_ins is None else wishes.check_ins
    there = session.exec(select(Checkin.id).where(Checkin.deal_id == deal.id, standing(Checkin)).limit(1)).first()
    if text and (text != usual or there is None):
        since = kit.context.today if deal.quiet else None
        checkin_dates.plan(session, deal, text, kit.context, kit.now, since)


def _redate(session: Session, deal: Deal, context: Context) -> None:
    """Move what the rules dated from the signing, because that is another day now."""
    if deal.quiet or deal.signed_on is None:
        return
    anchor = deal.signed_at or deal.signed_on.isoformat()
    desk: Settings | None = None
    for row in actions(session, stored_id(deal)):
        by_rule = row.due_set_by == SetBy.RULE and row.due_anchor is not None and row.kind != ActionKind.PLAYBOOK
        if not by_rule or row.due_anchor == anchor or row.state == ActionState.DONE:
            continue
        desk = desk or settings.load(connection(session))
        row.due_anchor = anchor
        date_row(row, desk, context.today)
        checkin_ties.moved(session, row)
        session.add(row)
    session.flush()


def back_to_rule(session: Session, row: Action, today: date) -> bool:
    """Give the date of an action back to the rule that its kind has in a running follow-through.

    Return whether there is such a rule; else nothing is changed.
    """
    deal = session.get_one(Deal, row.deal_id)
    kind = ActionKind(row.kind)
    if not debrief_plan.follows(deal) or kind not in rules.RULES or kind is ActionKind.PLAYBOOK:
        return False
    step = _template(strict=False).step(kind)
    row.due_on = row.due_at = row.soft_on = row.later_until = None
    row.due_rule, row.due_set_by, row.due_reason = rules.RULES[kind], SetBy.RULE, _NO_DATE
    if step.late and deal.signed_on is not None:
        row.due_anchor = today.isoformat() if deal.quiet else deal.signed_at or deal.signed_on.isoformat()
        row.due_offset = rules.offset(step)
        date_row(row, settings.load(connection(session)), today)
    session.add(row)
    session.flush()
    checkin_ties.moved(session, row)
    return True


def runs(con: sqlite3.Connection, deal_id: int) -> bool:
    """Return whether a deal has a follow-through that was started."""
    row = con.execute("SELECT signed_on IS NOT NULL, follow_through FROM deal WHERE id = ?", (deal_id,)).fetchone()
    return bool(row and row[0] and row[1] not in (None, FollowThrough.NONE.value))
