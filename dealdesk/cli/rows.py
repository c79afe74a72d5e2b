"""Rows of a deal's registers from the shell: each is added as its form in the app would add it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.cli.typed import fields, side
from dealdesk.errors import InputRefused, UsageError

if TYPE_CHECKING:
    from datetime import datetime

    from sqlmodel import Session

    from dealdesk.cli.main import Call
    from dealdesk.domain.fields import Context
    from dealdesk.store.desk import Desk

#: Tables whose rows are lines of Today, and the kind of line; their handle is printed.
_KINDS = {"issue": "issue", "risk": "risk", "checkin": "check-in"}


def add_row(call: Call) -> int:
    """Add a row of ``call.words.table`` to a deal; of a line that Today may show the handle is printed."""
    from dealdesk.domain.forms import FORMS
    from dealdesk.store import deal_lines
    from dealdesk.store.handles import handle
    from dealdesk.store.history import Command
    from dealdesk.store.uid import new_uid

    words, table = call.words, call.words.table
    text, uid = " ".join(words.words), new_uid()
    texts = {FORMS[table][0].name: text, **fields(words)}
    if "side" in texts:
        texts["side"] = side(texts["side"])
    if table == "checkin" and not any(texts.get(name, "").strip() for name in ("often", "next_on", "tied")):
        raise InputRefused('A check-in needs its days: --often weekly, --next fri or --tied "a week after kickoff".')
    level = int(getattr(words, "level", 1))
    if level != 1 and "severe" in texts:
        raise UsageError("What is severe is on the last level; leave out --level or --severe.")
    with reading(call) as desk:
        line = desk.rows(deal_lines.pick, words.deal)
        command, now = Command(f"added {_noun(table)}", line.id), desk.clock.now()
        desk.write(command, _add, table, uid, line.id, texts, level, desk.context, now)
        more = _more(desk, table, uid, line.id)
    name = f": {text}" if text else ""
    if table in _KINDS:
        short = handle(_KINDS[table], uid)
        call.output.text(short, {"handle": short, "uid": uid, "ref": line.ref, "text": text})
    say(f"Added {_noun(table)} to {line.ref} {line.title}{name}." + (f" {more[:1].upper()}{more[1:]}." if more else ""))
    return 0


def _add(
    session: Session,
    table: str,
    uid: str,
    deal_id: int,
    texts: Mapping[str, str],
    level: int,
    context: Context,
    now: datetime,
) -> None:
    from dealdesk.store import issues, records

    records.add(session, table, uid, deal_id, texts, context, now)
    for _step in range(1, level):
        issues.raise_level(session, uid, now)


def _noun(table: str) -> str:
    from dealdesk.store.unfinished import NOUNS

    noun = NOUNS[table]
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _more(desk: Desk, table: str, uid: str, deal_id: int) -> str:
    """Return what follows from the new row: an issue's clock, the next check-in, the mix of the metrics."""
    from dealdesk.domain.metrics import mix_words
    from dealdesk.store import dealings, issue_lines, metrics

    if table == "issue":
        issues = (one for one in desk.rows(issue_lines.open_of, deal_id) if one.uid == uid)
        return "".join(one.clock(desk.clock.now()) for one in issues)  # nothing for one that is closed already
    if table == "checkin":
        check_in = next(one for one in desk.rows(dealings.check_ins, deal_id) if one.uid == uid)
        return "; ".join(part for part in (check_in.often, check_in.next_on and f"next on {check_in.next_on}") if part)
    if table == "metric":
        return mix_words([one.family for one in desk.rows(metrics.of_deal, deal_id)])
    return ""
