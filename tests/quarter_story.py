"""What happens in the quarter whoever lives it: three deals are signed, filled in, and go as deals go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dealdesk.domain.line_grammar import Line
from dealdesk.domain.vocabulary import DebriefKind
from dealdesk.store import debriefs, forms, lines, registers, signing, terms, together, waiting, who_to_call
from dealdesk.store.uid import new_uid
from dealdesk.templates.load import load_sections
from tests.desks import add_deal, uid_of
from tests.quarter import Quarter
from tests.quarter_books import Promise
from tests.quarter_checkins import Series
from tests.quarter_sums import FORTNIGHTLY, MONTHLY, QUARTERLY, WEEKLY, Every

SIGNED, LAST_DAYS = date(2026, 1, 30), 95
"""Friday at five; the quarter ends on Tuesday 5 May."""
AWAY = (date(2026, 3, 9), date(2026, 3, 15))
DELIVERY, DELIVERED = date(2026, 3, 12), date(2026, 3, 19)
NOTICE_BY = date(2026, 4, 30)

#: Lines that are for us alone; none of them may stand on a page for the other side.
INNER = (
    "Their buyer answers nothing before noon",
    "We count on their launch date",
    "Ask for the uptime history earlier",
    "They may be bought this year",
    "Keep a second host warm",
    "Dana is tired of our tickets",
    "We walk away above 100k",
)


class Story:
    """The deals, and what is worth a name in them."""

    def __init__(self, quarter: Quarter) -> None:
        self.quarter = quarter
        self.client = self._deal("Booking app", "Acme Travel", "client", "84k EUR")
        self.vendor = self._deal("Hosting", "Borealis", "vendor", "12k EUR per year")
        self.partner = self._deal("Joint webinars", "Cedar Labs", "partner", "40k EUR")
        self.names = {self.client: "Dana Reyes", self.vendor: "Bo Lind", self.partner: "Cem Aydin"}
        self.issue = self.deliverable = self.report = self.accounts = self.pilot = self.key = ""
        self.wait_since: date | None = None

    def _deal(self, title: str, party: str, kind: str, amount: str) -> int:
        return add_deal(self.quarter.desk, title, party, type=kind, amount=amount)

    # -- signing --------------------------------------------------------------------------------------------------

    def sign(self) -> None:
        """Sign all three on Friday at five."""
        self.quarter.at(SIGNED, 17)
        for deal, name in self.names.items():
            self.quarter.add("deal_person", deal, name=name, side="them")
        self._sign(self.client, deliverable_on="2026-03-12", invoice_on="2026-03-31", review_on="2026-04-15",
                   check_ins="weekly, then every 2 weeks")  # fmt: skip
        self._sign(self.vendor, start_on="2026-01-31", end_on="2026-07-31", notice="3 months", renewal="1 year",
                   check_ins="every 2 weeks, then monthly; business review: quarterly; billing: monthly")  # fmt: skip
        self._sign(self.partner, start_on="2026-02-02", check_ins="weekly, then monthly; strategy review: quarterly",
                   follow_through="light")  # fmt: skip
        self._schedule(self.client, "", SIGNED, WEEKLY, FORTNIGHTLY)
        start = date(2026, 1, 31)
        self._schedule(self.vendor, "", start, FORTNIGHTLY, MONTHLY)
        self._schedule(self.vendor, "business review", start, None, QUARTERLY)
        self._schedule(self.vendor, "billing", start, None, MONTHLY)
        self._schedule(self.partner, "", date(2026, 2, 2), WEEKLY, MONTHLY)
        self._schedule(self.partner, "strategy review", date(2026, 2, 2), None, QUARTERLY)
        for row in self.quarter.books.series.values():
            row.begin(SIGNED)
        self.deliverable = self._made(self.client, "deliverable")
        self._modes()

    def _sign(self, deal: int, **texts: str) -> None:
        quarter = self.quarter
        quarter.write("signed", signing.sign, deal, texts, quarter.desk.context, quarter.clock.now())
        rows = quarter.desk.con.execute(
            "SELECT uid, kind, due_on, soft_on FROM action WHERE deal_id = ? AND archived_at IS NULL", (deal,)
        ).fetchall()
        for uid, kind, due_on, soft_on in rows:
            due, best = (date.fromisoformat(day) if day else None for day in (due_on, soft_on))
            quarter.books.promises[uid] = Promise(uid, deal, "us", kind, due, best)

    def _made(self, deal: int, kind: str) -> str:
        return next(row.uid for row in self.quarter.books.promises.values() if (row.deal, row.kind) == (deal, kind))

    def checkin(self, deal: int, purpose: str = "") -> Series:
        return next(row for row in self.quarter.books.of(deal) if row.purpose == purpose)

    def _schedule(self, deal: int, purpose: str, anchor: date, early: Every | None, later: Every | None) -> None:
        query = "SELECT uid FROM checkin WHERE deal_id = ? AND purpose = ? AND archived_at IS NULL"
        uid = str(self.quarter.desk.con.execute(query, (deal, purpose)).fetchone()[0])
        self.quarter.books.series[uid] = Series(uid, deal, purpose, anchor, early, later)

    def _modes(self) -> None:
        """Count some from the start, one with missed ones; tie one to the first delivery; name the longest time."""
        quarter = self.quarter
        for deal, purpose, mode in (
            (self.vendor, "", "fixed"),
            (self.vendor, "billing", "fixed"),
            (self.partner, "", "catch-up"),
        ):
            row = self.checkin(deal, purpose)
            quarter.set("checkin", row.uid, mode=mode)
            row.mode = mode
        usual = self.checkin(self.client)
        quarter.set("checkin", usual.uid, maximum="3 weeks", agreed_on="today", goal="a pilot that people use")
        usual.longest = 21
        usual.late_after = date(2026, 2, 20)
        tied = quarter.add("checkin", self.client, purpose="ready to deliver", tied="4 days before First deliverable")
        quarter.books.series[tied] = Series(tied, self.client, "ready to deliver", SIGNED, None, None)
        quarter.books.series[tied].tie(DELIVERY, -4)

    # -- registers ------------------------------------------------------------------------------------------------

    def fill_in(self) -> None:
        """Write down on the first Monday what was agreed, who is called, what is watched."""
        self._actions()
        self._terms()
        quarter = self.quarter
        for deal in self.names:
            quarter.write("together", together.begin, deal)
            quarter.add("contact", deal, matter="delivery", side="them", person=self.names[deal], response="4 h")
            quarter.write("called", who_to_call.fill_with_me, deal)
            self._metrics(deal)
        quarter.add("need", self.client, text="the brand kit", side="us", kind="data", since="today")
        quarter.add("need", self.client, text="a test phone", side="them", kind="technical")
        quarter.add("glossary", self.client, word="go-live", meaning="the first booking that is paid")
        quarter.add("risk", self.client, text=INNER[3], mitigation=INNER[4])
        quarter.add("note", self.client, text=INNER[5])
        quarter.add("ladder", self.client, level="2", names="Ops and Dana Reyes")
        quarter.add("give_take", self.partner, text="two workshops", side="us", unit="hours", quantity="16")
        quarter.add("give_take", self.partner, text="one workshop", side="them", unit="hours", quantity="9")
        quarter.add("disagreement", self.vendor, points="What counts as an outage", remedies="count from 5 minutes on")

    def _actions(self) -> None:
        quarter = self.quarter
        self.accounts = quarter.promise(
            self.client, "Give us the test accounts", date(2026, 2, 10), "them", action_class="working",
            owner="Dana Reyes",
        )  # fmt: skip
        self.pilot = quarter.promise(
            self.client, "Pilot with ten users", date(2026, 2, 27), action_class="strategic",
            blocked_by="Give us the test accounts", done_when="ten people booked a trip", owner="me",
        )  # fmt: skip
        self.report = quarter.promise(
            self.client, "Data model in writing", date(2026, 2, 13), action_class="binding", review_days="5",
            how_we_check="their architect reads it", owner="me",
        )  # fmt: skip
        self.key = quarter.promise(self.vendor, "Send the uptime list", date(2026, 2, 27), "them", owner="Bo Lind")
        quarter.promise(self.vendor, "Move the backups", date(2026, 3, 31), action_class="binding", owner="me")
        quarter.promise(self.partner, "Slides of the first webinar", date(2026, 2, 20), owner="me")
        quarter.promise(self.partner, "Invite their customers", date(2026, 2, 24), "them", owner="Cem Aydin")
        quarter.promise(self.partner, "A page for both logos", None)

    def _terms(self) -> None:
        quarter = self.quarter
        texts = (("Reports every month", "gave"), ("Support on weekdays", "got"), ("The law of Norway", ""))
        made = [quarter.add("term", self.client, what=what, kind="other", trade=trade) for what, trade in texts]
        quarter.add("term", self.client, what="84k in three parts", kind="commercial")
        quarter.write("linked", terms.link, made[0], self.report)
        quarter.write("said so", terms.information_only, made[2])

    def _metrics(self, deal: int) -> None:
        for name, family, target in (
            ("Bookings a week", "value", "at least 40"),
            ("On-time delivery", "operational", "98 %"),
            ("How content they are", "relationship", "at least 4"),
        ):
            self.quarter.add("metric", deal, name=name, family=family, target=target, owner="me")

    # -- days -----------------------------------------------------------------------------------------------------

    @property
    def events(self) -> dict[date, Callable[[], object]]:
        """What happens on which day, whatever else one does."""
        quarter = self.quarter
        return {
            date(2026, 2, 2): self.fill_in,
            date(2026, 2, 3): lambda: self.debrief(self.client, DebriefKind.FIRST),
            date(2026, 2, 9): self._ask,
            date(2026, 2, 11): lambda: self._review_begins(),
            date(2026, 2, 18): self._readings,
            date(2026, 2, 25): self._another_day,
            date(2026, 3, 5): lambda: quarter.add(
                "give_take", self.partner, text="three more workshops", side="us", unit="hours", quantity="24"
            ),
            date(2026, 3, 18): self._readings,
            date(2026, 3, 24): lambda: self.debrief(self.client, DebriefKind.SECOND),
            date(2026, 3, 26): self._breaks,
            date(2026, 3, 28): lambda: self._climbs(12),
            date(2026, 3, 31): lambda: self._climbs(16),
            date(2026, 4, 8): self._mended,
            date(2026, 4, 14): lambda: quarter.issue(self.vendor, "No backup for two nights", severe="yes"),
            date(2026, 4, 21): self._readings,
        }

    def debrief(self, deal: int, kind: DebriefKind) -> None:
        quarter = self.quarter
        number = quarter.write(
            "started", debriefs.start, deal, kind, 45, load_sections(), quarter.clock.now(), participants="MK"
        )
        texts = (("friction", INNER[0]), ("worked", INNER[1]), ("missed", INNER[2]))
        for section, text in texts if kind is DebriefKind.FIRST else ():
            if text not in {row.text for row in quarter.desk.rows(lines.of_section, section, deal)}:
                quarter.write("a line", lines.add, section, deal, number, Line(text))
        quarter.write("ended", debriefs.finish, number, quarter.clock.now())

    def _ask(self) -> None:
        """Ask for the test accounts, and wait for them."""
        quarter = self.quarter
        row = quarter.books.promises[self.accounts]
        if row.state == "done":
            return
        person = quarter.desk.con.execute("SELECT id FROM person WHERE name = 'Dana Reyes'").fetchone()[0]
        args = (self.client, person, "the test accounts", "mail", quarter.desk.context, quarter.clock.now())
        number = quarter.desk.con.execute("SELECT id FROM action WHERE uid = ?", (self.accounts,)).fetchone()[0]
        quarter.write("waits", waiting.begin, *args, action_id=number)
        row.state, row.handed_on, self.wait_since = "waiting for them", None, quarter.today

    def _review_begins(self) -> None:
        if self.quarter.books.promises[self.report].state != "done":
            self.quarter.move(self.report, "review")

    def _readings(self) -> None:
        quarter = self.quarter
        month = quarter.today.month
        for deal in self.names:
            for name, value in (("Bookings", 20 + 5 * month), ("On-time", 95.5 + month), ("content", 3 + month / 10)):
                quarter.add("metric_reading", deal, metric=name, value=str(value))
            quarter.add("pulse", deal, score="4", five="answers on the same day", person=self.names[deal])

    def _another_day(self) -> None:
        """Agree with them on a later day for the delivery."""
        if self.quarter.books.promises[self.deliverable].state != "done":
            self.quarter.new_date("action", self.deliverable, DELIVERED, "their data came late", "the dark theme")

    def _breaks(self) -> None:
        """Something breaks after working hours."""
        self.quarter.at(self.quarter.today, 19, 30)
        self.issue = self.quarter.issue(
            self.client, "Bookings are lost at night", facts="12 of 80 since Monday", root_cause="one queue too few"
        )

    def _climbs(self, hour: int) -> None:
        row = self.quarter.books.issues[self.issue]
        if not row.closed and row.level < 3:
            self.quarter.at(self.quarter.today, hour)
            self.quarter.raise_level(self.issue)

    def _mended(self) -> None:
        if not self.quarter.books.issues[self.issue].closed:
            self.quarter.close(self.issue, "a second queue, and an alarm at ten lost bookings")

    # -- the last day ---------------------------------------------------------------------------------------------

    def last_day(self) -> list[Callable[[], object]]:
        """Return one command of every kind, for undo to take back."""
        quarter, client, vendor = self.quarter, self.client, self.vendor
        now, context = quarter.clock.now, quarter.desk.context
        fresh = new_uid()
        need = str(quarter.desk.con.execute("SELECT uid FROM need WHERE met_on IS NULL ORDER BY id").fetchone()[0])
        return [
            lambda: quarter.promise(client, "One more report", date(2026, 5, 8), owner="me", review_days="3"),
            lambda: quarter.move(list(quarter.books.promises)[-1], "doing"),
            lambda: quarter.move(list(quarter.books.promises)[-1], "review"),
            lambda: quarter.new_date("action", list(quarter.books.promises)[-1], date(2026, 5, 12), "they asked"),
            lambda: quarter.done("action", list(quarter.books.promises)[-1]),
            lambda: quarter.line(client, "mail to Dana: the price list?", waiting_for="the price list"),
            lambda: quarter.line(client, "mail from Dana: here it is"),
            lambda: quarter.talk(client, "all is well", self.checkin(client).uid, status="green", win="500 bookings"),
            lambda: quarter.talk(vendor, "the quarter", self.checkin(vendor, "business review").uid, status="yellow"),
            lambda: quarter.issue(client, "The app is slow"),
            lambda: quarter.raise_level(list(quarter.books.issues)[-1]),
            lambda: quarter.close(list(quarter.books.issues)[-1], "a larger machine"),
            lambda: quarter.add("metric_reading", client, metric="Bookings", value="61"),
            lambda: quarter.add("pulse", client, score="5"),
            lambda: quarter.add("give_take", self.partner, text="a talk", side="them", unit="hours", quantity="4"),
            lambda: quarter.write("met", registers.mark, "need", need, "met_on", quarter.today),
            lambda: quarter.set("checkin", self.checkin(client).uid, often="every 3 weeks"),
            lambda: quarter.write("made", forms.create, "term", fresh, client, {"what": "A term"}, context, now()),
            lambda: quarter.write("kept", terms.make, fresh, context, now()),
            lambda: self.debrief(vendor, DebriefKind.MILESTONE),
            lambda: quarter.set("deal", uid_of(quarter.desk, "deal", vendor), end_on="2026-09-30"),
        ]
