"""Single cells of a register as typed values: strict, absolute, never a guess; a refusal says why in a few words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from dealdesk.domain.dates import Period, parse_date
from dealdesk.domain.money import CURRENCIES, Amount, Per, parse_amount
from dealdesk.domain.vocabulary import Channel, DealType, Outcome, Stage
from dealdesk.errors import InputRefused
from dealdesk.text import fold

K = TypeVar("K")

_NOTHING = frozenset(("-", "–", "—", "n/a", "none", "null", "nil"))
_ENDLESS = re.compile(r"\b(perpetual|evergreen|indefinite|indefinitely|unlimited|open[ -]?ended|no end|ongoing)\b")
_SUCCESSIVE = re.compile(r"\b(suc+[a-z]*ive|automatic|automatically|evergreen|perpetual|indefinitely)\b")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_ISO = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}")
_CLOCK = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[ap]m)?( ?(z|utc|[+-]\d{2}:?\d{2}))?$")
_NAMED = re.compile(
    r"([a-z]{3,9}[.,]?,? )?"
    r"(\d{1,2}(st|nd|rd|th|\.)?[ -][a-z]{3,9}\.?,?[ -]\d{4}|[a-z]{3,9}\.? \d{1,2}(st|nd|rd|th)?,? \d{4})"
)
_DATE_LIKE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_BARE = re.compile(r"[\d.,' ]+")
_SUM = re.compile(r"\d.*[-+*/–—].*\d")
_SPARE_BRACKET = re.compile(r"(?<!\()\b(\d+)\)")
_CURRENCY_NAMES = {"€": "EUR", "£": "GBP", "¥": "JPY", "$": "USD", "us$": "USD", "euro": "EUR", "rmb": "CNY"}

_TYPES: dict[DealType, str] = {
    DealType.CLIENT: "client, customer, buyer, sales, sell side, sell-side, revenue, customer contract, client project",
    DealType.VENDOR: """vendor, supplier, provider, contractor, subcontractor, purchase, procurement, buy side,
        buy-side, service provider, vendor sla, supply""",
    DealType.PARTNER: """partner, partnership, reseller, distributor, alliance, strategic alliance, joint venture,
        affiliate, channel partner, channel, collaboration, agent, agency, franchise, franchisee, co-branding""",
}
_STAGES: dict[Stage, str] = {
    Stage.NEGOTIATING: """negotiating, negotiation, in negotiation, draft, drafting, open, proposal, qualified,
        prospect, in progress, pending, under review, review, new, lead, pipeline, offer""",
    Stage.AGREED: "agreed, verbal, verbally agreed, approved, verbal commitment, awaiting signature, out for signature",
    Stage.SIGNED: "signed, executed, won, closed won, awarded, fully executed, completed signature",
    Stage.RUNNING: "running, active, in force, live, current, in effect, effective, performing, renewed, in delivery",
    Stage.ENDED: """ended, expired, terminated, closed, complete, completed, finished, cancelled, canceled, inactive,
        archived, not renewed""",
}
_OUTCOMES: dict[Outcome, str] = {
    Outcome.SIGNED: "signed, won, closed won, success, successful, executed",
    Outcome.WE_WALKED: "we walked away, we walked, withdrawn, declined by us, no bid, we declined",
    Outcome.THEY_WALKED: "they walked away, they walked, lost, closed lost, rejected, declined by them, they declined",
    Outcome.NO_DECISION: "no decision, abandoned, stalled, postponed, no response, dead",
}
_CHANNELS: dict[Channel, str] = {
    Channel.MAIL: "mail, email, e-mail",
    Channel.CALL: "call, phone, telephone",
    Channel.VIDEO: "video, video call, zoom, teams, meet",
    Channel.CHAT: "chat, slack, whatsapp, messenger",
    Channel.IN_PERSON: "in person, meeting, on site, face to face",
    Channel.LETTER: "letter, post, postal",
}
_YES = frozenset("yes y true t 1 x auto automatic automatically evergreen perpetual on".split())  # noqa: SIM905
_NO = frozenset("no n false f 0 manual never off".split())  # noqa: SIM905


class DateReading(NamedTuple):
    """A date and whether the other order of day and month would give another one."""

    day: date
    either: bool


class CellRefused(InputRefused):
    """A cell that its field can't take; the cell stays blank, its text is kept, ``str(error)`` says why."""


