"""Forms that were begun and never added are remembered, whatever they were for."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.clock import stamp
from dealdesk.domain.forms import FORMS
from dealdesk.store import unfinished
from dealdesk.store.typed_texts import TypedText, store_typed
from dealdesk.store.uid import new_uid
from tests.desks import add_deal, open_desk


@pytest.mark.parametrize("table", ["action", "conversation", "issue", "term"])
def test_a_form_that_waits_is_named(tmp_path: Path, table: str) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    assert table in FORMS
    con = desk._writer()[0]
    typed = {f"{table}/{new_uid()}/{FORMS[table][0].name}": TypedText("begun", deal, None, "typing")}
    store_typed(con, desk.window, typed, stamp(desk.clock.now()))
    (form,) = desk.rows(unfinished.unfinished)
    assert (form.table, form.deal_id) == (table, deal)
