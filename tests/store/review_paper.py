"""The review form of one deal, written to in few words."""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlmodel import Session

from dealdesk.domain.line_grammar import Line
from dealdesk.store import connect, history, lines, review_form
from dealdesk.store.desk import Desk
from dealdesk.store.forms import Promoted
from dealdesk.store.history import Command
from dealdesk.store.review_form import FormView, SlotView
from dealdesk.store.tables.base import Row
from tests.desks import NOW

TODAY = NOW.date()


class Paper:
    """The form of one deal, written to in few words."""

    def __init__(self, desk: Desk, deal: int) -> None:
        self.desk, self.deal = desk, deal
        self._undoing: sqlite3.Connection | None = None

    @property
    def view(self) -> FormView:
        return review_form.view(self.desk.con, self.deal, TODAY)

    def slot(self, slot: str) -> SlotView:
        return self.view.slots[slot]

    def texts(self) -> dict[str, str]:
        return {slot: seen.printed for slot, seen in self.view.slots.items()}

    def promote(self, slot: str, text: str, base: str | None = None) -> Promoted:
        now = self.desk.clock.now()
        return self.desk.write(
            Command(f"filled in {slot}"),
            review_form.promote,
            self.deal,
            slot,
            text,
            base,
            self.desk.context,
            now,
        )

    def type(self, slot: str, text: str) -> str:
        """Fill in a slot and return what it prints."""
        done = self.promote(slot, text, self.slot(slot).text)
        assert done.state is None, done
        assert done.text == self.slot(slot).text
        return self.slot(slot).printed

    def cycle(self, slot: str, by: int = 1) -> str:
        self.desk.write(
            Command("pulled in the next line"), review_form.cycle, self.deal, slot, by, self.desk.clock.now()
        )
        return self.slot(slot).printed

    def undo(self) -> None:
        self._undoing = self._undoing or connect.connect(self.desk.path)
        history.undo(self._undoing, self.desk.window, self.desk.clock.now())

    def rows(self, table: str, columns: str = "text") -> list[Any]:
        found = self.desk.con.execute(f"SELECT {columns} FROM {table} WHERE archived_at IS NULL ORDER BY id").fetchall()
        return [row[0] if len(row) == 1 else row for row in found]


def add_line(paper: Paper, section: str, text: str, kind: str | None = None) -> str:
    line = Line(text, kind=kind)
    return paper.desk.write(Command("added a line"), lines.add, section, paper.deal, None, line)


def put_row(paper: Paper, row: Row) -> str:
    def store(session: Session) -> str:
        session.add(row)
        session.flush()
        return row.uid

    return paper.desk.write(Command("added a row"), store)


#: What is typed into each slot, in the order of the page, and what the page says then.
TYPED = {
    "head.date": ("12 may", "12 May 2026"),
    "head.ref": ("ACME-77", "ACME-77"),
    "head.owner": ("Jo Marsh", "Jo Marsh"),
    "head.type": ("vendor", "vendor"),
    "head.counterparty": ("Harrowgrave", "Harrowgrave"),
    "head.value": ("84k EUR", "EUR 84,000"),
    "head.term": ("24 months", "24 months"),
    "head.signed": ("mon", "yes, 11 May 2026"),
    "head.start": ("1 jun", "1 Jun 2026"),
    "head.renewal": ("31 may 2028", "31 May 2028, ends"),
    "outcome.commercial": ("price -3 %; net 30", "price -3 %; net 30"),
    "outcome.other": ("monthly review", "monthly review"),
    "outcome.trades": (
        "gave: longer term; got: a ladder; a named lead",
        "gave: longer term; got: a ladder; a named lead",
    ),
    "worked.tactic": ("rollout plan before the price", "rollout plan before the price"),
    "worked.proof": ("the log of last year", "the log of last year"),
    "worked.relationship": ("lunch with legal", "lunch with legal"),
    "leverage.time": ("x", "x"),
    "leverage.risk": ("yes", "x"),
    "leverage.capability": ("x", "x"),
    "leverage.switching": ("x", "x"),
    "leverage.relationship": ("x", "x"),
    "leverage.process": ("x", "x"),
    "leverage.notes": ("the ladder beat the discount", "the ladder beat the discount"),
    "missed.late": ("the spending limit", "the spending limit"),
    "missed.earlier": ("who signs?", "who signs?"),
    "missed.hidden": ("the data officer", "the data officer"),
    "friction.moments": ("silent for six days", "silent for six days"),
    "friction.cause": ("external", "external"),
    "changes.1": ("ask who signs", "ask who signs"),
    "changes.2": ("send the plan first", "send the plan first"),
    "changes.3": ("legal in week one", "legal in week one"),
    "changes.owner": ("Kim", "Kim"),
    "changes.due": ("1 jun", "1 Jun 2026"),
    "follow.handover": ("fri, with Jo, Ann", "15 May 2026, with Jo, Ann"),
    "follow.mail": ("12 may", "12 May 2026"),
    "follow.kickoff": ("20 may", "20 May 2026"),
    "follow.checkins": (
        "weekly, then monthly; board: quarterly",
        "every week, then every month; board: every 3 months",
    ),
    "follow.metrics": ("uptime, tickets", "uptime, tickets"),
    "follow.contacts": ("billing Jo / Ann; delivery Kim", "billing Jo / Ann; delivery Kim"),
    "risks.1": ("no keys", "no keys"),
    "risks.answer_1": ("a second set", "a second set"),
    "risks.2": ("no water", "no water"),
    "risks.answer_2": ("bottles", "bottles"),
    "risks.3": ("no light", "no light"),
    "risks.answer_3": ("lamps", "lamps"),
}


def first_empty(form: FormView, part: str = "") -> str | None:
    """Return the first input that says nothing, of one part where one is named; None where all do."""
    return next((slot.id for slot in form.slots.values() if not slot.answered and slot.id.startswith(part)), None)
