"""How each row of a register becomes a line of the deal page, and what stands beside the headings."""

from __future__ import annotations

from collections.abc import Sequence

from dealdesk.domain.decimals import show_decimal
from dealdesk.domain.metrics import mix_words, target_words, trend_words
from dealdesk.domain.sparkline import sparkline
from dealdesk.domain.vocabulary import Side
from dealdesk.store import registers, together
from dealdesk.store.metrics import MetricLine, ReadingLine
from dealdesk.store.registers import DisagreementLine, NeedLine, PulseLine, RiskLine, WordLine
from dealdesk.store.together import ArrangementLine, GivenLine
from dealdesk.store.who_to_call import BLANK, Call
from dealdesk.tui.screens.deal_rows import Scene, joined, short_day
from dealdesk.tui.widgets.row_source import Row

_NOBODY = "nobody yet"


def metric(line: MetricLine, _scene: Scene) -> Row:
    """Return a metric as a line: its last reading against its target, its course, who answers for it."""
    last = line.values[-1] if line.values else None
    words = target_words(last, line.target) if last is not None else ""
    target = f"target {line.target}" if line.target else "no target"
    return Row(
        {
            "kind": line.family or "no family",
            "what": f"{line.name}: {'no reading yet' if last is None else show_decimal(last)}",
            "more": joined(sparkline(line.values), words or target, line.owner or "owner --"),
        },
        looks={"more": "muted"},
    )


def metrics_more(lines: Sequence[MetricLine], _scene: Scene) -> str:
    """Return how many there are and which family has none."""
    return mix_words([line.family for line in lines])


def reading(line: ReadingLine, scene: Scene) -> Row:
    """Return a reading as a line."""
    words = target_words(line.value, line.target)
    what = f"{line.metric}: {show_decimal(line.value)}"
    more = joined(words, line.note)
    return Row({"kind": short_day(line.on, scene.today), "what": what, "more": more}, looks={"more": "muted"})


def pulse(line: PulseLine, scene: Scene) -> Row:
    """Return a pulse as a line."""
    five = f": a 5 with {line.five}" if line.five else ""
    return Row({"kind": short_day(line.on, scene.today), "what": f"{line.score} of 5{five}", "more": line.person})


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


def contact(line: Call, _scene: Scene) -> Row:
    """Return who is called as a line; a free place says so."""
    whose = "ours" if line.side == Side.US else "theirs"
    free = line.uid.startswith(BLANK)
    within = f"answers within {line.response}" if line.response else ""
    return Row(
        {"kind": whose, "what": f"{line.matter}: {line.name or _NOBODY}", "more": joined(within, line.address)},
        look="muted" if free else "",
        looks={"more": "muted"},
    )


def contacts_more(lines: Sequence[Call], _scene: Scene) -> str:
    """Return how many places of the grid are filled."""
    named = sum(not line.uid.startswith(BLANK) for line in lines)
    return f"{named} of {len(lines)}" if named < len(lines) else ""


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


def needs_more(lines: Sequence[NeedLine], _scene: Scene) -> str:
    """Return how many are still open."""
    still = sum(not line.met_on for line in lines)
    return f"{still} open" if still < len(lines) else ""


def arrangement(line: ArrangementLine, _scene: Scene) -> Row:
    """Return a point about working together as a line."""
    return Row({"kind": _SHORT.get(line.topic, line.topic), "what": line.text})


_SHORT = {"who decides what": "who decides", "how conflict is raised": "conflict"}


def given(line: GivenLine, scene: Scene) -> Row:
    """Return a contribution as a line."""
    much = f"{show_decimal(line.quantity)} {line.unit}".strip() if line.quantity is not None else line.unit
    by = "ours" if line.side == Side.US else "theirs"
    return Row({"kind": by, "what": line.text, "more": joined(much, short_day(line.on, scene.today))})


def given_more(lines: Sequence[GivenLine], _scene: Scene) -> str:
    """Return the balance of each unit, what is out of balance first."""
    found = sorted(together.balance(tuple(lines)), key=lambda one: not one.is_out)
    return "; ".join(one.words for one in found)


def word(line: WordLine, _scene: Scene) -> Row:
    """Return a word of the glossary as a line."""
    return Row({"kind": line.word, "what": line.meaning})
