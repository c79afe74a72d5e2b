"""255 real contracts, all of them in the file, none of them noisy."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from dealdesk.clock import Clock
from dealdesk.domain.fields import LINE_LIMIT
from dealdesk.imports.card import card
from dealdesk.imports.csv_deals import plan_deals
from dealdesk.imports.plan import Plan
from dealdesk.store import connect, due, import_undo, imports, search
from dealdesk.store.desk import Desk
from dealdesk.store.imports import Stored
from dealdesk.text import clean

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)


class FixedClock(Clock):
    """Stands still."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return TODAY


class Imported(NamedTuple):
    """The register, and what became of it."""

    desk: Desk
    raw: list[dict[str, str]]
    plan: Plan
    stored: Stored


def bring_in(desk: Desk, data: bytes) -> tuple[Plan, Stored]:
    refs, keys = desk.rows(import_undo.known)
    plan = plan_deals(data, today=TODAY, known_refs=refs, known_rows=keys)
    command = import_undo.command(len(plan.rows), "register.csv")
    return plan, desk.write(command, imports.import_plan, plan.rows, desk.context, NOW)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imported]:
    register = Path(__file__).resolve().parents[3] / "shared" / "realdata" / "deals" / "deals_dev.csv"
    if not register.is_file():
        pytest.skip("the real data (../shared/realdata) is not beside this checkout")
    data = register.read_bytes()
    before = csv.field_size_limit(10**7)
    try:
        raw = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    finally:
        csv.field_size_limit(before)
    desk = Desk(str(tmp_path_factory.mktemp("desk") / "desk.db"), FixedClock())
    plan, stored = bring_in(desk, data)
    yield Imported(desk, raw, plan, stored)
    desk.close()


def count(desk: Desk, where: str) -> int:
    query = f"SELECT count(*) FROM deal WHERE archived_at IS NULL AND {where}"
    return int(desk.con.execute(query, {"today": TODAY.isoformat()}).fetchone()[0])


def test_all_255_are_stored_under_their_own_references(imported: Imported) -> None:
    refs = [row[0] for row in imported.desk.con.execute("SELECT ref FROM deal ORDER BY id")]
    assert refs == [one["deal_id"] for one in imported.raw]
    assert len(refs) == 255
    assert refs[0] == "C0153bb"


def test_the_same_register_again_adds_none_and_reports_all(imported: Imported, realdata: Path) -> None:
    plan, stored = bring_in(imported.desk, (realdata / "deals" / "deals_dev.csv").read_bytes())
    assert stored.deal_ids == ()
    assert len(plan.skipped) == 255
    assert card(plan)[:2] == ["0 deals stored.", "255 rows left out: 255 already on the desk."]
    assert count(imported.desk, "1") == 255


def test_the_figures_on_the_card_are_those_of_the_file(imported: Imported) -> None:
    counts, desk = imported.plan.counts, imported.desk
    assert counts.stored == count(desk, "1")
    assert counts.with_notice_date == count(desk, "give_notice_by IS NOT NULL")
    assert counts.notice_ahead == count(desk, "give_notice_by >= :today AND stage <> 'ended'")
    assert counts.ended == count(desk, "stage = 'ended'")
    assert counts.no_notice == count(desk, "notice_count IS NULL")
    assert counts.no_notice_open == count(desk, "notice_count IS NULL AND stage <> 'ended'")
    nearest = desk.con.execute(
        "SELECT ref, give_notice_by FROM deal WHERE give_notice_by >= ? AND stage <> 'ended' "
        "ORDER BY give_notice_by, id LIMIT 3",
        (TODAY.isoformat(),),
    ).fetchall()
    assert nearest == [(row.ref, str(row.give_notice_by)) for row in imported.plan.next_notices()]
    assert len(nearest) == 3


def test_what_the_plan_promised_is_what_is_stored(imported: Imported) -> None:
    columns = "import_key, signed_on, start_on, end_on, give_notice_by, stage, coalesce(outcome, ''), evergreen, quiet"
    kept = {row[0]: row[1:] for row in imported.desk.con.execute(f"SELECT {columns} FROM deal")}
    for row in imported.plan.rows:
        dates = [str(day) if day else None for day in (row.signed_on, row.start_on, row.end_on, row.give_notice_by)]
        rest = (row.stage.value, row.outcome.value if row.outcome else "", row.evergreen, row.quiet)
        assert kept[row.fingerprint] == (*dates, *rest), row.ref


def test_a_deal_that_renews_never_hides_its_next_notice_behind_a_past_one(imported: Imported) -> None:
    past = "give_notice_by < :today AND renewal_count IS NOT NULL AND stage <> 'ended'"
    assert count(imported.desk, past) == 0
    assert count(imported.desk, "give_notice_by IS NOT NULL AND (end_on IS NULL OR notice_count IS NULL)") == 0


def test_today_after_the_import_is_quiet_and_about_the_future(imported: Imported) -> None:
    found = due.due(imported.desk.con, TODAY.isoformat())
    assert (found.counts.overdue, found.older) == (0, 0)
    assert {item.kind for item in found.items} == {"give notice"}
    assert 1 <= found.counts.today <= len(found.items) <= 20, "a reminder that was reached asks from the first day on"
    assert all(item.due_on is not None and item.due_on >= TODAY.isoformat() for item in found.items)
    assert imported.stored.debriefs == 0
    assert count(imported.desk, "quiet") == 255


def test_long_terms_are_in_the_imported_text_and_in_no_field(imported: Imported) -> None:
    query = "SELECT ref, source_terms, title, term, tags FROM deal"
    kept = {row[0]: row[1:] for row in imported.desk.con.execute(query)}
    longest = 0
    for one in imported.raw:
        source_terms, *fields = kept[one["deal_id"]]
        for name in ("key_terms", "term_text"):
            text = clean(one[name], lines=True).strip()
            assert text in source_terms
            longest = max(longest, len(text))
        assert all(len(field) <= LINE_LIMIT for field in fields)
    assert longest > 20_000


def test_a_word_of_a_term_finds_its_deal(imported: Imported) -> None:
    hits = search.search(imported.desk.con, "forthwith reasonable Backhaul assurances")
    assert "C0153bb" in [hit.ref for hit in hits]


def test_dates_that_could_not_be_read_are_kept_as_they_stood(imported: Imported) -> None:
    query = "SELECT signed_on, unread FROM deal WHERE ref = ?"
    third = imported.raw[2]
    assert third["signed_raw"] == "03/[]/1999"
    signed, unread = imported.desk.con.execute(query, (third["deal_id"],)).fetchone()
    assert signed is None
    assert '"signed_on": "03/[]/1999"' in unread


def test_the_register_with_other_column_names_comes_in_beside_it(imported: Imported, realdata: Path) -> None:
    plan, stored = bring_in(imported.desk, (realdata / "deals" / "register_foreign_columns.csv").read_bytes())
    assert list(stored.refs.values()) == ["CP02452", "05MLO-016", "CP18589", "CP14318"]
    assert count(imported.desk, "1") == 259
    con = connect.connect(imported.desk.path)
    import_undo.undo_import(con, stored.command_id, NOW)
    con.close()
    assert count(imported.desk, "1") == 255
    assert plan.counts.ended == 4
