"""What the list of a debrief shows: the lines of one section, then what can become one.

That is the notes captured while negotiating; in section 6 the lines already typed, which can be taken as changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rich.cells import cell_len

from dealdesk.domain.vocabulary import MissedRole
from dealdesk.store import changes, lines, questions
from dealdesk.store.changes import Candidate, Owed
from dealdesk.store.desk import Desk
from dealdesk.store.lines import LineRow
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Key, Row, RowSource, Sort

NOTES_HEADING = "CAPTURED EARLIER (Enter takes one over)"
TYPED_HEADING = "ALREADY TYPED (space takes one)"
_NOTE = "note/"
_CANDIDATE = "take/"

COLUMNS = (
    Column("number", width=2, align="right", sortable=False),
    Column("who", width=3, from_width=60, sortable=False),
    Column("when", width=6, from_width=60, sortable=False),
    Column("text", flex=1, width=20, sortable=False),
    Column("kind", width=20, from_width=56, sortable=False),
    Column("role", width=12, from_width=90, sortable=False),
)
_AS_NEEDED = ("who", "when", "kind", "role")
"""Columns that are not there where they hold nothing; the last two are as wide as what they hold. The text gets the
room."""


class SectionRows(RowSource):
    """The rows of the section in front."""

    def __init__(self, desk: Desk, deal_id: int) -> None:
        self._desk = desk
        self._deal_id = deal_id
        self.lines: dict[str, LineRow] = {}
        """The lines by uid, in their order."""
        self.notes: dict[str, LineRow] = {}
        """The notes that no line was made of yet, by uid."""
        self.candidates: dict[str, Candidate] = {}
        """The lines that can be taken as changes, by uid."""
        self.informs: dict[str, questions.Informs] = {}
        """Theme and decision of the missed questions, by uid."""
        self.owed: Owed | None = None
        """Owner and date of the changes."""
        self.taken: frozenset[str] = frozenset()
        """The changes that were taken from other lines, by uid."""

    def read(self, section: str, debrief_id: int | None = None) -> None:
        """Read the lines of a section; the list shows them after its next reload."""
        self.lines, self.notes, self.candidates, self.informs = {}, {}, {}, {}
        self.owed, self.taken = None, frozenset()
        if section == "leverage":  # marks, not lines
            return
        self.lines = {line.uid: line for line in self._desk.rows(lines.of_section, section, self._deal_id)}
        if section == "changes":
            found = self._desk.rows(changes.candidates, self._deal_id, debrief_id)
            self.candidates = {candidate.uid: candidate for candidate in found}
            self.owed = self._desk.rows(changes.owed, self._deal_id)
            self.taken = self._desk.rows(changes.taken, self._deal_id)
            return
        if section == "missed":
            self.informs = self._desk.rows(questions.of_lines, self._deal_id)
        self.notes = {note.uid: note for note in self._desk.rows(lines.of_section, "notes", self._deal_id)}

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that what is shown here needs."""
        rows = [row.cells for row in self.rows(self.keys("", None)).values()]
        widest = {name: max((cell_len(cells.get(name, "")) for cells in rows), default=0) for name in _AS_NEEDED}
        return tuple(
            column._replace(width=min(column.width, widest[column.name])) if column.name in _AS_NEEDED[2:] else column
            for column in COLUMNS
            if widest.get(column.name, 1)
        )

    def line(self, key: Key | None) -> LineRow | None:
        """Return the line of a row, None for a note."""
        return self.lines.get(str(key))

    def note(self, key: Key | None) -> LineRow | None:
        """Return the note of a row, None for a line."""
        return self.notes.get(str(key).removeprefix(_NOTE)) if str(key).startswith(_NOTE) else None

    def candidate(self, key: Key | None) -> Candidate | None:
        """Return the line that can be taken as a change, None for any other row."""
        return self.candidates.get(str(key).removeprefix(_CANDIDATE)) if str(key).startswith(_CANDIDATE) else None

    def told(self, key: Key | None) -> str:
        """Return all that is known of a row, for the lines under the list; "" for none."""
        candidate, row = self.candidate(key), self.line(key) or self.note(key)
        if candidate is not None:
            inside = candidate.source.casefold() in candidate.text.casefold()
            source = "" if inside else f" From: {candidate.source}"
            guessed = "" if candidate.ready else "a guess, "
            return f"({guessed}{candidate.why}) {closed(candidate.text)}{source}"
        if row is None:
            return ""
        informs = self.informs.get(row.uid)
        if informs is None or not (informs.theme or informs.decision):
            return whole(row)
        theme = f"{informs.theme}; " if informs.theme else ""
        return f"({row.role}; {theme}decides {informs.decision or 'nothing yet'}) {row.text}"

    @property
    def best(self) -> Key | None:
        """The row where the cursor stands when the section comes in front: what is taken next, else the last line."""
        if self.candidates:
            return _CANDIDATE + next(iter(self.candidates))
        return next(reversed(self.lines), None)

    def after(self, candidate: Candidate) -> Key | None:
        """Return the row of the next line that can be taken, else of the one before; None where it is the only one."""
        uids = list(self.candidates)
        at = uids.index(candidate.uid)
        near = [*uids[at + 1 :], *reversed(uids[:at])]
        return _CANDIDATE + near[0] if near else None

    def number(self, uid: str) -> int:
        """Return the place of a line, from 1; 0 when it is not there."""
        return list(self.lines).index(uid) + 1 if uid in self.lines else 0

    def neighbour(self, uid: str, by: int) -> str | None:
        """Return the line above (-1) or below (1), None at the edge."""
        uids = list(self.lines)
        at = uids.index(uid) + by
        return uids[at] if 0 <= at < len(uids) else None

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        """Return the lines in their order, then the notes."""
        candidates = (_CANDIDATE + uid for uid in self.candidates)
        return [*self.lines, *(_NOTE + uid for uid in self.notes), *candidates]

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return the rows of these keys."""
        found: dict[Key, Row] = {}
        for key in keys:
            line, note, candidate = self.line(key), self.note(key), self.candidate(key)
            if line is not None:
                cells = {"number": str(self.number(line.uid)), **_cells(line)}
                if line.uid in self.informs:
                    theme = self.informs[line.uid].theme.split(" and ")[0]
                    cells["kind"] = theme if line.role != MissedRole.HIDDEN else line.role
                found[key] = Row(cells, looks={"role": "muted"})
            elif candidate is not None:
                kind = f"{candidate.kind or ''}{'' if candidate.ready else '?'}"
                found[key] = Row({"text": candidate.text, "kind": kind, "role": candidate.section}, look="muted")
            elif note is not None:
                found[key] = Row(_cells(note), look="muted")
        return found

    def headings(self, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return the heading over the notes, and those of section 6."""
        first = next(iter(self.notes), None)
        found: dict[Key, str] = {_NOTE + first: NOTES_HEADING} if first else {}
        if (typed := next(iter(self.candidates), None)) is not None:
            found[_CANDIDATE + typed] = TYPED_HEADING
        if self.owed is not None and (taken := next(iter(self.lines), None)) is not None:
            found[taken] = owed_text(self.owed)
        return found


