"""The schema as SQL text, generated from the tables: the first migration, the guards, and the history triggers.

Four files come from here, and a test compares them. ``migrations/0001.sql`` holds the tables as they were first
released. ``migrations/guards.sql`` is kept in the file: it refuses every write outside a command, whoever writes.
``triggers.sql`` writes history and search; each writing connection makes these triggers for itself (``TEMP``), for a
reader parses all triggers of a file each time it opens it, and the glance must not pay for 190 of them (3.4 ms).
``searched.sql`` reads the text of a row as the index holds it, but as it was typed.

Loading this module loads the ORM, so only the freezing script and the tests do.
"""

from __future__ import annotations

from sqlalchemy import Float, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

import dealdesk.store.tables  # noqa: F401  (fills the metadata)
from dealdesk.store.tables.base import Row
from dealdesk.text import FOLDS

_NEVER = frozenset({"id", "uid", "created_at", "updated_at", "rev"})

#: The full-text index over ``search_row``; English stemming helps, and diacritics fall away on both sides.
FULL_TEXT = (
    "CREATE VIRTUAL TABLE search_text USING fts5(folded, content='search_row', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')"
)


def models() -> dict[str, type[Row]]:
    """Return the tables that have history, by table name."""
    found: dict[str, type[Row]] = {}
    stack: list[type[Row]] = [Row]
    while stack:
        model = stack.pop()
        stack.extend(model.__subclasses__())
        if hasattr(model, "__table__"):
            found[str(model.__tablename__)] = model
    return dict(sorted(found.items()))


def tables_sql() -> list[str]:
    """Return the statements that make all tables and indexes."""
    statements: list[str] = []
    dialect = sqlite.dialect()
    for table in sorted(SQLModel.metadata.tables.values(), key=lambda table: table.name):
        statements.append(" ".join(str(CreateTable(table).compile(dialect=dialect)).split()))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements.extend(" ".join(str(CreateIndex(index).compile(dialect=dialect)).split()) for index in indexes)
    return [*statements, FULL_TEXT]


def guards_sql() -> list[str]:
    """Return the triggers that stay in the file and refuse any write while no command is being carried out."""
    statements: list[str] = []
    refuse = "BEGIN SELECT RAISE(ABORT,'a write outside a command') FROM writing WHERE command_id IS NULL;END"
    for name, model in models().items():
        only = f" OF {','.join(tracked(name, model))}" if model.untracked else ""
        statements += [
            f"CREATE TRIGGER {name}_insert_guard BEFORE INSERT ON {name} {refuse}",
            f"CREATE TRIGGER {name}_update_guard BEFORE UPDATE{only} ON {name} {refuse}",
            f"CREATE TRIGGER {name}_delete_guard BEFORE DELETE ON {name} {refuse}",
        ]
    return statements


def triggers_sql() -> list[str]:
    """Return the triggers that each writing connection makes for itself: history and search."""
    statements: list[str] = []
    for name, model in models().items():
        statements += history_triggers(name, model) + search_triggers(name, model)
    return statements + full_text_triggers()


def tracked(name: str, model: type[Row]) -> list[str]:
    """Return the columns of a table whose changes are history."""
    table: Table = SQLModel.metadata.tables[name]
    return [column.name for column in table.columns if column.name not in _NEVER | model.untracked]


def _deal_of(name: str) -> str:
    if name == "deal":
        return "NEW.id"
    return "NEW.deal_id" if "deal_id" in SQLModel.metadata.tables[name].columns else "NULL"


def _text(name: str, row: str, column: str) -> str:
    """Return how a column stands in the history: a number whose usual text is another number has all its digits."""
    value = f"{row}.{column}"
    if not isinstance(SQLModel.metadata.tables[name].columns[column].type, Float):
        return value
    return f"CASE WHEN CAST(CAST({value} AS TEXT) AS REAL) IS {value} THEN {value} ELSE printf('%!.17g',{value}) END"


