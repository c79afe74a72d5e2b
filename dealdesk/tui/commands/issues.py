"""The commands of an issue on the deal page."""

from __future__ import annotations

from dealdesk.tui.commands.base import KeyCommand


class RaiseIssue(KeyCommand):
    """Raise the issue by a level: those of the next one step in, and their clock starts now."""

    key = "plus"
    name = "Raise this issue by a level"
    footer = "raise"


class SevereIssue(KeyCommand):
    """Call the impact of the issue severe: it goes straight to level 3."""

    key = "exclamation_mark"
    name = "This issue is severe"


class ShowSinceReview(KeyCommand):
    """Show one page for the review with them: metrics, promises, issues, wins since the last one."""

    key = "f8"
    name = "Since the last review"
