"""Write the SQL that the tables of this tree give: guards, triggers and queries always, the first migration on request.

Run it after changing a table: ``python .ci/freeze_schema.py``. A released migration is never written again;
``--first`` exists only until the first release.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dealdesk.store import schema

STORE = Path(schema.__file__).parent


def write(name: str, statements: list[str]) -> None:
    """Write ``statements`` one after the other, each ended by a semicolon and a line break."""
    (STORE / name).write_text(";\n".join(statements) + ";\n", encoding="utf-8")


def main() -> None:
    """Write the files."""
    write("migrations/guards.sql", schema.guards_sql())
    write("triggers.sql", schema.triggers_sql())
    write("searched.sql", schema.searched_sql())
    if "--first" in sys.argv:
        write("migrations/0001.sql", schema.tables_sql())


main()
