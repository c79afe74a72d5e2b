"""Actions from the shell: added in a line, listed with their handles, done, put off, moved, dated anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.cli.typed import fields, side
from dealdesk.errors import InputRefused
from dealdesk.store import action_lines, deal_lines

if TYPE_CHECKING:
    from dealdesk.cli.main import Call
    from dealdesk.domain.vocabulary import ActionState
    from dealdesk.store.action_lines import ActionRow, Line
    from dealdesk.store.desk import Desk

#: What a narrow terminal shows of an action.
_FIRST = ("handle", "ref", "due", "text", "owner", "state", "blocked_by")


def add_action(call: Call) -> int:
    """Add an action of a deal, and print its handle."""
    from dealdesk.domain.actions import echo, read_line
    from dealdesk.store import action_owners, actions
    from dealdesk.store.handles import handle
    from dealdesk.store.history import Command
    from dealdesk.store.uid import new_uid

    words, uid = call.words, new_uid()
    given = fields(words)
    if "side" in given:
        given["side"] = side(given["side"])
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, words.deal)
        known = desk.rows(action_owners.known, line.id)
        typed = read_line(" ".join(words.words), desk.context, known)
        command = Command(f"added an action to {line.ref}", line.id)
        texts = {**actions.texts_of(typed), **given}
        if "owner" in given and "side" not in given:
            texts["side"] = ""  # it follows from whom the option names
        desk.write(command, actions.add, line.id, uid, texts, desk.context, desk.clock.now())
        read = echo(typed, desk.context)
        late = _late(desk, uid)
    name = handle("action", uid)
    call.output.text(name, {"handle": name, "uid": uid, "ref": line.ref, "text": typed.text})
    say(f"Added to {line.ref} {line.title}: {typed.text}" + (f" ({read})." if read else "."))
    if late:
        say(late)
    if typed.unknown and "owner" not in given:
        say(f"--owner {typed.unknown} --side them (or us) would make them its owner, and known in the deal.")
    return 0


def _late(desk: Desk, uid: str) -> str:
    """Return what to say of an action whose day is over as it is added; empty for any other."""
    (day,) = desk.con.execute("SELECT due_on FROM action WHERE uid = ?", (uid,)).fetchone()
    return f"Its day, {day}, is over: it is overdue from the start." if day and day < desk.today.isoformat() else ""


def actions(call: Call) -> int:
    """List actions with their handles."""
    words, whose_side = call.words, side(call.words.side)
    with reading(call) as desk:
        deal = desk.rows(deal_lines.pick, words.deal) if words.deal else None
        state = _state(words.state).value if words.state else ""
        deal_id = deal.id if deal else None
        found = desk.rows(action_lines.listing, desk.today, deal_id, state, whose_side, words.owner)
    whose = f" of {deal.ref}" if deal else ""
    none = f"No action{whose} is like that." if words.state or words.side or words.owner else f"No open action{whose}."
    rows = [one._asdict() for one in found] if words.json else [_row(one) for one in found]
    call.output.rows(rows, none=none)
    return 0


def done(call: Call) -> int:
    """Mark a line done; one that waits for another only where that is asked for."""
    from dealdesk.store import due_moves
    from dealdesk.store.blocking import Blocked

    with reading(call) as desk:
        line = _picked(desk, call, " ".join(call.words.words))
        name = f"marked a line of {line.ref} done"
        try:
            moment = (desk.context, desk.clock.now())
            said = _write(desk, name, line, due_moves.done, line.kind, line.uid, *moment, anyway=call.words.anyway)
        except Blocked as blocked:
            raise _with_a_way(blocked) from None
    return _told(call, line, said)


def later(call: Call) -> int:
    """Put a line off."""
    from dealdesk.store import due_moves

    with reading(call) as desk:
        line = _picked(desk, call, call.words.action)
        name = f"put off a line of {line.ref}"
        said = _write(desk, name, line, due_moves.later, line.kind, line.uid, _day(call, desk), desk.clock.now())
    return _told(call, line, said)


def new_date(call: Call) -> int:
    """Move a line to a day that was agreed on with them."""
    from dealdesk.store import due_moves

    with reading(call) as desk:
        line = _picked(desk, call, call.words.action)
        said = _write(
            desk,
            f"agreed on a new date with {line.ref}",
            line,
            due_moves.new_date,
            line.kind,
            line.uid,
            _day(call, desk),
            call.words.why,
            desk.context,
            desk.clock.now(),
            put_behind=call.words.behind,
        )
    return _told(call, line, said)


def move(call: Call) -> int:
    """Move an action to another state; one that waits for them begins that wait."""
    from dealdesk.domain.vocabulary import ActionState
    from dealdesk.store import actions
    from dealdesk.store.blocking import Blocked

    state = _state(" ".join(call.words.words))
    with reading(call) as desk:
        line = _picked(desk, call, call.words.action, done=True)
        if line.kind not in ("action", "change"):
            raise InputRefused(f"Only actions are moved; that is a line of the kind {line.kind}.")
        name = f"moved an action of {line.ref}"
        try:
            moment = (desk.context, desk.clock.now())
            if state is ActionState.WAITING:
                said = _write(desk, name, line, actions.wait, line.uid, *moment)
            else:
                said = _write(desk, name, line, actions.move, line.uid, state, *moment, anyway=call.words.anyway)
        except Blocked as blocked:
            raise _with_a_way(blocked) from None
    return _told(call, line, said or [f"It is there already: {state.value}."])


def _picked(desk: Desk, call: Call, words: str, *, done: bool = False) -> Line:
    """Return the line that words name; ``done``: also an action that is done already."""
    deal = desk.rows(deal_lines.pick, call.words.of_deal) if call.words.of_deal else None
    return desk.rows(action_lines.pick, words, desk.today, deal.id if deal else None, done=done)


def _write(
    desk: Desk, name: str, line: Line, function: Callable[..., list[str]], *args: object, **more: object
) -> list[str]:
    from dealdesk.store.history import Command

    return desk.write(Command(name, line.deal_id), function, *args, **more)


def _told(call: Call, line: Line, said: list[str]) -> int:
    if call.words.json:
        call.output.record({"handle": line.handle, "ref": line.ref, "kind": line.kind, "text": line.text, "said": said})
    else:
        say(f"{line.ref} {line.name}")
        for sentence in said:
            say(sentence)
    return 0


def _with_a_way(blocked: InputRefused) -> InputRefused:
    return InputRefused(f"{blocked} --anyway marks it done all the same; its notes say so.")


def _day(call: Call, desk: Desk) -> date:
    from dealdesk.domain.dates import parse_date

    context = desk.context
    return parse_date(" ".join(call.words.words), context.today, context.order, context.calendar)


def _state(words: str) -> ActionState:
    """Return the state that words name: "todo", "waiting"; raises :class:`InputRefused`."""
    from dealdesk.domain.vocabulary import ActionState

    wanted = "".join(words.lower().split())
    fitting = [state for state in ActionState if wanted and state.value.replace(" ", "").startswith(wanted)]
    exact = [state for state in fitting if state.value.replace(" ", "") == wanted]
    if len(exact or fitting) != 1:
        raise InputRefused(f"A state is one of: {', '.join(state.value for state in ActionState)}.")
    return (exact or fitting)[0]


def _row(one: ActionRow) -> Mapping[str, object]:
    """Return one line of the list; a blank owner is shown as such."""
    fields = one._asdict()
    fields["due"] = one.later_until or one.best_by
    fields["owner"] = one.owner or ("theirs, --" if one.side == "them" else "--")
    fields["state"] = one.window or one.state
    return {name: fields[name] for name in _FIRST}
