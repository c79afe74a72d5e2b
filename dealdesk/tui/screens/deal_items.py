"""Lines of a deal page that Today has too: as its items, for what one does with them, and with all there is to read."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from dealdesk.domain.vocabulary import ActionKind, Side
from dealdesk.store.deal_page import DealPage
from dealdesk.store.dealings import ActionLine, CheckinLine
from dealdesk.store.due import DueItem
from dealdesk.store.wait_lines import WaitLine
from dealdesk.tui.screens.deal_rows import NO_DATE, short_day, step_words

#: The tables of lines that can be items of Today.
TABLES = ("action", "waiting", "checkin", "notice")
Facts = list[tuple[str, str]]
T = TypeVar("T", ActionLine, WaitLine, CheckinLine)


def whole(page: DealPage, table: str, uid: str, today: date) -> str:
    """Return all there is to read of a line without a form: its text, then what is known of it."""
    text = ""
    facts: Facts = []
    if action := _found(page.actions, uid) if table == "action" else None:
        text, facts = action.text, _of_action(action, today)
    elif wait := _found(page.waiting, uid) if table == "waiting" else None:
        text, facts = wait.text or "An answer", _of_wait(wait, today)
    return "\n".join([text, "", *(f"{label:<15}{words}" for label, words in facts if words)])


def due_item(page: DealPage, table: str, uid: str) -> DueItem | None:
    """Return a line of the page as an item of Today; None for one that is none."""
    if action := _found(page.actions, uid) if table == "action" else None:
        kind = "change" if action.kind == ActionKind.PLAYBOOK else "action"
        more = (action.side, action.text, action.state, action.owner, action.reason, action.kind)
        return _item(page, kind, uid, action.due_on, action.hard_on, more)
    if wait := _found(page.waiting, uid) if table == "waiting" else None:
        more = (Side.THEM, wait.text, wait.step, wait.person, wait.reason, wait.channel)
        return _item(page, table, uid, wait.later_until or wait.due_on, wait.due_on, more)
    if check_in := _found(page.check_ins, uid) if table == "checkin" else None:
        more = ("", check_in.purpose, "", "", check_in.reason, "")
        return _item(page, "check-in", uid, check_in.next_on, check_in.hard_on, more)
    if table == "notice":
        by, nothing = page.line.give_notice_by, ("", "", page.line.stage, "", "", "")
        return _item(page, "give notice", uid, by, by, nothing, page.notice_remind_on)
    return None


def _found(lines: tuple[T, ...], uid: str) -> T | None:
    return next((line for line in lines if line.uid == uid), None)


def _item(
    page: DealPage,
    kind: str,
    uid: str,
    due_on: str | None,
    hard_on: str | None,
    more: tuple[str, str, str, str, str, str],
    soft_on: str | None = None,
) -> DueItem:
    line = page.line
    where = (line.id, line.ref, line.title, line.party)
    return DueItem(kind, uid, *where, due_on or None, None, hard_on or None, soft_on or None, 0, *more, "", 0, 0, "")


def _of_action(line: ActionLine, today: date) -> Facts:
    return [
        ("Whose", "theirs: owed to us" if line.side == Side.THEM else "ours"),
        ("Owner", line.owner),
        ("State", line.state),
        ("Due", short_day(line.due_on, today) or NO_DATE),
        ("At the latest", short_day(line.hard_on, today) if line.hard_on != line.due_on else ""),
        ("Why then", line.reason),
        ("Done when", line.done_when),
    ]


def _of_wait(line: WaitLine, today: date) -> Facts:
    return [
        ("From", line.person or "the counterparty"),
        ("Since", short_day(line.since, today)),
        ("Messages", f"{line.sent}, the last by {line.channel}" if line.channel else str(line.sent)),
        ("Next", f"{step_words(line)} on {short_day(line.later_until or line.due_on or '', today)}"),
        ("Why then", line.reason),
        ("They need", f"until {short_day(line.need_until, today)}" if line.need_until else ""),
    ]
