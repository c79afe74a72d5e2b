"""Messages on a desk: what they may say, which one is meant, their tone, and what follows when one was sent."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel

from dealdesk.domain.vocabulary import ActionKind, ActionState, Channel, Direction, Message, Role, SetBy, Side
from dealdesk.errors import InputRefused
from dealdesk.store import (
    connect,
    conversations,
    draft_rows,
    engine,
    history,
    issue_opening,
    issues,
    message_drafts,
    message_leaks,
    message_slots,
    messages,
    waiting,
)
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command, unit
from dealdesk.store.message_drafts import Draft, Wanted
from dealdesk.store.messages import Sending
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin, Conversation, Decision
from dealdesk.store.tables.deals import DealPerson, Person, Term
from dealdesk.store.tables.delivery import Contact, Need
from dealdesk.store.uid import new_uid
from tests.desks import NOW, FixedClock, add_deal, add_friction, open_desk, uid_of
from tests.tui.hostile_desk import HOSTILE, make

TODAY = NOW.date()
NO_TIE = frozenset({"id", "deal_id", "archived_at", "created_at", "updated_at", "rev"})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path)


def add(desk: Desk, *rows: SQLModel) -> None:
    def store(session: Session) -> None:
        for row in rows:
            session.add(row)
            session.flush()

    desk.write(Command("added rows"), store)


def draft(desk: Desk, kind: Message, wanted: Wanted = message_drafts.ANY) -> Draft:
    return desk.rows(message_drafts.draft, 1, kind, desk.today, wanted)


def send(desk: Desk, made: Draft, sending: Sending = Sending()) -> list[str]:  # noqa: B008 - immutable
    return desk.write(Command("sent a message"), messages.sent, 1, made, sending, desk.context, desk.clock.now())


def signed(desk: Desk, **texts: str) -> int:
    return add_deal(desk, amount="84k EUR", **{"signed_on": "2026-05-12", **texts})


def dana(desk: Desk) -> None:
    add(desk, Person(name="Dana Reyes", address="dana@acme.example"))
    number = desk.con.execute("SELECT id FROM person WHERE name = 'Dana Reyes'").fetchone()[0]
    add(desk, DealPerson(deal_id=1, person_id=number, side=Side.THEM, role=Role.OWNER))


def action(text: str, **more: object) -> Action:
    made = Action(deal_id=1, text=text)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def test_a_thank_you_names_kickoff_inputs_contacts_and_steps(desk: Desk) -> None:
    signed(desk)
    dana(desk)
    add(desk, Person(name="Jo Berg", address="+49 30 1"))
    jo = desk.con.execute("SELECT id FROM person WHERE name = 'Jo Berg'").fetchone()[0]
    add(
        desk,
        action("kickoff", kind=ActionKind.KICKOFF, due_on=date(2026, 5, 20), due_set_by=SetBy.PERSON),
        action("send the contract copy", due_on=date(2026, 5, 18), owner_id=jo),
        action("order the lines", side=Side.THEM, due_on=date(2026, 5, 22)),
        action("think about upsell", action_class="strategic"),
        action("change the script", kind=ActionKind.PLAYBOOK),
        Need(deal_id=1, side="us", text="access to the DNS"),
        Need(deal_id=1, side="them", text="our insurance papers"),
        Contact(deal_id=1, matter="delivery", side="us", person_id=jo),
        Contact(deal_id=1, matter="billing", side="us", person_id=jo),
    )
    made = draft(desk, Message.THANKS)
    assert made.to is not None
    assert made.to.shown == "Dana Reyes <dana@acme.example>"
    assert "Kickoff: Wed 20 May\n" in made.body
    assert "- access to the DNS\n- order the lines, by Fri 22 May\n" in made.body
    assert "- send the contract copy (Jo Berg, by Mon 18 May)\n" in made.body
    assert "- delivery: Jo Berg (+49 30 1)\n" in made.body
    assert "Invoices and administration: Jo Berg (+49 30 1)\n" in made.body
    for internal in ("upsell", "script", "insurance"):
        assert internal not in made.body
    assert [missing.name for missing in made.missing] == ["your name"]


def test_the_window_of_a_rule_is_no_kickoff_day(desk: Desk) -> None:
    signed(desk)
    add(desk, action("kickoff", kind=ActionKind.KICKOFF, due_on=date(2026, 5, 26), due_set_by=SetBy.RULE))
    made = draft(desk, Message.THANKS)
    assert "Kickoff: [kickoff day?]" in made.body
    assert "kickoff day" in [missing.name for missing in made.missing]


def test_a_recap_lists_what_is_agreed_and_counts_its_versions(desk: Desk) -> None:
    signed(desk, start_on="2026-06-01")
    dana(desk)
    add(
        desk,
        Term(deal_id=1, what="two test accounts", clause="4.2"),
        Term(deal_id=1, what="a report a month"),
        action("the portal", kind=ActionKind.DELIVERABLE, due_on=date(2026, 6, 30)),
        Conversation(deal_id=1, summary="SECRET", happened_on=date(2026, 5, 11), direction=Direction.BOTH),
    )
    add(desk, Decision(deal_id=1, conversation_id=1, what="start in June", who="Dana", why="SECRET"))
    made = draft(desk, Message.RECAP)
    assert made.subject == "Hosting renewal: what we agreed, version 1 of Wed 13 May 2026"
    for line in (
        "- two test accounts (4.2)\n- a report a month\n",
        "- the portal, by Tue 30 June\n",
        "Payment: EUR 84,000\n",
        "Starts: Mon 1 June\n",
        "- start in June (Dana)\n",
        "conversation on Mon 11 May",
        "corrections by Wed 20 May",
    ):
        assert line in made.body
    assert "SECRET" not in made.body
    said = send(desk, made)
    assert said[0] == "Recap of the conversation on Mon 11 May sent."
    assert desk.con.execute("SELECT recap_sent_on FROM conversation WHERE id = 1").fetchone()[0] == "2026-05-13"
    assert "version 2 of" in draft(desk, Message.RECAP).subject


def test_a_recap_names_what_was_decided_since_the_last_one(desk: Desk) -> None:
    signed(desk)
    add(
        desk,
        Conversation(deal_id=1, summary="a", happened_on=date(2026, 5, 4), direction=Direction.BOTH),
        Conversation(deal_id=1, summary="b", happened_on=date(2026, 5, 11), direction=Direction.BOTH),
        Decision(deal_id=1, conversation_id=1, what="start in June"),
        Decision(deal_id=1, conversation_id=2, what="no logo"),
        Decision(deal_id=1, what="quarterly invoices"),
    )
    made = draft(desk, Message.RECAP)
    assert "- start in June\n- no logo\n- quarterly invoices\n" in made.body
    assert send(desk, made)[0] == "Recap of the conversations on Mon 4 May and Mon 11 May sent."
    assert isinstance(desk.clock, FixedClock)
    desk.clock.wall += timedelta(hours=1)
    add(
        desk,
        Conversation(deal_id=1, summary="c", happened_on=TODAY, direction=Direction.BOTH),
        Decision(deal_id=1, conversation_id=4, what="weekly calls"),
    )
    body = draft(desk, Message.RECAP).body
    assert "- weekly calls\n" in body
    assert "no logo" not in body
    assert "quarterly" not in body
    assert (
        "- start in June\n- weekly calls\n" in draft(desk, Message.RECAP, Wanted(uid_of(desk, "conversation", 1))).body
    )


def test_the_limit_of_a_rule_is_no_promise_of_ours(desk: Desk) -> None:
    signed(desk)
    desk.write(Command("x"), lambda session: engine.raw(session).execute("UPDATE action SET due_on = '2026-05-11'"))
    kickoff = desk.con.execute("SELECT uid FROM action WHERE kind = 'kickoff'").fetchone()[0]
    assert desk.rows(message_drafts.meant, 1, kickoff, TODAY).kind is not Message.DELAY
    made = draft(desk, Message.DELAY, Wanted(kickoff))
    assert (made.about_uid, "[promise?]" in made.body) == ("", True)


def test_before_both_sides_agreed_no_amount_is_named(desk: Desk) -> None:
    add_deal(desk, amount="84k EUR")
    made = draft(desk, Message.RECAP)
    assert "84" not in made.body
    assert "Payment: [payment?]" in made.body


def test_the_owner_of_the_desk_is_called_where_nobody_else_works(desk: Desk) -> None:
    signed(desk)
    add(desk, Person(name="Mia Klein", address="mia@klein.example", is_me=True))
    made = draft(desk, Message.THANKS)
    assert "- anything: Mia Klein (mia@klein.example)\n" in made.body
    assert made.body.endswith("Kind regards\nMia Klein")


def test_the_tone_is_formal_with_new_ones_and_informal_with_known_ones(desk: Desk) -> None:
    signed(desk)
    assert (draft(desk, Message.THANKS).formal, draft(desk, Message.THANKS).tone_why) == (
        True,
        "no earlier deal with Acme",
    )
    add_deal(desk, "Licences", "Acme", signed_on="2025-01-10")
    assert draft(desk, Message.THANKS).tone_why == "no conversation with Acme yet"
    add(desk, Conversation(deal_id=2, summary="hello", happened_on=date(2025, 1, 5)))
    made = draft(desk, Message.THANKS)
    assert (made.formal, made.tone_why) == (False, "ACME-2 was signed with Acme, and you talked")
    chosen = draft(desk, Message.THANKS, Wanted(formal=True))
    assert (chosen.formal, chosen.tone_why) == (True, "your choice")


def wait(desk: Desk, on: date) -> str:
    person = desk.con.execute("SELECT id FROM person WHERE name = 'Dana Reyes'").fetchone()[0]
    now = desk.clock.now()
    desk.write(Command("waited"), waiting.begin, 1, person, "the SOC2 report", "mail", desk.context, now, on=on)
    return uid_of(desk, "waiting", 1)


def test_a_nudge_says_what_it_waits_for_and_takes_the_strength_of_its_step(desk: Desk) -> None:
    signed(desk)
    dana(desk)
    uid = wait(desk, date(2026, 5, 6))
    made = draft(desk, Message.NUDGE)
    assert (made.about_uid, made.strength, made.to and made.to.name) == (uid, 1, "Dana Reyes")
    assert "my message of Wed 6 May: the SOC2 report." in made.body
    assert "What we both work towards: Hosting renewal." in made.body
    said = send(desk, made, Sending(Channel.MAIL, "the SOC2 report"))
    assert said[0] == "Waiting for Dana Reyes, message 2; nudge 2 on Wed 20 May."
    again = draft(desk, Message.NUDGE)
    assert (again.strength, "by Mon 18 May?" in again.subject) == (2, True)
    assert draft(desk, Message.NUDGE, Wanted(strength=3)).subject == "Hosting renewal: shall we pause this?"
    send(desk, again)
    waits = desk.con.execute("SELECT count(*), max(sent) FROM waiting").fetchone()
    assert waits == (1, 2), "messages of one day count once"


def test_a_nudge_about_their_action_waits_for_it_from_then_on(desk: Desk) -> None:
    signed(desk)
    dana(desk)
    wait(desk, date(2026, 5, 6))
    person = desk.con.execute("SELECT id FROM person WHERE name = 'Dana Reyes'").fetchone()[0]
    add(desk, Person(name="Raj"))
    raj = desk.con.execute("SELECT id FROM person WHERE name = 'Raj'").fetchone()[0]
    add(desk, DealPerson(deal_id=1, person_id=raj, side=Side.THEM))
    add(desk, action("order the lines", side=Side.THEM, owner_id=raj, due_on=date(2026, 5, 12)))
    uid = desk.con.execute("SELECT uid FROM action WHERE side = 'them'").fetchone()[0]
    assert desk.rows(message_drafts.meant, 1, uid, TODAY) == (Message.NUDGE, uid)
    made = draft(desk, Message.NUDGE, Wanted(uid))
    assert (made.to and made.to.name, made.strength) == ("Raj", 1)
    assert "order the lines." in made.body
    assert desk.rows(messages.waits_for, made) == "order the lines"
    send(desk, made, Sending(Channel.MAIL, "order the lines"))
    state, since = desk.con.execute("SELECT state, waiting_since FROM action WHERE uid = ?", (uid,)).fetchone()
    assert (state, since) == ("waiting for them", "2026-05-13")
    waits = "SELECT person_id, action_id IS NOT NULL, sent FROM waiting ORDER BY id"
    assert desk.con.execute(waits).fetchall() == [(person, 0, 1), (raj, 1, 1)]
    again = desk.rows(message_drafts.meant, 1, uid, TODAY)
    assert again == (Message.NUDGE, uid_of(desk, "waiting", 2))


def test_a_quiet_deal_gets_a_word_without_news(desk: Desk) -> None:
    signed(desk)
    uid = uid_of(desk, "deal", 1)
    assert desk.rows(message_drafts.meant, 1, uid, TODAY).kind is Message.THANKS

    def quiet(session: Session) -> None:
        engine.raw(session).execute("UPDATE deal SET quiet_on = '2026-05-13'")

    desk.write(Command("x"), quiet)
    assert desk.rows(message_drafts.meant, 1, uid, TODAY).kind is Message.NO_NEWS


def test_the_goal_of_a_check_in_is_ours_and_the_title_is_what_both_work_towards(desk: Desk) -> None:
    signed(desk)
    add(desk, Checkin(deal_id=1, goal="Dana must swallow the price rise", next_on=date(2026, 5, 21)))
    body = draft(desk, Message.NUDGE).body
    assert "work towards: Hosting renewal." in body
    assert "swallow" not in body
    leak = desk.rows(message_leaks.found, 1, f"{body}\nDana must swallow the price rise.")
    assert leak == (("the goal of a check-in", "Dana must swallow the price rise"),)
    assert "We talk again on Thu 21 May." in draft(desk, Message.NO_NEWS).body


def test_no_news_tells_what_was_done_and_what_comes(desk: Desk) -> None:
    signed(desk)
    add(
        desk,
        action("the migration plan", state=ActionState.DONE, done_on=date(2026, 5, 12)),
        action("something long ago", state=ActionState.DONE, done_on=date(2026, 1, 12)),
        action("the test run", due_on=date(2026, 5, 29)),
    )
    body = draft(desk, Message.NO_NEWS).body
    assert "- the migration plan, on Tue 12 May\n" in body
    assert "- the test run (by Fri 29 May)\n" in body
    assert "long ago" not in body


def test_what_is_late_does_not_come_next_and_no_news_is_short(desk: Desk) -> None:
    signed(desk)
    add(
        desk,
        *(action(f"late {n}", due_on=date(2026, 5, 12 - n)) for n in range(3)),
        *(action(f"part {n}", due_on=date(2026, 5, 13 + n)) for n in range(9)),
        action("window", soft_on=date(2026, 5, 11), due_on=date(2026, 5, 14)),
        action("late of theirs", side=Side.THEM, due_on=date(2026, 5, 4)),
        *(action(f"done {n}", state=ActionState.DONE, done_on=date(2026, 5, 1 + n)) for n in range(9)),
    )
    made = draft(desk, Message.NO_NEWS)
    assert [line for line in made.body.split("\n") if line.startswith("- ")] == [
        "- done 7, on Fri 8 May",
        "- done 8, on Sat 9 May",
        "- part 0 (by Wed 13 May)",
        "- part 1 (by Thu 14 May)",
        "- window (by Thu 14 May)",
    ]
    assert "what we agreed stands" not in made.body, "something of ours is late"
    assert "late" not in draft(desk, Message.RECAP).body
    thanks = draft(desk, Message.THANKS).body
    assert "- late of theirs, was due Mon 4 May\n" in thanks
    assert "- late 0" not in thanks


def test_a_delay_is_owned_and_telling_them_is_remembered(desk: Desk) -> None:
    signed(desk)
    add(desk, action("the portal", kind=ActionKind.DELIVERABLE, due_on=date(2026, 5, 11)))
    uid = uid_of(desk, "action", desk.con.execute("SELECT max(id) FROM action").fetchone()[0])
    assert desk.rows(message_drafts.meant, 1, uid, TODAY) == (Message.DELAY, uid)
    made = draft(desk, Message.DELAY)
    assert "for Mon 11 May: the portal. It will be later than that." in made.body
    assert "what it means for them" in [missing.name for missing in made.missing]
    assert "They were told." in send(desk, made)
    assert desk.con.execute("SELECT told_on FROM action WHERE uid = ?", (uid,)).fetchone()[0] == "2026-05-13"


def test_thanks_for_something_delivered(desk: Desk) -> None:
    signed(desk)
    add(
        desk,
        action("the portal", kind=ActionKind.DELIVERABLE, state=ActionState.DONE, done_on=TODAY),
    )
    uid = uid_of(desk, "action", desk.con.execute("SELECT max(id) FROM action").fetchone()[0])
    assert desk.rows(message_drafts.meant, 1, uid, TODAY) == (Message.THANKS, uid)
    made = draft(desk, Message.THANKS, Wanted(uid))
    assert made.subject == "Hosting renewal: delivered, with thanks"
    assert "It is in place: the portal." in made.body
    send(desk, made)
    assert desk.con.execute("SELECT state FROM action WHERE kind = 'next-steps mail'").fetchone()[0] == "to do"


def test_sending_the_thanks_finishes_the_next_steps_mail(desk: Desk) -> None:
    signed(desk, follow_through="none")
    desk.write(Command("cleared"), lambda session: engine.raw(session).execute("UPDATE action SET archived_at = 'x'"))
    add(desk, action("thank-you with next steps", kind=ActionKind.NEXT_STEPS))
    uid = desk.con.execute("SELECT uid FROM action WHERE archived_at IS NULL").fetchone()[0]
    assert desk.rows(message_drafts.meant, 1, "", TODAY) == (Message.THANKS, uid)
    made = draft(desk, Message.THANKS)
    said = send(desk, made, Sending(Channel.LETTER, "a word on the next steps"))
    assert "Done: “thank-you with next steps”." in said
    assert any(line.startswith("Waiting for their answer") for line in said)
    state, on = desk.con.execute("SELECT state, done_on FROM action WHERE uid = ?", (uid,)).fetchone()
    assert (state, on) == ("done", "2026-05-13")
    talk = desk.con.execute("SELECT channel, direction, summary FROM conversation").fetchone()
    assert talk == ("letter", "to them", f"thank-you: {made.subject}")
    assert desk.rows(message_drafts.meant, 1, "", TODAY).kind is Message.RECAP
    undo(desk)
    assert desk.con.execute("SELECT state FROM action WHERE uid = ?", (uid,)).fetchone()[0] == "to do"
    assert desk.con.execute("SELECT count(*) FROM waiting WHERE archived_at IS NULL").fetchone()[0] == 0
    assert desk.rows(message_drafts.meant, 1, "", TODAY).kind is Message.THANKS


def undo(desk: Desk) -> None:
    con = connect.connect(desk.path)
    history.undo(con, desk.window, desk.clock.now())
    con.close()


def test_what_is_sent_can_be_sent_once(desk: Desk) -> None:
    signed(desk)
    made = draft(desk, Message.NO_NEWS)
    send(desk, made)
    with pytest.raises(InputRefused, match="already"):
        send(desk, made)
    assert desk.con.execute("SELECT count(*) FROM conversation").fetchone()[0] == 1


def test_which_message_is_meant_for_a_deal(desk: Desk) -> None:
    signed(desk)
    desk.write(Command("x"), lambda session: engine.raw(session).execute("UPDATE action SET archived_at = 'x'"))

    def meant(**set_to: str | None) -> Message:
        def change(session: Session) -> None:
            for name, value in set_to.items():
                engine.raw(session).execute(f"UPDATE deal SET {name} = ?", (value,))

        desk.write(Command("x"), change)
        return desk.rows(message_drafts.meant, 1, "", TODAY).kind

    assert meant() is Message.THANKS
    assert meant(signed_on=(TODAY - timedelta(days=14)).isoformat(), quiet_on=None) is Message.THANKS
    assert meant(signed_on=(TODAY - timedelta(days=15)).isoformat()) is Message.RECAP
    assert meant(quiet_on=TODAY.isoformat()) is Message.NO_NEWS
    dana(desk)
    wait(desk, date(2026, 5, 13))
    assert meant() is Message.NO_NEWS
    desk.write(Command("x"), lambda session: engine.raw(session).execute("UPDATE waiting SET due_on = '2026-05-13'"))
    assert meant() is Message.NUDGE
    add(desk, action("the portal", due_on=TODAY - timedelta(days=1)))
    assert meant() is Message.DELAY


def test_an_edited_message_stays_and_counts_its_gaps_until_it_is_sent(desk: Desk) -> None:
    signed(desk)
    made = draft(desk, Message.RECAP)
    text = "Mine. [payment?]"
    desk.write(Command("edited a message"), draft_rows.put, 1, made, "Subject of mine", text)
    again = draft(desk, Message.RECAP)
    assert (again.subject, again.body, again.edited, again.words) == ("Subject of mine", text, True, 2)
    assert [missing.name for missing in again.missing] == ["payment"]
    assert not draft(desk, Message.RECAP, Wanted(formal=False)).edited
    mine = draft(desk, Message.NO_NEWS, Wanted(formal=False))
    desk.write(Command("edited a message"), draft_rows.put, 1, mine, "s", "hello")
    shown = draft(desk, Message.NO_NEWS)
    assert (shown.body, shown.formal, shown.tone_why) == ("hello", False, "your choice")
    send(desk, again)
    assert not draft(desk, Message.RECAP).edited
    kept = desk.con.execute("SELECT body, sent_on, channel FROM draft WHERE kind = 'recap'").fetchall()
    assert kept == [(text, "2026-05-13", "mail")]


def test_a_changed_message_can_be_made_anew_and_changed_again(desk: Desk) -> None:
    signed(desk)
    made = draft(desk, Message.RECAP)
    desk.write(Command("edited a message"), draft_rows.put, 1, made, "a", "first")
    desk.write(Command("made a message anew"), draft_rows.throw_away, made.uid, "2026-05-13T09:30:00.000Z")
    assert draft(desk, Message.RECAP).body == made.body
    desk.write(Command("edited a message"), draft_rows.put, 1, made, "a", "second")
    assert draft(desk, Message.RECAP).body == "second"
    assert desk.con.execute("SELECT count(*) FROM draft").fetchone()[0] == 1


def _reads(desk: Desk, *, kind: Message) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()

    def watch(what: int, table: str | None, column: str | None, _base: str | None, _by: str | None) -> int:
        if what == sqlite3.SQLITE_READ and table and column:
            seen.add((table, column))
        return sqlite3.SQLITE_OK

    uids = ["", *(uid_of(desk, table, 1) for table in ("action", "waiting", "conversation", "checkin"))]
    desk.con.set_authorizer(watch)
    try:
        for uid in uids:
            message_drafts.draft(desk.con, 1, kind, TODAY, Wanted(uid))
            message_drafts.meant(desk.con, 1, uid, TODAY)
    finally:
        desk.con.set_authorizer(None)
    return seen


@pytest.mark.parametrize("kind", list(Message))
def test_nothing_is_read_that_is_not_in_the_allow_list(tmp_path: Path, kind: Message) -> None:
    desk = make(tmp_path)
    allowed = {
        (table, column)
        for lists in (message_slots.SAID, message_slots.DECIDES)
        for table, columns in lists.items()
        for column in columns
    }
    own = {("draft", column) for column in ("uid", "subject", "body", "formal", "strength", "person_id")}
    own |= {("setting", "name"), ("setting", "value"), ("day_off", "day"), ("person", "initials")}
    seen = {(table, column) for table, column in _reads(desk, kind=kind) if column not in NO_TIE}
    assert seen - allowed - own == set()
    assert len(seen) > 20


def test_every_column_of_the_allow_list_is_one_and_is_read(tmp_path: Path) -> None:
    desk = make(tmp_path)
    promised = "UPDATE action SET due_on = '2026-05-20', due_set_by = 'person' WHERE kind = 'deliverable'"
    desk.write(Command("promised"), lambda session: engine.raw(session).execute(promised))
    seen = set().union(*(_reads(desk, kind=kind) for kind in Message))
    for lists in (message_slots.SAID, message_slots.DECIDES):
        for table, columns in lists.items():
            there = {row[1] for row in desk.con.execute(f"PRAGMA table_info({table})")}
            assert columns <= there, table
            assert {(table, column) for column in columns} <= seen, table


def _text_columns(con: sqlite3.Connection) -> list[tuple[str, str]]:
    tables = [row[0] for row in con.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    kept = {"command", "change", "writing", "typing", "setting", "day_off", "alembic_version", "deal_ref"}
    return [
        (table, row[1])
        for table in tables
        if table not in kept and not table.startswith(("search", "sqlite"))
        for row in con.execute(f"PRAGMA table_info({table})")
    ]


@pytest.mark.parametrize("about", ["", "action", "waiting", "conversation"])
def test_no_sentence_of_an_internal_record_reaches_any_message(tmp_path: Path, about: str) -> None:
    desk = make(tmp_path)
    con = connect.connect(desk.path)
    marked: dict[str, tuple[str, str]] = {}
    with unit(con, Command("marked"), NOW):
        for table, column in _text_columns(con):
            found = con.execute(f'SELECT 1 FROM "{table}" WHERE "{column}" = ?', (HOSTILE,)).fetchone()
            if found and column not in ("ref",):
                sentence = f"unique sentence {len(marked)} of {table} {column}"
                marked[sentence] = (table, column)
                con.execute(f'UPDATE "{table}" SET "{column}" = ?', (sentence,))
        con.execute("UPDATE deal SET stage = 'signed'")
        con.execute("UPDATE action SET kind = 'promise', state = 'to do', due_on = '2026-05-20', action_class = NULL")
        con.execute("UPDATE action SET due_set_by = 'person'")
        con.execute("UPDATE waiting SET deal_id = 1, closed_on = NULL")
        con.execute("UPDATE new_date SET confirmed_on = NULL")
        con.execute("UPDATE conversation SET deal_id = 1, direction = 'both ways', happened_on = '2026-05-12'")
    con.close()
    uid = uid_of(desk, about, 1) if about else ""
    said: set[tuple[str, str]] = set()
    for kind in Message:
        for strength in (1, 2, 3):
            for formal in (True, False):
                wanted = Wanted(uid, formal, strength)
                made = message_drafts.draft(desk.con, 1, kind, TODAY, wanted)
                page = f"{made.subject}\n{made.body}"
                said |= {place for sentence, place in marked.items() if sentence in page}
    allowed = {(table, column) for table, columns in message_slots.SAID.items() for column in columns}
    assert said - allowed == set()
    assert len(marked) > 80
    # A recap about an action is of its new date alone.
    recap = ("new_date", "reason") if about == "action" else ("term", "what")
    assert {("deal", "title"), recap, ("party", "name"), ("action", "text")} <= said


#: What decides how a row is read, what is a key, and what is made by rule: free text is in none of them.
_NO_WORDS = frozenset({"uid", "ref", "due_rule", "due_offset", "due_anchor", "due_set_by", "due_at", "mode", "status"})


def _fill_inner(desk: Desk) -> set[tuple[str, str]]:
    """Write SECRET into every text that no message may say; return where."""
    filled: set[tuple[str, str]] = set()
    con = connect.connect(desk.path)
    with unit(con, Command("marked"), NOW):
        for table, column in _text_columns(con):
            kind = next(row[2] for row in con.execute(f"PRAGMA table_info({table})") if row[1] == column)
            known = {*message_slots.SAID.get(table, ()), *message_slots.DECIDES.get(table, ()), *_NO_WORDS}
            if not kind.upper().startswith(("TEXT", "VARCHAR")) or column in known or column.endswith("_at"):
                continue
            try:
                con.execute(f'UPDATE "{table}" SET "{column}" = \'SECRET words of ours stay here\'')
            except sqlite3.IntegrityError:
                continue  # it takes some words only
            if con.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
                filled.add((table, column))
    con.close()
    return filled


def test_no_inner_field_of_any_table_reaches_any_message(tmp_path: Path) -> None:
    desk = make(tmp_path)
    filled = _fill_inner(desk)
    inner = {(table, column) for table, _called, columns in message_leaks.INTERNAL for column in columns}
    named = {("conversation", "status_why"), ("new_date", "reason"), ("person", "name"), ("issue", "text")}
    for row in sorted(inner - filled - named):
        assert not desk.con.execute(f"SELECT 1 FROM {row[0]} LIMIT 1").fetchone(), row
    assert {("checkin", "goal"), ("checkin", "agenda"), ("my_limit", "text"), ("note", "text")} <= filled
    assert {("guess", "text"), ("issue", "root_cause"), ("party", "notes"), ("person", "style")} <= filled
    con = connect.connect(desk.path)
    with unit(con, Command("trouble"), NOW):
        con.execute("UPDATE conversation SET status_why = 'SECRET words of ours stay here'")
        con.execute("UPDATE issue SET text = 'SECRET words of ours stay here', closed_at = NULL")
    con.close()
    tables = ("action", "waiting", "conversation", "checkin", "issue", "deal")
    uids = [row[0] for table in tables for row in desk.con.execute(f"SELECT uid FROM {table}")]
    made = 0
    for kind in Message:
        for uid in ["", *uids]:
            for strength in (1, 2, 3):
                for formal in (True, False):
                    shown = desk.rows(message_drafts.draft, 1, kind, TODAY, Wanted(uid, formal, strength))
                    assert "SECRET" not in shown.subject + shown.body, (kind, uid)
                    made += 1
    assert made > 200


def test_what_is_inner_is_named_when_it_is_copied_into_a_message(tmp_path: Path) -> None:
    desk = make(tmp_path)
    filled = _fill_inner(desk)
    tied = [table for table, _called, columns in message_leaks.INTERNAL if (table, columns[0]) in filled]
    assert len(tied) > 12
    assert desk.rows(message_leaks.found, 1, "Dear Dana, SECRET words of ours stay here!")


@pytest.mark.parametrize("status", ["yellow", "red", "green", ""])
def test_no_news_does_not_say_that_all_stands_where_it_does_not(desk: Desk, status: str) -> None:
    signed(desk)
    add(desk, Conversation(deal_id=1, summary="call", status=status, happened_on=date(2026, 4, 20)))
    add(desk, Conversation(deal_id=1, summary="mail", happened_on=date(2026, 5, 4)))
    said = [draft(desk, Message.NO_NEWS, Wanted(formal=formal)).body for formal in (True, False)]
    assert ["nothing new" in body for body in said] == [status in ("green", "")] * 2
    issue_of(desk)
    assert "what we agreed stands" not in draft(desk, Message.NO_NEWS).body


def test_what_was_delivered_stands_in_the_recap_with_its_day(desk: Desk) -> None:
    signed(desk)
    done = {"state": ActionState.DONE, "done_on": date(2026, 2, 11)}
    add(
        desk,
        action("the pilot", kind=ActionKind.DELIVERABLE, due_set_by=SetBy.PERSON, due_on=date(2026, 2, 12), **done),
    )
    assert "Delivery:\n- the pilot, delivered on Wed 11 Feb\n" in draft(desk, Message.RECAP).body


def test_internal_sentences_in_an_edited_message_are_named(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    signed(desk)
    add_friction(desk, 1, "Their legal team sat on it for weeks", effect="pace", cause="external")
    text = "Dear Dana, their Legal team sat on it for\nweeks, so we start later."
    assert desk.rows(message_leaks.found, 1, text) == (("the friction log", "Their legal team sat on it for weeks"),)
    for kind in Message:
        assert desk.rows(message_leaks.found, 1, draft(desk, kind).body) == ()


def issue_of(desk: Desk, **texts: str) -> str:
    uid = new_uid()
    values = {"text": "The data feed is down", **texts}
    desk.write(Command("opened"), issue_opening.add, "issue", uid, 1, values, desk.context, desk.clock.now())
    return uid


def test_an_issue_drafts_its_message_and_what_is_inside_stays_inside(desk: Desk) -> None:
    signed(desk)
    dana(desk)
    inside = {"mitigation": "we hide behind the old cache", "root_cause": "our own key ran out on Monday"}
    uid = issue_of(desk, facts="no rows since Monday 9:00", impact="your reports are two days old", **inside)
    assert desk.rows(message_drafts.meant, 1, uid, TODAY) == (Message.ISSUE, uid)
    made = draft(desk, Message.ISSUE, Wanted(uid))
    assert made.subject == "Hosting renewal: The data feed is down"
    for said in ("level 1", "no rows since Monday 9:00", "your reports are two days old", "Thu 14 May", "Dana"):
        assert said in made.body, said
    for words in inside.values():
        assert words not in f"{made.subject}{made.body}"
        assert message_leaks.found(desk.con, 1, f"x. {words}."), words
    assert [one.name for one in made.missing] == ["what we ask", "your name"]
    desk.write(Command("raised"), issues.raise_level, uid, desk.clock.now())
    assert "level 2" in draft(desk, Message.ISSUE, Wanted(uid)).body
    assert draft(desk, Message.ISSUE).about_uid == uid, "the open issue is meant where none is named"
    told = send(desk, made, Sending(waiting_for=messages.waits_for(desk.con, made)))
    assert any("Waiting for Dana" in line for line in told)


def test_what_was_said_of_how_it_stands_is_no_text_for_them(desk: Desk) -> None:
    signed(desk)
    texts = {"summary": "talked", "channel": "call", "status": "red", "status_why": "Dana can not lead this"}
    desk.write(Command("l"), conversations.log, 1, new_uid(), texts, desk.context, desk.clock.now())
    uid = issue_of(desk, text="Dana can not lead this")
    made = draft(desk, Message.ISSUE, Wanted(uid))
    assert "lead this" not in f"{made.subject}{made.body}"
    assert "what is wrong" in [one.name for one in made.missing]


def test_a_window_that_is_over_asks_for_their_word(desk: Desk) -> None:
    signed(desk)
    add(desk, action("the design", state=ActionState.REVIEW, review_until=date(2026, 5, 12), side=Side.US))
    uid = str(desk.con.execute("SELECT uid FROM action WHERE text = 'the design'").fetchone()[0])
    assert desk.rows(message_drafts.meant, 1, uid, TODAY) == (Message.NUDGE, uid)
    assert "your word on the design" in draft(desk, Message.NUDGE, Wanted(uid)).body
