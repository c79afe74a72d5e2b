"""The command line: words in, one command out.

A command lives in the module of its group and is imported only when it is asked for.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

from dealdesk import __version__
from dealdesk.cli import action_words, add_words, export_words
from dealdesk.cli.guard import desk_path, guarded
from dealdesk.cli.output import Human, Json, Output, Plain
from dealdesk.cli.parsing import Commands, Parser
from dealdesk.errors import UsageError


class Call(NamedTuple):
    """One call of a command: the file it is about, the words it was given, and where its answer goes."""

    path: str
    words: argparse.Namespace
    output: Output


def run(argv: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; the codes are listed in ``dealdesk.errors``."""
    return guarded(lambda: _carried_out(argv))


def _carried_out(argv: Sequence[str]) -> int:
    words = parser("add" in argv).parse_args(_without_nulls(argv))
    code: int = import_module(f"dealdesk.cli.{words.module}").__dict__[words.function](_call(words))
    return code


def _without_nulls(argv: Sequence[str]) -> list[str]:
    """Refuse what no file name and no text can hold."""
    for word in argv:
        if "\0" in word:
            raise UsageError("The words hold a null character.")
    return list(argv)


def _call(words: argparse.Namespace) -> Call:
    path = desk_path(getattr(words, "db", ""))
    output: Output = Human()
    if getattr(words, "json", False):
        output = Json()
    elif getattr(words, "plain", False):
        output = Plain()
    return Call(path, words, output)


def parser(with_fields: bool = True) -> argparse.ArgumentParser:
    """Return the parser of all commands; nothing of the commands themselves is imported.

    ``with_fields`` also reads the forms, whose fields are the options of ``add``.
    """
    shared = Parser(add_help=False)
    shared.add_argument("--db", metavar="FILE", default=argparse.SUPPRESS, help="the desk's file (or DEALDESK_DB)")
    reading = Parser(add_help=False)
    form = reading.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="one whole JSON document")
    form.add_argument("--plain", action="store_true", help="whole values parted by tabs, no headings")
    top = Parser(
        prog="dealdesk",
        allow_abbrev=False,
        parents=[shared],
        description="A desk for negotiators. Without a command: the app.",
        epilog="Exit codes: 0 ok, 1 internal, 2 usage or no terminal, 3 not writable, 4 other schema, 5 damaged, "
        "6 not found or ambiguous, 7 input refused, 10 due today, 11 overdue, 130 interrupted.",
    )
    top.add_argument("--version", action="version", version=f"dealdesk {__version__}")
    top.set_defaults(module="app", function="start", deal=None)
    commands = Commands(top.add_subparsers(metavar="COMMAND", parser_class=Parser), shared, reading)
    _add_daily(commands)
    _add_reading(commands)
    _add_signing(commands)
    _add_writing(commands, with_fields)
    action_words.add(commands)
    _add_transfer(commands)
    _add_desk(commands)
    return top


def _add_daily(commands: Commands) -> None:
    today = commands.add("today", "today", "what is due; exit code 0 nothing, 10 today, 11 overdue", reads=True)
    today.add_argument("--short", action="store_true", help="counts for a prompt: 3! overdue, 4 today, 2r coming up")
    today.add_argument("--all", action="store_true", help="everything, however long overdue")
    today.add_argument("--date", metavar="DATE", default="", help="as seen on that day")
    today.add_argument("--handles", action="store_true", help="with the handles that done and later take")
    debrief = commands.add("debrief", "app", "the app, straight in a deal's debrief; without DEAL: the one that is due")
    _deal(debrief, optional=True)
    debrief.add_argument("--kind", choices=["first", "second", "milestone", "quick"], help="which; else the one meant")
    debrief.add_argument("--length", metavar="MINUTES", default="", help="5 to 240; else 45, 25 or 15 by kind")


def _deal(command: argparse.ArgumentParser, *, optional: bool = False) -> None:
    command.add_argument(
        "deal",
        metavar="DEAL",
        nargs="?" if optional else None,
        help="reference, its number, or a part of reference, counterparty or title",
    )


def _add_reading(commands: Commands) -> None:
    deals = commands.add("deals", "deals", "all deals, or those that hold the words", reads=True)
    deals.add_argument("words", metavar="TEXT", nargs="*")
    _deal(commands.add("show", "deals", "everything about one deal", reads=True))
    history = commands.add("history", "deals", "who changed what of a deal, when and why", reads=True)
    _deal(history)
    history.add_argument("--limit", metavar="N", type=_number, default=100, help="changes shown (100)")
    metrics = commands.add("metrics", "metrics", "what both sides watch and how it went; or add a reading", reads=True)
    _deal(metrics)
    metrics.add_argument(
        "words", metavar="NAME [VALUE]", nargs="*", help="a metric, or pulse; with VALUE a new reading"
    )
    metrics.add_argument("--on", metavar="DATE", default="", help="the day of the reading (today)")
    metrics.add_argument("--note", metavar="TEXT", default="", help="what explains it; of a pulse: what would make a 5")
    metrics.add_argument("--who", metavar="NAME", default="", help="of a pulse: who said so")
    search = commands.add("search", "find", "full text: everything that holds all the words", reads=True)
    search.add_argument("words", metavar="TEXT", nargs="+")
    when = commands.add("when", "find", "how a typed date is read", reads=True)
    when.add_argument("words", metavar="TEXT", nargs="+")


