"""The lines of the deal page: everything noted of one deal, in groups, what is under way first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from dealdesk.counts import counted
from dealdesk.domain import forms as specs
from dealdesk.domain.vocabulary import ActionKind, ActionState, Direction, Side
from dealdesk.store.deal_page import DealPage
from dealdesk.store.dealings import MOST, ActionLine, ConversationLine
from dealdesk.store.due import DueItem
from dealdesk.store.wait_lines import WaitLine
from dealdesk.tui.screens.deal_look import day_words
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Row

COLUMNS = (
    Column("kind", "Kind", width=15),
    Column("what", "What", width=20, flex=3),
    Column("more", "More", width=14, flex=2, from_width=60),
)
#: The heading over the rows of each table.
GROUPS = {
    "action": "ACTIONS",
    "waiting": "WAITING FOR THEM",
    "conversation": "CONVERSATIONS",
    "decision": "DECIDED",
    "term": "TERMS",
    "deal_person": "PEOPLE",
    "document": "DOCUMENTS",
    "idea": "IDEAS",
    "note": "NOTES",
    "unread": "COULD NOT BE READ WHEN IT WAS IMPORTED",
    "source": "IMPORTED TEXT",
}
#: Text that is only read: it is what an import found.
IMPORTED = ("unread", "source")
NO_DATE = "no date"


def heading(table: str, page: DealPage | None) -> str:
    """Return the heading over the rows of a table, with what is not listed under it."""
    words = GROUPS[table]
    if page is None:
        return words
    if table == "action":
        first = f"the first {MOST}" if len(page.actions) == MOST else ""
        done = f"{page.actions_done} done" if page.actions_done else ""
        return "   ".join(part for part in (words, first, done) if part)
    more = page.talked - len(page.conversations)
    return f"{words}   the last {len(page.conversations)}; {more} more" if table == "conversation" and more else words


def rows(page: DealPage, today: date) -> Iterable[tuple[str, Row]]:
    """Return the lines of a deal, each under ``table/uid``."""
    for action in page.actions:
        yield f"action/{action.uid}", _action(action, page.owner, today)
    for wait in page.waiting:
        yield f"waiting/{wait.uid}", _waiting(wait, today)
    for said in page.conversations:
        yield f"conversation/{said.uid}", _conversation(said, today)
    for decision in page.decisions:
        more = _joined(decision.who, decision.why, decision.constraints)
        day = short_day(decision.on, today)
        yield f"decision/{decision.uid}", Row({"kind": day, "what": decision.what, "more": more})
    for term in page.terms:
        more = _joined(term.trade, f"clause {term.clause}" if term.clause else "")
        yield f"term/{term.uid}", Row({"kind": term.kind, "what": term.what, "more": more})
    for person in page.people:
        more = _joined(person.channel, person.address, person.style, person.notes)
        who = f"{person.side}, {person.role}" if person.role != "other" else person.side
        yield f"deal_person/{person.uid}", Row({"kind": who, "what": person.name, "more": more})
    yield from _papers(page)
    for idea in page.ideas:
        used = f"used {short_day(idea.used_on, today)}" if idea.used_on else ""
        yield f"idea/{idea.uid}", Row({"kind": used, "what": idea.text, "more": idea.ref}, look="muted" if used else "")
    for uid, happened_on, text in page.notes:
        yield f"note/{uid}", Row({"kind": day_words(happened_on), "what": text})
    for field, raw in unread(page).items():
        yield f"unread/{field}", Row({"kind": _label(field), "what": raw}, look="warning")
    if page.source_terms:
        size = counted(len(page.source_terms), "character")
        yield "source/text", Row({"kind": "text", "what": page.source_terms[:200], "more": f"{size}; Enter reads it"})


def whole(page: DealPage, table: str, uid: str, today: date) -> str:
    """Return all there is to read of a line without a form: its text, then what is known of it."""
    found: list[tuple[str, str]] = []
    text = ""
    if table == "action":
        action = next((line for line in page.actions if line.uid == uid), None)
        if action is not None:
            text = action.text
            found = [
                ("Whose", "theirs: owed to us" if action.side == Side.THEM else "ours"),
                ("Owner", action.owner),
                ("State", action.state),
                ("Due", short_day(action.due_on, today) or NO_DATE),
                ("At the latest", short_day(action.hard_on, today) if action.hard_on != action.due_on else ""),
                ("Why then", action.reason),
                ("Done when", action.done_when),
            ]
    elif table == "waiting":
        wait = next((line for line in page.waiting if line.uid == uid), None)
        if wait is not None:
            text = wait.text
            found = [
                ("From", wait.person or "the counterparty"),
                ("Since", short_day(wait.since, today)),
                ("Messages", f"{wait.sent}, the last by {wait.channel}" if wait.channel else str(wait.sent)),
                ("Next", f"{_step(wait)} on {short_day(wait.later_until or wait.due_on or '', today)}"),
                ("Why then", wait.reason),
                ("They need", f"until {short_day(wait.need_until, today)}" if wait.need_until else ""),
            ]
    return "\n".join([text, "", *(f"{label:<15}{words}" for label, words in found if words)])


def due_item(page: DealPage, table: str, uid: str) -> DueItem | None:
    """Return an action or a wait of the page as an item of Today, for what one does with it; None for another line."""
    line = page.line
    if table == "action":
        for action in page.actions:
            if action.uid == uid:
                kind = "change" if action.kind == ActionKind.PLAYBOOK else "action"
                dates = (action.due_on or None, None, action.hard_on or None, None)
                more = (action.side, action.text, action.state, action.owner, action.reason, action.kind)
                return DueItem(kind, uid, line.id, line.ref, line.title, line.party, *dates, 0, *more, "", 0, 0, "")
    if table == "waiting":
        for wait in page.waiting:
            if wait.uid == uid:
                dates = (wait.later_until or wait.due_on, None, wait.due_on, None)
                more = (Side.THEM, wait.text, wait.step, wait.person, wait.reason, wait.channel)
                return DueItem(table, uid, line.id, line.ref, line.title, line.party, *dates, 0, *more, "", 0, 0, "")
    return None


def unread(page: DealPage) -> dict[str, str]:
    """Return what an import could not read, by field."""
    return dict(json.loads(page.unread)) if page.unread else {}


def short_day(text: str, today: date) -> str:
    """Return a stored day with its weekday, and with its year where that is not this one; empty for none."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day:%a} {day.day} {day:%b}" + ("" if day.year == today.year else f" {day:%Y}")


