"""The review form among windows, versions, undo, hostile text and debriefs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from dealdesk.domain.leverage import MarkColumn
from dealdesk.domain.line_grammar import parse_line
from dealdesk.domain.vocabulary import DebriefKind, TypingState
from dealdesk.errors import InputRefused, NotFound
from dealdesk.store import (
    debriefs,
    drafts,
    forms,
    history,
    history_words,
    leverage,
    lines,
    review,
    review_form,
    search,
)
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.templates.load import load_sections
from dealdesk.text import clean
from tests.desks import NOW, add_deal, edit, open_desk
from tests.nasty import strings
from tests.store.review_paper import TODAY, TYPED, Paper, add_line, first_empty


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[Paper]:
    desk = open_desk(tmp_path)
    yield Paper(desk, add_deal(desk))
    desk.close()


def test_two_windows_on_different_slots_never_conflict_and_on_one_show_both_texts(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    one = Paper(desk, add_deal(desk))
    other = Paper(open_desk(tmp_path), one.deal)
    base = {slot: seen.text for slot, seen in one.view.slots.items()}
    for number, (slot, (text, _printed)) in enumerate(TYPED.items()):
        done = (one, other)[number % 2].promote(slot, text, base[slot])
        assert done.state is None, (slot, done)
    mine = other.promote("worked.tactic", "mine", base["worked.tactic"])
    assert (mine.state, mine.theirs) == (TypingState.CONFLICT, TYPED["worked.tactic"][0])
    typed = {slot: draft for slot, draft in drafts.of_row(other.desk.con, "review", one.view.deal_uid).items()}
    assert (typed["worked.tactic"].text, typed["worked.tactic"].state) == ("mine", "conflict")
    assert one.slot("worked.tactic").text == TYPED["worked.tactic"][0]
    same = other.promote("head.start", "2026-06-01", "")
    assert same.state is None  # both typed the same
    other.desk.close()
    desk.close()


@pytest.mark.parametrize(
    ("slot", "text", "more"),
    [
        ("follow.checkins", "weekly", "weekly, then monthly"),
        ("follow.contacts", "billing Ann / Jo", "billing Ann / Jo; delivery Kim"),
        ("follow.handover", "fri", "fri, with Jo"),
        ("outcome.trades", "gave: a; gave: b", "gave: a; gave: b; got: c"),
        ("head.value", "84k EUR", "84,500 EUR"),
    ],
)
def test_what_this_window_wrote_while_typing_went_on_is_no_conflict(
    paper: Paper, slot: str, text: str, more: str
) -> None:
    now, context = paper.desk.clock.now(), paper.desk.context
    assert paper.promote(slot, text, "").state is None
    again = (paper.deal, slot, more, "", context, now, (text,))
    assert paper.desk.write(Command("filled in"), review_form.promote, *again).state is None
    theirs = (paper.deal, slot, text, "", context, now)
    assert paper.desk.write(Command("filled in"), review_form.promote, *theirs).state is TypingState.CONFLICT


def test_a_second_version_freezes_the_first_and_goes_on_with_its_picks(paper: Paper) -> None:
    for slot in ("worked.tactic", "changes.1", "follow.metrics", "risks.1", "missed.earlier"):
        paper.type(slot, TYPED[slot][0])
    paper.type("missed.earlier", "")
    first = paper.texts()
    now = paper.desk.clock.now()
    assert review_form.diff(paper.desk.con, paper.deal, TODAY) == ()
    assert paper.desk.write(Command("opened version 2"), review_form.open_version, paper.deal, now) == 2
    assert paper.view.version == 2
    assert paper.texts() == first
    paper.type("worked.tactic", "it was the ladder")
    paper.type("follow.metrics", "uptime")
    closed = review_form.view(paper.desk.con, paper.deal, TODAY, 1)
    assert closed.closed
    assert {slot: seen.printed for slot, seen in closed.slots.items()} == first
    assert review_form.diff(paper.desk.con, paper.deal, TODAY) == (
        ("worked.tactic", "rollout plan before the price", "it was the ladder"),
        ("follow.metrics", "uptime, tickets", "uptime"),
    )
    with pytest.raises(InputRefused, match="two versions"):
        paper.desk.write(Command("x"), review_form.open_version, paper.deal, now)
    for _ in range(3):
        paper.undo()
    assert (paper.view.version, paper.view.closed, paper.texts()) == (1, False, first)


def test_a_version_can_be_opened_on_a_form_nobody_touched(paper: Paper) -> None:
    first = paper.texts()
    paper.desk.write(Command("opened version 2"), review_form.open_version, paper.deal, paper.desk.clock.now())
    assert review.slots(paper.desk.con, paper.deal, TODAY, 1) == first
    paper.undo()
    assert review.versions(paper.desk.con, paper.deal) == []


def test_a_deal_or_slot_there_is_not_is_refused_with_a_sentence(paper: Paper) -> None:
    with pytest.raises(NotFound, match="no input"):
        paper.promote("worked.luck", "x")
    with pytest.raises(NotFound, match="not there"):
        review_form.view(paper.desk.con, 99, TODAY)
    with pytest.raises(NotFound, match="not there"):
        paper.desk.write(Command("x"), review_form.open_version, 99, paper.desk.clock.now())


def test_the_history_tells_what_was_filled_in(paper: Paper) -> None:
    paper.type("follow.kickoff", "20 may")
    paper.type("worked.tactic", "typed here")
    paper.type("worked.tactic", "typed again")
    told = history_words.tell(paper.desk.con, history.of_deal(paper.desk.con, paper.deal))
    assert [(item.what, *item.changes) for item in told[:3]] == [
        ("filled in worked.tactic: Text: typed here → typed again",),
        ("filled in worked.tactic: new takeaway: typed again",),
        ("filled in follow.kickoff", "new action: kickoff", "new review: version 1"),
    ]


#: What a person may do to a form, over and over.
_TEXTS = (
    "",
    "one; two",
    "gave: a; got: b; c",
    "x",
    "12 may",
    "31 fe",
    "weekly; Jo / Ann",
    "two, three",
    "Kim",
    "internal",
)


@pytest.mark.parametrize("seed", range(3))
def test_undo_of_everything_gives_back_every_text_and_row(tmp_path: Path, seed: int) -> None:
    desk = open_desk(tmp_path)
    paper, chance = Paper(desk, add_deal(desk)), random.Random(seed)  # noqa: S311 - the same edits each time
    for section in ("worked", "missed", "friction", "changes"):
        add_line(paper, section, f"from the {section}")
    seen = []
    for _ in range(25):
        before = (paper.texts(), _rows(desk))
        newest = desk.con.execute("SELECT max(id) FROM command").fetchone()
        slot = chance.choice(list(TYPED))
        if chance.random() < 0.2:
            paper.cycle(slot, chance.choice((-1, 1)))
        else:
            paper.promote(slot, chance.choice((*_TEXTS, TYPED[slot][0], TYPED[slot][0])), None)
        if desk.con.execute("SELECT max(id) FROM command").fetchone() != newest:
            seen.append(before)
        else:
            assert (paper.texts(), _rows(desk)) == before
    assert len(seen) > 5
    for number, before in enumerate(reversed(seen)):
        paper.undo()
        assert (paper.texts(), _rows(desk)) == before, number
    desk.close()


def _rows(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows that stand, without what is no history."""
    found = {}
    tables = desk.con.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%archived_at%'")
    for (table,) in tables.fetchall():
        columns = [row[1] for row in desk.con.execute(f"PRAGMA table_info({table})")]
        told = ", ".join(name for name in columns if name not in ("updated_at", "rev"))
        query = f"SELECT {told} FROM {table} WHERE archived_at IS NULL ORDER BY uid"
        found[str(table)] = desk.con.execute(query).fetchall()
    return found


