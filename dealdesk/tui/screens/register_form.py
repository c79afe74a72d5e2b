"""The form of a row of a register: it proposes metrics to start from, the metrics of the deal, and names it knows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from functools import cached_property

from dealdesk.store import metrics, parties, people
from dealdesk.templates.metrics import Starter
from dealdesk.text import fold
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.suggest import Known, Suggester, Suggestion


class Starters(Known):
    """Metrics to start from, each with its family; all of them while nothing is typed. Their other names find them."""

    listed = True

    def __init__(self, starters: tuple[Starter, ...]) -> None:
        super().__init__(starter.name for starter in starters)
        self._starters = starters

    def suggest(self, text: str) -> list[Suggestion]:
        """Return the metrics near to ``text``."""
        names = [one.text for one in super().suggest(text)]
        typed = fold(text.strip())
        names += [one.name for one in self._starters if any(typed in fold(name) for name in one.also)]
        families = {one.name: one.family for one in self._starters}
        return [Suggestion(name, families[name]) for name in (dict.fromkeys(names) if typed else families)]


class RegisterForm(RecordFormScreen):
    """One row of a register as a form."""

    _picked = ""
    """The family that came with the name of the metric, as long as nobody picked another."""

    def suggesters(self) -> Mapping[str, Suggester]:
        """Propose what this deal and this desk know."""
        return self.workspace.desk.rows(_known, self.table, self.deal_id or 0)

    def on_form_typed(self, event: Form.Typed) -> None:
        """Keep what was typed; a name that is known brings its family along, where it can be seen."""
        super().on_form_typed(event)
        if self.table != "metric" or event.name != "name" or not self.is_new:
            return
        family = metrics.family_of(event.text, self._starters)
        if family != self._picked and self.form.text("family") == self._picked:
            self._picked = family
            self.form.set_text("family", family)
            self._keeping.keep("family", family)

    @cached_property
    def _starters(self) -> tuple[Starter, ...]:
        return metrics.starters(())

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
