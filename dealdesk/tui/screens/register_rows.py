"""How each row of a register becomes a line of the deal page, and what stands beside the headings."""

from __future__ import annotations

from collections.abc import Sequence

from dealdesk.domain.balance import much
from dealdesk.domain.decimals import show_decimal
from dealdesk.domain.metrics import mix_words, target_words, trend_words
from dealdesk.domain.registers import Unit
from dealdesk.domain.sparkline import sparkline
from dealdesk.domain.vocabulary import Side
from dealdesk.store import registers, together
from dealdesk.store.metrics import MetricLine, ReadingLine
from dealdesk.store.registers import DisagreementLine, ExpectationLine, NeedLine, PulseLine, RiskLine, WordLine
from dealdesk.store.together import ArrangementLine, BalanceLine, GivenLine
from dealdesk.store.who_to_call import Call, Calls, Pair
from dealdesk.tui.screens.deal_columns import REST
from dealdesk.tui.screens.deal_rows import Scene, joined, short_day
from dealdesk.tui.widgets.row_source import Row

_NOBODY = "nobody yet"


def metric(line: MetricLine, _scene: Scene) -> Row:
    """Return a metric as a line: its last reading of its target, its course, who answers for it."""
    last = line.values[-1] if line.values else None
    return Row(
        {
            "kind": line.family or "no family",
            "what": line.name,
            **_value(last, line.target),
            "trend": sparkline(line.values),
            "against": _against(last, line.target),
            "by": line.owner or "owner --",
            REST: joined(
                f"measured: {line.measured}" if line.measured else "",
                f"report: {line.report}" if line.report else "",
                f"reviewed by {line.reviewer}" if line.reviewer else "",
            ),
        },
        looks={"by": "muted"},
    )


def _value(value: float | None, target: str) -> dict[str, str]:
    """Return the cells of a reading and its target: "99.93", "vs at least 99.9 %"."""
    if value is None:
        return {"value": "--", "target": f"vs {target}" if target else "no reading yet"}
    return {"value": show_decimal(value), "target": f"vs {target}" if target else "no target"}


def _against(value: float | None, target: str) -> str:
    """Return how far a reading is off: the target stands beside it already."""
    words = target_words(value, target) if value is not None else ""
    return words.replace(" target by ", " by ")


def metrics_more(lines: Sequence[MetricLine], _scene: Scene) -> str:
    """Return how many there are and which family has none."""
    return mix_words([line.family for line in lines])


def reading(line: ReadingLine, scene: Scene) -> Row:
    """Return a reading as a line."""
    cells = {"kind": short_day(line.on, scene.today), "what": line.metric, **_value(line.value, line.target)}
    return Row({**cells, "against": _against(line.value, line.target), "by": line.note}, looks={"by": "muted"})


def pulse(line: PulseLine, scene: Scene) -> Row:
    """Return a pulse as a line."""
    who = f", {line.person}" if line.person else ""
    five = f": a 5 with {line.five}" if line.five else ""
    return Row({"kind": short_day(line.on, scene.today), "what": f"{line.score} of 5{who}{five}"})


def pulses_more(lines: Sequence[PulseLine], _scene: Scene) -> str:
    """Return the trend of the pulse."""
    return trend_words([line.score for line in reversed(lines)])


def risk(line: RiskLine, scene: Scene) -> Row:
    """Return a risk as a line; the top three are marked."""
    if line.closed_on:
        rank = f"over {short_day(line.closed_on, scene.today).partition(' ')[2]}"
    else:
        rank = f"top {line.rank}" if line.rank <= registers.TOP else ""
    looked = f"looked at {short_day(line.reviewed_on, scene.today)}" if line.reviewed_on else ""
    return Row(
        {"kind": rank, "what": line.text, "more": joined(looked, line.mitigation or "no answer yet")},
        look="muted" if line.closed_on else "",
        looks={"more": "muted"},
    )