class WrongOrder(CellRefused):
    """A numeric date that exists only in the order that is not set."""


def is_nothing(text: str) -> bool:
    """Tell whether a cleaned cell of a typed column says that there is nothing ("-", "n/a")."""
    return not text or fold(text) in _NOTHING


def is_endless(text: str) -> bool:
    """Tell whether the text of an end date or renewal says that there is no end ("perpetual")."""
    return bool(_ENDLESS.search(fold(text[:200])))


def renews_again(text: str) -> bool:
    """Tell whether a renewal's text says that it renews by itself, again and again ("successive 1 year")."""
    return bool(_SUCCESSIVE.search(fold(text[:200])))


def read_date(text: str, order: str, today: date) -> DateReading:
    """Read an absolute date with day, month and four-digit year; a time behind it is dropped.

    ``order`` ("dmy" or "mdy") decides numeric dates with slashes or dashes; dots are day.month.year. Words such as
    "today", dates without a year, two dates, serial numbers are refused. Raises ``WrongOrder`` and ``CellRefused``.
    """
    plain = _CLOCK.sub("", " ".join(text.split()).lower())
    numeric = _NUMERIC.fullmatch(plain)
    if numeric and numeric[2] != ".":
        day, month = (int(numeric[1]), int(numeric[3])) if order == "dmy" else (int(numeric[3]), int(numeric[1]))
        if month > 12 >= day:
            raise WrongOrder(f"there is no month {month} in {_order_words(order)} order")
    elif not (numeric or _ISO.fullmatch(plain) or _NAMED.fullmatch(plain)):
        raise CellRefused(_why_no_date(plain))
    try:
        found = parse_date(plain.replace("-", " ") if _NAMED.fullmatch(plain) else plain, today, order)
    except InputRefused as error:
        raise CellRefused(_first_sentence(error)) from None
    either = bool(numeric and numeric[2] != "." and found.day <= 12 and found.day != found.month)
    return DateReading(found, either)


def read_period(text: str, unit: str = "") -> Period:
    """Read a length of time; a bare number counts in ``unit``, which the header names. Raises ``CellRefused``."""
    plain = text.strip()
    number = plain.removesuffix(".0")
    if number.isascii() and number.isdigit():
        if not unit:
            raise CellRefused("a number without a unit (days? months?)")
        plain = f"{number} {unit}"
    elif is_endless(plain):
        raise CellRefused("no length of time")
    try:
        return Period.parse(_SPARE_BRACKET.sub(r"\1", plain))
    except InputRefused:
        several = len(re.findall(r"\d+\)? *[a-z]{3}", fold(plain[:200]))) > 1
        raise CellRefused("more than one length of time" if several else "no length of time") from None


def read_amount(text: str, default_currency: str, currency: str = "", per: str = "") -> Amount:
    """Read one amount; ``currency`` and ``per`` come from other cells or the header, the cell's own word wins.

    Sums and ranges are refused: a register states amounts, it does not ask to calculate. Raises ``CellRefused``.
    """
    if len(text) > 60:
        raise CellRefused("too long for an amount")
    if _DATE_LIKE.search(text):
        raise CellRefused("looks like a date")
    if _SUM.search(text):
        raise CellRefused("a range or a sum, not one amount")
    try:
        amount = parse_amount(text, currency or default_currency)
    except InputRefused as error:
        said = _first_sentence(error)
        raise CellRefused("no amount" if "type an amount" in said else said) from None
    unit = read_per(per)
    return amount._replace(per=amount.per or unit) if unit else amount


def names_no_currency(text: str) -> bool:
    """Tell whether an amount that can be read leaves its currency to the setting."""
    return bool(_BARE.fullmatch(text)) or parse_amount(text, "EUR").currency != parse_amount(text, "CHF").currency