def test_hostile_text_is_stored_clean_and_printed_as_it_is_in_every_slot(tmp_path: Path, realdata: Path) -> None:
    desk = open_desk(tmp_path)
    paper = Paper(desk, add_deal(desk))
    for slot, (text, _printed) in TYPED.items():
        paper.promote(slot, text)
    for number, text in enumerate(strings(realdata, every=16)):
        slot = list(TYPED)[number % 45]
        done = paper.promote(slot, text)
        seen = paper.slot(slot)
        assert (clean(seen.text), clean(seen.printed)) == (seen.text, seen.printed), (slot, text)
        if done.state is None and slot.partition(".")[0] in ("worked", "missed", "risks"):
            assert seen.text == clean(text), slot
    desk.close()


def test_words_typed_into_the_form_are_found(paper: Paper) -> None:
    paper.type("worked.tactic", "the pomegranate offer")
    paper.type("risks.1", "a late pomegranate")
    found = search.search(paper.desk.con, "pomegranate")
    assert {hit.tab for hit in found} == {"takeaway", "risk"}


def _debrief(paper: Paper) -> None:
    """Hold the first debrief as it is held: two or three lines a section, the checklist, one risk."""
    desk = paper.desk

    def hold(session: Session) -> str:
        number = debriefs.start(session, paper.deal, DebriefKind.FIRST, 45, load_sections(), NOW)
        for section, texts in _SAID.items():
            for text in texts:
                line = parse_line(text, TODAY, "dmy", kinds=("learned late", "hidden") if section == "missed" else ())
                lines.add(session, section, paper.deal, number, line)
        leverage.mark(session, paper.deal, number, "process", "", MarkColumn.MOVED, "moved them")
        debriefs.finish(session, number, NOW)
        return session.get_one(Debrief, number).uid

    uid = desk.write(Command("held a debrief"), hold)
    edit(desk, "debrief", uid, "risk", "their approver is new")


