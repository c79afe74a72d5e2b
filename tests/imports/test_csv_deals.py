"""A whole file as a plan."""

from __future__ import annotations

from datetime import date

import pytest

from dealdesk.domain.dates import Period, WorkCalendar
from dealdesk.domain.deal_row import DealRow
from dealdesk.domain.money import Amount
from dealdesk.domain.vocabulary import Channel, DealType, Outcome, Stage
from dealdesk.errors import InputRefused
from dealdesk.imports.csv_deals import plan_deals
from dealdesk.imports.plan import Plan

TODAY = date(2026, 11, 22)


def plan(
    text: str,
    order: str = "dmy",
    known_refs: tuple[str, ...] = (),
    known_rows: tuple[str, ...] = (),
    overrides: tuple[tuple[str, str], ...] = (),
) -> Plan:
    return plan_deals(
        text.encode(), today=TODAY, order=order, known_refs=known_refs, known_rows=known_rows, overrides=overrides
    )


def only(text: str, order: str = "dmy") -> DealRow:
    (row,) = plan(text, order).rows
    return row


def test_every_field_of_a_full_row_is_filled() -> None:
    row = only(
        "ref;title;counterparty;further parties;our side;type;outcome;value;currency;per;signed;start;end;notice;"
        "renewal;auto-renew;owner;channel;tags;term;link;comments\n"
        "A-1;Hosting;Acme;Bolt Ltd | Cobalt;We Ltd;supplier;signed;1.200,50;GBP;month;2026-11-20;1.12.2026;31.03.2028;"
        "3 months;1 year;yes;Kim;phone;vendor_sla, #cloud;16 months;C:\\a.pdf;first line\n"
    )
    assert (row.ref, row.title, row.counterparty, row.our_side) == ("A-1", "Hosting", "Acme", "We Ltd")
    assert row.further_counterparties == ("Bolt Ltd", "Cobalt")
    assert (row.type, row.stage, row.outcome) == (DealType.VENDOR, Stage.SIGNED, Outcome.SIGNED)
    assert row.amount == Amount(120_050, "GBP", "month")
    assert (row.signed_on, row.start_on, row.end_on) == (date(2026, 11, 20), date(2026, 12, 1), date(2028, 3, 31))
    assert (row.notice, row.renewal_length, row.evergreen) == (Period(3, "month"), Period(1, "year"), True)
    assert row.give_notice_by == date(2027, 12, 31)
    assert (row.owner, row.main_channel, row.tags) == ("Kim", Channel.CALL, ("vendor_sla", "cloud"))
    assert (row.term, row.documents) == ("16 months", ("C:\\a.pdf",))
    assert not row.quiet
    assert dict(row.source)["comments"] == "first line"
    assert row.unread == {}


def test_give_notice_by_rolls_back_over_days_off() -> None:
    data = b"title,end,notice\nA,2027-03-31,30 days\n"  # 1 March 2027 is a Monday
    holiday = WorkCalendar([date(2027, 3, 1)])
    assert plan_deals(data, today=TODAY).rows[0].give_notice_by == date(2027, 3, 1)
    assert plan_deals(data, today=TODAY, calendar=holiday).rows[0].give_notice_by == date(2027, 2, 26)


def test_the_iso_column_wins_and_the_raw_text_is_kept() -> None:
    found = plan("title,signed_raw,signed_iso\nA,12/20/2007,2007-12-20\nB,03/[]/1999,\n")
    one, two = found.rows
    assert one.signed_on == date(2007, 12, 20)
    assert ("signed_raw", "12/20/2007") in one.source
    assert two.signed_on is None
    assert two.unread == {"signed_on": "03/[]/1999"}
    assert [(p.row, p.column, p.text) for p in found.problems] == [(3, "signed_raw", "03/[]/1999")]
    assert not any("order" in warning for warning in found.warnings)


def test_two_columns_that_disagree_are_listed() -> None:
    found = plan("title,signed_raw,signed_iso\nA,12/21/2007,2007-12-20\n")
    assert found.rows[0].signed_on == date(2007, 12, 20)
    assert "another day" in found.problems[0].why


