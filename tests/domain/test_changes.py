"""What a line becomes when it is taken as a change."""

from __future__ import annotations

from datetime import date

import pytest

from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.changes import Line, Said, guess_kind, instruction, owner_and_date, propose
from dealdesk.domain.vocabulary import ChangeKind, MissedRole
from dealdesk.errors import InputRefused

TODAY = date(2026, 5, 13)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "We showed the rollout plan; they stopped asking. Next time: rollout plan before pricing.",
            "Rollout plan before pricing",
        ),
        (
            "They asked twice, next time we should send the log with the first mail. It was late.",
            "Send the log with the first mail",
        ),
        ("Next time, let's name an executive in week one; it helps", "Name an executive in week one"),
        (
            "They took payment in three parts. Ask in the first call when the budget year ends.",
            "Ask in the first call when the budget year ends",
        ),
        ("We should send both papers in one mail", "Send both papers in one mail"),
        ("We should have asked who signs", ""),
        ("We showed the plan", ""),
        ("Next time.", ""),
        ("There will be no next time for them", ""),
        ("", ""),
    ],
)
def test_the_clause_that_says_what_to_do(text: str, said: str) -> None:
    assert instruction(text) == said


@pytest.mark.parametrize(
    ("line", "text", "kind"),
    [
        (
            Line("missed", "Their data officer had a veto.", MissedRole.HIDDEN),
            "Ask early who else must agree: Their data officer had a veto",
            ChangeKind.QUESTION,
        ),
        (Line("missed", "What did it cost?", MissedRole.HIDDEN), "Ask early: What did it cost?", ChangeKind.QUESTION),
        (Line("missed", "Their legal read it twice"), "Their legal read it twice", None),
        (Line("worked", "We were more confident", "other"), "We were more confident", None),
        (
            Line("missed", "Who has to sign for a discount?"),
            "Ask early: Who has to sign for a discount?",
            ChangeKind.QUESTION,
        ),
        (Line("missed", "who signs above 50k"), "Ask early: who signs above 50k", ChangeKind.QUESTION),
        (Line("missed", "Raj has to sign; we heard it late"), "Raj has to sign; we heard it late", None),
        (
            Line("friction", "The price took nine days", remedy="clear the price range before the first offer."),
            "Clear the price range before the first offer",
            ChangeKind.SEQUENCING,
        ),
        (Line("friction", "Nobody could say yes", cause="process"), "Nobody could say yes", ChangeKind.APPROVAL),
        (Line("friction", "Nobody could say yes", cause="internal"), "Nobody could say yes", ChangeKind.CHECKLIST),
        (
            Line("friction", "Our approval took nine days", cause="internal"),
            "Our approval took nine days",
            ChangeKind.APPROVAL,
        ),
        (
            Line("worked", "Sent the log; they calmed. Next time: the log before the price.", "proof"),
            "The log before the price",
            ChangeKind.ATTACHMENT,
        ),
        (Line("worked", "Traded the term for support", "tactic"), "Traded the term for support", ChangeKind.SCRIPT),
        (
            Line("worked", "Spoke of governance; fine. Next time: governance first, price second.", "framing"),
            "Governance first, price second",
            ChangeKind.SEQUENCING,
        ),
        (Line("worked", "Brought Raj in", "stakeholder move"), "Brought Raj in", ChangeKind.SEQUENCING),
        (Line("worked", "Something", "a kind of an own template"), "Something", None),
        (
            Line("friction", "They sent two different price sheets", cause="external"),
            "They sent two different price sheets",
            None,
        ),
        (Line("notes", "Rosa's board meets on Tuesdays"), "Rosa's board meets on Tuesdays", None),
    ],
)
def test_text_and_kind_of_each_sort_of_line(line: Line, text: str, kind: ChangeKind | None) -> None:
    proposal = propose(line)
    assert (proposal.text, proposal.kind) == (text, kind)
    assert proposal.why.startswith(f"{kind or 'no kind yet'}: ")


def test_only_what_says_what_to_do_is_ready() -> None:
    assert propose(Line("missed", "Who signs?")).ready
    assert propose(Line("friction", "Slow", remedy="Write it down")).ready
    assert not propose(Line("friction", "Slow")).ready


def test_the_kind_of_a_typed_change() -> None:
    typed = guess_kind("Who signs what?"), guess_kind("One page with the log goes out with the first mail")
    assert [guess.value for guess in typed if guess] == [ChangeKind.QUESTION, ChangeKind.ATTACHMENT]
    assert guess_kind("Be nicer") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jonas, fri", Said("Jonas", "fri")),
        ("fri", Said(None, "fri")),
        (", +3d", Said(None, "+3d")),
        ("Jonas Feld", Said("Jonas Feld", None)),
        ("Jonas,", Said("Jonas", None)),
        ("Feld, Jonas, 20 may", Said("Feld, Jonas", "20 may")),
    ],
)
def test_owner_and_date_in_one_answer(text: str, said: Said) -> None:
    assert owner_and_date(text, TODAY, "dmy", WorkCalendar()) == said


@pytest.mark.parametrize("text", ["", "31.2.", "32 may", "Jonas, someday"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        owner_and_date(text, TODAY, "dmy", WorkCalendar())
