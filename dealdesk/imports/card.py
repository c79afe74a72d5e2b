"""The result card of an import, as lines of plain text for the command line and the screen."""

from __future__ import annotations

from collections.abc import Sequence

from dealdesk.counts import counted
from dealdesk.domain.deal_row import DealRow
from dealdesk.imports.plan import ORDER_WORDS, Plan

_NAME = 40


def card(plan: Plan, *, dry_run: bool = False) -> list[str]:
    """Return what was stored, or with ``dry_run`` what would be, with the dates that matter next."""
    counts = plan.counts
    lines = [f"{counted(counts.stored, 'deal')} {'would be stored' if dry_run else 'stored'}."]
    if counts.skipped:
        lines.append(f"{counted(counts.skipped, 'row')} left out: {_reasons(plan)}.")
    lines += _notices(plan)
    if counts.ended:
        lines.append(f"{counts.ended:,} {'looks' if counts.ended == 1 else 'look'} ended.")
    if counts.still_running:
        lines.append(f"{counts.still_running:,} may have been renewed or have no end: still running?")
    if counts.no_notice:
        which = f"{counts.no_notice_open:,} of them not ended" if counts.no_notice_open else "all ended"
        lines.append(f"{counts.no_notice:,} without a notice period, {which}.")
    if counts.problems:
        lines.append(f"{counts.problems:,} to look at, by row and column.")
    lines.append(
        f"Read as {plan.encoding}, columns parted by {plan.delimiter}, numeric dates as {ORDER_WORDS[plan.order]}."
    )
    lines += plan.warnings
    if dry_run:
        lines.append("Nothing was written.")
    return lines


def _notices(plan: Plan) -> list[str]:
    counts, nearest = plan.counts, plan.next_notices()
    if not counts.with_notice_date:
        return ["None with a give-notice date."] if counts.stored else []
    lines = [f"{counts.with_notice_date:,} with a give-notice date, {counts.notice_ahead:,} of them ahead."]
    for deal in nearest:
        day = deal.give_notice_by
        if day is not None:
            lines.append(f"  give notice by {day:%a} {day.day:>2} {day:%b %Y}  {_named(deal)}")
    return lines


def problem_lines(plan: Plan, limit: int = 50) -> list[str]:
    """Return the problems by row and column, at most ``limit`` of them, and how many more there are."""
    lines = []
    for problem in plan.problems[:limit]:
        where = f"row {problem.row:,} (line {problem.line:,})"
        column = f", {problem.column}" if problem.column else ""
        text = f' "{problem.text}"' if problem.text else ""
        lines.append(f"{where}{column}:{text} {problem.why}")
    return lines + _more(len(plan.problems), limit)


def skipped_lines(plan: Plan, limit: int = 50) -> list[str]:
    """Return the rows left out and why, at most ``limit`` of them, and how many more there are."""
    lines = [f"row {row.row:,} (line {row.line:,}): {row.name}: {row.why}" for row in plan.skipped[:limit]]
    return lines + _more(len(plan.skipped), limit)


def mapping_lines(plan: Plan) -> list[str]:
    """Return where each column goes, in the order of the file."""
    places = {"": "kept in the imported text", "-": "ignored", "source_terms": "imported text"}
    width = min(max((len(column) for column, _ in plan.mapping), default=0), _NAME)
    return [f"{column:<{width}} -> {places.get(field, field)}" for column, field in plan.mapping]


def _more(total: int, limit: int) -> list[str]:
    return [f"and {total - limit:,} more"] if total > limit else []


def _reasons(plan: Plan) -> str:
    known = sum("on the desk" in row.why or "imported before" in row.why for row in plan.skipped)
    twice = sum(row.why.startswith("the same as") for row in plan.skipped)
    nameless = len(plan.skipped) - known - twice
    parts: Sequence[tuple[int, str]] = (
        (known, "already on the desk"),
        (twice, "twice in the file"),
        (nameless, "without a name"),
    )
    return ", ".join(f"{count:,} {what}" for count, what in parts if count)


def _named(deal: DealRow) -> str:
    name = f"{deal.ref}  {deal.title}" if deal.ref else deal.title
    return name if len(name) <= _NAME else name[: _NAME - 1] + "…"
