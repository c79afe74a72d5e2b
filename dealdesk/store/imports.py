"""Imported deals: stored all or none in one command, known again by their rows, taken back as a whole and by name."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import text
from sqlmodel import Session, SQLModel

from dealdesk.domain import names
from dealdesk.domain.calendar import OutOfCalendar
from dealdesk.domain.deal_row import DealRow
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import DocumentKind, Stage
from dealdesk.errors import InputRefused
from dealdesk.store import dating, debrief_plan, follow_through, formal_steps, refs, settings
from dealdesk.store.import_undo import KNOWN_KEYS, REUSABLE_REFS
from dealdesk.store.moment import connection
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.deals import (
    Deal,
    DealFields,
    DealParty,
    DealRef,
    Document,
    DocumentFields,
    Party,
    PartyFields,
    Person,
    PersonFields,
)
from dealdesk.text import fold

#: What the deal's form calls a field that a register names otherwise.
_FORM_NAMES = {
    "renewal_length": "renewal",
    "main_channel": "channel",
    "further_counterparties": "further",
}
_NUMBER = "SELECT coalesce(max(number), 0) FROM deal_ref"
_TAKE_OVER = (
    "UPDATE deal_ref SET deal_id = :deal_id, archived_at = NULL WHERE id = :id"  # a reference lives on with its deal
)


class Stored(NamedTuple):
    """What an import did."""

    command_id: int
    """The command that takes it back, for ``import_undo.undo_import``."""
    deal_ids: tuple[int, ...]
    refs: dict[str, str]
    """Reference of each deal stored, by its row's fingerprint; a row not in here was on the desk by then."""
    debriefs: int
    """First debriefs planned, for deals signed within the last 14 days."""


def import_plan(session: Session, rows: Sequence[DealRow], context: Context, now: datetime) -> Stored:
    """Store ``rows`` as deals in the command that is being carried out, with ``import_undo.command`` as its name.

    A row whose import key came to the desk since the plan was made is left out; a reference taken since is replaced
    by a new one. Raises :class:`InputRefused` for a row the tables don't take; nothing is stored then.
    """
    # Pages that spill from the cache would lock all readers out until the end of the command. OFF does nothing within
    # a transaction, a number of pages does (of 4 KB: a gigabyte).
    session.connection().exec_driver_sql("PRAGMA cache_spill=262144")
    batch = _Batch(session, context, now)
    batch.asked = {fold(row.ref) for row in rows}
    for row in rows:
        batch.take(row)
    batch.write()
    batch.follow_through()
    number = session.execute(text("SELECT command_id FROM writing")).scalar_one()
    return Stored(number, tuple(batch.refs_by_id), batch.given, batch.debriefs)


