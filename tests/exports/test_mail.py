"""A message as a file: plain text or a mail that is still to be sent; no text makes a header of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from dealdesk.exports import mail
from tests.nasty import strings

NOW = datetime(2026, 5, 13, 9, 30, tzinfo=UTC)
HEADERS = ["From", "To", "Subject", "Date", "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
DANA, MIA = ("Dana Reyes", "dana@acme.example"), ("Mia Köhler", "mia@klein.example")


def read(text: str) -> EmailMessage:
    found = message_from_string(text, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_a_mail_is_ascii_and_reads_back_as_it_was() -> None:
    made = mail.eml(
        DANA, MIA, "Wartung – Ends: “May”", "Liebe Dana,\n\nzwei Größen: 漢字 👩\u200d👧\n" + "x" * 900, NOW
    )
    assert made.isascii()
    assert "\r\n" in made
    found = read(made)
    assert [name for name, _value in found.items()] == HEADERS
    assert found["Subject"] == "Wartung – Ends: “May”"
    assert found["To"] == "Dana Reyes <dana@acme.example>"
    assert found["From"].addresses[0].display_name == "Mia Köhler"
    assert found["Date"].datetime == NOW
    assert found["X-Unsent"] == "1"
    assert found.get_content().replace("\r\n", "\n").startswith("Liebe Dana,\n\nzwei Größen: 漢字 👩\u200d👧\n")


@pytest.mark.parametrize(
    "bad", ["a\r\nBcc: x@y.example", "a\nBcc: x@y.example\n\nbody", "\x00\x1b[31m<x>", 'a" <b@c.d>, "e']
)
def test_no_header_can_be_smuggled_in(bad: str) -> None:
    found = read(mail.eml((bad, "dana@acme.example"), (bad, bad), bad, bad, NOW))
    assert set(found.keys()) <= set(HEADERS)
    assert found["Bcc"] is None
    assert [one.addr_spec for one in found["To"].addresses] == ["dana@acme.example"]


@pytest.mark.parametrize(
    "address", ["+49 30 123", "", "dana@", "@acme.example", "a b@acme.example", "ü@acme.example", "a@b,c@d"]
)
def test_what_is_no_address_makes_no_header(address: str) -> None:
    assert read(mail.eml(("Dana", address), ("", ""), "s", "b", NOW))["To"] is None


def test_every_hostile_text_makes_a_mail_of_the_same_headers(realdata: Path) -> None:
    for text in strings(realdata, every=4):
        made = mail.eml((text, "dana@acme.example"), (text, text), text, text, NOW)
        assert made.isascii()
        assert set(read(made).keys()) <= set(HEADERS)


def test_plain_text_has_a_head_of_two_lines() -> None:
    assert mail.text("Dana <d@a.example>", "A\nB", "x\n\ny\n\n") == "To: Dana <d@a.example>\nSubject: A B\n\nx\n\ny\n"
    assert mail.text("", "A", "x") == "Subject: A\n\nx\n"
