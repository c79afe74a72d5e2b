"""The result card."""

from __future__ import annotations

from datetime import date

from dealdesk.imports.card import card, mapping_lines, problem_lines, skipped_lines
from dealdesk.imports.csv_deals import plan_deals
from dealdesk.imports.plan import Plan

TEXT = """ref,title,signed,end,notice,renewal,Law
A-1,One,2020-01-01,2027-06-30,30 days,,Texas
A-2,Two,2020-01-01,2027-01-31,30 days,,
A-3,Three,2020-01-01,2020-12-31,30 days,,
A-4,Four,2020-01-01,2021-03-31,60 days,1 year,
A-5,Five,2020-01-01,2028-03-31,,,
A-6,Six,2020-01-01,soon,30 days,,
A-7,Seven,2020-01-01,2029-03-31,1 year,,
A-7,Seven,2020-01-01,2029-03-31,1 year,,
"""


def plan() -> Plan:
    return plan_deals(TEXT.encode(), today=date(2026, 11, 22))


def test_the_card_of_a_dry_run() -> None:
    assert card(plan(), dry_run=True) == [
        "7 deals would be stored.",
        "1 row left out: 1 twice in the file.",
        "5 with a give-notice date, 4 of them ahead.",
        "  give notice by Fri  1 Jan 2027  A-2  Two",
        "  give notice by Fri 29 Jan 2027  A-4  Four",
        "  give notice by Mon 31 May 2027  A-1  One",
        "1 looks ended.",
        "1 may have been renewed or have no end: still running?",
        "1 without a notice period, 1 of them not ended.",
        "1 to look at, by row and column.",
        "Read as UTF-8, columns parted by comma, numeric dates as day/month/year.",
        "Columns without a field, kept in the imported text: Law.",
        "Nothing was written.",
    ]


def test_the_card_of_an_import_says_what_was_stored() -> None:
    lines = card(plan())
    assert "7 deals stored." in lines
    assert "Nothing was written." not in lines


def test_problems_and_left_out_rows_are_listed_and_capped() -> None:
    assert problem_lines(plan()) == ['row 7 (line 7), end: "soon" no date']
    assert skipped_lines(plan()) == ["row 9 (line 9): A-7 Seven 2020-01-01 2029-03-31 1 year: the same as row 8"]
    many = plan_deals(b"title,end\n" + b"".join(b"A%d,soon\n" % at for at in range(60)), today=date(2026, 11, 22))
    lines = problem_lines(many, limit=5)
    assert len(lines) == 6
    assert lines[-1] == "and 55 more"


def test_the_mapping_is_shown_in_the_order_of_the_file() -> None:
    assert mapping_lines(plan())[-3:] == [
        "notice  -> notice",
        "renewal -> renewal_length",
        "Law     -> kept in the imported text",
    ]
