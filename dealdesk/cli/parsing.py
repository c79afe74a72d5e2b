"""The parser of the command line, and what makes the parser of each command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from dealdesk.errors import UsageError


class Parser(argparse.ArgumentParser):
    """A parser that refuses with a sentence, and takes a text that stands behind options."""

    def parse_known_args(  # type: ignore[override]  # its overloads are for namespaces of other kinds
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Read the words. A TEXT that may be left out may also stand behind options, where argparse gives it up.

        Behind ``--`` everything is text; a number below zero is text anywhere.
        """
        found, left = super().parse_known_args(args, namespace)
        if isinstance(getattr(found, "words", None), list):
            end = left.index("--") if "--" in left else len(left)
            text = [word for word in left[:end] if word == "-" or not word.startswith("-") or word[1:2].isdigit()]
            found.words = [*found.words, *text, *left[end + 1 :]]
            left = [word for word in left[:end] if word not in text]
        return found, left

    def error(self, message: str) -> NoReturn:
        """Refuse the words with a sentence of ours; argparse would print its usage and leave."""
        raise UsageError(f"{message[:1].upper()}{message[1:]}. dealdesk --help lists the commands.")


class Commands:
    """Makes the parser of one command after the other, each with its module and function."""

    def __init__(
        self,
        group: argparse._SubParsersAction[Parser],
        shared: Parser,
        reading: Parser,
    ) -> None:
        self._group = group
        self.shared = shared
        self._reading = reading

    def add(self, name: str, module: str, words: str, *, reads: bool = False) -> argparse.ArgumentParser:
        """Add the command ``name``, carried out by the function of that name in ``dealdesk.cli.<module>``."""
        parents = [self.shared, self._reading] if reads else [self.shared]
        made = self._group.add_parser(name, help=words, description=words, parents=parents, allow_abbrev=False)
        made.set_defaults(module=module, function=name)
        return made
