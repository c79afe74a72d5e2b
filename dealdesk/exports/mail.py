"""A message as a file: plain text, or a mail (RFC 5322) that a mail program opens to be sent; nothing is sent here."""

from __future__ import annotations

from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from dealdesk.text import clean


def text(to: str, subject: str, body: str) -> str:
    """Return a message as plain text: to whom, subject, and the body after an empty line."""
    head = [f"To: {clean(to)}"] if clean(to) else []
    return "\n".join([*head, f"Subject: {clean(subject)}", "", clean(body, lines=True).strip("\n"), ""])


def eml(to: tuple[str, str], sender: tuple[str, str], subject: str, body: str, now: datetime) -> str:
    """Return a message as a mail that is still to be sent, ASCII with CRLF; ``to`` and ``sender`` are (name, address).

    An address that is none, such as a telephone number, is left out with its header: no text of anybody's can make a
    header of its own. ``now`` is the instant of its date.
    """
    mail = EmailMessage(policy=SMTP)
    for header, (name, address) in (("From", sender), ("To", to)):
        known = _address(name, address)
        if known is not None:
            mail[header] = known
    mail["Subject"] = clean(subject)
    mail["Date"] = format_datetime(now)
    mail["X-Unsent"] = "1"  # mail programs that know it open the file as a draft
    mail.set_content(clean(body, lines=True).strip("\n") + "\n", charset="utf-8", cte="quoted-printable")
    return mail.as_bytes().decode("ascii")


def _address(name: str, address: str) -> Address | None:
    address = clean(address)
    user, at, domain = address.rpartition("@")
    if not (user and at and domain) or not address.isascii() or " " in address:
        return None
    try:
        return Address(clean(name), addr_spec=address)
    except (MessageError, ValueError, IndexError):
        return None
