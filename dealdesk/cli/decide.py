"""Deciding from the shell what becomes of a deal that would renew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say

if TYPE_CHECKING:
    from dealdesk.cli.main import Call


def decide(call: Call) -> int:
    """Record a decision about a deal's notice; its reminders are silent until the next period."""
    from dealdesk.store import deal_lines, notice
    from dealdesk.store.history import Command

    decision = " ".join(call.words.decision)
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, call.words.deal)
        command = Command(f"decided about the notice of {line.ref}", line.id)
        desk.write(command, notice.decide, line.id, decision, desk.clock.now())
    say(f"{line.ref} {line.title}: {decision}. Its notice is silent until the next period.")
    return 0
