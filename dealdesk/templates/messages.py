"""The messages to the other side as data: their sentences and slots, read from ``messages.toml`` and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dealdesk.templates.load import TemplateRefused, read_template
from dealdesk.text import clean

#: Every slot a message may use; where each gets its value from is said in ``store.message_slots``.
SLOT_IDS = (
    *("name", "first_name", "party", "title", "me", "today", "version", "start_on", "end_on"),
    *("kickoff_on", "their_inputs", "billing", "contacts", "steps", "our_steps", "done", "delivered", "terms"),
    *("deliveries", "payment", "decisions", "talked_on", "next_talk", "waiting_for", "last_on", "goal", "answer_by"),
    *("promise", "promised_on", "new_on", "reason", "put_behind", "meaning", "plan"),
    *("issue", "issue_level", "issue_since", "issue_facts", "issue_impact", "issue_now", "issue_by"),
)
#: Slots of several lines; at most one of them stands in a line, and none in a subject.
LIST_SLOTS = frozenset({"their_inputs", "contacts", "steps", "our_steps", "done", "terms", "deliveries", "decisions"})
MESSAGE_IDS = (
    *("thank-you", "thank-you, delivered", "recap", "recap, new date", "nudge 1", "nudge 2", "nudge 3"),
    *("no news", "no news, not all well", "delay", "issue"),
)
#: What begins a line that is left out when it has nothing to say.
OPTIONAL = "? "
SLOT = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class SlotSpec:
    """One slot."""

    name: str
    """What stands in its place while it is empty, between ``[`` and ``?]``."""
    how: str
    """Where it is filled, in a few words."""
    shell: str = ""
    """The same for a shell, where it is another way there."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A message in one tone."""

    subject: str
    body: str
    """Lines, with slots and marks of lines that may be left out; paragraphs are parted by an empty line."""


@dataclass(frozen=True, slots=True)
class MessageTemplate:
    """One message in both tones."""

    id: str
    """One of :data:`MESSAGE_IDS`."""
    formal: Wording
    informal: Wording


@dataclass(frozen=True, slots=True)
class Messages:
    """What ``messages.toml`` holds."""

    slots: Mapping[str, SlotSpec]
    messages: tuple[MessageTemplate, ...]

    def wording(self, message_id: str, *, formal: bool) -> Wording:
        """Return a message in a tone; raises KeyError for another id."""
        for message in self.messages:
            if message.id == message_id:
                return message.formal if formal else message.informal
        raise KeyError(message_id)


def load_messages(folder: Path | None = None) -> Messages:
    """Return the messages, from ``folder`` where it has a ``messages.toml``.

    Raises:
        TemplateRefused: the file can't be read, is no TOML, lacks something, or uses a slot there is not.
    """
    name, data = read_template("messages.toml", folder)
    slots = data.get("slot")
    if not isinstance(slots, dict) or set(slots) != set(SLOT_IDS):
        raise TemplateRefused(name, f"[slot] must hold these and no others: {', '.join(SLOT_IDS)}")
    tables = data.get("message")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TemplateRefused(name, "[[message]] is missing")
    if tuple(table.get("id") for table in tables) != MESSAGE_IDS:
        raise TemplateRefused(name, f"the messages must be {', '.join(MESSAGE_IDS)}, in this order")
    return Messages(
        {slot: _slot(name, slot, slots[slot]) for slot in SLOT_IDS}, tuple(_message(name, table) for table in tables)
    )


def _slot(file: str, slot: str, table: object) -> SlotSpec:
    if not isinstance(table, dict):
        raise TemplateRefused(file, f"slot {slot} must have a name and a how")
    words = [
        _words(file, f"slot {slot}", key, table) for key in ("name", "how", "shell") if key in (*table, "name", "how")
    ]
    spec = SlotSpec(*words)
    if set("[]{}") & set(spec.name):
        raise TemplateRefused(file, f"slot {slot}: its name must be without brackets")
    return spec


def _message(file: str, table: Mapping[str, object]) -> MessageTemplate:
    message = str(table["id"])
    return MessageTemplate(
        message, *(_wording(file, message, tone, table.get(tone)) for tone in ("formal", "informal"))
    )


def _wording(file: str, message: str, tone: str, table: object) -> Wording:
    place = f"message {message}, {tone}"
    if not isinstance(table, dict):
        raise TemplateRefused(file, f"{place} is missing")
    subject = _words(file, place, "subject", table)
    body = table.get("body")
    if not isinstance(body, str) or not clean(body):
        raise TemplateRefused(file, f"{place}: body must be a text")
    text = clean(body, lines=True).strip("\n")
    for line in (subject, *text.splitlines()):
        used = SLOT.findall(line)
        unknown = next((slot for slot in used if slot not in SLOT_IDS), None)
        if unknown is not None:
            raise TemplateRefused(file, f"{place}: there is no slot {{{unknown}}}")
        lists = [slot for slot in used if slot in LIST_SLOTS]
        if lists and (len(lists) > 1 or line is subject):
            raise TemplateRefused(file, f"{place}: {{{lists[-1]}}} is a list and needs a line of its own")
    return Wording(subject, text)


def _words(file: str, place: str, key: str, table: Mapping[str, object]) -> str:
    value = table.get(key)
    text = clean(value) if isinstance(value, str) else ""
    if not text:
        raise TemplateRefused(file, f"{place}: {key} must be a text")
    return text
