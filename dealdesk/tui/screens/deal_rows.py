"""How each thing noted of a deal becomes a line of its page; ``deal_tabs`` says which stand on which tab."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from dealdesk.counts import counted
from dealdesk.domain import forms as specs
from dealdesk.domain import urgency
from dealdesk.domain.vocabulary import ActionState, Direction, Side, Stage
from dealdesk.store.deal_page import DealPage, DocumentLine, NoteLine, PersonLine
from dealdesk.store.dealings import ActionLine, CheckinLine, ConversationLine
from dealdesk.store.talk_lines import DecisionLine, IdeaLine
from dealdesk.store.term_standings import KeptTerm
from dealdesk.store.wait_lines import WaitLine
from dealdesk.tui.screens.deal_columns import KIND, REST
from dealdesk.tui.screens.deal_look import day_words
from dealdesk.tui.widgets.row_source import Row

#: Text that is only read: it is what an import found.
IMPORTED = ("unread", "source")
NO_DATE = "no date"


class Scene(NamedTuple):
    """What every line of a deal is drawn with."""

    page: DealPage
    today: date
    now: datetime
    """The instant, for clocks that run."""
    alone: bool = False
    """Whoever works here owns all of ours, so that nothing is said where nobody does."""
    bare: bool = False
    """Nothing is noted of the deal but what is known of it as a whole."""


class Fact(NamedTuple):
    """One thing known of the deal as a whole, for the lines of its first tab; ``uid`` names it on the page only."""

    uid: str
    label: str
    words: str
    more: str = ""


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


def marked(day: str, sign: str) -> str:
    """Return a day with its sign behind it, so that the days of a list stand one below the other."""
    words = f"{day} {sign}" if sign else day
    return words if len(words) <= KIND else words.partition(" ")[2]  # with a year, without its weekday


def talk_words(channel: str, direction: str, people: str) -> str:
    """Return how one talked: "mail from Dana"."""
    way = {Direction.IN.value: "from", Direction.OUT.value: "to"}.get(direction, "with")
    return f"{channel} {way} {people or 'them'}".strip()


def action(line: ActionLine, scene: Scene) -> Row:
    """Return an action as a line: its day, and what stands in its way, whose it is and how far it is."""
    today = scene.today
    rest = f"done when: {line.done_when}" if line.done_when else ""
    owed = "owed to us: " if line.side == Side.THEM else ""
    owner = _owner(line, scene)
    if line.done_on:
        day = f"done {short_day(line.done_on, today).partition(' ')[2]}"
        cells = {"kind": day, "what": f"{owed}{line.text}", "more": owner, REST: rest}
        return Row(cells, look="muted")
    late = bool(line.hard_on) and line.hard_on < today.isoformat()
    day = short_day(line.due_on, today) or NO_DATE
    by = f"by {short_day(line.hard_on, today)}" if line.hard_on > line.due_on else ""
    blocked = f"blocked by {line.blocked_by}" if line.blocked_by else ""
    since = short_day(line.waiting_since, today).partition(" ")[2]
    state = f"waiting since {since}" if since else line.state if line.state != ActionState.TODO else ""
    far = f"{line.progress} %" if line.progress else ""
    reason = line.reason if line.due_on else ""  # without a day it would only say that again
    return Row(
        {
            "kind": marked(day, "!!" if late else ""),
            "what": f"{owed}{line.text}",
            "more": joined(blocked, state, far, owner, by, reason),
            REST: rest,
        },
        looks={"kind": "overdue"} if late else {"more": "muted"},
    )


def _owner(line: ActionLine, scene: Scene) -> str:
    """Return who owns an action, unless that goes without saying."""
    if line.owned:
        return line.owner if line.owner != scene.page.owner else ""
    return "" if scene.alone and line.side == Side.US else "owner --"


def check_in(line: CheckinLine, scene: Scene) -> Row:
    """Return a schedule of check-ins as a line."""
    today = scene.today.isoformat()
    late = bool(line.hard_on) and line.hard_on < today
    amber = bool(line.next_on) and line.next_on <= today
    sign = "!!" if late else "!" if amber else ""
    what = f"{line.purpose or 'check-in'}{': ' if line.often else ''}{line.often}"
    at_most = f"late after {short_day(line.hard_on, scene.today)}" if not late and line.hard_on > line.next_on else ""
    agreed = "agreed with them" if line.agreed else ""
    return Row(
        {
            "kind": marked(short_day(line.next_on, scene.today) or NO_DATE, sign),
            "what": what,
            "more": joined(at_most, line.reason, agreed, line.goal),
            REST: f"agenda: {line.agenda}" if line.agenda else "",
        },
        looks={"kind": "overdue" if late else "warning", "more": "muted"} if sign else {"more": "muted"},
    )


def waiting(line: WaitLine, scene: Scene) -> Row:
    """Return what we wait for as a line."""
    today = scene.today
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
            "more": joined(f"! {next_on}" if late else next_on, sent, need),
        },
        looks={"more": "warning" if late else "muted"},
    )


def step_words(line: WaitLine) -> str:
    """Return what comes next of a wait."""
    return "left for now, back" if line.later_until else line.step or "next"


def notices(scene: Scene) -> tuple[Fact, ...]:
    """Return the day to give notice by, while it is still to come."""
    line = scene.page.line
    if not line.give_notice_by or line.give_notice_by < scene.today.isoformat() or line.stage == Stage.ENDED:
        return ()
    words = notice_words(scene.page, scene.today) or "nothing is to be decided yet"
    return (Fact(line.uid, short_day(line.give_notice_by, scene.today), words),)


def notice(line: Fact, scene: Scene) -> Row:
    """Return the day to give notice by as a line."""
    return Row({"kind": line.label, "what": line.words, "more": without_notice(scene.page)})


def conversation(line: ConversationLine, scene: Scene) -> Row:
    """Return a conversation as a line."""
    how = talk_words(line.channel, line.direction, line.people)
    letter = line.status[:1].upper()
    stands = f"{letter} {line.status}{': ' if line.status_why else ''}{line.status_why}" if letter else ""
    return Row(
        {"kind": short_day(line.happened_on, scene.today), "what": line.summary, "more": joined(stands, how)},
        looks={"more": "muted" if letter in ("", "G") else "warning"},
    )


def stands_more(lines: Sequence[ConversationLine], _scene: Scene) -> str:
    """Return how the last conversations that said so stood, the newest last: "stands G Y R"."""
    letters = [line.status[0].upper() for line in lines if line.status][:5]
    return f"stands {' '.join(reversed(letters))}" if letters else ""


def decision(line: DecisionLine, scene: Scene) -> Row:
    """Return what was decided as a line."""
    more = joined(line.who, line.why, line.constraints)
    return Row({"kind": short_day(line.on, scene.today), "what": line.what, "more": more})


def term(line: KeptTerm, scene: Scene) -> Row:
    """Return a term as a line: what keeps it, where it is not about money."""
    term, stands = line.term, line.standing
    keeps, lacks = "", ""
    if stands is not None and stands.information_only:
        keeps = "information only"
    elif stands is not None:
        keeps = joined(stands.owner, short_day(stands.due_on, scene.today))
        lacks = stands.lacks
    more = joined(lacks, keeps, term.trade, f"clause {term.clause}" if term.clause else "")
    return Row({"kind": term.kind, "what": term.what, "more": more}, looks={"more": "muted"})


def terms_more(lines: Sequence[KeptTerm], _scene: Scene) -> str:
    """Return how many terms that are not about money have an owner and a date."""
    asked = [one.standing for one in lines if one.standing is not None and not one.standing.information_only]
    return f"with owner and date {sum(one.explicit for one in asked)} of {len(asked)}" if asked else ""


def person(line: PersonLine, _scene: Scene) -> Row:
    """Return a person's part in the deal as a line."""
    who = f"{line.side}, {line.role}" if line.role != "other" else line.side
    return Row({"kind": who, "what": line.name, "more": joined(line.channel, line.address, line.style, line.notes)})


