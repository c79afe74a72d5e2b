"""Amounts as a person types them: "84k EUR", "$120,000", "12*850/month". Whole minor units, never floats.

Rules. A single separator in front of exactly three digits groups thousands (``1.000`` and ``1,000`` are a thousand;
``0.125`` and ``1234.567`` are decimals, as no group can stand before them). With both signs the last one is the
decimal sign. In currencies with three decimals (KWD, BHD ...) a single point is the decimal point. ``1.250m`` could
be either and is refused. ``k m bn`` multiply by thousand, million, billion. ``$`` is the US dollar, unless one's own
currency is another dollar. Fractions of the smallest coin are rounded half up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from dealdesk.domain.coins import THREE_DECIMALS, amount_words, decimals
from dealdesk.errors import InputRefused

if TYPE_CHECKING:
    from fractions import Fraction

Per = Literal["", "month", "year"]

LARGEST_MINOR = 10**15
_MAX_TEXT = 100
_HINT = "Type an amount like 84k EUR, EUR 84,000, 12*850 or 3,500 per month."

# ISO 4217, active codes of currencies one can be paid in; 150 codes in quotes would be hard to read.
CURRENCIES = frozenset(
    """AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG""".split()  # noqa: SIM905
)
_DOLLARS = frozenset(("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "JMD", "BBD", "BSD", "BZD", "TTD", "XCD"))

_SYMBOLS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₪": "ILS", "₴": "UAH"}
_SYMBOLS |= {"₫": "VND", "₱": "PHP", "₦": "NGN", "฿": "THB", "zł": "PLN", "$": "$"}
_DOLLAR_PREFIXES = {"us": "USD", "u.s.": "USD", "c": "CAD", "ca": "CAD", "can": "CAD", "a": "AUD", "au": "AUD"}
_DOLLAR_PREFIXES |= {"nz": "NZD", "hk": "HKD", "s": "SGD", "sg": "SGD", "r": "BRL", "nt": "TWD", "mx": "MXN"}
_CURRENCY_WORDS = {"euro": "EUR", "euros": "EUR", "dollar": "$", "dollars": "$", "pound": "GBP", "pounds": "GBP"}
_CURRENCY_WORDS |= {"yen": "JPY", "rmb": "CNY", "yuan": "CNY", "francs": "CHF"}
_FACTORS = {"k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "mio": 10**6, "million": 10**6, "millions": 10**6}
_FACTORS |= {"b": 10**9, "bn": 10**9, "billion": 10**9, "billions": 10**9}
_MONTH = frozenset(("month", "months", "mo", "mth", "m"))
_YEAR = frozenset(("year", "years", "yr", "y", "annum"))
_PER_WORDS: dict[str, Per] = {"monthly": "month", "pm": "month", "p.m.": "month", "p.m": "month"}
_PER_WORDS |= {"yearly": "year", "annually": "year", "pa": "year", "p.a.": "year", "p.a": "year"}
_DIGITS = "0123456789"
_OPERATORS = ("+", "-", "*", "/")


class AmountRefused(InputRefused):
    """Text that is no amount of money, with what can be typed instead."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence or _HINT)


class Amount(NamedTuple):
    """An amount in whole minor units (cents; yen and the like have none) of an ISO 4217 currency.

    ``per`` is empty for a single sum, or the "month" or "year" it is paid for.
    """

    minor: int
    currency: str
    per: Per = ""

    def __str__(self) -> str:
        return show(self)


def show(amount: Amount) -> str:
    """Return "EUR 84,000 per year": cents only where the sum is not whole. ``parse_amount`` reads it back."""
    return amount_words(amount.minor, amount.currency, amount.per)


