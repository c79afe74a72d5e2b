"""The question bank: every missed question becomes one of its questions, tied to the decision it informs.

A question is *born* of the missed line whose deal it carries. The line and its question stay one as long as the
question was not edited or used in the bank, and no other line stands for it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from sqlmodel import Session, col, func, select

from dealdesk import paths
from dealdesk.domain.questions import ASKED, asked_in, guess_theme
from dealdesk.domain.vocabulary import Theme
from dealdesk.errors import NotFound
from dealdesk.store.moment import moment
from dealdesk.store.tables.base import stored_id
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.registers import Missed, Question
from dealdesk.templates.load import TemplateRefused
from dealdesk.templates.questions import QuestionBank, load_questions
from dealdesk.text import fold

#: Characters of the longest question; a longer line is cut in the bank, never in its register.
LONGEST = 2000


class Informs(NamedTuple):
    """What the answer to a missed question is good for."""

    theme: str
    """One of :class:`Theme`; "" where none was found or chosen."""
    decision: str


def bank() -> QuestionBank:
    """Return the themes of this desk: the file in the configuration folder, or ours where that can't be used.

    A broken file must not stop anyone from adding a line; ``dealdesk doctor`` is where it is complained about.
    """
    try:
        return load_questions(Path(paths.config_folder()))
    except TemplateRefused:
        return load_questions()


def of_lines(con: sqlite3.Connection, deal_id: int) -> dict[str, Informs]:
    """Return theme and decision of a deal's missed lines, by the uid of the line."""
    rows = con.execute(
        "SELECT missed.uid, coalesce(question.theme, ''), missed.decision FROM missed "
        "LEFT JOIN question ON question.id = missed.question_id AND question.archived_at IS NULL "
        "WHERE missed.deal_id = ? AND missed.archived_at IS NULL",
        (deal_id,),
    ).fetchall()
    return {uid: Informs(theme, decision) for uid, theme, decision in rows}


def seeded(con: sqlite3.Connection) -> bool:
    """Return whether the starter questions were ever put into the bank."""
    return con.execute("SELECT 1 FROM question WHERE starter LIMIT 1").fetchone() is not None


def seed(session: Session, themes: QuestionBank) -> int:
    """Put the starter questions into the bank, once in the life of a desk; return how many."""
    if session.exec(select(Question.id).where(Question.starter).limit(1)).first() is not None:
        return 0
    for spec in themes.themes:
        for text in spec.questions:
            session.add(Question(text=text, theme=spec.id, decision=spec.decision, starter=True))
    session.flush()
    return sum(len(spec.questions) for spec in themes.themes)


def added(session: Session, line: Missed) -> None:
    """Let a missed line become a question of the bank; one that asks the same is taken, not doubled."""
    if line.role not in (None, *ASKED):
        return
    text = _asked(line.text)
    question = _same(session, text)
    if question is None:
        guess = guess_theme(line.text)
        theme = str(guess.value) if guess else ""
        kind = session.get_one(Deal, line.deal_id).type
        question = Question(
            text=text,
            theme=theme,
            decision=line.decision or bank().decision(theme),
            type=str(kind) if kind else None,
            deal_id=line.deal_id,
        )
        session.add(question)
        session.flush()
    line.question_id = question.id
    line.decision = line.decision or question.decision
    session.add(line)
    session.flush()


def edited(session: Session, line: Missed, old_text: str) -> None:
    """Let the question follow the text of its line."""
    question = _question(session, line)
    if question is None:
        return
    new = _asked(line.text)
    if question.archived_at is not None or fold(question.text) != fold(_asked(old_text)) or question.text == new:
        return
    if _is_own(session, question, line):
        if question.theme == _theme_of(old_text) and (theme := _theme_of(line.text)):
            _retheme(question, line, theme)
        question.text = new
        session.add(question)
        session.add(line)
        session.flush()
    else:
        added(session, line)


