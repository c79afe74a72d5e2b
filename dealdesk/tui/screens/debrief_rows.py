"""What the list of a debrief shows: the lines of one section, then the notes captured while negotiating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dealdesk.store import lines
from dealdesk.store.desk import Desk
from dealdesk.store.lines import LineRow
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Key, Row, RowSource, Sort

NOTES_HEADING = "CAPTURED EARLIER (Enter takes one over)"
_NOTE = "note/"

COLUMNS = (
    Column("number", width=2, align="right", sortable=False),
    Column("who", width=3, from_width=60, sortable=False),
    Column("when", width=6, from_width=60, sortable=False),
    Column("text", flex=1, width=20, sortable=False),
    Column("kind", width=16, from_width=56, sortable=False),
    Column("role", width=12, from_width=90, sortable=False),
)


class SectionRows(RowSource):
    """The rows of the section in front."""

    def __init__(self, desk: Desk, deal_id: int) -> None:
        self._desk = desk
        self._deal_id = deal_id
        self.lines: dict[str, LineRow] = {}
        """The lines by uid, in their order."""
        self.notes: dict[str, LineRow] = {}
        """The notes that no line was made of yet, by uid."""
        self._marks: dict[str, Row] = {}

    def read(self, section: str) -> None:
        """Read the lines of a section; the list shows them after its next reload."""
        self._marks, self.lines, self.notes = {}, {}, {}
        if section == "leverage":
            self._marks = {mark[0]: _mark_row(mark) for mark in self._desk.rows(lines.marks, self._deal_id)}
            return
        self.lines = {line.uid: line for line in self._desk.rows(lines.of_section, section, self._deal_id)}
        self.notes = {note.uid: note for note in self._desk.rows(lines.of_section, "notes", self._deal_id)}

    def line(self, key: Key | None) -> LineRow | None:
        """Return the line of a row, None for a note."""
        return self.lines.get(str(key))

    def note(self, key: Key | None) -> LineRow | None:
        """Return the note of a row, None for a line."""
        return self.notes.get(str(key).removeprefix(_NOTE)) if str(key).startswith(_NOTE) else None

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
        return [*self._marks, *self.lines, *(_NOTE + uid for uid in self.notes)]

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return the rows of these keys."""
        found: dict[Key, Row] = {}
        for key in keys:
            line, note = self.line(key), self.note(key)
            if line is not None:
                found[key] = Row({"number": str(self.number(line.uid)), **_cells(line)}, looks={"role": "muted"})
            elif note is not None:
                found[key] = Row(_cells(note), look="muted")
            elif str(key) in self._marks:
                found[key] = self._marks[str(key)]
        return found

    def headings(self, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return the heading over the notes."""
        first = next(iter(self.notes), None)
        return {_NOTE + first: NOTES_HEADING} if first else {}


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


def _mark_row(mark: tuple[str, str, bool, bool, str]) -> Row:
    _uid, source, counted, moved, words = mark
    return Row(
        {
            "text": f"{source}: {words}" if words else source,
            "kind": "counted on" if counted else "",
            "role": "moved them" if moved else "",
        }
    )


def whole(line: LineRow) -> str:
    """Return all that is known of a line: its marks, then the whole text."""
    named = [line.said_by, short_day(line.happened_on), line.kind]
    named += [f"role {line.role}" if line.role else "", " ".join(f"#{tag}" for tag in line.tags.split())]
    head = ", ".join(part for part in named if part)
    return f"({head}) {line.text}" if head else line.text
