"""Messages to the other side: a template and the values of its slots become a text; nothing is read from a desk here.

The sentences are those of ``templates/messages.toml``. What is missing stays visible in the text as ``[kickoff day?]``
and is listed once (product.md 123, 132, 136-138, 147, 155, 157).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from dealdesk.domain.calendar import WorkCalendar, add_business_days
from dealdesk.domain.vocabulary import Message
from dealdesk.templates.messages import OPTIONAL, SLOT, Messages
from dealdesk.text import clean, fold

#: More words than this are said to be too many: a follow-up is read when it is short (product.md 155).
MOST_WORDS = 180
#: Characters of subject and body together, at most.
MOST_CHARS = 20_000
#: Days after signing in which a thank-you is what is meant, if none was sent.
THANKS_DAYS = 14
#: Working days a nudge leaves for the answer, by its strength.
ANSWER_DAYS = {1: 5, 2: 3, 3: 3}
STRENGTHS = {1: "friendly", 2: "plain", 3: "last"}
#: Words of a sentence from which on finding it in a message is no accident.
_LEAK_WORDS = 4
#: A place that is still to be filled.
GAP = re.compile(r"\[[^\[\]\n]+\?\]")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")

Slots = Mapping[str, tuple[str, ...]]


class Missing(NamedTuple):
    """A slot that has nothing to say yet."""

    name: str
    how: str
    """Where it is filled."""
    shell: str = ""
    """The same for a shell, where it is another way there."""


class Filled(NamedTuple):
    """A message with what is known filled in."""

    subject: str
    body: str
    missing: tuple[Missing, ...]


class Tone(NamedTuple):
    """How formal a message is by default, and why."""

    formal: bool
    why: str


def fill(messages: Messages, message_id: str, slots: Slots, *, formal: bool) -> Filled:
    """Return a message; a value is put in literally and never read as a template. Raises KeyError for another id."""
    wording = messages.wording(message_id, formal=formal)
    empty: dict[str, Missing] = {}
    subject = _filled(messages, wording.subject, slots, empty)[0]
    paragraphs = (_paragraph(messages, text.splitlines(), slots, empty) for text in wording.body.split("\n\n"))
    return Filled(subject, "\n\n".join(text for text in paragraphs if text), tuple(empty.values()))


def _paragraph(messages: Messages, lines: list[str], slots: Slots, empty: dict[str, Missing]) -> str:
    found: list[str] = []
    optional = kept = bare = 0
    for line in lines:
        if not line.startswith(OPTIONAL):
            found += _filled(messages, line, slots, empty)
            bare += not line.endswith(":")
            continue
        optional += 1
        text = line.removeprefix(OPTIONAL)
        if all(slots.get(slot) for slot in SLOT.findall(text)):
            kept += 1
            found += _filled(messages, text, slots, empty)
    return "" if optional and not kept and not bare else "\n".join(found)


def _filled(messages: Messages, line: str, slots: Slots, empty: dict[str, Missing]) -> list[str]:
    """Return a line, once for each value of the slot that has several."""
    used = SLOT.findall(line)
    for slot in used:
        spec = messages.slots[slot]
        if not slots.get(slot):
            empty.setdefault(spec.name, Missing(spec.name, spec.how, spec.shell))
    several = next((slot for slot in used if len(slots.get(slot, ())) > 1), None)
    turns = slots[several] if several else ("",)

    def value(slot: str, turn: str) -> str:
        if slot == several:
            return clean(turn)
        known = slots.get(slot, ())
        return clean(known[0]) if known else gap(messages.slots[slot].name)

    return [SLOT.sub(lambda match, turn=turn: value(match[1], turn), line) for turn in turns]  # type: ignore[misc]


def gap(name: str) -> str:
    """Return what stands in a message where a slot is empty."""
    return f"[{name}?]"


def still_missing(messages: Messages, text: str) -> tuple[Missing, ...]:
    """Return the slots that an edited text still shows as empty, each once, in the order of the text."""
    found = {
        spec.name: Missing(spec.name, spec.how, spec.shell)
        for spec in messages.slots.values()
        if gap(spec.name) in text
    }
    return tuple(sorted(found.values(), key=lambda missing: text.index(gap(missing.name))))


def word_count(body: str) -> int:
    """Return how many words a message has; a dash at the start of a line is none."""
    return sum(any(sign.isalnum() for sign in word) for word in body.split())


def template_id(kind: Message, strength: int, *, delivered: bool, moved: bool = False, troubled: bool = False) -> str:
    """Return the id of the template of a message.

    ``moved``: a recap of nothing but a new date. ``troubled``: not all is well, so that no news does not say it is.
    """
    if kind is Message.NO_NEWS and troubled:
        return f"{kind.value}, not all well"
    if kind is Message.NUDGE:
        return f"{kind.value} {strength}"
    if kind is Message.RECAP and moved:
        return f"{kind.value}, new date"
    return f"{kind.value}, delivered" if kind is Message.THANKS and delivered else kind.value


def tone(party: str, signed_before: str, *, talked: bool) -> Tone:
    """Return the tone by relationship (product.md 147); ``signed_before``: an earlier deal with them, "" for none."""
    them = party or "them"
    if not signed_before:
        return Tone(True, f"no earlier deal with {them}")
    if not talked:
        return Tone(True, f"no conversation with {them} yet")
    return Tone(False, f"{signed_before} was signed with {them}, and you talked")


def day_words(day: date, today: date) -> str:
    """Return a day as a message names it: "Fri 22 May", with the year where it is another one."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def answer_by(strength: int, today: date, calendar: WorkCalendar, need_until: date | None) -> date:
    """Return the day a message asks an answer by: working days by strength, never before what they need themselves."""
    usual = add_business_days(today, ANSWER_DAYS[strength], calendar)
    later = calendar.forward(need_until + timedelta(days=1)) if need_until else usual
    return max(usual, later)


def say_by(new_on: date, today: date, calendar: WorkCalendar) -> date:
    """Return the day by which they are asked whether a new date is theirs too: the working day before it at the latest.

    Never before today.
    """
    return min(answer_by(1, today, calendar, None), max(today, calendar.back(new_on - timedelta(days=1))))


def strength_of(rule: str | None, sent: int) -> int:
    """Return how strong a nudge is: by the step that is due next, else by how many messages went out."""
    digit = (rule or "")[-1:]
    step = int(digit) if digit in ("1", "2", "3") else sent if not rule else 3
    return min(3, max(1, step))


def at_risk(due_on: date | None, soft_on: date | None, today: date) -> bool:
    """Return whether a promise is late or about to be: its day is here or tomorrow, or its best day has passed."""
    if due_on is not None and due_on - today <= timedelta(days=1):
        return True
    return soft_on is not None and soft_on < today


def copied(text: str, internal: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return the internal sentences (where from, words) that stand in ``text``, blind to case, accents and spacing."""
    page = _plain(text)
    found: dict[str, tuple[str, str]] = {}
    for source, words in internal:
        for sentence in _SENTENCE.split(words):
            plain = _plain(sentence)
            if len(plain.split()) >= _LEAK_WORDS and f" {plain} " in f" {page} ":
                found.setdefault(plain, (source, clean(sentence)))
    return tuple(found.values())


def _plain(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(text)).split())
