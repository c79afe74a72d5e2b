"""Reads the template files and checks them, so that no rule ever meets a half-filled template.

A file of the same name in the configuration folder takes the place of the one that came with the program. A file
that can't be used is refused with a sentence that names the file and the place; it is never used in part.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from dealdesk.errors import InputRefused
from dealdesk.text import clean

SECTION_IDS = ("moments", "worked", "leverage", "missed", "friction", "changes")
SHORT_TITLE_CELLS = 9


class TemplateRefused(InputRefused):
    """A template file can't be used; the sentence names the file and what is wrong in it."""

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file}: {problem}")


@dataclass(frozen=True, slots=True)
class Section:
    """One timed section of the debrief."""

    id: str
    """One of :data:`SECTION_IDS`; what the store keeps."""
    number: int
    """1 to 6, the digit that leads to it."""
    title: str
    short: str
    """The title for the rail, at most nine characters."""
    minutes: int
    """Its share of a debrief of 45 minutes."""
    question: str
    """The main question."""
    prompts: tuple[str, ...]
    """What moved them, what stalled, what to do differently."""
    hints: tuple[str, ...]
    target_low: int
    """How many lines are worth having; 0 where no number is asked for."""
    target_high: int
    """How many lines are enough; 0 where no number is asked for."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A vague takeaway and the same one made specific."""

    vague: str
    specific: str


@dataclass(frozen=True, slots=True)
class DebriefTemplate:
    """What ``sections.toml`` holds."""

    sections: tuple[Section, ...]
    pairs: tuple[Pair, ...]

    def section(self, section_id: str) -> Section:
        """Return the section with this id; raises KeyError for another word."""
        for section in self.sections:
            if section.id == section_id:
                return section
        raise KeyError(section_id)


def load_sections(folder: Path | None = None) -> DebriefTemplate:
    """Return the debrief's sections and example pairs, from ``folder`` where it has a ``sections.toml``.

    Raises:
        TemplateRefused: the file can't be read, is no TOML, or lacks something.
    """
    name, data = read_template("sections.toml", folder)
    tables = _tables(name, data, "section")
    if tuple(table.get("id") for table in tables) != SECTION_IDS:
        raise TemplateRefused(name, f"the sections must be {', '.join(SECTION_IDS)}, in this order")
    sections = tuple(_section(name, number, table) for number, table in enumerate(tables, 1))
    pairs = tuple(
        Pair(_text(name, f"pair {number}", table, "vague"), _text(name, f"pair {number}", table, "specific"))
        for number, table in enumerate(_tables(name, data, "pair"), 1)
    )
    return DebriefTemplate(sections, pairs)


def read_template(name: str, folder: Path | None) -> tuple[str, Mapping[str, object]]:
    """Return what to call the file in a message, and its parsed content.

    Raises:
        TemplateRefused: the file can't be read or is no TOML.
    """
    own = folder / name if folder is not None else None
    if own is not None and own.is_file():
        label = str(own)
        try:
            raw = own.read_bytes()
        except OSError as error:
            raise TemplateRefused(label, f"can't be read ({error.strerror})") from error
    else:
        label = name
        raw = resources.files("dealdesk.templates").joinpath(name).read_bytes()
    try:
        return label, tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TemplateRefused(label, "is not UTF-8 text") from error
    except tomllib.TOMLDecodeError as error:
        raise TemplateRefused(label, f"is no TOML: {error}") from error


def _section(file: str, number: int, table: Mapping[str, object]) -> Section:
    section_id = str(table["id"])
    place = f"section {section_id}"
    short = _text(file, place, table, "short")
    if len(short) > SHORT_TITLE_CELLS:
        raise TemplateRefused(file, f"{place}: short is longer than {SHORT_TITLE_CELLS} characters")
    low = _number(file, place, table, "target_low", default=0)
    high = _number(file, place, table, "target_high", default=low)
    if low > high:
        raise TemplateRefused(file, f"{place}: target_low is larger than target_high")
    minutes = _number(file, place, table, "minutes")
    if minutes < 1:
        raise TemplateRefused(file, f"{place}: minutes must be at least 1")
    return Section(
        id=section_id,
        number=number,
        title=_text(file, place, table, "title"),
        short=short,
        minutes=minutes,
        question=_text(file, place, table, "question"),
        prompts=_texts(file, place, table, "prompts"),
        hints=_texts(file, place, table, "hints"),
        target_low=low,
        target_high=high,
    )


def _tables(file: str, data: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = data.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, dict) for item in value):
        raise TemplateRefused(file, f"[[{key}]] is missing")
    return value


def _text(file: str, place: str, table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    text = clean(value) if isinstance(value, str) else ""
    if not text:
        raise TemplateRefused(file, f"{place}: {key} must be a text")
    return text


def _texts(file: str, place: str, table: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = table.get(key)
    if not isinstance(value, list) or not value or not all(isinstance(item, str) and clean(item) for item in value):
        raise TemplateRefused(file, f"{place}: {key} must be a list of texts")
    return tuple(clean(item) for item in value)


def _number(file: str, place: str, table: Mapping[str, object], key: str, default: int | None = None) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TemplateRefused(file, f"{place}: {key} must be a whole number")
    return value
