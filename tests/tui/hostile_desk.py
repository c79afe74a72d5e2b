"""A desk whose every text column holds what must never be more than text, written past the gate."""

from __future__ import annotations

import json
import sqlite3
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

from sqlmodel import SQLModel

from dealdesk.store import connect, debriefs, forms, schema
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command, unit
from dealdesk.store.uid import new_uid
from dealdesk.templates.load import load_sections
from tests.desks import NOW, add_deal, add_friction, made_once, open_desk

HOSTILE = (
    "net [/30] [b]Q[/b] [@click=app.quit]x[/] \x1b]0;t\x07 \x9b31m\u202eRTL שלום مرحبا 漢字かな "
    "👩\u200d👩\u200d👧 e\u0301 \t\r\nsecond line"
)
#: Columns whose text is a word of ours, a date, or a key; anything else is free text.
_OURS = frozenset(
    {
        *("uid", "created_at", "updated_at", "archived_at", "rev", "name_key", "import_key", "currency", "per"),
        *(
            "notice_unit",
            "renewal_unit",
            "early_unit",
            "ongoing_unit",
            "due_at",
            "due_rule",
            "due_anchor",
            "due_offset",
            "due_set_by",
            "signed_at",
        ),
        *("give_notice_rule", "give_notice_set_by", "started_at", "ended_at", "seen_at", "section", "state", "mode"),
        *("closed_at", "opened_at", "happened_at", "done_at", "kind"),
    }
)
_KEPT_TABLES = frozenset({"setting", "day_off", "review_slot"})
_UNIQUE = frozenset({("deal", "ref"), ("deal_ref", "ref")})


@made_once
def make(folder: Path) -> Desk:
    """Return a desk with a row 1 in every table that has history, each full of hostile text."""
    desk = open_desk(folder)
    deal = add_deal(desk, "Hosting", "Acme", amount="84k EUR", signed_on="2026-05-12", notice="3 months", owner="Kim")
    add_deal(desk, "Licences", "Beta")
    add_friction(desk, deal, "late", effect="trust", cause="internal", tags="slow", remedy="call")
    for table, texts in (
        ("term", {"what": "monthly report"}),
        ("deal_person", {"name": "Dana", "notes": "direct"}),
        ("document", {"target": "/nowhere", "label": "contract"}),
        ("note", {"text": "asked for the runbook"}),
    ):
        now = desk.clock.now()
        desk.write(Command("added a row"), forms.create, table, new_uid(), deal, texts, desk.context, now)
    desk.write(Command("started"), debriefs.start, deal, "first", 45, load_sections(), desk.clock.now())  # type: ignore[arg-type]
    con = connect.connect(desk.path)
    with unit(con, Command(HOSTILE, deal, why=HOSTILE), NOW):
        for name, model in schema.models().items():
            if not con.execute(f"SELECT 1 FROM {name}").fetchone() and name not in _KEPT_TABLES:
                _insert(con, name, model)
            for column in _free_columns(name, model):
                value = "? || id" if (name, column) in _UNIQUE else "?"
                con.execute(f'UPDATE {name} SET "{column}" = {value}', (HOSTILE,))
        con.execute("UPDATE deal SET unread = ?", (json.dumps({HOSTILE: HOSTILE}),))
    con.execute(
        "INSERT INTO typing (key, deal_id, text, base_text, at, state) "
        "SELECT 'friction/' || uid || '/remedy', 1, ?, ?, '2026-05-13T09:30:00.000Z', 'refused' FROM friction",
        (HOSTILE, HOSTILE),
    )
    con.close()
    desk.refresh()
    return desk


def _enum_of(model: type[SQLModel], column: str) -> type[StrEnum] | None:
    annotation = model.model_fields[column].annotation if column in model.model_fields else None
    for part in (annotation, *get_args(annotation)):
        if isinstance(part, type) and issubclass(part, StrEnum):
            return part
    return None


def _free_columns(name: str, model: type[SQLModel]) -> list[str]:
    if name in _KEPT_TABLES:
        return []
    columns = SQLModel.metadata.tables[name].columns
    return [
        column.name
        for column in columns
        if str(column.type).startswith("VARCHAR") and column.name not in _OURS and _enum_of(model, column.name) is None
    ]


def _insert(con: sqlite3.Connection, name: str, model: type[SQLModel]) -> None:
    values: dict[str, Any] = {"uid": new_uid()}
    for column in SQLModel.metadata.tables[name].columns:
        if column.name in ("id", *values):
            continue
        words = _enum_of(model, column.name)
        if words is not None:
            values[column.name] = next(iter(words)).value
        elif column.foreign_keys and not column.nullable:
            values[column.name] = 1
        elif str(column.type) == "DATE":
            values[column.name] = "2026-05-12"
        elif not column.nullable and column.server_default is None:
            values[column.name] = HOSTILE if str(column.type).startswith("VARCHAR") else 1
    marks = ", ".join("?" * len(values))
    con.execute(f"INSERT INTO {name} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
