"""Signing a deal: one command that writes its dates and starts all that follows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.fields import Context, read, write_out
from dealdesk.domain.forms import SIGN
from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import ActionKind, FollowThrough, Outcome, Stage
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import checkin_dates, forms, settings, signing_checkins
from dealdesk.store.bindings import binding_of
from dealdesk.store.follow_through import Wishes, usual_level
from dealdesk.store.settling import settle
from dealdesk.store.tables.deals import Deal

#: What a deal is before it is signed, whatever day of signing was typed ahead.
UNSIGNED = (Stage.NEGOTIATING, Stage.AGREED)
#: The fields of the panel that are fields of the deal.
_OF_DEAL = ("signed_on", "start_on", "end_on", "renewal", "notice")
#: The fields of the panel that date the first of something.
_FIRSTS: Mapping[str, ActionKind] = {
    "deliverable_on": ActionKind.DELIVERABLE,
    "invoice_on": ActionKind.INVOICE,
    "review_on": ActionKind.REVIEW,
}


def texts(con: sqlite3.Connection, deal_id: int, today: date) -> dict[str, str]:
    """Return the defaults of the panel that signs a deal, each as it would be typed.

    Raises :class:`NotFound` for a deal there is not.
    """
    row = con.execute(
        "SELECT amount_minor, currency, per, signed_on, start_on, end_on, renewal_count, renewal_unit, "
        "notice_count, notice_unit, follow_through FROM deal WHERE id = ? AND archived_at IS NULL",
        (deal_id,),
    ).fetchone()
    if row is None:
        raise NotFound("That deal is not there any more.")
    minor, currency, per, signed, start, end, renewal, renewal_unit, notice, notice_unit, level = row
    desk = settings.load(con)
    level = level or usual_level(desk, minor, currency, per).value
    values = {"follow_through": level, "signed_on": _day(signed), "start_on": _day(start), "end_on": _day(end)}
    found = {
        "signed_on": signed or today.isoformat(),
        "start_on": start or "",
        "end_on": end or "",
        "renewal": _period(renewal, renewal_unit),
        "notice": _period(notice, notice_unit),
        "check_ins": signing_checkins.choosing(con, deal_id).proposed(values, today),
        "follow_through": level,
    }
    for name, action in _FIRSTS.items():
        found[name] = _first(con, deal_id, action, today)
    return found


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _period(count: int | None, unit: str | None) -> str:
    return str(Period(count, unit)) if count is not None and unit else ""  # type: ignore[arg-type]


def _first(con: sqlite3.Connection, deal_id: int, kind: ActionKind, today: date) -> str:
    row = con.execute(
        "SELECT due_on FROM action WHERE deal_id = ? AND kind = ? AND state <> 'done' AND archived_at IS NULL "
        "AND due_on >= ? ORDER BY due_on LIMIT 1",
        (deal_id, kind.value, today.isoformat()),
    ).fetchone()
    return row[0] if row else ""


def sign(session: Session, deal_id: int, texts: Mapping[str, str], context: Context, now: datetime) -> int:
    """Sign a deal with the texts of the panel and start its follow-through; return the deal's id.

    A field that is not among ``texts`` stays as it is; no day of signing means today, and then the instant counts.
    Raises :class:`InputRefused` for a field that can't be read, for a day that is still to come, and for a deal that
    is signed; nothing is written then.
    """
    deal = session.get_one(Deal, deal_id)
    if deal.signed_on is not None and deal.signed_on <= context.today and deal.stage not in UNSIGNED:
        raise InputRefused(f"{deal.ref} is signed already, since {_said(deal.signed_on)}.")
    values = _read(texts, context)
    signed_on = values.get("signed_on") or context.today
    must_have_come(signed_on, context.today)
    values["signed_on"] = signed_on
    _must_follow(deal, values, context.today)
    wishes = _wishes(values, context)
    _write(session, deal, values, now)
    deal.signed_at = stamp(now) if signed_on == context.today else None
    deal.stage = Stage.RUNNING if deal.stage == Stage.RUNNING else Stage.SIGNED
    deal.outcome = Outcome.SIGNED
    session.add(deal)
    session.flush()
    settle(session, deal, context, now, wishes)
    return deal_id


def _must_follow(deal: Deal, values: Mapping[str, Any], today: date) -> None:
    """Refuse an end before its beginning, and a first day that is over: late from the start, it could not be kept.

    Raises :class:`InputRefused`.
    """
    signed_on: date = values["signed_on"]
    end_must_follow(values.get("end_on", deal.end_on), signed_on, values.get("start_on", deal.start_on))
    for spec in SIGN:
        day = values.get(spec.name) if spec.name in _FIRSTS else None
        if day is not None and day < signed_on:
            raise InputRefused(f"{spec.label}: {_said(day)} is before the signing on {_said(signed_on)}.")
        if day is not None and day < today:
            raise InputRefused(f"{spec.label}: {_said(day)} is over; leave it empty, or type a day to come.")


def must_have_come(signed_on: date, today: date) -> None:
    """Refuse a day of signing that is still to come; raises :class:`InputRefused`."""
    if signed_on > today:
        raise InputRefused(f"Signed on: {_said(signed_on)} is still to come; sign it on that day.")


def end_must_follow(end: date | None, signed_on: date | None, start_on: date | None) -> None:
    """Refuse an end before the signing or the start of its deal; raises :class:`InputRefused`."""
    for day, words in ((start_on, "the start"), (signed_on, "the signing")):
        if end is not None and day is not None and end < day:
            raise InputRefused(f"Ends or renews: {_said(end)} is before {words} on {_said(day)}.")


def _read(texts: Mapping[str, str], context: Context) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for spec in SIGN:
        if spec.name in texts:
            try:
                found[spec.name] = read(spec, texts[spec.name], context).value
            except InputRefused as refusal:
                raise InputRefused(f"{spec.label}: {refusal}") from None
    return found


def _wishes(values: Mapping[str, Any], context: Context) -> Wishes:
    """Return what is wished for the follow-through; raises :class:`InputRefused` for check-ins that say nothing."""
    rhythm = values.get("check_ins")
    if rhythm:
        try:
            checkin_dates.read_text(rhythm, context)
        except InputRefused as refusal:
            label = next(spec.label for spec in SIGN if spec.name == "check_ins")
            raise InputRefused(f"{label}: {refusal}") from None
    level = values.get("follow_through")
    return Wishes(
        FollowThrough(level) if level else None,
        (rhythm or "") if "check_ins" in values else None,
        {kind: values[name] for name, kind in _FIRSTS.items() if values.get(name)},
    )


def _write(session: Session, deal: Deal, values: Mapping[str, Any], now: datetime) -> None:
    for name in _OF_DEAL:
        if name not in values:
            continue
        spec, bound = next(spec for spec in SIGN if spec.name == name), binding_of("deal", name)
        if write_out(spec, bound.read(session, deal)) != write_out(spec, values[name]):
            bound.write(session, deal, values[name], now)
        forms.drop(session, f"deal/{deal.uid}/{name}")


def _said(day: date) -> str:
    return f"{day_words(day)} {day.year}"
