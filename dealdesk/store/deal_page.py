"""Everything the deal page shows of one deal, as plain values; ``dealdesk show`` prints the same."""

from __future__ import annotations

import os
import sqlite3
from datetime import date
from typing import NamedTuple

from dealdesk.domain import renewal
from dealdesk.domain.debrief_kinds import LOST
from dealdesk.domain.periods import Period
from dealdesk.domain.vocabulary import Stage, Verdict
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import deal_lines, deal_records, dealings, ideas, talk_lines, wait_lines
from dealdesk.store.deal_lines import DealLine
from dealdesk.store.deal_records import Records
from dealdesk.store.dealings import ActionLine, CheckinLine, ConversationLine
from dealdesk.store.talk_lines import DecisionLine, IdeaLine
from dealdesk.store.wait_lines import WaitLine


class PersonLine(NamedTuple):
    """A person's part in the deal."""

    uid: str
    name: str
    side: str
    role: str
    channel: str
    address: str
    style: str
    notes: str


class TermLine(NamedTuple):
    """One term."""

    uid: str
    kind: str
    what: str
    trade: str
    clause: str


class DocumentLine(NamedTuple):
    """One document; ``there`` is None for a link, which is never followed, and for a bare name that tells no place."""

    uid: str
    label: str
    target: str
    kind: str
    there: bool | None


class NoteLine(NamedTuple):
    """One note; its day is ISO text, empty for none."""

    uid: str
    happened_on: str
    text: str


class OpenIssue(NamedTuple):
    """An issue that is open; its day is ISO text, empty for none."""

    text: str
    due_on: str
    severe: bool


class DealPage(NamedTuple):
    """One deal as its page shows it; dates are ISO text."""

    line: DealLine
    outcome: str
    start_on: str
    notice: str
    renewal: str
    evergreen: bool
    term: str
    channel: str
    owner: str
    quiet: bool
    follow_through: str
    notice_decision: str
    notice_decided_on: str
    notice_remind_on: str
    further: tuple[str, ...]
    aliases: tuple[str, ...]
    next_due: tuple[tuple[str, str, str], ...]
    issues: tuple[OpenIssue, ...]
    """The severe ones first, then by the day of their limit; a few."""
    running_debrief: str
    """Which debrief of it runs (first, second, milestone); empty for none."""
    held: str
    """What the second debrief found of the first one: "held 7, did not hold 2"; empty for none."""
    quick_review: bool
    """No deal was made and it was never debriefed: a quick review is offered."""
    last_conversation: str
    people: tuple[PersonLine, ...]
    terms: tuple[TermLine, ...]
    documents: tuple[DocumentLine, ...]
    notes: tuple[NoteLine, ...]
    actions: tuple[ActionLine, ...]
    """The open ones."""
    actions_done: int
    waiting: tuple[WaitLine, ...]
    check_ins: tuple[CheckinLine, ...]
    conversations: tuple[ConversationLine, ...]
    """The last ones; ``talked`` is how many there are."""
    talked: int
    decisions: tuple[DecisionLine, ...]
    ideas: tuple[IdeaLine, ...]
    """Those for its counterparty, the unused ones first."""
    takeaways: int
    frictions: int
    records: Records
    source_terms: str
    unread: str

    def runs_to(self, today: date) -> str:
        """Return the end of the period the deal is in, ISO: later than ``end_on`` once it has renewed; empty for none.

        A deal that is over keeps the end it was given, and so does one that would renew beyond the calendar.
        """
        line = self.line
        if not line.end_on or not self.renewal or line.stage == Stage.ENDED:
            return line.end_on or ""
        try:
            return renewal.next_end(date.fromisoformat(line.end_on), Period.parse(self.renewal), today).isoformat()
        except InputRefused:
            return line.end_on


