"""How a review is shown: its counts, what is empty, where each text comes from, how full the page is. Plain data."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from dealdesk.counts import counted
from dealdesk.domain import page_fit
from dealdesk.domain.leverage import Mark, shown, standings
from dealdesk.templates.review import Part, ReviewForm, SlotSpec
from dealdesk.tui.dialogs.jump import Target
from dealdesk.tui.widgets.page_meter import Meter
from dealdesk.tui.widgets.part_rail import EmptySlot, RailPart
from dealdesk.tui.widgets.slot_row import Standing

if TYPE_CHECKING:
    from dealdesk.store.review_form import FormView, SlotDiff, SlotView

#: What the entries of an input are called that holds several.
_NOUNS = {
    "outcome.commercial": "term",
    "outcome.other": "term",
    "outcome.trades": "trade",
    "follow.checkins": "check-in",
    "follow.metrics": "metric",
    "follow.contacts": "contact",
}
_CHOSEN = {"pulled": "", "picked": ", chosen"}


def rail_parts(form: ReviewForm, counts: Mapping[str, tuple[int, int]], unsettled: Collection[str]) -> list[RailPart]:
    """Return the parts with their counts; ``unsettled`` are the slots that hold what is not part of the record."""
    waiting = {slot.partition(".")[0] for slot in unsettled}
    return [
        RailPart(part.number, part.title, part.short, *counts.get(part.id, (0, len(part.slots))), part.id in waiting)
        for part in form.parts
    ]


def empty_slots(form: ReviewForm, view: FormView, texts: Mapping[str, str]) -> list[EmptySlot]:
    """Return the inputs that say nothing and hold no ``texts``, in the order of the page."""
    return [
        EmptySlot(slot.id, part.number, slot.label)
        for part in form.parts
        for slot in part.slots
        if not (view.slots[slot.id].answered or texts[slot.id])
    ]


def place_of(form: ReviewForm, slot_id: str) -> tuple[Part, SlotSpec]:
    """Return a slot and its part; a KeyError names one there is not."""
    for part in form.parts:
        for slot in part.slots:
            if slot.id == slot_id:
                return part, slot
    raise KeyError(slot_id)


def targets(form: ReviewForm, view: FormView, texts: Mapping[str, str]) -> list[Target]:
    """Return all inputs as they can be jumped to."""
    return [
        Target(slot.id, f"{part.number} {part.title}", slot.label, bool(view.slots[slot.id].answered or texts[slot.id]))
        for part in form.parts
        for slot in part.slots
    ]


class Noted(NamedTuple):
    """What was noted of a source of leverage."""

    words: str
    """What was counted on, and what shows that it moved them."""
    quote: str


def standing(slot: SlotSpec, view: SlotView, leverage: Mapping[str, Noted]) -> Standing:
    """Return what is said beside an input; ``leverage`` is what was noted, by source."""
    aside, quote = "", ""
    if slot.kind == "tick":
        aside, quote = leverage.get(slot.id.partition(".")[2], Noted("", ""))
    elif len(view.tokens) > 1:
        aside = counted(len(view.tokens), _NOUNS.get(slot.id, "line"))
    elsewhere = () if view.source == "deal" or not view.text else view.elsewhere
    source = ""
    if view.source in _CHOSEN and (slot.kind != "tick" or "debrief" in elsewhere):
        # What stands nowhere else was said in a debrief.
        source = f"from the {elsewhere[0] if elsewhere else 'debrief'}{_CHOSEN[view.source]}"
    # A tick is nothing one rewords.
    return Standing(source, view.candidates, () if slot.kind == "tick" else elsewhere, aside, quote)


def noted(marks: Sequence[Mark]) -> dict[str, Noted]:
    """Return, by source of leverage, what was counted on and what shows that it moved them."""
    stands = standings(marks)
    quotes = {mark.source: mark.quote for mark in marks if not mark.driver}
    found = {}
    for source in {source for source, _driver in stands}:
        mark = shown(stands, source)
        words = ["counted on"] * mark.counted_on + [mark.shown_evidence] * bool(mark.shown_evidence)
        found[source] = Noted(" · ".join(words), quotes.get(source, ""))
    return found


def meter(form: ReviewForm, view: FormView, part: Part, texts: Mapping[str, str], filled: int, heading: str) -> Meter:
    """Return how full the form and its page are with the texts as they stand."""
    found = page_fit.fit(form, texts, above=heading)
    over = None
    if found.over:
        slot, lines = max(found.over, key=lambda one: one[1])
        number, spec = place_of(form, slot)
        over = (f"{number.number} {spec.label}", lines)
    title = f"{part.number} {part.title}"
    note = f"Only to read: {title}" if view.closed else ""
    return Meter(title, filled, len(form.slots), found.percent, found.lines_free, over, note)


def differences(form: ReviewForm, found: Sequence[SlotDiff]) -> str:
    """Return what differs between two versions as lines of text, part by part."""
    by_slot = {one.slot: one for one in found}
    lines: list[str] = []
    for part in form.parts:
        changed = [slot for slot in part.slots if slot.id in by_slot]
        if not changed:
            continue
        lines += ["", f"{part.number} {part.title}"]
        for slot in changed:
            one = by_slot[slot.id]
            first, second = (_shown(slot, text) for text in (one.first, one.second))
            lines += [f"  {slot.label}", f"    1  {first}", f"    2  {second}"]
    same = len(form.slots) - len(by_slot)
    return "\n".join([f"{len(by_slot)} of {len(form.slots)} inputs differ, {same} are the same.", *lines])


def _shown(slot: SlotSpec, text: str) -> str:
    if slot.kind == "tick":
        return "yes" if text else "no"
    return text or "(empty)"
