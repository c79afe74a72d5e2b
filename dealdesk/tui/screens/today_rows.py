"""The lines of Today: what is due as rows of a list, in the groups of the day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from dealdesk.domain.names import shown_name
from dealdesk.store import due_words, unfinished
from dealdesk.text import fold
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.row_source import Key, Look, Row, RowSource, Sort

if TYPE_CHECKING:
    from dealdesk.store.due import DueItem
    from dealdesk.store.unfinished import Unfinished

GROUP_TITLES = {
    "running": "RUNNING",
    "overdue": "OVERDUE",
    "today": "TODAY",
    "soon": "NEXT 7 DAYS",
    "coming": "COMING UP",
    "unfinished": "UNFINISHED",
}
#: The key of the line that says which forms wait.
UNFINISHED = "unfinished"
COLUMNS = (
    Column("sign", width=2, sortable=False),
    Column("when", "When", width=9, align="right"),
    Column("ref", "Deal", width=10),
    Column("what", "What", flex=3, width=20),
    Column("party", "Counterparty", flex=1, width=16, from_width=100),
    Column("who", "Whose", width=8, from_width=60),
)


#: Of these the step to take is said before what becomes of it.
_STEP_FIRST = {"give notice", "waiting"}


class DueSource(RowSource):
    """The due items as rows; a line is formatted only when it comes into view."""

    def __init__(self) -> None:
        self.items: dict[str, DueItem] = {}
        self.at_risk: frozenset[str] = frozenset()
        """Uids of our promises that will be late and of which they were not told."""
        self._today = ""
        self._waits: dict[str, str] = {}

    def replace(self, items: list[DueItem], today: str, forms: Sequence[Unfinished]) -> None:
        """Take other items, and the forms that wait; ``today`` is the local date, ISO."""
        self.items = {f"{item.kind}/{item.uid}": item for item in items}
        self._today = today
        self._waits = {"ref": forms[0].ref, "what": unfinished.sentence(forms)} if forms else {}

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        """Return the items that hold all ``words``, in their order: by urgency, and last what waits."""
        if not words:
            return [*self.items, *([UNFINISHED] if self._waits else [])]
        wanted = fold(words).split()
        texts = {
            key: fold(" ".join((*self._row(item).cells.values(), item.person))) for key, item in self.items.items()
        }
        return [key for key, text in texts.items() if all(word in text for word in wanted)]

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        """Return the lines of these items."""
        found: dict[Key, Row] = {key: self._row(self.items[str(key)]) for key in keys if str(key) in self.items}
        if self._waits and UNFINISHED in keys:
            found[UNFINISHED] = Row(self._waits)
        return found

    def total(self) -> int:
        """Return the number of items."""
        return len(self.items) + bool(self._waits)

    def headings(self, keys: Sequence[Key]) -> Mapping[Key, str]:
        """Return a heading before the first item of each group."""
        found: dict[Key, str] = {}
        last = ""
        for key in keys:
            group = self.items[str(key)].group if key != UNFINISHED else UNFINISHED
            if group != last:
                found[key], last = GROUP_TITLES[group], group
        return found

    def _row(self, item: DueItem) -> Row:
        sign, look = _sign(item)
        at_risk = item.uid in self.at_risk
        who = "tell?" if at_risk else whose(item)
        said = due_words.parts(item, self._today, whom=not (who and item.person and who in item.person.split()))
        short = due_words.short(item, self._today)
        return Row(
            {
                "sign": sign,
                "when": when_words(item, self._today),
                "ref": item.ref,
                "what": "".join(said),
                "party": shown_name(item.party),
                "who": who,
            },
            look=look,
            looks={"who": "warning"} if at_risk else {},
            tails=_tails(item, said[2], due_words.short_tail(item, self._today) if short else ""),
            shorts={"what": short} if short else {},
        )


def _tails(item: DueItem, tail: str, brief: str) -> dict[str, str]:
    """Return what must not be cut off behind the text: what is told briefly where there is a short line."""
    shown = brief or tail
    if item.kind in _STEP_FIRST or not shown or (item.state == due_words.WINDOW or item.kind == "issue"):
        return {}
    return {"what": shown}


def whose(item: DueItem) -> str:
    """Return whose a line is, in a word: you, the first name of whom one waits for or who does it, them, nobody's."""
    if item.person:
        return item.person.split()[0]
    if not item.owned:
        return "owner --"
    return {"us": "you", "them": "them"}.get(item.who, "")


def _sign(item: DueItem) -> tuple[str, Look]:
    if item.group == "running":
        return ">>", "accent"
    if item.group == "overdue":
        return ("!!", "overdue") if item.late_days > 1 else ("! ", "overdue")
    return ("- ", "warning") if item.group == "today" else ("  ", "")


def when_words(item: DueItem, today: str) -> str:
    """Return when an item is due, in at most nine cells: ``3d late``, ``2h late``, ``today``, ``in 4d``.

    A late one that was put off says when it is back.
    """
    if item.group == "running":
        return "now"
    if item.late_minutes and item.group == "overdue" and not item.late_days:
        hours = item.late_minutes // 60
        return f"{hours}h late" if hours else f"{item.late_minutes}m late"
    if item.late_days > 0 and item.group == "overdue":
        return f"{item.late_days}d late"
    comes = item.due_on or today
    if item.group == "soon" and comes <= today and item.hard_on:
        comes = item.hard_on  # the day it is best done by is over, its limit is what counts down now
    days = (date.fromisoformat(comes) - date.fromisoformat(today)).days
    return "today" if days <= 0 else f"in {days}d"
