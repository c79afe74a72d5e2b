"""The template of what follows a signing: the shipped one, one of one's own, and those that can't be used."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from dealdesk.templates.follow_through import load_follow_through
from dealdesk.templates.load import TemplateRefused

SHIPPED = resources.files("dealdesk.templates").joinpath("follow_through.toml").read_text(encoding="utf-8")


def own(folder: Path, text: str) -> Path:
    (folder / "follow_through.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_one_has_nine_steps_and_four_formal_ones() -> None:
    found = load_follow_through()
    assert (len(found.steps), len(found.formal)) == (9, 4)
    assert all(step.text for step in found.steps if "debrief" not in step.id)


def test_what_stands_on_today_is_short_and_the_rest_stands_beside_it() -> None:
    found = load_follow_through()
    texts = [step.text for step in found.steps] + [step.text for step in found.formal]
    assert max(map(len, texts)) <= 40
    assert [step.id for step in found.steps if step.done_when] == ["hand-over", "next-steps mail", "kickoff"]


def test_ones_own_may_leave_out_what_belongs_to_a_step(tmp_path: Path) -> None:
    lines = [line for line in SHIPPED.splitlines() if not line.startswith("done_when")]
    found = load_follow_through(own(tmp_path, "\n".join(lines)))
    assert {step.done_when for step in found.steps} == {""}


def test_ones_own_takes_its_place(tmp_path: Path) -> None:
    found = load_follow_through(own(tmp_path, SHIPPED.replace('late = "24 h"', 'late = "2 business days"')))
    assert found.step("hand-over").late == "2 business days"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('id = "hand-over"', 'id = "handover"', "the steps must be"),
        ('late = "24 h"', 'late = "a day"', "step hand-over: late must be like"),
        ('late = "24 h"', 'late = "0 h"', "step hand-over: late must be like"),
        ('late = "24 h"', "late = 24", "step hand-over: late must be like"),
        ('late = "7 days"', 'late = "48 h"', 'step playbook: late must be like "7 days"'),
        ('late = "72 h"', "", "step first debrief: late must be like"),
        ('late = "48 h"', "", "step next-steps mail: best_by needs late"),
        ('levels = ["full"]', 'levels = ["some"]', "levels must be a list of full and light"),
        ("weight = 6", 'weight = "6"', "weight must be a whole number"),
        ('text = "First invoice"', 'text = ""', "step invoice: text must be a text"),
        ('text = "First invoice"', 'text = "First invoice"\ndone_when = 3', "step invoice: done_when must be a text"),
        ("[[formal]]", "[[informal]]", r"\[\[formal\]\] is missing"),
        ("[[step]]", "[[step", "is no TOML"),
    ],
)
def test_one_that_can_not_be_used_names_file_and_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = own(tmp_path, SHIPPED.replace(old, new))
    with pytest.raises(TemplateRefused, match=says) as refusal:
        load_follow_through(folder)
    assert str(tmp_path) in str(refusal.value)
