"""Lines move between sections and back, and none is lost, doubled or changed on the way."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import DebriefKind, Verdict
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import connect, history, line_moves, lines, review, typed_lines
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.debriefs import Debrief, HeldMark
from dealdesk.store.tables.reviews import Review, ReviewSlot
from dealdesk.store.writer import Writer
from tests.desks import NOW, add_deal, add_friction, open_desk

SECTIONS = tuple(lines.REGISTERS)
#: Bookkeeping that may differ between a line that stayed and one that went and came back.
PASSING = {"id", "updated_at", "rev"}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    add_deal(desk)
    return desk


def add(desk: Desk, section: str, text: str, **more: Any) -> str:  # noqa: ANN401
    return desk.write(Command("added"), lines.add, section, 1, None, Line(text)._replace(**more))


def move(desk: Desk, uid: str, from_section: str, to_section: str) -> None:
    desk.write(Command("moved a line"), line_moves.move, uid, from_section, to_section, desk.clock.now())


def where(desk: Desk) -> dict[str, list[str]]:
    """Return the sections in which each line stands."""
    found: dict[str, list[str]] = {}
    for section in SECTIONS:
        for row in desk.rows(lines.of_section, section, 1):
            found.setdefault(row.uid, []).append(section)
    return found


def whole(desk: Desk, section: str, uid: str) -> dict[str, Any]:
    table = lines.REGISTERS[section].__tablename__
    cursor = desk.con.execute(f"SELECT * FROM {table} WHERE uid = ?", (uid,))
    names = [column[0] for column in cursor.description]
    return {name: value for name, value in zip(names, cursor.fetchone(), strict=True) if name not in PASSING}


def test_a_line_keeps_its_words_and_gets_a_kind_of_its_new_section(desk: Desk) -> None:
    uid = add(desk, "worked", "Showed the plan", said_by="ab", tags=("sla",))
    move(desk, uid, "worked", "friction")
    (row,) = desk.rows(lines.of_section, "friction", 1)
    assert (row.uid, row.text, row.said_by, row.tags) == (uid, "Showed the plan", "ab", "sla")
    assert where(desk) == {uid: ["friction"]}


def test_moving_back_restores_cause_effect_and_remedy(desk: Desk) -> None:
    uid = add_friction(desk, 1, "Slow", effect="trust", cause="internal", tags="late", remedy="Name one owner")
    before = whole(desk, "friction", uid)
    move(desk, uid, "friction", "worked")
    move(desk, uid, "worked", "missed")
    move(desk, uid, "missed", "friction")
    assert whole(desk, "friction", uid) == before


def test_words_changed_elsewhere_come_back_changed(desk: Desk) -> None:
    uid = add(desk, "missed", "Who signs?")
    move(desk, uid, "missed", "worked")
    desk.write(Command("edited"), lines.edit, "worked", uid, Line("Who signs what?"))
    move(desk, uid, "worked", "missed")
    assert [row.text for row in desk.rows(lines.of_section, "missed", 1)] == ["Who signs what?"]
    bank = desk.con.execute("SELECT text FROM question WHERE archived_at IS NULL").fetchall()
    assert bank == [("Who signs what?",)]


@pytest.mark.parametrize("seed", range(6))
def test_random_moves_lose_and_double_nothing_and_lead_back(desk: Desk, seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311 - a test, not a secret
    home = {
        add(desk, section, f"{text} {seed}?", said_by="ab"): section
        for section, text in [("worked", "Plan"), ("missed", "Who signs"), ("friction", "Our approval took weeks"),
                              ("moments", "First offer"), ("changes", "Ask who signs"), ("notes", "They asked twice")]
    }  # fmt: skip
    before = {uid: whole(desk, section, uid) for uid, section in home.items()}
    at = dict(home)
    for _step in range(25):
        uid, to = choose.choice([*home]), choose.choice(SECTIONS)
        try:
            move(desk, uid, at[uid], to)
        except InputRefused:
            assert to == "changes"
        else:
            at[uid] = to
        assert where(desk) == {uid: [section] for uid, section in at.items()}
    for uid in home:  # out of the way first, so that the changes have room
        if at[uid] == "changes" != home[uid]:
            move(desk, uid, "changes", home[uid])
            at[uid] = home[uid]
    for uid, section in home.items():
        move(desk, uid, at[uid], section)
    assert {uid: whole(desk, section, uid) for uid, section in home.items()} == before
    live = "SELECT count(*) FROM {} WHERE archived_at IS NULL"
    assert [desk.con.execute(live.format(table)).fetchone()[0] for table in ("question", "rule", "action")] == [1, 1, 1]


def test_a_fourth_change_stays_where_it_was(desk: Desk) -> None:
    for number in range(3):
        add(desk, "changes", f"Ask {number}")
    uid = add(desk, "worked", "Plan")
    with pytest.raises(InputRefused, match="3 changes"):
        move(desk, uid, "worked", "changes")
    assert where(desk)[uid] == ["worked"]


def test_leverage_takes_no_line_and_a_line_moves_from_where_it_stands(desk: Desk) -> None:
    uid = add(desk, "worked", "Plan")
    with pytest.raises(InputRefused, match="grid"):
        move(desk, uid, "worked", "leverage")
    with pytest.raises(NotFound):
        move(desk, uid, "missed", "friction")
    move(desk, uid, "worked", "worked")
    assert where(desk) == {uid: ["worked"]}


def test_a_move_is_undone_and_can_be_done_again(desk: Desk) -> None:
    uid = add(desk, "missed", "Who signs?")
    before = whole(desk, "missed", uid)
    con = connect.connect(desk.path)
    move(desk, uid, "missed", "changes")
    history.undo(con, desk.window, NOW)
    assert (where(desk), whole(desk, "missed", uid)) == ({uid: ["missed"]}, before)
    move(desk, uid, "missed", "changes")
    assert where(desk) == {uid: ["changes"]}


def test_what_is_typed_for_the_line_follows(desk: Desk) -> None:
    uid = add(desk, "worked", "Plan")
    writer = Writer(desk.path, desk.clock, "w", lambda _event: None)
    writer.start()
    writer.keep(typed_lines.typing_key("worked", uid), "Plan with dates", deal_id=1, base_text="Plan")
    writer.close()
    move(desk, uid, "worked", "missed")
    (draft,) = desk.rows(typed_lines.drafts, 1)
    assert draft[:4] == (uid, "missed", "Plan with dates", "Plan")


def test_the_slot_of_the_form_is_freed_and_picked_again_on_the_way_back(desk: Desk) -> None:
    one, other = add(desk, "worked", "First plan"), add(desk, "worked", "Second plan")

    def pick(session: Session) -> None:
        session.add(Review(deal_id=1))
        session.flush()
        session.add(ReviewSlot(deal_id=1, review_id=1, slot="worked.proof", row_tab="takeaway", row_uid=other))
        session.flush()

    def shown() -> str:
        return desk.rows(review.slots, 1, NOW.date())["worked.proof"].split(" (+")[0]

    desk.write(Command("x"), lines.set_kind, "worked", one, "proof", "proof")
    desk.write(Command("x"), pick)
    assert shown() == "Second plan"
    move(desk, other, "worked", "missed")
    assert shown() == "First plan"
    move(desk, other, "missed", "worked")
    assert shown() == "Second plan"


def test_what_a_second_debrief_said_of_the_line_goes_with_it(desk: Desk) -> None:
    uid = add(desk, "worked", "Plan")

    def mark(session: Session) -> None:
        session.add(Debrief(deal_id=1, kind=DebriefKind.SECOND))
        session.flush()
        session.add(HeldMark(deal_id=1, debrief_id=1, line_uid=uid, section="worked", verdict=Verdict.HELD))
        session.flush()

    desk.write(Command("x"), mark)
    move(desk, uid, "worked", "missed")
    assert desk.con.execute("SELECT section FROM held_mark").fetchall() == [("missed",)]
