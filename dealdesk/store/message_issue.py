"""What a message about an issue says of it: what is wrong, the facts, the impact, by when; read without the ORM.

What is done about it inside, and its root cause, stay inside (``store.message_leaks``).
"""

from __future__ import annotations

import sqlite3
from datetime import date

from dealdesk.domain import messages
from dealdesk.domain.calendar import WorkCalendar, add_business_days

#: Characters of what is wrong, in a subject.
_SUBJECT = 120
# What was said of how it stands was meant for us; where that became the issue, they get words of their own.
_ISSUE = (
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM conversation WHERE conversation.deal_id = :deal "
    "AND conversation.status_why = issue.text) THEN '' ELSE text END, level, facts, impact, due_on, "
    "date(opened_at, 'localtime') FROM issue WHERE deal_id = :deal AND uid = :uid AND archived_at IS NULL"
)


def values(
    con: sqlite3.Connection, deal_id: int, uid: str, calendar: WorkCalendar, today: date
) -> dict[str, tuple[str, ...]]:
    """Return the slots of a message about the issue ``uid``; nothing where that is none of the deal.

    They are asked to answer by the limit of its level, and never before the next working day.
    """
    row = con.execute(_ISSUE, {"deal": deal_id, "uid": uid}).fetchone()
    if row is None:
        return {}
    text, level, facts, impact, due_on, since = row
    tomorrow = add_business_days(today, 1, calendar)
    by = max(date.fromisoformat(due_on), tomorrow) if due_on else tomorrow
    opened = messages.day_words(date.fromisoformat(since), today) if since else ""
    return {
        "issue": (text if len(text) <= _SUBJECT else f"{text[: _SUBJECT - 1]}…",),
        "issue_level": (str(level),),
        "issue_since": (opened,),
        "issue_facts": (facts,),
        "issue_impact": (impact,),
        "issue_by": (messages.day_words(by, today),),
    }