def talk_words(channel: str, direction: str, people: str) -> str:
    """Return how one talked: "mail from Dana"."""
    way = {Direction.IN.value: "from", Direction.OUT.value: "to"}.get(direction, "with")
    return f"{channel} {way} {people or 'them'}".strip()


def _action(line: ActionLine, usual: str, today: date) -> Row:
    late = bool(line.hard_on) and line.hard_on < today.isoformat()
    day = short_day(line.due_on, today) or NO_DATE
    owed = "owed to us: " if line.side == Side.THEM else ""
    by = f"by {short_day(line.hard_on, today)}" if line.hard_on > line.due_on else ""
    state = line.state if line.state != ActionState.TODO else ""
    reason = line.reason if line.due_on else ""  # without a day it would only say that again
    return Row(
        {
            "kind": f"!! {day}" if late else day,
            "what": f"{owed}{line.text}",
            "more": _joined(state, line.owner if line.owner != usual else "", by, reason),
        },
        looks={"kind": "overdue"} if late else {"more": "muted"},
    )


def _waiting(line: WaitLine, today: date) -> Row:
    due = line.later_until or line.due_on or ""
    late = bool(due) and due < today.isoformat()
    who = f"{line.person}: " if line.person else ""
    sent = counted(line.sent, "message") if line.sent > 1 else ""
    need = f"they need until {short_day(line.need_until, today)}" if line.need_until else ""
    next_on = f"{_step(line)} on {short_day(due, today)}" if due else ""
    return Row(
        {
            "kind": f"since {short_day(line.since, today).partition(' ')[2]}",
            "what": f"{who}{line.text}",
            "more": _joined(f"! {next_on}" if late else next_on, sent, need),
        },
        looks={"more": "warning" if late else "muted"},
    )


def _step(line: WaitLine) -> str:
    return "left for now, back" if line.later_until else line.step or "next"


def _conversation(line: ConversationLine, today: date) -> Row:
    more = talk_words(line.channel, line.direction, line.people)
    return Row(
        {"kind": short_day(line.happened_on, today), "what": line.summary, "more": more}, looks={"more": "muted"}
    )


def _papers(page: DealPage) -> Iterable[tuple[str, Row]]:
    for document in page.documents:
        gone = document.there is False
        name = document.label or document.target
        more = f"{'NOT THERE: ' if gone else ''}{document.target}"
        yield (
            f"document/{document.uid}",
            Row({"kind": document.kind, "what": name, "more": more}, looks={"more": "warning" if gone else "muted"}),
        )


def _joined(*parts: str) -> str:
    return "  ".join(part for part in parts if part)


def _label(field: str) -> str:
    """Return what the form calls a field; a register may know one that it has not."""
    return next((spec.label for spec in specs.DEAL if spec.name == field), field)
