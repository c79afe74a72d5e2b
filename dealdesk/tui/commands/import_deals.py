"""The commands of the import."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class StoreDeals(KeyCommand):
    """Store all deals of the file, in one go: all of them or none."""

    key = "I"
    name = "Import these deals"
    footer = "import them"


class SwitchOrder(KeyCommand):
    """Read numeric dates the other way: day/month/year or month/day/year."""

    key = "o"
    name = "Switch the order of dates"
    footer = "date order"


class CorrectColumn(KeyCommand):
    """Choose the field that the column under the cursor goes to."""

    key = "c"
    name = "Correct this column"
    footer = "column"


class AnotherFile(KeyCommand):
    """Type the path of another file."""

    key = "e"
    name = "Another file"
    footer = "another file"


class UndoImport(KeyCommand):
    """Take the last import back, all its deals at once; the file can be imported again afterwards."""

    key = "u"
    name = "Undo the import"
    footer = "undo import"
