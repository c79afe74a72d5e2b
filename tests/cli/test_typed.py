"""The text of a command: words, or stdin, and never one of the two lost."""

from __future__ import annotations

import io

import pytest

from dealdesk.cli.main import run
from dealdesk.cli.typed import typed
from dealdesk.errors import UsageError


def test_words_are_one_text_and_a_lone_dash_is_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("from stdin"))
    assert typed(["two", "words"]) == "two words"
    assert typed(["-"]) == "from stdin"


def test_a_dash_with_words_behind_it_is_refused_by_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError):
        typed(["-", "more"])
    for command in ("note", "log"):
        assert run([command, "ACME-1", "-", "more", "words"]) == 2
        assert "A lone - reads stdin" in capsys.readouterr().err
