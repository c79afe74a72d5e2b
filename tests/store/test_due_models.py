"""What is due, asked a second time: of the models, on random desks. Both answers are the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlmodel import Session, SQLModel, select

from dealdesk.domain import urgency
from dealdesk.domain.vocabulary import ActionKind, ActionState, DebriefKind, DebriefState, Side
from dealdesk.store import due, engine
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.checkins import Checkin, Waiting
from dealdesk.store.tables.deals import Deal, DealParty, Party, Person
from dealdesk.store.tables.debriefs import Debrief
from dealdesk.store.tables.delivery import Issue, Risk
from tests.store.due_rows import ARCHIVED, TODAY, Write, day, deal, found, writing


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Write]:
    """Store rows and give a reading connection."""
    with writing(tmp_path) as store:
        yield store


#: Kinds for which nobody on the other side waits.
NOBODY_WAITS = ("waiting", "check-in", "risk")


class Asked(NamedTuple):
    """An open row as the models give it."""

    kind: str
    row: Any
    deal_id: int
    up: date | None
    limit: date | None
    weight: int
    who: str = ""
    person: int | None = None

    @property
    def running(self) -> bool:
        return self.kind == "debrief" and self.row.state == "running"

    @property
    def late(self) -> int:
        return max(0, (TODAY - self.limit).days) if self.limit else 0

    @property
    def best_passed(self) -> bool:
        """Whether the day it was best done by is over while its limit is not."""
        if self.kind not in ("action", "change") or self.row.soft_on is None or self.up != self.row.soft_on:
            return False
        return self.row.soft_on < TODAY and not self.late

    @property
    def group(self) -> str | None:
        if self.running:
            return "running"
        if self.up is None:
            return None
        left = (self.up - TODAY).days
        if self.kind == "give notice":
            return self._group_of_notice(left)
        if self.kind == "still true":
            return None if left else "today"
        if left > 0:
            return "soon" if left <= 7 and self.kind != "quiet" else None
        if self.late:
            return "overdue"
        return "soon" if self.best_passed and self.limit and (self.limit - TODAY).days > 1 else "today"

    def _group_of_notice(self, left: int) -> str | None:
        if left < 0:
            return "overdue" if left >= -30 and self.row.notice_remind_on else None
        remind = self.row.notice_remind_on
        if left == 0 or (remind is not None and remind <= TODAY and left <= 400):
            return "today"
        return "coming" if left <= 90 else None

    @property
    def points(self) -> int:
        left = (self.up - TODAY).days if self.up else 0
        state = self.row.due_rule or "" if self.kind == "waiting" else ""
        found = urgency.reasons(
            self.kind,
            days_left=left,
            late_days=self.late,
            weight=self.weight,
            ours=urgency.is_promised(self.who, self.row.kind if self.kind in ("action", "change") else ""),
            running=self.running,
            stands_today=self.group == "today",
            limit_today=self.group == "today" and self.limit == TODAY and self.kind not in NOBODY_WAITS,
            best_passed=self.best_passed,
            state=state,
        )
        return sum(part for part, _words in found)

    @property
    def place(self) -> tuple[int, tuple[int, int], str, str]:
        group = self.group
        assert group is not None
        up = self.up.isoformat() if self.up else ""
        left = (self.up - TODAY).days if self.up else 0
        order = (max(left, 0), -self.points) if group in ("soon", "coming") else (-self.points, left)
        return due.GROUPS.index(group), order, up, self.row.uid


def _of_debriefs_and_actions(session: Session) -> Iterator[Asked]:
    for debrief in session.exec(select(Debrief)).all():
        if debrief.state in ("planned", "running") and not debrief.archived_at:
            up = debrief.later_until or debrief.due_on
            yield Asked("debrief", debrief, debrief.deal_id, up, debrief.due_on, debrief.weight)
    for action in session.exec(select(Action)).all():
        if action.state != "done" and not action.archived_at:
            kind = "change" if action.kind == "playbook" else "action"
            up = action.later_until or action.soft_on or action.due_on
            whose = {"who": action.side, "person": action.owner_id}
            yield Asked(kind, action, action.deal_id, up, action.due_on, action.weight, **whose)  # type: ignore[arg-type]


def _of_deals(session: Session) -> Iterator[Asked]:
    for one in session.exec(select(Deal)).all():
        number = one.id or 0
        if one.stage != "ended" and one.notice_decision is None:
            yield Asked("give notice", one, number, one.give_notice_by, one.give_notice_by, 6)
        if one.stage in ("signed", "running"):
            yield Asked("quiet", one, number, one.quiet_on, None, 2)
        if one.stage != "ended":
            yield Asked("still true", one, number, one.still_true_on, None, 0)


def _of_the_rest(session: Session) -> Iterator[Asked]:
    ended = {one.id for one in session.exec(select(Deal)).all() if one.stage == "ended"}
    for wait in session.exec(select(Waiting)).all():
        if not wait.archived_at and not wait.closed_on and wait.deal_id not in ended:
            up = wait.later_until or wait.due_on
            yield Asked("waiting", wait, wait.deal_id, up, up, wait.weight, "them", wait.person_id)
    for checkin in session.exec(select(Checkin)).all():
        if not checkin.archived_at and checkin.deal_id not in ended:
            up = checkin.later_until or checkin.next_on
            yield Asked("check-in", checkin, checkin.deal_id, up, up, checkin.weight)
    for issue in session.exec(select(Issue)).all():
        if not issue.archived_at and not issue.closed_at:
            yield Asked("issue", issue, issue.deal_id, issue.due_on, issue.due_on, issue.weight)
    for risk in session.exec(select(Risk)).all():
        if not risk.archived_at and not risk.closed_on:
            yield Asked("risk", risk, risk.deal_id, risk.due_on, risk.due_on, risk.weight)


def _silenced(asked: list[Asked]) -> list[Asked]:
    """Return the lines: what is done with another one goes with it."""
    ranked = sorted(asked, key=lambda one: one.place)
    kept: list[Asked] = []
    behind: dict[int, int | None] = {}  # by deal: the first person behind a line that is about nobody in particular
    for one in ranked:
        if _of_pair(one):
            if not any(_of_pair(other) and other.deal_id == one.deal_id for other in kept):
                kept.append(one)
            continue
        if not _of_silence(one):
            kept.append(one)
            continue
        if _is_owed(one):
            kept.append(one)
            continue
        lines = [line for line in kept if _of_silence(line) and line.deal_id == one.deal_id]
        spoken_for = {line.person for line in lines} | {behind.get(one.deal_id)}
        if one.person and lines and lines[0].person is None and one.person not in spoken_for:
            behind.setdefault(one.deal_id, one.person)
            spoken_for.add(behind[one.deal_id])
        if not lines or (one.person and one.person not in spoken_for):
            kept.append(one)
    return [one for one in kept if not _goes_with_another(one, kept)]


def _goes_with_another(asked: Asked, kept: list[Asked]) -> bool:
    """Return whether any word that is due with them does this too."""
    if asked.kind not in ("quiet", "still true"):
        return False
    others = [line for line in kept if line.deal_id == asked.deal_id and line is not asked]
    if any(_is_up(line) and (_of_silence(line) or line.kind == "check-in") for line in others):
        return True
    first = next(line for line in kept if line.deal_id == asked.deal_id and line.kind in ("quiet", "still true"))
    return first is not asked


def _is_up(asked: Asked) -> bool:
    return asked.group in ("overdue", "today")


def _of_pair(asked: Asked) -> bool:
    return asked.kind == "debrief" and asked.row.kind in ("first", "second")


def _is_owed(asked: Asked) -> bool:
    return asked.kind in ("action", "change") and asked.who == "them" and _is_up(asked)


def _of_silence(asked: Asked) -> bool:
    waited_for = asked.kind in ("action", "change") and asked.who == "them" and asked.row.state == ActionState.WAITING
    return asked.kind == "waiting" or waited_for or _is_owed(asked)


def expected(session: Session) -> list[tuple[str, str, str, str, int, int]]:
    """Return (group, kind, uid, party, late days, urgency) of everything due, in its order."""
    live = {one.id for one in session.exec(select(Deal)).all() if not one.archived_at}
    names = {party.id: party.name for party in session.exec(select(Party)).all()}
    mains = {link.deal_id: names[link.party_id] for link in session.exec(select(DealParty)).all()}
    rows = [*_of_debriefs_and_actions(session), *_of_deals(session), *_of_the_rest(session)]
    due_now = [one for one in rows if one.deal_id in live and one.group is not None]
    return [
        (str(one.group), one.kind, one.row.uid, mains.get(one.deal_id, ""), one.late, one.points)
        for one in _silenced(due_now)
    ]


def _some_day(dice: random.Random) -> date | None:
    return None if dice.random() < 0.1 else day(dice.choice((-800, -200, -31, -30, -1, 0, 1, 7, 8, 60, 90, 91, 400)))


def _random_deal(dice: random.Random, number: int) -> Deal:
    return deal(
        number,
        stage=dice.choice(("running", "ended", "signed")),
        give_notice_by=_some_day(dice),
        notice_decision=dice.choice((None, None, "end")),
        notice_remind_on=_some_day(dice),
        quiet_on=_some_day(dice),
        still_true_on=_some_day(dice),
        evergreen=dice.random() < 0.3,
        archived_at=dice.choice((None, None, None, ARCHIVED)),
    )


def _random_row(dice: random.Random) -> SQLModel:
    common: dict[str, Any] = {
        "deal_id": dice.randrange(1, 9),
        "due_on": _some_day(dice),
        "weight": dice.randrange(6),
        "archived_at": dice.choice((None, None, None, ARCHIVED)),
    }
    later = dice.choice((None, None, _some_day(dice)))
    soft = (
        common["due_on"] - timedelta(days=dice.choice((0, 1, 7))) if common["due_on"] and dice.random() < 0.5 else None
    )
    return dice.choice(
        (
            Debrief(
                **common, later_until=later, kind=dice.choice(list(DebriefKind)), state=dice.choice(list(DebriefState))
            ),
            Action(
                **common,
                later_until=later,
                soft_on=soft,
                text="send it",
                side=dice.choice(list(Side)),
                owner_id=dice.choice((None, 1, 2)),
                kind=dice.choice((ActionKind.PROMISE, ActionKind.PLAYBOOK, ActionKind.KICKOFF)),
                state=dice.choice((ActionState.TODO, ActionState.WAITING, ActionState.DONE)),
            ),
            Checkin(**common, later_until=later, next_on=_some_day(dice)),
            Issue(**common, text="it broke", closed_at=dice.choice((None, ARCHIVED))),
            Risk(**common, text="they are late", closed_on=dice.choice((None, TODAY))),
        )
    )


def _random_waits(dice: random.Random) -> Iterator[Waiting]:
    for deal_id in range(1, 9):
        for person in (None, 1, 2):
            if dice.random() < 0.5:
                yield Waiting(
                    deal_id=deal_id,
                    person_id=person,
                    text="the SOC2 report",
                    since=day(-20),
                    last_on=day(-10),
                    due_on=_some_day(dice),
                    due_rule=dice.choice(("nudge 1", "nudge 3", "leave for now")),
                    later_until=dice.choice((None, _some_day(dice))),
                    closed_on=dice.choice((None, None, TODAY)),
                    weight=3,
                )


def _random_desk(dice: random.Random) -> list[SQLModel]:
    rows: list[SQLModel] = [Party(id=1, name="Acme Ltd", name_key="acme")]
    rows += [Person(id=1, name="Dana Okafor"), Person(id=2, name="Lee Moran")]
    for number in range(1, 9):
        rows.append(_random_deal(dice, number))
        if dice.random() < 0.5:
            rows.append(DealParty(deal_id=number, party_id=1))
    return [*rows, *(_random_row(dice) for _ in range(90)), *_random_waits(dice)]


@pytest.mark.parametrize("seed", range(12))
def test_the_rows_are_those_the_models_give(write: Write, seed: int) -> None:
    con = write(*_random_desk(random.Random(seed)))  # noqa: S311
    with Session(engine.engine_over(con)) as session:
        wanted = expected(session)
    answer = found(con)
    got = [(i.group, i.kind, i.uid, i.party, i.late_days, i.urgency) for i in answer.items]
    assert got == wanted
    assert wanted
    groups = [entry[0] for entry in wanted]
    assert answer.counts == (
        groups.count("overdue"),
        groups.count("today") + groups.count("running"),
        groups.count("soon"),
        groups.count("coming"),
    )
    assert answer.older == 0


def test_a_shortened_list_is_the_beginning_of_the_whole_one(write: Write) -> None:
    con = write(*_random_desk(random.Random(99)))  # noqa: S311
    whole, short = found(con), found(con, shown=3)
    assert short.items == whole.items[:3]
    assert (short.counts, short.older) == (whole.counts, whole.older)
