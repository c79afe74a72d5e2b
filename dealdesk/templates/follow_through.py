"""What a signing starts, as data: read from ``follow_through.toml`` and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dealdesk.templates.load import TemplateRefused, read_template
from dealdesk.text import clean

#: The steps, in the order of the file; all but the debriefs are kinds of action (article 000, product.md 0).
STEP_IDS = (
    "hand-over",
    "next-steps mail",
    "first debrief",
    "playbook",
    "kickoff",
    "deliverable",
    "invoice",
    "review",
    "second debrief",
)
LEVELS = ("full", "light")
#: Steps that nothing could plan without a length of time.
_TIMED = ("first debrief", "playbook", "second debrief")
_DAYS_ONLY = re.compile(r"[1-9]\d{0,2} days?")
_LIMIT = re.compile(r"([1-9]\d{0,3}) (h|days?|business days?)")
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a signing starts."""

    id: str
    """One of :data:`STEP_IDS`."""
    text: str
    """What the action says; empty for a debrief."""
    done_when: str
    """What belongs to it, and how one knows that it is done; may be empty."""
    best_by: str
    """How long after signing it is best done by, such as "24 h"; empty for no such day."""
    late: str
    """How long after signing it is late; empty where it has no date until one is typed."""
    levels: tuple[str, ...]
    """For which of :data:`LEVELS` it is started."""
    team: bool
    """Whether only a team has it."""
    weight: int


@dataclass(frozen=True, slots=True)
class FormalStep:
    """One step between agreed and signed."""

    text: str
    late: str
    weight: int


@dataclass(frozen=True, slots=True)
class FollowThrough:
    """What ``follow_through.toml`` holds."""

    steps: tuple[Step, ...]
    formal: tuple[FormalStep, ...]

    def step(self, step_id: str) -> Step:
        """Return the step with this id; raises KeyError for another word."""
        for step in self.steps:
            if step.id == step_id:
                return step
        raise KeyError(step_id)


def load_follow_through(folder: Path | None = None) -> FollowThrough:
    """Return what a signing starts, from ``folder`` where it has a ``follow_through.toml``.

    Raises:
        TemplateRefused: the file can't be read, is no TOML, or lacks something.
    """
    name, data = read_template("follow_through.toml", folder)
    steps = _tables(name, data, "step")
    if tuple(table.get("id") for table in steps) != STEP_IDS:
        raise TemplateRefused(name, f"the steps must be {', '.join(STEP_IDS)}, in this order")
    formal = tuple(
        FormalStep(
            _text(name, f"formal {number}", table),
            _limit(name, f"formal {number}", table, "late", needed=True),
            _weight(name, f"formal {number}", table),
        )
        for number, table in enumerate(_tables(name, data, "formal"), 1)
    )
    if len({step.text for step in formal}) != len(formal):
        raise TemplateRefused(name, "two formal steps have the same text")
    return FollowThrough(tuple(_step(name, table) for table in steps), formal)


def _step(file: str, table: Mapping[str, object]) -> Step:
    step_id = str(table["id"])
    place = f"step {step_id}"
    is_debrief = step_id.endswith("debrief")
    late = _limit(file, place, table, "late", needed=step_id in _TIMED)
    if step_id == "playbook" and not _DAYS_ONLY.fullmatch(late):
        raise TemplateRefused(file, f'{place}: late must be like "7 days"')
    best_by = _limit(file, place, table, "best_by")
    if best_by and not late:
        raise TemplateRefused(file, f"{place}: best_by needs late beside it")
    return Step(
        id=step_id,
        text="" if is_debrief else _text(file, place, table),
        done_when=_text(file, place, table, "done_when", needed=False),
        best_by=best_by,
        late=late,
        levels=_levels(file, place, table),
        team=table.get("team") is True,
        weight=_weight(file, place, table),
    )


def _tables(file: str, data: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = data.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        raise TemplateRefused(file, f"[[{key}]] is missing")
    return value


def _text(file: str, place: str, table: Mapping[str, object], key: str = "text", *, needed: bool = True) -> str:
    value = table.get(key)
    if value is None and not needed:
        return ""
    text = clean(value).strip() if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST_TEXT:
        raise TemplateRefused(file, f"{place}: {key} must be a text of at most {_LONGEST_TEXT} characters")
    return text


def _limit(file: str, place: str, table: Mapping[str, object], key: str, *, needed: bool = False) -> str:
    value = table.get(key, "")
    if value == "" and not needed:
        return ""
    if not isinstance(value, str) or not _LIMIT.fullmatch(value):
        raise TemplateRefused(file, f'{place}: {key} must be like "48 h", "7 days" or "5 business days"')
    return value


def _levels(file: str, place: str, table: Mapping[str, object]) -> tuple[str, ...]:
    value = table.get("levels")
    if not isinstance(value, list) or not all(level in LEVELS for level in value):
        raise TemplateRefused(file, f"{place}: levels must be a list of {' and '.join(LEVELS)}")
    return tuple(value)


def _weight(file: str, place: str, table: Mapping[str, object]) -> int:
    value = table.get("weight")
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 9:
        raise TemplateRefused(file, f"{place}: weight must be a whole number from 0 to 9")
    return value
