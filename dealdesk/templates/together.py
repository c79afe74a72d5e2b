"""How both sides work together, as it stands until they say it otherwise: read from ``together.toml`` and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dealdesk.templates.load import TemplateRefused, read_template
from dealdesk.text import clean

TYPES = ("client", "vendor", "partner")
TOPICS = ("how often", "format", "who decides what", "how conflict is raised")
_FILE = "together.toml"
_LONGEST = 2000


def load_together(folder: Path | None = None) -> Mapping[str, Mapping[str, str]]:
    """Return the sentence of each of :data:`TOPICS` by type of deal. Raises TemplateRefused.

    A ``together.toml`` in ``folder`` takes the place of the one that came with the program.
    """
    name, data = read_template(_FILE, folder)
    found: dict[str, dict[str, str]] = {}
    for kind in TYPES:
        table = data.get(kind)
        if not isinstance(table, dict):
            raise TemplateRefused(name, f"[{kind}] is missing")
        found[kind] = {topic: _sentence(name, kind, table, topic) for topic in TOPICS}
    return found


def _sentence(file: str, kind: str, table: Mapping[str, object], topic: str) -> str:
    value = table.get(topic)
    text = clean(value) if isinstance(value, str) else ""
    if not text or len(text) > _LONGEST:
        raise TemplateRefused(file, f'{kind}: "{topic}" must be a text of at most {_LONGEST:,} characters')
    return text
