"""People of a deal from the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.cli.typed import fields
from dealdesk.errors import InputRefused

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


def add_person(call: Call) -> int:
    """Add a person to a deal, of their side unless said otherwise."""
    from dealdesk.domain.vocabulary import Side
    from dealdesk.store import deal_lines, forms, new_people
    from dealdesk.store.history import Command
    from dealdesk.store.uid import new_uid

    texts = {name: text for name, text in fields(call.words).items() if text}
    name = " ".join(call.words.words)
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, call.words.deal)
        if desk.rows(new_people.in_deal, line.id, name):
            raise InputRefused(f"{name} is in {line.ref} already.")
        command = Command("added a person", line.id)
        every = {"side": Side.THEM.value, **texts, "name": name}
        uid, now = new_uid(), desk.clock.now()
        desk.write(command, forms.create, "deal_person", uid, line.id, every, desk.context, now)
        side = desk.con.execute("SELECT side FROM deal_person WHERE uid = ?", (uid,)).fetchone()[0]
    say(f"Added to {line.ref} {line.title}: {name}, {'our' if side == Side.US else 'their'} side.")
    return 0
