"""The 45 inputs of the form, each read from the row it stands for; picks and frozen versions are honoured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from dealdesk.clock import Clock
from dealdesk.domain.vocabulary import ActionKind, ActionState, LeverageSource
from dealdesk.errors import NotFound
from dealdesk.store import deals, forms, lines, parties, review, settings
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.checkins import Checkin
from dealdesk.store.tables.delivery import Contact, Metric, Risk
from dealdesk.store.tables.registers import LeverageMark, Missed, PlaybookChange, Takeaway
from dealdesk.store.tables.reviews import Review, ReviewSlot
from dealdesk.store.uid import new_uid

TODAY = date(2026, 5, 12)


class StandingClock(Clock):
    def now(self) -> datetime:
        return datetime(2026, 5, 12, 12, tzinfo=UTC)


class Room:
    """A desk with one deal, written to in few words."""

    def __init__(self, path: str) -> None:
        self.desk = Desk(path, StandingClock())
        texts = {"title": "Night cleaning", "counterparty": "Harrowgrave", "amount": "900 EUR per month"}
        found = self.desk.write(Command("x"), deals.add, texts, self.desk.context, self.desk.clock.now())
        self.deal = found.id or 0

    def put(self, *rows: Row) -> list[str]:
        def store(session: Session) -> list[str]:
            session.add_all(rows)
            session.flush()
            return [row.uid for row in rows]

        return self.desk.write(Command("x"), store)

    def form(self, table: str, **texts: str) -> None:
        now = self.desk.clock.now()
        self.desk.write(Command("x"), forms.create, table, new_uid(), self.deal, texts, self.desk.context, now)

    def edit(self, **texts: str) -> None:
        uid = self.desk.con.execute("SELECT uid FROM deal").fetchone()[0]
        for name, text in texts.items():
            self.desk.write(
                Command("x"), forms.promote, "deal", uid, name, text, None, self.desk.context, self.desk.clock.now()
            )

    def person(self, name: str) -> int:
        return self.desk.write(Command("x"), lambda session: parties.person_named(session, name).id or 0)

    def slot(self, name: str) -> str:
        return review.slots(self.desk.con, self.deal, TODAY)[name]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(str(tmp_path / "desk.db"))
    yield made
    made.desk.close()


def takeaway(room: Room, position: float, role: str | None, text: str, **more: Any) -> Takeaway:  # noqa: ANN401
    return Takeaway(deal_id=room.deal, position=position, role=role, text=text, **more)


def test_all_45_slots_are_there_in_the_order_of_the_page(room: Room) -> None:
    found = review.slots(room.desk.con, room.deal, TODAY)
    assert len(found) == 45
    assert list(found)[:2] == ["head.date", "head.ref"]
    assert list(found)[-1] == "risks.answer_3"
    filled = {slot for slot, text in found.items() if text}
    assert filled == {"head.date", "head.ref", "head.counterparty", "head.value", "head.signed"}


def test_the_head_is_the_deal(room: Room) -> None:
    room.edit(type="vendor", signed_on="2026-05-08", start_on="2026-06-01", term="12 months", further="Second; Third")
    assert room.slot("head.date") == "12 May 2026"
    assert room.slot("head.counterparty") == "Harrowgrave; Second; Third"
    assert room.slot("head.value") == "EUR 900 per month"
    assert room.slot("head.signed") == "yes, 8 May 2026"
    assert room.slot("head.start") == "1 Jun 2026"
    assert (room.slot("head.type"), room.slot("head.term")) == ("vendor", "12 months")


def test_the_renewal_is_the_next_one_or_says_that_it_ends(room: Room) -> None:
    room.edit(end_on="2025-05-31")
    assert room.slot("head.renewal") == "31 May 2025, ends"
    room.edit(renewal="1 year")
    assert room.slot("head.renewal") == "31 May 2026, for 1 year"
    room.edit(end_on="", renewal="", evergreen="yes")
    assert room.slot("head.renewal") == "runs on until notice"


def test_who_works_alone_owns_the_deal_unless_it_says_otherwise(room: Room) -> None:
    room.desk.write(Command("x"), parties.set_me, "Lena Storm", "LS")
    assert room.slot("head.owner") == "Lena Storm"

    def team(session: Session) -> None:
        settings.put(session.connection().connection.driver_connection, "team", "team")  # type: ignore[arg-type]

    room.desk.write(Command("x"), team)
    assert room.slot("head.owner") == ""
    room.edit(owner="Jo Marsh")
    assert room.slot("head.owner") == "Jo Marsh"


def test_a_term_given_or_got_stands_with_the_trades_alone(room: Room) -> None:
    room.form("term", what="EUR 900 a month", kind="commercial")
    room.form("term", what="keys stay with us", kind="other")
    room.form("term", what="evening hours", trade="got")
    room.form("term", what="one more month", kind="commercial", trade="gave")
    room.form("term", what="our name", trade="gave")
    assert room.slot("outcome.commercial") == "EUR 900 a month"
    assert room.slot("outcome.other") == "keys stay with us"
    assert room.slot("outcome.trades") == "gave: one more month; our name; got: evening hours"


def test_the_first_takeaway_of_each_role_fills_its_slot_and_more_are_counted(room: Room) -> None:
    room.put(
        takeaway(room, 3, "tactic", "third"),
        takeaway(room, 1, "tactic", "first"),
        takeaway(room, 2, None, "without a role"),
        takeaway(room, 4, "proof", "the log"),
        takeaway(room, 5, "proof", "gone", archived_at="2026-05-01T00:00:00.000Z"),
    )
    assert room.slot("worked.tactic") == "first (+2 more)"
    assert room.slot("worked.proof") == "the log"
    assert room.slot("worked.relationship") == ""


def test_six_sources_are_ticked_by_what_moved_them_and_price_is_not_printed(room: Room) -> None:
    room.put(
        LeverageMark(deal_id=room.deal, source=LeverageSource.TIME, counted_on=True, notes="left them cold"),
        LeverageMark(deal_id=room.deal, source=LeverageSource.RISK, moved=True, notes="calmed legal"),
        LeverageMark(deal_id=room.deal, source=LeverageSource.PRICE, moved=True, notes="never printed"),
    )
    ticks = {source: room.slot(f"leverage.{source}") for source in LeverageSource if source != LeverageSource.PRICE}
    assert [source for source, text in ticks.items() if text] == [LeverageSource.RISK]
    assert room.slot("leverage.notes") == "calmed legal; left them cold"
    assert "never printed" not in "".join(review.slots(room.desk.con, room.deal, TODAY).values())


def test_missed_lines_stand_by_role_and_one_without_is_to_be_asked_earlier(room: Room) -> None:
    room.put(
        Missed(deal_id=room.deal, position=1, text="who signs?"),
        Missed(deal_id=room.deal, position=2, role="learned late", text="the limit"),
        Missed(deal_id=room.deal, position=3, role="hidden", text="the officer"),
    )
    assert room.slot("missed.earlier") == "who signs?"
    assert room.slot("missed.late") == "the limit"
    assert room.slot("missed.hidden") == "the officer"


def test_friction_entered_on_its_screen_reaches_the_page_with_its_cause(room: Room) -> None:
    room.form("friction", text="silent for 4 days", cause="external")
    room.form("friction", text="two price lists", cause="internal")
    assert room.slot("friction.moments") == "silent for 4 days (+1 more)"
    assert room.slot("friction.cause") == "external"


def test_three_changes_and_their_one_action(room: Room) -> None:
    owner = room.person("Jo Marsh")
    room.put(
        *(PlaybookChange(deal_id=room.deal, position=n, text=f"change {n}") for n in (1, 2, 3, 4)),
        Action(deal_id=room.deal, kind=ActionKind.PLAYBOOK, text="x", owner_id=owner, due_on=date(2026, 5, 15)),
    )
    assert [room.slot(f"changes.{n}") for n in (1, 2, 3)] == ["change 1", "change 2", "change 3 (+1 more)"]
    assert (room.slot("changes.owner"), room.slot("changes.due")) == ("Jo Marsh", "15 May 2026")


def test_follow_through_is_read_from_its_actions(room: Room) -> None:
    handover, mail, kickoff = (
        Action(deal_id=room.deal, kind=kind, text="x", due_on=date(2026, 5, 13), due_set_by="rule")
        for kind in (ActionKind.HANDOVER, ActionKind.NEXT_STEPS, ActionKind.KICKOFF)
    )
    handover.attendees = "Jo, Ann"
    room.put(handover, mail, kickoff)
    assert room.slot("follow.handover") == "13 May 2026, with Jo, Ann"
    assert room.slot("follow.mail") == ""  # due, not sent
    assert room.slot("follow.kickoff") == ""  # a limit, not an appointment
    room.put(
        Action(deal_id=room.deal, kind=ActionKind.KICKOFF, text="x", due_on=date(2026, 5, 12), due_set_by="person")
    )
    assert room.slot("follow.kickoff") == "12 May 2026"


def test_a_sent_mail_shows_its_day(room: Room) -> None:
    day = date(2026, 5, 11)
    room.put(Action(deal_id=room.deal, kind=ActionKind.NEXT_STEPS, text="x", state=ActionState.DONE, done_on=day))
    assert room.slot("follow.mail") == "11 May 2026"


def test_check_ins_metrics_and_who_to_call_are_rows_in_a_line(room: Room) -> None:
    ours, theirs = room.person("Jo Marsh"), room.person("Ann Lee")
    room.put(
        Checkin(
            deal_id=room.deal,
            purpose="review",
            early_count=1,
            early_unit="week",
            ongoing_count=2,
            ongoing_unit="month",
            switch_on=date(2026, 6, 8),
            next_on=date(2026, 5, 15),
        ),
        Checkin(deal_id=room.deal, ongoing_count=1, ongoing_unit="quarter"),
        Metric(deal_id=room.deal, name="clean rooms"),
        Metric(deal_id=room.deal, name="complaints"),
        Contact(deal_id=room.deal, matter="billing", side="them", person_id=theirs),
        Contact(deal_id=room.deal, matter="billing", side="us", person_id=ours),
    )
    assert room.slot("follow.checkins") == (
        "review: every week until 8 Jun 2026, then every 2 months, next 15 May 2026; every quarter"
    )
    assert room.slot("follow.metrics") == "clean rooms, complaints"
    assert room.slot("follow.contacts") == "billing Jo Marsh / Ann Lee"


def test_open_risks_with_their_answers(room: Room) -> None:
    room.put(
        Risk(deal_id=room.deal, position=1, text="closed", closed_on=date(2026, 5, 1)),
        Risk(deal_id=room.deal, position=2, text="no keys", mitigation="a second set"),
        Risk(deal_id=room.deal, position=3, text="no water"),
    )
    assert [room.slot(f"risks.{n}") for n in (1, 2, 3)] == ["no keys", "no water", ""]
    assert [room.slot(f"risks.answer_{n}") for n in (1, 2)] == ["a second set", ""]


def test_a_pick_wins_and_its_row_stands_nowhere_else(room: Room) -> None:
    one, two = room.put(takeaway(room, 1, "tactic", "one"), takeaway(room, 2, "tactic", "two"))
    [held] = room.put(Review(deal_id=room.deal, version=1, reviewed_on=date(2026, 5, 10)))
    number = room.desk.con.execute("SELECT id FROM review WHERE uid = ?", (held,)).fetchone()[0]

    def pick(slot: str, **of: Any) -> ReviewSlot:  # noqa: ANN401
        return ReviewSlot(deal_id=room.deal, review_id=number, slot=slot, **of)

    room.put(
        pick("worked.tactic", row_tab="takeaway", row_uid=two),
        pick("worked.proof", row_tab="takeaway", row_uid=one),
        pick("missed.late", frozen_text="typed into the form"),
        pick("missed.earlier"),
    )
    room.put(Missed(deal_id=room.deal, text="would fit"))
    found = review.read(room.desk.con, room.deal, TODAY)
    assert (found.slots["worked.tactic"].printed, found.slots["worked.proof"].printed) == ("two", "one")
    assert found.slots["worked.tactic"].rows == (two,)
    assert room.slot("missed.late") == "typed into the form"
    assert room.slot("missed.earlier") == ""  # left empty on purpose
    assert room.slot("head.date") == "10 May 2026"


def test_a_pick_whose_row_is_gone_leaves_its_slot_empty(room: Room) -> None:
    [gone] = room.put(takeaway(room, 1, "tactic", "one"))
    [held] = room.put(Review(deal_id=room.deal, version=1))
    number = room.desk.con.execute("SELECT id FROM review WHERE uid = ?", (held,)).fetchone()[0]
    room.put(ReviewSlot(deal_id=room.deal, review_id=number, slot="worked.tactic", row_uid=gone))
    room.desk.write(Command("x"), lines.archive, "worked", gone, room.desk.clock.now())
    assert room.slot("worked.tactic") == ""


def test_a_closed_version_keeps_its_words_while_the_registers_go_on(room: Room) -> None:
    room.put(takeaway(room, 1, "tactic", "newer words"))
    room.put(
        Review(deal_id=room.deal, version=1, frozen_at="2026-05-10T10:00:00.000Z", reviewed_on=date(2026, 5, 10)),
        Review(deal_id=room.deal, version=2),
    )
    number = room.desk.con.execute("SELECT id FROM review WHERE version = 1").fetchone()[0]
    room.put(ReviewSlot(deal_id=room.deal, review_id=number, slot="worked.tactic", frozen_text="older words"))
    first, newest = (review.read(room.desk.con, room.deal, TODAY, version) for version in (1, None))
    assert (first.version, first.closed, first.slots["worked.tactic"].text) == (1, True, "older words")
    assert first.slots["head.ref"].text == ""
    assert (newest.version, newest.closed, newest.slots["worked.tactic"].text) == (2, False, "newer words")
    assert review.versions(room.desk.con, room.deal) == [1, 2]


def test_what_is_not_there_is_refused_with_a_sentence(room: Room) -> None:
    with pytest.raises(NotFound, match="no version 3"):
        review.read(room.desk.con, room.deal, TODAY, 3)
    with pytest.raises(NotFound, match="not there"):
        review.read(room.desk.con, room.deal + 1, TODAY)
