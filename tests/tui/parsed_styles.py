"""One process of tests reads each style sheet once, not once for each of its hundreds of Apps."""

from __future__ import annotations

from typing import Any

import textual.app
import textual.css.stylesheet
from textual.css.stylesheet import Stylesheet

ORDINARY = Stylesheet
"""The style sheet of an App outside the tests."""

_parsed: dict[frozenset[tuple[str, str]], Any] = {}


class SharedStylesheet(Stylesheet):
    """Finds the rules that another App read from the same text with the same colours."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._share()

    def set_variables(self, variables: dict[str, str]) -> None:
        self._parse_cache = type(self._parse_cache)(1)  # what is cleared now
        super().set_variables(variables)
        self._share()

    def _share(self) -> None:
        shared = _parsed.setdefault(frozenset(self._variables.items()), self._parse_cache)
        shared.maxsize = 1000
        self._parse_cache = shared


def use() -> None:
    """Let every App of this process share what was read, also when it reads all styles anew."""
    for module in (textual.app, textual.css.stylesheet):
        setattr(module, "Stylesheet", SharedStylesheet)  # noqa: B010  (mypy: a name of Textual's, not one of ours)
