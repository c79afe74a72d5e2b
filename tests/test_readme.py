"""README says what the program says: its keys, its commands, its exit codes, its pictures."""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dealdesk.cli import glance
from dealdesk.cli.main import parser
from dealdesk.clock import Clock
from dealdesk.imports import demo
from dealdesk.store import connect, due
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import EVERYWHERE
from dealdesk.tui.dialogs.help import shown
from dealdesk.tui.screens.actions import ActionsScreen
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deals import DealsScreen
from dealdesk.tui.screens.debrief import DebriefScreen
from dealdesk.tui.screens.friction import FrictionScreen
from dealdesk.tui.screens.import_deals import ImportScreen
from dealdesk.tui.screens.leverage import LeverageScreen
from dealdesk.tui.screens.message import MessageScreen
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.screens.review_form import ReviewFormScreen
from dealdesk.tui.screens.today import TodayScreen

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
KEYS = re.compile(r"<!-- keys -->\n(.*?)<!-- /keys -->", re.DOTALL)
MORNING = re.compile(r"<!-- morning -->\n(.*?)<!-- /morning -->", re.DOTALL)
#: How much of the demo's morning README shows: the lines that are late or due today.
MORNING_LINES = 11
#: The titles README gives to what has keys of its own; Find has none but Enter and Esc.
PLACES: dict[str, tuple[type[KeyCommand], ...]] = {
    "Everywhere": EVERYWHERE,
    "Today": TodayScreen.commands,
    "Deals": DealsScreen.commands,
    "Deal page": DealScreen.commands,
    "Debrief": tuple(c for c in DebriefScreen.commands if not c.__name__.startswith("GoTo")),
    "Review form": tuple(c for c in ReviewFormScreen.commands if not c.__name__.startswith("GoTo")),
    "Leverage": LeverageScreen.commands,
    "Friction": FrictionScreen.commands,
    "Actions": ActionsScreen.commands,
    "Message": MessageScreen.commands,
    "Import": ImportScreen.commands,
    "Forms": RecordFormScreen.commands,
}


def _row(place: str, command: type[KeyCommand]) -> str:
    keys = [command.shown_key(), *(shown(key) for key in command.key.split(",")[1:])]
    return f"| {place + ' ' if place else ''}| {' '.join(f'`{key}`' for key in dict.fromkeys(keys))} | {command.name} |"


def key_table() -> str:
    """Return the table of keys as README has it; ``python -m tests.test_readme`` writes it there."""
    rows = [
        _row("" if number else place, command)
        for place, commands in PLACES.items()
        for number, command in enumerate(commands)
    ]
    return "\n".join(["", "| Where | Key | What it does |", "|---|---|---|", *rows, "", ""])


def test_the_keys_are_those_that_are_declared() -> None:
    found = KEYS.search(README)
    assert found, "README has no table of keys"
    assert found[1] == key_table(), "python -m tests.test_readme writes the table anew"


class _Wednesday(Clock):
    def now(self) -> datetime:
        return datetime(2026, 5, 13, 9, 30).astimezone(UTC)


def morning(path: str) -> str:
    """Return the demo's morning as README has it; ``path`` is where the demo is made."""
    demo.build(path, _Wednesday())
    con = connect.connect(path, readonly=True)
    text = glance.human(con, due.due(con, "2026-05-13"), "2026-05-13", 80)
    con.close()
    return "\n".join(["```", *text.splitlines()[:MORNING_LINES], "```", ""])


def test_the_morning_is_that_of_the_demo(tmp_path: Path) -> None:
    found = MORNING.search(README)
    assert found, "README has no morning"
    assert found[1] == morning(str(tmp_path / "demo.db")), "python -m tests.test_readme writes it anew"


def _subcommands(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    groups = [action for action in of._actions if isinstance(action, argparse._SubParsersAction)]
    return {name: made for group in groups for name, made in group.choices.items()}


def _leaves() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for name, made in _subcommands(parser()).items():
        inner = _subcommands(made)
        yield from ((f"{name} {word}", leaf) for word, leaf in inner.items()) if inner else ((name, made),)


def _documented() -> dict[str, str]:
    """Return the commands in the first column of the table of commands, and their rows."""
    found = {}
    for line in README.splitlines():
        if line.startswith("| `dealdesk"):
            for spelled in re.findall(r"`dealdesk ([^`]+)`", line.split(" | ")[0]):
                words = [word for word in spelled.split() if re.fullmatch("[a-z]+(?:-[a-z]+)*", word)]
                found[" ".join(words)] = line
    return found


def test_every_command_is_in_the_table_and_nothing_else() -> None:
    assert sorted(_documented()) == sorted(name for name, _leaf in _leaves())


def test_every_option_named_beside_a_command_exists() -> None:
    leaves = dict(_leaves())
    named = 0
    for name, line in _documented().items():
        options = {option for action in leaves[name]._actions for option in action.option_strings}
        for option in re.findall(r"`(--?[a-z][a-z-]*)", line):
            named += 1
            assert option in options, (name, option)
    assert named > 5


def test_the_exit_codes_are_those_of_help() -> None:
    epilog = parser().epilog or ""
    told = dict(re.findall(r"(\d+) ([a-z ]+)", epilog))
    table = dict(re.findall(r"^\| (\d+) \| ([a-z ]*[a-z])", README, re.MULTILINE))
    assert len(told) >= 10
    assert table == told


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_what_is_linked_is_there(link: str) -> None:
    assert (ROOT / link).is_file()


def test_every_picture_is_shown_and_small() -> None:
    pictures = sorted((ROOT / "screenshots").glob("*.png"))
    assert len(pictures) >= 7
    for picture in pictures:
        assert f"(screenshots/{picture.name})" in README, picture.name
        assert picture.stat().st_size < 150_000, picture.name


def test_headings_that_are_linked_exist() -> None:
    anchors = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-")
        for title in re.findall(r"^#+ (.+)$", README, re.MULTILINE)
    }
    linked = set(re.findall(r"\]\(#([^)]+)\)", README))
    assert linked <= anchors


def test_no_path_of_anybodys_machine() -> None:
    assert re.findall(r"/(?:home|Users|root|work|tmp|var)/\S*", README) == []


def test_the_test_command_is_where_the_gate_looks_for_it() -> None:
    found = re.search(r"^<!-- test-command -->\n```sh\n(.+)\n```$", README, re.MULTILINE)
    assert found
    assert found[1].endswith("-m tests")
    assert "[test]" in found[1]


if __name__ == "__main__":
    text = KEYS.sub(lambda _found: f"<!-- keys -->\n{key_table()}<!-- /keys -->", README)
    with tempfile.TemporaryDirectory() as folder:
        told = morning(str(Path(folder) / "demo.db"))
    text = MORNING.sub(lambda _found: f"<!-- morning -->\n{told}<!-- /morning -->", text)
    (ROOT / "README.md").write_text(text, encoding="utf-8")
