"""The lines of the deal page: everything noted of one deal, in groups, what is under way first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date

from dealdesk.counts import counted
from dealdesk.domain import forms as specs
from dealdesk.domain import urgency
from dealdesk.domain.vocabulary import ActionState, Direction, Side, Stage
from dealdesk.store.deal_page import DealPage
from dealdesk.store.dealings import MOST, ActionLine, CheckinLine, ConversationLine
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
    "checkin": "CHECK-INS",
    "notice": "GIVE NOTICE",
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
    for check_in in page.check_ins:
        yield f"checkin/{check_in.uid}", _check_in(check_in, today)
    if page.line.give_notice_by and page.line.give_notice_by >= today.isoformat() and page.line.stage != Stage.ENDED:
        words = notice_words(page, today) or "nothing is to be decided yet"
        day = short_day(page.line.give_notice_by, today)
        yield f"notice/{page.line.uid}", Row({"kind": day, "what": words, "more": without_notice(page)})
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


def notice_words(page: DealPage, today: date) -> str:
    """Return what was decided about the notice and when, else what its reminder asks; empty for neither."""
    if page.notice_decision:
        when = f", decided {short_day(page.notice_decided_on, today)}" if page.notice_decided_on else ""
        return f"{page.notice_decision}{when}"
    by = date.fromisoformat(page.line.give_notice_by or "")
    remind = date.fromisoformat(page.notice_remind_on) if page.notice_remind_on else None
    return urgency.notice_step((by - today).days, (by - remind).days if remind and remind <= today else None)


def without_notice(page: DealPage) -> str:
    """Return what happens without a notice."""
    if page.renewal:
        return f"else renews {page.renewal}"
    return "else runs on" if page.evergreen else "else it ends"


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


def _check_in(line: CheckinLine, today: date) -> Row:
    late = bool(line.hard_on) and line.hard_on < today.isoformat()
    day = short_day(line.next_on, today) or NO_DATE
    what = f"{line.purpose or 'check-in'}{': ' if line.often else ''}{line.often}"
    return Row(
        {"kind": f"!! {day}" if late else day, "what": what, "more": line.reason},
        looks={"kind": "overdue"} if late else {"more": "muted"},
    )


def _waiting(line: WaitLine, today: date) -> Row:
    due = line.later_until or line.due_on or ""
    late = bool(due) and due < today.isoformat()
    who = f"{line.person}: " if line.person else ""
    sent = counted(line.sent, "message") if line.sent > 1 else ""
    need = f"they need until {short_day(line.need_until, today)}" if line.need_until else ""
    next_on = f"{step_words(line)} on {short_day(due, today)}" if due else ""
    return Row(
        {
            "kind": f"since {short_day(line.since, today).partition(' ')[2]}",
            "what": f"{who}{line.text}",
            "more": _joined(f"! {next_on}" if late else next_on, sent, need),
        },
        looks={"more": "warning" if late else "muted"},
    )


def step_words(line: WaitLine) -> str:
    """Return what comes next of a wait."""
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
