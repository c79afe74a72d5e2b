"""Issues on the escalation ladder: opened, raised a level, closed with their outcome; each one command.

The limit of a level is a date by rule (``domain.escalation``): it is computed again with the work calendar, and with
the ladder of the deal, until a person puts it off or agrees on another one.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, Session, SQLModel, col, select

from dealdesk.clock import LOCAL, instant, stamp
from dealdesk.domain import escalation
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.vocabulary import SetBy
from dealdesk.errors import FieldRefused, InputRefused, NotFound
from dealdesk.store import settings
from dealdesk.store.issue_lines import ladder_of
from dealdesk.store.moment import connection
from dealdesk.store.row_dates import date_row
from dealdesk.store.tables.delivery import Issue, Ladder
from dealdesk.templates.escalation import LEVELS


class IssueFields(SQLModel):
    """What a person types about an issue; only what is wrong is needed."""

    text: str = Field(min_length=1, max_length=2000)
    facts: str = ""
    impact: str = ""
    mitigation: str = ""
    root_cause: str = ""
    follow_up_on: date | None = None


class LadderFields(SQLModel):
    """What a person types about a level, as far as it is a plain column."""

    names: str = Field(default="", max_length=200)


def raise_level(session: Session, uid: str, now: datetime) -> list[str]:
    """Take an open issue up one level, whose clock starts at ``now``; returns what there is to say of it."""
    issue = _open_one(session, uid)
    to_level(session, issue, escalation.next_level(issue.level), now)
    session.add(issue)
    session.flush()
    return [_told(session, issue)]


def mark_severe(session: Session, uid: str, now: datetime) -> list[str]:
    """Take an open issue straight to the last level: its impact is severe."""
    issue = _open_one(session, uid)
    if issue.severe and issue.level == LEVELS:
        raise InputRefused(f"It is severe and on level {LEVELS} already.")
    write_severe(session, issue, True, now)
    session.add(issue)
    session.flush()
    return [f"Severe. {_told(session, issue)}"]


def reopen(session: Session, uid: str, now: datetime) -> list[str]:
    """Open a closed issue again on the level it was on, a severe one on the last; its clock starts anew at ``now``."""
    issue = _issue(session, uid)
    if issue.closed_at is None:
        raise InputRefused("It is open.")
    _reopen(session, issue, now)
    session.add(issue)
    session.flush()
    return [f"Open again. {_told(session, issue)}"]


def retime(session: Session, deal_id: int) -> None:
    """Count the open issues of a deal by its ladder again, each from the instant it came to its level."""
    query = select(Issue).where(Issue.deal_id == deal_id, col(Issue.closed_at).is_(None))
    for issue in session.exec(query.where(col(Issue.archived_at).is_(None), Issue.due_set_by == SetBy.RULE)).all():
        if issue.level_since:
            _count(session, issue, instant(issue.level_since))
            session.add(issue)
    session.flush()


def read_severe(_session: Session, issue: Issue) -> object:
    """Return whether its impact is severe."""
    return issue.severe or None


def write_severe(session: Session, issue: Issue, value: object, now: datetime) -> None:
    """Mark the impact as severe, which takes an open issue to the last level, a closed one once it is opened again.

    Without it the level stays.
    """
    issue.severe = bool(value)
    if issue.severe and issue.level < LEVELS and issue.closed_at is None:
        to_level(session, issue, LEVELS, now)


def read_outcome(_session: Session, issue: Issue) -> object:
    """Return what came out of it."""
    return issue.outcome or None


def write_outcome(session: Session, issue: Issue, value: object, now: datetime) -> None:
    """Close the issue with its outcome; emptied, the issue is open again."""
    words = str(value or "")
    if words and issue.closed_at is None:
        issue.closed_at = stamp(now)
    elif not words and issue.closed_at is not None:
        _reopen(session, issue, now)
    issue.outcome = words


def read_level(_session: Session, row: Ladder) -> object:
    """Return the level as it is picked."""
    return str(row.level)


def write_level(session: Session, row: Ladder, value: object, _now: datetime) -> None:
    """Let the row be about another level; raises :class:`FieldRefused` for one that has a row."""
    if value is None or int(str(value)) == row.level:
        return
    must_be_free(session, row, int(str(value)))
    row.level = int(str(value))
    _stored(session, row)


def read_response(_session: Session, row: Ladder) -> object:
    """Return how soon this level answers, as it was typed."""
    return row.response or None


def write_response(session: Session, row: Ladder, value: object, _now: datetime) -> None:
    """Set how soon this level answers; raises :class:`FieldRefused` for what is no length of time."""
    words = str(value or "")
    if words:
        escalation.read_response(words)
    row.response = words
    _stored(session, row)


def _stored(session: Session, row: Ladder) -> None:
    session.add(row)
    session.flush()
    retime(session, row.deal_id)


def must_be_free(session: Session, row: Ladder, level: int) -> None:
    """Raise :class:`FieldRefused` where the ladder of the deal has that level already."""
    query = select(Ladder).where(Ladder.deal_id == row.deal_id, Ladder.level == level, Ladder.uid != row.uid)
    if session.exec(query.where(col(Ladder.archived_at).is_(None))).first() is not None:
        raise FieldRefused(f"This deal has its own level {level} already; edit that line.")


def _issue(session: Session, uid: str) -> Issue:
    issue = session.exec(select(Issue).where(Issue.uid == uid, col(Issue.archived_at).is_(None))).one_or_none()
    if issue is None:
        raise NotFound("That issue is not there any more.")
    return issue


def _open_one(session: Session, uid: str) -> Issue:
    issue = _issue(session, uid)
    if issue.closed_at is not None:
        raise InputRefused("That issue is closed; it is open again once its outcome is emptied.")
    return issue


def _reopen(session: Session, issue: Issue, now: datetime) -> None:
    issue.outcome, issue.closed_at = "", None
    to_level(session, issue, LEVELS if issue.severe else issue.level, now)


def to_level(session: Session, issue: Issue, level: int, now: datetime) -> None:
    """Put an issue on a level, whose clock starts at ``now``."""
    issue.level, issue.level_since, issue.weight = level, stamp(now), escalation.WEIGHTS[level]
    issue.not_before = now.astimezone(LOCAL).date()
    issue.due_set_by, issue.later_until = SetBy.RULE, None
    _count(session, issue, now)


def _count(session: Session, issue: Issue, since: datetime) -> None:
    """Compute the limit of the level that the issue came to at the instant ``since``."""
    found = settings.load(connection(session))
    step = ladder_of(connection(session), issue.deal_id)[issue.level - 1]
    began = escalation.start(step, since, found.work, LOCAL, strict=found.strict_clock)
    issue.due_rule, issue.due_offset = began.rule, began.offset
    issue.due_anchor = stamp(began.anchor) if isinstance(began.anchor, datetime) else began.anchor.isoformat()
    date_row(issue, found, since.astimezone(LOCAL).date())


def _told(session: Session, issue: Issue) -> str:
    step = ladder_of(connection(session), issue.deal_id)[issue.level - 1]
    by = f" by {day_words(issue.due_on)}" if issue.due_on else ""
    if issue.due_at:
        by += f" {instant(issue.due_at).astimezone(LOCAL):%H:%M}"
    return f"Level {issue.level}{by}: {step.names}."
