"""What a section still lacks: said beside the question, and in amber when its time runs out. It never blocks."""

from __future__ import annotations

from collections.abc import Sequence

from dealdesk.domain.line_kinds import MOST_CHANGES, ROLES
from dealdesk.templates.load import Section


def counted(section: Section, count: int) -> str:
    """Return how many lines there are of how many are worth having: "2 of 3-5", "2" where no number is asked for."""
    if not section.target_high:
        return str(count) if count else ""
    if section.target_low == section.target_high:
        return f"{count} of {section.target_low}"
    return f"{count} of {section.target_low}-{section.target_high}"


def missing(section: Section, roles: Sequence[str]) -> str:
    """Return what is still missing ("1 more, no proof yet"), "" when nothing is; ``roles`` are those of its lines."""
    lacks = []
    short = section.target_low - len(roles)
    if short > 0:
        lacks.append(f"{short} more")
    elif not roles and section.id != "leverage":
        lacks.append("a first line")
    if section.id == "worked" and roles:
        lacks += [f"no {role} yet" for role in ROLES["worked"] if role not in roles][:2]
    if section.id == "changes" and short <= 0 and len(roles) < MOST_CHANGES:
        return ""
    return ", ".join(lacks)
