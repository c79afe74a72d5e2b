"""Rules of the source that no linter knows."""

from __future__ import annotations

import re
from pathlib import Path

from tests.__main__ import HERE, shares

ROOT = Path(__file__).resolve().parent.parent
_NUMBERED = re.compile(r"(?<![\[\\(])\?\d")


def test_sql_has_no_numbered_placeholders() -> None:
    """Python 3.14 takes them for names, and refuses a sequence of values for them."""
    files = [*(ROOT / "dealdesk" / "store").rglob("*.py"), *(ROOT / "dealdesk" / "imports").rglob("*.py")]
    assert files
    found = [path.name for path in files if _NUMBERED.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_every_test_file_is_run_once_however_many_cores_there_are() -> None:
    files = sorted(HERE.rglob("test_*.py"))
    for number in (1, 4, 500):
        dealt = [path for share in shares(files, number) for path in share]
        assert sorted(dealt) == files
