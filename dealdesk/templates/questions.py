"""The question bank's themes as data, read from ``questions.toml`` and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dealdesk.templates.load import TemplateRefused, read_template
from dealdesk.text import clean

#: The ids of the themes; the store keeps them with each question (article 000).
THEME_IDS = (
    "approval and process",
    "success criteria",
    "implementation reality",
    "risk and constraints",
    "renewal and expansion",
)


@dataclass(frozen=True, slots=True)
class ThemeSpec:
    """One theme of the question bank."""

    id: str
    """One of :data:`THEME_IDS`."""
    decision: str
    """What an answer decides, where nothing else is typed."""
    questions: tuple[str, ...]
    """The questions a new bank starts with."""


@dataclass(frozen=True, slots=True)
class QuestionBank:
    """What ``questions.toml`` holds."""

    themes: tuple[ThemeSpec, ...]

    def decision(self, theme: str) -> str:
        """Return what a question of this theme decides, "" for a theme there is not."""
        return next((spec.decision for spec in self.themes if spec.id == theme), "")


def load_questions(folder: Path | None = None) -> QuestionBank:
    """Return the themes, from ``folder`` where it has a ``questions.toml``.

    Raises:
        TemplateRefused: the file can't be read, is no TOML, or lacks something.
    """
    name, data = read_template("questions.toml", folder)
    tables = data.get("theme")
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TemplateRefused(name, "[[theme]] is missing")
    if tuple(table.get("id") for table in tables) != THEME_IDS:
        raise TemplateRefused(name, f"the themes must be {', '.join(THEME_IDS)}, in this order")
    return QuestionBank(tuple(_theme(name, table) for table in tables))


def _theme(file: str, table: Mapping[str, object]) -> ThemeSpec:
    place = f"theme {table['id']}"
    decision, questions = table.get("decision"), table.get("questions")
    if not isinstance(decision, str) or not clean(decision):
        raise TemplateRefused(file, f"{place}: decision must be a text")
    if not isinstance(questions, list) or not all(isinstance(text, str) and clean(text) for text in questions):
        raise TemplateRefused(file, f"{place}: questions must be a list of texts")
    return ThemeSpec(str(table["id"]), clean(decision), tuple(clean(text) for text in questions))
