"""Issues on the ladder: opened with a clock, raised, severe, closed with an outcome, opened again; each undone by u."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.errors import FieldRefused, InputRefused, NotFound
from dealdesk.store import connect, due_moves, forms, history, history_words, issue_lines, issues, records, settings
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.issue_lines import IssueLine
from dealdesk.store.moment import connection
from dealdesk.store.redating import Moved, recompute
from dealdesk.store.uid import new_uid
from dealdesk.text import clean
from tests.desks import NOW, FixedClock, add_deal, edit, open_desk
from tests.nasty import strings


def add(desk: Desk, deal: int, table: str = "issue", **texts: str) -> str:
    uid, now = new_uid(), desk.clock.now()
    command = Command("opened an issue" if table == "issue" else "added a level", deal)
    desk.write(command, records.add, table, uid, deal, texts, desk.context, now)
    return uid


def line(desk: Desk, deal: int, uid: str) -> IssueLine:
    return next(line for line in desk.rows(issue_lines.of_deal, deal) if line.uid == uid)


def undo(desk: Desk) -> None:
    con = connect.connect(desk.path)
    history.undo(con, desk.window, desk.clock.now())
    con.close()
    desk.refresh()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return open_desk(tmp_path, FixedClock())


def test_an_issue_opens_on_level_1_till_the_end_of_the_day(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = add(desk, deal, text="Logins fail since the update")
    found = line(desk, deal, uid)
    assert (found.level, found.due_on, found.due_at) == (1, "2026-05-13", "")
    assert found.reason == "same day Wed 13 May"
    assert found.clock(NOW).startswith("level 1: till the end of today, those who do the work")
    row = desk.con.execute("SELECT kind, state, due_on FROM due_item WHERE uid = ?", (uid,)).fetchone()
    assert row == ("issue", "level 1", "2026-05-13")


def test_one_that_comes_after_working_hours_has_the_next_working_day(tmp_path: Path) -> None:
    desk = open_desk(tmp_path, FixedClock(datetime(2026, 5, 15, 22, 0, tzinfo=UTC)))  # a Friday night
    deal = add_deal(desk)
    found = line(desk, deal, add(desk, deal, text="Down"))
    assert found.due_on == "2026-05-18"
    assert found.reason == "came outside working time, so by Mon 18 May"


def test_raising_starts_the_clock_of_the_next_level_and_ends_at_the_third(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = add(desk, deal, text="Logins fail")
    said = desk.write(Command("raised an issue", deal), issues.raise_level, uid, NOW)
    found = line(desk, deal, uid)
    assert (found.level, found.due_on, found.due_at) == (2, "2026-05-15", "2026-05-15T09:30:00.000Z")
    assert found.left(NOW) == "48 h left"
    assert said[0].startswith("Level 2 by Fri 15 May")
    undo(desk)
    assert line(desk, deal, uid).level == 1
    for _ in range(2):
        desk.write(Command("raised an issue", deal), issues.raise_level, uid, NOW)
    assert line(desk, deal, uid).due_on == "2026-05-20"
    with pytest.raises(FieldRefused, match="last one"):
        desk.write(Command("raised an issue", deal), issues.raise_level, uid, NOW)


def test_severe_goes_straight_to_level_3_typed_or_marked(desk: Desk) -> None:
    deal = add_deal(desk)
    typed = add(desk, deal, text="Data lost", severe="yes")
    marked = add(desk, deal, text="Payments stop")
    desk.write(Command("called an issue severe", deal), issues.mark_severe, marked, NOW)
    for uid in (typed, marked):
        found = line(desk, deal, uid)
        assert (found.level, found.severe, found.due_on) == (3, True, "2026-05-20")
    with pytest.raises(InputRefused):
        desk.write(Command("called an issue severe", deal), issues.mark_severe, typed, NOW)


def test_it_closes_with_one_line_and_opens_again(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = add(desk, deal, text="Logins fail")
    with pytest.raises(InputRefused):
        desk.write(Command("closed an issue", deal), due_moves.close_issue, uid, " ", NOW)
    desk.write(Command("closed an issue", deal), due_moves.close_issue, uid, "fixed in 4.2", NOW)
    found = line(desk, deal, uid)
    assert (found.closed_on, found.outcome) == ("2026-05-13", "fixed in 4.2")
    assert not desk.con.execute("SELECT 1 FROM due_item WHERE uid = ?", (uid,)).fetchone()
    with pytest.raises(InputRefused, match="closed"):
        desk.write(Command("raised an issue", deal), issues.raise_level, uid, NOW)
    desk.write(Command("opened an issue again", deal), issues.reopen, uid, NOW)
    assert (line(desk, deal, uid).closed_on, line(desk, deal, uid).outcome) == ("", "")
    edit(desk, "issue", uid, "outcome", "fixed for good")
    assert line(desk, deal, uid).closed_on == "2026-05-13"
    edit(desk, "issue", uid, "outcome", "")
    assert line(desk, deal, uid).closed_on == ""
    undo(desk)
    assert line(desk, deal, uid).outcome == "fixed for good"


def test_the_deals_own_ladder_names_people_and_sets_the_clocks_of_open_issues(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = add(desk, deal, text="Logins fail")
    desk.write(Command("raised an issue", deal), issues.raise_level, uid, NOW)
    second = add(desk, deal, "ladder", level="2", names="Ops", response="24 hours")
    add(desk, deal, "ladder", level="3", names="MK")
    found = line(desk, deal, uid)
    assert found.due_at == "2026-05-14T09:30:00.000Z"
    assert found.clock(NOW) == "level 2: 24 h left, Ops, then MK"
    edit(desk, "ladder", second, "response", "2 business days")
    assert (line(desk, deal, uid).due_on, line(desk, deal, uid).due_at) == ("2026-05-15", "")
    assert edit(desk, "ladder", second, "response", "soon").message.startswith("Answers within is a time")
    with pytest.raises(FieldRefused, match="own level 2"):
        add(desk, deal, "ladder", level="2", names="Others")
    with pytest.raises(FieldRefused, match="Answers within"):
        add(desk, deal, "ladder", level="1", response="soon")
    assert [step.level for step in desk.rows(issue_lines.ladder_lines, deal)] == [1, 2, 3]
    desk.write(Command("archived"), records.archive, "ladder", second, NOW)
    assert line(desk, deal, uid).due_at == "2026-05-15T09:30:00.000Z"
    undo(desk)
    assert line(desk, deal, uid).due_at == ""
    assert desk.read(forms.load, "ladder", second) == {"level": "2", "names": "Ops", "response": "2 business days"}


def test_who_is_called_stands_on_the_ladder_where_it_names_nobody(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = new_uid()
    texts = {"matter": "executive", "side": "them", "person": "MK"}
    desk.write(Command("said who to call"), records.add, "contact", uid, deal, texts, desk.context, NOW)
    issue = add(desk, deal, text="Logins fail")
    assert line(desk, deal, issue).steps[2].names == "MK"


def test_a_day_off_moves_what_a_rule_dated_and_leaves_what_a_person_did(desk: Desk) -> None:
    deal = add_deal(desk)
    by_rule, by_hand = add(desk, deal, text="Logins fail"), add(desk, deal, text="Invoices wrong")
    for uid in (by_rule, by_hand):
        desk.write(Command("raised an issue", deal), issues.raise_level, uid, NOW)
    later = date(2026, 5, 15)
    desk.write(Command("put off", deal), due_moves.later, "issue", by_hand, later, NOW)

    def close_friday(session: Session) -> tuple[Moved, ...]:
        con = connection(session)
        con.execute("INSERT INTO day_off (uid, day) VALUES (?, '2026-05-15')", (new_uid(),))
        return recompute(session, settings.load(con).context(NOW.date()), NOW)

    moved = desk.write(Command("added a day off"), close_friday)
    assert [move.what for move in moved] == ["issue"]
    assert line(desk, deal, by_rule).due_on == "2026-05-18"
    assert line(desk, deal, by_rule).left(NOW) == "till Mon 18 May"
    assert line(desk, deal, by_hand).due_on == "2026-05-15"


def test_what_is_done_with_it_is_told_in_words(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = add(desk, deal, text="Logins fail")
    desk.write(Command("raised an issue", deal), issues.raise_level, uid, NOW)
    told = history_words.tell(desk.con, desk.rows(history.of_deal, deal))
    assert told[0].changes == ("Limit of the level: 2026-05-13 → 2026-05-15", "Level: 1 → 2")
    assert told[1].what == "opened an issue: Logins fail"


def test_an_issue_that_is_gone_is_said_to_be(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = add(desk, deal, text="Logins fail")
    desk.write(Command("archived"), records.archive, "issue", uid, NOW)
    for move in (issues.raise_level, issues.mark_severe, issues.reopen):
        with pytest.raises(NotFound):
            desk.write(Command("moved"), move, uid, NOW)


def test_hostile_text_is_kept_whole(desk: Desk, realdata: Path) -> None:
    deal = add_deal(desk)
    uids = {}

    def fill(session: Session) -> None:
        for number, text in enumerate(strings(realdata, every=8)):
            with suppress(InputRefused):
                texts = {"text": text, "facts": text, "root_cause": text}
                records.add(session, "issue", f"issue-{number}", deal, texts, desk.context, NOW)
                uids[f"issue-{number}"] = clean(text)

    desk.write(Command("opened them", deal), fill)
    found = {line.uid: line for line in desk.rows(issue_lines.of_deal, deal)}
    assert len(found) > 20
    assert {uid: found[uid].text for uid in uids} == uids
    assert all(line.clock(NOW).startswith("level 1: ") for line in found.values())


def test_a_template_that_cannot_be_used_is_named_when_one_writes_and_left_out_when_one_reads(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deal = add_deal(desk)
    add(desk, deal, text="Logins fail")
    monkeypatch.setattr("dealdesk.paths.config_folder", lambda: str(tmp_path))
    (tmp_path / "escalation.toml").write_text('[[level]]\nnames = "a"\nwithin = "soon"\noutcome = "b"\n' * 3)
    assert len(desk.rows(issue_lines.ladder_lines, deal)) == 3
    with pytest.raises(InputRefused, match=r"escalation.toml: level 1"):
        add(desk, deal, text="Invoices wrong")


def test_a_closed_issue_keeps_its_outcome_and_has_no_limit(desk: Desk) -> None:
    uid = add(desk, add_deal(desk), text="Logins fail")
    command, now = Command("x"), desk.clock.now()
    desk.write(command, due_moves.close_issue, uid, "update taken back", now)
    with pytest.raises(InputRefused, match="closed already: “update taken back”"):
        desk.write(command, due_moves.close_issue, uid, "something else", now)
    with pytest.raises(InputRefused, match="That issue is closed"):
        desk.write(command, due_moves.later, "issue", uid, date(2026, 5, 20), now)
    with pytest.raises(InputRefused, match="That issue is closed"):
        desk.write(command, due_moves.new_date, "issue", uid, date(2026, 5, 20), "", desk.context, now)
    closed = desk.con.execute("SELECT closed_at FROM issue").fetchone()
    edit(desk, "issue", uid, "outcome", "update mended", "update taken back")
    assert desk.con.execute("SELECT outcome, closed_at FROM issue").fetchone() == ("update mended", *closed)


def test_what_was_marked_severe_while_it_was_closed_opens_on_the_last_level(desk: Desk) -> None:
    deal = add_deal(desk)
    uid = add(desk, deal, text="Logins fail")
    desk.write(Command("x"), due_moves.close_issue, uid, "update taken back", desk.clock.now())
    edit(desk, "issue", uid, "severe", "yes")
    assert desk.con.execute("SELECT level FROM issue").fetchone() == (1,)
    said = desk.write(Command("x"), issues.reopen, uid, desk.clock.now())
    assert said[0].startswith("Open again. Level 3 by")
    assert line(desk, deal, uid).level == 3
