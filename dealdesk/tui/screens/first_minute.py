"""What an empty screen says: what this is, where the file lies, and which keys go on from here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dealdesk.store import due

if TYPE_CHECKING:
    from dealdesk.store.desk import Desk


def empty_desk(desk: Desk, *, begun: bool) -> str:
    """Return the words of a desk without a deal; ``begun`` is whether the form of one waits."""
    return (
        "\n"
        "dealdesk turns a deal you just signed into what you will want to know\n"
        "next time, and reminds you of what you promised.\n"
        "Everything stays on this computer, in one file:\n"
        f"{desk.path}\n"
        "\n"
        f"  n   {'go on with the deal you began' if begun else 'add a deal I just signed'}\n"
        "  I   import deals from a CSV file\n"
        "  T   try the demo desk\n"
        "  ?   help: all keys of this screen\n"
    )


def nothing_due(desk: Desk, *, counted: bool = True) -> str:
    """Return the words of a day on which nothing is due; ``counted``: with the promises kept in a row."""
    coming = desk.rows(due.next_item, desk.today.isoformat())
    kept = _kept(desk) if counted else ""
    if coming is None or coming.due_on is None:
        return f"\nNothing is due, and nothing is planned within a year.\n{kept}\n  2   see all deals\n  n   add a deal"
    day = date.fromisoformat(coming.due_on)
    words = due.sentence(coming, desk.today.isoformat())
    when = f"{day:%a} {day.day} {day:%B}"
    return f"\nNothing is due.\nNext: {when}, {coming.ref}, {words}\n{kept}\n  2   see all deals\n  n   add a deal"


def _kept(desk: Desk) -> str:
    from dealdesk.store import promises

    number = desk.rows(promises.kept_in_a_row)
    return f"{number} promises kept in a row.\n" if number > 1 else ""
