"""What Today asks before a line moves: a day, a decision, an outcome; loaded with the first key that needs it."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.domain.calendar import add_business_days, add_days
from dealdesk.domain.vocabulary import DebriefKind, Message, NoticeDecision, Origin
from dealdesk.errors import InputRefused
from dealdesk.store import action_moves, blocking, due, due_moves, due_record, notice, promises
from dealdesk.store.history import Command
from dealdesk.store.tables.actions import Action
from dealdesk.tui.dialogs.ask_day import AskDay, read_day
from dealdesk.tui.dialogs.ask_line import AskLine
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.dialogs.tell_them import TellThem

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from dealdesk.domain.fields import Context
    from dealdesk.store.due import DueItem
    from dealdesk.tui.screens.today_moving import LineScreen

#: Working days ahead that are proposed for what is put off, where that is not the next one.
_LATER_DAYS = {"waiting": 20, "give notice": 5}
#: Working days ahead that are proposed for a new date.
_NEW_DATE_DAYS = 5
_DECISIONS = {
    "n": (NoticeDecision.RENEW, "renew it"),
    "g": (NoticeDecision.RENEGOTIATE, "renegotiate before it renews"),
    "e": (NoticeDecision.END, "end it: notice will be given"),
    "l": (NoticeDecision.LET_ROLL, "let it roll"),
}
_SEEN = "v"


async def done(screen: LineScreen, item: DueItem) -> None:
    """Carry out *done*; the first deliverable leads on to what follows it."""
    workspace = screen.workspace
    desk = workspace.desk
    first = item.action_kind == "deliverable" and desk.rows(action_moves.is_first_deliverable, item.uid)
    words = {"still true": f"confirmed {item.ref}", "risk": f"reviewed a risk of {item.ref}"}
    name = words.get(item.kind, f"marked a line of {item.ref} done")
    waits = desk.rows(blocking.blockers, item.uid)

    async def carry_out(answer: str | None) -> None:
        anyway = bool(waits)
        if answer is None:
            return
        now = workspace.clock.now()
        moved = await screen.carry_out(name, due_moves.done, item.kind, item.uid, desk.context, now, anyway=anyway)
        if moved and first:
            await _after_first_deliverable(screen, item)

    if waits:
        question = f"{item.ref}: it waits for {action_moves.short(waits[0].text)}, which is still open."
        answers = (("y", "it is done all the same; its notes say so"),)
        await screen.app.push_screen(Choose(question, answers, default=False), carry_out)
    else:
        await carry_out("")


async def _after_first_deliverable(screen: LineScreen, item: DueItem) -> None:
    ways = screen.workspace.ways

    async def chosen(key: str | None) -> None:
        if key == "m":
            await ways.open_message(item.deal_id, Message.THANKS, item.uid)
        elif key == "2":
            await ways.open_review(item.deal_id)
        elif key == "D":
            await ways.open_debrief(item.deal_id)

    answers = (
        ("m", "thank them: a message"),
        ("2", "look again: version 2 of the review form"),
        ("D", f"hold the {due.debrief_name(DebriefKind.SECOND)} now"),
    )
    await screen.app.push_screen(Choose(f"{item.ref}: the first deliverable is done. And now?", answers), chosen)


async def ask_talk(screen: LineScreen, _item: DueItem) -> None:
    """Ask what was said."""
    await screen.log_talk()


async def ask_trouble(screen: LineScreen, item: DueItem) -> None:
    """Ask what follows from yellow or red twice in a row."""
    from dealdesk.tui import trouble_way

    trouble_way.ask_now(screen.app, screen.workspace, item.deal_id)


async def ask_answer(screen: LineScreen, item: DueItem) -> None:
    """Ask what they answered."""
    said = f"{item.action_kind or 'mail'} from {item.person}: " if item.person else ""
    await screen.workspace.ways.open_talk(item.deal_id, screen.person_id(), said)


async def ask_notice(screen: LineScreen, item: DueItem) -> None:
    """Ask what is decided about a deal's notice, or let its next reminder speak."""
    workspace = screen.workspace

    async def chosen(key: str | None) -> None:
        if key in _DECISIONS:
            decision = _DECISIONS[key][0]
            words = f"decided about the notice of {item.ref}"
            await screen.carry_out(words, _decide, item.deal_id, decision, workspace.clock.now())
        elif key == _SEEN:
            words = f"saw the notice of {item.ref}"
            await screen.carry_out(words, _seen, item.deal_id, workspace.desk.today, workspace.desk.context)

    answers = [(key, words) for key, (_decision, words) in _DECISIONS.items()]
    answers.append((_SEEN, "seen: remind me at the next step"))
    question = f"{item.ref}: {due.sentence(item, workspace.desk.today.isoformat())}"
    await screen.app.push_screen(Choose(question, answers), chosen)