def _add_transfer(commands: Commands) -> None:
    taken = commands.add("import", "transfer", "import deals from a CSV or TSV file: all or nothing", reads=True)
    taken.set_defaults(function="import_deals")
    taken.add_argument("file", metavar="FILE", nargs="?")
    taken.add_argument("--dry-run", action="store_true", help="show what would happen, write nothing")
    taken.add_argument("--map", metavar="COLUMN=FIELD", action="append", default=[], help="where a column goes; repeat")
    taken.add_argument("--order", choices=["dmy", "mdy"], help="which comes first in 3/4/2026, for this file")
    taken.add_argument("--undo", action="store_true", help="take the last import back, as a whole")
    export = commands.add(
        "export", "transfer", "write something out: the review of a deal, a message to them, how you work together"
    )
    what = export.add_subparsers(
        metavar="review|mail|together|since|table", dest="what", required=True, parser_class=Parser
    )
    review = what.add_parser(
        "review",
        help="the one-page review",
        description="Print the review of a deal on one page. What is still empty is a line to fill in by hand.",
        parents=[commands.shared],
        allow_abbrev=False,
    )
    review.set_defaults(function="export_review")
    _deal(review, optional=True)
    review.add_argument("--blank", action="store_true", help="an empty form to fill in by hand, instead of a deal's")
    review.add_argument("--format", choices=["md", "html"], default="md", help="md: Markdown; html: to print or sign")
    review.add_argument("--version", type=int, choices=[1, 2], help="1: at signing, 2: later; else the newest")
    review.add_argument("--diff", action="store_true", help="what version 2 says otherwise than version 1")
    review.add_argument("--paper", choices=["a4", "letter"], help="the sheet html is set for (a4)")
    review.add_argument("-o", "--output", metavar="FILE", default="", help="the new file to write, instead of stdout")
    review.add_argument("--replace", action="store_true", help="replace FILE if it is there already")
    _add_mail(what, commands.shared)
    _add_together(what, commands.shared)
    export_words.add(what, commands.shared)


def _add_together(what: argparse._SubParsersAction[Parser], shared: Parser) -> None:
    page = what.add_parser(
        "together",
        help="how you work together",
        description="Print on one page how both sides of a deal work together: agreed points, check-ins, who to call, "
        "what one needs from the other, metrics and targets. It is made to be given to them.",
        parents=[shared],
        allow_abbrev=False,
    )
    page.set_defaults(module="together", function="export_together")
    _deal(page)
    page.add_argument("--format", choices=["md", "html"], default="md", help="md: Markdown; html: to print")
    page.add_argument("-o", "--output", metavar="FILE", default="", help="the new file to write, instead of stdout")
    page.add_argument("--replace", action="store_true", help="replace FILE if it is there already")


def _add_mail(what: argparse._SubParsersAction[Parser], shared: Parser) -> None:
    mail = what.add_parser(
        "mail",
        help="a message to them",
        description="Print a message to the other side, made of the deal; it is never sent. What is missing in it, and "
        "what should not be in it, is named on stderr.",
        parents=[shared],
        allow_abbrev=False,
    )
    mail.set_defaults(module="mail", function="export_mail")
    _deal(mail)
    kinds = ["thank-you", "recap", "nudge", "no-news", "delay", "issue"]
    mail.add_argument("--kind", choices=kinds, help="which message; else the one that is meant")
    tone = mail.add_mutually_exclusive_group()
    tone.add_argument("--formal", dest="formal", action="store_true", default=None, help="else by the relationship")
    tone.add_argument("--informal", dest="formal", action="store_false", default=None)
    mail.add_argument("--strength", type=int, choices=[1, 2, 3], help="of a nudge; else by the step that is due")
    mail.add_argument("--format", choices=["txt", "eml"], default="txt", help="eml: for a mail program to open")
    mail.add_argument("-o", "--output", metavar="FILE", default="", help="the new file to write, instead of stdout")
    mail.add_argument("--replace", action="store_true", help="replace FILE if it is there already")


def _number(text: str) -> int:
    """Read a count of lines."""
    number = int(text)
    if not 1 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError("a number from 1 to 1,000,000 is needed")
    return number


