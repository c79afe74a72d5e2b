"""The words of the commands about actions: what may be typed, and what is said of it in the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from dealdesk.cli.parsing import Commands

_ACTION = "its handle (actions and today --handles show them), or words of the line: first debrief, check-in"
#: The options of ``add action``: names, field of the form, what may be typed.
_FIELDS = (
    (("--by", "--due"), "due_on", "fri, 12 mar, +5b"),
    (("--owner",), "owner", "a name, theirs or ours; me; them"),
    (("--side",), "side", "us or them; else that of the owner"),
    (("--class",), "action_class", "binding, working or strategic"),
    (("--done-when",), "done_when", "how both sides see that it is done"),
    (("--how-we-check",), "how_we_check", "who looks at what"),
    (("--review-days",), "review_days", "working days they have to say no"),
    (("--clause",), "clause", "4.2"),
    (("--progress",), "progress", "0 to 100"),
    (("--metric",), "metric", "the number it moves, by its name"),
    (("--blocked-by",), "blocked_by", "another action of the deal: a part of its text"),
    (("--waiting-since",), "waiting_since", "the day since which it waits for them"),
    (("--nudge-on",), "nudge_on", "the day on which they are nudged"),
    (("--notes",), "notes", "anything else"),
)


def fields(command: argparse.ArgumentParser) -> None:
    """Give ``add action`` its text and its options."""
    command.add_argument("words", metavar="TEXT", nargs="+", help="such as: send the SOC2 report by fri @Dana !binding")
    for names, field, words in _FIELDS:
        command.add_argument(*names, dest=f"field_{field}", metavar="TEXT", help=words)
    command.set_defaults(module="actions", function="add_action")


def add(commands: Commands) -> None:
    """Add the commands."""
    listed = commands.add("actions", "actions", "open actions with their handles, the next one first", reads=True)
    listed.add_argument("deal", metavar="DEAL", nargs="?", help="of one deal; else of all")
    listed.add_argument("--state", metavar="STATE", default="", help="to do, doing, waiting, review or done")
    listed.add_argument("--side", metavar="SIDE", default="", help="us or them: ours or theirs")
    listed.add_argument("--owner", metavar="NAME", default="", help="a part of a name; me; nobody")
    done = commands.add("done", "actions", "mark an action, or another line of today, done", reads=True)
    done.add_argument("words", metavar="ACTION", nargs="+", help=_ACTION)
    _anyway(done)
    later = commands.add("later", "actions", "put a line off until a day; nobody is told", reads=True)
    _line(later, "DATE", "fri, +3d, 12 mar")
    move = commands.add("move", "actions", "move an action on the board", reads=True)
    _line(move, "STATE", "to do, doing, waiting, review or done")
    _anyway(move)
    agreed = commands.add("new-date", "actions", "a day agreed on with them; the old one is remembered", reads=True)
    agreed.set_defaults(function="new_date")
    _line(agreed, "DATE", "fri, +3d, 12 mar")
    agreed.add_argument("--why", metavar="TEXT", default="", help="the reason")
    agreed.add_argument("--behind", metavar="TEXT", default="", help="what is put behind it")
    for command in (done, later, move, agreed):
        command.add_argument("--deal", dest="of_deal", metavar="DEAL", default="", help="of this deal only")


def _line(command: argparse.ArgumentParser, what: str, words: str) -> None:
    command.add_argument("action", metavar="ACTION", help=f"{_ACTION}, in quotes")
    command.add_argument("words", metavar=what, nargs="+", help=words)


def _anyway(command: argparse.ArgumentParser) -> None:
    command.add_argument("--anyway", action="store_true", help="also while it waits for another one")
