"""What one due item is, for every face: plain values, none of the imports that typing would bring; and rows by key."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from typing import Any, NamedTuple

    Row = tuple[Any, ...]

    class DueItem(NamedTuple):
        """One line of Today; every value is plain."""

        kind: str
        """debrief, action, change, give notice, waiting, check-in, quiet, still true, issue, risk or trouble."""
        uid: str
        deal_id: int
        ref: str
        title: str
        party: str
        due_on: str | None
        """The local date it comes up, as ISO text: the day it was put off to, or else best done by, or else due."""
        due_at: str | None
        """The UTC instant of its limit, where it has one."""
        hard_on: str | None
        """The last local date before it is late, whatever it was put off to; what is quiet has none."""
        soft_on: str | None
        """The local date it is best done by; of a give-notice day: the day of its reminder; of a review
        with a window: the last day of that."""
        weight: int
        who: str
        """us, them or empty."""
        text: str
        """What was typed; of a give-notice day what happens without one, of a quiet deal how long it is quiet."""
        state: str
        """The state of its row; of a wait the rule of its next step, of a check-in how it is counted, of a review
        with a window "review window", of trouble the last two standings: "yellow, red"."""
        person: str
        """The name of whom it is about; empty for the owner of this desk."""
        reason: str | None
        """Why it is due then, in a sentence, where that needs one."""
        action_kind: str
        """What an action came from; of a wait the channel of its last message."""
        group: str
        """One of ``GROUPS``."""
        late_days: int
        urgency: int
        why: str
        """The arithmetic behind ``urgency`` in words, then what this line stands for as well, then the reason."""
        late_minutes: int = 0
        """How long the instant of its limit has passed, in minutes; 0 before, and where only days count."""
        clock: str = ""
        """Of an issue: what is left of the time of its level, who is on it, who comes next."""
        owned: bool = True
        """False: it is ours, nobody owns it, and this is the desk of a team. Alone, all of ours is one's own."""

    class Counts(NamedTuple):
        """How many lines there are; a running debrief counts as one of today."""

        overdue: int
        today: int
        soon: int
        coming: int

    class Due(NamedTuple):
        """What is due on one day."""

        items: list[DueItem]
        """The list, in its order; no more of it than was asked for."""
        counts: Counts
        older: int
        """Rows overdue for more than 30 days that are left out of the list."""
        more: frozenset[str]
        """Names of the counts (and "older") that hold more than was read."""
else:
    # typing.NamedTuple would load re through typing.
    DueItem = namedtuple(
        "DueItem",
        "kind uid deal_id ref title party due_on due_at hard_on soft_on weight who text state person reason "
        "action_kind group late_days urgency why late_minutes clock owned",
        defaults=(0, "", True),
    )
    Counts = namedtuple("Counts", "overdue today soon coming")
    Due = namedtuple("Due", "items counts older more")

#: The groups of Today, in their order.
GROUPS = ("running", "overdue", "today", "soon", "coming")


def by_ids(con: sqlite3.Connection, query: str, ids: set[int] | set[str]) -> list[Row]:
    """Return the rows of a query with one ``IN ({})`` over these keys."""
    rows: list[Row] = []
    wanted: list[int | str] = list(ids)
    for start in range(0, len(wanted), 900):  # SQLite before 3.32 takes 999 values
        part = wanted[start : start + 900]
        rows += con.execute(query.format(",".join("?" * len(part))), part).fetchall()
    return rows
