"""The settings of a desk from the shell: shown, set, and what moved because of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dealdesk.cli.opened import reading, writing
from dealdesk.cli.output import say
from dealdesk.counts import counted
from dealdesk.errors import UsageError

if TYPE_CHECKING:
    from dealdesk.cli.main import Call
    from dealdesk.domain.fields import FieldSpec
    from dealdesk.store.desk import Desk
    from dealdesk.store.settings_form import Written


def settings(call: Call) -> int:
    """Show the settings, or set one; a changed calendar says which dates moved."""
    name, value = call.words.name or "", call.words.value
    days = call.words.ics or call.words.add or call.words.remove
    if days and (name not in ("", "days_off") or value):
        raise UsageError("--ics, --add and --remove are for days_off: dealdesk settings days_off --add 25dec.")
    from dealdesk.store import settings_form

    if name and (days or value):
        settings_form.spec_of(name)  # a mistyped name makes no desk
    with (writing if days or value else reading)(call) as desk:
        if days:
            _days(call, desk)
        elif value:
            _set(call, desk, name, " ".join(value))
        elif name == "days_off":
            _list_days(call, desk)
        else:
            _show(call, desk, name)
    return 0


def _show(call: Call, desk: Desk, name: str) -> None:
    from dealdesk.domain.forms import SETTINGS
    from dealdesk.store import settings_form

    held = desk.rows(settings_form.texts)
    if name:
        spec = settings_form.spec_of(name)
        call.output.text(held[name], {"name": name, "value": held[name], "hint": _hint(spec.hint, spec.choices)})
        return
    rows = [
        {"name": spec.name, "value": held[spec.name], "hint": _hint(spec.hint, spec.choices)}
        for spec in SETTINGS
        if spec.name != "holidays"  # a file that is read once, not a value that is kept
    ]
    call.output.rows(rows, none="")


def _hint(hint: str, choices: tuple[tuple[str, str], ...]) -> str:
    return hint or " or ".join(value if value == label else f"{value} ({label})" for value, label in choices)


def _list_days(call: Call, desk: Desk) -> None:
    from dealdesk.store import days_off

    rows = [{"day": day, "name": name} for day, name in desk.rows(days_off.listed)]
    call.output.rows(rows, none='There are no days off yet: --add "25 dec" adds one, --ics FILE a holiday calendar.')


def _set(call: Call, desk: Desk, name: str, value: str) -> None:
    from dealdesk.store import settings_form
    from dealdesk.store.history import Command

    spec = settings_form.spec_of(name)
    command = Command(f"set: {spec.label.lower()}")
    done = desk.write(command, settings_form.write, name, value, desk.context, desk.clock.now())
    desk.refresh()
    held = desk.rows(settings_form.texts)[name]
    _tell(call, done, name, held, f"{spec.label}: {held}." if held else _empty(spec))


def _empty(spec: FieldSpec) -> str:
    from dealdesk.domain.fields import Kind

    return f"{spec.label}: no." if spec.kind is Kind.TICK else f"{spec.label}: nothing is set."


def _days(call: Call, desk: Desk) -> None:
    from dealdesk.store import days_off, settings_form
    from dealdesk.store.history import Command

    words = call.words
    before = len(desk.rows(days_off.listed))
    add, remove = ", ".join(words.add), ", ".join(words.remove)
    command = Command("set: days off")
    done = desk.write(command, settings_form.change_days, add, remove, words.ics or "", desk.context, desk.clock.now())
    desk.refresh()
    held = [day for day, _name in desk.rows(days_off.listed)]
    changed = len(held) - before
    first = done.said or f"{counted(abs(changed), 'day')} off {'added' if changed >= 0 else 'taken away'}."
    _tell(call, done, "days_off", ", ".join(held), first)


def _tell(call: Call, done: Written, name: str, value: str, first: str) -> None:
    """Print what moved as data, and the rest as a message."""
    from dealdesk.cli.output import Json

    rows = [
        {
            "ref": moved.ref,
            "what": moved.what,
            "old": moved.old.isoformat() if moved.old else "",
            "new": moved.new.isoformat() if moved.new else "",
        }
        for moved in done.moved
    ]
    if isinstance(call.output, Json):
        call.output.record({"name": name, "value": value, "said": done.said, "moved": rows})
        return
    say(f"{first} {counted(len(rows), 'date')} moved{':' if rows else '.'}" if _moves(name) else first)
    if rows:
        call.output.rows(rows, none="")


def _moves(name: str) -> bool:
    from dealdesk.store import settings_form

    return name in settings_form.MOVING
