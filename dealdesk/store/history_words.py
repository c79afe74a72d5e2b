"""The history in words: what the page of a deal, the ``i`` of a row and ``dealdesk history`` say of each change.

A change holds one column; what a person changed may be several (an amount is three). They are told as the field of
the form they belong to. What follows by rule from a change (stored due dates, places in a list) is left out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date, tzinfo
from itertools import groupby
from typing import NamedTuple

from dealdesk.clock import instant
from dealdesk.domain.checkin_form import maximum_of, often_words, tie_words
from dealdesk.domain.forms import FORMS
from dealdesk.domain.money import Amount, show
from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import Origin
from dealdesk.store.history import Entry

#: A value longer than this is cut; the record itself holds it whole.
LONGEST = 60
NOTHING = "(empty)"

_NOUNS = {
    "deal_party": "counterparty",
    "party": "company",
    "deal_person": "person",
    "deal_ref": "reference",
    "day_off": "day off",
    "playbook_change": "change",
    "draft": "message",
    "missed": "missed question",
    "checkin": "check-in",
    "give_take": "contribution",
    "new_date": "date with them",
    "metric_reading": "reading",
    "arrangement": "point of working together",
    "contact": "name to call",
    "glossary": "word",
    "ladder": "level of the ladder",
    "leverage_mark": "leverage",
    "rule": "playbook rule",
    "waiting": "wait",
}
#: Rows that only carry another row, and columns that follow from others.
_QUIET_TABLES = frozenset({"deal_ref", "debrief_section", "review_slot", "search_row"})
_QUIET = frozenset(
    {
        *("position", "weight", "due_rule", "due_anchor", "due_offset", "due_set_by", "due_at", "quiet", "name_key"),
        *("due_reason", "not_before", "notice_remind_on", "quiet_on", "still_true_on", "happened_at", "later_count"),
        *("conversation_id", "answer_id", "checkin_id", "waiting_since"),
        *("level_since", "opened_at"),
        *("give_notice_rule", "give_notice_set_by", "import_key", "signed_at", "source_terms", "unread"),
        *("debrief_id", "deal_id", "action_id", "rule_id", "question_id", "source_uid"),
    }
)
#: And of one table only: the day of a check-in is its next one.
_QUIET_OF = frozenset(
    {("checkin", "due_on"), ("checkin", "anchor_on"), ("checkin", "asked_on"), ("conversation", "note_only")}
    | {("checkin", "counted_on"), ("checkin", "held_on")}
)
_PARTS = {
    ("deal", "amount_minor"): "amount",
    ("deal", "currency"): "amount",
    ("deal", "per"): "amount",
    ("deal", "notice_count"): "notice",
    ("deal", "notice_unit"): "notice",
    ("deal", "renewal_count"): "renewal",
    ("deal", "renewal_unit"): "renewal",
    ("checkin", "early_count"): "often",
    ("checkin", "early_unit"): "often",
    ("checkin", "ongoing_count"): "often",
    ("checkin", "ongoing_unit"): "often",
    ("checkin", "switch_on"): "often",
    ("checkin", "action_id"): "tied",
    ("checkin", "action_days"): "tied",
    ("checkin", "maximum_days"): "maximum",
}
_WHOLE = {
    "amount": ("amount_minor", "currency", "per"),
    "notice": ("notice_count", "notice_unit"),
    "renewal": ("renewal_count", "renewal_unit"),
    "often": ("early_count", "early_unit", "ongoing_count", "ongoing_unit", "switch_on"),
    "tied": ("action_id", "action_days"),
    "maximum": ("maximum_days",),
}
_LABELS = {
    ("deal", "give_notice_by"): "Give notice by",
    ("deal", "owner_id"): "Owner",
    ("deal_party", "party_id"): "Counterparty",
    ("deal_person", "person_id"): "Person",
    ("action", "owner_id"): "Owner",
    ("action", "due_on"): "Due",
    ("action", "blocked_by_id"): "Blocked by",
    ("action", "review_until"): "Review until",
    ("action", "review_since"): "In review since",
    ("action", "told_on"): "Told that it is late",
    ("new_date", "confirmed_on"): "Confirmed in writing",
    ("conversation", "person_id"): "Person",
    ("waiting", "person_id"): "Person",
    ("waiting", "text"): "Waiting for",
    ("waiting", "due_on"): "Next nudge",
    ("waiting", "last_on"): "Last message",
    ("waiting", "sent"): "Messages",
    ("waiting", "need_until"): "They need until",
    ("waiting", "closed_on"): "No longer waited for",
    ("waiting", "later_until"): "Left until",
    ("checkin", "next_on"): "Next check-in",
    ("checkin", "later_until"): "Put off until",
    ("action", "soft_on"): "Best done by",
    ("action", "later_until"): "Put off until",
    ("deal", "confirmed_on"): "Still true",
    ("deal", "notice_decision"): "Notice",
    ("deal", "notice_decided_on"): "Notice decided",
    ("deal", "ref"): "Reference",
    ("issue", "level"): "Level",
    ("issue", "due_on"): "Limit of the level",
    ("issue", "closed_at"): "Closed",
    ("person", "name"): "Name",
    ("party", "name"): "Counterparty",
    ("leverage_mark", "moved"): "Moved them",
    ("leverage_mark", "did_not_move"): "Did not move them",
}
_TICKS = frozenset({"evergreen", "counted_on", "moved", "did_not_move", "information_only", "severe"})
#: Answered with yes or no, or not at all.
_ANSWERS = frozenset({"useful", "met", "kept"})
#: Columns that point to a row with a name.
_NAMED = {
    ("deal", "owner_id"): "person",
    ("deal_party", "party_id"): "party",
    ("deal_person", "person_id"): "person",
    ("action", "owner_id"): "person",
    ("action", "blocked_by_id"): "action",
    ("action", "metric_id"): "metric",
    ("conversation", "person_id"): "person",
    ("waiting", "person_id"): "person",
    ("metric", "owner_id"): "person",
    ("contact", "person_id"): "person",
    ("pulse", "person_id"): "person",
    ("metric_reading", "metric_id"): "metric",
}
_TITLES = {
    "deal_party": "SELECT party.name FROM deal_party JOIN party ON party.id = deal_party.party_id "
    "WHERE deal_party.uid = ?",
    "deal_person": "SELECT person.name FROM deal_person JOIN person ON person.id = deal_person.person_id "
    "WHERE deal_person.uid = ?",
    "leverage_mark": "SELECT source || CASE driver WHEN '' THEN '' ELSE ', ' || driver END FROM leverage_mark "
    "WHERE uid = ?",
    "contact": "SELECT trim(matter || ', ' || side || coalesce(': ' || person.name, ''), ', ') FROM contact "
    "LEFT JOIN person ON person.id = contact.person_id WHERE contact.uid = ?",
    "conversation": "SELECT coalesce(nullif(summary, ''), trim(channel || ' ' || coalesce(happened_on, ''))) "
    "FROM conversation WHERE uid = ?",
    "held_mark": "SELECT verdict || coalesce(': ' || nullif(search_row.title, ''), '') FROM held_mark "
    "LEFT JOIN search_row ON search_row.uid = line_uid WHERE held_mark.uid = ?",
    "metric_reading": "SELECT metric.name || ' ' || value FROM metric_reading "
    "JOIN metric ON metric.id = metric_reading.metric_id WHERE metric_reading.uid = ?",
    "new_date": "SELECT coalesce(old_on || ' → ', '') || new_on FROM new_date WHERE uid = ?",
    "waiting": "SELECT coalesce(nullif(text, ''), person.name, 'their answer') FROM waiting "
    "LEFT JOIN person ON person.id = waiting.person_id WHERE waiting.uid = ?",
    "pulse": "SELECT score || ' of 5' FROM pulse WHERE uid = ?",
    "ladder": "SELECT 'level ' || level || CASE names WHEN '' THEN '' ELSE ': ' || names END FROM ladder WHERE uid = ?",
    "review": "SELECT 'version ' || version FROM review WHERE uid = ?",
}
_TITLE_COLUMNS = (
    "title",
    "text",
    "name",
    "what",
    "label",
    "target",
    "ref",
    "summary",
    "purpose",
    "points",
    "word",
    "names",
    "slot",
    "kind",
)


class Told(NamedTuple):
    """One command in words."""

    at: str
    """UTC instant, as stored."""
    what: str
    """What was done: ``edited the amount: EUR 84,000 → EUR 90,000``."""
    changes: tuple[str, ...]
    """Its single changes where there is more than one, each a line."""
    note: str
    """Where it came from if not from a person, and whether it was undone."""
    why: str
    """The reason, if one was given."""


def tell(con: sqlite3.Connection, entries: Sequence[Entry], zone: tzinfo | None = None) -> list[Told]:
    """Return the ``entries`` (newest first, as ``history.of_deal`` gives them) in words, one item a command.

    Instants among the values are told in ``zone``, without one in that of this computer.
    """
    values = _Values(con, zone)
    told: list[Told] = []
    for _number, group in groupby(entries, key=lambda entry: entry.command_id):
        of_command = list(group)
        told.append(_command(of_command, _changes(con, of_command, values)))
    return told


def when(at: str, today: date, zone: tzinfo | None = None) -> str:
    """Return a stored instant as local day and minute, ``21 Nov 14:02``; the year stands where it is another one."""
    local = instant(at).astimezone(zone)
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local.day} {local:%b}{year} {local:%H:%M}"


def lines(told: Iterable[Told], today: date, zone: tzinfo | None = None) -> list[str]:
    """Return what was told as lines of text, the changes of a command indented under it."""
    found: list[str] = []
    for item in told:
        found.append(f"{when(item.at, today, zone):<13} {item.what}" + (f"  ({item.note})" if item.note else ""))
        if item.why:
            found.append(f"{'':<13} because: {item.why}")
        found.extend(f"{'':<13} {change}" for change in item.changes)
    return found


def short(value: str) -> str:
    """Return a value in one line of at most ``LONGEST`` characters, otherwise as it is."""
    value = " ".join(value.split())
    return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"


def _command(entries: Sequence[Entry], changes: Sequence[tuple[str, str]]) -> Told:
    first = entries[0]
    notes = []
    if first.origin == Origin.RULE and first.op != "aside":
        notes.append("by a rule")
    elif first.origin == Origin.IMPORT:
        notes.append("imported")
    if first.undone:
        notes.append("undone")
    what, listed = first.name, tuple(f"{label}: {value}" if value else label for label, value in changes)
    if len(changes) == 1:
        label, value = changes[0]
        named = label.removeprefix("new ").lower() in what.lower()
        what, listed = ": ".join(part for part in (what, "" if named else label, value) if part), ()
    return Told(first.at, what, listed, ", ".join(notes), first.why)


def _changes(con: sqlite3.Connection, entries: Sequence[Entry], values: _Values) -> list[tuple[str, str]]:
    """Return (label, value in words) of what a command changed, and step ``values`` back before it."""
    born = {entry.uid for entry in entries if entry.op == "insert"}
    found: list[tuple[str, str]] = []
    fields: dict[tuple[str, str, str], str] = {}
    for entry in entries:
        if entry.op == "insert":
            if entry.tab not in _QUIET_TABLES:
                found.append((f"new {noun(entry.tab)}", short(title_of(con, entry.tab, entry.uid))))
        elif entry.op == "aside":
            # It stands nowhere else, so it is told whole.
            found.append((label_of(entry.tab, entry.col), " ".join((entry.new or "").split()) or NOTHING))
        elif entry.col == "archived_at":
            if entry.tab not in _QUIET_TABLES:
                verb = "taken away" if entry.new else "brought back"
                found.append((noun(entry.tab), f"{short(title_of(con, entry.tab, entry.uid))} {verb}".strip()))
        elif entry.uid not in born and not _is_quiet(entry) and entry.tab not in _QUIET_TABLES:
            key = (entry.tab, entry.uid, _PARTS.get((entry.tab, entry.col), entry.col))
            fields.setdefault(key, values.text(*key))
    for entry in entries:
        if entry.op == "update":
            values.step_back(entry)
    for key, new in fields.items():
        old = values.text(*key)
        if old != new:
            found.append((label_of(key[0], key[2]), f"{short(old) or NOTHING} → {short(new) or NOTHING}"))
    return found


def _is_quiet(entry: Entry) -> bool:
    """Return whether a column follows from others, in this table."""
    place = entry.tab, entry.col or ""
    return place in _QUIET_OF or (entry.col in _QUIET and place not in _PARTS)


def _often(early: str | None, unit: str | None, later: str | None, later_unit: str | None, switch: str | None) -> str:
    first = Period(int(early), unit) if early and unit else None  # type: ignore[arg-type]
    then = Period(int(later), later_unit) if later and later_unit else None  # type: ignore[arg-type]
    return often_words(first, then, switch or "")


class _Values:
    """The values of rows as they stood after the command that is told; begun with what stands now."""

    def __init__(self, con: sqlite3.Connection, zone: tzinfo | None) -> None:
        self._con, self._zone = con, zone
        self._known: dict[tuple[str, str, str], str | None] = {}

    def step_back(self, entry: Entry) -> None:
        self._known[entry.tab, entry.uid, entry.col] = entry.old

    def text(self, tab: str, uid: str, name: str) -> str:
        parts = [self._value(tab, uid, col) for col in _WHOLE.get(name, (name,))]
        if name == "amount" and parts[0] is not None:
            return show(Amount(int(parts[0]), parts[1] or "", parts[2] or ""))  # type: ignore[arg-type]
        if name == "amount":
            return ""
        if name == "often":
            return _often(*parts)
        if name == "maximum":
            return str(maximum_of(int(parts[0])) or "") if parts[0] else ""
        if name == "tied":
            return self._tied(*parts)
        if name in _WHOLE:
            return f"{parts[0]} {parts[1]}{'' if parts[0] == '1' else 's'}" if parts[0] and parts[1] else ""
        if name in _TICKS:
            return "yes" if parts[0] not in (None, "", "0") else "no"
        if name in _ANSWERS and parts[0]:
            return "yes" if parts[0] != "0" else "no"
        if (tab, name) in _NAMED and parts[0]:
            called = "text" if _NAMED[tab, name] == "action" else "name"
            query = f"SELECT {called} FROM {_NAMED[tab, name]} WHERE id = ?"
            row = self._con.execute(query, (parts[0],)).fetchone()
            return row[0] if row else ""
        if name.endswith("_at") and parts[0]:
            local = instant(parts[0]).astimezone(self._zone)
            return f"{local.day} {local:%b %Y %H:%M}"
        return parts[0] or ""

    def _tied(self, action_id: str | None, days: str | None) -> str:
        row = self._con.execute("SELECT text FROM action WHERE id = ?", (action_id,)).fetchone()
        return tie_words(int(days or 0), row[0]) if row else ""

    def _value(self, tab: str, uid: str, col: str) -> str | None:
        key = (tab, uid, col)
        if key not in self._known:
            row = self._con.execute(f'SELECT CAST("{col}" AS TEXT) FROM "{tab}" WHERE uid = ?', (uid,)).fetchone()
            self._known[key] = row[0] if row else None
        return self._known[key]


def noun(tab: str) -> str:
    """Return what a person calls a row of a table."""
    return _NOUNS.get(tab, tab.replace("_", " "))


def label_of(tab: str, name: str) -> str:
    """Return what a person calls a field: its label in the form, where it has one."""
    spec = next((spec for spec in FORMS.get(tab, ()) if spec.name == name), None)
    if spec is not None:
        return spec.label
    return _LABELS.get((tab, name)) or name.removesuffix("_id").replace("_", " ").capitalize()


def title_of(con: sqlite3.Connection, tab: str, uid: str) -> str:
    """Return the words by which a person knows a row, as they stand now; empty where it has none."""
    query = _TITLES.get(tab)
    if query is None:
        columns = {row[1] for row in con.execute(f'PRAGMA table_info("{tab}")')}
        known = [f"nullif(\"{name}\", '')" for name in _TITLE_COLUMNS if name in columns]
        if not known:
            return ""
        query = f'SELECT coalesce({", ".join(known)}, NULL) FROM "{tab}" WHERE uid = ?'
    row = con.execute(query, (uid,)).fetchone()
    return str(row[0]) if row and row[0] is not None else ""
