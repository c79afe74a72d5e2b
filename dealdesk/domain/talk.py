"""One line about a conversation: when, over which channel, with whom, and what was said.

``[day] channel [from|to|with names] [day]: what was said``, such as ``call: they want the report monthly``, ``mail
from Dana: yes to 4.2``, ``12 may call with Dana and Raj: ...``. The channel may be a letter (``m`` mail, ``c`` call,
``v`` video, ``i`` in person); all but ``i``, which is a word of its own, need no colon: ``c they want ...``. ``@Dana
...`` is with Dana, and ``from Dana: ...`` without a channel is read where Dana is known; ``mail Dana: ...`` is to
her, ``call Dana: ...`` with her. What is not understood stays text, word for word; channel and direction are guessed
then, and it is no answer. A word of its own such as ``!red``, ``!yellow`` or ``!g`` says how it stands.

A call in which nobody was reached went to them. These words say so, at the start of the text or of a part of it:
voicemail, left a message, no answer, no reply, no response, nobody or no one picked up / answered / joined / came, did
not reach / pick up / answer / show up / get through, not reached, no show, engaged, busy. ``call from Dana: ...`` is an
answer whatever follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from dealdesk.domain.dates import DateRefused, describe, parse_date
from dealdesk.domain.fields import Context
from dealdesk.domain.line_grammar import leading_date
from dealdesk.domain.vocabulary import Channel, Direction, Status
from dealdesk.text import clean, fold

_CHANNELS = {
    **dict.fromkeys(("m", "mail", "email", "e-mail"), Channel.MAIL),
    **dict.fromkeys(("c", "call", "phone", "phone call"), Channel.CALL),
    **dict.fromkeys(("v", "video", "video call"), Channel.VIDEO),
    **dict.fromkeys(("chat", "message"), Channel.CHAT),
    **dict.fromkeys(("i", "in person", "meeting", "met"), Channel.IN_PERSON),
    "letter": Channel.LETTER,
}
_ONE_WAY = frozenset({Channel.MAIL, Channel.CHAT, Channel.LETTER})
_WAYS = {"from": Direction.IN, "to": Direction.OUT, "with": Direction.BOTH}

_WORD = "|".join(sorted((re.escape(word) for word in _CHANNELS), key=len, reverse=True))
_HEAD = re.compile(
    rf"(?P<channel>{_WORD})?(?:(?:^|\s+)(?P<way>from|to|with)\s+(?P<names>[^:]{{1,120}}?))?\s*:\s*", re.I
)
_DATED_HEAD = re.compile(rf"(?P<channel>{_WORD})\s+(?P<day>[^:]{{1,30}}?)\s*:\s*", re.I)
#: ``@Dana they agree``, ``@Dana Weiss: they agree``: with whom, in front as in every other line.
_AT_HEAD = re.compile(r"@(?P<names>[^:@]{1,60}?)\s*:\s*(?=\S)")
_AT_WORD = re.compile(r"@(?P<names>[^\W\d_][^\s:,@]*)[:,]?\s+(?=\S)")
_LETTER = re.compile(r"(?P<channel>[mcv])\s+(?=\S)")
_NAMED_HEAD = re.compile(rf"(?P<channel>{_WORD})\s+(?P<names>[^:]{{1,120}}?)\s*:\s*", re.I)
_CALLED_HEAD = re.compile(rf"(?P<channel>{_WORD})\s+(?P<names>[^:,]{{1,60}}?)\s*,\s*(?=\S)", re.I)
#: Who is meant by these is nobody in particular.
_NOBODY = frozenset({"them", "they", "him", "her", "all", "everyone", "everybody"})
_ENDS = r"(?=\s*(?:[^\w\s'’]|$|yet\b|again\b|today\b|from\b|at all\b|and\b|so\b|but\b|when\b))"
_NOT_REACHED = re.compile(
    r"\b(?:voice ?mail|left (?:\w+ )?(?:a )?message|not reached|unreachable|no[- ]show)\b"
    rf"|\bno (?:answer|reply|response){_ENDS}"
    r"|\b(?:nobody|no one|no-one) (?:picked up|answered|joined|came|there)\b"
    r"|\b(?:did not|didn['’]t|could not|couldn['’]t|can['’]t) (?:reach|pick up|show up|get through|join)\b"
    rf"|\b(?:did not|didn['’]t) answer{_ENDS}"
    rf"|(?:^|[,;.]\s*|\b(?:line|number|phone) (?:is |was )?)(?:engaged|busy){_ENDS}",
    re.I,
)
_PARTS = re.compile(r"\s*(?:,|;|&|\band\b)\s*", re.I)
_STANDS = re.compile(r"(?:^|\s+)!(green|yellow|red|[gyr])(?=[\s,;.:]|$)", re.I)
_NAME_WORDS = 3
_DAY_WORDS = 3


class Talk(NamedTuple):
    """A conversation as it was read."""

    channel: str
    """A value of ``Channel``."""
    direction: str
    """A value of ``Direction``."""
    people: tuple[str, ...]
    """In the spelling of the known ones, else as typed."""
    day: date
    """Local date, never after today."""
    summary: str
    guessed: bool = False
    """Neither channel nor direction was written: it answers nothing, and is no message."""
    reached: bool = True
    """False for a call in which nobody was reached."""
    status: str = ""
    """How it stands, a value of ``Status``; empty where that was not said."""

    @property
    def person(self) -> str:
        """The first one named; empty for none."""
        return self.people[0] if self.people else ""


def read_talk(text: str, context: Context, known: Iterable[str] = (), usual: str = "") -> Talk:
    """Read one line. ``known``: the names of the deal's people; ``usual``: its main channel, else it is a call.

    Without "from", "to" or "with", a mail, a chat and a letter went to them, and all else went both ways, if somebody
    was reached. A line that holds nothing but its beginning keeps that as its text. Never raises: an empty line gives
    an empty summary.
    """
    whole, status = _stands(clean(text))
    people = {fold(name): name for name in known if name}
    day, rest = _leading_day(whole, context, people)
    found = _head(rest, people, context)
    if found is None:
        channel = Channel(usual) if usual in set(Channel) else Channel.CALL
        reached = channel in _ONE_WAY or not not_reached(rest)
        went = _direction(channel, None if reached else Direction.OUT).value
        return Talk(channel.value, went, (), day or context.today, rest, True, reached, status)
    given, way, names, said_on, summary = found
    chosen = given or (Channel(usual) if usual in set(Channel) else Channel.CALL)
    direction, nobody = _direction(chosen, way), way is not Direction.IN and not_reached(summary)
    reached = not nobody or chosen in _ONE_WAY
    return Talk(
        chosen.value,
        (direction if reached else Direction.OUT).value,
        names,
        day or said_on or context.today,
        summary or whole.rstrip(" :"),
        # "mail: no answer from Dana" is about a mail; it is none.
        guessed=nobody and chosen in _ONE_WAY and way is None and not names,
        reached=reached,
        status=status,
    )


def status_named(word: str) -> str:
    """Return the standing that a word or its first letter names; empty for none."""
    wanted = fold(clean(word))
    return next((status.value for status in Status if wanted and wanted in (status.value, status.value[0])), "")


def _stands(text: str) -> tuple[str, str]:
    """Return a line without its mark of how it stands, and that; a line that is nothing else keeps it as its text."""
    found = _STANDS.search(text)
    rest = clean(text[: found.start()] + text[found.end() :]) if found else ""
    return (rest, status_named(found[1])) if found and rest else (text, "")


def not_reached(summary: str) -> bool:
    """Return whether the words about a call say that nobody was reached."""
    return _NOT_REACHED.search(summary) is not None


def only_begun(text: str, talk: Talk) -> bool:
    """Return whether a line holds nothing but its beginning, such as "call with Dana:": nothing was said yet."""
    whole = clean(text)
    return whole.endswith(":") and talk.summary == whole.rstrip(" :")


def echo(talk: Talk, today: date) -> str:
    """Return how a line was read: "mail from Dana, Tue 12 May 2026, yesterday", "call to Dana, not reached, today"."""
    way = {Direction.IN.value: "from", Direction.OUT.value: "to"}.get(talk.direction, "with")
    whom = _and(talk.people) if talk.people else "them"
    when = "today" if talk.day == today else describe(talk.day, today)
    reached = "" if talk.reached else ", not reached"
    stands = f", {talk.status}" if talk.status else ""
    return f"{talk.channel} {way} {whom}{reached}, {when}{stands}" + (" (guessed)" if talk.guessed else "")


def names_in(text: str) -> list[str]:
    """Return the names in "Dana, Raj and Li", each once, as typed."""
    parts = (clean(part) for part in _PARTS.split(text))
    return list(dict.fromkeys(part for part in parts if part))


def default_direction(channel: str) -> str:
    """Return which way words go over a channel unless something else is said."""
    return (Direction.OUT if channel in _ONE_WAY else Direction.BOTH).value


def channel_named(word: str) -> str:
    """Return the channel that a word or letter stands for; empty for none."""
    found = _CHANNELS.get(fold(clean(word)))
    return found.value if found else ""


def _direction(channel: Channel, way: Direction | None) -> Direction:
    return way or Direction(default_direction(channel.value))


Head = tuple[Channel | None, Direction | None, tuple[str, ...], date | None, str]


def _head(text: str, known: dict[str, str], context: Context) -> Head | None:
    """Return what the beginning of a line says, and the text after it; None where it is no beginning."""
    if found := _at_head(text, known):
        return found
    match = _HEAD.match(text)
    if match and (match["channel"] or match["way"]):
        channel = _CHANNELS[match["channel"].lower()] if match["channel"] else None
        if not match["way"]:
            return channel, None, (), None, text[match.end() :]
        # "call to say: ..." names nobody; "mail to dana: ..." does.
        read = _names(match["names"], known, context, capital=match["way"].lower() == "to" and channel not in _ONE_WAY)
        if read and (channel is not None or all(fold(name) in known for name in read[0])):
            return channel, _WAYS[match["way"].lower()], *read, text[match.end() :]
        return None
    if dated := _DATED_HEAD.match(text):
        day = _past_day(dated["day"].removeprefix("on "), context)
        if day is not None:
            return _CHANNELS[dated["channel"].lower()], None, (), day, text[dated.end() :]
    if found := _named_head(text, known, context):
        return found
    if letter := _LETTER.match(text):
        return _CHANNELS[letter["channel"]], None, (), None, text[letter.end() :]
    return None


def _named_head(text: str, known: dict[str, str], context: Context) -> Head | None:
    """Return the beginning "mail Dana:" or, of somebody known, "call Dana,"; None for any other."""
    if match := _NAMED_HEAD.match(text):
        read = _names(match["names"], known, context, capital=True)
        letter = len(match["channel"]) == 1
        if read and read[0] and all(fold(name) in known or (not letter and _is_written(name)) for name in read[0]):
            return _CHANNELS[match["channel"].lower()], None, *read, text[match.end() :]
    elif (match := _CALLED_HEAD.match(text)) and (name := _known_as(clean(match["names"]), known)):
        return _CHANNELS[match["channel"].lower()], None, (name,), None, text[match.end() :]
    return None


def _is_written(name: str) -> bool:
    """Return whether a name is written as one: "Dana", not "NDA", "Q3" or "Price list"."""
    words = name.split()
    return not any(
        word[0].islower() or not word[0].isalpha() or (len(word) > 1 and word.isupper()) or any(map(str.isdigit, word))
        for word in words
    )


def _at_head(text: str, known: dict[str, str]) -> Head | None:
    """Return the beginning "@Dana" or "@Dana and Raj:"; None where that names nobody."""
    match = _AT_HEAD.match(text)
    names = [_known_as(name, known) for name in names_in(match["names"])] if match else []
    if match is None or not names or not all(names):
        match = _AT_WORD.match(text)
        name = (_known_as(match["names"], known) or match["names"]) if match else ""
        names = [name] if name[:1].isupper() else []
    if match is None or not names:
        return None
    return None, Direction.BOTH, tuple(dict.fromkeys(names)), None, text[match.end() :]


def _names(
    text: str, known: dict[str, str], context: Context, *, capital: bool
) -> tuple[tuple[str, ...], date | None] | None:
    """Return the names, and the day behind them if there is one; None for words that are no names.

    With ``capital``, one that is not known needs a capital letter.
    """
    typed = [text] if fold(text) in known else [name.removeprefix("@") for name in names_in(text)]
    day = None
    if typed and fold(typed[-1]) not in known:
        words = typed[-1].split()
        for count in range(min(_DAY_WORDS, len(words) - 1), 0, -1):
            day = _past_day(" ".join(words[-count:]), context)
            if day is not None:
                typed[-1] = " ".join(words[:-count]).removesuffix(" on")
                break
    if typed and all(fold(name) in _NOBODY for name in typed):
        return (), day
    names = [_known_as(name, known) or name for name in typed]
    if not names or not all(fold(name) in known or _may_be_name(name, capital=capital) for name in names):
        return None
    return tuple(dict.fromkeys(names)), day


def _known_as(name: str, known: dict[str, str]) -> str:
    """Return the known person that a name, or a part of it such as the first name, can only mean."""
    wanted = fold(name)
    if wanted in known:
        return known[wanted]
    fitting = [whole for folded, whole in known.items() if wanted in folded.split()]
    return fitting[0] if len(fitting) == 1 else ""


def _may_be_name(name: str, *, capital: bool) -> bool:
    count = len(name.split())
    return count <= _NAME_WORDS and not (name[0].islower() and (capital or count > 1))


def _leading_day(text: str, context: Context, known: dict[str, str]) -> tuple[date | None, str]:
    """Return the day a line begins with and the text after it.

    A date stands for itself; a word such as "mon" is one only before a colon or a channel, and "yesterday" also
    without, but then it stays in the text.
    """
    found = leading_date(text, context.today, context.order)
    if found:
        return found
    words = text.split(" ")
    for count in range(min(_DAY_WORDS, len(words) - 1), 0, -1):
        ahead, rest = " ".join(words[:count]), " ".join(words[count:])
        colon = ahead.endswith((":", ","))
        day = _past_day(ahead.rstrip(":,"), context) if colon or _head(rest, known, context) else None
        if day is not None:
            return day, rest
    if words[0].lower().rstrip(",") == "yesterday":
        return _past_day("yesterday", context), text
    return None, text


def _past_day(text: str, context: Context) -> date | None:
    try:
        day = parse_date(text, context.today, context.order, context.calendar, past=True)
    except DateRefused:
        return None
    return day if day <= context.today else None


def _and(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
