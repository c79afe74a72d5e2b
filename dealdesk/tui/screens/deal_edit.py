"""All fields of a deal that is there, and what every form of a deal proposes."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from dealdesk.domain.fields import FieldSpec, Kind
from dealdesk.domain.forms import DEAL
from dealdesk.errors import NotFound
from dealdesk.store import deal_lines, parties
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.known_parties import KnownParties
from dealdesk.tui.widgets.suggest import Known, Suggester
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace

#: The owner is a plain name; here the names in use are proposed, as for a counterparty.
ALL_FIELDS: tuple[FieldSpec, ...] = tuple(
    spec._replace(kind=Kind.PARTY) if spec.name == "owner" else spec for spec in DEAL
)


def known_words(con: sqlite3.Connection) -> dict[str, Suggester]:
    """Return what the fields of a deal propose: parties, tags in use, and names of people on our side."""
    return {
        "counterparty": KnownParties(parties.known(con)),
        "tags": Known(parties.tags(con)),
        "owner": Known(parties.owners(con)),
    }


class DealForm(RecordFormScreen):
    """What both forms of a deal share."""

    def suggesters(self) -> Mapping[str, Suggester]:
        """Propose what this desk knows."""
        return self.workspace.desk.rows(known_words)


class EditDealScreen(DealForm):
    """All fields of a deal."""

    def __init__(self, workspace: Workspace, deal_id: int) -> None:
        """Open the form; raises :class:`NotFound` when the deal is not there any more."""
        line = workspace.desk.rows(deal_lines.lines, [deal_id]).get(deal_id)
        if line is None:
            raise NotFound("That deal is not there any more.")
        workspace.deal = CurrentDeal(line.id, line.ref, line.title)
        super().__init__(workspace, "deal", ALL_FIELDS, uid=line.uid, deal_id=deal_id, title="Edit deal")

    def refresh_rows(self) -> None:
        """Show also a new title in the line above."""
        super().refresh_rows()
        line = self.workspace.desk.rows(deal_lines.lines, [self.deal_id or 0]).get(self.deal_id or 0)
        if line is not None:
            self.workspace.deal = CurrentDeal(line.id, line.ref, line.title)
            self.show_deal()
