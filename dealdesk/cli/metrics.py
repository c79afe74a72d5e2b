"""The metrics of a deal from the shell: what both sides watch and how it went; a reading or a pulse added in a line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading
from dealdesk.cli.output import say
from dealdesk.cli.printable import fit
from dealdesk.domain.decimals import read_decimal, show_decimal
from dealdesk.domain.metrics import mix_words, target_words, trend_words
from dealdesk.domain.registers import Family
from dealdesk.domain.sparkline import sparkline
from dealdesk.errors import InputRefused, UsageError
from dealdesk.store import deal_lines, registers
from dealdesk.store import metrics as store
from dealdesk.text import clean, fold

if TYPE_CHECKING:
    from dealdesk.cli.main import Call
    from dealdesk.store.deal_lines import DealLine
    from dealdesk.store.desk import Desk
    from dealdesk.store.metrics import MetricLine
    from dealdesk.store.registers import PulseLine

#: What a pulse is called where a metric could be; a metric of that very name comes first.
PULSE = "pulse"
#: Of the document that ``--json`` prints; it changes when a name in it goes or means something else.
VERSION = 1
_FAMILIES = tuple(family.value for family in Family)
_LABEL_CELLS = 14


def metrics(call: Call) -> int:
    """Show the metrics of a deal or the readings of one of them, or add a reading."""
    words = call.words
    if not all(map(str.strip, words.words)):
        raise UsageError("A name and a value can't be empty: dealdesk metrics DEAL NAME VALUE.")
    given = [f"--{option}" for option in ("on", "note", "who") if getattr(words, option)]
    with reading(call) as desk:
        deal = desk.rows(deal_lines.pick, words.deal)
        name, value = _parted(words.words, {fold(clean(line.name)) for line in desk.rows(store.of_deal, deal.id)})
        if given and not value:
            raise UsageError(f"{given[0]} is for a reading that is added: dealdesk metrics DEAL NAME VALUE.")
        if not name:
            _show(call, desk, deal)
        elif _is_pulse(desk, deal, name):
            if value:
                _add_pulse(call, desk, deal, value)
            else:
                _list_pulses(call, desk, deal)
        else:
            line = desk.rows(store.pick, deal.id, name)
            if value:
                _add_reading(call, desk, deal, line, value)
            else:
                _list_readings(call, desk, deal, line)
    return 0


def _parted(words: Sequence[str], known: Collection[str]) -> tuple[str, str]:
    """Return the name and the value; the value begins with the first word from which on all reads as one number.

    Words that are the name of a ``known`` metric, such as "Top 5", hold no value.
    """
    if fold(clean(" ".join(words))) in known:
        return " ".join(words), ""
    for at in range(1, len(words)):
        if read_decimal(" ".join(words[at:])) is not None:
            return " ".join(words[:at]), " ".join(words[at:])
    return (words[0], " ".join(words[1:])) if words else ("", "")


def _is_pulse(desk: Desk, deal: DealLine, name: str) -> bool:
    names = {fold(clean(line.name)) for line in desk.rows(store.of_deal, deal.id)}
    return fold(clean(name)) == PULSE and PULSE not in names


def _show(call: Call, desk: Desk, deal: DealLine) -> None:
    found = desk.rows(store.of_deal, deal.id)
    pulses = desk.rows(registers.pulses, deal.id)
    order = (*_FAMILIES, "")
    lines = sorted(found, key=lambda line: order.index(line.family if line.family in order else ""))
    mix = mix_words([line.family for line in lines])
    if call.words.json:
        missing = [family for family in _FAMILIES if family not in {line.family for line in lines}]
        rows = [_row(line) for line in lines]
        pulse = _pulse(pulses)
        call.output.record({**_head(deal), "metrics": rows, "mix": mix, "missing": missing, "pulse": pulse})
    elif call.words.plain:
        names = ("family", "name", "last", "read_on", "against", "target", "owner", "course")
        rows = [{name: _row(line)[name] for name in names} for line in lines]
        call.output.rows([{**row, "last": _typed(row["last"])} for row in rows], none="")
    elif not lines and not pulses:
        say(f"{deal.ref} has no metric yet: dealdesk add metric {deal.ref} NAME --target TEXT adds one.")
    else:
        told = [part for line in lines for part in _told(line)]
        call.output.text("\n".join([*told, *filter(None, [mix]), *_pulse_told(pulses)]), {})


def _head(deal: DealLine) -> dict[str, object]:
    return {"version": VERSION, "ref": deal.ref, "title": deal.title}


def _row(line: MetricLine) -> Mapping[str, object]:
    last = line.values[-1] if line.values else None
    return {
        "uid": line.uid,
        "family": line.family,
        "name": line.name,
        "owner": line.owner,
        "target": line.target,
        "last": last,
        "read_on": line.read_on or None,
        "against": target_words(last, line.target) if last is not None else "",
        "course": sparkline(line.values),
        "values": list(line.values),
        "measured": line.measured,
        "report": line.report,
        "reviewer": line.reviewer,
    }


def _typed(value: object) -> str:
    """Return a number as it would be typed; empty for none."""
    return show_decimal(value) if isinstance(value, float) else ""


def _told(line: MetricLine) -> list[str]:
    """Return a metric in two lines: its last reading, then what it should be and who answers for it."""
    last = f"{show_decimal(line.values[-1])} on {line.read_on}" if line.values else "no reading yet"
    against = target_words(line.values[-1], line.target) if line.values else ""
    target = f"target {line.target}" if line.target else "no target"
    first = f"{fit(line.family or 'no family', _LABEL_CELLS)}{line.name}: {last}  {sparkline(line.values)}"
    parts = (target, against, f"owner {line.owner or '--'}")
    return [first.rstrip(), fit("", _LABEL_CELLS) + "; ".join(part for part in parts if part)]


def _pulse(pulses: Sequence[PulseLine]) -> Mapping[str, object] | None:
    """Return the last pulse with its course; None where nobody asked yet."""
    if not pulses:
        return None
    last, scores = pulses[0], [line.score for line in reversed(pulses)]
    fields = {"score": last.score, "asked_on": last.on, "five": last.five, "person": last.person}
    return {**fields, "scores": scores[-store.COURSE :], "trend": trend_words(scores)}


def _pulse_told(pulses: Sequence[PulseLine]) -> list[str]:
    if not pulses:
        return []
    last, trend = pulses[0], trend_words([line.score for line in reversed(pulses)])
    who = f", {last.person}" if last.person else ""
    told = [f"{fit(PULSE, _LABEL_CELLS)}{last.score} of 5 on {last.on}{who}  {trend}".rstrip()]
    return told + ([f"{fit('', _LABEL_CELLS)}a 5 with {last.five}"] if last.five else [])


def _list_readings(call: Call, desk: Desk, deal: DealLine, line: MetricLine) -> None:
    rows = [
        {"read_on": one.on, "value": one.value, "against": target_words(one.value, line.target), "note": one.note}
        for one in desk.rows(store.readings, deal.id)
        if one.metric == line.name
    ]
    if call.words.json:
        call.output.record({**_head(deal), "metric": _row(line), "readings": rows})
    else:
        none = f"{line.name} has no reading yet."
        call.output.rows([{**row, "value": _typed(row["value"])} for row in rows], none=none)


def _list_pulses(call: Call, desk: Desk, deal: DealLine) -> None:
    found = desk.rows(registers.pulses, deal.id)
    rows = [{"asked_on": one.on, "score": one.score, "five": one.five, "person": one.person} for one in found]
    if call.words.json:
        call.output.record({**_head(deal), "pulses": rows})
    else:
        call.output.rows(rows, none=f"Nobody asked yet: dealdesk metrics {deal.ref} {PULSE} 4 --who NAME.")


def _add_reading(call: Call, desk: Desk, deal: DealLine, line: MetricLine, typed: str) -> None:
    words = call.words
    if words.who:
        raise UsageError("--who is for the pulse; what explains a reading goes into --note.")
    texts = {"metric": line.name, "value": typed, "read_on": words.on, "note": words.note}
    uid = _write(desk, deal, "added a reading", "metric_reading", texts)
    made = next(one for one in desk.rows(store.of_deal, deal.id) if one.uid == line.uid)
    value = read_decimal(typed) or 0.0
    (on,) = desk.con.execute("SELECT read_on FROM metric_reading WHERE uid = ?", (uid,)).fetchone()
    against = target_words(value, line.target)
    if words.json:
        call.output.record({**_head(deal), "metric": _row(made), "value": value, "read_on": on, "against": against})
        return
    target = f"; target {line.target}" if line.target else ""
    say(f"{deal.ref} {line.name}: {show_decimal(value)} on {on}{target}{f', {against}' if against else ''}.")


def _add_pulse(call: Call, desk: Desk, deal: DealLine, typed: str) -> None:
    words, score = call.words, typed.strip()
    if score not in tuple("12345"):
        raise InputRefused("A pulse is a whole number from 1 to 5.")
    texts = {"score": score, "five": words.note, "person": words.who, "asked_on": words.on}
    uid = _write(desk, deal, "added a pulse", "pulse", texts)
    if words.json:
        call.output.record({**_head(deal), "pulse": _pulse(desk.rows(registers.pulses, deal.id))})
        return
    found = desk.rows(registers.pulses, deal.id)
    trend, on = trend_words([line.score for line in reversed(found)]), next(one.on for one in found if one.uid == uid)
    say(f"{deal.ref} {PULSE}: {score} of 5 on {on}{f'; {trend}' if trend else ''}.")


def _write(desk: Desk, deal: DealLine, name: str, table: str, texts: Mapping[str, str]) -> str:
    """Add a row to a register of the deal, and return its uid."""
    from dealdesk.store import records
    from dealdesk.store.history import Command
    from dealdesk.store.uid import new_uid

    command, now, uid = Command(name, deal.id), desk.clock.now(), new_uid()
    desk.write(command, records.add, table, uid, deal.id, texts, desk.context, now)
    return uid
