"""The form of a row of a register: it proposes metrics to start from, the metrics of the deal, and names it knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from dealdesk.store import metrics, parties, people
from dealdesk.templates.metrics import Starter
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.suggest import Known, Suggester, Suggestion


class Starters(Known):
    """Metrics to start from, each with its family; all of them while nothing is typed."""

    def __init__(self, starters: tuple[Starter, ...]) -> None:
        super().__init__(starter.name for starter in starters)
        self._families = {starter.name: starter.family for starter in starters}

    def suggest(self, text: str) -> list[Suggestion]:
        """Return the metrics near to ``text``."""
        found = super().suggest(text) if text.strip() else [Suggestion(name) for name in self._families]
        return [Suggestion(one.text, self._families.get(one.text, "")) for one in found]


class RegisterForm(RecordFormScreen):
    """One row of a register as a form."""

    def suggesters(self) -> Mapping[str, Suggester]:
        """Propose what this deal and this desk know."""
        return self.workspace.desk.rows(_known, self.table, self.deal_id or 0)

    def fresh(self) -> RegisterForm:
        """Return an empty form of the same kind."""
        return RegisterForm(
            self.workspace, self.table, self.specs, deal_id=self.deal_id, title=self._title, go_on=False
        )


def _known(con: sqlite3.Connection, table: str, deal_id: int) -> dict[str, Suggester]:
    there = metrics.of_deal(con, deal_id) if table in ("metric", "metric_reading") else ()
    if table == "metric":
        taken = {line.name for line in there}
        offered = metrics.starters([line.family for line in there])
        left = tuple(starter for starter in offered if starter.name not in taken)
        return {"name": Starters(left), "owner": Known(parties.owners(con))}
    if table == "metric_reading":
        return {"metric": Known(line.name for line in there)}
    names = [one.name for one in people.known(con, deal_id)]
    return {"person": Known(dict.fromkeys([*names, *parties.owners(con)]))}
