"""Once a week one deal that nobody touched for long is asked about: is this still true (product, N5)."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime, timedelta

from sqlmodel import Session

from dealdesk.clock import LOCAL
from dealdesk.store import settings
from dealdesk.store.moment import connection
from dealdesk.store.tables.deals import Deal

#: Days between two such questions, whatever the deal.
EVERY_DAYS = 7
#: Days without a change, a conversation or a confirmation after which a deal may be asked about.
STALE_DAYS = 90
#: A deal that ends within so many days is not asked about any more.
ENDS_SOON_DAYS = 30

# What a rule does is no sign of life: only commands of a person, conversations and confirmations are. A deal that was
# asked about and not answered counts from that question, so that the next one gets its turn.
_STALEST = """
SELECT id FROM (
  SELECT deal.id AS id, max(
    substr(deal.created_at, 1, 10),
    coalesce(deal.confirmed_on, ''),
    coalesce((SELECT max(substr(command.at, 1, 10)) FROM command
               WHERE command.deal_id = deal.id AND command.origin IN ('person', 'undo')), ''),
    coalesce((SELECT max(conversation.happened_on) FROM conversation
               WHERE conversation.deal_id = deal.id AND conversation.archived_at IS NULL), ''),
    coalesce((SELECT max(change.new) FROM change
               WHERE change.tab = 'deal' AND change.uid = deal.uid AND change.col = 'still_true_on'), '')
  ) AS touched
  FROM deal WHERE deal.stage <> 'ended' AND deal.archived_at IS NULL AND coalesce(deal.notice_decision, '') <> 'end'
   AND (deal.end_on IS NULL OR deal.end_on > :soon OR deal.renewal_count IS NOT NULL OR deal.evergreen)
)
WHERE touched <= :stale ORDER BY touched, id LIMIT 1
"""


def confirm(session: Session, deal_id: int, now: datetime) -> None:
    """Record that everything of a deal is still true today; the question goes away."""
    deal = session.get_one(Deal, deal_id)
    deal.confirmed_on = now.astimezone(LOCAL).date()
    deal.still_true_on = None
    session.add(deal)
    session.flush()


def ask(session: Session, today: date) -> int | None:
    """Choose, once in seven days, the deal to ask about today; return its id.

    The question of another day goes away by itself. Call it once a day.
    """
    con = connection(session)
    session.flush()
    con.execute("UPDATE deal SET still_true_on = NULL WHERE still_true_on < ?", (today.isoformat(),))
    asked_on = settings.load(con).asked_on
    if asked_on and date.fromisoformat(asked_on) > today - timedelta(days=EVERY_DAYS):
        return None
    chosen = stalest(con, today)
    if chosen is not None:
        con.execute("UPDATE deal SET still_true_on = ? WHERE id = ?", (today.isoformat(), chosen))
        settings.put(con, "asked_on", today.isoformat())
    session.expire_all()
    return chosen


def stalest(con: sqlite3.Connection, today: date) -> int | None:
    """Return the deal that was untouched for longest, at least ninety days; None if there is none.

    One whose end is decided, or comes within thirty days, is not asked about: that answers it.
    """
    days = {"soon": today + timedelta(days=ENDS_SOON_DAYS), "stale": today - timedelta(days=STALE_DAYS)}
    row = con.execute(_STALEST, {name: day.isoformat() for name, day in days.items()}).fetchone()
    return row[0] if row else None