#: The options of ``sign``: name, field of the panel, what may be typed.
_SIGN = (
    ("--on", "signed_on", "today, fri, 12 mar; the day it was signed, today without it"),
    ("--start", "start_on", "the day it starts"),
    ("--end", "end_on", "the day it ends or renews"),
    ("--renewal", "renewal", "1 year; how long it renews for"),
    ("--notice", "notice", "3 months, 60 days"),
    ("--check-ins", "check_ins", "biweekly, then monthly; business review: quarterly; none"),
    ("--follow-through", "follow_through", "full, light or none"),
    ("--deliverable", "deliverable_on", "the day of the first deliverable"),
    ("--invoice", "invoice_on", "the day of the first invoice"),
    ("--review", "review_on", "the day of the first review"),
)


def _add_signing(commands: Commands) -> None:
    sign = commands.add("sign", "sign", "sign a deal, and see what follows and when it is due", reads=True)
    _deal(sign)
    for option, name, words in _SIGN:
        sign.add_argument(option, dest=f"sign_{name}", metavar="TEXT", help=words)
    decide = commands.add("decide", "decide", "say what becomes of a deal that would renew")
    _deal(decide)
    decide.add_argument("decision", metavar="DECISION", nargs="+", help="renew, renegotiate, end or let it roll")


def _add_writing(commands: Commands, with_fields: bool) -> None:
    note = commands.add("note", "capture", "capture a note for a deal; - reads it from stdin")
    _deal(note)
    note.add_argument("words", metavar="TEXT", nargs="+")
    _add_log(commands)
    add_words.add(commands, with_fields)


def _add_log(commands: Commands) -> None:
    log = commands.add("log", "log", "log a conversation; without TEXT list them; - reads it from stdin", reads=True)
    _deal(log)
    log.add_argument("words", metavar="TEXT", nargs="*", help="such as: mail from Dana: they sign on Friday")
    log.add_argument("--on", metavar="DATE", help="when it was (today)")
    log.add_argument("--channel", metavar="CHANNEL", help="mail, call, video, chat, in person, letter")
    whom = log.add_mutually_exclusive_group()
    whom.add_argument("--with", dest="with_whom", metavar="NAMES", help="who was reached, both ways")
    whom.add_argument("--to", dest="to_whom", metavar="NAMES", help="to whom it went")
    whom.add_argument("--from", dest="from_whom", metavar="NAMES", help="from whom it came")
    log.add_argument("--decided", metavar="TEXT", action="append", help="what was decided; repeat")
    log.add_argument("--who", metavar="NAMES", help="who decided it")
    log.add_argument("--why", metavar="TEXT", help="why it was decided, or why it stands so")
    log.add_argument("--constraints", metavar="TEXT", help="what the decision depends on")
    log.add_argument(
        "--status", metavar="COLOUR", help="how it stands: green, yellow, red or g, y, r; !red in the text"
    )
    log.add_argument("--status-why", metavar="TEXT", help="why it stands so, beside a decision with its own --why")
    log.add_argument("--useful", choices=["y", "n", "yes", "no"], help="whether it was worth its time")
    log.add_argument("--disagreed", metavar="TEXT", help="who disagreed, and with what")
    log.add_argument("--win", metavar="TEXT", help="what went well for both sides")
    log.add_argument("--recap", metavar="DATE", nargs="?", const="today", help="a recap was sent (today)")
    log.add_argument("--link", metavar="PATH", help="the mail or a link")
    log.add_argument("--feedback-given", metavar="TEXT", help="what we told them about working together")
    log.add_argument("--feedback-received", metavar="TEXT", help="what they told us")
    log.add_argument("--waiting", metavar="TEXT", nargs="?", const="", help="an answer is wanted, and for what")
    log.add_argument("--until", metavar="DATE", help="they need until then; no nudge comes before")
    log.add_argument("--check-in", metavar="NAME", help="which check-in it was, such as: business review")


def _add_desk(commands: Commands) -> None:
    demo = commands.add("demo", "app", "the app on an invented desk of its own; yours is not touched")
    demo.add_argument("--fresh", action="store_true", help="start the demo over")
    settings = commands.add("settings", "settings", "show the settings, or set one; says which dates moved", reads=True)
    settings.add_argument("name", metavar="NAME", nargs="?", help="which; without it all of them with their values")
    settings.add_argument("value", metavar="VALUE", nargs="*", help='its new value; "" gives the one it began with')
    settings.add_argument("--ics", metavar="FILE", help="add the days off of a holiday calendar (.ics)")
    settings.add_argument("--add", metavar="DATES", action="append", default=[], help='days off: "25 dec"; repeat')
    settings.add_argument("--remove", metavar="DATES", action="append", default=[], help="no longer days off; repeat")
    commands.add("info", "desk", "versions, files and figures of this desk", reads=True)
    commands.add("doctor", "doctor", "check the file and all around it; exit code 5 if damaged", reads=True)
    backup = commands.add("backup", "desk", "make a verified copy of the desk", reads=True)
    backup.add_argument("--list", action="store_true", help="show the backups there are")
    backup.add_argument("-o", "--output", metavar="FILE", default="", help="where the copy goes")
    restore = commands.add("restore", "desk", "put a backup in the desk's place; the desk that was there is kept")
    restore.add_argument("source", metavar="FILE")