def disagreement(line: DisagreementLine, scene: Scene) -> Row:
    """Return what is seen differently as a line."""
    settled = f"settled {short_day(line.closed_on, scene.today).partition(' ')[2]}" if line.closed_on else "open"
    sent = f"sent to all {short_day(line.circulated_on, scene.today)}" if line.circulated_on else "not sent to all"
    return Row(
        {"kind": settled, "what": line.points, "more": joined(line.remedies, line.timeline, sent)},
        look="muted" if line.closed_on else "",
        looks={"more": "muted"},
    )


def contact(line: Pair, _scene: Scene) -> Row:
    """Return whom both sides call about a matter as a line; a free place says so."""
    return Row(
        {"kind": line.matter, "what": f"ours: {_callers(line.ours)}", "more": f"theirs: {_callers(line.theirs)}"},
        look="" if line.named else "muted",
    )


def _callers(calls: Sequence[Call]) -> str:
    named = [call for call in calls if call.name]
    return " and ".join(map(_caller, named)) or _NOBODY


def _caller(call: Call) -> str:
    response = f"({call.response})" if call.response else ""
    return " ".join(part for part in (call.name, response, call.address) if part)


def contacts_more(lines: Sequence[Pair], _scene: Scene) -> str:
    """Return how many places of the grid are filled."""
    named, free = sum(len(line.named) for line in lines), sum(len(line.free) for line in lines)
    return f"{named} of {named + free}" if free else ""


def calls(line: Calls, _scene: Scene) -> Row:
    """Return the whole grid in one line, ours before theirs."""
    told = []
    for pair in line.pairs:
        ours, theirs = (", ".join(call.name for call in side if call.name) for side in (pair.ours, pair.theirs))
        told.append(f"{pair.matter}: {ours or '--'} | {theirs or '--'}")
    return Row({"kind": "ours | theirs", "what": "   ".join(told)})


def need(line: NeedLine, scene: Scene) -> Row:
    """Return a need as a line."""
    who = "we need" if line.side == Side.US else "they need"
    met = f"there since {short_day(line.met_on, scene.today)}" if line.met_on else ""
    since = f"since {short_day(line.since, scene.today)}" if line.since and not met else ""
    return Row(
        {"kind": who, "what": line.text, "more": joined(met, since, line.kind)},
        look="muted" if met else "",
        looks={"more": "muted"},
    )


def expectation(line: ExpectationLine, _scene: Scene) -> Row:
    """Return what was expected at signing as a line."""
    said = "" if line.met is None else "met" if line.met else "not met"
    return Row(
        {"kind": "we expect" if line.side == Side.US else "they expect", "what": line.text, "more": said},
        look="muted" if line.met else "",
        looks={"more": "warning" if line.met is False else "muted"},
    )


def needs_more(lines: Sequence[NeedLine], _scene: Scene) -> str:
    """Return how many are still open."""
    still = sum(not line.met_on for line in lines)
    return "" if still == len(lines) else f"{still} open" if still else "all there"


def arrangement(line: ArrangementLine, _scene: Scene) -> Row:
    """Return a point about working together as a line."""
    return Row({"kind": _SHORT.get(line.topic, line.topic), "what": line.text})


_SHORT = {"who decides what": "who decides", "how conflict is raised": "conflict"}


def given(line: GivenLine, scene: Scene) -> Row:
    """Return a contribution as a line."""
    counted = much(line.quantity, line.unit) if line.quantity is not None else line.unit
    unit = "money" if line.unit == Unit.MONEY and line.quantity is not None else ""
    by = "ours" if line.side == Side.US else "theirs"
    more = joined(f"{counted} {unit}".strip(), short_day(line.on, scene.today))
    return Row({"kind": by, "what": line.text, "more": more})


def given_more(lines: Sequence[GivenLine], _scene: Scene) -> str:
    """Return how many contributions are in no balance."""
    count = together.uncounted(lines)
    return f"{count} not counted: no quantity" if count else ""


def balance(line: BalanceLine, _scene: Scene) -> Row:
    """Return the balance of a unit as a line, with what to ask for where it is out of balance."""
    one = line.balance
    return Row(
        {"kind": one.unit, "what": one.words, "more": one.proposal}, looks={"kind": "warning"} if one.is_out else {}
    )


def word(line: WordLine, _scene: Scene) -> Row:
    """Return a word of the glossary as a line."""
    return Row({"kind": line.word, "what": line.meaning})
