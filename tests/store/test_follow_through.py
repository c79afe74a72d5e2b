"""What a signing started: by every way of signing, moved with it, taken back with it, begun later for old deals."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
from sqlmodel import Session, select

from dealdesk import paths
from dealdesk.domain.fields import Context
from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import ActionKind
from dealdesk.errors import InputRefused
from dealdesk.imports.csv_deals import plan_deals
from dealdesk.store import (
    action_moves,
    changes,
    connect,
    due,
    follow_through,
    followed,
    forms,
    history,
    import_undo,
    imports,
    lines,
    review,
    review_form,
    settings,
    signing,
)
from dealdesk.store.desk import Desk
from dealdesk.store.followed import Made
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.store.uid import new_uid
from dealdesk.templates.load import TemplateRefused
from tests.desks import NOW, FixedClock, add_deal, edit, open_desk, uid_of, without_follow_through

STARTED = {"next-steps mail", "first", "playbook", "kickoff", "check-in", "second", "deliverable", "invoice", "review"}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Desk:
    return open_desk(tmp_path, clock)


def sign(desk: Desk, deal_id: int = 1, /, **texts: str) -> None:
    desk.write(Command("signed the deal"), signing.sign, deal_id, texts, desk.context, desk.clock.now())


def begin(desk: Desk, deal_id: int = 1) -> None:
    desk.write(Command("started"), follow_through.begin, deal_id, desk.context, desk.clock.now())


def change(desk: Desk, name: str, text: str) -> None:
    assert edit(desk, "deal", uid_of(desk, "deal", 1), name, text).state is None


def put(desk: Desk, name: str, value: str) -> None:
    con = connect.connect(desk.path)
    with history.unit(con, Command("settings"), NOW):
        settings.put(con, name, value)
    con.close()
    desk.refresh()


def made(desk: Desk, deal_id: int = 1) -> dict[str, Made]:
    return {one.text if one.kind == "debrief" else one.kind: one for one in desk.rows(followed.made, deal_id)}


def formal(desk: Desk) -> list[tuple[str, str, str | None]]:
    rows: list[tuple[str, str, str | None]] = desk.con.execute(
        "SELECT due_on, state, done_on FROM action WHERE kind = 'formal step' AND archived_at IS NULL ORDER BY position"
    ).fetchall()
    return rows


def red(desk: Desk, day: date) -> list[str]:
    found = desk.rows(due.due, day.isoformat(), all_items=True)
    return [item.text for item in found.items if item.group == "overdue"]


# Every way of signing


def test_a_day_of_signing_in_the_form_starts_it_and_counts_days(desk: Desk) -> None:
    add_deal(desk)
    change(desk, "signed_on", "today")
    assert set(made(desk)) == STARTED
    assert made(desk)["next-steps mail"].due_at is None
    assert desk.con.execute("SELECT signed_at, follow_through FROM deal").fetchone() == (None, "full")


def test_so_does_a_deal_that_is_added_signed(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    assert set(made(desk)) == STARTED


def test_so_does_the_review_form(desk: Desk) -> None:
    add_deal(desk)
    desk.write(
        Command("typed in the review form"),
        review_form.promote,
        1,
        "head.signed",
        "yes",
        "",
        desk.context,
        desk.clock.now(),
    )
    assert set(made(desk)) == STARTED


def test_so_does_an_import_for_deals_signed_lately_and_its_undo_takes_it_back(desk: Desk) -> None:
    refs, keys = desk.rows(import_undo.known)
    text = "ref,title,counterparty,signed,type\nA-1,New,Acme,2026-05-08,vendor\nA-2,Old,Beta,2020-01-01,vendor\n"
    plan = plan_deals(text.encode(), today=NOW.date(), known_refs=refs, known_rows=keys)
    stored = desk.write(import_undo.command(2, "r.csv"), imports.import_plan, plan.rows, desk.context, desk.clock.now())
    recent, old = stored.deal_ids
    assert stored.debriefs == 1
    assert set(made(desk, recent)) == STARTED
    assert made(desk, old) == {}
    assert red(desk, NOW.date()) == []
    con = connect.connect(desk.path)
    import_undo.undo_import(con, stored.command_id, NOW, desk.window)
    assert made(desk, recent) == {}


# Old deals


@pytest.mark.parametrize(("days", "started"), [(14, True), (15, False), (4000, False)])
def test_a_deal_signed_long_before_it_is_entered_starts_nothing(desk: Desk, days: int, started: bool) -> None:
    add_deal(desk, signed_on=(NOW.date() - timedelta(days=days)).isoformat())
    assert bool(made(desk)) is started


def test_it_is_begun_by_hand_and_counts_from_that_day(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, signed_on="2025-01-10")
    begin(desk)
    days = {name: one.due_on for name, one in made(desk).items() if one.due_on}
    assert days == {
        "next-steps mail": "2026-05-15",
        "first": "2026-05-18",
        "playbook": "2026-05-20",
        "kickoff": "2026-05-27",
        "second": "2026-06-12",
        "check-in": "2026-06-15",
    }
    clock.pass_by(10 * 86400)
    change(desk, "term", "24 months")
    change(desk, "signed_on", "2025-01-09")
    assert {name: one.due_on for name, one in made(desk).items() if one.due_on} == days
    with pytest.raises(InputRefused, match="was started already"):
        begin(desk)


@pytest.mark.parametrize(
    ("texts", "says"), [({}, "not signed yet"), ({"signed_on": "2024-01-01", "end_on": "2025-01-01"}, "has ended")]
)
def test_where_there_is_nothing_to_begin_it_says_why(desk: Desk, texts: dict[str, str], says: str) -> None:
    add_deal(desk, **texts)
    with pytest.raises(InputRefused, match=says):
        begin(desk)


def test_a_deal_that_was_to_have_none_can_have_it_after_all(desk: Desk) -> None:
    without_follow_through(desk)
    add_deal(desk, signed_on="2026-05-12")
    assert made(desk) == {}
    begin(desk)
    assert set(made(desk)) == STARTED


def test_a_mistyped_year_put_right_starts_it(desk: Desk) -> None:
    add_deal(desk, signed_on="2025-05-12")
    change(desk, "signed_on", "2026-05-12")
    assert set(made(desk)) == STARTED


# How much


def test_a_small_deal_is_light_and_the_setting_is_for_all_others(desk: Desk) -> None:
    put(desk, "light_below", "5000 EUR")
    add_deal(desk, amount="4,999 EUR", signed_on="2026-05-12")
    add_deal(desk, "Large", amount="5,000 EUR", signed_on="2026-05-12")
    assert set(made(desk)) == {"next-steps mail", "first", "deliverable", "second"}
    assert set(made(desk, 2)) == STARTED


def test_what_is_there_already_is_not_made_twice(desk: Desk) -> None:
    add_deal(desk)

    def act(session: Session) -> None:
        session.add(Action(deal_id=1, text="install it", kind=ActionKind.DELIVERABLE, due_on=date(2026, 7, 1)))

    desk.write(Command("added an action"), act)
    sign(desk)
    assert made(desk)["deliverable"].text == "install it"
    assert made(desk)["second"].due_on == "2026-07-01"
    assert desk.con.execute("SELECT count(*) FROM action WHERE kind = 'deliverable'").fetchone() == (1,)


def test_the_hand_over_asks_those_on_our_side(desk: Desk) -> None:
    put(desk, "team", "team")
    add_deal(desk)
    for name, side in (("Jo", "us"), ("Dana", "them"), ("Ann", "us")):
        texts = {"name": name, "side": side, "role": "delivery"}
        desk.write(
            Command("added a person"), forms.create, "deal_person", new_uid(), 1, texts, desk.context, desk.clock.now()
        )
    sign(desk)
    assert desk.con.execute("SELECT attendees FROM action WHERE kind = 'hand-over'").fetchone() == ("Jo, Ann",)


# Moved and taken back


def test_a_corrected_day_moves_what_the_rules_dated_and_nothing_else(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")

    def agree(session: Session) -> None:
        row = session.exec(select(Action).where(Action.kind == ActionKind.KICKOFF)).one()
        action_moves.new_date(session, row, date(2026, 5, 21), "", "", desk.context, NOW)

    desk.write(Command("new date"), agree)
    change(desk, "signed_on", "2026-05-13")
    assert made(desk)["next-steps mail"].due_on == "2026-05-15"
    assert made(desk)["playbook"].due_on == "2026-05-20"
    assert made(desk)["kickoff"].due_on == "2026-05-21"


def test_a_signing_taken_back_takes_along_what_nobody_touched(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")

    def touch(session: Session) -> None:
        row = session.exec(select(Action).where(Action.kind == ActionKind.KICKOFF)).one()
        row.notes = "Dana proposes Tuesday"
        session.add(row)

    desk.write(Command("edited an action"), touch)
    assert desk.con.execute("SELECT quiet_on FROM deal").fetchone() != (None,)
    change(desk, "signed_on", "")
    assert set(made(desk)) == {"kickoff"}
    assert desk.con.execute("SELECT quiet_on, follow_through FROM deal").fetchone() == (None, None)
    change(desk, "signed_on", "2026-05-12")
    assert set(made(desk)) == STARTED
    assert desk.con.execute("SELECT count(*) FROM action WHERE kind = 'kickoff'").fetchone() == (1,)


def test_what_a_person_took_away_does_not_come_back_with_the_next_change(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    con = connect.connect(desk.path)
    with history.unit(con, Command("archived an action"), NOW):
        con.execute("UPDATE action SET archived_at = 'x' WHERE kind = 'kickoff'")
    change(desk, "term", "24 months")
    assert set(made(desk)) == STARTED - {"kickoff"}


def test_the_first_deliverable_done_moves_the_second_debrief(desk: Desk, clock: FixedClock) -> None:
    add_deal(desk, signed_on="2026-05-12")
    clock.pass_by(6 * 86400)

    def finish(session: Session, context: Context, now: datetime) -> list[str]:
        row = session.exec(select(Action).where(Action.kind == ActionKind.DELIVERABLE)).one()
        return action_moves.done(session, row, context, now)

    desk.write(Command("done"), finish, desk.context, desk.clock.now())
    second = made(desk)["second"]
    assert second.due_on == "2026-05-19"
    rule = desk.con.execute("SELECT due_rule FROM debrief WHERE kind = 'second'").fetchone()
    assert rule == ("second debrief: first milestone",)


# The changes' owner


def test_the_first_change_takes_over_the_action_of_the_signing(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12", owner="Ann")
    assert made(desk)["playbook"].text == "Name who makes the playbook changes"
    assert desk.rows(changes.owed, 1) is None
    uid = made(desk)["playbook"].uid
    line = desk.write(Command("added a line"), lines.add, "changes", 1, None, Line("Ask who signs"))
    owed = desk.rows(changes.owed, 1)
    assert owed is not None
    assert (owed.uid, owed.owner, owed.due_on, owed.set_by) == (uid, "Ann", "2026-05-19", "rule")
    assert made(desk)["playbook"].text == "bring what we change into the playbook"
    desk.write(Command("took a line out"), lines.archive, "changes", line, NOW)
    assert made(desk)["playbook"].text == "Name who makes the playbook changes"
    assert desk.rows(changes.owed, 1) is None
    assert desk.con.execute("SELECT count(*) FROM action WHERE kind = 'playbook'").fetchone() == (1,)


def test_someone_can_be_named_before_there_are_changes(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    desk.write(Command("named"), changes.set_owner, 1, "Jo")
    owed = desk.rows(changes.owed, 1)
    assert owed is not None
    assert owed.owner == "Jo"


# The review form


def paper(desk: Desk, slot: str, text: str, base: str | None = None) -> None:
    done = desk.write(
        Command("typed in the review form"), review_form.promote, 1, slot, text, base, desk.context, desk.clock.now()
    )
    assert done.state is None, done


def test_the_form_fills_in_the_rows_of_the_signing(desk: Desk) -> None:
    put(desk, "team", "team")
    add_deal(desk, signed_on="2026-05-12")
    stood = desk.con.execute("SELECT count(*) FROM action").fetchone()
    paper(desk, "follow.mail", "today")
    paper(desk, "follow.kickoff", "26 may")
    paper(desk, "follow.handover", "15 may with Jo")
    assert desk.con.execute("SELECT count(*) FROM action").fetchone() == stood
    rows = dict(
        (row[0], row[1:])
        for row in desk.con.execute("SELECT kind, state, due_on, done_on, due_set_by, attendees FROM action")
    )
    assert rows["next-steps mail"][0:3:2] == ("done", "2026-05-13")
    assert rows["kickoff"][1:4:2] == ("2026-05-26", "person")
    assert rows["hand-over"][1:] == ("2026-05-15", None, "person", "Jo")


def test_what_is_taken_out_of_the_form_is_the_rules_again(desk: Desk) -> None:
    put(desk, "team", "team")
    add_deal(desk, signed_on="2026-05-12")
    limits = {name: made(desk)[name].due_on for name in ("kickoff", "hand-over")}
    for slot, text in (("follow.kickoff", "26 may"), ("follow.handover", "15 may with Jo")):
        paper(desk, slot, text)
        paper(desk, slot, "")
        assert desk.rows(review.read, 1, NOW.date()).slots[slot].as_typed == ""
    assert {name: made(desk)[name].due_on for name in limits} == limits
    paper(desk, "follow.handover", "18 may")
    assert made(desk)["hand-over"].due_on == "2026-05-18"
    assert desk.con.execute("SELECT count(*) FROM action WHERE kind = 'hand-over'").fetchone() == (1,)


def test_check_ins_typed_in_the_form_take_the_place_of_those_of_the_signing(desk: Desk) -> None:
    add_deal(desk, type="vendor", signed_on="2026-05-12")
    paper(desk, "follow.checkins", "every week", base="")
    rows = desk.con.execute(
        "SELECT early_count, early_unit, ongoing_count, ongoing_unit FROM checkin WHERE archived_at IS NULL"
    ).fetchall()
    assert len(rows) == 1
    assert "week" in rows[0]


# Between agreed and signed


def test_an_agreed_deal_has_formal_steps_until_it_is_signed(desk: Desk) -> None:
    add_deal(desk)
    assert formal(desk) == []
    change(desk, "stage", "agreed")
    days = ["2026-05-18", "2026-05-25", "2026-05-27", "2026-06-03"]
    assert formal(desk) == [(day, "to do", None) for day in days]
    change(desk, "term", "24 months")
    assert len(formal(desk)) == 4
    sign(desk)
    assert formal(desk) == [(day, "done", "2026-05-13") for day in days]


def test_formal_steps_go_when_it_is_negotiated_again_or_lost(desk: Desk) -> None:
    add_deal(desk, stage="agreed")
    change(desk, "stage", "negotiating")
    assert formal(desk) == []
    change(desk, "stage", "agreed")
    assert len(formal(desk)) == 4
    change(desk, "outcome", "no decision")
    assert formal(desk) == []


# One's own template


def own(text: str) -> None:
    folder = Path(paths.config_folder())
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "follow_through.toml").write_text(text, encoding="utf-8")


def test_ones_own_numbers_count_for_new_deals_only(desk: Desk) -> None:
    add_deal(desk, signed_on="2026-05-12")
    shipped = resources.files("dealdesk.templates").joinpath("follow_through.toml").read_text(encoding="utf-8")
    own(shipped.replace('late = "14 days"', 'late = "10 days"'))
    add_deal(desk, "Another", signed_on="2026-05-12")
    change(desk, "signed_on", "2026-05-13")
    assert made(desk)["kickoff"].due_on == "2026-05-27"
    assert made(desk, 2)["kickoff"].due_on == "2026-05-22"


def test_a_template_that_can_not_be_used_refuses_a_signing_and_loses_no_typing(desk: Desk) -> None:
    own("[[step")
    add_deal(desk)
    with pytest.raises(TemplateRefused, match="is no TOML"):
        sign(desk)
    change(desk, "signed_on", "2026-05-12")
    assert set(made(desk)) == STARTED
