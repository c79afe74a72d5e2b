"""The text of a hand-over: drawn from the deal, headings without lines left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.vocabulary import Side
from dealdesk.errors import NotFound
from dealdesk.store import forms, handover
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.delivery import Risk
from dealdesk.store.uid import new_uid
from tests.desks import NOW, add_deal, add_friction, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def fill(desk: Desk, table: str, **texts: str) -> None:
    desk.write(Command("typed"), forms.create, table, new_uid(), 1, texts, desk.context, desk.clock.now())


def test_it_says_what_was_promised_by_when_and_what_to_watch(desk: Desk) -> None:
    add_deal(desk, type="client", signed_on="2026-05-12", end_on="2027-05-31", notice="3 months")
    fill(desk, "term", what="two users trained a month", clause="4.2")
    fill(desk, "term", what="free setup", trade="gave")
    fill(desk, "deal_person", name="Jo", side="us", role="delivery")
    fill(desk, "deal_person", name="Dana", side="them", role="billing")
    add_friction(desk, 1, "Two weeks without an answer", remedy="ask Raj directly")

    def act(session: Session) -> None:
        session.add(Action(deal_id=1, text="send the runbook", due_on=date(2026, 5, 11), done_when="Dana opened it"))
        session.add(Action(deal_id=1, text="name an owner", side=Side.THEM, due_on=date(2026, 5, 20)))
        session.add(Risk(deal_id=1, text="their budget ends in June", mitigation="invoice in May"))

    desk.write(Command("added"), act)
    told = dict(desk.rows(handover.lines, 1, NOW.date()))
    assert told["What we promised"] == [
        "two users trained a month (clause 4.2)",
        "we gave: free setup",
        "send the runbook, by 11 May 2026 (late), done when Dana opened it",
        "First deliverable, no date yet",
    ]
    assert told["What they owe us"] == ["name an owner, by 20 May 2026"]
    assert told["Dates"][:3] == ["signed 12 May 2026", "ends or renews 31 May 2027", "give notice by 26 Feb 2027"]
    assert told["Dates"][-1] == "next check-in 19 May 2026"
    assert told["What to watch"] == [
        "their budget ends in June: invoice in May",
        "Two weeks without an answer: ask Raj directly",
    ]
    assert told["Who is there"] == ["Jo, delivery", "Dana, billing on their side"]


def test_an_empty_deal_has_no_headings_and_none_is_not_found(desk: Desk) -> None:
    add_deal(desk)
    assert desk.rows(handover.lines, 1, NOW.date()) == []
    with pytest.raises(NotFound):
        desk.rows(handover.lines, 99, NOW.date())
