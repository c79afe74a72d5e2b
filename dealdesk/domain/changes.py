"""What a line of the debrief becomes when it is taken as a change: its text as an instruction, and its kind.

Nothing is invented: the text is a clause of the line ("Next time: ..."), the remedy of a friction, the question that
was missed, or the line as it stands. The kinds are those of article 000.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from dealdesk.domain.cues import Guess, best, cues
from dealdesk.domain.dates import DateRefused, WorkCalendar, parse_date
from dealdesk.domain.questions import asked_in
from dealdesk.domain.vocabulary import Cause, ChangeKind, MissedRole, TakeawayKind
from dealdesk.text import clean

_KINDS: Mapping[ChangeKind, re.Pattern[str]] = {
    ChangeKind.QUESTION: cues("ask, asks, asking, asked, question*, find out, discovery, first call"),
    ChangeKind.APPROVAL: cues(
        """
        approv*, sign-off*, signoff, signature*, threshold*, internal approval, cleared, clearance, release*,
        authority, mandate, escalat* to
        """
    ),
    ChangeKind.ATTACHMENT: cues(
        """
        one-page, one page, one-pager, attach*, annex*, template*, sheet*, plan, plans, runbook*, incident log, report,
        deck, slide*, document*, cover page, goes out with, send it, send the, standard, enclose*, reference list,
        case study, proposal*
        """
    ),
    ChangeKind.SCRIPT: cues(
        """
        say it, words to say, call it, phrase*, word it, words, explain*, frame, framed, script*, story, answer with,
        pitch, reason for, put it as, name the price, trade it, in return
        """
    ),
    ChangeKind.SEQUENCING: cues(
        """
        before, first, second, after, afterwards, earlier, sooner, order, sequence, week one, from the start, at once,
        same day, early, in parallel, only then, together with
        """
    ),
    ChangeKind.CHECKLIST: cues(
        """
        checklist*, check, checks, tick*, list, always, every time, one owner, owner for, owner per, name an owner,
        owner named, each deal, every deal, hand-over, handover, nobody forgets, reminder*
        """
    ),
}
_OPEN = "no kind yet: nothing in the line speaks for one"
_OF_TAKEAWAY: Mapping[str, ChangeKind] = {
    TakeawayKind.PROOF: ChangeKind.ATTACHMENT,
    TakeawayKind.STAKEHOLDER: ChangeKind.SEQUENCING,
    TakeawayKind.PACKAGING: ChangeKind.SCRIPT,
    TakeawayKind.FRAMING: ChangeKind.SCRIPT,
    TakeawayKind.TACTIC: ChangeKind.SCRIPT,
}
_PROCEDURES = (ChangeKind.APPROVAL, ChangeKind.SEQUENCING, ChangeKind.CHECKLIST)
_OF_CAUSE: Mapping[str, ChangeKind] = {
    Cause.PROCESS: ChangeKind.APPROVAL,
    Cause.INTERNAL: ChangeKind.CHECKLIST,
}

_NEXT_TIME = re.compile(
    r"(?:^|[.;:!?,]\s+|\s[-–—]\s*|\band\s+)(?:(?:for )?next time|from now on|in (?:the )?future)\b[\s,:;–—-]*(.+)$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.;!?])\s+")
_LEAD = re.compile(
    r"^(?:(?:we|i|you)\s+(?:should(?!\s+have\b)|will|must|need\s+to|have\s+to|want\s+to|can)\s+|we'll\s+|let's\s+"
    r"|let\s+us\s+|please\s+|to\s+)+",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"(?:we\s+(?:should(?!\s+have\b)|must|need\s+to|have\s+to)\s+|let's\s+|always\s+|never\s+|don't\s+|do\s+not\s+)?"
    r"(?:ask|send|add|show|put|bring|introduce|write|agree|prepare|include|share|give|invite|tell|keep|begin|explain"
    r"|split|get|make|find|name|always|never)\s",
    re.IGNORECASE,
)
_ASKING = re.compile(r"(?:who|what|which|when|where|why|how|whose|whether)\b", re.IGNORECASE)
_FEWEST_WORDS = 2


class Line(NamedTuple):
    """What of a line decides what it becomes."""

    section: str
    """worked, missed, friction or notes."""
    text: str
    kind: str = ""
    """Of a takeaway; of a missed question its role."""
    cause: str = ""
    """Of a friction."""
    remedy: str = ""
    """Of a friction: what we change."""


class Proposal(NamedTuple):
    """What a line would become."""

    text: str
    kind: ChangeKind | None
    """None where nothing in the line speaks for one."""
    why: str
    """What the kind rests on, in one short sentence."""
    ready: bool
    """Whether the line says itself what to do: a clause for next time, a remedy, a missed question. Else the kind is
    a guess, and somebody has to put it into words."""


def propose(line: Line) -> Proposal:
    """Return the change that a line would become."""
    said = clean_end(line.remedy) or instruction(line.text)
    if line.section == "missed":
        return _of_missed(line, said)
    # What went wrong names things that are no remedy ("two price sheets"); only words of procedure count in it.
    patterns = _KINDS if said or line.section != "friction" else {kind: _KINDS[kind] for kind in _PROCEDURES}
    guess = best(said or line.text, patterns)
    text, ready = said or line.text, bool(said)
    if line.section == "worked" and (line.kind == TakeawayKind.PROOF or guess is None or not said):
        of_takeaway = _OF_TAKEAWAY.get(line.kind)
        return Proposal(text, of_takeaway, f"{of_takeaway}: the kind is {line.kind}" if of_takeaway else _OPEN, ready)
    if guess is not None:
        return Proposal(text, guess.value, guess.why, ready)
    if line.section == "friction" and (of_cause := _OF_CAUSE.get(line.cause)):
        return Proposal(text, of_cause, f"{of_cause}: the cause is {line.cause}", ready)
    return Proposal(text, None, _OPEN, ready)


def _of_missed(line: Line, said: str) -> Proposal:
    """Return the question to ask early; a statement of what was learned late is none, and nobody asks it."""
    question = asked_in(line.text)
    if line.kind == MissedRole.HIDDEN and not question.endswith("?"):
        ask = f"Ask early who else must agree: {clean_end(line.text)}"
        return Proposal(ask, ChangeKind.QUESTION, f"{ChangeKind.QUESTION}: somebody was hidden", True)
    if question.endswith("?") or (not said and _ASKING.match(question)):
        said = f"Ask early: {question}"
    if said:
        return Proposal(said, ChangeKind.QUESTION, f"{ChangeKind.QUESTION}: a missed question", True)
    guess = best(line.text, _KINDS)
    return Proposal(line.text, guess.value if guess else None, guess.why if guess else _OPEN, False)


def guess_kind(text: str) -> Guess[ChangeKind] | None:
    """Return the kind of a change that was typed, or None if its words don't say."""
    return Guess(ChangeKind.QUESTION, ("?",)) if text.endswith("?") else best(text, _KINDS)