def read_currency(text: str) -> str:
    """Return the ISO 4217 code a cell names, by code or sign. Raises ``CellRefused``."""
    code = text.strip().upper()
    code = _CURRENCY_NAMES.get(text.strip().lower(), code)
    if code not in CURRENCIES:
        raise CellRefused("no currency code")
    return code


def read_per(text: str) -> Per:
    """Return what an amount is paid for; a single sum gives "". Raises ``CellRefused``."""
    word = fold(text).removeprefix("per ").removeprefix("/").strip()
    if word in ("month", "monthly", "mo", "p.m.", "pm"):
        return "month"
    if word in ("year", "yearly", "annual", "annually", "annum", "p.a.", "pa"):
        return "year"
    if word in ("", "once", "one-off", "one off", "total", "single", "one-time", "one time"):
        return ""
    raise CellRefused("neither month nor year")


def read_flag(text: str) -> bool:
    """Read yes or no. Raises ``CellRefused``."""
    word = fold(text).strip()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellRefused("neither yes nor no")


def read_type(text: str) -> DealType:
    """Read client, vendor or partner, or a word that means one. Raises ``CellRefused``."""
    found = _TYPE_WORDS.get(_word_key(text))
    if found is None:
        raise CellRefused("none of client, vendor, partner")
    return found


def read_channel(text: str) -> Channel:
    """Read a channel. Raises ``CellRefused``."""
    found = _CHANNEL_WORDS.get(_word_key(text))
    if found is None:
        raise CellRefused("none of mail, call, video, chat, in person, letter")
    return found


def read_outcome(text: str) -> Outcome:
    """Read how a negotiation ended. Raises ``CellRefused``."""
    found = _OUTCOME_WORDS.get(_word_key(text))
    if found is None:
        raise CellRefused("no outcome known here")
    return found


def read_stage(text: str) -> tuple[Stage, Outcome | None]:
    """Read where a deal stands; "closed lost" and the like are *ended* with their outcome. Raises ``CellRefused``."""
    word = _word_key(text)
    stage = _STAGE_WORDS.get(word)
    if stage is not None:
        return stage, _OUTCOME_WORDS.get(word)
    outcome = _OUTCOME_WORDS.get(word)
    if outcome is None:
        raise CellRefused("none of negotiating, agreed, signed, running, ended")
    return (Stage.SIGNED if outcome is Outcome.SIGNED else Stage.ENDED), outcome


def other_order(order: str) -> str:
    """Return the order of numeric dates that is not ``order``."""
    return "mdy" if order == "dmy" else "dmy"


def _order_words(order: str) -> str:
    return "day/month" if order == "dmy" else "month/day"


def _why_no_date(plain: str) -> str:
    if is_endless(plain):
        return "without end, so no date" if not re.search(r"\d", plain) else "more than one date or statement"
    if ";" in plain or len(re.findall(r"\d{4}", plain)) > 1:
        return "more than one date"
    if re.search(r"\[.*\]|_{2,}|\bx{2,}\b|\?", plain):
        return "part of the date is missing"
    if re.fullmatch(r"\d{5}(\.\d+)?", plain):
        return "a number; a spreadsheet may mean a date by it, but which is not sure"
    if re.fullmatch(r"\d{4}([-/.]\d{1,2})?|\d{1,2}[-/.]\d{4}|[a-z]{3,9}\.?,?[ -]\d{4}|q[1-4][ /-]?\d{4}", plain):
        return "no full date"
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", plain):
        return "the year has two digits"
    return "no date"


def _first_sentence(error: InputRefused) -> str:
    sentence = str(error).split(". ")[0].rstrip(".")
    return sentence[:1].lower() + sentence[1:]


def _word_key(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", fold(text[:200])).split())


def _by_word(names: Mapping[K, str]) -> dict[str, K]:
    return {_word_key(word): value for value, words in names.items() for word in words.split(",")}


_TYPE_WORDS = _by_word(_TYPES)
_STAGE_WORDS = _by_word(_STAGES)
_OUTCOME_WORDS = _by_word(_OUTCOMES)
_CHANNEL_WORDS = _by_word(_CHANNELS)
