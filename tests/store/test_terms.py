"""Terms with owner and date, n of m: linked to an action, made into one, or information only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.actions import TypedAction, read_who_when
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import action_owners, records, terms
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import NOW, add_deal, edit, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    return desk


def add(desk: Desk, table: str, deal_id: int = 1, **texts: str) -> str:
    uid = new_uid()
    desk.write(Command("added"), records.add, table, uid, deal_id, texts, desk.context, NOW)
    return uid


def carry_out(desk: Desk, function: Any, *args: object, **kwargs: object) -> list[str]:  # noqa: ANN401
    said: list[str] = desk.write(Command("moved a term"), function, *args, **kwargs)
    return said


def made(desk: Desk, uid: str) -> list[str]:
    return carry_out(desk, terms.make, uid, desk.context, NOW)


def test_only_terms_with_owner_and_date_count(desk: Desk) -> None:
    assert desk.rows(terms.explicit, 1) == (0, 0)
    add(desk, "term", what="84k a year", kind="commercial")
    uid = add(desk, "term", what="monthly report", clause="4.2")
    assert desk.rows(terms.explicit, 1) == (0, 1)
    action = add(desk, "action", text="send the report", side="them")
    assert carry_out(desk, terms.link, uid, action) == [
        "“send the report” keeps this term. It still needs an owner and a date."
    ]
    assert desk.rows(terms.explicit, 1) == (0, 1)
    assert desk.rows(terms.standings, 1)[0].lacks == "no owner, no date"
    edit(desk, "action", action, "owner", "me", "")
    assert desk.rows(terms.standings, 1)[0].lacks == "no date"
    edit(desk, "action", action, "due_on", "fri", "")
    assert desk.rows(terms.explicit, 1) == (1, 1)
    assert desk.con.execute("SELECT clause FROM action").fetchone() == ("4.2",)
    assert carry_out(desk, terms.unlink, uid) == ["No action keeps this term now."]
    assert desk.rows(terms.explicit, 1) == (0, 1)
    assert desk.rows(terms.standings, 1)[0].lacks == "no action"


@pytest.mark.parametrize(("trade", "side"), [("gave", "us"), ("got", "them"), ("", "us")])
def test_an_action_is_made_of_the_text_of_a_term(desk: Desk, trade: str, side: str) -> None:
    uid = add(desk, "term", what="monthly report", clause="4.2", trade=trade)
    needs = "an owner and a date" if side == "them" else "a date"  # what is ours is mine: nobody else works here
    assert made(desk, uid) == [f"“monthly report” keeps this term. It still needs {needs}."]
    assert desk.con.execute("SELECT text, clause, side FROM action").fetchall() == [("monthly report", "4.2", side)]
    with pytest.raises(InputRefused, match="“monthly report” keeps this term already"):
        made(desk, uid)


def test_who_and_when_are_said_with_the_action_or_later_and_the_side_is_the_owners(desk: Desk) -> None:
    add(desk, "deal_person", name="Dana Ruiz", side="them")
    uid = add(desk, "term", what="monthly report", trade="gave")
    known = desk.rows(action_owners.known, 1)

    def read(line: str) -> TypedAction:
        return read_who_when(line, desk.context, known)

    said = carry_out(desk, terms.make, uid, desk.context, NOW, read("dana"))
    assert said == ["“monthly report” keeps this term. It still needs a date."]
    assert desk.con.execute("SELECT side FROM action").fetchone() == ("them",)
    assert carry_out(desk, terms.give, uid, desk.context, NOW, read("by fri")) == ["“monthly report” keeps this term."]
    assert desk.rows(terms.explicit, 1) == (1, 1)
    row = desk.con.execute("SELECT name, due_on, due_set_by FROM action JOIN person ON person.id = owner_id").fetchone()
    assert row == ("Dana Ruiz", "2026-05-15", "person")
    assert carry_out(desk, terms.give, uid, desk.context, NOW, read("us")) == [
        "“monthly report” keeps this term. It still needs an owner."
    ]
    carry_out(desk, terms.unlink, uid)
    with pytest.raises(NotFound, match="No action keeps this term"):
        carry_out(desk, terms.give, uid, desk.context, NOW, read("me"))


def test_information_only_needs_no_action_and_is_not_counted(desk: Desk) -> None:
    uid = add(desk, "term", what="law of Spain")
    add(desk, "term", what="monthly report")
    assert carry_out(desk, terms.information_only, uid) == ["Information only."]
    assert desk.rows(terms.explicit, 1) == (0, 1)
    assert desk.rows(terms.standings, 1)[0].lacks == ""
    carry_out(desk, terms.information_only, uid, yes=False)
    assert desk.rows(terms.explicit, 1) == (0, 2)
    made(desk, uid)
    carry_out(desk, terms.information_only, uid)
    assert desk.rows(terms.standings, 1)[0].action_uid == ""


def test_an_archived_action_keeps_no_term(desk: Desk) -> None:
    uid = add(desk, "term", what="monthly report")
    action = add(desk, "action", text="send it", owner="me", due_on="fri")
    carry_out(desk, terms.link, uid, action)
    carry_out(desk, records.archive, "action", action, NOW)
    assert desk.rows(terms.explicit, 1) == (0, 1)
    made(desk, uid)


def test_an_action_of_another_deal_keeps_none(desk: Desk) -> None:
    other = add_deal(desk, "Other")
    uid = add(desk, "term", what="monthly report")
    with pytest.raises(InputRefused, match="another deal"):
        carry_out(desk, terms.link, uid, add(desk, "action", other, text="x"))
    with pytest.raises(NotFound):
        carry_out(desk, terms.link, new_uid(), new_uid())
