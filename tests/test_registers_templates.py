"""Metrics to start from and how one works together, as data: whole or refused with the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dealdesk.domain.registers import Family, Topic
from dealdesk.domain.vocabulary import DealType
from dealdesk.templates.load import TemplateRefused
from dealdesk.templates.metrics import FAMILIES, load_starters
from dealdesk.templates.together import TOPICS, TYPES, load_together


def test_the_words_are_those_the_store_keeps() -> None:
    assert tuple(Family) == FAMILIES
    assert tuple(Topic) == TOPICS
    assert tuple(DealType) == TYPES


def test_each_family_has_metrics_to_start_from_and_each_name_is_there_once() -> None:
    starters = load_starters()
    assert {starter.family for starter in starters} == set(FAMILIES)
    names = [name.lower() for starter in starters for name in (starter.name, *starter.also)]
    assert len(set(names)) == len(names)


def test_every_type_says_something_of_its_own_about_every_topic() -> None:
    usual = load_together()
    for topic in TOPICS:
        assert len({usual[kind][topic] for kind in TYPES}) == len(TYPES)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "metric.*missing"),
        ('[[metric]]\nfamily = "money"\nname = "x"', "metric 1: family"),
        ('[[metric]]\nfamily = "value"', "metric 1: name"),
        ('[[metric]]\nfamily = "value"\nname = "x"\nalso = "y"', "metric 1: also"),
        ("[[metric", "no TOML"),
    ],
)
def test_half_a_list_of_metrics_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "metrics.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateRefused, match=problem):
        load_starters(tmp_path)


@pytest.mark.parametrize(("text", "problem"), [("", r"\[client\]"), ("[client]\nformat = 3", '"how often"')])
def test_half_a_file_of_working_together_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "together.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateRefused, match=problem):
        load_together(tmp_path)