def instruction(text: str) -> str:
    """Return the part of a line that says what to do, as an instruction: "Next time: ..." or "Ask ..."; "" for none."""
    if match := _NEXT_TIME.search(text):
        said = clean_end(_LEAD.sub("", _SENTENCE.split(match[1])[0]))
        if len(said.split()) >= _FEWEST_WORDS:
            return said
    for sentence in reversed(_SENTENCE.split(text)):
        if _ORDERS.match(sentence):
            return clean_end(_LEAD.sub("", sentence))
    return ""


class Said(NamedTuple):
    """Owner and date as one answer gives them; None for what it does not say."""

    owner: str | None
    due: str | None
    """As typed; it can be read."""


def owner_and_date(text: str, today: date, order: str, calendar: WorkCalendar) -> Said:
    """Read who makes the changes and by when: "Jonas, fri" says both, "fri" or "Jonas" one of them.

    Raises InputRefused for no text, and for what can be neither a date nor a name.
    """
    text = clean(text)
    owner, comma, due = (part.strip() for part in text.rpartition(","))
    if not comma:
        try:
            parse_date(text, today, order, calendar)
        except DateRefused:
            if not text or not text[0].isalpha() or any(sign.isdigit() for sign in text):
                raise
            return Said(text, None)
        return Said(None, text)
    if due:
        parse_date(due, today, order, calendar)
    return Said(owner or None, due or None)


def clean_end(text: str) -> str:
    """Return a clause as a sentence of its own: a capital in front, no full stop or semicolon at the end."""
    bare = text.strip().rstrip(".;,").strip()
    return bare[:1].upper() + bare[1:]
