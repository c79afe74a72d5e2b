"""Reading deals: the list, one deal, its history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.store import deal_lines as store
from dealdesk.store import deal_page, history_words, review
from dealdesk.store import history as records

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


#: What a narrow terminal shows first of a deal.
_FIRST = ("uid", "ref", "title", "party", "stage", "give_notice_by", "amount")
#: Names for the rows of a page that have none.
_KEYS = ("deal_id", "person_id")
_ROWS = {"next_due": ("due_on", "kind", "text"), "notes": ("uid", "on", "text")}


def deals(call: Call) -> int:
    """List deals, newest first."""
    words = " ".join(call.words.words)
    with reading(call) as desk:
        found = desk.rows(store.listing, words)
    none = f"No deal holds “{words}”." if words else "There are no deals yet: dealdesk add deal TITLE adds one."
    call.output.rows([_line(line, whole=call.words.json) for line in found], none=none)
    return 0


def _line(line: store.DealLine, *, whole: bool) -> Mapping[str, object]:
    """Return a deal's columns for a list; JSON gets the stable uid as well."""
    fields = line._asdict()
    names = [name for name in _FIRST if whole or name != "uid"]
    return {name: fields[name] for name in (*names, *(name for name in fields if name not in (*_FIRST, "id", "uid")))}


def show(call: Call) -> int:
    """Print everything about one deal."""
    with reading(call) as desk:
        line = desk.rows(store.pick, call.words.deal)
        page = desk.rows(deal_page.page, line.id)
        runs_to = page.runs_to(desk.today)
        slots = desk.rows(review.slots, line.id, desk.today) if call.words.json else {}
    fields: dict[str, object] = dict(_line(page.line, whole=call.words.json))
    fields["runs_to"] = runs_to or None
    for name, value in page._asdict().items():
        if name == "line":
            continue
        if name in _ROWS:
            value = [_named(dict(zip(_ROWS[name], row, strict=True)), whole=call.words.json) for row in value]
        elif isinstance(value, tuple) and value and hasattr(value[0], "_asdict"):
            value = [_named(part._asdict(), whole=call.words.json) for part in value]
        elif hasattr(value, "_asdict"):
            value = value._asdict() if call.words.json else f"{value.kept} of {len(value)}"
        fields[name] = value
    if call.words.json:
        fields["review"] = slots
    call.output.record(fields)
    return 0


def _named(fields: dict[str, object], *, whole: bool) -> dict[str, object]:
    """Return what is shown of a row: its uid only as ``whole``, the keys of the file never."""
    hidden = _KEYS if whole else (*_KEYS, "uid")
    return {name: value for name, value in fields.items() if name not in hidden}


def history(call: Call) -> int:
    """Print who changed what of a deal, newest first."""
    with reading(call) as desk:
        line = desk.rows(store.pick, call.words.deal)
        entries = desk.rows(records.of_deal, line.id, call.words.limit)
        told = desk.rows(history_words.tell, entries)
        today = desk.today
    if call.words.json or call.words.plain:
        call.output.rows([entry._asdict() for entry in entries], none="")
    elif told:
        call.output.text("\n".join(history_words.lines(told, today)), {})
    else:
        say(f"{line.ref} has no history yet.")
    return 0
