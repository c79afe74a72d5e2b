"""``dealdesk today``: what is due, read-only, in about the time Python needs to start.

Standard library only, and little of it; what can't be answered this way is left to the full command (None).
"""

from __future__ import annotations

import os
import sqlite3
import sys
from datetime import UTC, date, datetime

from dealdesk import paths
from dealdesk.cli.printable import fit, printable, width
from dealdesk.clock import stamp
from dealdesk.counts import counted
from dealdesk.errors import DealdeskError
from dealdesk.store import connect
from dealdesk.store.due import Counts, Due, DueItem, due, next_item, sentence
from dealdesk.store.due_moved import planned
from dealdesk.store.due_words import day_words, parts, shift
from dealdesk.store.handles import handle
from dealdesk.store.version import SCHEMA

NOTHING, TODAY, OVERDUE = 0, 10, 11
#: How long a lock of a writing program is waited for, in milliseconds.
PATIENCE_MS = 2000
#: Lines of a list that fits beside a prompt in 24 rows; ``--all`` shows everything.
SHOWN = 20
#: An overdue item of at least this weight is marked ``!!``.
HEAVY = 5
_MOST_REF_CELLS, _FEWEST_TEXT_CELLS = 14, 16
#: What stands after the text of a line goes below it where it is longer than this and does not fit.
_SHORT_CELLS = 12
#: A handle, its letter included.
_HANDLE_CELLS = 7
#: From this width on the reason of a date is shown.
_WIDE = 110


def show(db: str, day: str, flags: set[str]) -> int | None:
    """Print what is due and return the exit code; None, with nothing printed, where the full command must answer.

    ``day`` is empty for today, else a date as ISO text; ``flags`` some of ``--json --short --all --plain --handles``.
    """
    try:
        today = date.fromisoformat(day) if day else date.today()  # noqa: DTZ011  (the local calendar day)
        path = os.path.expanduser(db) if db else paths.desk_file()
        con = connect.connect(path, readonly=True, timeout_ms=PATIENCE_MS)
    except connect.Busy:
        return _locked(path)
    except (ValueError, OSError, DealdeskError, sqlite3.Error):
        return None  # also where a killed program left a journal: only a writing connection can put that right
    try:
        con.execute("BEGIN")  # one state of the file for all that is read, and one lock instead of twenty
        if con.execute("PRAGMA user_version").fetchone()[0] != SCHEMA:
            return None
        text, code = answer(con, today.isoformat(), flags, "" if day else stamp(datetime.now(UTC)))
    except sqlite3.OperationalError as error:
        return _locked(path) if error.sqlite_errorname.startswith("SQLITE_BUSY") else None
    except (ValueError, sqlite3.Error):
        return None
    finally:
        con.close()
    return _print(text, code)


def locked(path: str) -> str:
    """Return what to say where another program keeps the desk locked for longer than one wants to wait."""
    return f"Another program keeps {path} locked, so it can't be read just now. Try again in a moment."


def _locked(path: str) -> int:
    sys.stderr.write(printable(locked(path)) + "\n")
    return connect.Busy.exit_code


def answer(con: sqlite3.Connection, today: str, flags: set[str], now: str = "") -> tuple[str, int]:
    """Return what to print for the local date ``today``, and the exit code.

    ``now`` is the instant (a stamp) at which that is asked; empty for a day as such.
    """
    everything = "--all" in flags
    whole = everything or "--json" in flags or "--plain" in flags
    shown = 0 if "--short" in flags else None if whole else SHOWN
    found = due(con, today, all_items=everything, shown=shown, now=now)
    code = OVERDUE if found.counts.overdue else TODAY if found.counts.today else NOTHING
    if "--json" in flags:
        return _json(found, today), code
    if "--short" in flags:
        return short(found) + "\n", code
    if "--plain" in flags:
        return plain(found, today, handles="--handles" in flags), code
    columns = _columns()
    return human(con, found, today, columns, handles="--handles" in flags) + _signed(con, today, columns), code


