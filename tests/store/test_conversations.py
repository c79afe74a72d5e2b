"""Logging a conversation: what is written, what follows, and that undo takes all of it back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dealdesk.errors import InputRefused
from dealdesk.store import connect, conversations, forms, history, history_words, talk_lines
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.search import search
from tests.desks import add_deal, edit, open_desk
from tests.store.talking import add_person, go_to, say


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def log(desk: Desk, deal: int, uid: str = "one", more: dict[str, Any] | None = None, /, **texts: str) -> list[str]:
    """Log a conversation from its form as one command."""
    every = {"summary": "they want it monthly", **texts}
    command = Command("logged a conversation", deal)
    return desk.write(command, conversations.log, deal, uid, every, desk.context, desk.clock.now(), **(more or {}))


def test_a_line_becomes_a_row_with_its_person(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    say(desk, deal, "12 may mail from Dana: yes to 4.2", uid="one")
    found = desk.rows(talk_lines.one, "one")
    assert found is not None
    assert (found.on, found.channel, found.direction, found.person_id, found.people, found.summary) == (
        "2026-05-12",
        "mail",
        "from them",
        dana,
        "Dana Weiss",
        "yes to 4.2",
    )


def test_channel_direction_and_day_have_defaults(desk: Desk) -> None:
    plain, by_mail = add_deal(desk), add_deal(desk, "Licences", "Beta", channel="mail")
    log(desk, plain, "one")
    log(desk, by_mail, "two")
    log(desk, by_mail, "three", channel="call", happened_on="2026-05-04")
    found = [desk.rows(talk_lines.one, uid) for uid in ("one", "two", "three")]
    assert [(line.on, line.channel, line.direction) for line in found if line] == [
        ("2026-05-13", "call", "both ways"),
        ("2026-05-13", "mail", "to them"),
        ("2026-05-04", "call", "both ways"),
    ]
    at = desk.con.execute("SELECT happened_at IS NOT NULL FROM conversation ORDER BY id").fetchall()
    assert at == [(1,), (1,), (0,)]


def test_everything_there_is_to_say_about_it_is_kept(desk: Desk) -> None:
    deal = add_deal(desk)
    texts = {
        "useful": "n",
        "disagreed": "Raj, on the term",
        "recap_sent_on": "today",
        "win": "no lawyers",
        "target": "https://example.com/1",
        "feedback": "too many mails",
        "feedback_from": "them",
    }
    assert log(desk, deal, **texts) == []
    found = desk.rows(talk_lines.one, "one")
    assert found is not None
    assert found[9:] == (
        False,
        "Raj, on the term",
        "2026-05-13",
        "no lawyers",
        "https://example.com/1",
        "too many mails",
        "them",
    )
    held = desk.read(forms.load, "conversation", "one")
    assert {name: held[name] for name in texts} == {**texts, "useful": "no", "recap_sent_on": "2026-05-13"}


def test_what_can_not_be_read_writes_nothing(desk: Desk) -> None:
    deal = add_deal(desk)
    for texts in ({"summary": " "}, {"happened_on": "2027-01-01"}, {"useful": "perhaps"}, {"channel": "fax"}):
        with pytest.raises(InputRefused):
            log(desk, deal, **texts)
    with pytest.raises(InputRefused):
        log(desk, deal, "one", {"decisions": [{"what": "x", "decided_on": "31 fe"}]})
    assert desk.con.execute("SELECT count(*) FROM conversation").fetchone() == (0,)


def test_decisions_are_rows_of_their_own_with_the_day_of_the_talk(desk: Desk) -> None:
    deal = add_deal(desk)
    decision = {"what": "monthly report", "who": "Dana", "why": "their board", "constraints": "from June"}
    log(desk, deal, "one", {"decisions": [decision, {"what": "no logo"}]}, happened_on="2026-05-04")
    found = desk.rows(talk_lines.decisions, deal)
    assert [line[1:] for line in found] == [
        ("2026-05-04", "no logo", "", "", "", "one"),
        ("2026-05-04", "monthly report", "Dana", "their board", "from June", "one"),
    ]
    assert desk.rows(talk_lines.decisions, deal, "2026-05-05") == ()


def test_the_next_check_in_moves_with_words_to_them_only(desk: Desk) -> None:
    deal = add_deal(desk, type="client", signed_on="2026-05-11")
    before = _next_checkin(desk, deal)
    assert before is not None
    assert say(desk, deal, "mail from Dana: thanks") == []
    assert _next_checkin(desk, deal) == before
    go_to(desk, date(2026, 5, 15))
    assert "Next check-in Fri 22 May." in say(desk, deal, "call: all fine")
    assert _next_checkin(desk, deal) == "2026-05-22"


def _next_checkin(desk: Desk, deal: int) -> str | None:
    row = desk.con.execute(
        "SELECT min(next_on) FROM checkin WHERE deal_id = ? AND archived_at IS NULL", (deal,)
    ).fetchone()
    found: str | None = row[0]
    return found


def test_a_path_that_is_not_there_is_said_and_kept(desk: Desk, tmp_path: Path) -> None:
    deal = add_deal(desk)
    (tmp_path / "there.eml").write_text("x")
    assert log(desk, deal, "one", target=str(tmp_path / "there.eml")) == []
    assert log(desk, deal, "two", target="https://example.com/gone.eml") == []
    gone = str(tmp_path / "gone.eml")
    assert log(desk, deal, "three", target=gone) == [f"There is no file at {gone} now; the path is kept."]
    assert desk.rows(talk_lines.of_deal, deal)[0].target == gone


def _state(desk: Desk) -> list[list[Any]]:
    """Return what every command but the history changes, row by row."""
    queries = (
        "SELECT uid, closed_on, answer_id, sent, last_on, due_on, due_rule FROM waiting WHERE archived_at IS NULL",
        "SELECT uid, next_on, due_reason FROM checkin WHERE archived_at IS NULL",
        "SELECT uid FROM conversation WHERE archived_at IS NULL",
        "SELECT uid FROM decision WHERE archived_at IS NULL",
        "SELECT uid, state, waiting_since FROM action WHERE archived_at IS NULL",
        "SELECT uid, quiet_on FROM deal",
    )
    return [desk.con.execute(query).fetchall() for query in queries]


def test_undo_takes_back_the_talk_and_all_that_followed(desk: Desk) -> None:
    deal = add_deal(desk, type="client", signed_on="2026-05-11")
    add_person(desk, deal)
    say(desk, deal, "mail to Dana: the report?", waiting_for="report")
    states = [_state(desk)]
    go_to(desk, date(2026, 5, 19))
    for line, more in (
        ("mail to Dana: and now?", {}),
        ("call with Dana: here it is", {"waiting_for": "annex", "need_until": date(2026, 6, 1)}),
    ):
        say(desk, deal, line, **more)
        states.append(_state(desk))
    log(desk, deal, "one", {"decisions": [{"what": "monthly"}]}, people="Dana Weiss")
    con = connect.connect(desk.path)
    for state in reversed(states):
        assert _state(desk) != state
        assert history.undo(con, desk.window, desk.clock.now()) == "logged a conversation"
        assert _state(desk) == state
    history.redo(con, desk.window, desk.clock.now())
    assert _state(desk) == states[1]


def test_undo_stops_where_another_window_waits_for_the_same_person_again(desk: Desk, tmp_path: Path) -> None:
    deal = add_deal(desk)
    add_person(desk, deal)
    say(desk, deal, "mail to Dana: x", waiting_for="one")
    say(desk, deal, "mail from Dana: y")
    other = open_desk(tmp_path)
    say(other, deal, "mail to Dana: z", waiting_for="two")
    before = _state(desk)
    with pytest.raises(history.CannotUndo, match="Something newer stands in its place"):
        history.undo(connect.connect(desk.path), desk.window, desk.clock.now())
    assert _state(desk) == before


def test_its_fields_are_edited_like_any_others_and_the_person_follows_the_names(desk: Desk) -> None:
    deal = add_deal(desk)
    dana = add_person(desk, deal)
    log(desk, deal)
    edit(desk, "conversation", "one", "people", "Sam, Dana")
    edit(desk, "conversation", "one", "useful", "yes")
    found = desk.rows(talk_lines.one, "one")
    assert found is not None
    assert (found.people, found.person_id, found.useful) == ("Sam, Dana", dana, True)
    edit(desk, "conversation", "one", "people", "")
    edit(desk, "conversation", "one", "useful", "")
    found = desk.rows(talk_lines.one, "one")
    assert found is not None
    assert (found.people, found.person_id, found.useful) == ("", None, None)


def test_the_history_tells_it_in_words(desk: Desk) -> None:
    deal = add_deal(desk)
    add_person(desk, deal)
    say(desk, deal, "mail to Dana: the report?", waiting_for="")
    go_to(desk, date(2026, 5, 15))
    say(desk, deal, "mail to Dana: and now?")
    log(desk, deal, people="Dana Weiss")
    edit(desk, "conversation", "one", "useful", "no")
    told = desk.rows(history_words.tell, desk.rows(history.of_deal, deal))
    assert [item.what for item in told[:2]] == ["edited a conversation: Useful: (empty) → no", "logged a conversation"]
    assert told[1].changes == (
        "new conversation: they want it monthly",
        "No longer waited for: (empty) → 2026-05-15",
    )
    assert told[2].changes == (
        "new conversation: and now?",
        "Last message: 2026-05-13 → 2026-05-15",
        "Messages: 1 → 2",
        "Next nudge: 2026-05-18 → 2026-05-22",
    )
    assert told[3].changes == ("new conversation: the report?", "new wait: Dana Weiss")


def test_search_finds_what_was_said_decided_and_waited_for(desk: Desk) -> None:
    deal = add_deal(desk)
    log(
        desk,
        deal,
        "one",
        {"decisions": [{"what": "quarterly invoices", "constraints": "after budget"}], "waiting_for": "annex B"},
        win="smooth start",
        disagreed="Raj",
        people="Sam",
        feedback="brisk",
    )
    for words, tab in (
        ("monthly", "conversation"),
        ("smooth", "conversation"),
        ("raj", "conversation"),
        ("brisk", "conversation"),
        ("quarterly", "decision"),
        ("budget", "decision"),
        ("annex", "waiting"),
    ):
        assert [hit.tab for hit in desk.rows(search, words)] == [tab], words