def test_dates_in_the_wrong_order_stay_blank_and_the_other_order_is_proposed() -> None:
    found = plan("title,signed\nA,12/20/2007\nB,6/7/2007\n")
    assert [row.signed_on for row in found.rows] == [None, date(2007, 7, 6)]
    assert found.rows[0].unread == {"signed_on": "12/20/2007"}
    assert any("order set to mdy; 1 date more" in warning for warning in found.warnings)
    other = plan("title,signed\nA,12/20/2007\nB,6/7/2007\n", "mdy")
    assert [row.signed_on for row in other.rows] == [date(2007, 12, 20), date(2007, 6, 7)]
    assert any("1 date could be read both ways; month/day/year" in warning for warning in other.warnings)


def test_no_end_in_words_is_evergreen_and_asked_about() -> None:
    found = plan("title,signed,end\nA,2010-01-01,perpetual\n")
    row = found.rows[0]
    assert (row.end_on, row.evergreen, row.stage, row.still_running) == (None, True, Stage.RUNNING, True)
    assert row.unread == {"end_on": "perpetual"}


def test_a_renewing_deal_runs_to_its_next_end() -> None:
    row = only("title,end,renewal,notice\nA,2015-03-31,successive 1 year,90 days\n")
    assert (row.end_on, row.runs_to, row.give_notice_by) == (date(2015, 3, 31), date(2027, 3, 31), date(2026, 12, 31))
    assert (row.stage, row.still_running) == (Stage.RUNNING, True)
    ended = only("title,end,renewal,auto renew\nA,2015-03-31,1 year,no\n")
    assert (ended.stage, ended.runs_to) == (Stage.ENDED, date(2015, 3, 31))


def test_a_text_with_its_unit_wins_over_a_bare_number() -> None:
    found = plan("title,notice_days,notice\nA,180,6 months\nB,60,60 days; 180 days\nC,,90\n")
    assert [row.notice for row in found.rows] == [Period(6, "month"), Period(60, "day"), None]
    assert [(p.row, p.column) for p in found.problems] == [(3, "notice"), (4, "notice")]


def test_an_end_before_signing_warns_and_both_stay() -> None:
    found = plan("title,signed,end\nA,2015-04-14,1930-12-31\n")
    assert (found.rows[0].signed_on, found.rows[0].end_on) == (date(2015, 4, 14), date(1930, 12, 31))
    assert "ends before signing" in found.problems[0].why


def test_an_amount_without_a_readable_currency_or_period_stays_blank() -> None:
    found = plan("title,value,currency,per\nA,500,doubloons,\nB,500,EUR,week\nC,500,€,year\n")
    assert [row.amount for row in found.rows] == [None, None, Amount(50_000, "EUR", "year")]
    assert [row.unread for row in found.rows[:2]] == [{"amount": "500"}, {"amount": "500"}]
    assert ("currency", "doubloons") in found.rows[0].source


def test_amounts_that_name_no_currency_are_told() -> None:
    found = plan("title,value\nA,500\nB,$500\n")
    assert any(warning.startswith("1 amount without a currency taken as EUR") for warning in found.warnings)


def test_columns_without_a_field_are_reported_and_their_text_is_kept() -> None:
    found = plan("title,Governing law,Colour\nA,Texas,red\n", overrides=(("Colour", "-"),))
    assert found.rows[0].source == (("Governing law", "Texas"),)
    assert found.mapping == (("title", "title"), ("Governing law", ""), ("Colour", "-"))
    assert any("Governing law" in warning for warning in found.warnings)


def test_a_file_without_any_known_name_can_be_mapped() -> None:
    found = plan("Bezeichnung;Partei\nA;B\n", overrides=(("Bezeichnung", "title"), ("partei", "counterparty")))
    assert [(row.title, row.counterparty) for row in found.rows] == [("A", "B")]


def test_long_texts_flow_into_the_imported_text_under_their_names() -> None:
    row = only('title,term_text,key_terms\nA,"one\ntwo",' + "x" * 40_000 + "\n")
    assert [name for name, _ in row.source] == ["term_text", "key_terms"]
    assert row.source_terms == "term_text:\none\ntwo\n\nkey_terms:\n" + "x" * 40_000


def test_a_text_too_long_for_its_field_is_cut_there_and_kept_whole() -> None:
    found = plan("title,counterparty\n" + "long " * 100 + ",B\n")
    row = found.rows[0]
    assert len(row.title) <= 200
    assert row.source == (("title", ("long " * 100).strip()),)
    assert found.problems[0].column == "title"


