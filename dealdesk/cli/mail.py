"""A message to the other side from the shell: printed or written to a file, never sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import out, say

if TYPE_CHECKING:
    from dealdesk.cli.main import Call
    from dealdesk.store.desk import Desk
    from dealdesk.store.message_drafts import Draft


def export_mail(call: Call) -> int:
    """Print the message of a deal, or write it to a new file; its words are counted and its gaps named on stderr."""
    from dealdesk.counts import counted
    from dealdesk.domain.messages import MOST_WORDS
    from dealdesk.domain.vocabulary import Message
    from dealdesk.exports import write
    from dealdesk.store import deal_lines, message_drafts, message_leaks

    words = call.words
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, words.deal)
        kind = Message(words.kind.replace("no-news", "no news")) if words.kind else None
        kind = kind or desk.rows(message_drafts.meant, line.id, "", desk.today).kind
        wanted = message_drafts.Wanted(formal=words.formal, strength=words.strength)
        draft = desk.rows(message_drafts.draft, line.id, kind, desk.today, wanted)
        leaks = desk.rows(message_leaks.found, line.id, f"{draft.subject}\n{draft.body}")
        text = _text(desk, draft, words.format)
    if words.output:
        write.write_text(words.output, text, replace=words.replace)
        say(f"Wrote the {kind} of {line.ref} to {os.path.abspath(os.path.expanduser(words.output))}.")
    elif words.format == "eml":
        out(text.replace("\r\n", "\n").rstrip("\n"))
    else:
        call.output.text(text.rstrip("\n"), {})
    many = f"; more than {MOST_WORDS} are seldom read" if draft.words > MOST_WORDS else ""
    say(f"{counted(draft.words, 'word')}{many}.")
    for missing in draft.missing:
        say(f"Missing: {missing.name} ({missing.shell or missing.how}).")
    for source, sentence in leaks:
        say(f"Careful, this is from {source}: “{sentence}”")
    return 0


def _text(desk: Desk, draft: Draft, form: str) -> str:
    from dealdesk.exports import mail
    from dealdesk.store import message_people

    to = draft.to
    if form == "txt":
        return mail.text(to.shown if to else "", draft.subject, draft.body)
    sender = desk.rows(message_people.me)
    receiver = (to.name, to.address) if to else ("", "")
    return mail.eml(receiver, sender, draft.subject, draft.body, desk.clock.now())
