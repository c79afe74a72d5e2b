"""Asks which field a column of a register goes to."""

from __future__ import annotations

from dealdesk.imports.headers import FIELDS, IGNORE
from dealdesk.tui.dialogs.picker import Picker
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Key, MemorySource, Row

_COLUMNS = (
    Column("field", width=22, sortable=False),
    Column("holds", width=30, flex=1, sortable=False),
)


class PickField(Picker[str]):
    """Answers with a key of ``imports.headers.FIELDS``, with ``-`` to ignore the column, or with None."""

    def __init__(self, column: str, field: str = "") -> None:
        """Ask for ``column``, which goes to ``field`` now (empty: it is kept as text)."""
        self._field = field
        rows: dict[Key, Row] = {
            field: Row({"field": field, "holds": holds}, looks={"holds": "muted"}) for field, holds in FIELDS.items()
        }
        rows[IGNORE] = Row({"field": "ignore", "holds": "leave the column out"}, looks={"holds": "muted"})
        super().__init__(
            f"Where does the column {column} go?",
            _COLUMNS,
            MemorySource(rows),
            empty="No field has these letters.",
        )

    def on_mount(self) -> None:
        """Begin at the field there is."""
        super().on_mount()
        self.rows.go_to(self._field)

    def answer(self, key: Key) -> str:
        """Return the field."""
        return str(key)