def document(line: DocumentLine, _scene: Scene) -> Row:
    """Return a document as a line, without a name by that of its file; one that is gone says so."""
    gone = "NOT THERE: " if line.there is False else ""
    folder, _, name = line.target.replace("\\", "/").rstrip("/").rpartition("/")
    if line.label:
        more, tail = line.target, name
    else:
        more, tail = folder, folder.rpartition("/")[2]
    return Row(
        {"kind": line.kind, "what": line.label or name or line.target, "more": f"{gone}{more}"},
        looks={"more": "warning" if gone else "muted"},
        tails={"more": f"/{tail}"} if more.endswith(f"/{tail}") else {},
    )


def idea(line: IdeaLine, scene: Scene) -> Row:
    """Return an idea as a line; a used one is muted and says when."""
    used = f"used {short_day(line.used_on, scene.today)}" if line.used_on else ""
    return Row({"kind": used, "what": line.text, "more": line.ref}, look="muted" if used else "")


def note(line: NoteLine, _scene: Scene) -> Row:
    """Return a note as a line."""
    return Row({"kind": day_words(line.happened_on), "what": line.text})


def unreads(scene: Scene) -> tuple[Fact, ...]:
    """Return what an import could not read."""
    return tuple(Fact(field, _label(field), raw) for field, raw in unread(scene.page).items())


def unread_line(line: Fact, _scene: Scene) -> Row:
    """Return what an import could not read as a line."""
    return Row({"kind": line.label, "what": line.words}, look="warning")


def sources(scene: Scene) -> tuple[Fact, ...]:
    """Return the text that an import found."""
    text = scene.page.source_terms
    return (Fact("text", "text", text),) if text else ()


def source(line: Fact, _scene: Scene) -> Row:
    """Return the text that an import found as a line."""
    size = counted(len(line.words), "character")
    return Row({"kind": line.label, "what": line.words[:200], "more": f"{size}; Enter reads it"})


def joined(*parts: str) -> str:
    """Return what there is of ``parts`` on one line."""
    return "  ".join(part for part in parts if part)


def _label(field: str) -> str:
    """Return what the form calls a field; a register may know one that it has not."""
    return next((spec.label for spec in specs.DEAL if spec.name == field), field)
