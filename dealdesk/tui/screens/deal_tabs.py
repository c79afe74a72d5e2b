"""The tabs of the deal page as data: which groups of lines stand on each, how they are read, drawn and worked with.

A new register is one :class:`Group` here: its table, its heading, a plain read ``(con, deal_id) -> rows`` without the
ORM (each row has a ``uid``), how a row becomes a line, and what space means. A table that stands in
``domain.forms.FORMS`` is edited by that form, added by ``n`` and archived by ``d`` without more; ``deal_new`` has its
noun and the letter that adds it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dealdesk.store import (
    deal_page,
    dealings,
    ideas,
    issue_lines,
    metrics,
    registers,
    talk_lines,
    term_standings,
    together,
    wait_lines,
    who_to_call,
)
from dealdesk.tui.screens import deal_facts, deal_rows, deal_space, issue_space, register_rows
from dealdesk.tui.screens.deal_rows import Scene

if TYPE_CHECKING:
    from dealdesk.tui.screens.deal_base import DealBase
    from dealdesk.tui.widgets.row_source import Key, Row

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
    """How its rows are read; None where ``of_page`` has them."""
    of_page: Callable[[Scene], Sequence[Any]] | None = None
    more: Callable[[Sequence[Any], Scene], str] | None = None
    """What stands beside its heading: a trend, what is missing; empty for nothing."""
    total: Callable[[Scene], int] | None = None
    """How many rows there are, where not all are read; None where all are."""
    space: Space | None = None
    """What space does with a row; None for nothing, or for what Today does with it."""
    there: str | None = None
    """Query (one place, the deal) that finds a row where the group has any; None: one of its table."""
    few: int = 0
    """The most lines shown; 0 for all."""

    def rows(self, con: sqlite3.Connection, deal_id: int, scene: Scene) -> Sequence[Any]:
        """Return the rows of a deal."""
        if self.of_page is not None:
            return self.of_page(scene)
        return self.read(con, deal_id) if self.read is not None else ()

    @property
    def finds(self) -> str:
        """The query that finds a row where the group has any; empty for a group that names no tab."""
        return _THERE.format(self.table) if self.there is None else self.there


class Tab(NamedTuple):
    """One tab."""

    name: str
    groups: tuple[Group, ...]


class Shown(NamedTuple):
    """The lines of a tab."""

    rows: dict[Key, Row]
    """Each line under ``table/uid``."""
    items: dict[str, Any]
    """What each line shows, as it was read."""
    headings: dict[str, str]
    """By table."""


_THERE = "SELECT 1 FROM {} WHERE deal_id = ? AND archived_at IS NULL"


def _actions_more(_rows: Sequence[Any], scene: Scene) -> str:
    return f"{scene.page.actions_done} done" if scene.page.actions_done else ""


def _talks(con: sqlite3.Connection, deal_id: int) -> Sequence[Any]:
    return dealings.conversations(con, deal_id, dealings.MOST)


def _talked(scene: Scene) -> int:
    return scene.page.talked


def _decisions(con: sqlite3.Connection, deal_id: int) -> Sequence[Any]:
    return talk_lines.decisions(con, deal_id, limit=dealings.MOST)


def _ideas(con: sqlite3.Connection, deal_id: int) -> Sequence[Any]:
    return ideas.of_deal(con, deal_id, dealings.MOST)


ACTION = Group("action", "ACTIONS", deal_rows.action, dealings.actions, more=_actions_more)
WAITING = Group("waiting", "WAITING FOR THEM", deal_rows.waiting, wait_lines.open_of)
CHECK_IN = Group("checkin", "CHECK-INS", deal_rows.check_in, dealings.check_ins)
NOTICE = Group("notice", "GIVE NOTICE", deal_rows.notice, of_page=deal_rows.notices, there="")
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
    "term", "TERMS", deal_rows.term, term_standings.of_deal, more=deal_rows.terms_more, space=deal_space.keep_term
)
PERSON = Group("deal_person", "PEOPLE", deal_rows.person, deal_page.people_of)
DOCUMENT = Group("document", "DOCUMENTS", deal_rows.document, deal_page.documents_of)
IDEA = Group("idea", "IDEAS", deal_rows.idea, _ideas, space=deal_space.use_idea)
NOTE = Group("note", "NOTES", deal_rows.note, deal_page.notes_of)
UNREAD = Group(
    "unread", "COULD NOT BE READ WHEN IT WAS IMPORTED", deal_rows.unread_line, of_page=deal_rows.unreads, there=""
)
SOURCE = Group("source", "IMPORTED TEXT", deal_rows.source, of_page=deal_rows.sources, there="")
FACT = Group("fact", "THE DEAL", deal_rows.fact, of_page=deal_facts.further, there="")

METRIC = Group(
    "metric",
    "METRICS",
    register_rows.metric,
    metrics.of_deal,
    more=register_rows.metrics_more,
    space=deal_space.read_metric,
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
)
LADDER = Group("ladder", "ESCALATION", issue_space.level, issue_lines.ladder_lines, more=issue_space.ladder_more)
RISK = Group("risk", "RISKS", register_rows.risk, registers.risks, space=deal_space.review_risk)
DISAGREEMENT = Group(
    "disagreement",
    "SEEN DIFFERENTLY",
    register_rows.disagreement,
    registers.disagreements,
    space=deal_space.settle_disagreement,
)
CONTACT = Group(
    "contact",
    "WHO TO CALL",
    register_rows.contact,
    who_to_call.grid,
    more=register_rows.contacts_more,
    space=deal_space.fill_contact,
)
ARRANGEMENT = Group("arrangement", "HOW WE WORK TOGETHER", register_rows.arrangement, together.arrangements)
NEED = Group(
    "need",
    "NEEDED",
    register_rows.need,
    registers.needs,
    more=register_rows.needs_more,
    space=deal_space.meet_need,
)
GIVE_TAKE = Group("give_take", "GIVE AND TAKE", register_rows.given, together.given, more=register_rows.given_more)
GLOSSARY = Group("glossary", "GLOSSARY", register_rows.word, registers.glossary)

OVERVIEW = "Overview"
#: All tabs, in their order. The first one has the most urgent lines of the others; it is always there.
TABS: tuple[Tab, ...] = (
    Tab(
        OVERVIEW,
        (
            ISSUE._replace(few=3, read=issue_lines.open_of),
            ACTION._replace(few=FEW),
            WAITING._replace(few=FEW),
            CHECK_IN,
            NOTICE,
            CONVERSATION._replace(few=3),
            DECISION._replace(few=3),
            METRIC._replace(few=5),
            RISK._replace(few=3),
            NEED._replace(few=3),
            TERM._replace(few=3),
            PERSON._replace(few=3),
            DOCUMENT._replace(few=3),
            IDEA._replace(few=2),
            NOTE._replace(few=3),
            FACT,
            UNREAD,
            SOURCE,
        ),
    ),
    Tab("Actions", (ACTION, WAITING)),
    Tab("Check-ins", (CHECK_IN, CONVERSATION, DECISION)),
    Tab("Metrics", (METRIC, PULSE, READING)),
    Tab("Risks", (ISSUE, RISK, DISAGREEMENT, LADDER)),
    Tab("People", (CONTACT, PERSON)),
    Tab("Terms", (TERM, NOTICE, GLOSSARY)),
    Tab("Together", (ARRANGEMENT, NEED, GIVE_TAKE, IDEA)),
    Tab("Documents", (DOCUMENT, NOTE, UNREAD, SOURCE)),
)
BY_NAME = {tab.name: tab for tab in TABS}
#: Every group by its table, as it stands on its own tab.
GROUPS = {group.table: group for tab in reversed(TABS) for group in tab.groups} | {
    group.table: group for tab in TABS[1:] for group in tab.groups
}
#: On which tab all lines of a table stand.
TAB_OF = {group.table: tab.name for tab in reversed(TABS[1:]) for group in tab.groups}


def named(con: sqlite3.Connection, deal_id: int, opened: str) -> tuple[str, ...]:
    """Return the tabs that have lines, with the first one and the one that is ``opened``."""
    found = [OVERVIEW]
    for tab in TABS[1:]:
        finds = [group.finds for group in tab.groups if group.finds]
        if tab.name == opened or any(con.execute(f"{query} LIMIT 1", (deal_id,)).fetchone() for query in finds):
            found.append(tab.name)
    return tuple(found)


def lines(con: sqlite3.Connection, deal_id: int, tab: Tab, scene: Scene) -> Shown:
    """Return the lines of a tab; a group without rows is silent."""
    shown = Shown({}, {}, {})
    for group in tab.groups:
        rows = group.rows(con, deal_id, scene)
        if not rows:
            continue
        kept = rows[: group.few] if group.few else rows
        shown.headings[group.table] = _heading(group, rows, len(kept), scene)
        for row in kept:
            key = f"{group.table}/{row.uid}"
            shown.items[key] = row
            shown.rows[key] = group.line(row, scene)
    return shown


def _heading(group: Group, rows: Sequence[Any], kept: int, scene: Scene) -> str:
    beside = [group.more(rows, scene)] if group.more is not None else []
    total = group.total(scene) if group.total is not None else len(rows)
    if kept < total:
        where = f", the others under {TAB_OF[group.table]}" if group.few else ""
        beside.insert(0, f"{kept} of {total}{where}")
    return "   ".join(part for part in (group.heading, *beside) if part)


def tables_of(name: str) -> Iterable[str]:
    """Return the tables of a tab, in the order of its groups."""
    return (group.table for group in BY_NAME[name].groups)
