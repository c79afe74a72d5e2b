"""The keys of the deal page: which are possible on a line, what each is called there, and which the key line names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len

from dealdesk.domain import forms as specs
from dealdesk.domain.vocabulary import Side
from dealdesk.store import registers
from dealdesk.store.who_to_call import BLANK
from dealdesk.templates.escalation import LEVELS
from dealdesk.tui.commands import deal as commands
from dealdesk.tui.commands import issues as issue_commands
from dealdesk.tui.commands import sign as sign_commands
from dealdesk.tui.commands import talk as talk_commands
from dealdesk.tui.commands import today as today_commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import EVERYWHERE
from dealdesk.tui.screens import deal_items, deal_tabs
from dealdesk.tui.screens.deal_new import NOUNS, only_kind
from dealdesk.tui.widgets.key_line import GAP

if TYPE_CHECKING:
    from dealdesk.tui.screens.deal_tabbing import TabbedDeal

    Pair = tuple[type[KeyCommand], str]

#: What the key line names, in this order: the keys of the line and of the tab, then those of the deal.
_ORDER: tuple[type[KeyCommand], ...] = (
    today_commands.DoneItem,
    issue_commands.RaiseIssue,
    issue_commands.SevereIssue,
    commands.OpenDocument,
    today_commands.LaterItem,
    today_commands.NewDateItem,
    commands.ShowPage,
    commands.EditRow,
    commands.AddToDeal,
    commands.NextTab,
    issue_commands.ShowSinceReview,
    commands.RaiseRow,
    commands.LowerRow,
    commands.ArchiveRow,
    commands.AddOther,
    talk_commands.Talked,
    talk_commands.WriteMessage,
    sign_commands.SignDeal,
    commands.DebriefDeal,
)
_WORDS: dict[type[KeyCommand], str] = {
    issue_commands.SevereIssue: "severe",
    commands.OpenDocument: "open",
    today_commands.NewDateItem: "new date",
    commands.ShowPage: "page",
    commands.RaiseRow: "up",
    commands.LowerRow: "down",
    commands.ArchiveRow: "archive",
    commands.AddOther: "add other",
}
#: What a message can be about, and what it is called there.
WRITTEN_ABOUT = {"action": "message", "waiting": "message", "issue": "issue message"}
#: The tabs that the page since the last review is made of.
_REVIEWED = ("Metrics", "Risks", "Check-ins")


def possible(screen: TabbedDeal, command: type[KeyCommand]) -> bool:
    """Lines with a form can be edited; actions done and ideas used; documents opened; imported text only read."""
    table, uid = screen.row_key
    if command in (commands.ArchiveRow, commands.RowChanges):
        if table == "contact":
            return bool(screen.row_item is not None and screen.row_item.named)
        if uid.startswith(BLANK):
            return False
        return table in (specs.FORMS if command is commands.ArchiveRow else NOUNS)
    if command is commands.NextTab or command is commands.TabBefore:
        return screen.has_tabs
    if command is commands.AddOther:
        return _only(screen) != ""
    if command in (commands.RaiseRow, commands.LowerRow):
        return table in registers.ORDERED
    if command is issue_commands.RaiseIssue:
        return table == "issue" and screen.item is not None and screen.row_item.level < LEVELS
    if command is issue_commands.SevereIssue:
        return table == "issue" and screen.item is not None
    if command is commands.EditRow:
        return table in specs.FORMS or table == "fact"
    if command is today_commands.DoneItem:
        group = screen.row_group
        return group is not None and (table in deal_items.TABLES or group.space is not None)
    if command in (today_commands.LaterItem, today_commands.NewDateItem):
        return screen.item is not None
    if command is commands.OpenDocument:
        return table == "document"
    if command is talk_commands.WriteMessage:
        # No message is about a disagreement or what is over; a draft about something else would only mislead.
        return table != "disagreement" and not (table == "issue" and screen.item is None)
    return command is not commands.CopyRow or bool(table)


def word(screen: TabbedDeal, command: type[KeyCommand]) -> str | None:
    """Return what the key line calls a command here; None for what it is called everywhere."""
    if command is today_commands.DoneItem:
        return _space(screen)
    if command is sign_commands.SignDeal and screen.page is not None and screen.page.line.signed_on:
        return ""  # it shows what followed, as the list of keys says
    if command is commands.AddToDeal and (only := _only(screen)):
        return f"add {NOUNS[only]}"
    if command is commands.ShowPage and screen.tab != "Together":
        return ""
    if command is issue_commands.ShowSinceReview:
        return "review" if screen.tab in _REVIEWED else ""
    if command is talk_commands.WriteMessage:
        return WRITTEN_ABOUT.get(screen.row_key[0], "")
    return _WORDS.get(command)


def line(screen: TabbedDeal) -> tuple[Pair, ...]:
    """Return the keys that the key line has room for; those that work everywhere keep theirs."""
    last = [(command, command.footer) for command in EVERYWHERE if command.footer]
    own = [(command, screen.footer_word(command)) for command in _ORDER if screen.possible(command)]
    return (*fitting([pair for pair in own if pair[1]], last, screen.size.width or screen.app.size.width), *last)


def fitting(own: Iterable[Pair], last: Iterable[Pair], width: int) -> tuple[Pair, ...]:
    """Return the first of ``own`` that stand before all of ``last`` on ``width`` cells; none is left out in between."""
    left = width - 1 - sum(_wide(pair) for pair in last) + len(GAP)
    found: list[Pair] = []
    for pair in own:
        left -= _wide(pair)
        if left < 0:
            break
        found.append(pair)
    return tuple(found)


def _wide(pair: Pair) -> int:
    return cell_len(pair[0].shown_key()) + 1 + cell_len(pair[1]) + len(GAP)


def _only(screen: TabbedDeal) -> str:
    """Return the one kind that the tab is about; empty where it has several."""
    return "" if screen.tab == deal_tabs.OVERVIEW else only_kind(deal_tabs.tables_of(screen.tab))


def _space(screen: TabbedDeal) -> str:
    group, item = screen.row_group, screen.row_item
    if group is None or item is None:
        return ""
    if group.table == "term" and item.standing is None:
        return ""
    if group.table == "contact" and not any(call.side == Side.US for call in item.free):
        return ""
    closed = {"issue": "closed_on", "disagreement": "closed_on", "need": "met_on", "idea": "used_on"}.get(group.table)
    if closed and getattr(item, closed):
        return "open again" if group.table != "idea" else "not used"
    return group.word
