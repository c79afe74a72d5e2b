"""The words of ``add``: what may be added to a desk in a line, and the options of each."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.cli import action_words
from dealdesk.cli.parsing import Commands, Parser

if TYPE_CHECKING:
    from collections.abc import Callable

    from dealdesk.domain.fields import FieldSpec

    _Sub = Callable[[str, str, str], argparse.ArgumentParser]


class Noun(NamedTuple):
    """One thing that is added to a deal as the form of its table would: the words say its first field."""

    word: str
    table: str
    what: str
    """What is said of it in the help."""
    text: str = "TEXT"
    optional: bool = False
    """Whether it may be added without words."""


#: Everything that is added by nothing but the form of its table.
NOUNS: tuple[Noun, ...] = (
    Noun("issue", "issue", "something is wrong now; its clock starts"),
    Noun("risk", "risk", "what could go wrong, and what we do about it"),
    Noun("disagreement", "disagreement", "what both sides see differently"),
    Noun("metric", "metric", "a number both sides watch", "NAME"),
    Noun("check-in", "checkin", "when both sides talk: how often, till when", "PURPOSE", optional=True),
    Noun("need", "need", "what one side needs from the other"),
    Noun("expectation", "expectation", "what one side expected at signing"),
    Noun("term", "term", "one agreed point"),
    Noun("document", "document", "a document, by path or link", "PATH"),
)
_DEAL = "reference, its number, or a part of reference, counterparty or title"
#: Highest level of the ladder (``domain.escalation``).
_LEVELS = ("1", "2", "3")


def add(commands: Commands, with_fields: bool) -> None:
    """Add the command; ``with_fields`` also reads the forms, whose fields are its options."""
    made = commands.add("add", "capture", "add a deal, or what belongs to one, in a line")
    words = ("deal", "action", "friction", "person", *(noun.word for noun in NOUNS))
    what = made.add_subparsers(metavar="|".join(words), dest="what", required=True, parser_class=Parser)

    def sub(word: str, words: str, description: str) -> argparse.ArgumentParser:
        parents = [commands.shared]
        return what.add_parser(word, help=words, description=description, parents=parents, allow_abbrev=False)

    deal = sub("deal", "a new deal", "Add a deal; only its title is needed.")
    deal.add_argument("words", metavar="TITLE", nargs="+")
    deal.set_defaults(function="add_deal")
    action = sub("action", "an action", "Add an action to a deal.")
    _of_deal(action)
    action_words.fields(action)
    friction = sub("friction", "a friction", "Log a friction of a deal.")
    _of_deal(friction)
    friction.add_argument("words", metavar="TEXT", nargs="+")
    friction.set_defaults(function="add_friction")
    person = sub("person", "a person, theirs or ours", "Add a person to a deal.")
    _of_deal(person)
    person.add_argument("words", metavar="NAME", nargs="+")
    person.set_defaults(module="people", function="add_person")
    rows = [(noun, _row(sub, noun)) for noun in NOUNS]
    if with_fields:
        from dealdesk.domain import forms

        _fields(deal, forms.DEAL[1:])
        _fields(friction, forms.FRICTION[1:])
        _fields(person, forms.PERSON[1:])
        for noun, command in rows:
            _fields(command, forms.FORMS[noun.table][1:], ticks=True)


def _row(sub: _Sub, noun: Noun) -> argparse.ArgumentParser:
    command = sub(noun.word, noun.what, f"Add to a deal: {noun.what}.")
    _of_deal(command)
    command.add_argument("words", metavar=noun.text, nargs="*" if noun.optional else "+")
    if noun.table == "issue":
        command.add_argument("--level", choices=_LEVELS, default="1", help="of the ladder, where it starts (1)")
    command.set_defaults(module="rows", function="add_row", table=noun.table)
    return command


def _of_deal(command: argparse.ArgumentParser) -> None:
    command.add_argument("deal", metavar="DEAL", help=_DEAL)


def _fields(command: argparse.ArgumentParser, specs: Sequence[FieldSpec], *, ticks: bool = False) -> None:
    """Give ``command`` an option for every field of a form but its first, which is the text itself.

    With ``ticks`` a field that is yes or no is an option without a value.
    """
    for spec in specs:
        option, dest = "--" + spec.name.removesuffix("_on").replace("_", "-"), f"field_{spec.name}"
        choices = " or ".join(label for _value, label in spec.choices)
        if ticks and spec.kind == "tick":
            command.add_argument(option, dest=dest, action="store_const", const="yes", help=spec.hint)
        elif spec.name == "side":
            command.add_argument(option, dest=dest, metavar="SIDE", help=f"us or them: {choices}")
        else:
            command.add_argument(option, dest=dest, metavar="TEXT", help=(spec.hint or choices).replace("%", "%%"))
