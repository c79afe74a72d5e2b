"""Logging a conversation from the shell, and reading those of a deal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.cli.typed import typed
from dealdesk.errors import InputRefused, UsageError
from dealdesk.store import deal_lines, people, talk_lines

if TYPE_CHECKING:
    import argparse

    from dealdesk.cli.main import Call
    from dealdesk.domain.talk import Talk
    from dealdesk.store.desk import Desk

#: Options that only add to a conversation, and so need one.
_WITH_TEXT = (
    *(
        "status",
        "status_why",
        "on",
        "channel",
        "with_whom",
        "to_whom",
        "from_whom",
        "decided",
        "who",
        "why",
        "constraints",
        "win",
    ),
    *("useful", "disagreed", "recap", "link", "feedback_given", "feedback_received", "waiting", "until"),
    "check_in",
)
#: What a narrow terminal shows first of a conversation.
_FIRST = ("on", "channel", "direction", "people", "summary")


def log(call: Call) -> int:
    """Log a conversation of a deal and say what followed; without a text, list its conversations."""
    words = call.words
    if not words.words:
        given = next((name for name in _WITH_TEXT if getattr(words, name) is not None), "")
        if given:
            raise UsageError(f"--{given.removesuffix('_whom').replace('_', '-')} needs the text of a conversation.")
        return _listed(call)
    return _logged(call, typed(words.words))


def _listed(call: Call) -> int:
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, call.words.deal)
        found = desk.rows(talk_lines.of_deal, line.id)
    rows: list[dict[str, object]] = []
    for talk in found:
        fields: dict[str, object] = talk._asdict()
        fields.pop("deal_id")
        fields.pop("person_id")
        names = [name for name in fields if name not in _FIRST and (call.words.json or name not in ("uid", "ref"))]
        rows.append({name: fields[name] for name in (*_FIRST, *names)})
    call.output.rows(rows, none=f"No conversation of {line.ref} is logged yet.")
    return 0


def _logged(call: Call, text: str) -> int:
    from dealdesk.domain.talk import echo, read_talk
    from dealdesk.store import checkin_talks, conversations
    from dealdesk.store.history import Command
    from dealdesk.store.uid import new_uid

    words, uid = call.words, new_uid()
    lines = len(text.strip().splitlines())
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, words.deal)
        channel = desk.con.execute("SELECT channel FROM deal WHERE id = ?", (line.id,)).fetchone()[0]
        known = [one.name for one in desk.rows(people.known, line.id)]
        talk = _said(read_talk(text, desk.context, known, channel), words, desk)
        wanted = words.waiting if words.waiting is not None else "" if words.until is not None else None
        held = desk.rows(checkin_talks.named, line.id, words.check_in) if words.check_in is not None else ""
        told = desk.write(
            Command("logged a conversation", line.id),
            conversations.log,
            line.id,
            uid,
            {**conversations.texts_of(talk), **_fields(words)},
            desk.context,
            desk.clock.now(),
            waiting_for=wanted,
            need_until=_day(words.until, desk) if words.until is not None else None,
            decisions=_decisions(words),
            checkin_uid=held,
        )
        read = echo(talk, desk.today)
    if lines > 1:
        told = [f"Its {lines:,} lines were joined into one.", *told]
    if words.json:
        fields: dict[str, object] = talk._asdict()
        fields["on"] = fields.pop("day")
        call.output.record({"uid": uid, "ref": line.ref, **fields, "followed": told})
        return 0
    say(f"Logged for {line.ref} {line.title}: {read}.")
    for sentence in told:
        say(sentence)
    return 0


def _said(talk: Talk, words: argparse.Namespace, desk: Desk) -> Talk:
    """Return what the line said, with what the options say instead: who is --with it was reached."""
    from dealdesk.domain.talk import channel_named, default_direction, names_in, not_reached, status_named
    from dealdesk.domain.vocabulary import Channel, Direction, Status

    if words.on is not None:
        talk = talk._replace(day=_day(words.on, desk, past=True))
    if words.channel is not None:
        channel = channel_named(words.channel)
        if not channel:
            raise InputRefused(f"A channel is one of: {', '.join(Channel)}.")
        direction = default_direction(channel)
        missed = direction == Direction.BOTH and not_reached(talk.summary)
        direction = Direction.OUT.value if missed else direction
        talk = talk._replace(channel=channel, direction=direction, guessed=False, reached=not missed)
    if words.status is not None:
        talk = talk._replace(status=status_named(words.status))
        if not talk.status:
            raise InputRefused(f"How it stands is one of: {', '.join(Status)}.")
    ways = ((words.with_whom, Direction.BOTH), (words.to_whom, Direction.OUT), (words.from_whom, Direction.IN))
    for names, way in ways:
        if names is not None:
            talk = talk._replace(direction=way.value, people=tuple(names_in(names)), guessed=False, reached=True)
    return talk


def _day(text: str, desk: Desk, *, past: bool = False) -> date:
    from dealdesk.domain.dates import parse_date

    context = desk.context
    return parse_date(text, context.today, context.order, context.calendar, past=past)


def _fields(words: argparse.Namespace) -> dict[str, str]:
    """Return the options that fill further fields of the form, by the names of these fields."""
    from dealdesk.domain.vocabulary import Side

    if words.feedback_given is not None and words.feedback_received is not None:
        raise UsageError("Feedback is given or received: log one of them, then the other.")
    given = {
        "status_why": _status_why(words),
        "useful": words.useful,
        "disagreed": words.disagreed,
        "win": words.win,
        "target": words.link,
        "recap_sent_on": words.recap,
        "feedback": words.feedback_given if words.feedback_given is not None else words.feedback_received,
    }
    texts = {name: text for name, text in given.items() if text is not None}
    if "feedback" in texts:
        texts["feedback_from"] = (Side.US if words.feedback_given is not None else Side.THEM).value
    return texts


def _status_why(words: argparse.Namespace) -> str | None:
    """Return why it stands so: ``--why`` says that where no decision is there for it to belong to."""
    given: str | None = words.status_why
    return words.why if given is None and words.status is not None and not words.decided else given


def _decisions(words: argparse.Namespace) -> list[dict[str, str]]:
    """Return the decisions as texts of their form; who, why and constraints belong to a single one."""
    decided = words.decided or []
    about = {name: text for name in ("who", "why", "constraints") if (text := getattr(words, name)) is not None}
    if words.status is not None and not decided:
        about.pop("why", None)  # that is why it stands so
    if about and len(decided) != 1:
        raise UsageError("--who, --why and --constraints belong to one --decided.")
    return [{"what": what, **about} for what in decided]
