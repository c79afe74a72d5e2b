"""Where an imported deal stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dealdesk.domain.vocabulary import Outcome, Stage
from dealdesk.imports.standing import Dates, Standing, standing

TODAY = date(2026, 11, 22)
NONE = Dates(None, None, None, renews=False, endless=False)
LONG_AGO, SOON = date(2010, 1, 1), TODAY + timedelta(days=200)


@pytest.mark.parametrize(
    ("dates", "stage", "asked"),
    [
        (NONE._replace(signed_on=LONG_AGO, end_on=date(2012, 1, 1)), Stage.ENDED, False),
        (NONE._replace(signed_on=LONG_AGO, end_on=date(2012, 1, 1), renews=True), Stage.RUNNING, True),
        (NONE._replace(signed_on=LONG_AGO, end_on=SOON), Stage.RUNNING, False),
        (NONE._replace(signed_on=LONG_AGO, renews=True, endless=True), Stage.RUNNING, True),
        (NONE._replace(signed_on=TODAY, endless=True), Stage.SIGNED, False),
        (NONE._replace(signed_on=TODAY), Stage.SIGNED, False),
        (NONE._replace(signed_on=TODAY, start_on=SOON), Stage.SIGNED, False),
        (NONE._replace(signed_on=TODAY, start_on=TODAY), Stage.RUNNING, False),
        (NONE, Stage.SIGNED, False),
    ],
)
def test_a_register_holds_signed_deals_and_their_dates_say_the_rest(dates: Dates, stage: Stage, asked: bool) -> None:
    found = standing(dates, None, None, TODAY)
    assert (found.stage, found.outcome, found.still_running) == (stage, Outcome.SIGNED, asked)


def test_a_list_without_dates_is_a_pipeline() -> None:
    assert standing(NONE, None, None, TODAY, register=False) == Standing(Stage.NEGOTIATING, None, False, False)


def test_what_the_row_says_wins() -> None:
    past = NONE._replace(end_on=date(2012, 1, 1))
    assert standing(past, Stage.NEGOTIATING, None, TODAY).stage is Stage.NEGOTIATING
    assert standing(past, Stage.RUNNING, None, TODAY).still_running
    assert standing(past, Stage.SIGNED, None, TODAY).stage is Stage.ENDED
    assert standing(NONE, None, Outcome.NO_DECISION, TODAY)[:2] == (Stage.ENDED, Outcome.NO_DECISION)


@pytest.mark.parametrize(("days", "quiet"), [(0, False), (14, False), (15, True), (4000, True), (-3, False)])
def test_a_deal_signed_more_than_14_days_ago_is_quiet(days: int, quiet: bool) -> None:
    assert standing(NONE._replace(signed_on=TODAY - timedelta(days=days)), None, None, TODAY).quiet is quiet
