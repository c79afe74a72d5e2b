"""One version of a review as a screen has it: what is stored, what is typed, and the form of the part in front."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk import paths
from dealdesk.errors import NotFound
from dealdesk.exports.report import Report
from dealdesk.store import drafts, leverage_lines, review, review_form
from dealdesk.store.review_parts import day_text
from dealdesk.templates.leverage import load_leverage
from dealdesk.templates.review import Part, load_review
from dealdesk.tui.dialogs.jump import Target
from dealdesk.tui.screens import review_look as look
from dealdesk.tui.screens.deal_edit import known_words
from dealdesk.tui.screens.leverage_keeping import my_record
from dealdesk.tui.screens.review_fields import fields
from dealdesk.tui.screens.review_keeping import TABLE, ReviewKeeping, SlotTexts, taken_up
from dealdesk.tui.widgets.page_meter import Meter
from dealdesk.tui.widgets.part_form import PartForm
from dealdesk.tui.widgets.part_rail import EmptySlot, RailPart
from dealdesk.tui.widgets.suggest import Suggester

if TYPE_CHECKING:
    from dealdesk.store.review_form import FormView
    from dealdesk.tui.screens.base import DeskScreen
    from dealdesk.tui.workspace import CurrentDeal

LEVERAGE = "leverage"


class ReviewState:
    """What the screen of a review shows; it reads the desk and never writes."""

    def __init__(self, screen: DeskScreen, deal: CurrentDeal, version: int | None = None) -> None:
        """Read a version of the review of ``deal``, the newest one where none is named; raises :class:`NotFound`."""
        self._screen, self._desk = screen, screen.workspace.desk
        self.deal, self.version = deal, version
        folder = Path(paths.config_folder())
        self.form = load_review(folder)
        self._sources = load_leverage(folder)
        self._specs = fields(self.form)
        self._known: Mapping[str, Suggester] = {}
        self._record: tuple[str, dict[str, str]] | None = None
        self.view = self._read()
        self.texts, self.keeping = self._begin()

    def _read(self) -> FormView:
        return self._desk.rows(review_form.view, self.deal.id, self._desk.today, self.version)

    def _begin(self) -> tuple[SlotTexts, ReviewKeeping]:
        held = self._held()
        found = {} if self.view.closed else self._desk.rows(drafts.of_row, TABLE, self.view.deal_uid)
        typed = {name: draft for name, draft in found.items() if name in self._specs}
        context = self._desk.context
        shown = {**held, **{name: draft.text for name, draft in typed.items()}}
        texts = SlotTexts(self._specs, shown, context)
        texts.wrong = taken_up(self._specs, typed, context)
        keeping = ReviewKeeping(
            self._screen, texts, uid=self.view.deal_uid, deal_id=self.deal.id, held=held, typed=typed
        )
        return texts, keeping

    def _held(self) -> dict[str, str]:
        return {name: slot.text for name, slot in self.view.slots.items()}

    def read_again(self) -> bool:
        """Read what is stored now into every input that was not typed in; False if it is another version by now.

        Raises :class:`NotFound` when the deal is not there any more.
        """
        before = (self.view.version, self.view.closed)
        try:
            view = self._read()
        except NotFound:
            if self.version is None:
                raise
            self.version = None  # the version was taken back
            return False
        if (view.version, view.closed) != before:
            return False
        self.view, self._record = view, None
        self.keeping.show_held(self._held())
        return True

    @property
    def versions(self) -> list[int]:
        """The numbers of the versions that were opened."""
        return self._desk.rows(review.versions, self.deal.id)

    def part_form(self, number: int) -> PartForm:
        """Return the form of a part, and have it in front from now on."""
        part = self.form.parts[number]
        shown = self.texts.texts()
        names = [slot.id for slot in part.slots]
        made = PartForm(
            [self._specs[name] for name in names],
            self._desk.context,
            texts={name: shown[name] for name in names},
            messages={name: self.texts.wrong[name] for name in names if name in self.texts.wrong},
            suggesters=self._suggesters() if number == 0 else {},
            below=self.record() if part.id == LEVERAGE else "",
            closed=self.view.closed,
        )
        self.texts.turn_to(made)
        for name in names:
            # A field may write what it was given otherwise ("x" as "yes"): that is nothing anybody typed.
            self.keeping.slots[name].text = made.text(name)
        self.show_standings(made, part)
        return made

    def show_standings(self, form: PartForm, part: Part) -> None:
        """Say beside every input of a part where its text comes from."""
        marks = self._desk.rows(leverage_lines.of_deal, self.deal.id) if part.id == LEVERAGE else []
        noted = look.noted(marks)
        for slot in part.slots:
            stands = look.standing(slot, self.view.slots[slot.id], noted)
            form.show_standing(slot.id, stands, touched=not self.keeping.untouched(slot.id))
        if part.id == LEVERAGE:
            form.show_below(self.record())

    def _suggesters(self) -> Mapping[str, Suggester]:
        if not self._known:
            words = self._desk.rows(known_words)
            self._known = {f"head.{name}": words[name] for name in ("owner", "counterparty")}
        return self._known

    def record(self, source: str = "") -> str:
        """Return my record over deals of this type, the words about ``source`` first."""
        if self._record is None:
            self._record = my_record(self._desk, self._sources, self.deal.id)
        head, words = self._record
        lines = [words.get(source, ""), *(line for of, line in words.items() if of != source)]
        return f"{head} {'; '.join(filter(None, lines))}".rstrip()

    # What is drawn.

    def rail(self) -> list[RailPart]:
        """Return the parts with their counts."""
        return look.rail_parts(self.form, review_form.by_part(self.view), set(self.keeping.open_ones()))

    def empty(self) -> list[EmptySlot]:
        """Return the inputs that are empty."""
        return look.empty_slots(self.form, self.view, self.texts.texts())

    def targets(self) -> list[Target]:
        """Return all inputs as they can be jumped to."""
        return look.targets(self.form, self.view, self.texts.texts())

    def first_open(self) -> str:
        """Return the first input that can't be read, else the first that is empty, else the first of all."""
        wrong = (slot.id for slot in self.form.slots if slot.id in self.texts.wrong)
        empty = (one.slot for one in self.empty())
        return next(wrong, None) or next(empty, None) or self.form.slots[0].id

    def meter(self, part: int) -> Meter:
        """Return how full form and page are."""
        filled = review_form.filled(self.view)
        return look.meter(self.form, self.view, self.form.parts[part], self.printed(), filled, self.heading)

    def printed(self) -> dict[str, str]:
        """Return the texts as the page has them, what is being typed included."""
        typed = self.texts.texts()
        return {
            name: slot.printed if self.keeping.untouched(name) else typed[name]
            for name, slot in self.view.slots.items()
        }

    @property
    def heading(self) -> str:
        """What stands under the title of the page."""
        view, today = self.view, day_text(self._desk.today)
        return Report(self.deal.ref, self.deal.title, view.version, view.closed, today).heading
