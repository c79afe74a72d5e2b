"""The commands that open the app; without a terminal they say so at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk import paths
from dealdesk.cli.output import say
from dealdesk.cli.start import needs_terminal, opened
from dealdesk.errors import NotFound, UsageError

if TYPE_CHECKING:
    from dealdesk.cli.main import Call
    from dealdesk.store.debriefs import Choice

_LISTED = 9


def start(call: Call) -> int:
    """Open the app on Today."""
    needs_terminal()
    return opened(call.path)


def debrief(call: Call) -> int:
    """Open the app in the debrief of a deal; without one, in the debrief that runs or is due."""
    from dealdesk.cli.opened import reading
    from dealdesk.domain.debrief import parse_length
    from dealdesk.domain.vocabulary import DebriefKind
    from dealdesk.store import deal_lines, debriefs

    kind = DebriefKind(call.words.kind) if call.words.kind else None
    length = parse_length(call.words.length) if call.words.length else None

    with reading(call) as desk:
        if call.words.deal is not None:
            deal_id = desk.rows(deal_lines.pick, call.words.deal).id
        else:
            deal_id = _waiting(desk.rows(debriefs.waiting), desk.today.isoformat())
    needs_terminal()
    return opened(call.path, "debrief", deal_id, (kind, length))


def demo(call: Call) -> int:
    """Make the demo desk if there is none yet, print its file, and open the app on it where there is a terminal."""
    from dealdesk.clock import Clock
    from dealdesk.imports import demo as made

    path = call.path if "db" in call.words else paths.demo_file()
    made.ensure(path, Clock(), fresh=call.words.fresh)
    try:
        needs_terminal()
    except UsageError:
        call.output.text(path, {"file": path})
        say("There is no terminal for the app here; other commands take the demo with --db.")
        return 0
    return opened(path)


def _waiting(choices: list[Choice], today: str) -> int:
    """Return the deal of the debrief that runs, or of the one that is due; several that are due are listed."""
    from dealdesk.store import due

    running = [choice for choice in choices if choice.state == "running"]
    up = running[:1] or [choice for choice in choices if choice.due_on and choice.due_on <= today]
    found = up or [choice for choice in choices if choice.kind == "first"] or choices
    if len(found) == 1:
        return found[0].deal_id
    if not found:
        raise NotFound("No debrief is due. dealdesk debrief DEAL starts one for any deal.")
    listed = "\n".join(
        f"  {number}. {choice.ref}  {choice.title}  {due.debrief_name(choice.kind)} due {choice.due_on}"
        for number, choice in enumerate(found[:_LISTED], 1)
    )
    more = f"\n  … and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    raise NotFound(f"{len(found)} debriefs are waiting; say which by its deal's reference:\n{listed}{more}")
