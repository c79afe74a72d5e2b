"""Signing from the shell: one command of the history, and a list of what it made."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.counts import counted
from dealdesk.errors import InputRefused

if TYPE_CHECKING:
    from dealdesk.cli.main import Call
    from dealdesk.store.deal_lines import DealLine
    from dealdesk.store.desk import Desk
    from dealdesk.store.followed import Made


def sign(call: Call) -> int:
    """Sign a deal and print what follows; one that is signed is left as it is, and shows what stands."""
    from dealdesk.store import deal_lines, signing
    from dealdesk.store.history import Command

    texts = {name.removeprefix("sign_"): text for name, text in vars(call.words).items() if name.startswith("sign_")}
    texts = {name: text for name, text in texts.items() if text is not None}
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, call.words.deal)
        if line.signed_on and line.signed_on <= desk.today.isoformat() and line.stage not in signing.UNSIGNED:
            said = _signed_already(desk, line, texts)
        else:
            command = Command(f"signed {line.ref}", line.id)
            desk.write_as_is(command, signing.sign, line.id, texts, desk.context, desk.clock.now())
            said = "Signed"
        _print(call, desk, line.id, said)
    return 0


def _signed_already(desk: Desk, line: DealLine, texts: Mapping[str, str]) -> str:
    """Return what to say of a deal that is signed; its follow-through may still be started.

    Raises :class:`InputRefused` where something else is asked for: a signing is not changed by signing again.
    """
    from dealdesk.domain.fields import read
    from dealdesk.domain.forms import SIGN
    from dealdesk.domain.vocabulary import FollowThrough
    from dealdesk.store import follow_through
    from dealdesk.store.history import Command

    values = {spec.name: read(spec, texts[spec.name], desk.context).value for spec in SIGN if spec.name in texts}
    signed = str(values.pop("signed_on", None) or line.signed_on)
    level = values.pop("follow_through", None)
    if values or signed != line.signed_on:
        raise InputRefused(
            f"{line.ref} is signed already, since {line.signed_on}. Its dates are changed in the app, on its page."
        )
    if level not in (None, FollowThrough.NONE) and not desk.rows(follow_through.runs, line.id):
        command = Command(f"started the follow-through of {line.ref}", line.id)
        wanted = FollowThrough(str(level))
        desk.write(command, follow_through.begin, line.id, desk.context, desk.clock.now(), wanted)
        return "Started the follow-through of"
    return "Signed already:"


def _print(call: Call, desk: Desk, deal_id: int, said: str) -> None:
    from dealdesk.store import deal_lines, followed

    line = desk.rows(deal_lines.lines, [deal_id])[deal_id]
    made = desk.rows(followed.made, deal_id)
    if call.words.json:
        fields = {"ref": line.ref, "title": line.title, "signed_on": line.signed_on, "stage": line.stage}
        fields["give_notice_by"] = line.give_notice_by
        call.output.record({**fields, "made": [one._asdict() for one in made]})
    else:
        call.output.rows([_row(one) for one in made], none=_nothing(line, desk.today))
    notice = f" Give notice by {line.give_notice_by}." if line.give_notice_by else ""
    dated = sum(one.due_on is not None for one in made)
    follows = f" {counted(len(made), 'thing')} to follow, {dated} with a date." if made else ""
    say(f"{said} {line.ref} {line.title}, {line.signed_on}.{notice}{follows}")


def _nothing(line: DealLine, today: date) -> str:
    """Return why a signed deal has nothing to follow, and what starts it."""
    from dealdesk.store.dating import QUIET_AFTER_DAYS

    starts = f"dealdesk sign {line.ref} --follow-through full starts it."
    if line.stage == "ended":
        return "Nothing follows: this deal has ended."
    if line.signed_on and (today - date.fromisoformat(line.signed_on)).days > QUIET_AFTER_DAYS:
        return f"Nothing was started: it was signed more than {QUIET_AFTER_DAYS} days ago. {starts}"
    return f"Nothing follows: its follow-through is none. {starts}"


def _row(one: Made) -> Mapping[str, object]:
    """Return one line of the list: the day it comes up, the day before it is late, what, and why then."""
    text = {"debrief": f"{one.text} debrief", "check-in": one.text or "check-in"}.get(one.kind, one.text)
    text += f": {one.often}" if one.often else ""
    done = one.state if one.state == "done" else ""
    return {"best by": one.soft_on or one.due_on, "due": one.due_on, "what": text, "why": one.reason, "state": done}
