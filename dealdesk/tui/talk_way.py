"""The ways into words with them: a conversation in one line, the card before one, a wait."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from dealdesk.domain import talk as talking
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionState, Direction
from dealdesk.errors import DealdeskError, InputRefused
from dealdesk.store import dealings, drafts, engine, history, people, wait_lines
from dealdesk.store.uid import new_uid
from dealdesk.tui.dialogs.talk import HELD, LINE, Line, OneLine
from dealdesk.tui.screens.base import DeskScreen

if TYPE_CHECKING:
    import sqlite3

    from sqlmodel import Session
    from textual.app import App

    from dealdesk.tui.workspace import Workspace

_KEYS = "Enter logs it · Tab all fields · Esc not now"
_KEYS_OF_CHECK_IN = "Enter logs it · Tab all fields, how it stands too · Esc not now"
#: Columns of the lines above the question.
_ABOUT = 72
_HOW = "mail from Dana: what was said"
#: Naming whom one waits for so soon after a card was moved there belongs to the move.
_AT_ONCE = timedelta(minutes=5)
_WAIT = "what do we wait for? (Dana: the signed annex)"


class Kept(NamedTuple):
    """A line as it is kept while it is typed: under which row to come, and what it says so far."""

    table: str
    uid: str
    text: str


async def talk(
    app: App[Any], workspace: Workspace, deal_id: int, person_id: int | None, said: str, checkin_uid: str = ""
) -> None:
    """Ask what was said, in a line or in all fields, and log it; what was begun before goes on.

    ``checkin_uid``: the check-in this talk is, where it was asked for on its own line; else the one it was begun for.
    """
    workspace.must_write()
    deal = workspace.deal = workspace.deal_named(deal_id)
    desk = workspace.desk
    begun = None if said else desk.rows(drafts.newest, "conversation", deal_id)
    if begun is not None and HELD in begun.fields:
        checkin_uid = checkin_uid or begun.fields[HELD].text
        workspace.take_over(f"conversation/{begun.uid}/{HELD}", begun.fields[HELD].window)
    if begun is not None and set(begun.fields) - {HELD} != {LINE}:
        await _open_form(app, workspace, deal_id, begun.uid, checkin_uid=checkin_uid)
        return
    known = desk.rows(dealings.known, deal_id)
    if person_id is not None and not said and begun is None:
        said = _opening(desk.rows(dealings.person_name, person_id), known.channel)
    kept = _kept(workspace, "conversation", begun, said)

    def reading(text: str) -> str:
        found = talking.read_talk(text, desk.context, known.people, known.channel)
        words = talking.echo(found, desk.today)
        if talking.only_begun(text, found):
            raise InputRefused(f"{words}: and what was said?")
        return ". ".join((words, *desk.rows(wait_lines.still_open, deal_id))) if found.guessed else words

    async def answered(line: Line | None) -> None:
        if line is None:
            return
        if line.whole:
            if line.text != kept.text.strip():
                _keep(workspace, kept, deal_id, checkin_uid)(line.text)
            await _open_form(app, workspace, deal_id, kept.uid, line.text, checkin_uid)
            return
        await _carry_out(
            app, workspace, kept, f"logged a conversation of {deal.ref}", _log, deal_id, line.text, checkin_uid
        )

    app.push_screen(
        OneLine(
            f"{deal.ref}: what was said? ({_HOW})",
            kept.text,
            desk.context,
            reading,
            _keep(workspace, kept, deal_id, checkin_uid),
            names=known.people,
            keys=_KEYS_OF_CHECK_IN if checkin_uid else _KEYS,
            whole=True,
            about=_about(workspace, checkin_uid),
        ),
        answered,
    )


def _about(workspace: Workspace, checkin_uid: str) -> str:
    """Return what to have in sight while a check-in is held; empty for a talk that is none."""
    from dealdesk.store import talk_agenda
    from dealdesk.tui.screens import talk_beside

    desk = workspace.desk
    found = desk.rows(talk_agenda.agenda, checkin_uid, desk.today) if checkin_uid else None
    return "\n".join(talk_beside.strip(found, desk.today, _ABOUT, key="")) if found else ""


async def call_card(app: App[Any], workspace: Workspace, deal_id: int, person_id: int | None) -> None:
    """Show what to know before talking to someone of a deal."""
    from dealdesk.tui.screens.call_card import CallCardScreen

    workspace.deal = workspace.deal_named(deal_id)
    await app.push_screen(CallCardScreen(workspace, deal_id, person_id))


async def wait(
    app: App[Any],
    workspace: Workspace,
    deal_id: int,
    person_id: int | None,
    action_uid: str = "",
    line: type[OneLine] = OneLine,
) -> None:
    """Ask what we wait for, and begin to wait: for one person, for whom the line names, or for the counterparty.

    ``action_uid`` is the action that can't go on before; one of theirs is itself what we wait for, and stands there.
    ``line`` is how it is asked.
    """
    workspace.must_write()
    deal = workspace.deal = workspace.deal_named(deal_id)
    desk = workspace.desk
    owed = desk.rows(_owed, action_uid) if action_uid else ""
    kept = _kept(workspace, "waiting", desk.rows(drafts.newest, "waiting", deal_id), owed)
    whom = desk.rows(dealings.person_name, person_id) if person_id is not None else ""
    channel = desk.rows(dealings.known, deal_id).channel

    def reading(text: str) -> str:
        asked = desk.rows(people.asked_of, deal_id, text)
        return f"Waiting for {asked.name}: {asked.text}" if asked.name else ""

    async def answered(line: Line | None) -> None:
        if line is not None:
            words = f"began to wait for them in {deal.ref}"
            await _carry_out(app, workspace, kept, words, _wait, deal_id, person_id, line.text, channel, action_uid)

    asked = f"{deal.ref}: what do we wait for from {whom}?" if whom else f"{deal.ref}: {_WAIT}"
    dialog = line(asked, kept.text, desk.context, reading, _keep(workspace, kept, deal_id))
    app.push_screen(dialog, answered)


def _owed(con: sqlite3.Connection, action_uid: str) -> str:
    """Return what they owe us by an action of theirs; empty for one of ours."""
    row = con.execute("SELECT text FROM action WHERE uid = ? AND side = 'them'", (action_uid,)).fetchone()
    return row[0] if row else ""


async def _open_form(
    app: App[Any], workspace: Workspace, deal_id: int, uid: str, line: str = "", checkin_uid: str = ""
) -> None:
    from dealdesk.tui.screens.conversation_form import ConversationForm

    await app.push_screen(ConversationForm(workspace, deal_id, draft=uid, line=line, checkin_uid=checkin_uid))


def _opening(name: str, channel: str) -> str:
    """Return what a line about someone begins with: the way one usually talks."""
    if not name:
        return ""
    way = "with" if talking.default_direction(channel) == Direction.BOTH else "from"
    return f"{channel or 'call'} {way} {name}: "


def _kept(workspace: Workspace, table: str, begun: drafts.NewRow | None, text: str) -> Kept:
    """Return the line that was begun before, or a new one that begins with ``text``."""
    if begun is None:
        return Kept(table, new_uid(), text)
    left = begun.fields.get(LINE)
    if left is None:
        return Kept(table, new_uid(), text)
    workspace.take_over(f"{table}/{begun.uid}/{LINE}", left.window)
    return Kept(table, begun.uid, left.text)


def _keep(workspace: Workspace, kept: Kept, deal_id: int, checkin_uid: str = "") -> Callable[[str], None]:
    """Return what keeps the line, and which check-in it is, at each change; as it was opened it needs no keeping."""
    last = kept.text

    def keep(text: str) -> None:
        nonlocal last
        if text != last:
            last = text
            workspace.keep(f"{kept.table}/{kept.uid}/{LINE}", text, deal_id=deal_id)
            if checkin_uid:
                held = checkin_uid if text.strip() else ""
                workspace.keep(f"{kept.table}/{kept.uid}/{HELD}", held, deal_id=deal_id)

    return keep


async def _carry_out(
    app: App[Any], workspace: Workspace, kept: Kept, words: str, function: Callable[..., list[str]], *args: object
) -> None:
    """Write what was asked for, forget its typing in the same command, and say what followed."""
    desk = workspace.desk

    def write(session: Session, context: Context, now: datetime) -> list[str]:
        said = function(session, *args, context, now)
        con: sqlite3.Connection = engine.raw(session)
        drafts.forget(con, kept.table, kept.uid, history.window_of(con))
        return said

    screen = app.screen
    try:
        said = await workspace.write(words, write, desk.context, desk.clock.now())
    except DealdeskError as refusal:
        app.notify(str(refusal), severity="warning", markup=False)
        return
    for name in (LINE, HELD):
        workspace.writer.forget(f"{kept.table}/{kept.uid}/{name}")
    if isinstance(screen, DeskScreen):
        screen.refresh_rows()
        screen.say(" ".join([*said, "u takes it back."]))


def _log(session: Session, deal_id: int, line: str, checkin_uid: str, context: Context, now: datetime) -> list[str]:
    from dealdesk.store import conversations

    return ["Logged.", *conversations.log_line(session, deal_id, line, context, now, checkin_uid=checkin_uid)]


def _wait(
    session: Session,
    deal_id: int,
    person_id: int | None,
    line: str,
    channel: str,
    action_uid: str,
    context: Context,
    now: datetime,
) -> list[str]:
    from dealdesk.store import talk_waits, waiting

    con = engine.raw(session)
    asked = people.asked_of(con, deal_id, line)
    row = con.execute("SELECT id FROM action WHERE uid = ?", (action_uid,)).fetchone() if action_uid else None
    action_id = row[0] if row else None
    if action_uid:
        history.join(con, "action", action_uid, "state", ActionState.WAITING.value, now - _AT_ONCE)
    # w says what we wait for; a message that goes out is logged by t or m.
    who = asked.person_id if asked.name else person_id
    found = waiting.begin(session, deal_id, who, asked.text, channel, context, now, action_id=action_id, sent=False)
    said = [talk_waits.waiting_words(session, found)]
    return [*said, f"{found.due_reason}."] if found.due_reason else said