def marked(session: Session, line: Missed, old_role: str | None) -> None:
    """Let the bank follow a line that became a hidden thing, or a question again."""
    was, asks = old_role in (None, *ASKED), line.role in (None, *ASKED)
    if was and not asks:
        gone(session, line)
    elif asks and not was:
        back(session, line)


def gone(session: Session, line: Missed) -> None:
    """Take the question out of the bank with its line, unless it lives on by itself."""
    question = _question(session, line)
    if question is not None and question.text == _asked(line.text) and _is_own(session, question, line):
        question.archived_at = moment(session)
        session.add(question)
        session.flush()


def back(session: Session, line: Missed) -> None:
    """Put the question back into the bank with its line."""
    question = _question(session, line)
    if question is None or (question.archived_at is not None and question.text != _asked(line.text)):
        added(session, line)
    elif question.archived_at is not None and line.role in (None, *ASKED):
        question.archived_at = None
        session.add(question)
        session.flush()


def set_theme(session: Session, uid: str, theme: Theme) -> None:
    """Say what a missed question is about; a decision that only followed from the theme follows again.

    Raises :class:`NotFound` where the line is gone or asks nothing.
    """
    line = _missed(session, uid)
    question = _question(session, line)
    if question is None or question.archived_at is not None:
        raise NotFound("That line is no question of the bank; R makes it one.")
    if not _alone(session, question, line):
        # Another line, perhaps of another deal, rests on the same question: it keeps what was said there.
        question = Question(
            text=question.text, theme=question.theme, decision=line.decision, type=question.type, deal_id=line.deal_id
        )
        session.add(question)
        session.flush()
        line.question_id = stored_id(question)
    _retheme(question, line, theme)
    session.add(question)
    session.add(line)
    session.flush()


def set_decision(session: Session, uid: str, decision: str) -> None:
    """Say which decision the answer informs; empty means that of its theme. Raises :class:`NotFound`."""
    line = _missed(session, uid)
    question = _question(session, line)
    wanted = decision or bank().decision(question.theme if question else "")
    if question is not None and question.decision == line.decision and _is_own(session, question, line):
        question.decision = wanted
        session.add(question)
    line.decision = wanted
    session.add(line)
    session.flush()


def _retheme(question: Question, line: Missed, theme: str) -> None:
    themes = bank()
    if line.decision in ("", themes.decision(question.theme)):
        line.decision = themes.decision(theme)
    if question.decision in ("", themes.decision(question.theme)):
        question.decision = themes.decision(theme)
    question.theme = str(theme)


def _theme_of(text: str) -> str:
    guess = guess_theme(text)
    return str(guess.value) if guess else ""


def _asked(text: str) -> str:
    question = asked_in(text)
    return question if len(question) <= LONGEST else f"{question[: LONGEST - 1]}…"


def _missed(session: Session, uid: str) -> Missed:
    line = session.exec(select(Missed).where(Missed.uid == uid, col(Missed.archived_at).is_(None))).one_or_none()
    if line is None:
        raise NotFound("That line is not there any more.")
    return line


def _question(session: Session, line: Missed) -> Question | None:
    return session.get(Question, line.question_id) if line.question_id is not None else None


def _same(session: Session, text: str) -> Question | None:
    return session.exec(
        select(Question)
        .where(func.fold(Question.text) == fold(text), col(Question.archived_at).is_(None))
        .order_by(col(Question.id))
        .limit(1)
    ).first()


def _is_own(session: Session, question: Question, line: Missed) -> bool:
    """Return whether the question was born of this line, never used, and stands for no other."""
    used = question.asked or question.helped or question.starter
    return question.deal_id == line.deal_id and not used and _alone(session, question, line)


def _alone(session: Session, question: Question, line: Missed) -> bool:
    other = select(Missed.id).where(
        Missed.question_id == question.id, Missed.id != line.id, col(Missed.archived_at).is_(None)
    )
    return not question.starter and session.exec(other.limit(1)).first() is None
