"""Opening an issue, and adding a level to a deal's ladder: new rows from the texts of their forms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.store import forms, issues
from dealdesk.store.tables.base import Row
from dealdesk.store.tables.delivery import Issue, Ladder
from dealdesk.templates.escalation import LEVELS


def add(
    session: Session, table: str, uid: str, deal_id: int, texts: Mapping[str, str], context: Context, now: datetime
) -> Row:
    """Open an issue, or add a level to a deal's ladder; raises :class:`InputRefused` and writes nothing then."""
    values = forms.read_all(table, texts, context)
    plain = forms.validated(table, values)
    if table == "issue":
        row: Row = _opened(session, Issue(**plain, uid=uid, deal_id=deal_id), severe=bool(values["severe"]), now=now)
    else:
        row = _level(session, Ladder(**plain, uid=uid, deal_id=deal_id, level=int(str(values["level"]))))
    bound = {name: value for name, value in values.items() if name not in ("severe", "level")}
    forms.write_bound(session, table, row, bound, now)
    forms.forget_fields(session, table, uid, texts)
    return row


def _opened(session: Session, issue: Issue, *, severe: bool, now: datetime) -> Issue:
    issue.opened_at, issue.severe = stamp(now), severe
    issues.to_level(session, issue, LEVELS if severe else 1, now)
    session.add(issue)
    session.flush()
    return issue


def _level(session: Session, row: Ladder) -> Ladder:
    issues.must_be_free(session, row, row.level)
    session.add(row)
    session.flush()
    return row
