"""Actions: added by form or in a line, owned, blocked, moved; each a command that undo takes back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from dealdesk.domain.vocabulary import ActionState, TypingState
from dealdesk.errors import FieldRefused, InputRefused, NotFound
from dealdesk.store import (
    action_owners,
    actions,
    due_moves,
    forms,
    history,
    history_words,
    parties,
    records,
    settings,
    waiting,
)
from dealdesk.store.blocking import Blocked, blockers
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.moment import connection
from dealdesk.store.tables.actions import Action, NewDate
from dealdesk.store.tables.delivery import Metric
from dealdesk.store.uid import new_uid
from tests.desks import NOW, FixedClock, add_deal, edit, open_desk

#: A Wednesday.
TODAY = NOW.date()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    person(desk, "Dana Ruiz", "them")
    person(desk, "Ada Berg", "us")
    return desk


def put_setting(session: Session, name: str, value: str) -> None:
    settings.put(connection(session), name, value)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def person(desk: Desk, name: str, side: str) -> None:
    texts = {"name": name, "side": side}
    desk.write(Command("added a person"), records.add, "deal_person", new_uid(), 1, texts, desk.context, NOW)


def add(desk: Desk, text: str = "send the plan", **texts: str) -> str:
    uid = new_uid()
    every = {"text": text, **texts}
    desk.write(Command("added an action"), records.add, "action", uid, 1, every, desk.context, NOW)
    return uid


def line(desk: Desk, text: str) -> str:
    uid = new_uid()
    desk.write(Command("added an action"), actions.add_line, 1, uid, text, desk.context, NOW)
    return uid


def carry_out(desk: Desk, function: Callable[..., Any], *args: object, **kwargs: object) -> Any:  # noqa: ANN401
    return desk.write(Command("moved an action"), function, *args, **kwargs)


def move(desk: Desk, uid: str, state: ActionState, **more: bool) -> list[str]:
    said: list[str] = carry_out(desk, actions.move, uid, state, desk.context, NOW, **more)
    return said


def column(desk: Desk, uid: str, name: str) -> Any:  # noqa: ANN401 - whatever the column holds
    return desk.con.execute(f"SELECT {name} FROM action WHERE uid = ?", (uid,)).fetchone()[0]


def texts(desk: Desk, uid: str) -> dict[str, str]:
    return desk.read(forms.load, "action", uid)


def undo(desk: Desk) -> None:
    con, _ = desk._writer()
    history.undo(con, desk.window, NOW)


@pytest.mark.parametrize(
    ("team", "text", "more", "owner"),
    [
        ("alone", "send the plan", {}, "me"),
        ("alone", "send the plan to x@y.example", {}, "me"),
        ("alone", "send the plan @Lin", {}, ""),
        ("alone", "send the plan", {"side": "them"}, ""),
        ("alone", "send the plan", {"owner": "Ada Berg"}, "Ada Berg"),
        ("team", "send the plan", {}, ""),
    ],
)
def test_who_works_alone_owns_what_is_ours_and_names_nobody(
    desk: Desk, team: str, text: str, more: dict[str, str], owner: str
) -> None:
    desk.write(Command("settings"), put_setting, "team", team)
    assert texts(desk, add(desk, text, **more))["owner"] == owner
    desk.write(Command("said who works here"), parties.set_me, "Mia Kern", "mk")
    assert texts(desk, line(desk, "send it by fri"))["owner"] == ("Mia Kern" if team == "alone" else "")


def test_an_owner_that_was_taken_away_stays_away(desk: Desk) -> None:
    uid = add(desk)
    edit(desk, "action", uid, "owner", "", "me")
    assert texts(desk, uid)["owner"] == ""


def test_what_is_all_that_is_needed(desk: Desk) -> None:
    uid = add(desk)
    held = texts(desk, uid)
    found = {name: text for name, text in held.items() if text}
    assert found == {"text": "send the plan", "owner": "me", "side": "us"}
    assert column(desk, uid, "kind") == "promise"
    assert column(desk, uid, "due_set_by") is None
    with pytest.raises(InputRefused, match="An action needs a line"):
        add(desk, " ")


def test_everything_of_the_form_is_kept_and_read_back(desk: Desk) -> None:
    blocker = add(desk, "the access")
    carry_out(desk, _add_metric, "Uptime")
    every = {
        "owner": "dana",
        "due_on": "fri",
        "action_class": "binding",
        "done_when": "report is signed",
        "how_we_check": "Raj reads it",
        "review_days": "5 days",
        "clause": "4.2",
        "progress": "40%",
        "metric": "uptime",
        "blocked_by": "access",
        "waiting_since": "",
        "nudge_on": "",
        "notes": "asked twice",
    }
    held = texts(desk, add(desk, "SOC2 report", **every))
    assert held == {
        "text": "SOC2 report",
        **every,
        "owner": "Dana Ruiz",
        "due_on": "2026-05-15",
        "side": "them",
        "review_days": "5",
        "progress": "40",
        "metric": "Uptime",
        "blocked_by": "the access",
    }
    assert column(desk, blocker, "blocked_by_id") is None


def _add_metric(session: Session, name: str) -> None:
    session.add(Metric(deal_id=1, name=name))
    session.flush()


@pytest.mark.parametrize(
    ("owner", "side", "kept"),
    [
        ("Dana Ruiz", "", ("Dana Ruiz", "them")),
        ("ada", "", ("Ada Berg", "us")),
        ("ada", "them", ("Ada Berg", "them")),
        ("them", "", ("", "them")),
        ("me", "", ("me", "us")),
        ("Lin Wu", "", ("Lin Wu", "us")),
        ("Lin Wu", "theirs", ("Lin Wu", "them")),
        ("", "theirs", ("", "them")),
    ],
)
def test_the_side_follows_from_the_owner_unless_it_is_picked(
    desk: Desk, owner: str, side: str, kept: tuple[str, str]
) -> None:
    held = texts(desk, add(desk, owner=owner, side=side))
    assert (held["owner"], held["side"]) == kept


def test_a_new_owner_is_known_in_the_deal_from_then_on(desk: Desk) -> None:
    add(desk, owner="Lin Wu", side="them")
    assert desk.rows(action_owners.known, 1) == {"Dana Ruiz": "them", "Ada Berg": "us", "Lin Wu": "them"}
    held = texts(desk, add(desk, owner="lin"))
    assert (held["owner"], held["side"]) == ("Lin Wu", "them")


def test_another_owner_takes_the_action_to_the_other_side(desk: Desk) -> None:
    uid = add(desk, owner="ada")
    assert edit(desk, "action", uid, "owner", "dana", "Ada Berg").text == "Dana Ruiz"
    assert column(desk, uid, "side") == "them"
    edit(desk, "action", uid, "owner", "", "Dana Ruiz")
    assert (column(desk, uid, "owner_id"), column(desk, uid, "side")) == (None, "them")


def test_a_line_is_read_with_the_people_of_the_deal(desk: Desk) -> None:
    held = texts(desk, line(desk, "SOC2 report by fri @dana !binding"))
    found = (held["text"], held["owner"], held["side"], held["due_on"], held["action_class"])
    assert found == ("SOC2 report", "Dana Ruiz", "them", "2026-05-15", "binding")


def test_a_typed_date_becomes_the_persons(desk: Desk) -> None:
    uid = new_uid()
    rule = Action(deal_id=1, uid=uid, text="kickoff", due_on=day(9), soft_on=day(5), due_set_by="rule", due_rule="k")
    carry_out(desk, _store, rule)
    edit(desk, "action", uid, "due_on", "20 may", day(9).isoformat())
    found = [column(desk, uid, name) for name in ("due_on", "soft_on", "due_set_by", "due_rule")]
    assert found == ["2026-05-20", None, "person", None]
    assert desk.con.execute("SELECT count(*) FROM new_date").fetchone() == (0,)
    undo(desk)
    found = [column(desk, uid, name) for name in ("due_on", "soft_on", "due_set_by", "due_rule")]
    assert found == [day(9).isoformat(), day(5).isoformat(), "rule", "k"]


def _store(session: Session, row: Action | NewDate) -> None:
    session.add(row)
    session.flush()


def test_a_date_agreed_with_them_is_put_right_where_it_was_agreed(desk: Desk) -> None:
    uid = add(desk, due_on="15 may")
    carry_out(desk, due_moves.new_date, "action", uid, day(7), "their audit", desk.context, NOW)
    edit(desk, "action", uid, "due_on", "22 may", day(7).isoformat())
    assert desk.con.execute("SELECT old_on, new_on, reason FROM new_date").fetchall() == [
        ("2026-05-15", "2026-05-22", "their audit")
    ]
    assert column(desk, uid, "due_rule") == "agreed with them"


def test_what_blocks_is_named_and_a_second_yes_does_it_anyway(desk: Desk) -> None:
    access = add(desk, "get the access")
    uid = add(desk, "import the data", blocked_by="access")
    assert [one.text for one in desk.rows(blockers, uid)] == ["get the access"]
    with pytest.raises(Blocked, match="It waits for “get the access”, which is still open"):
        carry_out(desk, due_moves.done, "action", uid, desk.context, NOW)
    with pytest.raises(Blocked):
        move(desk, uid, ActionState.DONE)
    assert column(desk, uid, "state") == "to do"
    said = carry_out(desk, due_moves.done, "action", uid, desk.context, NOW, anyway=True)
    assert said == ["Done: “import the data”.", "“get the access”, which it waits for, is still open."]
    assert column(desk, uid, "notes") == "Done Wed 13 May 2026 before “get the access”, which it waits for."
    undo(desk)
    assert (column(desk, uid, "state"), column(desk, uid, "notes")) == ("to do", "")
    assert move(desk, access, ActionState.DONE) == ["Done: “get the access”.", "“import the data” can begin now."]
    assert desk.rows(blockers, uid) == ()
    assert move(desk, uid, ActionState.DONE) == ["Done: “import the data”."]
    assert column(desk, uid, "notes") == ""


def test_the_chain_of_blockers_is_told_nearest_first(desk: Desk) -> None:
    add(desk, "one")
    add(desk, "two", blocked_by="one")
    uid = add(desk, "three", blocked_by="two")
    assert [one.text for one in desk.rows(blockers, uid)] == ["two", "one"]


def test_there_are_no_circles(desk: Desk) -> None:
    one = add(desk, "one")
    two = add(desk, "two", blocked_by="one")
    add(desk, "three", blocked_by="two")
    answer = edit(desk, "action", one, "blocked_by", "three", "")
    assert answer.state is TypingState.REFUSED
    assert answer.message == "That would be a circle: “three” already waits for “one”."
    assert column(desk, one, "blocked_by_id") is None
    assert edit(desk, "action", one, "blocked_by", "one", "").state is TypingState.REFUSED
    assert carry_out(desk, actions.unblock, two) == ["“two” waits for nothing now."]
    assert edit(desk, "action", one, "blocked_by", "three", "").state is None


def test_a_blocker_that_is_not_there_or_not_one_is_refused(desk: Desk) -> None:
    add(desk, "send plan A")
    add(desk, "send plan B")
    with pytest.raises(FieldRefused, match="No open action of this deal answers to “budget”"):
        add(desk, "next", blocked_by="budget")
    with pytest.raises(FieldRefused, match="2 open actions of this deal answer to “plan”: “send plan A”"):
        add(desk, "next", blocked_by="plan")
    assert desk.con.execute("SELECT count(*) FROM action WHERE text = 'next'").fetchone() == (0,)
    with pytest.raises(FieldRefused, match="No metric"):
        add(desk, "next", metric="uptime")


def test_an_archived_blocker_blocks_nothing(desk: Desk) -> None:
    access = add(desk, "get the access")
    uid = add(desk, "import the data", blocked_by="access")
    carry_out(desk, records.archive, "action", access, NOW)
    assert desk.rows(blockers, uid) == ()
    assert texts(desk, uid)["blocked_by"] == ""
    assert move(desk, uid, ActionState.DONE) == ["Done: “import the data”."]


def test_a_review_begins_its_window(desk: Desk) -> None:
    uid = add(desk, "acceptance", review_days="5")
    assert move(desk, uid, ActionState.REVIEW) == [
        "“acceptance”: review.",
        "They have until Wed 20 May to say no.",
    ]
    assert column(desk, uid, "review_until") == "2026-05-20"
    edit(desk, "action", uid, "review_days", "2", "5")
    assert column(desk, uid, "review_until") == "2026-05-15"
    move(desk, uid, ActionState.DOING)
    assert column(desk, uid, "review_until") is None


def test_a_hundred_percent_is_not_done(desk: Desk) -> None:
    uid = add(desk)
    edit(desk, "action", uid, "progress", "100", "")
    assert column(desk, uid, "state") == "to do"
    assert edit(desk, "action", uid, "progress", "101", "100").message == (
        "Progress in % is a whole number from 0 to 100."
    )


def test_done_is_taken_back_by_moving_on(desk: Desk) -> None:
    uid = add(desk)
    move(desk, uid, ActionState.DONE)
    assert column(desk, uid, "done_on") == TODAY.isoformat()
    assert move(desk, uid, ActionState.DOING) == ["“send the plan”: doing."]
    assert (column(desk, uid, "done_on"), column(desk, uid, "done_at")) == (None, None)
    assert move(desk, uid, ActionState.DOING) == []


def test_moving_on_ends_the_wait_that_was_about_it(desk: Desk) -> None:
    uid = add(desk)
    number = column(desk, uid, "id")
    carry_out(desk, waiting.begin, 1, None, "the plan", "mail", desk.context, NOW, action_id=number)
    assert column(desk, uid, "state") == "waiting for them"
    assert move(desk, uid, ActionState.DOING) == ["“send the plan”: doing.", "No longer waiting for them."]
    assert desk.con.execute("SELECT closed_on FROM waiting").fetchall() == [(TODAY.isoformat(),)]
    assert column(desk, uid, "waiting_since") is None


def test_a_wait_for_more_goes_on(desk: Desk) -> None:
    uid = add(desk)
    number = column(desk, uid, "id")
    carry_out(desk, waiting.begin, 1, None, "the plan", "mail", desk.context, NOW, action_id=number)
    carry_out(desk, waiting.begin, 1, None, "the price", "mail", desk.context, NOW)
    assert move(desk, uid, ActionState.TODO) == ["“send the plan”: to do."]
    assert desk.con.execute("SELECT closed_on, action_id FROM waiting").fetchall() == [(None, None)]


def test_an_action_that_is_gone_is_said_to_be(desk: Desk) -> None:
    with pytest.raises(NotFound, match="not there any more"):
        move(desk, new_uid(), ActionState.DOING)


def test_the_history_tells_what_an_action_waits_for_in_words(desk: Desk) -> None:
    add(desk, "get the access")
    uid = add(desk, "import the data")
    edit(desk, "action", uid, "blocked_by", "access", "")
    edit(desk, "action", uid, "progress", "40", "")
    told = history_words.tell(desk.con, desk.rows(history.of_deal, 1))[:2]
    assert [item.what for item in told] == [
        "edited a action: Progress in %: (empty) → 40",
        "edited a action: Blocked by: (empty) → get the access",
    ]


def test_a_typed_day_of_the_first_deliverable_moves_what_follows_it(desk: Desk) -> None:
    for name, text in (("signed_on", TODAY.isoformat()), ("type", "client")):
        edit(desk, "deal", desk.con.execute("SELECT uid FROM deal").fetchone()[0], name, text, "")
    uid = desk.con.execute("SELECT uid FROM action WHERE kind = 'deliverable'").fetchone()[0]
    second = "SELECT due_on FROM debrief WHERE kind = 'second'"
    before = desk.con.execute(second).fetchone()
    edit(desk, "action", uid, "due_on", "20 may", "")
    assert column(desk, uid, "due_on") == "2026-05-20"
    moved = desk.con.execute(second).fetchone()
    assert moved != before
    carry_out(desk, due_moves.new_date, "action", uid, day(20), "", desk.context, NOW)
    assert desk.con.execute(second).fetchone() != moved


def test_a_window_that_was_over_is_said_to_begin_again(desk: Desk) -> None:
    uid = add(desk, review_days="2")
    move(desk, uid, ActionState.REVIEW)
    assert edit(desk, "action", uid, "review_days", "3", "2").message == ""
    assert column(desk, uid, "review_until") == "2026-05-18"
    assert isinstance(desk.clock, FixedClock)
    desk.clock.wall += timedelta(days=7)
    said = edit(desk, "action", uid, "review_days", "5", "3")
    assert (said.state, said.message) == (
        None,
        "The window was over since Mon 18 May; a new one runs until Wed 27 May.",
    )
