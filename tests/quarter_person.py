"""Somebody who does what Today asks: all of it at once, or by dice some of it, late, or otherwise."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

from dealdesk.domain.vocabulary import DebriefKind, NoticeDecision
from dealdesk.store import notice
from dealdesk.store.blocking import Blocked
from dealdesk.store.due import DueItem
from tests.quarter import Quarter
from tests.quarter_story import Story
from tests.quarter_sums import works

_WAYS = {
    "action": ("done", "later", "new date", "move"),
    "change": ("done", "later"),
    "debrief": ("hold", "later"),
    "check-in": ("talk", "talk", "later", "new date", "talk about something"),
    "quiet": ("word", "talk about something", "later"),
    "waiting": ("nudge", "answer", "later"),
    "give notice": ("seen",),
    "issue": ("later", "close", "raise"),
    "risk": ("reviewed", "later"),
    "still true": ("reviewed",),
    "trouble": ("reviewed",),
}


class Person:
    """Who lives the quarter; without a ``seed`` somebody who does on its day what is asked."""

    def __init__(self, quarter: Quarter, story: Story, seed: int | None = None) -> None:
        self.quarter, self.story = quarter, story
        self.dice = random.Random(seed) if seed is not None else None  # noqa: S311  (a person, no secret)
        self.did: Counter[str] = Counter()

    def works_today(self) -> bool:
        """Return whether anything is done: not on days off, and some days nothing."""
        return works(self.quarter.today) and (self.dice is None or self.dice.random() < 0.8)

    def work(self) -> None:
        """Go through the list; what another line of it settled is passed over."""
        for item in self.quarter.now():
            if self.dice is not None and self.dice.random() < 0.4:
                continue
            if (item.kind, item.uid) not in {(one.kind, one.uid) for one in self.quarter.now()}:
                continue
            way = self._way(item)
            if way and self._do(way, item):
                self.did[f"{item.kind} {way}"] += 1
        if self.dice is not None and self.dice.random() < 0.1:
            self.quarter.talk(self.dice.choice(list(self.story.names)), "met them by chance")
            self._waits_end()

    def _way(self, item: DueItem) -> str:
        if self.dice is not None:
            return self.dice.choice(_WAYS[item.kind])
        if item.kind == "issue":
            return "later" if item.uid != self.story.issue else ""
        return "answer" if item.kind == "waiting" and item.state == "nudge 2" else _WAYS[item.kind][0]

    def _do(self, way: str, item: DueItem) -> bool:
        quarter, kind, uid = self.quarter, item.kind, item.uid
        day = quarter.today + timedelta(days=self.dice.randint(1, 9) if self.dice else 3)
        if way == "done":
            return self._done(item)
        if way == "later":
            quarter.later(kind, uid, item.deal_id, day)
        elif way == "new date":
            if item.action_kind in ("hand-over", "playbook", "formal step") or day.isoformat() == item.hard_on:
                return False
            quarter.new_date(kind, uid, day, "they asked for it")
        elif way == "move":
            states = [state for state in ("to do", "doing", "review") if state != item.state]
            quarter.move(uid, self.dice.choice(states) if self.dice else "doing")
        elif way in ("talk", "talk about something"):
            tied = kind == "check-in" and quarter.books.series[uid].tied
            named = uid if way == "talk" and kind == "check-in" and not tied else ""
            quarter.talk(item.deal_id, "all is well", named, status=self._status())
            self._waits_end()
        elif way in ("word", "nudge"):
            whom = item.person or self.story.names[item.deal_id]
            quarter.line(item.deal_id, f"mail to {whom}: a word")
            quarter.books.handle(kind, uid, quarter.today + timedelta(days=1))
        elif way == "answer":
            quarter.line(item.deal_id, f"mail from {item.person}: here it is")
            quarter.books.handle(kind, uid, quarter.today + timedelta(days=1))
            self._waits_end()
        else:
            return self._rest(way, item)
        return True

    def _rest(self, way: str, item: DueItem) -> bool:
        quarter = self.quarter
        tomorrow = quarter.today + timedelta(days=1)
        if way == "hold":
            self.story.debrief(item.deal_id, DebriefKind(item.text))
            quarter.books.handle(item.kind, item.uid, tomorrow.replace(year=2027))
        elif way == "seen":
            if quarter.today.isoformat() > "2026-04-23":
                quarter.write("decided", notice.decide, item.deal_id, NoticeDecision.RENEW.value, quarter.clock.now())
                quarter.books.handle(item.kind, item.uid, tomorrow.replace(year=2027))
            else:
                next_on = quarter.write("seen", notice.seen, item.deal_id, quarter.today, quarter.desk.context)
                quarter.books.handle(item.kind, item.uid, next_on)
        elif way == "close":
            quarter.close(item.uid, "mended")
        elif way == "raise":
            if quarter.books.issues[item.uid].level == 3:
                return False
            quarter.raise_level(item.uid)
        else:
            quarter.done(item.kind, item.uid)
            quarter.books.handle(item.kind, item.uid, tomorrow)
        return True

    def _done(self, item: DueItem) -> bool:
        try:
            self.quarter.done(item.kind, item.uid)
        except Blocked:
            if self.dice is None or self.dice.random() < 0.5:
                return False
            self.quarter.done(item.kind, item.uid, anyway=True)
        return True

    def _status(self) -> str:
        return self.dice.choice(("green", "green", "yellow", "red", "")) if self.dice else "green"

    def _waits_end(self) -> None:
        """Write down what an answer brought back."""
        query = "SELECT uid FROM action WHERE state = 'to do' AND archived_at IS NULL"
        back = {uid for (uid,) in self.quarter.desk.con.execute(query)}
        for row in self.quarter.books.promises.values():
            if row.state == "waiting for them" and row.uid in back:
                row.state = "to do"
