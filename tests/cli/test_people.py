"""People added to a deal from the shell."""

from __future__ import annotations

import sqlite3

import pytest

from dealdesk import paths
from dealdesk.cli.main import run

Capture = pytest.CaptureFixture[str]


def people() -> list[tuple[str, str, str, str, str]]:
    with sqlite3.connect(paths.desk_file()) as con:
        return con.execute(
            "SELECT name, side, role, channel, address FROM deal_person JOIN person ON person.id = person_id"
        ).fetchall()


def test_a_person_is_added_with_role_channel_and_address(capsys: Capture) -> None:
    assert run(("add", "deal", "Hosting", "--counterparty", "Acme")) == 0
    options = ("--role", "owner", "--channel", "mail", "--address", "d@acme.example")
    assert run(("add", "person", "1", "Dana", "Weiss", *options)) == 0
    assert "Added to ACME-1 Hosting: Dana Weiss, their side." in capsys.readouterr().err
    assert run(("add", "person", "1", "Kim", "--side", "us")) == 0
    assert "Kim, our side." in capsys.readouterr().err
    assert people() == [
        ("Dana Weiss", "them", "owner", "mail", "d@acme.example"),
        ("Kim", "us", "other", "", ""),
    ]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("1", ""), 7, "A person needs a name."),
        (("1", "dana"), 7, "dana is in ACME-1 already."),
        (("1", "Bo", "--role", "king"), 7, "Role is one of"),
        (("nobody like it", "Bo"), 6, "No deal answers to"),
    ],
)
def test_what_can_not_be_is_refused(capsys: Capture, words: tuple[str, ...], code: int, sentence: str) -> None:
    assert run(("add", "deal", "Hosting", "--counterparty", "Acme")) == 0
    assert run(("add", "person", "1", "Dana")) == 0
    capsys.readouterr()
    assert run(("add", "person", *words)) == code
    assert sentence in capsys.readouterr().err
    assert len(people()) == 1
