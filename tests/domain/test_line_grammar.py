"""The line grammar: markers are read where they can't be anything else, every other word stays."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from dealdesk.domain.line_grammar import Line, parse_line, pasted_lines
from dealdesk.text import clean

TODAY = date(2026, 6, 10)
KINDS = ("framing", "stakeholder move", "packaging", "proof", "other")


def test_a_plain_sentence_stays_as_it_is() -> None:
    assert parse_line("Dana forwarded the runbook to legal.", TODAY) == Line("Dana forwarded the runbook to legal.")


def test_everything_at_once() -> None:
    line = parse_line("@ab 2/5 first offer 90k #price #vendor !framing", TODAY, "dmy", ["AB", "MK"], KINDS)
    assert line == Line("first offer 90k", "AB", date(2026, 5, 2), ("price", "vendor"), "framing")


def test_date_and_initials_in_either_order() -> None:
    assert parse_line("2/5 @ab called", TODAY) == parse_line("@ab 2/5 called", TODAY)


@pytest.mark.parametrize(("typed", "day"), [
    ("2/5 first offer", date(2026, 5, 2)),
    ("2.5 first offer", date(2026, 5, 2)),
    ("2.5. first offer", date(2026, 5, 2)),
    ("2.5.2025 first offer", date(2025, 5, 2)),
    ("2/5/2025: first offer", date(2025, 5, 2)),
    ("2026-05-02 first offer", date(2026, 5, 2)),
    ("2 may first offer", date(2026, 5, 2)),
    ("2 May: first offer", date(2026, 5, 2)),
    ("2nd May - first offer", date(2026, 5, 2)),
    ("May 2nd first offer", date(2026, 5, 2)),
    ("2 may 2025 first offer", date(2025, 5, 2)),
    ("12 mar, first offer", date(2026, 3, 12)),
    ("march 12 first offer", date(2026, 3, 12)),
    ("12 dec first offer", date(2025, 12, 12)),
    ("11/6 first offer", date(2025, 6, 11)),
    ("10/6 first offer", date(2026, 6, 10)),
    ("29 feb first offer", date(2024, 2, 29)),
])  # fmt: skip
def test_a_leading_date_is_the_most_recent_such_day(typed: str, day: date) -> None:
    assert parse_line(typed, TODAY) == Line("first offer", happened_on=day)


def test_slashes_follow_the_order_and_dots_do_not() -> None:
    assert parse_line("2/5 first", TODAY, "mdy").happened_on == date(2026, 2, 5)
    assert parse_line("2.5 first", TODAY, "mdy").happened_on == date(2026, 5, 2)


@pytest.mark.parametrize("typed", [
    "3 people joined the call",
    "may be cheaper next year",
    "may 3 people join?",
    "12 may be too few seats",
    "2.5 days lost waiting for legal",
    "2.5 % off changed nothing",
    "2/3 of them said no",
    "1.5 million over budget",
    "24/7 support settled it",
    "50/50 split offered",
    "march 3 users had gone",
    "2/5-7/5 talks in Lyon",
    "2.5x the price",
    "10 mark-ups later they signed",
    "2027-03-01 renewal in view",
    "31/11 is no day",
    "90k first offer on 2/5",
    "today they called twice",
    "5. item of the annex",
])  # fmt: skip
def test_what_may_be_no_date_stays_text(typed: str) -> None:
    assert parse_line(typed, TODAY) == Line(typed)


@pytest.mark.parametrize(("typed", "line"), [
    ("@ab they stalled", Line("they stalled", "ab")),
    ("@AB: they stalled", Line("they stalled", "AB")),
    ("@dana they stalled", Line("@dana they stalled")),
    ("@ab_ they stalled", Line("@ab_ they stalled")),
    ("mail@ab they stalled", Line("mail@ab they stalled")),
    ("they asked @ab twice", Line("they asked @ab twice")),
    ("@ab @mk they stalled", Line("@mk they stalled", "ab")),
])  # fmt: skip
def test_who_said_it_stands_in_front(typed: str, line: Line) -> None:
    assert parse_line(typed, TODAY) == line


def test_known_initials_may_be_longer_and_keep_their_spelling() -> None:
    assert parse_line("@dana they stalled", TODAY, initials=["Dana"]) == Line("they stalled", "Dana")


@pytest.mark.parametrize(("typed", "text", "tags"), [
    ("#Price lost on discount", "lost on discount", ("price",)),
    ("lost on discount #price #client_fixed", "lost on discount", ("price", "client_fixed")),
    ("lost on #price again", "lost on price again", ("price",)),
    ("lost on #price, then on #terms.", "lost on price, then on terms.", ("price", "terms")),
    ("twice #price #price", "twice", ("price",)),
    ("our #1 risk in C# code", "our #1 risk in C# code", ()),
    ("a#b stays", "a#b stays", ()),
    ("Preis #größe", "Preis", ("größe",)),
])  # fmt: skip
def test_tags(typed: str, text: str, tags: tuple[str, ...]) -> None:
    assert parse_line(typed, TODAY) == Line(text, tags=tags)


@pytest.mark.parametrize(("typed", "text", "kind"), [
    ("sent the plan !proof", "sent the plan", "proof"),
    ("!stakeholder brought in legal", "brought in legal", "stakeholder move"),
    ("brought in !stakeholder-move legal", "brought in legal", "stakeholder move"),
    ("sent the plan !pro", "sent the plan", "proof"),
    ("sent the plan !pr", "sent the plan !pr", None),
    ("!important call back", "!important call back", None),
    ("done at last!", "done at last!", None),
    ("wow !!! they signed", "wow !!! they signed", None),
    ("one !proof two !framing", "one two !framing", "proof"),
])  # fmt: skip
def test_kinds(typed: str, text: str, kind: str | None) -> None:
    assert parse_line(typed, TODAY, kinds=KINDS) == Line(text, kind=kind)


def test_without_known_kinds_every_word_is_one() -> None:
    assert parse_line("they waited !Legal", TODAY) == Line("they waited", kind="legal")


@pytest.mark.parametrize("typed", ["#price", "@ab", "2/5", "!proof", "@ab 2/5 #price !proof", "#a #b"])
def test_a_line_of_markers_only_keeps_them_as_text(typed: str) -> None:
    line = parse_line(typed, TODAY)
    assert line.text == typed
    assert line != Line(typed)


def test_nothing_stays_nothing() -> None:
    assert parse_line("  \t ", TODAY) == Line("")


def test_a_pasted_list_becomes_lines() -> None:
    pasted = (
        "Worked:\r\n- sent the plan\n* asked who signs\n\n  3) one owner\n[x] runbook\n2/5 first offer\n-5 % refused\n"
    )
    assert pasted_lines(pasted) == [
        "Worked:", "sent the plan", "asked who signs", "one owner", "runbook", "2/5 first offer", "-5 % refused",
    ]  # fmt: skip


def strings(value: object) -> list[str]:
    """Return every string inside a JSON document."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    return [text for item in value for text in strings(item)] if isinstance(value, list) else []


def test_hostile_strings_lose_no_word(realdata: Path) -> None:
    """Whatever is typed, each letter and digit of it is in the line's parts again."""
    hostile = strings(json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")))
    assert len(hostile) > 100
    for text in hostile:
        whole = clean(text)
        line = parse_line(text, TODAY)
        kept = "".join((line.text, line.said_by or "", *line.tags, line.kind or "")).lower()
        letters = [c for c in whole.lower() if c.isalpha()]
        if line.happened_on is None:
            assert all(c in kept for c in letters), text
        assert bool(line.text) == bool(whole)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("!late", "learned late"), ("!ask", "ask earlier"), ("!lea", "learned late"), ("!hid", "hidden"), ("!er", None)],
)
def test_a_kind_is_named_by_any_of_its_words(typed: str, kind: str | None) -> None:
    line = parse_line(f"{typed} They bill by hours", date(2026, 5, 13), kinds=("learned late", "ask earlier", "hidden"))
    assert line.kind == kind
