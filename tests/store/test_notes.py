"""Notes captured from the shell: dated today, unless a date stands in front."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.store import connect, notes
from tests.desks import NOW, add_deal, open_desk


@pytest.mark.parametrize(
    ("typed", "order", "stored"),
    [
        ("they called", "dmy", ("they called", "2026-05-13")),
        ("12 may: they called", "dmy", ("they called", "2026-05-12")),
        ("3/4 first offer", "dmy", ("first offer", "2026-04-03")),
        ("3/4 first offer", "mdy", ("first offer", "2026-03-04")),
        ("2.5 days late again", "dmy", ("2.5 days late again", "2026-05-13")),
        ("12 may", "dmy", ("12 may", "2026-05-13")),
    ],
)
def test_a_note_has_its_day(tmp_path: Path, typed: str, order: str, stored: tuple[str, str]) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    con = connect.connect(desk.path)
    notes.capture(con, deal, typed, NOW, order)
    assert con.execute("SELECT text, happened_on FROM note").fetchone() == stored
    con.close()
    desk.close()
