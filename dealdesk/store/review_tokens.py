"""Writes the slots of the review form that are several rows, each a token: terms, trades, check-ins, metrics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlmodel import select

from dealdesk.domain.periods import Period
from dealdesk.domain.review_words import (
    CheckinPlan,
    TradeToken,
    kept,
    read_checkin,
    read_trades,
    split_tokens,
    told_trades,
)
from dealdesk.domain.vocabulary import TermKind, Trade
from dealdesk.store import checkin_dates, quiet, settings, signing_rows
from dealdesk.store.moment import connection
from dealdesk.store.review_actions import every, schedule
from dealdesk.store.review_picks import Place, archive, at_most, leave_empty, may_go, put
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.deals import Deal, Term
from dealdesk.store.tables.delivery import Metric

#: Characters of the longest input, and of its longest token.
LONGEST = 20_000
LONGEST_TOKEN = 2000


class Register(NamedTuple):
    """How the tokens of a slot stand in their rows."""

    table: type[Row]
    make: Callable[[Place, str], Row]
    """Return a new row for a token, not stored yet."""
    reword: Callable[[Place, Row, str], None]
    """Let a row say another token."""


def read_tokens(place: Place, text: str) -> tuple[object, str]:
    """Read tokens, parted by semicolons or line ends; metrics also by commas."""
    between = ", " if place.slot == "follow.metrics" else "; "
    parted = ";\n," if place.slot == "follow.metrics" else ";\n"
    tokens = split_tokens(at_most(text, LONGEST), place.filled.tokens, parted)
    for token in tokens:
        at_most(token, LONGEST_TOKEN)
    if place.slot == "follow.checkins":
        # A date that can't be read is refused before anything is written.
        tokens = [token if token in place.filled.tokens else _told(place, token) for token in tokens]
    return tokens, between.join(tokens)


def read_trade_tokens(place: Place, text: str) -> tuple[object, str]:
    """Read what was given and got; raises :class:`InputRefused` where the first does not say which."""
    trades = read_trades(split_tokens(at_most(text, LONGEST), place.filled.tokens))
    for trade in trades:
        at_most(trade.what, LONGEST_TOKEN)
    return trades, "; ".join(told_trades(trades))


def write_tokens(place: Place, value: object) -> None:
    """Let the rows of the slot say the tokens, in their order."""
    tokens: list[str] = value  # type: ignore[assignment]
    write_rows(place, _REGISTERS[place.slot], list(zip(place.filled.rows, place.filled.tokens, strict=True)), tokens)


def write_trades(place: Place, value: object) -> None:
    """Let the rows of the slot say what was given and got, in this order."""
    trades: list[TradeToken] = value  # type: ignore[assignment]
    rows = [(uid, _find(place, Term, uid)) for uid in place.filled.rows]
    old = [(uid, f"{row.trade}: {row.what}") for uid, row in rows if isinstance(row, Term)]
    write_rows(place, _TRADES, old, [f"{trade.trade}: {trade.what}" for trade in trades])


def write_rows(place: Place, register: Register, old: Sequence[tuple[str, str]], tokens: Sequence[str]) -> None:
    """Reword, add and take out rows so that they say ``tokens``; ``old`` are the rows as (uid, token)."""
    texts, uids = dict(old), kept(old, tokens)
    for number, (uid, token) in enumerate(zip(uids, tokens, strict=True)):
        row = _find(place, register.table, uid) if uid else register.make(place, token)
        if uid and texts[uid] != token:
            register.reword(place, row, token)
        place.session.add(row)
        place.session.flush()
        uids[number] = row.uid
    gone = [uid for uid in texts if uid not in uids and (may_go(place, uid) or _came_with_signing(place, uid))]
    for uid in gone:
        archive(place, _find(place, register.table, uid))
    if not uids:
        leave_empty(place, gone)
    elif uids != list(place.filled.rows):
        put(place, place.slot, uids)


def came_with_signing(place: Place) -> bool:
    """Return whether the signing made all that the slot shows, and nobody changed it since."""
    return bool(place.filled.rows) and all(_came_with_signing(place, uid) for uid in place.filled.rows)


def _came_with_signing(place: Place, uid: str) -> bool:
    deal = place.session.get_one(Deal, place.deal_id)
    return signing_rows.is_untouched(connection(place.session), deal.uid, uid)


def _find(place: Place, table: type[Row], uid: str) -> Row:
    return place.session.exec(select(table).where(table.uid == uid)).one()


def _term(place: Place, what: str, kind: TermKind, trade: Trade | None = None) -> Row:
    # Terms stand in the order in which they were added, as those of the deal's own form do.
    return Term(deal_id=place.deal_id, what=what, kind=kind, trade=trade, position=place.now.timestamp())


def _reword_term(_place: Place, row: Row, token: str) -> None:
    if isinstance(row, Term):
        row.what = token


def _trade(place: Place, token: str) -> Row:
    trade, _, what = token.partition(": ")
    return _term(place, what, TermKind.OTHER, Trade(trade))


def _reword_trade(_place: Place, row: Row, token: str) -> None:
    trade, _, what = token.partition(": ")
    if isinstance(row, Term):
        row.trade, row.what = Trade(trade), what


def _checkin(place: Place, token: str) -> Row:
    row = Checkin(deal_id=place.deal_id)
    _reword_checkin(place, row, token)
    return row


def _told(place: Place, token: str) -> str:
    plan = read_checkin(token, place.reading)
    early, later = (every(*_parts(period)) for period in (plan.early, plan.ongoing))
    return schedule(plan.purpose, early, later, plan.switch_on, plan.next_on)


def _reword_checkin(place: Place, row: Row, token: str) -> None:
    plan: CheckinPlan = read_checkin(token, place.reading)
    if isinstance(row, Checkin):
        deal = place.session.get_one(Deal, place.deal_id)
        desk = settings.load(connection(place.session))
        checkin_dates.place(row, plan, deal, desk, place.today)
        place.session.add(row)
        place.session.flush()
        quiet.settle(place.session, deal, desk, place.today)


def _parts(period: Period | None) -> tuple[int | None, str | None]:
    return (period.count, period.unit) if period else (None, None)


def _metric(place: Place, token: str) -> Row:
    return Metric(deal_id=place.deal_id, name=token)


def _reword_metric(_place: Place, row: Row, token: str) -> None:
    if isinstance(row, Metric):
        row.name = token


_TRADES = Register(Term, _trade, _reword_trade)
_REGISTERS = {
    "outcome.commercial": Register(Term, lambda place, token: _term(place, token, TermKind.COMMERCIAL), _reword_term),
    "outcome.other": Register(Term, lambda place, token: _term(place, token, TermKind.OTHER), _reword_term),
    "follow.checkins": Register(Checkin, _checkin, _reword_checkin),
    "follow.metrics": Register(Metric, _metric, _reword_metric),
}
