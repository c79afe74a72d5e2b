"""The review form is written slot by slot: each into the rows it stands for, one command each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dealdesk.domain.vocabulary import ActionKind, LeverageSource, MissedRole, TypingState
from dealdesk.store import (
    changes,
    drafts,
    forms,
    review,
    review_form,
)
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.delivery import Metric
from dealdesk.store.tables.registers import LeverageMark
from tests.desks import NOW, add_deal, add_friction, open_desk
from tests.store.review_paper import TODAY, TYPED, Paper, add_line, first_empty, put_row


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    desk = open_desk(tmp_path)
    yield Paper(desk, add_deal(desk))
    desk.close()


def test_every_slot_takes_what_is_typed_and_undo_takes_each_back(paper: Paper) -> None:
    assert list(TYPED) == list(paper.view.slots)
    seen = []
    for slot, (text, printed) in TYPED.items():
        seen.append(paper.texts())
        assert (slot, paper.type(slot, text)) == (slot, printed)
    assert review_form.filled(paper.view) == 45
    assert review_form.by_part(paper.view)["follow"] == (6, 6)
    assert first_empty(paper.view) is None
    for before in reversed(seen):
        paper.undo()
        assert paper.texts() == before


def test_an_empty_slot_makes_the_row_with_its_role_and_picks_it(paper: Paper) -> None:
    for slot in ("worked.relationship", "missed.hidden", "follow.kickoff"):
        assert paper.slot(slot).source == ""
        paper.type(slot, TYPED[slot][0])
        assert paper.slot(slot).source == "written"
    assert paper.rows("takeaway", "role, text") == [("relationship", "lunch with legal")]
    assert paper.rows("missed", "role") == [MissedRole.HIDDEN]
    assert paper.rows("question") == []  # a hidden person is nothing to ask
    assert paper.rows("action", "kind, due_on, due_set_by") == [("kickoff", "2026-05-20", "person")]
    assert review.versions(paper.desk.con, paper.deal) == [1]


def test_a_pulled_slot_edits_the_row_it_shares(paper: Paper) -> None:
    add_friction(paper.desk, paper.deal, "silent for 4 days", cause="external")
    add_line(paper, "missed", "who signs?")
    seen = paper.slot("friction.moments")
    assert (seen.text, seen.source, seen.elsewhere) == ("silent for 4 days", "pulled", ("friction log",))
    assert paper.slot("missed.earlier").elsewhere == ("question bank",)
    paper.type("friction.moments", "silent for 6 days")
    paper.type("missed.earlier", "who signs, and up to what?")
    assert paper.rows("friction") == ["silent for 6 days"]
    assert paper.rows("question") == ["Who signs, and up to what?"]
    assert paper.slot("friction.moments").source == "pulled"
    assert paper.slot("friction.cause").text == "external"


def test_clearing_takes_away_what_was_born_here_and_only_takes_out_what_was_not(paper: Paper) -> None:
    add_line(paper, "worked", "from the debrief", "proof")
    paper.type("worked.tactic", "typed here")
    paper.type("worked.tactic", "")
    paper.type("worked.proof", "")
    assert paper.rows("takeaway") == ["from the debrief"]
    assert (paper.slot("worked.proof").text, paper.slot("worked.proof").candidates) == ("", 1)
    assert paper.cycle("worked.proof") == "from the debrief"
    assert paper.slot("worked.proof").source == "picked"


def test_a_line_born_here_stays_in_its_register_where_a_change_was_taken_from_it(paper: Paper) -> None:
    paper.type("missed.earlier", "who signs?")
    uid = paper.rows("missed", "uid")[0]
    paper.desk.write(Command("took a change"), changes.take, paper.deal, None, "missed", uid, NOW)
    paper.type("missed.earlier", "")
    assert paper.rows("missed") == ["who signs?"]


def test_once_a_mistake_is_cleared_the_slot_pulls_again(paper: Paper) -> None:
    paper.type("worked.tactic", "a slip")
    paper.type("worked.tactic", "")
    add_line(paper, "worked", "opened with the cost of waiting", "framing")
    assert paper.slot("worked.tactic").printed == "opened with the cost of waiting"


def test_clearing_one_change_does_not_move_the_others(paper: Paper) -> None:
    for text in ("a", "b"):
        add_line(paper, "changes", text)
    paper.type("changes.1", "")
    assert [paper.slot(f"changes.{number}").text for number in (1, 2, 3)] == ["", "b", ""]
    assert paper.cycle("changes.3") == "a"
    assert paper.rows("playbook_change") == ["a", "b"]


def test_cycling_goes_round_the_rows_that_stand_nowhere_else(paper: Paper) -> None:
    for text in ("a", "b", "c", "d"):
        add_line(paper, "worked", text, "tactic")
    add_line(paper, "worked", "shown in the pilot", "proof")
    assert paper.slot("worked.tactic").printed == "a (+3 more)"
    assert [paper.cycle("worked.tactic")[0] for _ in range(4)] == ["b", "c", "d", "a"]
    assert paper.cycle("worked.tactic", -1)[0] == "d"
    assert paper.slot("worked.proof").text == "shown in the pilot"
    assert paper.slot("worked.relationship").candidates == 3  # a role that was guessed wrong
    paper.cycle("head.term")
    paper.cycle("risks.1")


def test_owner_and_date_of_the_changes_are_those_of_their_one_action(paper: Paper) -> None:
    assert paper.promote("changes.owner", "Kim").state is TypingState.REFUSED
    paper.type("changes.1", "ask who signs")
    assert paper.type("changes.owner", "Kim") == "Kim"
    rule = paper.slot("changes.due").text
    assert paper.type("changes.due", "1 jun") == "1 Jun 2026"
    assert paper.rows("action", "kind, due_on, due_set_by") == [("playbook", "2026-06-01", "person")]
    paper.promote("changes.due", "")
    assert paper.slot("changes.due").text == rule


def test_what_stands_beside_nothing_is_refused_and_kept(paper: Paper) -> None:
    for slot, text in (("friction.cause", "internal"), ("risks.answer_2", "lamps"), ("changes.due", "fri")):
        done = paper.promote(slot, text)
        assert done.state is TypingState.REFUSED
        assert done.message.endswith(".")
    kept = drafts.of_row(paper.desk.con, "review", paper.view.deal_uid)
    assert {slot: draft.text for slot, draft in kept.items()} == {
        "friction.cause": "internal",
        "risks.answer_2": "lamps",
        "changes.due": "fri",
    }


def test_text_that_is_no_date_stays_typing_and_is_forgotten_once_it_is_one(paper: Paper) -> None:
    for slot in ("head.date", "head.signed", "follow.mail", "follow.kickoff", "follow.handover"):
        assert paper.promote(slot, "31 fe").state is TypingState.REFUSED, slot
    kept = drafts.of_row(paper.desk.con, "review", paper.view.deal_uid)
    assert {draft.text for draft in kept.values()} == {"31 fe"}
    assert len(kept) == 5
    paper.type("follow.mail", "12 may")
    assert "follow.mail" not in drafts.of_row(paper.desk.con, "review", paper.view.deal_uid)
    assert paper.promote("follow.mail", "1 jun 2026").message.startswith("That day is still to come")


def test_too_much_text_is_refused_in_every_slot_that_takes_text(paper: Paper) -> None:
    paper.type("friction.moments", "silent")
    before = paper.texts()
    for slot in TYPED:
        done = paper.promote(slot, "ab; " * 50_000)
        assert done.state is TypingState.REFUSED, slot
        assert len(done.message) < 200
    assert paper.texts() == before


def test_signing_in_the_form_signs_the_deal(paper: Paper) -> None:
    assert paper.slot("head.signed").printed == "no"
    paper.type("head.signed", "yes")
    assert paper.rows("deal", "stage, signed_on") == [("signed", "2026-05-13")]
    assert paper.rows("debrief", "kind")[0] == "first"
    assert paper.type("head.signed", "no") == "no"


def test_a_reference_is_never_taken_from_another_deal(paper: Paper) -> None:
    add_deal(paper.desk, "Second", "Borden")
    old = paper.slot("head.ref").text
    assert "another deal" in paper.promote("head.ref", "BORDEN-2").message
    assert paper.type("head.ref", "ACME-77") == "ACME-77"
    assert paper.type("head.ref", old) == old
    assert "letters" in paper.promote("head.ref", "").message


def test_tokens_are_rows_added_reworded_moved_and_taken_out(paper: Paper) -> None:
    paper.type("outcome.commercial", "price -3 %; net 30; cap 5 %")
    first = dict(paper.rows("term", "what, uid"))
    paper.type("outcome.commercial", "cap 5 % a year; price -3 %")
    after = dict(paper.rows("term", "what, uid"))
    assert after == {"cap 5 % a year": first["cap 5 %"], "price -3 %": first["price -3 %"]}
    assert paper.slot("outcome.commercial").tokens == ("cap 5 % a year", "price -3 %")
    paper.type("outcome.commercial", "")
    assert paper.rows("term", "what") == []


def test_a_token_may_hold_what_parts_tokens_as_long_as_it_is_left_alone(paper: Paper) -> None:
    now = paper.desk.clock.now()
    texts = {"what": "exit: 60 days; in writing", "kind": "other"}
    paper.desk.write(Command("x"), forms.create, "term", "t", paper.deal, texts, paper.desk.context, now)
    paper.type("outcome.other", "exit: 60 days; in writing; monthly review")
    assert paper.slot("outcome.other").tokens == ("exit: 60 days; in writing", "monthly review")
    assert paper.rows("term", "what") == ["exit: 60 days; in writing", "monthly review"]


def test_rows_that_were_there_are_pulled_left_out_and_pulled_in_again(paper: Paper) -> None:
    for name in ("uptime", "tickets", "visits"):
        put_row(paper, Metric(deal_id=paper.deal, name=name))
    assert paper.slot("follow.metrics").source == "pulled"
    assert paper.type("follow.metrics", "visits, uptime") == "visits, uptime (+1 more)"
    assert paper.rows("metric", "name") == ["uptime", "tickets", "visits"]
    assert paper.cycle("follow.metrics") == "visits, uptime, tickets"
    assert paper.cycle("follow.metrics", -1) == "visits, uptime (+1 more)"


def test_trades_say_which_way_they_went(paper: Paper) -> None:
    assert paper.promote("outcome.trades", "longer term").state is TypingState.REFUSED
    paper.type("outcome.trades", "gave: longer term; reference call; got: a ladder")
    paper.type("outcome.trades", "got: a ladder; gave: reference call")
    assert paper.slot("outcome.trades").printed == "got: a ladder; gave: reference call"
    assert sorted(paper.rows("term", "trade, what")) == [("gave", "reference call"), ("got", "a ladder")]


def test_who_to_call_is_a_contact_for_each_side(paper: Paper) -> None:
    paper.type("follow.contacts", "billing Jo / Ann; account team: Kim")
    people = "(SELECT name FROM person WHERE person.id = person_id)"
    found = paper.rows("contact", f"matter, side, {people}")
    assert found == [("billing", "us", "Jo"), ("billing", "them", "Ann"), ("account team", "them", "Kim")]
    paper.type("follow.contacts", "billing Ann; account team Kim")
    assert paper.slot("follow.contacts").tokens == ("billing Ann", "account team Kim")
    assert paper.rows("contact", "matter") == ["billing", "account team"]
    paper.type("follow.contacts", "")
    assert paper.rows("contact", "matter") == []


def test_people_of_the_deal_are_called_until_somebody_else_is_named(paper: Paper) -> None:
    now, texts = paper.desk.clock.now(), {"name": "Ann Lee", "side": "them", "role": "billing"}
    paper.desk.write(Command("x"), forms.create, "deal_person", "p", paper.deal, texts, paper.desk.context, now)
    assert paper.slot("follow.contacts").printed == "billing Ann Lee"
    assert paper.type("follow.contacts", "billing Bo Ray") == "billing Bo Ray"
    assert len(paper.rows("deal_person", "id")) == 1


def test_check_ins_are_schedules_where_they_can_be_read(paper: Paper) -> None:
    text = "review: weekly until 8 jun, then every 2 months, next fri; call on Mondays"
    printed = paper.type("follow.checkins", text)
    assert printed == "review: every week until 8 Jun 2026, then every 2 months, next 15 May 2026; call on Mondays"
    columns = "purpose, early_count, early_unit, ongoing_count, ongoing_unit, switch_on, next_on"
    assert paper.rows("checkin", columns)[0] == ("review", 1, "week", 2, "month", "2026-06-08", "2026-05-15")
    assert paper.promote("follow.checkins", "weekly until 31 fe").state is TypingState.REFUSED
    assert paper.type("follow.checkins", printed) == printed


def test_a_hand_over_behind_us_is_done_and_one_to_come_is_open(paper: Paper) -> None:
    paper.type("follow.handover", "2026-05-11 with Jo")
    assert paper.rows("action", "kind, state, done_on, attendees") == [("hand-over", "done", "2026-05-11", "Jo")]
    paper.type("follow.handover", "fri with Jo")
    assert paper.rows("action", "state, due_on, done_on") == [("to do", "2026-05-15", None)]
    paper.type("follow.handover", "")
    assert paper.rows("action") == []


def test_clearing_a_date_opens_an_action_that_was_there_again(paper: Paper) -> None:
    put_row(paper, Action(deal_id=paper.deal, kind=ActionKind.NEXT_STEPS, text="mail", due_on=TODAY, due_set_by="rule"))
    paper.type("follow.mail", "12 may")
    assert paper.rows("action", "state, done_on, due_set_by") == [("done", "2026-05-12", "rule")]
    paper.type("follow.mail", "")
    assert paper.rows("action", "state, done_on, due_set_by") == [("to do", None, "rule")]


def test_ticks_are_marks_and_a_marked_checklist_is_answered(paper: Paper) -> None:
    assert review_form.by_part(paper.view)["leverage"] == (0, 7)
    now = paper.desk.clock.now()
    paper.desk.write(Command("marked"), review_form.mark, paper.deal, "time", True, now)
    assert paper.slot("leverage.time").printed == "x"
    assert review_form.by_part(paper.view)["leverage"] == (6, 7)
    assert first_empty(paper.view, "leverage") == "leverage.notes"
    paper.type("leverage.time", "")
    assert paper.rows("leverage_mark", "moved") == [0]
    put_row(paper, LeverageMark(deal_id=paper.deal, source=LeverageSource.RISK, driver="outage", moved=True))
    assert "outage" in paper.promote("leverage.risk", "").message


def test_notes_on_leverage_stay_with_their_sources(paper: Paper) -> None:
    put_row(paper, LeverageMark(deal_id=paper.deal, source=LeverageSource.TIME, moved=True, notes="their fiscal year"))
    put_row(paper, LeverageMark(deal_id=paper.deal, source=LeverageSource.RISK, counted_on=True))
    paper.type("leverage.notes", "their fiscal year ends in June; calmed legal")
    found = paper.rows("leverage_mark", "source, notes")
    assert found == [("time", "their fiscal year ends in June"), ("risk", "calmed legal")]
    paper.type("leverage.notes", "calmed legal")
    assert paper.rows("leverage_mark", "notes") == ["", "calmed legal"]
