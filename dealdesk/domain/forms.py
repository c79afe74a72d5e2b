"""The forms of the desk as plain data: which fields, in which order, with which words.

To add a field, add a line here and a column in ``store/tables``; a field that is more than the column of its name
also needs a binding in ``store/forms``. Then run ``.ci/freeze_schema.py`` and write the migration.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from dealdesk.domain.action_form import ACTION, ASKED_FIRST
from dealdesk.domain.checkin_form import ASKED_FIRST as CHECKIN_ASKED_FIRST
from dealdesk.domain.checkin_form import CHECKIN
from dealdesk.domain.fields import FieldSpec, Kind
from dealdesk.domain.issue_forms import ASKED_FIRST as ISSUE_ASKED_FIRST
from dealdesk.domain.issue_forms import ISSUES
from dealdesk.domain.register_forms import REGISTERS
from dealdesk.domain.vocabulary import (
    Cause,
    Channel,
    DealType,
    Direction,
    DocumentKind,
    Effect,
    FollowThrough,
    Outcome,
    Role,
    Side,
    Stage,
    Status,
    TermKind,
    Trade,
)


def _choices(words: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    return tuple((word.value, word.value) for word in words)


TITLE = FieldSpec("title", "Title", required=True, hint="what the deal is about", missing="A deal needs a title.")
COUNTERPARTY = FieldSpec("counterparty", "Counterparty", Kind.PARTY, hint="the other side")
TYPE = FieldSpec("type", "Type", Kind.PICK, choices=_choices(DealType))
AMOUNT = FieldSpec("amount", "Amount", Kind.AMOUNT, hint="84k EUR, 12*850, 3,500 per month")
SIGNED = FieldSpec("signed_on", "Signed on", Kind.DATE, hint="today, fri, 12 mar", past=True, planned=True)

#: The five fields of a deal that was just signed.
QUICK_DEAL: tuple[FieldSpec, ...] = (TITLE, COUNTERPARTY, TYPE, AMOUNT, SIGNED)

DEAL: tuple[FieldSpec, ...] = (
    *QUICK_DEAL,
    FieldSpec("stage", "Stage", Kind.PICK, choices=_choices(Stage)),
    FieldSpec("outcome", "Outcome", Kind.PICK, choices=_choices(Outcome)),
    FieldSpec("start_on", "Starts on", Kind.DATE, hint="fri, +3d, 1 jan"),
    FieldSpec("end_on", "Ends or renews", Kind.DATE, hint="31 dec 2027"),
    FieldSpec("notice", "Notice period", Kind.PERIOD, hint="3 months, 60 days"),
    FieldSpec("renewal", "Renews for", Kind.PERIOD, hint="1 year; empty if it just ends"),
    FieldSpec("evergreen", "Runs on", Kind.TICK, hint="no end date until someone gives notice"),
    FieldSpec("term", "Term", hint="24 months"),
    FieldSpec("further", "Further parties", hint="names, parted by ;"),
    FieldSpec("channel", "Main channel", Kind.PICK, choices=_choices(Channel)),
    FieldSpec("tags", "Tags", Kind.TAGS, hint="vendor_sla, hosting"),
    FieldSpec("owner", "Owner", hint="who answers for it on our side"),
)

FRICTION: tuple[FieldSpec, ...] = (
    FieldSpec(
        "text",
        "What happened",
        required=True,
        hint="one moment that cost trust or time",
        max_chars=2000,
        missing="A friction needs one line: what happened?",
    ),
    FieldSpec("happened_on", "When", Kind.DATE, hint="today, mon, 12 mar", past=True),
    FieldSpec("effect", "What it cost", Kind.PICK, choices=_choices(Effect)),
    FieldSpec("cause", "Cause", Kind.PICK, choices=_choices(Cause)),
    FieldSpec("tags", "Tags", Kind.TAGS, hint="slow_legal"),
    FieldSpec("remedy", "What we change", hint="so that it does not happen again", max_chars=2000),
)

PERSON: tuple[FieldSpec, ...] = (
    FieldSpec("name", "Name", required=True, missing="A person needs a name."),
    FieldSpec("side", "Side", Kind.PICK, choices=_choices(Side), usual=Side.THEM),
    FieldSpec("role", "Role", Kind.PICK, choices=_choices(Role), usual=Role.OTHER),
    FieldSpec("channel", "Reached by", Kind.PICK, choices=_choices(Channel)),
    FieldSpec("address", "Address", hint="mail or number"),
    FieldSpec("style", "Style", hint="direct; wants numbers first"),
    FieldSpec("interests", "Mutual interests", hint="what you both like to talk about", max_chars=2000),
    FieldSpec("notes", "Notes", max_chars=2000),
)

TERM: tuple[FieldSpec, ...] = (
    FieldSpec(
        "what", "What", required=True, hint="one agreed point", max_chars=2000, missing="A term needs a line: what?"
    ),
    FieldSpec("kind", "Kind", Kind.PICK, choices=_choices(TermKind), usual=TermKind.OTHER),
    FieldSpec("trade", "Gave or got", Kind.PICK, choices=_choices(Trade)),
    FieldSpec("clause", "Clause", hint="4.2"),
)

DOCUMENT: tuple[FieldSpec, ...] = (
    FieldSpec(
        "target",
        "Path or link",
        required=True,
        hint="~/deals/acme.pdf or https://…",
        max_chars=2000,
        missing="A document needs a path or a link.",
    ),
    FieldSpec("label", "Name", hint="signed contract"),
    FieldSpec("kind", "Kind", Kind.PICK, choices=_choices(DocumentKind), usual=DocumentKind.OTHER),
)

NOTE: tuple[FieldSpec, ...] = (
    FieldSpec("text", "Note", required=True, max_chars=5000, missing="A note needs a line."),
    FieldSpec("happened_on", "When", Kind.DATE, hint="today, if you leave it empty; mon, 12 mar", past=True),
)

CONVERSATION: tuple[FieldSpec, ...] = (
    FieldSpec(
        "summary",
        "What was said",
        required=True,
        hint="in a line: they want the report monthly",
        max_chars=5000,
        missing="A conversation needs a line: what was said?",
    ),
    FieldSpec(
        "channel",
        "Channel",
        Kind.PICK,
        choices=_choices(Channel),
        hint="if you pick none: the main channel of the deal, else a call",
    ),
    FieldSpec(
        "direction",
        "Which way",
        Kind.PICK,
        choices=_choices(Direction),
        hint="if you pick none: what is usual for the channel",
    ),
    FieldSpec("happened_on", "When", Kind.DATE, hint="today, if you leave it empty; mon, 12 mar", past=True),
    FieldSpec("people", "With", hint="Dana, Raj", max_chars=500),
    FieldSpec("status", "How it stands", Kind.PICK, choices=_choices(Status)),
    FieldSpec("status_why", "Why so", hint="in one sentence: the data came late again", max_chars=2000),
    FieldSpec("useful", "Useful", Kind.PICK, choices=(("yes", "yes"), ("no", "no"))),
    FieldSpec("disagreed", "Who disagreed", hint="who, and with what", max_chars=2000),
    FieldSpec("recap_sent_on", "Recap sent", Kind.DATE, hint="today, mon, 12 mar", past=True),
    FieldSpec("win", "A win", hint="what went well for both sides", max_chars=2000),
    FieldSpec("target", "Mail or link", hint="~/mail/dana.eml or https://…", max_chars=2000),
    FieldSpec("feedback", "Feedback", hint="on how we work together", max_chars=2000),
    FieldSpec("feedback_from", "Feedback from", Kind.PICK, choices=_choices(Side)),
)

DECISION: tuple[FieldSpec, ...] = (
    FieldSpec(
        "what",
        "Decided",
        required=True,
        hint="what was decided",
        max_chars=2000,
        missing="A decision needs a line: what was decided?",
    ),
    FieldSpec("who", "Who decided", hint="Dana; both sides"),
    FieldSpec("why", "Why", hint="what spoke for it", max_chars=2000),
    FieldSpec("constraints", "Constraints", hint="what it depends on or rules out", max_chars=2000),
    FieldSpec("decided_on", "When", Kind.DATE, hint="today, if you leave it empty; mon, 12 mar", past=True),
)

IDEA: tuple[FieldSpec, ...] = (
    FieldSpec(
        "text",
        "Idea",
        required=True,
        hint="something to offer them one day",
        max_chars=2000,
        missing="An idea needs a line.",
    ),
    FieldSpec("used_on", "Used on", Kind.DATE, hint="today, mon, 12 mar", past=True),
)

MESSAGE: tuple[FieldSpec, ...] = (
    FieldSpec("subject", "Subject", max_chars=300),
    FieldSpec("body", "Text", Kind.LONG, required=True, max_chars=20_000, missing="A message needs a text.", rows=40),
)

LEVERAGE: tuple[FieldSpec, ...] = (
    FieldSpec("quote", "Their words", hint="what they said or did that shows it", max_chars=2000),
    FieldSpec("notes", "Notes", hint="what to prepare so that it is there next time", max_chars=2000),
)

DEBRIEF: tuple[FieldSpec, ...] = (
    FieldSpec("intended", "We intended", hint="what we wanted when we began: price, term, scope", max_chars=2000),
    FieldSpec("actual", "What happened", hint="what was agreed, or how it ended", max_chars=2000),
    FieldSpec("lucky", "Got lucky with", hint="what went well without our doing", max_chars=2000),
    FieldSpec("insight", "Insight", hint="one sentence that is worth more than this deal", max_chars=2000),
    FieldSpec("satisfaction", "Satisfaction", Kind.PICK, choices=tuple((n, n) for n in "12345"), hint="1 to 5"),
    FieldSpec("risk", "One risk", hint="what could go wrong from here", max_chars=2000),
)

#: The panel that signs a deal.
SIGN: tuple[FieldSpec, ...] = (
    SIGNED,
    FieldSpec("start_on", "Starts on", Kind.DATE, hint="fri, +3d, 1 jan"),
    FieldSpec("end_on", "Ends or renews", Kind.DATE, hint="31 dec 2027"),
    FieldSpec("renewal", "Renews for", Kind.PERIOD, hint="1 year; empty if it just ends"),
    FieldSpec("notice", "Notice period", Kind.PERIOD, hint="3 months, 60 days"),
    FieldSpec("check_ins", "Check-ins", hint="weekly, then monthly; none"),
    FieldSpec("follow_through", "Follow-through", Kind.PICK, choices=_choices(FollowThrough)),
    FieldSpec("deliverable_on", "First delivery", Kind.DATE, hint="a day, if it is known"),
    FieldSpec("invoice_on", "First invoice", Kind.DATE, hint="a day, if it is known"),
    FieldSpec("review_on", "First review", Kind.DATE, hint="a day, if it is known"),
)

#: Asked once, on an empty desk.
ME: tuple[FieldSpec, ...] = (
    FieldSpec("name", "Your name", hint="as others know you"),
    FieldSpec("initials", "Initials", hint="shown beside your lines", max_chars=6),
    FieldSpec("team", "Work with", Kind.PICK, choices=(("alone", "alone"), ("team", "with a team"))),
)

#: What one can set on a desk; a command of the palette opens it.
SETTINGS: tuple[FieldSpec, ...] = (
    *ME,
    FieldSpec(
        "date_order", "Dates like 3/4", Kind.PICK, choices=(("dmy", "day before month"), ("mdy", "month before day"))
    ),
    FieldSpec("currency", "Currency", hint="taken for an amount that names none", max_chars=3),
    FieldSpec("work_week", "Work week", hint="mon-fri; sun-thu; mon, tue, thu"),
    FieldSpec("working_hours", "Working hours", hint="09:00-18:00, 9-18"),
    FieldSpec("days_off", "Days off", hint="25 dec, 24 dec to 31 dec, 2027-01-01: parted by commas", max_chars=20_000),
    FieldSpec(
        "holidays", "Holidays file", hint="path of a holiday calendar (.ics): its days are added", max_chars=1000
    ),
    FieldSpec("strict_clock", "Strict clock", Kind.TICK, hint="hours count at night and on days off too"),
    FieldSpec("follow_through", "Follow-through", Kind.PICK, choices=_choices(FollowThrough)),
    FieldSpec("light_below", "Light below", Kind.AMOUNT, hint="deals of less than this get the light one"),
    FieldSpec("notice_leads", "Remind before", hint="days before the last safe day to give notice: 90, 60, 30"),
    FieldSpec("give_take", "Too far apart", hint="give and take is out of balance from here on: 8 h, 500 money"),
    FieldSpec(
        "theme",
        "Theme",
        Kind.PICK,
        choices=(("auto", "as the terminal says"), ("dark", "light on dark"), ("light", "dark on light")),
    ),
)

#: The form of each table that has one.
FORMS: dict[str, tuple[FieldSpec, ...]] = {
    "deal": DEAL,
    "friction": FRICTION,
    "deal_person": PERSON,
    "term": TERM,
    "document": DOCUMENT,
    "note": NOTE,
    "conversation": CONVERSATION,
    "decision": DECISION,
    "idea": IDEA,
    "draft": MESSAGE,
    "debrief": DEBRIEF,
    "leverage_mark": LEVERAGE,
    "action": ACTION,
    "checkin": CHECKIN,
    **REGISTERS,
    **ISSUES,
}
#: How many fields of a new row are shown before its others are asked for, where not all are.
ASKED_FIRST_OF: dict[str, int] = {"action": ASKED_FIRST, "checkin": CHECKIN_ASKED_FIRST, "issue": ISSUE_ASKED_FIRST}


def doubts(dates: Mapping[str, date]) -> dict[str, str]:
    """Return what is odd about the dates of a form, by field: said beside it and never refused."""
    end = dates.get("end_on")
    for name, words in (("start_on", "the start"), ("signed_on", "the signing")):
        other = dates.get(name)
        if end is not None and other is not None and end < other:
            return {"end_on": f"before {words}"}
    return {}


def spec_of(table: str, name: str) -> FieldSpec:
    """Return the field ``name`` of the form of ``table``; a KeyError names an unknown one."""
    for spec in FORMS[table]:
        if spec.name == name:
            return spec
    raise KeyError(f"{table}/{name}")
