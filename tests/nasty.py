"""The hostile strings of the real data, and a desk that holds each of them in every kind of field."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from dealdesk.domain.fields import Context, Kind
from dealdesk.domain.forms import FORMS
from dealdesk.errors import InputRefused
from dealdesk.store import deals, forms
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command

#: What must never reach a terminal: C0, DEL, C1, and the signs that reorder a line.
NEVER = frozenset(
    map(chr, (*range(32), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
#: The tables whose rows are made by a form; other forms only edit what was made elsewhere.
TABLES = (
    *("deal", "friction", "deal_person", "term", "document", "note", "conversation", "decision", "idea"),
    *("checkin", "metric", "risk", "disagreement", "need", "arrangement", "give_take", "glossary", "expectation"),
)
#: Fields that are typed as text and take only what they can read.
NOT_ANY_TEXT = ("further", "often", "tied")
TYPED_AS_TEXT = (Kind.TEXT, Kind.LONG, Kind.PARTY, Kind.TAGS)


def strings(realdata: Path, *, every: int = 1) -> list[str]:
    """Return the hostile strings; with ``every`` only that share of those that are known from elsewhere (blns)."""
    found = json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))
    known = [entry["text"] for entry in found if entry["source"] == "blns"]
    return [entry["text"] for entry in found if entry["source"] != "blns"] + known[::every]


def is_plain(text: str) -> bool:
    """Whether a short text of ASCII can be looked for on a screen as it is."""
    return text.isascii() and text.isprintable() and 0 < len(text) <= 30


def texts_for(table: str, text: str) -> dict[str, str]:
    """Return a form of ``table`` with ``text`` in every field that is typed as text."""
    return {spec.name: text for spec in FORMS[table] if spec.kind in TYPED_AS_TEXT and spec.name not in NOT_ANY_TEXT}


def fill(desk: Desk, realdata: Path) -> dict[str, tuple[str, str]]:
    """Give the first deal a row of every form for each text; return the text of each row by its uid, and its refusal.

    All texts become frictions; a few of the known ones also a row of each other form, and a deal of their own.
    """
    return desk.write(Command("added them"), _fill, realdata, desk.context, desk.clock.now())


def _fill(session: Session, realdata: Path, context: Context, now: datetime) -> dict[str, tuple[str, str]]:
    made: dict[str, tuple[str, str]] = {}
    assert deals.add(session, {"title": "First"}, context, now, "first").id == 1
    for table in TABLES:
        for number, text in enumerate(strings(realdata, every=1 if table == "friction" else 16)):
            uid, refusal = f"{table}-{number}", ""
            try:
                if table == "deal":
                    deals.add(session, {**texts_for(table, text), "further": f"A{number}; {text}"}, context, now, uid)
                else:
                    forms.create(session, table, uid, 1, texts_for(table, text), context, now)
            except InputRefused as sentence:
                refusal = str(sentence)
            made[uid] = (text, refusal)
    return made
