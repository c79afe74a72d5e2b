"""What a deal takes along when it ends: what a rule made and nobody touched, its check-ins, what we wait for.

What a person promised stays, and so does a first debrief that is still wanted. A deal that goes on after all gets back
what it lost when it ended; undo does the same.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from dealdesk.clock import stamp
from dealdesk.domain.fields import Context
from dealdesk.domain.vocabulary import ActionKind, ActionState, DebriefKind, DebriefState, SetBy, Stage
from dealdesk.store import quiet, settings, signing_rows, waiting
from dealdesk.store.moment import connection
from dealdesk.store.row_dates import date_row
from dealdesk.store.signing_rows import standing
from dealdesk.store.tables.actions import Action
from dealdesk.store.tables.base import Row, stored_id
from dealdesk.store.tables.checkins import Checkin, Waiting
from dealdesk.store.tables.deals import Deal
from dealdesk.store.tables.debriefs import Debrief

_TABLES: dict[str, type[Row]] = {"action": Action, "checkin": Checkin, "debrief": Debrief, "waiting": Waiting}
_STAGE_BEFORE = (
    "SELECT old FROM change WHERE tab = 'deal' AND uid = ? AND op = 'update' AND col = 'stage' "
    "AND command_id = (SELECT command_id FROM writing) ORDER BY id LIMIT 1"
)
_TAKEN_ALONG = (
    "SELECT tab, uid FROM change WHERE deal_id = ? AND new IS NOT NULL AND op = 'update' "
    "AND (col = 'archived_at' AND tab IN ('action', 'checkin', 'debrief') OR col = 'closed_on' AND tab = 'waiting') "
    "AND command_id = (SELECT max(command_id) FROM change WHERE tab = 'deal' AND uid = ? AND op = 'update' "
    "AND col = 'stage' AND new = 'ended')"
)


def settle(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    """End what ends with a deal whose stage the command under way made *ended*, or bring it back with the deal."""
    before = connection(session).execute(_STAGE_BEFORE, (deal.uid,)).fetchone()
    if before is None or before[0] == deal.stage:
        return
    if deal.stage == Stage.ENDED:
        _end(session, deal, context, now)
    elif before[0] == Stage.ENDED:
        _bring_back(session, deal, context)


def _end(session: Session, deal: Deal, context: Context, now: datetime) -> None:
    con, number = connection(session), stored_id(deal)
    rows: list[Action | Checkin | Debrief] = [
        row
        for row in signing_rows.actions(session, number)
        if row.state != ActionState.DONE
        and row.due_set_by == SetBy.RULE
        and signing_rows.is_untouched(con, deal.uid, row.uid)
        and not signing_rows.has_changes(con, row)
    ]
    second = select(Debrief).where(Debrief.deal_id == number, Debrief.kind == DebriefKind.SECOND, standing(Debrief))
    planned = second.where(Debrief.state == DebriefState.PLANNED, Debrief.due_set_by == SetBy.RULE)
    rows += [row for row in session.exec(planned).all() if not row.later_count]
    rows += session.exec(select(Checkin).where(Checkin.deal_id == number, standing(Checkin))).all()
    for row in rows:
        row.archived_at = stamp(now)
        session.add(row)
    session.flush()
    for wait in waiting.open_rows(session, number):
        waiting.close(session, wait.uid, None, context, now)
    quiet.settle(session, deal, settings.load(con), context.today)


def _bring_back(session: Session, deal: Deal, context: Context) -> None:
    """Bring back what the ending took along; what no one could do meanwhile is due from today on."""
    con, number = connection(session), stored_id(deal)
    desk = settings.load(con)
    for tab, uid in con.execute(_TAKEN_ALONG, (number, deal.uid)).fetchall():
        model = _TABLES[tab]
        row = session.exec(select(model).where(model.uid == uid)).one()
        if isinstance(row, Waiting):
            if row.closed_on is None or waiting.open_row(session, number, row.person_id):
                continue
            row.closed_on, row.not_before = None, context.today
            waiting.redate(session, row, desk)
        elif isinstance(row, Checkin | Debrief) or (isinstance(row, Action) and row.kind != ActionKind.FORMAL):
            row.archived_at, row.not_before = None, context.today
            date_row(row, desk, context.today)
        session.add(row)
        session.flush()
    quiet.settle(session, deal, desk, context.today)
