"""Into the desk and out of it: importing a register of deals, exporting the review of a deal."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk.cli.opened import exists, reading, writing
from dealdesk.cli.output import say
from dealdesk.errors import NotFound, UsageError

if TYPE_CHECKING:
    from argparse import Namespace

    from dealdesk.cli.main import Call
    from dealdesk.exports.report import Report
    from dealdesk.imports.plan import Plan
    from dealdesk.store.desk import Desk


def import_deals(call: Call) -> int:
    """Import a file of deals, show what importing it would do, or take the last import back."""
    if call.words.undo:
        return _undo(call)
    if call.words.file is None:
        raise UsageError("Import needs a file. dealdesk import --help lists what it takes.")
    from dealdesk.imports.decode import read_file

    data = read_file(Path(call.words.file).expanduser())
    if call.words.dry_run and not exists(call.path):
        _show(call, _plan(call, data, None), {})
        return 0
    with writing(call) as desk:
        plan = _plan(call, data, desk)
        stored: dict[str, str] = {}
        if plan.rows and not call.words.dry_run:
            stored = _store(call, desk, plan)
            plan = plan.as_stored(stored)
    _show(call, plan, stored)
    return 0


def _plan(call: Call, data: bytes, desk: Desk | None) -> Plan:
    """Return what the file would do to this desk, or to a new one."""
    from dealdesk.clock import Clock
    from dealdesk.imports.csv_deals import plan_deals
    from dealdesk.imports.headers import parse_map

    overrides = [parse_map(text) for text in call.words.map]
    if desk is None:
        return plan_deals(data, today=Clock().today(), order=call.words.order or "dmy", overrides=overrides)
    from dealdesk.store import import_undo

    context = desk.context
    refs, rows = desk.rows(import_undo.known)
    return plan_deals(
        data,
        today=desk.today,
        order=call.words.order or context.order,
        currency=context.currency,
        calendar=context.calendar,
        known_refs=refs,
        known_rows=rows,
        overrides=overrides,
    )


def _store(call: Call, desk: Desk, plan: Plan) -> dict[str, str]:
    """Store the plan and return the reference of each row by its fingerprint."""
    from dealdesk.store import import_undo, imports

    command = import_undo.command(len(plan.rows), os.path.basename(call.words.file))
    return desk.write(command, imports.import_plan, plan.rows, desk.context, desk.clock.now()).refs


def _show(call: Call, plan: Plan, stored: dict[str, str]) -> None:
    from dealdesk.imports import card

    dry = call.words.dry_run
    lines = [*card.mapping_lines(plan), ""] if dry else []
    lines += card.card(plan, dry_run=dry)
    lines += card.problem_lines(plan) + card.skipped_lines(plan)
    fields = {
        "dry_run": dry,
        "counts": plan.counts._asdict(),
        "stored": list(stored.values()),
        "columns": dict(plan.mapping),
        "problems": [problem._asdict() for problem in plan.problems],
        "skipped": [row._asdict() for row in plan.skipped],
        "warnings": list(plan.warnings),
    }
    call.output.text("\n".join(lines), fields)
    if stored:
        say("dealdesk import --undo takes all of it back.")


def _undo(call: Call) -> int:
    from dealdesk.store import connect, import_undo

    with reading(call) as desk:
        last = desk.rows(import_undo.last_import)
        if last is None:
            raise NotFound("There is no import to take back.")
        con = connect.connect(call.path)
        try:
            with connect.sentences(call.path):
                name = import_undo.undo_import(con, last.command_id, desk.clock.now(), desk.window)
        finally:
            con.close()
    say(f"Taken back: {name}.")
    return 0


def export_review(call: Call) -> int:
    """Print the review of a deal, or a blank one, or write it to a file."""
    words = call.words
    _check_review(words)
    from dealdesk.exports import write
    from dealdesk.exports.report import Report, gather
    from dealdesk.store import deal_lines

    report, name, text = Report(), "a blank review", ""
    if not words.blank:
        with reading(call) as desk:
            line = desk.rows(deal_lines.pick, words.deal)
            name = f"the review of {line.ref}"
            if words.diff:
                text = _changed(desk, line.id)
            else:
                report = desk.rows(gather, line.id, desk.today, words.version)
    text = text or _review_text(report, words.format, words.paper or "a4")
    if words.output:
        write.write_text(words.output, text, replace=words.replace)
        say(f"Wrote {name} to {os.path.abspath(os.path.expanduser(words.output))}.")
    else:
        call.output.text(text.rstrip("\n"), {})
    return 0


def _check_review(words: Namespace) -> None:
    """Refuse words that contradict each other."""
    if words.blank and (words.deal is not None or words.version is not None or words.diff):
        raise UsageError("A blank review is of no deal and no version; leave DEAL, --version and --diff out.")
    if not words.blank and words.deal is None:
        raise UsageError("Which deal? Name one, or use --blank for an empty form.")
    if words.diff and (words.version is not None or words.format != "md"):
        raise UsageError("--diff compares both versions, as Markdown.")
    if words.paper and words.format != "html":
        raise UsageError("--paper is for --format html.")


def _changed(desk: Desk, deal_id: int) -> str:
    from dealdesk import paths
    from dealdesk.exports import review

    return desk.rows(review.changed, deal_id, desk.today, Path(paths.config_folder()))


def _review_text(report: Report, form: str, paper: str) -> str:
    """Return the page, and say where it does not fit the sheet."""
    from dealdesk import paths
    from dealdesk.domain import page_fit
    from dealdesk.templates.review import load_review

    template = load_review(Path(paths.config_folder()))
    if form == "md":
        from dealdesk.exports import review

        return review.page(report, template)
    from dealdesk.exports import review_html

    made = review_html.page(report, template, paper)
    if made.fit.percent > 100:
        say(f"More than one page, in the least type ({made.size:g} pt). {page_fit.told(template, made.fit)}")
    elif made.size < page_fit.SIZE:
        say(f"Set in {made.size:g} pt instead of {page_fit.SIZE:g} pt to fit on one page.")
    return made.html
