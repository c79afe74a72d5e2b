"""Which column of a register means what: names as registers write them, and what ``--map COLUMN=FIELD`` says."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dealdesk.domain.money import CURRENCIES
from dealdesk.errors import UsageError
from dealdesk.text import clean, fold

#: Every field a column can go to, and what it holds.
FIELDS: dict[str, str] = {
    "ref": "reference, unique in the desk",
    "title": "title",
    "counterparty": "the other side",
    "further_counterparties": "more parties on the other side, parted by ; or |",
    "our_side": "who signs for us",
    "type": "client, vendor or partner",
    "contract_type": "kind of contract; becomes a tag",
    "description": "what it is about; the title where there is none",
    "stage": "negotiating, agreed, signed, running or ended",
    "outcome": "signed, we walked away, they walked away or no decision",
    "amount": "amount",
    "currency": "currency of the amount",
    "per": "what the amount is paid for: month, year or nothing",
    "signed_on": "date of signing",
    "start_on": "first day",
    "end_on": "last day",
    "renewal_length": "how long one renewal lasts",
    "notice": "notice period",
    "evergreen": "renews by itself: yes or no",
    "owner": "who owns the deal on our side",
    "main_channel": "mail, call, video, chat, in person or letter",
    "tags": "tags",
    "term": "length of the contract, in words",
    "documents": "path or link of a document",
    "source_terms": "imported text: anything, kept under the column's name",
}
IGNORE = "-"

# Names of columns, most telling first; compared folded and without anything but letters and digits.
_NAMES: dict[str, str] = {
    "ref": """ref, reference, deal id, deal ref, deal reference, deal number, contract id, contract number, contract no,
        contract ref, contract reference, reference number, reference no, agreement id, agreement number, record id,
        opportunity id, procurement id, po number, id, number, no""",
    "title": """title, deal title, contract title, agreement title, deal name, contract name, agreement name,
        opportunity name, opportunity, deal, contract, agreement, name, document name, subject""",
    "counterparty": """counterparty, counterparty name, counter party, other party, other side, account name, account,
        company, company name, organisation, organization, vendor, vendor name, supplier, supplier name, provider,
        contractor, customer, customer name, client, client name, partner, partner name, party name, payee""",
    "further_counterparties": "further counterparties, further parties, other parties, additional parties",
    "our_side": """our side, our entity, our party, our company, internal entity, contracting entity, signing entity,
        legal entity, subsidiary""",
    "type": """deal type, type, relationship, relationship type, account type, party type, counterparty type""",
    "contract_type": """contract type, agreement type, document type, contract category, category, kind,
        contract kind""",
    "description": """description, contract description, description of work, description en, scope, summary,
        services, goods or services""",
    "stage": "stage, deal stage, status, contract status, deal status, agreement status, state, lifecycle stage",
    "outcome": "outcome, result, deal outcome, closed as",
    "amount": """amount, value, deal value, contract value, total value, total contract value, tcv, acv,
        annual value, annual contract value, yearly value, annual cost, yearly cost, monthly value, monthly cost,
        monthly fee, annual fee, contract amount, deal amount, total amount, price, cost, total, fee, fees,
        original value, value raw, amount raw, value number""",
    "currency": "currency, currency code, ccy, deal currency, contract currency",
    "per": "per, billing period, billing frequency, payment frequency, amount per, frequency",
    "renewal_length": """renewal length, renewal term, renewal period, renewal, renewal duration, renews for,
        renewal term raw, auto renewal term, extension, extension term""",
    "notice": """notice, notice period, renewal notice, termination notice, cancellation notice, cancellation period,
        notice term, renewal notice period, termination notice period, notice to terminate, notice raw,
        renewal notice raw, notice period raw""",
    "evergreen": """evergreen, auto renew, auto renewal, auto renews, automatic renewal, autorenewal, renews, renewing,
        renews automatically, is evergreen""",
    "owner": """owner, deal owner, contract owner, account owner, opportunity owner, contract manager, account manager,
        responsible, responsible person, assigned to, business owner, internal owner""",
    "main_channel": "main channel, channel, preferred channel, contact channel",
    "tags": "tags, tag, labels, label, keywords",
    "term": "term, term length, contract term, duration, contract length, contract duration, initial term",
    "documents": """document, documents, link, links, url, file, file name, filename, path, source file, document link,
        contract link, attachment, attachments, document path""",
    "source_terms": """source terms, terms, key terms, term text, clauses, key clauses, notes, note, comment, comments,
        remarks, terms and conditions, special terms""",
}
_DATE_STEMS: dict[str, str] = {
    "signed_on": """signed, signature, signing, sign, executed, execution, contract, agreement, date signed,
        agreement signed, contract signed, closed, close, closing, won, award, awarded""",
    "start_on": """start, effective, commencement, begin, begins, beginning, starts, starts on, contract start,
        valid from, in force from, contract period start, period start, contract effective, go live, agreement start""",
    "end_on": """end, ends, expiry, expiration, expires, expire, termination, contract end, valid to, valid until,
        until, in force until, contract period end, period end, contract expiry, contract expiration, renewal due,
        agreement end, finish, maturity""",
}
_BARE_STEMS = frozenset(("contract", "agreement", "sign", "close", "closed", "closing", "won", "award", "awarded"))
_DATE_ENDINGS = (("iso", 0), ("dateiso", 0), ("date", 1), ("on", 1), ("day", 1), ("", 1), ("raw", 2), ("dateraw", 2))
_UNITS = {
    **dict.fromkeys(("day", "days", "d"), "day"),
    **dict.fromkeys(("week", "weeks", "wks"), "week"),
    **dict.fromkeys(("month", "months", "mths"), "month"),
    **dict.fromkeys(("year", "years", "yrs"), "year"),
}
#: What a counterparty column's own name says about the type of the deal.
_SAYS_TYPE = {
    **dict.fromkeys(("vendor", "vendorname", "supplier", "suppliername", "contractor", "provider"), "vendor"),
    **dict.fromkeys(("customer", "customername", "client", "clientname"), "client"),
    **dict.fromkeys(("partner", "partnername"), "partner"),
}


class Column(NamedTuple):
    """One column of the file and where it goes."""

    at: int
    name: str
    field: str | None
    """A key of FIELDS; ``-`` to ignore it; None where nothing is known: its text is kept under its name."""
    rank: int = 0
    """Among columns of one field the lowest that can be read gives the value."""
    unit: str = ""
    """Unit the header names, such as "day" in ``notice (days)``."""
    currency: str = ""
    """Currency the header names, such as "EUR" in ``value EUR``."""
    per: str = ""
    """What the header says an amount is paid for, such as "year" in ``annual value``."""
    says_type: str = ""
    """Deal type that the name of a counterparty column tells, such as "vendor" in ``vendorName``."""


class MapRefused(UsageError):
    """``--map`` names what does not exist; the sentence lists what does."""


@lru_cache(4096)
def header_key(name: str) -> str:
    """Return a column name for comparing: "Contract-Nº (new)" and ``contract_no_new`` are the same."""
    return "".join(char for char in fold(name) if char.isalnum())


def _known() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for field, stems in _DATE_STEMS.items():
        for stem in stems.split(","):
            for ending, rank in _DATE_ENDINGS:
                if ending or stem.strip() not in _BARE_STEMS:
                    known.setdefault(header_key(stem) + ending, (field, rank))
            known.setdefault("dateof" + header_key(stem), (field, 1))
    for field, names in _NAMES.items():
        for rank, name in enumerate(names.split(",")):
            known.setdefault(header_key(name), (field, rank))
        known.setdefault(header_key(field), (field, 0))
    for field in _DATE_STEMS:
        known[header_key(field)] = (field, 1)
    return known


_KNOWN = _known()


def knows(cell: str, also: Sequence[str] = ()) -> bool:
    """Tell whether ``cell`` names a column known here, or one of ``also`` (the columns of ``--map``)."""
    if len(cell) > 200 or any(mark in cell for mark in ";\t|\n"):
        return False
    return _recognise(0, cell).field is not None or any(_same(cell, name) for name in also)


def parse_map(text: str) -> tuple[str, str]:
    """Split one ``COLUMN=FIELD`` at its last ``=``. Raises ``MapRefused`` for an unknown field."""
    column, equals, field = clean(text).rpartition("=")
    column, field = column.strip(), field.strip()
    if not equals or not column or not field:
        raise MapRefused(f'--map takes COLUMN=FIELD, not "{clean(text)}".')
    if field == IGNORE:
        return column, IGNORE
    for known in FIELDS:
        if header_key(known) == header_key(field):
            return column, known
    raise MapRefused(f'There is no field "{field}". Fields: {", ".join(FIELDS)}; - ignores the column.')


def map_columns(header: Sequence[str], overrides: Sequence[tuple[str, str]] = ()) -> tuple[Column, ...]:
    """Return where each column of ``header`` goes; ``overrides`` (from ``parse_map``) win over recognition.

    Raises ``MapRefused`` for a column the file has not, or has twice.
    """
    columns = [_recognise(at, name) for at, name in enumerate(header)]
    for wanted, field in overrides:
        if field != IGNORE and field not in FIELDS:
            raise MapRefused(f'There is no field "{field}". Fields: {", ".join(FIELDS)}; - ignores the column.')
        at = _find(header, wanted)
        columns[at] = _hinted(Column(at, header[at], field, -1))
    return tuple(columns)


def _find(header: Sequence[str], wanted: str) -> int:
    exact = [at for at, name in enumerate(header) if name == clean(wanted)]
    found = exact or [at for at, name in enumerate(header) if _same(name, wanted)]
    if len(found) == 1:
        return found[0]
    problem = "There is no column" if not found else "More than one column answers to"
    shown = ", ".join(header[:40]) + (" ..." if len(header) > 40 else "")
    raise MapRefused(f'{problem} "{clean(wanted)}". Columns: {shown}.')


def _same(one: str, other: str) -> bool:
    return clean(one) == clean(other) or (bool(header_key(one)) and header_key(one) == header_key(other))


def _recognise(at: int, name: str) -> Column:
    key = header_key(name)
    known = _KNOWN.get(key)
    if known is None:
        for stem, hint in _without_hints(name):
            known = _KNOWN.get(stem)
            if known is not None and known[0] in hint:
                known = (known[0], known[1] + 50)  # a bare number gives way to a text that names its unit
                break
            known = None
    if known is None:
        return Column(at, name, None)
    return _hinted(Column(at, name, known[0], known[1]))


def _without_hints(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the key without a unit or a currency at its end or front, and the fields that may carry such."""
    words = _words(name)
    stems: list[tuple[str, tuple[str, ...]]] = []
    if len(words) < 2:
        return stems
    if words[-1] in _UNITS:
        rest = words[:-2] if words[-2] == "in" else words[:-1]
        stems.append(("".join(rest), ("notice", "renewal_length")))
    if words[-1].upper() in CURRENCIES:
        rest = words[:-2] if words[-2] == "in" else words[:-1]
        stems.append(("".join(rest), ("amount",)))
    if words[0].upper() in CURRENCIES:
        stems.append(("".join(words[1:]), ("amount",)))
    return stems


def _hinted(column: Column) -> Column:
    """Return ``column`` with what its name says beside its field: a unit, a currency, a period, a deal type."""
    words = _words(column.name)
    if column.field in ("notice", "renewal_length"):
        return column._replace(unit=next((_UNITS[word] for word in words if len(word) > 1 and word in _UNITS), ""))
    if column.field == "amount":
        currency = next((word.upper() for word in words if word.upper() in CURRENCIES), "")
        yearly, monthly = set(words) & {"annual", "yearly", "year", "acv"}, set(words) & {"monthly", "month"}
        return column._replace(currency=currency, per="month" if monthly else "year" if yearly else "")
    if column.field == "counterparty":
        return column._replace(says_type=_SAYS_TYPE.get(header_key(column.name), ""))
    return column


def _words(name: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in fold(name)).split()
