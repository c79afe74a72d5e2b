"""Imported deals in the file: all or none, known again, quiet when they are old, taken back as a whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dealdesk.clock import Clock
from dealdesk.domain.deal_row import DealRow
from dealdesk.domain.vocabulary import Stage
from dealdesk.errors import InputRefused
from dealdesk.imports.csv_deals import plan_deals
from dealdesk.imports.plan import Plan
from dealdesk.store import connect, deal_lines, deal_page, deals, due, history, import_undo, imports, notes, search
from dealdesk.store.desk import Desk
from dealdesk.store.history import CannotUndo, Command
from dealdesk.store.imports import Stored
from tests.desks import open_desk

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)


class FixedClock(Clock):
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return TODAY


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_desk(tmp_path, FixedClock())
    yield opened
    opened.close()


def planned(desk: Desk, text: str | bytes) -> Plan:
    refs, keys = desk.rows(import_undo.known)
    data = text if isinstance(text, bytes) else text.encode()
    return plan_deals(data, today=TODAY, known_refs=refs, known_rows=keys)


def store(desk: Desk, plan: Plan) -> Stored:
    command = import_undo.command(len(plan.rows), "register.csv")
    return desk.write(command, imports.import_plan, plan.rows, desk.context, NOW)


def undo(desk: Desk, stored: Stored) -> str:
    con = connect.connect(desk.path)
    try:
        return import_undo.undo_import(con, stored.command_id, NOW, desk.window)
    finally:
        con.close()


def one(desk: Desk, query: str, *values: object) -> object:
    return desk.con.execute(query, values).fetchone()[0]


LIVE = "SELECT count(*) FROM {} WHERE archived_at IS NULL"

ROWS = """ref,title,counterparty,further parties,our side,type,value,ccy,signed,end,notice,renewal,owner,tags,url,Law
K-7,Hosting,Acme GmbH,Beta; Gamma,We Ltd,vendor,84000,EUR,2020-01-01,2027-06-30,30 days,1 year,Ann,sla; eu,a/b.pdf,Texas
,Cleaning,Acme GmbH,,,,,,soon,,,,Ann,,,
"""


def test_a_row_fills_every_table(desk: Desk) -> None:
    stored = store(desk, planned(desk, ROWS))
    page = desk.rows(deal_page.page, stored.deal_ids[0])
    assert page.line.ref == "K-7"
    assert (page.line.party, page.further, page.line.type, page.line.stage) == (
        "Acme GmbH",
        ("Beta", "Gamma"),
        "vendor",
        "running",
    )
    assert (page.line.amount, page.notice, page.renewal, page.owner) == ("EUR 84,000", "30 days", "1 year", "Ann")
    assert page.line.tags == "sla eu"
    assert [document.target for document in page.documents] == ["a/b.pdf"]
    assert page.source_terms == "our side: We Ltd\n\nLaw: Texas"
    assert page.line.give_notice_by == "2027-05-31"
    rule = "SELECT give_notice_rule || '|' || give_notice_set_by FROM deal WHERE ref = 'K-7'"
    assert one(desk, rule) == "give notice: 30 days before the end|rule"
    other = desk.rows(deal_page.page, stored.deal_ids[1])
    assert other.line.ref == "ACME-1"
    assert json.loads(other.unread) == {"signed_on": "soon"}
    assert one(desk, LIVE.format("person")) == 1
    assert one(desk, LIVE.format("party")) == 3
    assert one(desk, "SELECT name || ' ' || origin FROM command") == "imported 2 deals from register.csv import"


def test_the_same_file_again_adds_nothing(desk: Desk) -> None:
    store(desk, planned(desk, ROWS))
    again = planned(desk, ROWS)
    assert again.rows == ()
    assert [row.why for row in again.skipped] == ["this very row was imported before"] * 2


def test_two_windows_that_import_the_same_plan_store_it_once(desk: Desk) -> None:
    plan = planned(desk, ROWS)
    store(desk, plan)
    late = store(desk, plan)
    assert late.deal_ids == ()
    assert one(desk, LIVE.format("deal")) == 2
    told = plan.as_stored(late.refs)
    assert (told.counts.stored, told.counts.skipped) == (0, 2)


def test_a_reference_taken_meanwhile_is_replaced_and_new_ones_step_around_imported_ones(desk: Desk) -> None:
    plan = planned(desk, "ref,title,signed\nNEW-1,New,2020-01-01\nnew-2,Newer,2020-01-02\n")
    desk.write(Command("added a deal"), deals.add, {"title": "New thing"}, desk.context, NOW)  # becomes NEW-1
    stored = store(desk, plan)
    assert list(stored.refs.values()) == ["NEW-3", "new-2"]
    made = desk.write(Command("added a deal"), deals.add, {"title": "New thing"}, desk.context, NOW)
    assert made.ref.lower() not in {ref.lower() for ref in stored.refs.values()}


def test_a_fault_in_the_middle_leaves_nothing(desk: Desk) -> None:
    good, bad = planned(desk, ROWS).rows
    broken = DealRow(row=9, line=9, fingerprint="x", title="t" * 301)
    with pytest.raises(InputRefused, match="Row 9 can't be stored: title"):
        desk.write(import_undo.command(3, "r"), imports.import_plan, (good, bad, broken), desk.context, NOW)
    for table in ("deal", "party", "deal_ref", "command", "change", "search_row"):
        assert one(desk, f"SELECT count(*) FROM {table}") == 0


class Stopped(Exception):
    """What a test lets go wrong."""


def test_a_stop_after_everything_was_written_leaves_nothing(desk: Desk) -> None:
    plan = planned(desk, ROWS)

    def write_then_stop(session: object) -> None:
        imports.import_plan(session, plan.rows, desk.context, NOW)  # type: ignore[arg-type]
        raise Stopped

    with pytest.raises(Stopped):
        desk.write(import_undo.command(2, "r"), write_then_stop)
    assert one(desk, "SELECT count(*) FROM deal") == 0
    assert one(desk, "SELECT count(*) FROM search_row") == 0
    assert store(desk, plan).deal_ids


def test_an_import_is_taken_back_as_a_whole_and_comes_again_under_its_references(desk: Desk) -> None:
    first = store(desk, planned(desk, ROWS))
    assert undo(desk, first) == "imported 2 deals from register.csv"
    for table in ("deal", "party", "person", "deal_ref", "deal_party", "document"):
        assert one(desk, LIVE.format(table)) == 0, table
    assert desk.rows(search.search, "hosting") == []
    assert desk.rows(import_undo.last_import) is None
    again = planned(desk, ROWS)
    assert len(again.rows) == 2
    second = store(desk, again)
    assert next(iter(second.refs.values())) == "K-7"
    assert desk.rows(deal_lines.pick, "K-7").id == second.deal_ids[0]
    con = connect.connect(desk.path)
    with pytest.raises(CannotUndo):
        history.redo(con, desk.window, NOW)  # the first import can't come back beside the second
    con.close()
    undo(desk, second)
    assert one(desk, LIVE.format("deal")) == 0


def test_what_was_taken_back_comes_back_by_redo(desk: Desk) -> None:
    stored = store(desk, planned(desk, ROWS))
    undo(desk, stored)
    con = connect.connect(desk.path)
    assert history.redo(con, desk.window, NOW) == "imported 2 deals from register.csv"
    con.close()
    assert one(desk, LIVE.format("deal")) == 2
    last = desk.rows(import_undo.last_import)
    assert last is not None
    assert last.command_id == stored.command_id


def test_an_import_is_not_undone_by_u(desk: Desk) -> None:
    store(desk, planned(desk, ROWS))
    con = connect.connect(desk.path)
    with pytest.raises(CannotUndo, match="nothing to undo"):
        history.undo(con, desk.window, NOW)
    con.close()


def test_an_import_whose_deals_were_worked_on_stays(desk: Desk) -> None:
    stored = store(desk, planned(desk, ROWS))
    con = connect.connect(desk.path)
    notes.capture(con, stored.deal_ids[0], "they called", NOW)
    with pytest.raises(CannotUndo, match="K-7 was worked on since"):
        import_undo.undo_import(con, stored.command_id, NOW)
    assert one(desk, LIVE.format("deal")) == 2
    history.undo(con, "", NOW)
    import_undo.undo_import(con, stored.command_id, NOW)
    with pytest.raises(CannotUndo, match="already"):
        import_undo.undo_import(con, stored.command_id, NOW)
    con.close()


def test_a_counterparty_that_others_use_by_now_stays(desk: Desk) -> None:
    stored = store(desk, planned(desk, ROWS))
    texts = {"title": "By hand", "counterparty": "Beta"}
    desk.write(Command("added a deal"), deals.add, texts, desk.context, NOW)
    undo(desk, stored)
    assert desk.con.execute("SELECT name FROM party WHERE archived_at IS NULL").fetchall() == [("Beta",)]


def test_a_deal_archived_by_hand_does_not_come_back(desk: Desk) -> None:
    stored = store(desk, planned(desk, ROWS))
    desk.write(Command("archived a deal"), deals.archive, stored.deal_ids[0], NOW)
    assert planned(desk, ROWS).rows == ()


@pytest.mark.parametrize(("days", "debriefs"), [(0, 1), (14, 1), (15, 0), (9000, 0)])
def test_only_a_deal_signed_lately_starts_its_debriefs(desk: Desk, days: int, debriefs: int) -> None:
    stored = store(desk, planned(desk, f"title,signed\nA,{TODAY - timedelta(days=days)}\n"))
    assert stored.debriefs == debriefs
    assert one(desk, "SELECT count(*) FROM debrief WHERE state = 'planned' AND due_set_by = 'rule'") == 2 * debriefs
    assert one(desk, "SELECT quiet FROM deal") == (1 - debriefs)


def test_the_debriefs_of_an_imported_deal_are_those_of_a_deal_entered_by_hand(desk: Desk) -> None:
    store(desk, planned(desk, "title,signed\nA,2026-11-20\n"))
    texts = {"title": "B", "signed_on": "2026-11-20"}
    desk.write(Command("added a deal"), deals.add, texts, desk.context, NOW)
    columns = "kind, state, due_on, due_at, due_rule, due_anchor, due_offset, due_set_by, weight"
    rows = desk.con.execute(f"SELECT {columns} FROM debrief").fetchall()
    assert [row[0] for row in rows] == ["first", "second", "first", "second"]
    assert rows[:2] == rows[2:]


def test_the_deadline_of_a_missed_notice_is_the_next_one(desk: Desk) -> None:
    text = "title,signed,end,notice,renewal\nA,2020-01-01,2026-12-31,90 days,1 year\nB,2020-01-01,2026-12-31,90 days,\n"
    plan = planned(desk, text)
    store(desk, plan)
    stored = desk.con.execute("SELECT title, give_notice_by FROM deal ORDER BY title").fetchall()
    assert stored == [("A", "2027-10-01"), ("B", "2026-10-02")]
    assert [row.give_notice_by for row in plan.rows] == [date(2027, 10, 1), date(2026, 10, 2)]
    assert plan.rows[0].runs_to == date(2027, 12, 31)


def test_a_name_of_a_file_is_literal_in_the_history(desk: Desk) -> None:
    assert import_undo.command(1, "a\x1b[31m\n[/30].csv").name == "imported 1 deal from a [/30].csv"


def test_every_hostile_string_is_literal_in_the_file(desk: Desk, realdata: Path) -> None:
    texts = [entry["text"] for entry in json.loads((realdata / "nasty" / "nasty.json").read_text("utf-8"))]
    texts = [text for text in texts if "\0" not in text and not any(0xD800 <= ord(char) <= 0xDFFF for char in text)]
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    names = ["ref", "title", "counterparty", "further parties", "our side", "type", "stage", "value", "signed", "end"]
    names += ["notice", "renewal", "owner", "tags", "term", "url", "terms", "Law"]
    writer.writerow(names)
    for number, text in enumerate(texts):
        writer.writerow([f"{number} {text}" if name in ("title", "ref") else text for name in names])
    plan = planned(desk, file.getvalue().encode())
    stored = store(desk, plan)
    assert len(stored.deal_ids) == len(plan.rows) > 0.9 * len(texts)
    kept = {row.fingerprint: row for row in plan.rows}
    query = "SELECT import_key, title, term, source_terms FROM deal"
    for key, title, term, source_terms in desk.con.execute(query).fetchall():
        assert (title, term, source_terms) == (kept[key].title, kept[key].term, kept[key].source_terms)
    parties = {row[0] for row in desk.con.execute("SELECT name FROM party")}
    assert {row.counterparty for row in plan.rows if row.counterparty} <= parties


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_stores_the_same(desk: Desk, codec: str, delimiter: str) -> None:
    text = "title,counterparty,signed,end,notice\nMüllabfuhr,Łódź Mills,2020-01-01,2027-06-30,30 days\n"
    text = text.replace("Łódź", "Mühle" if codec == "cp1252" else "Łódź").replace(",", delimiter)
    stored = store(desk, planned(desk, text.encode(codec)))
    line = desk.rows(deal_lines.lines, list(stored.deal_ids))[stored.deal_ids[0]]
    assert line.title == "Müllabfuhr"
    assert line.party == ("Mühle Mills" if codec == "cp1252" else "Łódź Mills")
    assert line.give_notice_by == "2027-05-31"


def test_a_thousand_deals_are_one_command_and_readers_are_never_locked_out(desk: Desk) -> None:
    text = "ref,title,counterparty,terms\n" + "".join(
        f"R{n},Deal {n},Party {n % 50},{'long ' * 2000}\n" for n in range(1000)
    )
    plan = planned(desk, text)
    seen: list[int] = []

    def write_and_look(session: object) -> None:
        imports.import_plan(session, plan.rows, desk.context, NOW)  # type: ignore[arg-type]
        seen.append(len(desk.rows(due.due, TODAY.isoformat()).items))  # the reader's connection, mid-command

    desk.write(import_undo.command(1000, "r"), write_and_look)
    assert seen == [0]
    assert one(desk, "SELECT count(*) FROM command") == 1
    assert one(desk, LIVE.format("deal")) == 1000
    assert one(desk, LIVE.format("party")) == 50


def test_stage_and_outcome_are_those_of_the_plan(desk: Desk) -> None:
    plan = planned(desk, "title,status,end\nA,active,2012-01-01\nB,,2012-01-01\nC,closed lost,\n")
    store(desk, plan)
    rows = desk.con.execute("SELECT stage, coalesce(outcome, '') FROM deal ORDER BY title").fetchall()
    assert rows == [(row.stage.value, row.outcome.value if row.outcome else "") for row in plan.rows]
    assert rows[0][0] == Stage.RUNNING
