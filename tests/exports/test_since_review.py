"""The page of what happened since the last review: what is on it, from when on, and what never is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.cli.main import run
from dealdesk.domain.vocabulary import ActionKind, ActionState, Side
from dealdesk.errors import NotFound
from dealdesk.exports import sheet
from dealdesk.exports import since_review as pages
from dealdesk.store import due_moves, notice, records, since_review
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Checkin, Conversation
from dealdesk.store.tables.presign import Expectation, Limit
from dealdesk.store.uid import new_uid
from tests.desks import NOW, add_deal, add_friction, edit, open_desk

TODAY = date(2026, 5, 13)


def add(desk: Desk, table: str, deal: int, **texts: str) -> str:
    uid = new_uid()
    desk.write(Command(f"added a {table}", deal), records.add, table, uid, deal, texts, desk.context, NOW)
    return uid


def put(desk: Desk, *rows: Row) -> None:
    def write(session: Session) -> None:
        for row in rows:
            session.add(row)
            session.flush()

    desk.write(Command("put rows"), write)


def text_of(desk: Desk, deal: int, *, for_them: bool = False) -> str:
    return sheet.markdown(pages.page(desk.rows(since_review.gather, deal, TODAY), for_them=for_them))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def full(desk: Desk) -> int:
    deal = add_deal(desk, signed_on="2025-06-01", end_on="2026-08-31", notice="2 months", renewal="1 year")
    add(desk, "metric", deal, name="Delivered on time", target="at least 98 %")
    add(desk, "metric_reading", deal, metric="Delivered", value="95", read_on="2026-01-05", note="SECRET-note")
    add(desk, "metric_reading", deal, metric="Delivered", value="99", read_on="2026-05-04", note="SECRET-note")
    issue = add(desk, "issue", deal, text="Logins fail", root_cause="SECRET-cause", facts="SECRET-facts")
    desk.write(Command("closed"), due_moves.close_issue, issue, "fixed in 4.2", NOW)
    add(desk, "issue", deal, text="Invoices wrong", severe="yes")
    add(desk, "need", deal, text="the test accounts", side="us", since="2026-03-01")
    add(desk, "need", deal, text="later need", side="us", since="2026-04-01")
    add(desk, "risk", deal, text="SECRET-risk")
    add(desk, "note", deal, text="SECRET-remark")
    add_friction(desk, deal, "SECRET-friction")
    put(
        desk,
        Expectation(deal_id=deal, side="them", text="one number to call", met=True),
        Expectation(deal_id=deal, side="us", text="SECRET-expectation"),
        Limit(deal_id=deal, text="SECRET-limit"),
        Conversation(deal_id=deal, summary="SECRET-talk", win="migrated in a day", happened_on=date(2026, 4, 2)),
        Conversation(deal_id=deal, summary="SECRET-talk", win="an old win", happened_on=date(2025, 9, 2)),
        Action(deal_id=deal, text="send the report", side=Side.US, kind=ActionKind.PROMISE, due_on=date(2026, 5, 4)),
        Action(
            deal_id=deal,
            text="give access",
            side=Side.THEM,
            kind=ActionKind.PROMISE,
            state=ActionState.DONE,
            due_on=date(2026, 4, 3),
            done_on=date(2026, 4, 6),
        ),
        Action(deal_id=deal, text="SECRET-change", side=Side.US, kind=ActionKind.PLAYBOOK, due_on=date(2026, 5, 4)),
    )
    return deal


def test_the_page_has_what_both_sides_know_and_nothing_internal(desk: Desk) -> None:
    deal = full(desk)
    text = text_of(desk, deal)
    assert "SECRET" not in text
    assert "SECRET" not in sheet.html(pages.page(desk.rows(since_review.gather, deal, TODAY)))
    for words in (
        "since 12 Feb, 90 days",
        "Delivered on time: 99 (target at least 98 %, on target, before 95)",
        "we: 1 open (1 overdue)",
        "Acme: 1 late",
        "late, we: send the report (due 4 May, still open)",
        "late, Acme: give access (due 3 Apr, done 6 Apr)",
        "Logins fail - closed 13 May: fixed in 4.2",
        "Invoices wrong - open since 13 May, level 3, severe",
        "2 Apr: migrated in a day",
        "What Acme expected at signing",
        "one number to call - met",
        "One ask of Acme\n\nthe test accounts",
        "Give notice by (for us alone)",
    ):
        assert words in text, words
    assert "an old win" not in text
    assert max(map(len, text.splitlines())) <= sheet.COLUMNS


def test_the_page_for_them_leaves_out_what_is_ours_alone(desk: Desk) -> None:
    text = text_of(desk, full(desk), for_them=True)
    assert "Give notice" not in text
    assert "for us alone" not in text
    assert "migrated in a day" in text


def test_it_looks_back_to_the_last_review_before_today(desk: Desk) -> None:
    deal = add_deal(desk)
    put(desk, Checkin(id=1, deal_id=deal, purpose="business Review"), Checkin(id=2, deal_id=deal, purpose="check-in"))
    for number, (checkin, day) in enumerate([(1, 3), (1, 10), (2, 11), (1, 13)]):
        put(
            desk,
            Conversation(
                uid=f"c{number}", deal_id=deal, summary="x", checkin_id=checkin, happened_on=date(2026, 5, day)
            ),
        )
    found = desk.rows(since_review.gather, deal, TODAY)
    assert (found.since, found.reviewed) == (date(2026, 5, 10), True)
    assert "since the review on 10 May" in text_of(desk, deal)


def test_before_the_first_review_it_looks_back_to_the_signing_or_a_quarter(desk: Desk) -> None:
    deal = add_deal(desk, signed_on="2026-03-20")
    assert desk.rows(since_review.gather, deal, TODAY).since == date(2026, 3, 20)
    assert "since the signing on 20 Mar" in text_of(desk, deal)


def test_what_was_decided_about_the_notice_reads_as_decided(desk: Desk) -> None:
    deal = add_deal(desk, signed_on="2025-06-01", end_on="2026-08-31", notice="2 months", renewal="1 year")
    desk.write(Command("decided"), notice.decide, deal, "renew", NOW)
    assert "30 Jun: decided to renew" in text_of(desk, deal)


def test_an_empty_deal_has_lines_to_fill_in_and_one_that_is_gone_is_refused(desk: Desk) -> None:
    deal = add_deal(desk, party="")
    text = text_of(desk, deal)
    assert "no metric is agreed on yet" in text
    assert "One ask of them\n\n....." in text
    with pytest.raises(NotFound):
        desk.rows(since_review.gather, 99, TODAY)


def test_the_first_days_of_the_calendar_are_no_trouble(desk: Desk) -> None:
    found = desk.rows(since_review.gather, add_deal(desk), date(1, 1, 2))
    assert found.since == date(1, 1, 1)


def _promise(deal: int, text: str, **fields: object) -> Action:
    return Action.model_validate(
        {"deal_id": deal, "text": text, "kind": ActionKind.PROMISE, "due_on": date(2026, 4, 23), **fields}
    )


def test_what_was_handed_over_is_not_late_while_the_other_side_looks_at_it(desk: Desk) -> None:
    deal = full(desk)
    handed = date(2026, 5, 2)
    put(
        desk,
        _promise(deal, "the sample", side=Side.THEM, state=ActionState.REVIEW, review_since=handed),
        _promise(
            deal,
            "the export",
            side=Side.THEM,
            state=ActionState.DONE,
            review_since=handed,
            done_on=date(2026, 5, 9),
        ),
    )
    words = text_of(desk, deal)
    assert "handed over, Acme: the sample (due 23 Apr, handed over 2 May, we check it)" in words
    assert "(due 23 Apr, handed over 2 May)" in words
    assert "9 May" not in words


def test_what_waited_for_the_other_side_says_so(desk: Desk) -> None:
    deal = full(desk)
    sample = _promise(deal, "the sample", side=Side.THEM)
    put(desk, sample)
    put(desk, _promise(deal, "the import", side=Side.US, blocked_by_id=sample.id))
    assert "late, we: the import (due 23 Apr, still open; it waited for: the sample)" in text_of(desk, deal)


def test_what_they_expected_at_signing_is_entered_and_told_with_whether_it_was_met(desk: Desk) -> None:
    deal = add_deal(desk, signed_on="2026-05-01")
    met = add(desk, "expectation", deal, text="a monthly call", met="yes")
    add(desk, "expectation", deal, text="an answer within a day")
    add(desk, "expectation", deal, text="SECRET-ours", side="us")
    words = text_of(desk, deal)
    assert "a monthly call - met" in words
    assert "an answer within a day\n" in words
    assert "SECRET" not in words
    edit(desk, "expectation", met, "met", "no")
    assert "a monthly call - not met yet" in text_of(desk, deal)
    edit(desk, "expectation", met, "met", "")
    assert desk.con.execute("SELECT met FROM expectation WHERE uid = ?", (met,)).fetchone() == (None,)


def test_the_shell_adds_what_they_expected(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, signed_on="2026-05-01")
    desk.close()
    assert run(["add", "expectation", "acme", "one number to call", "--met", "yes", "--db", desk.path]) == 0


@pytest.mark.parametrize(
    ("ours", "theirs", "shown"), [(0, 16, (0, 8)), (16, 1, (7, 1)), (9, 9, (4, 4)), (4, 4, (4, 4))]
)
def test_eight_late_promises_are_told_and_how_many_more(
    desk: Desk, ours: int, theirs: int, shown: tuple[int, int]
) -> None:
    deal = add_deal(desk, signed_on="2025-06-01")
    for side, number in ((Side.US, ours), (Side.THEM, theirs)):
        put(
            desk,
            *(
                Action(deal_id=deal, text=f"part {n}", side=side, kind=ActionKind.PROMISE, due_on=date(2026, 5, 4))
                for n in range(number)
            ),
        )
    said = text_of(desk, deal)
    more = ours + theirs - sum(shown)
    assert said.count("late, we: part") == shown[0]
    assert said.count(": part") == sum(shown)
    assert ("more" in said, f"and {more} more" in said) == (more > 0, more > 0)
