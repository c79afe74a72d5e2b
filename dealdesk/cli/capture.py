"""Writing from the shell: a note, a deal, a friction; each is one command of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading, writing
from dealdesk.cli.output import say
from dealdesk.cli.typed import fields, typed

if TYPE_CHECKING:
    from datetime import date

    from dealdesk.cli.main import Call


def note(call: Call) -> int:
    """Capture a note for a deal."""
    from dealdesk.store import connect, deal_lines, notes

    text = typed(call.words.words)
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, call.words.deal)
        con = connect.connect(call.path)
        try:
            with connect.sentences(call.path):
                notes.capture(con, line.id, text, desk.clock.now(), desk.context.order)
        finally:
            con.close()
    say(f"Noted for {line.ref} {line.title}.")
    return 0


def add_deal(call: Call) -> int:
    """Add a deal and print its reference."""
    from dealdesk.domain.vocabulary import Stage
    from dealdesk.store import deals
    from dealdesk.store.history import Command

    texts = {"title": " ".join(call.words.words), **fields(call.words)}
    with writing(call) as desk:
        deals.must_make_sense(texts, desk.context)
        made = desk.write(Command("added a deal"), deals.add, texts, desk.context, desk.clock.now())
        ref, title, notice, stage = made.ref, made.title, made.give_notice_by, made.stage
        today = desk.today
        undated = made.signed_on is None and stage in (Stage.SIGNED, Stage.RUNNING)
    call.output.text(ref, {"ref": ref, "title": title})
    say(f"Added {ref} {title}." + (_notice(notice, today) if notice else ""))
    if undated:
        say(f"No day of signing: nothing was started; dealdesk sign {ref} --on DAY starts it.")
    return 0


def _notice(by: date, today: date) -> str:
    return f" Give notice by {by}." if by >= today else f" The last safe day to give notice was {by}."


def add_friction(call: Call) -> int:
    """Log a friction of a deal."""
    from dealdesk.store import deal_lines, friction
    from dealdesk.store.history import Command
    from dealdesk.store.uid import new_uid

    texts = {"text": " ".join(call.words.words), **fields(call.words)}
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, call.words.deal)
        command = Command("logged a friction", line.id)
        desk.write(command, friction.log, line.id, new_uid(), texts, desk.context, desk.clock.now())
    say(f"Logged for {line.ref} {line.title}.")
    return 0