def _signed(con: sqlite3.Connection, today: str, columns: int) -> str:
    """Return a line for each deal that was to be signed by now: what follows from that is made by the app."""
    return "".join(
        _cut(f"   Open the app: {printable(ref)} was planned to be signed {'today' if on == today else words}", columns)
        + "\n"
        for ref, on in planned(con, today)
        for words in (f"on {day_words(on, today)}",)
    )


def empty(today: str, flags: set[str]) -> str:
    """Return what a script gets where there is no desk yet; a person gets a sentence elsewhere."""
    nothing = Due([], Counts(0, 0, 0, 0), 0, frozenset())
    return _json(nothing, today) if "--json" in flags else short(nothing) + "\n" if "--short" in flags else ""


def _print(text: str, code: int) -> int:
    try:
        if sys.stdout.encoding.lower() not in ("utf-8", "utf8"):
            sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader went away; nothing may complain at exit
    return code


def _json(found: Due, today: str) -> str:
    import json

    document = {
        "date": today,
        "counts": found.counts._asdict(),
        "older": found.older,
        "more": sorted(found.more),
        "items": [
            {"handle": handle(item.kind, item.uid), **item._asdict(), "line": sentence(item, today)}
            for item in found.items
        ],
    }
    return json.dumps(document, ensure_ascii=True, indent=1) + "\n"


def _counted(found: Due, name: str) -> str:
    number = found.older if name == "older" else getattr(found.counts, name)
    return f"{number}{'+' if name in found.more else ''}"


def short(found: Due) -> str:
    """Return the counts for a prompt: ``3! 4 2r`` is three overdue, four today, two reminders to give notice."""
    counts = found.counts
    parts = []
    if counts.overdue:
        parts.append(_counted(found, "overdue") + "!")
    if counts.today:
        parts.append(_counted(found, "today"))
    if counts.coming:
        parts.append(_counted(found, "coming") + "r")
    return " ".join(parts) or "0"


def plain(found: Due, today: str, *, handles: bool = False) -> str:
    """Return one line for each item, whole values parted by tabs: group, date, days late, reference, kind, text.

    With ``handles`` its handle stands in front.
    """
    rows = (
        (
            *((handle(i.kind, i.uid),) if handles else ()),
            *(i.group, i.due_on or "", str(i.late_days), i.ref, i.kind, sentence(i, today)),
        )
        for i in found.items
    )
    return "".join("\t".join(map(printable, row)) + "\n" for row in rows)


def human(con: sqlite3.Connection, found: Due, today: str, columns: int, *, handles: bool = False) -> str:
    """Return the list for a person, in lines of at most ``columns`` cells; ``handles``: each begins with its handle."""
    head = f"{day_words(today, today, year=True)}   "
    told = (("overdue", "overdue"), ("today", "today"), ("soon", "in the next 7 days"), ("coming", "coming up"))
    counts = [f"{_counted(found, name)} {words}" for name, words in told if getattr(found.counts, name)]
    if not counts:
        return _cut(head + _nothing(con, today), columns) + "\n"
    lines = [_cut(head + "   ".join(counts), columns)]
    ref_cells = min(_MOST_REF_CELLS, max((width(printable(item.ref)) for item in found.items), default=0))
    names = [fit(printable(item.ref), ref_cells) for item in found.items]
    if handles:
        names = [f"{handle(i.kind, i.uid):<{_HANDLE_CELLS}} {name}" for i, name in zip(found.items, names, strict=True)]
    whens = [printable(when_words(item, today)) for item in found.items]
    when_cells = max(map(width, whens), default=0)
    previous = ""
    for item, name, when in zip(found.items, names, whens, strict=True):
        if item.group == "coming" != previous:
            lines.append("Coming up")
        previous = item.group
        lines += _line(item, today, name, fit(when, when_cells), columns)
    left = sum(found.counts) - len(found.items)
    if left > 0:
        lines.append(_cut(f"   ... {left}{'+' if found.more else ''} more (dealdesk today --all)", columns))
    if found.older > 0:
        lines.append(_cut(f"   ... and {_counted(found, 'older')} older", columns))
    elif "older" in found.more:
        lines.append(_cut("   ... and older ones", columns))
    return "\n".join(lines) + "\n"