def _decide(session: Session, deal_id: int, decision: NoticeDecision, now: datetime) -> list[str]:
    notice.decide(session, deal_id, decision, now)
    return [f"Decided: {decision}. It is silent until the next notice."]


def _seen(session: Session, deal_id: int, today: date, context: Context) -> list[str]:
    day = notice.seen(session, deal_id, today, context)
    return [f"Seen. Back on {action_moves.day_words(day)}."]


async def ask_outcome(screen: LineScreen, item: DueItem) -> None:
    """Ask for the outcome of an issue, which closes it."""
    workspace = screen.workspace
    asked = False  # nothing is refused before somebody has answered

    def reading(text: str) -> str:
        nonlocal asked
        if not text.strip() and asked:
            raise InputRefused("One line closes it, such as: the fix is live since Monday")
        asked = True
        return "Enter closes the issue" if text.strip() else "One line closes it, such as: the fix is live since Monday"

    async def answered(text: str | None) -> None:
        if text is not None:
            words = f"closed an issue of {item.ref}"
            await screen.carry_out(words, due_moves.close_issue, item.uid, text, workspace.clock.now())

    question = f"{item.ref}: what came out of it?  {item.text}"
    await screen.app.push_screen(AskLine(question, "", workspace.desk.context, reading), answered)


async def ask_later(screen: LineScreen, item: DueItem) -> None:
    """Ask until when a line is put off; a record that may be stale is asked about again in a week."""
    due_moves.may_be_put_off(item.kind)
    context = screen.workspace.desk.context
    if item.kind == "still true":
        await _put_off(screen, item, context.calendar.forward(add_days(context.today, due_moves.ASK_AGAIN_DAYS)))
        return
    tomorrow = add_days(context.today, 1)
    # What is still ahead is not brought forward: the day after its own, but within its limit.
    own = max(context.today, date.fromisoformat(item.due_on)) if item.due_on else context.today
    proposed = context.calendar.forward(add_days(own, 1))
    if item.hard_on and date.fromisoformat(item.hard_on) > context.today:
        proposed = min(proposed, date.fromisoformat(item.hard_on))
    if item.kind in _LATER_DAYS:
        proposed = add_business_days(context.today, _LATER_DAYS[item.kind], context.calendar)
    if item.kind == "give notice" and item.due_on:
        proposed = max(tomorrow, min(proposed, date.fromisoformat(item.due_on)))

    async def answered(text: str | None) -> None:
        if text is not None:
            await _put_off(screen, item, read_day(text, proposed, context, first=tomorrow))

    asked = "Leave it for now: back on which day?" if item.kind == "waiting" else "Later: back on which day?"
    question = f"{asked}  {item.ref}: {due.sentence(item, context.today.isoformat())}"
    await screen.app.push_screen(AskDay(question, proposed, context, first=tomorrow), answered)


async def _put_off(screen: LineScreen, item: DueItem, day: date) -> None:
    workspace = screen.workspace
    words = f"put off a line of {item.ref}"
    moved = await screen.carry_out(words, due_moves.later, item.kind, item.uid, day, workspace.clock.now())
    if not moved:
        return
    if item.kind == "check-in":
        await _ask_how_often(screen, item)
    elif item.kind == "action":
        await offer_to_tell(screen, item)