def owed_text(owed: Owed | None) -> str:
    """Return who makes the changes and by when, as the heading over them; "" while there are none."""
    if owed is None:
        return ""
    who = f"{owed.owner}, " if owed.owner else ""
    day = date.fromisoformat(owed.due_on) if owed.due_on else None
    by = f"by {day:%a} {day.day} {day:%b}" if day else "no date"
    return f"TAKEN: {who}{by}" + (", done" if owed.done else " (r changes that, space puts one back)")


def _cells(line: LineRow) -> dict[str, str]:
    return {
        "who": line.said_by,
        "when": short_day(line.happened_on),
        "text": line.text,
        "kind": line.kind,
        "role": line.role,
    }


def short_day(text: str) -> str:
    """Return an ISO date as "12 May", "" for none."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%b}"


def closed(text: str) -> str:
    """Return a text with a full stop, unless it ends in a sign of its own."""
    return text if text.endswith((".", "?", "!", "…", ":", ";")) else f"{text}."


def whole(line: LineRow) -> str:
    """Return all that is known of a line: its marks, then the whole text."""
    named = [line.said_by, short_day(line.happened_on), line.kind]
    named += [f"role {line.role}" if line.role else "", " ".join(f"#{tag}" for tag in line.tags.split())]
    head = ", ".join(part for part in named if part)
    return f"({head}) {line.text}" if head else line.text
