"""How the inputs of the review form that hold several things are typed: tokens, check-ins, trades, who to call.

Pure rules; what is not understood stays the text it is, unless it would be a wrong date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from dealdesk.domain.dates import DateRefused, parse_date
from dealdesk.domain.fields import Context
from dealdesk.domain.periods import Period, PeriodRefused, ToAnEndRefused
from dealdesk.domain.vocabulary import Role, Trade
from dealdesk.errors import InputRefused
from dealdesk.text import clean, fold

#: How alike two texts must be for one to be taken for the other reworded.
_ALIKE = 0.5
_COMPARED = 200
_WITH = re.compile(r"(?:^|[\s,;])with\s+", re.IGNORECASE)
_TRADE = re.compile(rf"({Trade.GAVE}|{Trade.GOT})\s*:\s*", re.IGNORECASE)
_MATTER = re.compile(r"([^\W\d_][\w&.-]*(?: [\w&.-]+){0,3}): ")
_NEXT = re.compile(r"(?:^|,)\s*next\s+(?=\S)", re.IGNORECASE)
_THEN = re.compile(r"\s*,?\s*\bthen\s+", re.IGNORECASE)
_BACKWARDS = re.compile(r"\bevery\s+[-\u2212]\s*\d", re.IGNORECASE)
_UNTIL = re.compile(r"\s+until\s+", re.IGNORECASE)


def split_tokens(text: str, known: Iterable[str] = (), separators: str = ";\n") -> list[str]:
    """Return the tokens of a typed text, cleaned; a token that is ``known`` may hold separators itself."""
    longest_first = sorted({token for token in known if token}, key=len, reverse=True)
    found: list[str] = []
    rest = text.lstrip(separators + " ")
    while rest:
        token = next((token for token in longest_first if _begins(rest, token, separators)), None)
        if token is None:
            token = re.split(f"[{re.escape(separators)}]", rest, maxsplit=1)[0]
        rest = rest[len(token) :].lstrip(separators + " ")
        if token := clean(token):
            found.append(token)
    return found


def _begins(text: str, token: str, separators: str) -> bool:
    after = text[len(token) :].lstrip(" ")
    return text.startswith(token) and (not after or after[0] in separators)


def kept(old: Sequence[tuple[str, str]], new: Sequence[str]) -> list[str]:
    """Return for each new token the uid of the row it is, or "" for a new one; ``old`` are rows as (uid, text).

    A token that stayed as it was keeps its row wherever it went; of the others, one that is like a row is that row
    reworded.
    """
    left = list(old)
    found = [""] * len(new)
    for place, token in enumerate(new):
        same = next((row for row in left if row[1] == token), None)
        if same:
            left.remove(same)
            found[place] = same[0]
    for place, token in enumerate(new):
        if found[place] or not left:
            continue
        likeness, row = max(((_likeness(row[1], token), row) for row in left), key=lambda pair: pair[0])
        if likeness >= _ALIKE:
            left.remove(row)
            found[place] = row[0]
    return found


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, fold(one[:_COMPARED]), fold(other[:_COMPARED]), autojunk=False).ratio()


class TradeToken(NamedTuple):
    """Something that was given or got."""

    trade: Trade
    what: str


def read_trades(tokens: Sequence[str]) -> list[TradeToken]:
    """Read "gave: a", "b", "got: c"; what has no word in front goes the way of the one before.

    Raises :class:`InputRefused` where the first has none.
    """
    found: list[TradeToken] = []
    trade: Trade | None = None
    for token in tokens:
        word = _TRADE.match(token)
        if word:
            trade = Trade(word[1].lower())
        if trade is None:
            raise InputRefused("Say which way it went: gave: longer term; got: monthly review.")
        if what := token[word.end() if word else 0 :].strip():
            found.append(TradeToken(trade, what))
    return found


def told_trades(trades: Sequence[TradeToken]) -> list[str]:
    """Return trades as tokens, with "gave" or "got" said where it changes."""
    said = ["", *(item.trade for item in trades)]
    return [
        item.what if item.trade == before else f"{item.trade}: {item.what}"
        for before, item in zip(said, trades, strict=False)
    ]


class CheckinPlan(NamedTuple):
    """A schedule of check-ins as it was typed."""

    purpose: str
    early: Period | None = None
    switch_on: date | None = None
    """Local date of the change from ``early`` to ``ongoing``."""
    ongoing: Period | None = None
    next_on: date | None = None


def read_checkin(token: str, context: Context) -> CheckinPlan:
    """Read "weekly, then monthly" or "review: weekly until 8 jun, then every 2 months, next fri".

    What names no length of time is a purpose and nothing more. Raises :class:`DateRefused` for a date beside one,
    and :class:`InputRefused` for a length below nothing.
    """
    if _BACKWARDS.search(token):
        raise InputRefused("How often is a length of time ahead: every 2 weeks.")
    purpose, colon, rest = token.partition(":")
    for told, spans in ((purpose, rest) if colon else ("", token), ("", token)):
        try:
            return _schedule(told.strip(), spans, context)
        except (PeriodRefused, ToAnEndRefused):
            continue
    return CheckinPlan(token)


def _schedule(purpose: str, text: str, context: Context) -> CheckinPlan:
    spans, *following = _NEXT.split(text, maxsplit=1)
    first, *second = _THEN.split(spans.strip(), maxsplit=1)
    every, *until = _UNTIL.split(first, maxsplit=1)
    period = Period.parse(every)
    later = Period.parse(second[0]) if second else None
    switch_on = _day(until[0], context) if until else None
    next_on = _day(following[0], context) if following else None
    if later is None and switch_on is None:
        return CheckinPlan(purpose, ongoing=period, next_on=next_on)
    return CheckinPlan(purpose, period, switch_on, later, next_on)


def _day(text: str, context: Context) -> date:
    return parse_date(text.strip(" ,"), context.today, context.order, context.calendar)


class Handover(NamedTuple):
    """When the deal is handed over inside, and who comes."""

    on: date | None
    attendees: str


def read_handover(text: str, context: Context) -> Handover:
    """Read "fri, with Jo, Ann": a date, names, or both. Raises :class:`DateRefused` for a date there is not."""
    before, *after = _WITH.split(text, maxsplit=1)
    if after:
        day = before.strip(" ,;")
        return Handover(_day(day, context) if day else None, after[0].strip(" ,;"))
    for end in (len(text), *(place for place, sign in enumerate(text) if sign == ",")):
        try:
            return Handover(_day(text[:end], context), text[end:].strip(" ,;"))
        except DateRefused:
            continue
    if text[:1].isdigit():
        raise DateRefused
    return Handover(None, text.strip(" ,;"))


class ContactToken(NamedTuple):
    """Who to call in one matter."""

    matter: str
    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The token as it is printed."""
        return f"{self.matter} {' / '.join(self.names)}".strip()


def read_contact(token: str, matters: Iterable[str] = ()) -> ContactToken:
    """Read "billing Jo / Ann" or "account team: Jo"; ``matters`` are known beside the roles of a deal."""
    named = _MATTER.match(token)
    if named:
        matter, names = named[1], token[named.end() :]
    else:
        known = sorted({*matters, *(role.value for role in Role)}, key=len, reverse=True)
        matter = next((word for word in known if word and fold(token).startswith(f"{fold(word)} ")), "")
        names = token[len(matter) :]
    found = tuple(name.strip() for name in names.split("/") if name.strip())
    return ContactToken(clean(matter), found) if matter and found else ContactToken("", (token,))