def test_a_title_is_made_where_there_is_none() -> None:
    found = plan("title,counterparty,description,contract type\n,Acme,Cleaning,\n,Acme,,service\n,Acme,,\n,,,\n")
    assert [row.title for row in found.rows] == ["Cleaning", "service: Acme", "Acme"]
    assert all("title is made" in problem.why for problem in found.problems)
    assert any("no title column" in warning for warning in plan("counterparty,end\nAcme,2020-01-01\n").warnings)


def test_a_row_without_a_name_is_reported_and_left_out() -> None:
    found = plan("title,counterparty,value\nA,B,1\n,,500\n")
    assert len(found.rows) == 1
    assert [(skip.row, skip.line) for skip in found.skipped] == [(3, 3)]
    assert found.problems[0].row == 3


def test_known_references_and_rows_are_not_added_twice() -> None:
    text = "id,title,value\nACME-7,A,1\nB-1,B,2\n,C,3\n,C,3\n"
    first = plan(text)
    assert [row.title for row in first.rows] == ["A", "B", "C"]
    assert [skip.why for skip in first.skipped] == ["the same as row 4"]
    again = plan(text, known_refs=("acme-7",), known_rows=(first.rows[2].fingerprint,))
    assert [row.title for row in again.rows] == ["B"]
    assert len(again.skipped) == 3


def test_the_same_row_is_recognised_in_another_form() -> None:
    one = only("title,owner\nŁódź,Kim\n")
    (two,) = plan_deals("Owner;TITLE\nKim;Łódź \n".encode("utf-16"), today=TODAY).rows
    assert one.fingerprint == two.fingerprint
    assert only("title,owner\nŁódź,Kai\n").fingerprint != one.fingerprint


def test_a_reference_used_twice_in_the_file_goes_to_the_first() -> None:
    found = plan("ref,title\nA-1,One\na-1,Two\n")
    assert [row.ref for row in found.rows] == ["A-1", ""]
    assert found.rows[1].unread == {"ref": "a-1"}
    assert "row 2 again" in found.problems[0].why


def test_rows_of_another_width_are_listed() -> None:
    found = plan("title,owner,value\nA\nB,Kim,5,extra\nC,Kim,5\n")
    assert [row.title for row in found.rows] == ["A", "B", "C"]
    assert [(p.row, p.line) for p in found.problems] == [(2, 2), (3, 3)]
    assert found.rows[1].source == (("column 4", "extra"),)


def test_formulas_guarded_by_an_export_are_restored() -> None:
    found = plan("title,owner\n'=1+1,'quoted'\n''@x,O'Neil\n")
    assert [(row.title, row.owner) for row in found.rows] == [("=1+1", "'quoted'"), ("'@x", "O'Neil")]


def test_unknown_types_and_stages_are_listed() -> None:
    found = plan("title,type,status\nA,purple,green\n")
    row = found.rows[0]
    assert (row.type, row.unread) == (None, {"stage": "green", "type": "purple"})
    assert {problem.column for problem in found.problems} == {"type", "status"}
    assert ("status", "green") in row.source


@pytest.mark.parametrize(("header", "kind"), [("vendorName", DealType.VENDOR), ("Customer", DealType.CLIENT)])
def test_the_name_of_the_column_can_tell_the_type(header: str, kind: DealType) -> None:
    found = plan(f"title,{header}\nA,B\n")
    assert found.rows[0].type is kind
    assert any(header in warning for warning in found.warnings)


def test_settings_that_do_not_exist_are_refused() -> None:
    with pytest.raises(InputRefused, match="dmy or mdy"):
        plan("title\nA\n", "ymd")
    with pytest.raises(InputRefused, match="currency code"):
        plan_deals(b"title\nA\n", today=TODAY, currency="XYZ")


def test_an_option_to_renew_is_text_and_no_date_to_count_on() -> None:
    found = plan(
        "title,end,renewal,notice,auto renewal\nA,2026-12-31,1 year,30 days,no\nB,2025-12-31,1 year,30 days,no\n"
    )
    assert [row.renewal_length for row in found.rows] == [None, None]
    assert [str(row.give_notice_by) for row in found.rows] == ["2026-12-01", "2025-12-01"]
    assert [row.source_terms for row in found.rows] == ["renewal: 1 year"] * 2
    assert [row.stage for row in found.rows] == [Stage.RUNNING, Stage.ENDED]
    assert [problem.why for problem in found.problems] == ["does not renew by itself; kept in the imported text"] * 2