def page(con: sqlite3.Connection, deal_id: int) -> DealPage:
    """Return everything the page of a deal shows; raises :class:`NotFound`."""
    line = deal_lines.lines(con, [deal_id]).get(deal_id)
    if line is None:
        raise NotFound("That deal is not there any more.")
    row = con.execute(
        "SELECT coalesce(outcome, ''), coalesce(start_on, ''), notice_count, notice_unit, renewal_count, renewal_unit, "
        "evergreen, term, deal.channel, coalesce(person.name, ''), quiet, coalesce(follow_through, ''), "
        "coalesce(notice_decision, ''), coalesce(notice_decided_on, ''), coalesce(notice_remind_on, ''), source_terms, "
        "unread FROM deal "
        "LEFT JOIN person ON person.id = deal.owner_id WHERE deal.id = ?",
        (deal_id,),
    ).fetchone()
    terms, people = terms_of(con, deal_id), people_of(con, deal_id)
    conversations = dealings.conversations(con, deal_id)
    return DealPage(
        line=line,
        outcome=row[0],
        start_on=row[1],
        notice=_period(row[2], row[3]),
        renewal=_period(row[4], row[5]),
        evergreen=bool(row[6]),
        term=row[7],
        channel=row[8],
        owner=row[9],
        quiet=bool(row[10]),
        follow_through=row[11],
        notice_decision=row[12],
        notice_decided_on=row[13],
        notice_remind_on=row[14],
        further=_further(con, deal_id),
        aliases=_aliases(con, deal_id, line.ref),
        next_due=_next_due(con, deal_id),
        issues=_issues(con, deal_id),
        running_debrief=_running_debrief(con, deal_id),
        held=_held(con, deal_id),
        quick_review=_undebriefed(con, deal_id, row[0]),
        last_conversation=_last_conversation(conversations),
        people=people,
        terms=terms,
        documents=documents_of(con, deal_id),
        notes=notes_of(con, deal_id),
        actions=dealings.actions(con, deal_id),
        actions_done=dealings.done(con, deal_id),
        waiting=wait_lines.open_of(con, deal_id),
        check_ins=dealings.check_ins(con, deal_id),
        conversations=conversations,
        talked=dealings.talked(con, deal_id),
        decisions=talk_lines.decisions(con, deal_id, limit=dealings.MOST),
        ideas=ideas.of_deal(con, deal_id, dealings.MOST),
        takeaways=deal_records.count(con, "takeaway", deal_id),
        frictions=deal_records.count(con, "friction", deal_id),
        records=deal_records.of_deal(con, line, people=bool(people), terms=bool(terms)),
        source_terms=row[15],
        unread=row[16],
    )


def is_there(con: sqlite3.Connection, table: str, uid: str) -> bool:
    """Return whether a row of a deal is there and not archived; ``table`` is a word of ours."""
    return con.execute(f"SELECT 1 FROM {table} WHERE uid = ? AND archived_at IS NULL", (uid,)).fetchone() is not None


def _period(count: int | None, unit: str | None) -> str:
    return str(Period(count, unit)) if count is not None and unit else ""  # type: ignore[arg-type]


def people_of(con: sqlite3.Connection, deal_id: int) -> tuple[PersonLine, ...]:
    """Return the people of a deal: them first, by role."""
    rows = con.execute(
        "SELECT deal_person.uid, person.name, deal_person.side, deal_person.role, person.channel, person.address, "
        "person.style, person.notes FROM deal_person JOIN person ON person.id = deal_person.person_id "
        "WHERE deal_person.deal_id = ? AND deal_person.archived_at IS NULL "
        "ORDER BY deal_person.side = 'us', deal_person.id",
        (deal_id,),
    ).fetchall()
    return tuple(PersonLine._make(row) for row in rows)


def terms_of(con: sqlite3.Connection, deal_id: int) -> tuple[TermLine, ...]:
    """Return the terms of a deal: the commercial ones first."""
    rows = con.execute(
        "SELECT uid, kind, what, coalesce(trade, ''), clause FROM term WHERE deal_id = ? AND archived_at IS NULL "
        "ORDER BY kind <> 'commercial', position, id",
        (deal_id,),
    ).fetchall()
    return tuple(TermLine._make(row) for row in rows)