def _line(item: DueItem, today: str, name: str, when: str, columns: int) -> list[str]:
    """Return one item: one line, and a second one for what does not fit beside when it is due.

    ``name``, what it is found by, and ``when`` fill their columns.
    """
    mark = "" if item.group != "overdue" else "!!" if item.weight >= HEAVY else "!"
    if item.group == "running":
        mark = ">"
    before, text, after = map(printable, parts(item, today))
    room = columns - 3 - width(name) - 2 - 2 - width(when)
    if room < _FEWEST_TEXT_CELLS:
        return [_cut(f"{mark:<3}{name}  {when.rstrip()}: {before}{text}{after}", columns)]
    margin = " " * (3 + width(name) + 2)
    below = []
    if width(before + text + after) > room and width(after) > _SHORT_CELLS:
        below.append(_cut(f"{margin}  {after.strip(' ,;()')}", columns))
        after = ""
    said = before + _shortened(text, room - width(before + after)) + after
    moved = shift(item) if columns >= _WIDE else ""
    if moved:
        reason = f"  {printable(moved)}"
        said += reason if width(said + reason) <= room else ""
    return [f"{mark:<3}{name}  {fit(said, room)}  {when}".rstrip(), *below]


def _shortened(text: str, cells: int) -> str:
    return text if width(text) <= cells else fit(text, cells).rstrip()


def _cut(text: str, columns: int) -> str:
    return text if width(text) <= columns else fit(text, columns)


def _nothing(con: sqlite3.Connection, today: str) -> str:
    item = next_item(con, today)
    if item is None:
        return "Nothing is due."
    words = day_words(item.due_on or today, today)
    return f"Nothing is due; next: {words} {printable(item.ref)} {printable(sentence(item, today))}"


def when_words(item: DueItem, today: str) -> str:
    """Return when an item is due, as the list says it: ``2 days late``, ``today 18:00``, ``Tue 18 Nov, in 3 days``."""
    if item.group == "running":
        return "now"
    if item.late_minutes and item.group == "overdue" and not item.late_days:
        hours = item.late_minutes // 60
        return f"{counted(hours, 'hour') if hours else counted(item.late_minutes, 'minute')} late"
    if item.late_days and item.group == "overdue":
        return f"{counted(item.late_days, 'day')} late"
    if item.group == "overdue":
        return day_words(item.due_on or today, today)
    if item.group == "today" and item.kind != "give notice":
        return f"today{_at(item, today)}"
    if item.group == "soon" and (item.due_on or "") <= today:
        return "window open" if item.action_kind == "kickoff" else f"best by {day_words(item.due_on or today, today)}"
    if item.due_on == today:
        return "by today"
    left = (date.fromisoformat(item.due_on or today) - date.fromisoformat(today)).days
    distance = "tomorrow" if left == 1 else f"in {left} days"
    return f"{day_words(item.due_on or today, today)}, {distance}"


def _at(item: DueItem, today: str) -> str:
    """Return the local time of the limit, where it has one and it falls on the day itself."""
    if not item.due_at:
        return ""
    from datetime import datetime

    local = datetime.fromisoformat(item.due_at.replace("Z", "+00:00")).astimezone()
    return f" {local:%H:%M}" if local.date().isoformat() == today else ""


def _columns() -> int:
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and int(given) >= 20:
        return int(given)
    try:
        return max(20, os.get_terminal_size(1).columns)
    except OSError:
        return 80
