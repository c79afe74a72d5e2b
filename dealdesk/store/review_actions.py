"""Owner and date of the changes, and part 7 of the review form: read from actions, check-ins, metrics, who to call."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.domain.checkins import FIRST_DAYS
from dealdesk.domain.vocabulary import ActionKind, ActionState, Role, SetBy
from dealdesk.store.review_parts import Filled, Pick, Row, day_text, joined, me_alone, picked

#: The slots that speak of one action each.
ACTIONS: Mapping[str, ActionKind] = {
    "follow.handover": ActionKind.HANDOVER,
    "follow.mail": ActionKind.NEXT_STEPS,
    "follow.kickoff": ActionKind.KICKOFF,
}
#: SQL: whether an action of changes is about any, or about someone to make them; the one of a signing is not at first.
BEGUN = (
    "(action.kind <> 'playbook' OR action.owner_id IS NOT NULL OR action.due_set_by = 'person' OR EXISTS ("
    "SELECT 1 FROM playbook_change WHERE action_id = action.id AND playbook_change.archived_at IS NULL))"
)
#: People of a deal with these roles are called in their matter while nobody else is named for it.
CALLED_ROLES = (Role.DELIVERY, Role.BILLING, Role.EXECUTIVE)


class _Action(NamedTuple):
    uid: str
    kind: str
    owner: str
    due_on: str | None
    done_on: str | None
    set_by: str | None
    attendees: str

    @property
    def agreed_on(self) -> str | None:
        """The day it was done or is to be; a date that only a rule computed is a limit, not an appointment."""
        return self.done_on or (self.due_on if self.set_by != SetBy.RULE else None)


def owed(con: sqlite3.Connection, deal_id: int) -> dict[str, Filled]:
    """Return owner and date of part 6: those of the one action of all changes."""
    action = next(iter(_actions(con, deal_id, ActionKind.PLAYBOOK)), None)
    if action is None:
        return {}
    return {
        "changes.owner": Filled(action.owner or me_alone(con), (action.uid,)),
        "changes.due": Filled(day_text(action.due_on), (action.uid,), typed=action.due_on or ""),
    }


def _actions(con: sqlite3.Connection, deal_id: int, *kinds: ActionKind) -> list[_Action]:
    """Return the actions of some kinds, the one the form speaks of first: the first open one, else the last done."""
    rows = con.execute(
        "SELECT action.uid, kind, coalesce(person.name, ''), due_on, done_on, due_set_by, attendees FROM action "
        "LEFT JOIN person ON person.id = action.owner_id WHERE deal_id = ? "
        f"AND kind IN ({','.join('?' * len(kinds))}) AND action.archived_at IS NULL AND {BEGUN} "
        f"ORDER BY state = '{ActionState.DONE}', CASE WHEN state <> '{ActionState.DONE}' THEN due_on END, "
        "done_on DESC, action.id",
        (deal_id, *(kind.value for kind in kinds)),
    ).fetchall()
    return [_Action._make(row) for row in rows]


def follow(con: sqlite3.Connection, deal_id: int, picks: Mapping[str, Pick]) -> dict[str, Filled]:
    """Return part 7: hand-over, next-steps mail and kickoff from their actions, check-ins, metrics, who to call."""
    checkins, metrics, contacts = _checkins(con, deal_id), _metrics(con, deal_id), _contacts(con, deal_id)
    filled = {
        "follow.checkins": joined(checkins, picked(checkins, "follow.checkins", picks)),
        "follow.metrics": joined(metrics, picked(metrics, "follow.metrics", picks), ", "),
        "follow.contacts": joined(contacts, picked(contacts, "follow.contacts", picks)),
    }
    actions = _actions(con, deal_id, *ACTIONS.values())
    for slot, kind in ACTIONS.items():
        of_kind = [action for action in actions if action.kind == kind]
        ring = tuple(action.uid for action in of_kind)
        if slot in picks:
            of_kind = [action for action in of_kind if action.uid in picks[slot].rows]
        text, typed = _told(slot, of_kind[0]) if of_kind else ("", "")
        filled[slot] = Filled(text, tuple(action.uid for action in of_kind[:1]), typed=typed, ring=ring)
    return filled


def _told(slot: str, action: _Action) -> tuple[str, str]:
    """Return what a slot says of its action, in the words of the page and as it would be typed."""
    if slot == "follow.handover":
        who = f"with {action.attendees}" if action.attendees else ""
        text = ", ".join(part for part in (day_text(action.done_on or action.due_on), who) if part)
        return text, text
    day = action.done_on if slot == "follow.mail" else action.agreed_on
    return day_text(day), day or ""


def _checkins(con: sqlite3.Connection, deal_id: int) -> list[Row]:
    """Return the check-ins as they would be typed: days that a rule chose are left to the rule."""
    rows = con.execute(
        "SELECT uid, purpose, early_count, early_unit, ongoing_count, ongoing_unit, "
        f"CASE WHEN switch_on = date(anchor_on, '+{FIRST_DAYS} days') THEN NULL ELSE switch_on END, "
        f"CASE WHEN due_set_by = '{SetBy.RULE}' THEN NULL ELSE next_on END FROM checkin "
        "WHERE deal_id = ? AND archived_at IS NULL ORDER BY id",
        (deal_id,),
    )
    return [
        Row(uid, "", schedule(purpose, every(early, unit), every(later, later_unit), switch_on, next_on), "")
        for uid, purpose, early, unit, later, later_unit, switch_on, next_on in rows
    ]


def schedule(purpose: str, early: str, later: str, switch_on: date | str | None, next_on: date | str | None) -> str:
    """Return a schedule of check-ins in the words of the page; dates are local."""
    until = f" until {day_text(switch_on)}" if early and switch_on else ""
    spans = ", then ".join(part for part in (early + until, later) if part)
    start = f"{purpose}: " if purpose and spans else purpose
    following = f", next {day_text(next_on)}" if next_on else ""
    return f"{start}{spans}{following}".removeprefix(", ")


def every(count: int | None, unit: str | None) -> str:
    """Return how often something is: "every week", "every 2 months"; empty for never."""
    if not count or not unit:
        return ""
    return f"every {unit}" if count == 1 else f"every {counted(count, unit)}"


def _metrics(con: sqlite3.Connection, deal_id: int) -> list[Row]:
    rows = con.execute("SELECT uid, name FROM metric WHERE deal_id = ? AND archived_at IS NULL ORDER BY id", (deal_id,))
    return [Row(uid, "", name, "") for uid, name in rows]


def _contacts(con: sqlite3.Connection, deal_id: int) -> list[Row]:
    """Return a row for each matter, named by its first contact; people of the deal where a matter has none."""
    rows = con.execute(
        "SELECT contact.uid, contact.matter, person.name, contact.side = 'them', contact.id FROM contact "
        "JOIN person ON person.id = contact.person_id WHERE contact.deal_id = ? AND contact.archived_at IS NULL "
        "ORDER BY contact.id",
        (deal_id,),
    ).fetchall()
    matters = {matter for _uid, matter, *_rest in rows}
    called = ",".join(f"'{role.value}'" for role in CALLED_ROLES)
    rows += [
        row
        for row in con.execute(
            "SELECT deal_person.uid, deal_person.role, person.name, deal_person.side = 'them', deal_person.id "
            "FROM deal_person JOIN person ON person.id = deal_person.person_id "
            f"WHERE deal_person.deal_id = ? AND deal_person.archived_at IS NULL AND deal_person.role IN ({called}) "
            "ORDER BY deal_person.id",
            (deal_id,),
        ).fetchall()
        if row[1] not in matters
    ]
    groups: dict[str, list[tuple[str, str, str, int, int]]] = {}
    for row in rows:
        groups.setdefault(row[1] or row[0], []).append(row)
    return [Row(group[0][0], group[0][1], f"{group[0][1]} {_names(group)}".strip(), "") for group in groups.values()]


def _names(group: list[tuple[str, str, str, int, int]]) -> str:
    return " / ".join(row[2] for row in sorted(group, key=lambda row: (row[3], row[4])))