def parse_amount(text: str, default_currency: str = "EUR") -> Amount:
    """Read ``text`` as an amount; the rules are in the module's text.

    A sum may use + - * / (no brackets), name its currency before or after (else ``default_currency``), and end in
    "/month", "per year" and the like. Raises ``AmountRefused`` for everything else: negative, mixed currencies,
    powers, percent, more than 10**15 minor units.
    """
    default = default_currency.strip().upper()
    if default not in CURRENCIES:
        raise AmountRefused("The currency of this desk is not one I know; set it to a code like EUR or USD.")
    text = " ".join(text.replace("’", "'").split()).lower()
    if not text or len(text) > _MAX_TEXT:
        raise AmountRefused
    text, per = _cut_per(text)
    pieces, named = _scan(text)
    currency = _currency(named, default)
    value = _evaluate(pieces, currency) * 10 ** decimals(currency)
    if value < 0:
        raise AmountRefused("That comes out below zero. Type one amount, not a range.")
    minor = int((value * 2 + 1) // 2)
    if minor == 0 and value > 0:
        raise AmountRefused("That is less than the smallest coin of the currency.")
    if minor > LARGEST_MINOR:
        raise AmountRefused("That is more money than dealdesk can count. Is there a zero too many?")
    return Amount(minor, currency, per)


def _cut_per(text: str) -> tuple[str, Per]:
    """Split "84k/month eur" into "84k eur" and "month"."""
    words = text.replace("/", " / ").split()
    for at, word in enumerate(words):
        if word in _PER_WORDS and at:
            return " ".join(words[:at] + words[at + 1 :]), _PER_WORDS[word]
        if word in ("/", "per", "a") and 0 < at < len(words) - 1:
            following = words[at + 1]
            unit: Per = "month" if following in _MONTH else "year" if following in _YEAR else ""
            if unit:
                return " ".join(words[:at] + words[at + 2 :]), unit
    return text, ""


class _Piece(NamedTuple):
    """A number as written, with its factor (1,000 for "84k"), or one of the four operators."""

    text: str
    factor: int = 1


def _scan(text: str) -> tuple[list[_Piece], list[str]]:
    """Split into numbers and operators, and the currencies named, "$" among them."""
    pieces: list[_Piece] = []
    currencies: list[str] = []
    at = 0
    while at < len(text):
        char = text[at]
        end = at + 1
        if char in _DIGITS:
            while end < len(text) and (text[end] in _DIGITS + ".," or _opens_group(text, end)):
                end += 1
            pieces.append(_Piece(text[at:end]))
        elif char in _OPERATORS:
            pieces.append(_Piece(char))
        elif char in _SYMBOLS:
            currencies.append(_SYMBOLS[char])
        elif char.isalpha():
            while end < len(text) and (text[end].isalpha() or text[end] == "."):
                end += 1
            end += _word(text[at:end], text[end : end + 1], pieces, currencies)
        elif char != " ":
            raise AmountRefused
        at = end
    return pieces, currencies


def _opens_group(text: str, at: int) -> bool:
    """Tell whether a blank or apostrophe at ``at`` stands before a group of exactly three digits."""
    group = text[at + 1 : at + 4]
    return (
        text[at] in " '"
        and len(group) == 3
        and all(char in _DIGITS for char in group)
        and text[at + 4 : at + 5] not in tuple(_DIGITS)
    )


def _word(word: str, following: str, pieces: list[_Piece], currencies: list[str]) -> int:
    """File one word; return 1 if it took the "$" that follows it (as in "US$")."""
    if following == "$" and word in _DOLLAR_PREFIXES:
        currencies.append(_DOLLAR_PREFIXES[word])
        return 1
    if word in _FACTORS and pieces and pieces[-1].factor == 1 and pieces[-1].text not in _OPERATORS:
        pieces[-1] = _Piece(pieces[-1].text, _FACTORS[word])
    elif word in _CURRENCY_WORDS or word in _SYMBOLS:
        currencies.append(_CURRENCY_WORDS.get(word) or _SYMBOLS[word])
    elif word.upper() in CURRENCIES:
        currencies.append(word.upper())
    else:
        raise AmountRefused
    return 0


def _currency(named: list[str], default: str) -> str:
    """Return the one currency meant; "$" goes with any dollar that is named or is the default."""
    codes = {code for code in named if code != "$"}
    if len(codes) > 1:
        raise AmountRefused("Two currencies in one amount. Type one of them.")
    if "$" not in named:
        return codes.pop() if codes else default
    code = codes.pop() if codes else default if default in _DOLLARS else "USD"
    if code not in _DOLLARS:
        raise AmountRefused("Two currencies in one amount. Type one of them.")
    return code


def _evaluate(pieces: list[_Piece], currency: str) -> Fraction:
    """Work out number, operator, number ...: * and / first, from left to right, exactly."""
    if len(pieces) % 2 == 0:
        raise AmountRefused
    product = _number(pieces[0], currency)
    total, sign = product * 0, 1
    for operator, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        number = _number(piece, currency)
        if operator.text == "*":
            product *= number
        elif operator.text == "/":
            if number == 0:
                raise AmountRefused("Nothing can be divided by zero.")
            product /= number
        elif operator.text in _OPERATORS:
            total += sign * product
            product, sign = number, 1 if operator.text == "+" else -1
        else:
            raise AmountRefused
    return total + sign * product


def _number(piece: _Piece, currency: str) -> Fraction:
    """Read one number with its separators; see the rules in the module's text."""
    from fractions import Fraction  # 8 ms that only a typed amount needs

    literal = piece.text
    grouped, fraction = literal, ""
    points, commas = literal.count("."), literal.count(",")
    if points and commas:
        sign = max(".,", key=literal.rindex)
        grouped, _, fraction = literal.rpartition(sign)
        if sign in grouped or not fraction:
            raise AmountRefused
    elif points + commas == 1:
        before, sign, after = literal.partition("." if points else ",")
        thousands = len(after) == 3 and before.isdigit() and len(before) <= 3 and not before.startswith("0")
        if thousands and piece.factor != 1:
            raise AmountRefused("Is that a decimal sign or thousands? Write the number out.")
        if not thousands or (points and currency in THREE_DECIMALS):
            grouped, fraction = before, after
    if (points or commas) and grouped != literal and not fraction.isdigit():
        raise AmountRefused
    return Fraction(int(_ungrouped(grouped) + fraction) * piece.factor, 10 ** len(fraction))


def _ungrouped(literal: str) -> str:
    """Return the digits of a whole number whose thousands are grouped by one kind of sign, or by none."""
    signs = {char for char in literal if char not in _DIGITS}
    if len(signs) > 1 or signs & set(_OPERATORS):
        raise AmountRefused
    groups = literal.split(signs.pop()) if signs else [literal]
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or any(len(group) != 3 for group in groups[1:])):
        raise AmountRefused
    return "".join(groups)
