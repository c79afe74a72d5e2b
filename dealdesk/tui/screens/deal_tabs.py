"""The tabs of the deal page as data: which groups of lines stand on each, and the lines of the open one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from dealdesk.store import issue_lines
from dealdesk.tui.screens import deal_groups as groups
from dealdesk.tui.screens.deal_columns import NUMBERS, USUAL, lean
from dealdesk.tui.screens.deal_groups import FEW, Group
from dealdesk.tui.screens.deal_rows import Scene

if TYPE_CHECKING:
    from dealdesk.tui.widgets.row_source import Key, Row


class Tab(NamedTuple):
    """One tab."""

    name: str
    groups: tuple[Group, ...]
    title: str = ""
    """What it is called where there is room for it; empty for its name."""
    columns: tuple[str, ...] = USUAL


class Shown(NamedTuple):
    """The lines of a tab, each under ``table/uid``."""

    rows: dict[Key, Row]
    items: dict[str, Any]
    """What each line shows, as it was read."""
    headings: dict[str, str]
    groups: dict[str, Group]


OVERVIEW = "Overview"
#: All tabs, in their order. The first one has the most urgent lines of the others; it is always there.
TABS: tuple[Tab, ...] = (
    Tab(
        OVERVIEW,
        (
            groups.ISSUE._replace(few=3, read=issue_lines.open_of, more=None),
            groups.ACTION._replace(few=FEW),
            groups.WAITING._replace(few=FEW),
            groups.CHECK_IN._replace(few=FEW),
            groups.NOTICE,
            groups.CONVERSATION._replace(few=3),
            groups.DECISION._replace(few=3),
            groups.METRIC._replace(few=FEW),
            groups.PULSE._replace(few=1),
            groups.RISK._replace(few=3),
            groups.NEED._replace(few=3),
            groups.BALANCE,
            groups.TERM._replace(few=3),
            groups.CALLS,
            groups.PERSON._replace(few=3),
            groups.DOCUMENT._replace(few=3),
            groups.IDEA._replace(few=2),
            groups.NOTE._replace(few=3),
            groups.FACT,
            groups.UNREAD,
            groups.SOURCE,
            groups.HINT,
        ),
    ),
    Tab("Actions", (groups.ACTION._replace(said=groups.promises_said), groups.WAITING, groups.DONE)),
    Tab("Check-ins", (groups.CHECK_IN, groups.CONVERSATION, groups.DECISION)),
    Tab("Metrics", (groups.METRIC, groups.PULSE, groups.READING), columns=NUMBERS),
    Tab("Risks", (groups.ISSUE, groups.RISK, groups.DISAGREEMENT, groups.LADDER)),
    Tab("People", (groups.CONTACT, groups.PERSON)),
    Tab("Terms", (groups.TERM, groups.NOTICE, groups.GLOSSARY)),
    Tab(
        "Together",
        (
            groups.ARRANGEMENT,
            groups.NEED,
            groups.EXPECTATION,
            groups.BALANCE,
            groups.GIVE_TAKE,
            groups.IDEA,
        ),
    ),
    Tab("Documents", (groups.DOCUMENT, groups.NOTE, groups.UNREAD, groups.SOURCE)),
)
BY_NAME = {tab.name: tab for tab in TABS}
TITLES = {tab.name: tab.title for tab in TABS if tab.title}
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
    shown = Shown({}, {}, {}, {})
    for group in tab.groups:
        rows = group.rows(con, deal_id, scene)
        if not rows or (group.table == groups.HINT.table and not shown.rows):
            continue
        kept = rows[: group.few] if group.few else rows
        heading = _heading(group, rows, len(kept), scene)
        if group.said is not None:
            heading = "   ".join(part for part in (heading, group.said(con, deal_id, scene)) if part)
        for row in kept:
            key = f"{group.table}/{row.uid}"
            shown.items[key], shown.groups[key], shown.headings[key] = row, group, heading
            shown.rows[key] = lean(group.line(row, scene), tab.columns)
    return shown


def _heading(group: Group, rows: Sequence[Any], kept: int, scene: Scene) -> str:
    beside = [group.more(rows, scene)] if group.more is not None else []
    total = group.total(scene) if group.total is not None else len(rows)
    if kept < total:
        where = f", the others under {TITLES.get(TAB_OF[group.table], TAB_OF[group.table])}" if group.few else ""
        beside.insert(0, f"{kept} of {total}{where}")
    return "   ".join(part for part in (group.heading, *beside) if part)


def tables_of(name: str) -> Iterable[str]:
    """Return the tables of a tab, in the order of its groups."""
    return (group.table for group in BY_NAME[name].groups)
