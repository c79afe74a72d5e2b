"""The groups of lines of a deal page as data: how each is read, drawn and worked with; ``deal_tabs`` has their tabs.

A new register is one :class:`Group` here: its table, its heading, a plain read ``(con, deal_id) -> rows`` without the
ORM (each row has a ``uid``), how a row becomes a line, and what space means. A table that stands in
``domain.forms.FORMS`` is edited by that form, added by ``n`` and archived by ``d`` without more; ``deal_new`` has its
noun and the letter that adds it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from dealdesk.domain.board import DONE_DAYS
from dealdesk.store import (
    deal_page,
    dealings,
    ideas,
    issue_lines,
    metrics,
    promises,
    registers,
    talk_lines,
    term_standings,
    together,
    wait_lines,
    who_to_call,
)
from dealdesk.tui.screens import deal_contacts, deal_facts, deal_rows, deal_space, issue_space, register_rows
from dealdesk.tui.screens.deal_rows import Scene

if TYPE_CHECKING:
    from dealdesk.tui.screens.deal_base import DealBase
    from dealdesk.tui.widgets.row_source import Row

Read = Callable[[sqlite3.Connection, int], Sequence[Any]]
#: What space does with a row of a group.
Space = Callable[["DealBase", Any], Awaitable[None]]
#: Lines of a group on the first tab, unless it says otherwise.
FEW = 5


class Group(NamedTuple):
    """Lines of one table under one heading."""

    table: str
    """The table of its rows; key of each line is ``table/uid``."""
    heading: str
    line: Callable[[Any, Scene], Row]
    """How a row becomes a line."""
    read: Read | None = None
    """How its rows are read; None where one of the next two is given."""
    of_page: Callable[[Scene], Sequence[Any]] | None = None
    """How its rows are taken from the page, which has them already."""
    read_by_day: Callable[[sqlite3.Connection, int, date], Sequence[Any]] | None = None
    """How its rows are read where that depends on today."""
    more: Callable[[Sequence[Any], Scene], str] | None = None
    """What stands beside its heading: a trend, what is missing; empty for nothing."""
    total: Callable[[Scene], int] | None = None
    """How many rows there are, where not all are read; None where all are."""
    said: Callable[[sqlite3.Connection, int, Scene], str] | None = None
    """What stands beside its heading and has to be read for that."""
    space: Space | None = None
    """What space does with a row; None for nothing, or for what Today does with it."""
    word: str = ""
    """What the key line calls that; empty leaves it out."""
    enter: Space | None = None
    """What Enter does with a row; None for its form."""
    there: str | None = None
    """Query (one place, the deal) that finds a row where the group has any; None: one of its table."""
    few: int = 0
    """The most lines shown; 0 for all."""

    def rows(self, con: sqlite3.Connection, deal_id: int, scene: Scene) -> Sequence[Any]:
        """Return the rows of a deal."""
        if self.of_page is not None:
            return self.of_page(scene)
        if self.read_by_day is not None:
            return self.read_by_day(con, deal_id, scene.today)
        return self.read(con, deal_id) if self.read is not None else ()

    @property
    def finds(self) -> str:
        """The query that finds a row where the group has any; empty for a group that names no tab."""
        return _THERE.format(self.table) if self.there is None else self.there


_THERE = "SELECT 1 FROM {} WHERE deal_id = ? AND archived_at IS NULL"


def _actions_more(_rows: Sequence[Any], scene: Scene) -> str:
    return f"{scene.page.actions_done} done" if scene.page.actions_done else ""


def promises_said(con: sqlite3.Connection, deal_id: int, scene: Scene) -> str:
    """Return how both sides keep what they promised; who promised nothing with a day is left out."""
    found = promises.account(con, scene.today, deal_id)
    told = [
        f"{whose} {count.kept} kept, {late} late"
        for whose, count in (("ours", found.ours), ("theirs", found.theirs))
        if (late := count.late + count.overdue) or count.kept
    ]
    return f"promises: {'; '.join(told)}" if told else ""


def _done(con: sqlite3.Connection, deal_id: int, today: date) -> Sequence[Any]:
    return dealings.done_since(con, deal_id, today - timedelta(days=DONE_DAYS))


def _talks(con: sqlite3.Connection, deal_id: int) -> Sequence[Any]:
    return dealings.conversations(con, deal_id, dealings.MOST)


def _talked(scene: Scene) -> int:
    return scene.page.talked


def _decisions(con: sqlite3.Connection, deal_id: int) -> Sequence[Any]:
    return talk_lines.decisions(con, deal_id, limit=dealings.MOST)


def _ideas(con: sqlite3.Connection, deal_id: int) -> Sequence[Any]:
    return ideas.of_deal(con, deal_id, dealings.MOST)


ACTION = Group("action", "ACTIONS", deal_rows.action, dealings.actions, more=_actions_more, word="done")
DONE = Group(
    "action",
    f"DONE IN THE LAST {DONE_DAYS} DAYS",
    deal_rows.action,
    read_by_day=_done,
    space=deal_space.open_action,
    word="open again",
    there="",
)
WAITING = Group("waiting", "WAITING FOR THEM", deal_rows.waiting, wait_lines.open_of, word="answered")
CHECK_IN = Group("checkin", "CHECK-INS", deal_rows.check_in, read_by_day=dealings.check_ins, word="talked")
NOTICE = Group("notice", "GIVE NOTICE", deal_rows.notice, of_page=deal_rows.notices, word="decide", there="")
CONVERSATION = Group(
    "conversation",
    "CONVERSATIONS",
    deal_rows.conversation,
    _talks,
    more=deal_rows.stands_more,
    total=_talked,
)
DECISION = Group("decision", "DECIDED", deal_rows.decision, _decisions)
TERM = Group(
    "term",
    "TERMS",
    deal_rows.term,
    term_standings.of_deal,
    more=deal_rows.terms_more,
    space=deal_space.keep_term,
    word="what keeps it",
)
PERSON = Group("deal_person", "PEOPLE", deal_rows.person, deal_page.people_of)
DOCUMENT = Group("document", "DOCUMENTS", deal_rows.document, deal_page.documents_of)
IDEA = Group("idea", "IDEAS", deal_rows.idea, _ideas, space=deal_space.use_idea, word="used")
NOTE = Group("note", "NOTES", deal_rows.note, deal_page.notes_of)
UNREAD = Group(
    "unread", "COULD NOT BE READ WHEN IT WAS IMPORTED", deal_rows.unread_line, of_page=deal_rows.unreads, there=""
)
SOURCE = Group("source", "IMPORTED TEXT", deal_rows.source, of_page=deal_rows.sources, there="")
FACT = Group("fact", "THE DEAL", deal_facts.fact, of_page=deal_facts.further, there="")

METRIC = Group(
    "metric",
    "METRICS",
    register_rows.metric,
    metrics.of_deal,
    more=register_rows.metrics_more,
    space=deal_space.read_metric,
    word="reading",
)
READING = Group("metric_reading", "READINGS", register_rows.reading, metrics.readings)
PULSE = Group("pulse", "PULSE", register_rows.pulse, registers.pulses, more=register_rows.pulses_more)
ISSUE = Group(
    "issue",
    "ISSUES",
    issue_space.issue,
    issue_lines.of_deal,
    more=issue_space.issues_more,
    space=issue_space.close_or_open,
    word="close",
)
LADDER = Group("ladder", "ESCALATION", issue_space.level, issue_lines.ladder_lines, more=issue_space.ladder_more)
RISK = Group("risk", "RISKS", register_rows.risk, registers.risks, space=deal_space.review_risk, word="looked at")
DISAGREEMENT = Group(
    "disagreement",
    "SEEN DIFFERENTLY",
    register_rows.disagreement,
    registers.disagreements,
    space=deal_space.settle_disagreement,
    word="settled",
)
CONTACT = Group(
    "contact",
    "WHO TO CALL",
    register_rows.contact,
    who_to_call.pairs,
    more=register_rows.contacts_more,
    space=deal_contacts.fill,
    word="fill in",
)
ARRANGEMENT = Group("arrangement", "HOW WE WORK TOGETHER", register_rows.arrangement, together.arrangements)
NEED = Group(
    "need",
    "NEEDED",
    register_rows.need,
    registers.needs,
    more=register_rows.needs_more,
    space=deal_space.meet_need,
    word="is there",
)
EXPECTATION = Group(
    "expectation",
    "EXPECTED AT SIGNING",
    register_rows.expectation,
    registers.expectations,
    space=deal_space.judge_expectation,
    word="met, not met",
)
GIVE_TAKE = Group("give_take", "GIVE AND TAKE", register_rows.given, together.given, more=register_rows.given_more)
HINT = Group("hint", "", deal_facts.hint, of_page=deal_facts.hints, enter=deal_space.add_something, there="")
BALANCE = Group(
    "balance", "BALANCE", register_rows.balance, together.balance_lines, enter=deal_space.open_together, there=""
)
CALLS = Group("calls", "WHO TO CALL", register_rows.calls, who_to_call.in_one, enter=deal_contacts.open_tab, there="")
GLOSSARY = Group("glossary", "GLOSSARY", register_rows.word, registers.glossary)
