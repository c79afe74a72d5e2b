"""The card before a conversation, and the ideas for a party."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dealdesk.domain.vocabulary import ActionKind, Side
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import call_card, history, ideas, people
from dealdesk.store import connect as connecting
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from tests.desks import NOW, add_deal, edit, open_desk, uid_of
from tests.store.talking import add_person, go_to, say


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def card(desk: Desk, deal: int, person: int | None = None) -> call_card.CallCard:
    return desk.rows(call_card.card, deal, person, desk.today)


def add_idea(desk: Desk, deal: int, uid: str, text: str) -> None:
    now = desk.clock.now()
    desk.write(Command("noted an idea", deal), ideas.add, deal, uid, {"text": text}, desk.context, now)


def add_action(desk: Desk, deal: int, **fields: Any) -> None:  # noqa: ANN401
    desk.write(Command("added", deal), lambda session: session.add(Action(deal_id=deal, **fields)))


def test_it_says_who_they_are_and_what_both_of_you_like(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(
        desk, deal, "Dana Weiss", role="executive", channel="call", address="+1", style="direct", interests="sailing"
    )
    found = card(desk, deal)
    assert (found.person, found.role, found.channel, found.address, found.style, found.interests) == (
        "Dana Weiss",
        "executive",
        "call",
        "+1",
        "direct",
        "sailing",
    )
    assert (found.ref, found.party) == ("ACME-1", "Acme")


def test_interests_are_a_field_of_the_person(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(desk, deal)
    edit(desk, "deal_person", uid_of(desk, "deal_person", 1), "interests", "chess")
    assert card(desk, deal).interests == "chess"


def test_the_last_words_are_those_with_the_person_on_any_deal_and_those_with_nobody_named(desk: Desk) -> None:
    deal, other = add_deal(desk), add_deal(desk, "Licences", "Acme")
    dana, raj = add_person(desk, deal), add_person(desk, deal, "Raj")
    add_person(desk, other)
    for line in ("1 may call with Dana: one", "2 may call with Raj: two", "3 may call: three"):
        say(desk, deal, line)
    assert desk.con.execute("SELECT person_id FROM deal_person ORDER BY id").fetchall() == [(dana,), (raj,), (dana,)]
    say(desk, other, "4 may mail from Dana: four")
    say(desk, deal, "5 may mail from Dana: five")
    found = card(desk, deal, dana).last
    assert [(line.summary, line.ref) for line in found] == [("five", "ACME-1"), ("four", "ACME-2"), ("three", "ACME-1")]
    assert [line.summary for line in card(desk, deal, raj).last] == ["three", "two"]
    assert [line.summary for line in card(desk, deal).last] == ["five", "three", "two"]
    say(desk, deal, "6 may call with Dana and Raj: six")
    assert [line.summary for line in card(desk, deal, raj).last] == ["six", "three", "two"]


def test_open_items_of_both_sides_the_late_ones_first(desk: Desk) -> None:
    deal = add_deal(desk)
    add_action(desk, deal, text="whenever")
    add_action(desk, deal, text="send the annex", due_on=date(2026, 5, 12))
    add_action(desk, deal, text="their logins", due_on=date(2026, 5, 20), side=Side.THEM)
    add_action(desk, deal, text="done", state="done")
    add_action(desk, deal, text="our playbook", kind=ActionKind.PLAYBOOK)
    found = card(desk, deal)
    assert [(item.text, item.due_on, item.late) for item in found.ours] == [
        ("send the annex", "2026-05-12", True),
        ("whenever", "", False),
    ]
    assert [(item.text, item.late) for item in found.theirs] == [("their logins", False)]


def test_what_we_wait_for_reply_times_and_the_next_check_in(desk: Desk) -> None:
    deal = add_deal(desk, type="client", signed_on="2026-05-11")
    dana, raj = add_person(desk, deal), add_person(desk, deal, "Raj")
    say(desk, deal, "mail to Dana: x", waiting_for="report")
    say(desk, deal, "mail to Raj: y", waiting_for="annex")
    go_to(desk, date(2026, 5, 20))
    say(desk, deal, "mail from Raj: z")
    found = card(desk, deal, dana)
    assert [line.text for line in found.waits] == ["report"]
    assert found.said[0].startswith("Too quiet: 5 working days")
    assert found.reply_times == ""
    assert card(desk, deal, raj).reply_times == "mail 5 days (1 answer)"
    assert found.next_checkin
    assert len(card(desk, deal).waits) == 1


def test_decisions_are_those_of_the_last_ninety_days(desk: Desk) -> None:
    from dealdesk.store import conversations

    deal = add_deal(desk)
    for uid, what, day in (("a", "old", "2026-02-11"), ("b", "new", "2026-02-12")):
        texts = {"what": what, "decided_on": day}
        desk.write(Command("decided", deal), conversations.decide, deal, uid, texts, desk.context, NOW)
    assert [line.what for line in card(desk, deal).decisions] == ["new"]


def test_without_anybody_known_it_is_about_the_deal(desk: Desk) -> None:
    deal = add_deal(desk)
    say(desk, deal, "call: hello")
    found = card(desk, deal)
    assert (found.person_id, found.person, [line.summary for line in found.last]) == (None, "", ["hello"])
    assert card(desk, deal, 99).person_id is None
    with pytest.raises(NotFound):
        card(desk, 99)


def test_ideas_are_for_the_party_whatever_deal_they_were_noted_in(desk: Desk) -> None:
    deal, sister, other = add_deal(desk), add_deal(desk, "Licences"), add_deal(desk, "Beta", "Beta")
    add_idea(desk, deal, "a", "joint webinar")
    add_idea(desk, sister, "b", "reference call")
    add_idea(desk, other, "c", "not theirs")
    assert [(idea.text, idea.ref) for idea in desk.rows(ideas.of_deal, deal)] == [
        ("joint webinar", "ACME-1"),
        ("reference call", "ACME-2"),
    ]
    assert card(desk, sister).idea == "joint webinar"
    desk.write(Command("used an idea", deal), ideas.used, "a", desk.today)
    assert card(desk, deal).idea == "reference call"
    assert [idea.used_on for idea in desk.rows(ideas.of_deal, deal)] == ["", "2026-05-13"]
    desk.write(Command("used an idea", deal), ideas.used, "b", desk.today)
    assert card(desk, deal).idea == ""
    history.undo(connecting.connect(desk.path), desk.window, NOW)
    assert card(desk, deal).idea == "reference call"


def test_an_idea_needs_words_and_has_to_be_there(desk: Desk) -> None:
    deal = add_deal(desk, party="")
    with pytest.raises(InputRefused):
        add_idea(desk, deal, "a", " ")
    add_idea(desk, deal, "b", "for whoever it is")
    assert card(desk, deal).idea == "for whoever it is"
    with pytest.raises(NotFound):
        desk.write(Command("used"), ideas.used, "none", desk.today)


def test_a_name_means_the_deals_own_people_first_and_nobody_where_two_would_do(desk: Desk) -> None:
    deal = add_deal(desk)
    weiss, raj = add_person(desk, deal), add_person(desk, deal, "Raj Ünal")
    ours = add_person(desk, deal, "Kim", side="us")
    named = {name: desk.rows(people.named, deal, name) for name in ("dana", "RAJ UNAL", "Kim", "an", "Sam", "")}
    assert {name: one.id if one else None for name, one in named.items()} == {
        "dana": weiss,
        "RAJ UNAL": raj,
        "Kim": ours,
        "an": None,
        "Sam": None,
        "": None,
    }
    add_person(desk, deal, "Dana Roth")
    assert desk.rows(people.named, deal, "Dana") is None
    assert desk.rows(people.meant, deal, "Sam, Kim and Raj") == raj
    assert desk.rows(people.meant, deal, "Kim") is None
    sons = add_person(desk, deal, "Ford, Sons and Raj")
    assert desk.rows(people.all_meant, deal, "Ford, Sons and Raj") == (sons,)


def test_people_of_the_counterparty_are_known_in_its_other_deals(desk: Desk) -> None:
    deal, sister = add_deal(desk), add_deal(desk, "Licences")
    dana = add_person(desk, deal)
    assert desk.rows(people.meant, sister, "Dana") == dana
    assert desk.rows(people.meant, add_deal(desk, "Beta", "Beta"), "Dana") is None


def test_the_card_needs_no_orm() -> None:
    code = "import sys, dealdesk.store.call_card; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
