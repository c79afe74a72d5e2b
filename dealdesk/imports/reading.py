"""One row of a register as one deal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from dealdesk.domain.calendar import OutOfCalendar, WorkCalendar
from dealdesk.domain.dates import Period
from dealdesk.domain.deal_row import DealRow
from dealdesk.domain.fields import tags_in
from dealdesk.domain.money import Amount, Per
from dealdesk.domain.renewal import next_end, next_notice
from dealdesk.domain.vocabulary import Channel, DealType, Outcome, Stage
from dealdesk.imports import values
from dealdesk.imports.cells import Cells
from dealdesk.imports.headers import Column
from dealdesk.imports.plan import Problem
from dealdesk.imports.standing import Dates, standing
from dealdesk.imports.table import Row
from dealdesk.imports.values import CellRefused, WrongOrder
from dealdesk.text import fold

REF_LIMIT = 60
_TAG_LIMIT = 40
_PLAIN_AMOUNT = re.compile(r"\d+(\.\d{1,2})?")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Fields whose columns make a table a register of signed contracts.
_REGISTER = ("signed_on", "start_on", "end_on", "notice", "renewal_length")


class Setting(NamedTuple):
    """What a reading depends on beside the file."""

    today: date
    order: str
    """Order of numeric dates: "dmy" or "mdy"."""
    currency: str
    """ISO 4217 code for amounts that name none."""
    calendar: WorkCalendar


class _Term(NamedTuple):
    """From when to when a deal runs, and how it ends."""

    dates: Dates
    notice: Period | None
    renewal: Period | None
    runs_to: date | None
    give_notice_by: date | None


class Nameless(Exception):
    """A row without anything to call the deal by; caught where the plan is made."""


class RowReader:
    """Reads rows with the same columns, and counts how numeric dates went."""

    def __init__(self, columns: Sequence[Column], setting: Setting) -> None:
        self._columns = columns
        self._setting = setting
        self._by_field: dict[str, list[Column]] = {}
        for column in sorted(columns, key=lambda column: (column.rank, column.at)):
            if column.field:
                self._by_field.setdefault(column.field, []).append(column)
        self.either: Counter[str] = Counter()
        """Dates read by the setting that the other order would read differently, by column."""
        self.wrong_order: Counter[str] = Counter()
        """Dates that only the other order could read, by column; those cells stay blank."""
        self.bare_amounts = 0
        """Amounts for which neither cell nor header nor currency column named a currency."""

    def has(self, field: str) -> bool:
        """Tell whether a column of the file goes to ``field``."""
        return field in self._by_field

    def read(self, row: Row, fingerprint: str) -> tuple[DealRow, tuple[Problem, ...]]:
        """Return the deal of ``row`` and what to list about it. Raises ``Nameless``."""
        cells = Cells(row, self._columns, self._by_field)
        counterparty = cells.line("counterparty")
        ref = self._ref(cells)
        kind = next((text for _, text in cells.filled("contract_type")), "")
        title = self._title(cells, counterparty, kind, ref)
        tags = self._tags(cells, kind)
        further = tuple(name for name in cells.parts("further_counterparties", ";|") if name != counterparty)
        term = self._term(cells)
        stage, outcome = self._stated(cells)
        register = any(map(self.has, _REGISTER))
        stands = standing(term.dates, stage, outcome, self._setting.today, register=register)
        our_side = cells.line("our_side")
        cells.keep("our_side")
        channel = cells.first("main_channel", lambda text, _: values.read_channel(text), _is_one_of(Channel))
        deal = DealRow(
            row=row.number,
            line=row.line,
            fingerprint=fingerprint,
            title=title,
            ref=ref,
            counterparty=counterparty,
            further_counterparties=further,
            our_side=our_side,
            type=self._type(cells, kind, counterparty),
            stage=stands.stage,
            outcome=stands.outcome,
            amount=self._amount(cells),
            signed_on=term.dates.signed_on,
            start_on=term.dates.start_on,
            end_on=term.dates.end_on,
            runs_to=term.runs_to,
            notice=term.notice,
            give_notice_by=term.give_notice_by,
            renewal_length=term.renewal,
            evergreen=term.dates.endless,
            owner=cells.line("owner"),
            main_channel=channel[0] if channel else None,
            tags=tags,
            term=cells.line("term"),
            documents=tuple(cells.parts("documents", "|")),
            source=cells.source(),
            unread=MappingProxyType(cells.unread),
            quiet=stands.quiet,
            still_running=stands.still_running,
        )
        return deal, tuple(cells.problems)

    def _term(self, cells: Cells) -> _Term:
        """Read all that says from when to when the deal runs, and how it ends."""
        signed_on, start_on, end_on = (self._date(cells, field) for field in ("signed_on", "start_on", "end_on"))
        notice, renewal = self._period(cells, "notice"), self._period(cells, "renewal_length")
        renews, evergreen = self._renewing(cells, renewal)
        if renewal is not None and not renews:
            _keep_as_text(cells)
            renewal = None
        self._check_dates(cells, signed_on, start_on, end_on)
        runs_to, notice_by = self._notice_by(cells, end_on, notice, renewal)
        return _Term(Dates(signed_on, start_on, end_on, renews, evergreen), notice, renewal, runs_to, notice_by)

    def _ref(self, cells: Cells) -> str:
        found = cells.first("ref", _read_ref, lambda _: True)
        return found[0] if found else ""

    def _title(self, cells: Cells, counterparty: str, kind: str, ref: str) -> str:
        title = cells.line("title")
        if title:
            return title
        description = cells.line("description")
        named = kind.replace("_", " ") if len(kind) <= _TAG_LIMIT else ""
        made = description or (f"{named}: {counterparty}" if named and counterparty else counterparty or named or ref)
        if not made:
            raise Nameless
        if self.has("title"):
            cells.note(self._by_field["title"][0], "", f'blank; the title is made: "{made}"')
        return made

    def _tags(self, cells: Cells, kind: str) -> tuple[str, ...]:
        tags: dict[str, str] = {}
        for part in cells.parts("tags", ",;|"):
            tag = "_".join(part.lstrip("#").split())
            for one in tags_in(part) if part.startswith("#") else (tag,):
                tags.setdefault(fold(one), one)
        for column, text in cells.filled("contract_type"):
            if text == kind and len(kind) <= _TAG_LIMIT:
                tag = "_".join(kind.split())
                tags.setdefault(fold(tag), tag)
                if tag == kind:
                    cells.done(column)
        return tuple(tag for tag in tags.values() if tag)

    def _type(self, cells: Cells, kind: str, counterparty: str) -> DealType | None:
        if self.has("type"):
            found = cells.first("type", lambda text, _: values.read_type(text), _is_one_of(DealType))
            return found[0] if found else None
        said = next((column.says_type for column, text in cells.filled("counterparty") if text == counterparty), "")
        if said:
            return DealType(said)
        try:
            return values.read_type(kind)
        except CellRefused:
            return None

    def _stated(self, cells: Cells) -> tuple[Stage | None, Outcome | None]:
        outcome = cells.first("outcome", lambda text, _: values.read_outcome(text), _is_one_of(Outcome))
        stated = cells.first("stage", lambda text, _: values.read_stage(text), _is_one_of(Stage))
        stage, also = stated[0] if stated else (None, None)
        return stage, outcome[0] if outcome else also

    def _date(self, cells: Cells, field: str) -> date | None:
        found = cells.first(
            field, lambda text, column: self._read_date(text, column), lambda text: bool(_PLAIN_DATE.fullmatch(text))
        )
        if found is None:
            return None
        day, taken = found
        for column, text in cells.filled(field):
            if column is not taken and self._says_otherwise(text, day):
                cells.note(column, text, f'says another day than "{taken.name}" ({day}), which is taken')
        return day

    def _read_date(self, text: str, column: Column) -> date:
        try:
            reading = values.read_date(text, self._setting.order, self._setting.today)
        except WrongOrder:
            self.wrong_order[column.name] += 1
            raise
        self.either[column.name] += reading.either
        return reading.day

    def _says_otherwise(self, text: str, day: date) -> bool:
        """Tell whether a second column states a date that is not ``day`` in either order."""
        days: set[date] = set()
        for order in ("dmy", "mdy"):
            try:
                days.add(values.read_date(text, order, self._setting.today).day)
            except CellRefused:
                continue
        return bool(days) and day not in days

    def _period(self, cells: Cells, field: str) -> Period | None:
        found = cells.first(
            field,
            lambda text, column: values.read_period(text, column.unit),
            lambda text: text.isdigit() or _says_all(text),
        )
        return found[0] if found else None

    def _renewing(self, cells: Cells, renewal: Period | None) -> tuple[bool, bool]:
        """Return whether the deal renews by itself, and whether it does so again and again or has no end."""
        flag = cells.first("evergreen", lambda text, _: values.read_flag(text), lambda _: True)
        if flag:
            return flag[0], flag[0]
        endless = any(values.is_endless(text) for _, text in cells.filled("end_on"))
        again = any(values.renews_again(text) for _, text in cells.filled("renewal_length"))
        return renewal is not None or endless or again, endless or again

    def _notice_by(
        self, cells: Cells, end: date | None, notice: Period | None, renewal: Period | None
    ) -> tuple[date | None, date | None]:
        """Return the end that can still be decided, and the last working day for a notice before it."""
        if end is None:
            return None, None
        try:
            if notice is None:
                return next_end(end, renewal, self._setting.today), None
            return next_notice(end, notice, renewal, self._setting.calendar, self._setting.today)
        except OutOfCalendar:
            cells.note(None, "", "no give-notice date: it would lie outside the calendar")
            return end, None

    def _check_dates(self, cells: Cells, signed: date | None, start: date | None, end: date | None) -> None:
        for name, day in (("signing", signed), ("the start", start)):
            if end is not None and day is not None and end < day:
                column = next(column for column, _ in cells.filled("end_on"))
                cells.note(column, end.isoformat(), f"ends before {name} ({day}); both are kept")
                break
        if signed is not None and signed > self._setting.today:
            column = next(column for column, _ in cells.filled("signed_on"))
            cells.note(column, signed.isoformat(), "signed in the future; kept")

    def _amount(self, cells: Cells) -> Amount | None:
        def read(text: str, column: Column) -> Amount:
            currency = next((text for _, text in cells.filled("currency")), "")
            per = next((text for _, text in cells.filled("per")), "")
            named = values.read_currency(currency) if currency and not values.is_nothing(currency) else column.currency
            amount = values.read_amount(text, self._setting.currency, named, self._per(per) or column.per)
            self.bare_amounts += not named and values.names_no_currency(text)
            return amount

        found = cells.first("amount", read, lambda text: bool(_PLAIN_AMOUNT.fullmatch(text)))
        if found is None:
            return None
        for field in ("currency", "per"):
            for column, text in cells.filled(field):
                if found[0].currency == text or found[0].per == text:
                    cells.done(column)
        return found[0]

    def _per(self, text: str) -> Per:
        return "" if values.is_nothing(text) else values.read_per(text)


def _is_one_of(words: type[StrEnum]) -> Callable[[str], bool]:
    """Return a test whether a text is one of ``words`` itself, not merely a word that means one."""
    values = frozenset(word.value for word in words)
    return lambda text: fold(text) in values


def _read_ref(text: str, _column: Column) -> str:
    if len(text) > REF_LIMIT:
        raise CellRefused("too long for a reference; a new one is made")
    return text


def _keep_as_text(cells: Cells) -> None:
    """Keep a renewal as text where the row says that it does not come by itself: an option is no date to count on."""
    column, text = next(cells.filled("renewal_length"))
    cells.note(column, text, "does not renew by itself; kept in the imported text")
    cells.keep("renewal_length")


def _says_all(text: str) -> bool:
    """Tell whether a period's text is no more than the period ("3 months")."""
    try:
        return str(Period.parse(text)).rstrip("s") == fold(text).rstrip("s")
    except ValueError:
        return False
