"""What is asked, until it is answered, where a deal stood yellow or red twice in a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from dealdesk.domain.calendar import add_business_days
from dealdesk.errors import DealdeskError
from dealdesk.store import trouble, trouble_answers
from dealdesk.tui.dialogs.ask_day import AskDay, read_day
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.screens.base import DeskScreen

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.store.trouble import Trouble
    from dealdesk.tui.workspace import Workspace

_SHOWN = 160
#: Working days ahead that are proposed for the next check-in.
_SOON = 2


def ask_now(app: App[Any], workspace: Workspace, deal_id: int) -> bool:
    """Ask where the deal stands badly and that was not answered; return whether there was something to ask."""
    found = workspace.desk.rows(trouble.of_deal, deal_id)
    if found is not None:
        ask(app, workspace, deal_id, found)
    return found is not None


def ask(app: App[Any], workspace: Workspace, deal_id: int, found: Trouble) -> None:
    """Ask what follows: an issue, a new date for the check-in, or nothing; without an answer Today goes on asking."""
    ref = workspace.deal_named(deal_id).ref
    answers = [("i", "open an issue with that sentence")]
    if found.checkin_uid:
        answers.append(("r", "a new date for the check-in"))
    answers.append(("l", "leave it: nothing follows"))

    async def chosen(key: str | None) -> None:
        if key == "i":
            now, context = workspace.clock.now(), workspace.desk.context
            words = f"opened an issue of {ref}"
            await _carry_out(app, workspace, words, trouble_answers.open_issue, deal_id, found.why, context, now)
        elif key == "r":
            _ask_day(app, workspace, ref, deal_id, found.checkin_uid)
        elif key == "l":
            await _carry_out(app, workspace, f"left {ref} as it stands", trouble.leave, deal_id, workspace.desk.context)

    why = found.why if len(found.why) <= _SHOWN else f"{found.why[: _SHOWN - 1]}…"
    app.push_screen(Choose(f"{ref} stands {found.letters}, not green again: {why}", answers, default=False), chosen)


def _ask_day(app: App[Any], workspace: Workspace, ref: str, deal_id: int, uid: str) -> None:
    context = workspace.desk.context
    proposed = add_business_days(context.today, _SOON, context.calendar)

    async def dated(text: str | None) -> None:
        if text is not None:
            day = read_day(text, proposed, context, first=context.today)
            words, now = f"agreed on a new date with {ref}", workspace.clock.now()
            await _carry_out(app, workspace, words, trouble_answers.new_date, deal_id, uid, day, context, now)

    question = f"{ref}: the next check-in on which day?"
    app.push_screen(AskDay(question, proposed, context, first=context.today), dated)


async def _carry_out(
    app: App[Any], workspace: Workspace, words: str, move: Callable[..., list[str]], *values: object
) -> None:
    screen = app.screen
    try:
        said = await workspace.write(words, move, *values)
    except DealdeskError as refusal:
        app.notify(str(refusal), severity="warning", markup=False)
        return
    if isinstance(screen, DeskScreen):
        screen.refresh_rows()
        screen.say(" ".join([*said, "u takes it back."]))