def history_triggers(name: str, model: type[Row]) -> list[str]:
    """Return the triggers that write a table's history: one change row per column that differs, and the revision."""
    columns = tracked(name, model)
    rows = " UNION ALL ".join(f"SELECT '{c}' c,{_text(name, 'OLD', c)} o,{_text(name, 'NEW', c)} n" for c in columns)
    only = f"OF {','.join(columns)} " if model.untracked else ""
    head = "INSERT INTO change(command_id,deal_id,tab,uid,op,col,old,new)"
    now = "created_at=(SELECT at FROM writing),updated_at=(SELECT at FROM writing),rev=1"
    return [
        f"CREATE TEMP TRIGGER {name}_inserted AFTER INSERT ON main.{name} BEGIN "
        f"UPDATE {name} SET {now} WHERE id=NEW.id;"
        f"{head} SELECT command_id,{_deal_of(name)},'{name}',NEW.uid,'insert',NULL,NULL,NULL FROM writing;END",
        f"CREATE TEMP TRIGGER {name}_updated AFTER UPDATE {only}ON main.{name} BEGIN "
        f"{head} SELECT command_id,{_deal_of(name)},'{name}',NEW.uid,'update',c,o,n "
        f"FROM writing,({rows}) WHERE o IS NOT n;"
        f"UPDATE {name} SET rev=OLD.rev+1,updated_at=(SELECT at FROM writing) WHERE id=NEW.id AND changes()>0;END",
        f"CREATE TEMP TRIGGER {name}_deleted BEFORE DELETE ON main.{name} BEGIN "
        f"SELECT RAISE(ABORT,'rows are archived, never deleted');END",
    ]


def _folding(text: str) -> str:
    expression = f"lower({text})"
    for letter, plain in FOLDS.items():
        for form in dict.fromkeys((letter, letter.upper())):
            if len(form) == 1:
                expression = f"replace({expression},'{form}','{plain}')"
    return expression


def _indexed(row: str, model: type[Row]) -> str:
    return "||' '||".join(f"coalesce({row}{c},'')" for c in model.searched)


def searched_sql() -> list[str]:
    """Return one query a table, by uid, for the whole text that its search triggers put into the index."""
    return [
        f"SELECT {_indexed('', model)} FROM {name} WHERE uid=?" for name, model in models().items() if model.searched
    ]


def search_triggers(name: str, model: type[Row]) -> list[str]:
    """Return the triggers that keep a table's rows in the search index, as plain SQL that any connection can run."""
    if not model.searched:
        return []
    text = _indexed("NEW.", model)
    insert = (
        f"INSERT INTO search_row(tab,uid,deal_id,title,folded,at) SELECT '{name}',NEW.uid,{_deal_of(name)},"
        f"substr(NEW.{model.searched[0]},1,200),{text},at FROM writing WHERE NEW.archived_at IS NULL;"
    )
    return [
        f"CREATE TEMP TRIGGER {name}_found AFTER INSERT ON main.{name} BEGIN {insert}END",
        f"CREATE TEMP TRIGGER {name}_found_again AFTER UPDATE OF {','.join(model.searched)},archived_at "
        f"ON main.{name} BEGIN DELETE FROM search_row WHERE uid=NEW.uid AND tab='{name}';{insert}END",
    ]


def full_text_triggers() -> list[str]:
    """Return the triggers that fold a search row's text once and keep the full-text index equal to it."""
    return [
        "CREATE TEMP TRIGGER search_row_inserted AFTER INSERT ON main.search_row BEGIN "
        f"UPDATE search_row SET folded={_folding('NEW.folded')} WHERE id=NEW.id;"
        "INSERT INTO search_text(rowid,folded) SELECT id,folded FROM search_row WHERE id=NEW.id;END",
        "CREATE TEMP TRIGGER search_row_deleted AFTER DELETE ON main.search_row BEGIN "
        "INSERT INTO search_text(search_text,rowid,folded) VALUES('delete',OLD.id,OLD.folded);END",
    ]
