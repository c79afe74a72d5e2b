"""What somebody keeps on paper about the deals of a quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.quarter_checkins import Series

PROMISED = ("promise", "deliverable", "invoice", "review", "kickoff")


@dataclass
class Promise:
    """An action on paper."""

    uid: str
    deal: int
    side: str
    kind: str
    due: date | None
    best: date | None = None
    state: str = "to do"
    until: date | None = None
    review_days: int | None = None
    review_until: date | None = None
    agreed_late: bool = False
    done_on: date | None = None
    handed_on: date | None = None
    """The day on which it was given to them to look at."""

    @property
    def windowed(self) -> bool:
        """Whether a review runs that ends by itself."""
        return self.state == "review" and self.review_until is not None

    @property
    def comes_up(self) -> date | None:
        """Its day; of a review the day after its window, of one that is ours to answer the last day of it."""
        if self.until is None and self.state == "review" and self.review_until:
            return self.review_until + timedelta(days=self.side == "us")
        return self.until or self.best or self.due

    def late_on(self, today: date) -> bool:
        """Whether they could have expected it before ``today``; while it is theirs to look at, nobody can."""
        last = self.due if not self.windowed else self.review_until if self.side == "them" else None
        return self.state != "done" and last is not None and last < today

    @property
    def there_on(self) -> date | None:
        """The day on which it was there for them: handed over, else done."""
        return self.handed_on or self.done_on

    @property
    def kept(self) -> bool:
        return bool(self.done_on and self.due and self.there_on and self.there_on <= self.due and not self.agreed_late)

    def missed_on(self, today: date) -> bool:
        """Whether its day is over, and it was not there by then."""
        return bool(self.due and self.due < today and (self.there_on is None or self.there_on > self.due))


@dataclass
class Trouble:
    """An issue on paper."""

    uid: str
    deal: int
    level: int
    due: date
    at: datetime | None = None
    closed: bool = False


@dataclass
class Books:
    """What is kept on paper."""

    promises: dict[str, Promise] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)
    issues: dict[str, Trouble] = field(default_factory=dict)
    reviews: dict[int, list[date]] = field(default_factory=dict)
    quiet_until: dict[tuple[str, str], date] = field(default_factory=dict)
    """Until when a line that was handled must not ask again."""
    handled: set[tuple[str, str]] = field(default_factory=set)
    """What was handled today."""

    def of(self, deal: int) -> list[Series]:
        return [row for row in self.series.values() if row.deal == deal]

    def handle(self, kind: str, uid: str, until: date) -> None:
        self.quiet_until[kind, uid] = until
        self.handled.add((kind, uid))