def documents_of(con: sqlite3.Connection, deal_id: int) -> tuple[DocumentLine, ...]:
    """Return the documents of a deal, and whether each file is still there."""
    rows = con.execute(
        "SELECT uid, label, target, kind FROM document WHERE deal_id = ? AND archived_at IS NULL ORDER BY position, id",
        (deal_id,),
    ).fetchall()
    return tuple(DocumentLine._make((*row, _is_there(row[2]))) for row in rows)


def _is_there(target: str) -> bool | None:
    if "://" in target or target.startswith("mailto:") or not os.path.dirname(target):
        return None
    return os.path.exists(os.path.expanduser(target))


def _further(con: sqlite3.Connection, deal_id: int) -> tuple[str, ...]:
    rows = con.execute(
        "SELECT party.name FROM deal_party JOIN party ON party.id = deal_party.party_id WHERE deal_party.deal_id = ? "
        "AND deal_party.position > 0 AND deal_party.archived_at IS NULL ORDER BY deal_party.position",
        (deal_id,),
    ).fetchall()
    return tuple(row[0] for row in rows)


def _aliases(con: sqlite3.Connection, deal_id: int, ref: str) -> tuple[str, ...]:
    rows = con.execute("SELECT ref FROM deal_ref WHERE deal_id = ? AND ref <> ? ORDER BY id", (deal_id, ref)).fetchall()
    return tuple(row[0] for row in rows)


def _next_due(con: sqlite3.Connection, deal_id: int) -> tuple[tuple[str, str, str], ...]:
    rows = con.execute(
        "SELECT due_on, kind, text FROM due_item WHERE deal_id = ? AND due_on IS NOT NULL ORDER BY due_on LIMIT 5",
        (deal_id,),
    ).fetchall()
    return tuple((row[0], row[1], row[2]) for row in rows)


def _issues(con: sqlite3.Connection, deal_id: int) -> tuple[OpenIssue, ...]:
    rows = con.execute(
        "SELECT text, coalesce(due_on, ''), severe FROM issue WHERE deal_id = ? AND closed_at IS NULL "
        "AND archived_at IS NULL ORDER BY severe DESC, due_on IS NULL, due_on, id LIMIT 5",
        (deal_id,),
    )
    return tuple(OpenIssue(text, due_on, bool(severe)) for text, due_on, severe in rows)


def _running_debrief(con: sqlite3.Connection, deal_id: int) -> str:
    row = con.execute(
        "SELECT kind FROM debrief WHERE deal_id = ? AND state = 'running' AND archived_at IS NULL LIMIT 1", (deal_id,)
    ).fetchone()
    return str(row[0]) if row else ""


def _held(con: sqlite3.Connection, deal_id: int) -> str:
    rows = con.execute(
        "SELECT verdict, count(*) FROM held_mark WHERE deal_id = ? AND archived_at IS NULL AND debrief_id = ("
        "SELECT max(debrief_id) FROM held_mark WHERE deal_id = ? AND archived_at IS NULL) GROUP BY verdict",
        (deal_id, deal_id),
    ).fetchall()
    found = dict(rows)
    return ", ".join(f"{verdict} {found[verdict]}" for verdict in Verdict if verdict in found)


def _undebriefed(con: sqlite3.Connection, deal_id: int, outcome: str) -> bool:
    if outcome not in LOST:
        return False
    query = "SELECT 1 FROM debrief WHERE deal_id = ? AND state <> 'planned' AND archived_at IS NULL LIMIT 1"
    return con.execute(query, (deal_id,)).fetchone() is None


def _last_conversation(lines: tuple[ConversationLine, ...]) -> str:
    said = lines[0] if lines else None
    return "  ".join(part for part in (said.happened_on, said.channel, said.summary) if part) if said else ""


def notes_of(con: sqlite3.Connection, deal_id: int) -> tuple[NoteLine, ...]:
    """Return the last notes of a deal, the newest first."""
    rows = con.execute(
        "SELECT uid, coalesce(happened_on, ''), text FROM note WHERE deal_id = ? AND archived_at IS NULL "
        "ORDER BY happened_on DESC, id DESC LIMIT 50",
        (deal_id,),
    ).fetchall()
    return tuple(NoteLine._make(row) for row in rows)