async def _ask_how_often(screen: LineScreen, item: DueItem) -> None:
    """Ask once, when a check-in was put off for the second time, whether it is meant too often."""
    query = "SELECT later_count FROM checkin WHERE uid = ?"
    row = screen.workspace.desk.rows(lambda con: con.execute(query, (item.uid,)).fetchone())
    if row is None or row[0] != due_moves.OFTEN_PUT_OFF:
        return

    async def chosen(key: str | None) -> None:
        if key == "o":
            from dealdesk.tui.screens.deal_new import edit_form

            await screen.app.push_screen(edit_form(screen.workspace, "checkin", item.uid, item.deal_id))

    answers = (("o", "change it: how often, or at most every"), ("l", "leave it as it is"))
    question = f"{item.ref}: this check-in was put off twice. Is how often wrong?"
    await screen.app.push_screen(Choose(question, answers), chosen)


async def offer_to_tell(screen: LineScreen, item: DueItem) -> None:
    """Ask, once for each promise, whether they are to be told that it is at risk."""
    workspace = screen.workspace
    desk = workspace.desk
    if not desk.rows(promises.at_risk, [item.uid], desk.settings.calendar, desk.today):
        return

    async def answered(tell: bool | None) -> None:
        # By rule: u takes back what was done with the line, not that this was asked.
        command = Command("asked whether to tell them", item.deal_id, origin=Origin.RULE)
        await asyncio.wrap_future(workspace.writer.submit(command, action_moves.told, item.uid, desk.today))
        screen.refresh_rows()
        if tell:
            await workspace.ways.open_message(item.deal_id, Message.DELAY, item.uid)

    limit = date.fromisoformat(item.hard_on) if item.hard_on else None
    by = action_moves.day_words(limit) if limit else ""
    over = limit is not None and limit < desk.today
    await screen.app.push_screen(TellThem(item.ref, item.text, by, over=over), answered)


async def ask_new_date(screen: LineScreen, item: DueItem) -> None:
    """Ask for the day agreed on with them, then for the reason and what is put behind it; both may stay empty."""
    due_moves.may_get_new_date(item.kind, item.who, item.action_kind)
    workspace = screen.workspace
    context = workspace.desk.context
    proposed = add_business_days(context.today, _NEW_DATE_DAYS, context.calendar)

    async def dated(text: str | None) -> None:
        if text is None:
            return
        day = read_day(text, proposed, context, first=context.today)
        if item.kind == "waiting":
            await _agree(screen, item, day, "")
            return

        async def reasoned(reason: str | None) -> None:
            if reason is not None:
                await _agree(screen, item, day, reason)

        question = f"{item.ref}, {action_moves.day_words(day)}: why, and what is put behind it?"
        await screen.app.push_screen(AskLine(question, "", context, _reason_words), reasoned)

    asked = "They need until which day?" if item.kind == "waiting" else "New date, agreed with them: which day?"
    question = f"{asked}  {item.ref}: {due.sentence(item, context.today.isoformat())}"
    await screen.app.push_screen(AskDay(question, proposed, context, first=context.today), dated)


def read_reason(text: str) -> tuple[str, str]:
    """Return why, and what is put behind it: what stands after a semicolon."""
    reason, _, behind = text.partition(";")
    return reason.strip(), behind.strip()


def _reason_words(text: str) -> str:
    reason, behind = read_reason(text)
    if not reason and not behind:
        return "Enter leaves it out   (or: their audit took a week; the report waits)"
    said = [
        f"Why: {reason}" if reason else "",
        f"Put behind it: {behind}" if behind else "; then what is put behind it",
    ]
    return "   ".join(part for part in said if part)


async def _agree(screen: LineScreen, item: DueItem, day: date, text: str) -> None:
    workspace = screen.workspace
    reason, behind = read_reason(text)
    await screen.carry_out(
        f"agreed on a new date with {item.ref}",
        _agreed,
        item.kind,
        item.uid,
        day,
        reason,
        workspace.desk.context,
        workspace.clock.now(),
        behind,
    )


def _agreed(
    session: Session, kind: str, uid: str, day: date, reason: str, context: Context, now: datetime, put_behind: str
) -> list[str]:
    """Move the line, and say by which key they get the new date in writing."""
    said = due_moves.new_date(session, kind, uid, day, reason, context, now, put_behind=put_behind)
    return [*said, "m drafts the confirmation."] if due_record.TABLES[kind] is Action else said
