"""What space does with a line of the deal page that is no item of Today: one key, one command, undone by u."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from dealdesk.domain.actions import NOTHING_SAID
from dealdesk.store import ideas, registers

if TYPE_CHECKING:
    from dealdesk.domain.actions import TypedAction
    from dealdesk.tui.screens.deal_base import DealBase

#: Letters of a term that a question shows.
_SHOWN = 100

# All take the screen and the row under the cursor, as its group reads it.
# ruff: noqa: ANN401


async def use_idea(screen: DealBase, idea: Any) -> None:
    """Mark an idea as used, or as not used."""
    used = bool(idea.used_on)
    words = "took back that an idea was used" if used else "used an idea"
    await screen.workspace.write(words, ideas.used, idea.uid, None if used else screen.workspace.desk.today)
    screen.refresh_rows()
    screen.say("Not used yet." if used else "Used: it is not proposed again. u takes it back.")


async def review_risk(screen: DealBase, risk: Any) -> None:
    """Say that the risk was looked at today, or that it was not."""
    today = screen.workspace.desk.today
    done = risk.reviewed_on == today.isoformat()
    words = "took back that a risk was looked at" if done else "looked at a risk"
    await screen.workspace.write(words, registers.mark, "risk", risk.uid, "reviewed_on", None if done else today)
    screen.refresh_rows()
    screen.say("Not looked at." if done else "Looked at today. u takes it back.")


async def meet_need(screen: DealBase, need: Any) -> None:
    """Say that a need is met, or open again."""
    met = bool(need.met_on)
    words = "opened a need again" if met else "met a need"
    await screen.workspace.write(
        words, registers.mark, "need", need.uid, "met_on", None if met else screen.workspace.desk.today
    )
    screen.refresh_rows()
    screen.say("Still needed." if met else "There. u takes it back.")


async def judge_expectation(screen: DealBase, line: Any) -> None:
    """Say that an expectation was met, then that it was not, then nothing."""
    met = {None: True, True: False, False: None}[line.met]
    words = "said whether an expectation was met"
    await screen.workspace.write(words, registers.mark, "expectation", line.uid, "met", met)
    screen.refresh_rows()
    screen.say("Nobody says." if met is None else "Met. u takes it back." if met else "Not met. u takes it back.")


async def settle_disagreement(screen: DealBase, line: Any) -> None:
    """Say that a disagreement is settled, or open again."""
    settled = bool(line.closed_on)
    words = "opened a disagreement again" if settled else "settled a disagreement"
    day = None if settled else screen.workspace.desk.today
    await screen.workspace.write(words, registers.mark, "disagreement", line.uid, "closed_on", day)
    screen.refresh_rows()
    screen.say("Open again." if settled else "Settled. u takes it back.")


async def open_action(screen: DealBase, action: Any) -> None:
    """Open an action again that was done."""
    from dealdesk.domain.vocabulary import ActionState
    from dealdesk.store import actions

    workspace = screen.workspace
    moved = (action.uid, ActionState.TODO, workspace.desk.context, workspace.clock.now())
    said = await workspace.write("opened an action again", actions.move, *moved)
    screen.refresh_rows()
    screen.say(" ".join([*said, "u takes it back."]))


async def open_together(screen: DealBase, _line: Any) -> None:
    """Show what the balance is made of."""
    screen.open_tab("Together")


async def add_something(screen: DealBase, _line: Any) -> None:
    """Ask what is to be added."""
    await screen.do_add_to_deal()


async def read_metric(screen: DealBase, metric: Any) -> None:
    """Type a reading of the metric."""
    await screen.add_row("metric_reading", {"metric": metric.name})


async def keep_term(screen: DealBase, term: Any) -> None:
    """Ask what keeps a term that is not about money: an action, or nothing because it is information only.

    With an action it is asked at once who does it and by when; what is missing can be said later in the same way.
    """
    from dealdesk.tui.dialogs.choose import Choose

    stands = term.standing
    if stands is None:
        screen.say("A term about money needs no action; e edits it.")
        return
    answers = [("a", "make an action of it"), ("l", "an action that is there keeps it"), ("i", "information only")]
    if stands.action_uid:
        answers = [("o", "open its action"), ("l", "another action keeps it"), ("x", "no action keeps it any more")]
        answers = [*([("w", f"say who and by when: {stands.lacks}")] if stands.lacks else []), *answers]
    elif stands.information_only:
        answers = [*answers[:2], ("x", "it needs an action after all")]

    async def answered(key: str | None) -> None:
        if key == "l":
            _pick_action(screen, term.uid)
        elif key == "o":
            await _open_kept(screen, stands.action_uid)
        elif key in ("a", "w"):
            _ask_who_when(screen, term.uid, term.term.what if key == "a" else stands.action_text, made=key == "a")
        elif key is not None:
            await _told(screen, *_TERM_MOVES[key, bool(stands.action_uid)](screen, term.uid))

    text = _cut(term.term.what)
    screen.app.push_screen(Choose(f"What keeps this term? {text}", answers), screen.guarded(answered))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def _ask_who_when(screen: DealBase, uid: str, text: str, *, made: bool) -> None:
    """Ask in one line who does the action of a term and by when, and write that; an action to be made needs neither."""
    from dealdesk.store import terms
    from dealdesk.tui.dialogs.who_when import ask

    workspace = screen.workspace

    async def answered(given: TypedAction | None) -> None:
        if given is None or (given == NOTHING_SAID and not made):
            return
        what, words = (terms.make, "made an action of a term") if made else (terms.give, "said who keeps a term")
        await _told(screen, words, what, uid, workspace.desk.context, workspace.clock.now(), given)

    ask(screen.app, workspace, screen.deal_id, _cut(text), screen.guarded(answered))


async def _open_kept(screen: DealBase, action_uid: str) -> None:
    """Open the form of an action, at who and when."""
    from dealdesk.tui.screens.deal_new import edit_form

    form = edit_form(screen.workspace, "action", action_uid, screen.deal_id)
    await screen.app.push_screen(form)
    form.form.focus_field("owner")


async def _told(screen: DealBase, words: str, move: Any, *values: Any) -> None:
    said = await screen.workspace.write(words, move, *values)
    screen.refresh_rows()
    screen.say(" ".join([*said, "u takes it back."]))


def _inform(_screen: DealBase, uid: str) -> tuple[Any, ...]:
    from dealdesk.store import terms

    return "called a term information only", terms.information_only, uid


def _ask_again(_screen: DealBase, uid: str) -> tuple[Any, ...]:
    from dealdesk.store import terms

    return "asked for an action again", partial(terms.information_only, yes=False), uid


def _unlink(_screen: DealBase, uid: str) -> tuple[Any, ...]:
    from dealdesk.store import terms

    return "took the action from a term", terms.unlink, uid


#: By the letter, and whether an action keeps the term: the words of the command, what carries it out, and its values.
_TERM_MOVES = {("i", False): _inform, ("x", False): _ask_again, ("x", True): _unlink}


def _pick_action(screen: DealBase, term_uid: str) -> None:
    from dealdesk.store import dealings, terms
    from dealdesk.tui.dialogs.pick_action import PickAction

    actions = screen.workspace.desk.rows(dealings.actions, screen.deal_id)

    async def picked(uid: str | None) -> None:
        if uid is not None:
            await _told(screen, "linked a term to an action", terms.link, term_uid, uid)

    screen.app.push_screen(PickAction("Which action keeps it?", actions), screen.guarded(picked))