_SAID = {
    "moments": ("first offer on 3 may", "signed on 11 may"),
    "worked": (
        "opened with the cost of waiting",
        "showed last year's report to their team",
        "lunch with the head of legal",
    ),
    "missed": ("who signs above 50k?", "!learned the limit of their budget", "!hidden the data officer"),
    "friction": ("their legal was silent for six days",),
    "changes": ("ask who signs in the first call", "send the rollout plan before the price"),
}


def test_after_a_debrief_at_most_twelve_inputs_are_left_to_type(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    every = {"amount": "84k EUR", "type": "vendor", "term": "24 months", "owner": "Jo", "signed_on": "2026-05-11"}
    paper = Paper(desk, add_deal(desk, **every, start_on="2026-06-01", end_on="2028-05-31"))
    for number, (what, kind, trade) in enumerate(
        (("price -3 %", "commercial", ""), ("monthly review", "other", ""), ("longer term", "other", "gave"))
    ):
        texts = {"what": what, "kind": kind, "trade": trade}
        desk.write(Command("x"), forms.create, "term", f"t{number}", paper.deal, texts, desk.context, NOW)
    texts = {"name": "Ann Lee", "side": "them", "role": "billing"}
    desk.write(Command("x"), forms.create, "deal_person", "p", paper.deal, texts, desk.context, NOW)
    _debrief(paper)
    empty = [seen.id for seen in paper.view.slots.values() if not seen.answered]
    assert len(empty) <= 12, empty
    assert {slot.partition(".")[0] for slot in empty} == {"leverage", "changes", "follow", "risks"}
    assert paper.slot("worked.proof").elsewhere == ("debrief",)
    assert paper.slot("risks.1").printed == "their approver is new"
    assert first_empty(paper.view) == "leverage.notes"
    desk.close()


def test_the_second_version_is_offered_once_the_first_milestone_was_debriefed(paper: Paper) -> None:
    def hold(session: Session) -> None:
        number = debriefs.start(session, paper.deal, DebriefKind.SECOND, 25, load_sections(), NOW)
        debriefs.finish(session, number, NOW)

    paper.type("worked.tactic", "the ladder")
    assert not review_form.version_offered(paper.desk.con, paper.deal)
    paper.desk.write(Command("held a debrief"), hold)
    assert review_form.version_offered(paper.desk.con, paper.deal)
    paper.desk.write(Command("opened version 2"), review_form.open_version, paper.deal, NOW)
    assert not review_form.version_offered(paper.desk.con, paper.deal)