class _Batch:
    """Rows on their way into the tables. The command holds the write lock, so keys can be given out here."""

    def __init__(self, session: Session, context: Context, now: datetime) -> None:
        self._session = session
        self._context = context
        self._now = now
        self._leads = settings.load(connection(session)).notice_leads
        self.rows: dict[str, list[dict[str, Any]]] = {
            name: [] for name in ("party", "person", "deal", "deal_ref", "deal_party", "document")
        }
        self._recent: list[int] = []
        self._agreed: list[int] = []
        self._last = {name: self._one(f"SELECT coalesce(max(id), 0) FROM {name}") for name in self.rows}
        self._parties = self._ids("SELECT name, min(id) FROM party WHERE archived_at IS NULL GROUP BY name")
        self._people = self._ids("SELECT name, min(id) FROM person WHERE archived_at IS NULL GROUP BY name")
        self._taken = {fold(ref) for (ref,) in session.execute(text("SELECT ref FROM deal_ref"))}
        self._reusable = {fold(ref): key for ref, key in session.execute(text(REUSABLE_REFS))}
        self._known = set(session.execute(text(KNOWN_KEYS)).scalars())
        self._number = self._one(_NUMBER)
        self._taken_over: list[dict[str, Any]] = []
        self.asked: set[str] = set()
        """References that rows ask for, folded: none of them is given to another row."""
        self.debriefs = 0
        self.given: dict[str, str] = {}
        self.refs_by_id: dict[int, str] = {}

    def _one(self, query: str) -> int:
        return int(self._session.execute(text(query)).scalar_one())

    def _ids(self, query: str) -> dict[str, int]:
        return {name: number for name, number in self._session.execute(text(query))}

    def take(self, row: DealRow) -> None:
        """Turn one row into the rows of all tables, unless it is on the desk by now."""
        if row.fingerprint in self._known:
            return
        self._known.add(row.fingerprint)
        deal = self._deal(row)
        deal.id = self._next("deal")
        deal.ref = self._ref(row, deal.id)
        self.given[row.fingerprint] = self.refs_by_id[deal.id] = deal.ref
        self.rows["deal"].append(deal.model_dump())
        wanted = dict.fromkeys((row.counterparty, *row.further_counterparties))
        for position, name in enumerate(name for name in wanted if name):
            # Without a main counterparty the first further one stands in its place.
            self._add(DealParty(deal_id=deal.id, party_id=self._party(name), position=position))
        for position, target in enumerate(row.documents):
            fields = _checked(DocumentFields, row, {"target": target, "kind": DocumentKind.CONTRACT})
            self._add(Document(**fields, deal_id=deal.id, position=float(position)))
        if deal.signed_on and not deal.quiet:
            self._recent.append(deal.id)
        elif deal.stage == Stage.AGREED:
            self._agreed.append(deal.id)

    def _deal(self, row: DealRow) -> Deal:
        fields = _checked(DealFields, row, _typed(row))
        deal = Deal(**fields, ref=row.ref)
        deal.source_terms = row.source_terms
        deal.unread = _unread(row.unread)
        deal.import_key = row.fingerprint
        deal.quiet = row.quiet
        deal.owner_id = self._person(row.owner) if row.owner else None
        try:
            dating.date_notice(deal, self._context.calendar, self._context.today, self._leads)
        except OutOfCalendar:
            deal.give_notice_by = None  # the plan listed it
        return deal

    def _ref(self, row: DealRow, deal_id: int) -> str:
        """Return the row's own reference where it is free, else a new one, and record it."""
        key = fold(row.ref)
        if key and key in self._reusable:
            self._taken_over.append({"id": self._reusable.pop(key), "deal_id": deal_id})
            return row.ref
        if key and key not in self._taken:
            ref, number = row.ref, None
        else:
            stem, number = refs.stem(row.counterparty or row.title), self._number + 1
            while (made := fold(f"{stem}-{number}")) in self._taken or made in self.asked:
                number += 1
            ref, self._number = f"{stem}-{number}", number
        self._taken.add(fold(ref))
        self._add(DealRef(deal_id=deal_id, ref=ref, number=number))
        return ref

    def _party(self, name: str) -> int:
        if name not in self._parties:
            fields = PartyFields.model_validate({"name": name}).model_dump()
            self._parties[name] = self._add(Party(**fields, name_key=names.key(name)))
        return self._parties[name]

    def _person(self, name: str) -> int:
        if name not in self._people:
            self._people[name] = self._add(Person(**PersonFields.model_validate({"name": name}).model_dump()))
        return self._people[name]

    def follow_through(self) -> None:
        """Start what follows from a signing for deals that were signed lately, as for one entered by hand."""
        for number in self._recent:
            deal = self._session.get_one(Deal, number)
            follow_through.settle(self._session, deal, self._context, self._now)
            self.debriefs += debrief_plan.follows(deal)
        for number in self._agreed:
            formal_steps.settle(self._session, self._session.get_one(Deal, number), self._context, self._now)

    def _add(self, row: Row) -> int:
        name = str(row.__tablename__)
        row.id = self._next(name)
        self.rows[name].append(row.model_dump())
        return row.id

    def _next(self, name: str) -> int:
        self._last[name] += 1
        return self._last[name]

    def write(self) -> None:
        """Write all rows, table by table, so that every row is there before one refers to it."""
        connection = self._session.connection()
        for name, rows in self.rows.items():
            if rows:
                connection.execute(SQLModel.metadata.tables[name].insert(), rows)
        if self._taken_over:
            connection.execute(text(_TAKE_OVER), self._taken_over)


def _typed(row: DealRow) -> dict[str, object]:
    """Return the values of the deal's form."""
    amount, notice, renewal = row.amount, row.notice, row.renewal_length
    return {
        "title": row.title,
        "type": row.type,
        "stage": row.stage,
        "outcome": row.outcome,
        "amount_minor": amount.minor if amount else None,
        "currency": amount.currency if amount else None,
        "per": amount.per if amount else "",
        "term": row.term,
        "signed_on": row.signed_on,
        "start_on": row.start_on,
        "end_on": row.end_on,
        "notice_count": notice.count if notice else None,
        "notice_unit": notice.unit if notice else None,
        "renewal_count": renewal.count if renewal else None,
        "renewal_unit": renewal.unit if renewal else None,
        "evergreen": row.evergreen,
        "channel": row.main_channel or "",
        "tags": " ".join(row.tags),
    }


def _checked(fields: type[SQLModel], row: DealRow, values: Mapping[str, object]) -> dict[str, Any]:
    """Return ``values`` as the fields of a form take them; the sentence of a refusal names row and field, no value."""
    try:
        return fields.model_validate(values).model_dump()
    except ValidationError as error:
        where = ", ".join(str(part) for part in error.errors()[0]["loc"])
        raise InputRefused(f"Row {row.row:,} can't be stored: {where} is not possible. Nothing was imported.") from None


def _unread(unread: Mapping[str, str]) -> str:
    if not unread:
        return ""
    return json.dumps({_FORM_NAMES.get(field, field): raw for field, raw in unread.items()}, ensure_ascii=False)
