"""How the inputs of the review form that hold several things are typed."""

from __future__ import annotations

from datetime import date

import pytest

from dealdesk.domain.calendar import WorkCalendar
from dealdesk.domain.fields import Context
from dealdesk.domain.periods import Period
from dealdesk.domain.review_words import (
    CheckinPlan,
    ContactToken,
    Handover,
    kept,
    read_checkin,
    read_contact,
    read_handover,
    read_trades,
    split_tokens,
    told_trades,
)
from dealdesk.errors import InputRefused

CONTEXT = Context(date(2026, 5, 13), "dmy", WorkCalendar(), "EUR")
WEEK, MONTH = Period(1, "week"), Period(1, "month")


@pytest.mark.parametrize(
    ("text", "known", "tokens"),
    [
        ("", (), []),
        (" ; ;\n; ", (), []),
        ("a; b ;; c", (), ["a", "b", "c"]),
        ("a;b\nc", (), ["a", "b", "c"]),
        ("x; 60 days; y", ("60 days; y",), ["x", "60 days; y"]),
        ("60 days; yes", ("60 days; y",), ["60 days", "yes"]),
        ("\x1b[31mred", (), ["red"]),
    ],
)
def test_tokens_are_parted_and_known_ones_stay_whole(text: str, known: tuple[str, ...], tokens: list[str]) -> None:
    assert split_tokens(text, known) == tokens


@pytest.mark.parametrize(
    ("tokens", "uids"),
    [
        (["b", "a"], ["2", "1"]),
        (["cap of 5 %", "a"], ["3", "1"]),
        (["quite another thing"], [""]),
        (["a", "a"], ["1", ""]),
        ([], []),
    ],
)
def test_a_token_keeps_its_row_wherever_it_goes(tokens: list[str], uids: list[str]) -> None:
    assert kept([("1", "a"), ("2", "b"), ("3", "cap 5 %")], tokens) == uids


def test_trades_go_the_way_of_the_one_before() -> None:
    trades = read_trades(["Gave: term", "a call", "got: ladder", "gave:"])
    assert [(trade.trade, trade.what) for trade in trades] == [("gave", "term"), ("gave", "a call"), ("got", "ladder")]
    assert told_trades(trades) == ["gave: term", "a call", "got: ladder"]
    with pytest.raises(InputRefused, match="which way"):
        read_trades(["a call"])


@pytest.mark.parametrize(
    ("token", "plan"),
    [
        ("weekly", CheckinPlan("", ongoing=WEEK)),
        ("weekly, then monthly", CheckinPlan("", WEEK, None, MONTH)),
        ("weekly then monthly", CheckinPlan("", WEEK, None, MONTH)),
        ("weekly until 8 jun, then monthly", CheckinPlan("", WEEK, date(2026, 6, 8), MONTH)),
        ("review: every month, next fri", CheckinPlan("review", ongoing=MONTH, next_on=date(2026, 5, 15))),
        ("every week until 8 Jun 2026", CheckinPlan("", WEEK, date(2026, 6, 8))),
        ("call them on Mondays", CheckinPlan("call them on Mondays")),
        ("board: when it matters", CheckinPlan("board: when it matters")),
        ("then, until, next", CheckinPlan("then, until, next")),
    ],
)
def test_a_check_in_is_a_schedule_where_it_names_one(token: str, plan: CheckinPlan) -> None:
    assert read_checkin(token, CONTEXT) == plan


@pytest.mark.parametrize("token", ["weekly until 31 fe", "monthly, next 31 fe"])
def test_a_wrong_date_beside_a_schedule_is_refused(token: str) -> None:
    with pytest.raises(InputRefused):
        read_checkin(token, CONTEXT)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", Handover(None, "")),
        ("fri, with Jo, Ann", Handover(date(2026, 5, 15), "Jo, Ann")),
        ("13 May 2026 with Jo", Handover(date(2026, 5, 13), "Jo")),
        ("fri, Jo", Handover(date(2026, 5, 15), "Jo")),
        ("fri", Handover(date(2026, 5, 15), "")),
        (",", Handover(None, "")),
        ("with Jo", Handover(None, "Jo")),
        ("Jo, Ann", Handover(None, "Jo, Ann")),
    ],
)
def test_a_hand_over_is_a_date_names_or_both(text: str, found: Handover) -> None:
    assert read_handover(text, CONTEXT) == found


@pytest.mark.parametrize("text", ["31 fe", "31 fe with Jo"])
def test_a_hand_over_on_a_day_there_is_not_is_refused(text: str) -> None:
    with pytest.raises(InputRefused):
        read_handover(text, CONTEXT)


@pytest.mark.parametrize(
    ("token", "found"),
    [
        ("billing Jo / Ann", ContactToken("billing", ("Jo", "Ann"))),
        ("Billing Jo", ContactToken("billing", ("Jo",))),
        ("account team: Jo", ContactToken("account team", ("Jo",))),
        ("on call Jo", ContactToken("on call", ("Jo",))),
        ("Jo Marsh", ContactToken("", ("Jo Marsh",))),
        ("Jo / Ann", ContactToken("", ("Jo / Ann",))),
        ("http://x/y", ContactToken("", ("http://x/y",))),
        ("billing /", ContactToken("", ("billing /",))),
    ],
)
def test_who_to_call_is_a_matter_and_names(token: str, found: ContactToken) -> None:
    assert read_contact(token, ["on call"]) == found


@pytest.mark.parametrize("typed", ["every -2 weeks", "every \u22122 weeks", "review: weekly, then every - 3 months"])
def test_how_often_is_never_backwards(typed: str) -> None:
    with pytest.raises(InputRefused, match="length of time ahead"):
        read_checkin(typed, CONTEXT)
