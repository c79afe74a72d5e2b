"""The deal page: what is next, the dates that count, and everything noted of one deal in one list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from textual.widget import Widget

from dealdesk.counts import counted
from dealdesk.domain import forms as specs
from dealdesk.domain.dates import describe
from dealdesk.errors import NotFound
from dealdesk.store import deal_page, records
from dealdesk.store.deal_page import DealPage
from dealdesk.store.due import debrief_name
from dealdesk.tui import opener
from dealdesk.tui.commands import deal as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.commands.review import OpenReview
from dealdesk.tui.dialogs.choose import Choose
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.deal_look import day_words
from dealdesk.tui.widgets.columns import Column
from dealdesk.tui.widgets.facts import Facts
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.row_source import MemorySource, Row
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.workspace import CurrentDeal

if TYPE_CHECKING:
    from dealdesk.tui.screens.record_form import RecordFormScreen
    from dealdesk.tui.workspace import Workspace

_COLUMNS = (
    Column("kind", "Kind", width=15),
    Column("what", "What", width=20, flex=3),
    Column("more", "More", width=14, flex=2, from_width=60),
)
_GROUPS = {
    "term": "TERMS",
    "deal_person": "PEOPLE",
    "document": "DOCUMENTS",
    "note": "NOTES",
    "unread": "COULD NOT BE READ WHEN IT WAS IMPORTED",
    "source": "IMPORTED TEXT",
}
_NOUNS = {"term": "term", "deal_person": "person", "document": "document", "note": "note", "friction": "friction"}
_NEW = (
    ("t", "a term: one agreed point"),
    ("p", "a person, theirs or ours"),
    ("d", "a document, by its path or link"),
    ("n", "a note"),
    ("f", "a friction"),
)
_TABLES = {"t": "term", "p": "deal_person", "d": "document", "n": "note", "f": "friction"}
_EMPTY = """
Nothing is noted of this deal yet.

  n   add a term, a person, a document or a note
  D   debrief it"""
_RECORDS = ("snapshot", "outcome", "leverage", "friction", "changes", "relationship")


class DealScreen(DeskScreen):
    """The page of one deal."""

    title_text = "Deal"
    commands = (
        commands.AddToDeal,
        commands.EditRow,
        commands.EditDeal,
        commands.DebriefDeal,
        OpenReview,
        commands.DealChanges,
        commands.OpenDocument,
        commands.CopyRow,
        commands.ArchiveRow,
        commands.RowChanges,
        GoBack,
    )
    DEFAULT_CSS = """
    DealScreen #facts { border-bottom: solid $border-blurred; }
    """

    def __init__(self, workspace: Workspace, deal_id: int) -> None:
        super().__init__(workspace)
        self.deal_id = self.page_of = deal_id
        self._facts = Facts(id="facts")
        self._source = MemorySource({}, group=lambda key: _GROUPS[str(key).split("/")[0]])
        self.list = FilteredRows(
            _COLUMNS,
            self._source,
            header=False,
            empty=_EMPTY,
        )
        self._page: DealPage | None = None

    def body(self) -> Iterable[Widget]:
        """Return the facts and the list."""
        yield self._facts
        yield self.list

    def on_mount(self) -> None:
        """Read the deal."""
        self.refresh_rows()
        super().on_mount()
        self.list.rows.focus()

    def refresh_rows(self) -> None:
        """Read the deal again; the cursor stays on its line."""
        self._read()
        self.list.reload()

    def possible(self, command: type[KeyCommand]) -> bool:
        """Lines of forms can be edited; documents opened; imported text only read and copied."""
        table, _uid = self._row_key()
        if command in (commands.EditRow, commands.ArchiveRow, commands.RowChanges):
            return table in _GROUPS and table not in ("unread", "source")
        if command is commands.OpenDocument:
            return table == "document"
        return command is not commands.CopyRow or bool(table)

    def on_rows_moved(self, _event: Rows.Moved) -> None:
        """Offer the keys that the line allows."""
        self.show_keys()

    async def on_rows_opened(self, _event: Rows.Opened) -> None:
        """Edit the line, or read it where it is text."""
        table, uid = self._row_key()
        if table in ("source", "unread"):
            self.app.push_screen(Reader(_GROUPS[table].capitalize(), self._long_text(table, uid)))
        else:
            await self.do_edit_row()

    def _row_key(self) -> tuple[str, str]:
        key = str(self.list.rows.cursor_key or "")
        table, _, uid = key.partition("/")
        return table, uid

    def _long_text(self, table: str, uid: str) -> str:
        page = self._page
        if page is None:
            return ""
        return page.source_terms if table == "source" else _unread(page).get(uid, "")

    def _read(self) -> None:
        try:
            page = self.workspace.desk.rows(deal_page.page, self.deal_id)
        except NotFound:
            self._facts.show([["This deal was archived; u brings it back."]])
            return
        self._page = page
        self.workspace.deal = CurrentDeal(page.line.id, page.line.ref, page.line.title)
        self.show_deal()
        self._facts.show(self._fact_lines(page))
        self._source.replace({key: row for key, row in _rows(page)})

    def _fact_lines(self, page: DealPage) -> list[list[str]]:
        line = page.line
        first = [line.party or "no counterparty", *page.further, line.type or "", line.stage, page.outcome, line.amount]
        unsigned = "signed, day unknown" if page.outcome == "signed" else "not signed"
        second = [f"signed {self._day(line.signed_on)}" if line.signed_on else unsigned, *self._term(page)]
        people = [f"owner {page.owner}"] if page.owner else []
        records = f"{page.records.kept} of 6 records"
        missing = [name for name in _RECORDS if not getattr(page.records, name)]
        if page.records.kept and missing:
            records += f" (no {', '.join(missing)} yet)"
        third = [*self._next(page), *([self._last_talked(page)] if page.last_conversation else [])]
        channel = f"by {page.channel}" if page.channel else ""
        held = [f"second debrief: {page.held}"] if page.held else []
        last = [records, *held, *people, channel, " ".join(f"#{tag}" for tag in line.tags.split())]
        return [first, second, third, last]

    def _last_talked(self, page: DealPage) -> str:
        day, _, rest = page.last_conversation.partition("  ")
        dated = len(day) == len("2026-05-12") and day[:4].isdigit()
        return f"last talked {self._day(day)}  {rest}" if dated else f"last talked {page.last_conversation}"

    def _day(self, text: str) -> str:
        day = date.fromisoformat(text)
        return f"{day:%a} {day.day} {day:%b %Y}"

    def _term(self, page: DealPage) -> list[str]:
        line, end = page.line, page.runs_to(self.workspace.desk.today)
        verb = "renews" if page.renewal else "ends"
        since = f" since {self._day(line.end_on)}" if line.end_on and end != line.end_on else ""
        parts = [f"from {self._day(page.start_on)}" if page.start_on else ""]
        parts.append(f"{verb} {self._day(end)}" if end else "runs on" if page.evergreen else "")
        parts.append(f"for {page.renewal} each time{since}" if page.renewal else "")
        parts.append(f"notice {page.notice}" if page.notice else "")
        parts.append(f"term {page.term}" if page.term else "")
        return [part for part in parts if part]

    def _next(self, page: DealPage) -> list[str]:
        desk = self.workspace.desk
        running = page.running_debrief
        parts = [f"The {debrief_name(running)} is running: D goes on"] if running else []
        due = [item for item in page.next_due if item[1:] != ("debrief", page.running_debrief)]
        missed = [item for item in due if item[1] == "give notice" and item[0] < desk.today.isoformat()]
        for due_on, kind, text in [item for item in due if item not in missed][:1]:
            words = debrief_name(text) if kind == "debrief" else kind if kind == "give notice" else text
            parts.append(f"Next: {words}, {describe(date.fromisoformat(due_on), desk.today, desk.settings.calendar)}")
        if missed:
            parts.append(f"The day to give notice has passed: {self._day(missed[0][0])}")
        elif page.line.give_notice_by and not any("give notice" in part for part in parts):
            parts.append(f"Give notice by {self._day(page.line.give_notice_by)}")
        if page.quick_review and not page.running_debrief:
            parts.append("A quick review takes 90 s: D")
        return parts or ["Nothing is due."]

    def do_add_to_deal(self) -> None:
        """Ask what is to be added, then open its form."""
        self.app.push_screen(Choose("Add to this deal", _NEW), self._open_new)

    def _open_new(self, key: str | None) -> None:
        if key is None:
            return
        self.app.push_screen(new_form(self.workspace, _TABLES[key], self.deal_id))

    async def do_edit_row(self) -> None:
        """Open the form of the line."""
        from dealdesk.tui.screens.record_form import RecordFormScreen

        table, uid = self._row_key()
        if table not in specs.FORMS:
            return
        title = _GROUPS[table].capitalize()
        form = RecordFormScreen(self.workspace, table, specs.FORMS[table], uid=uid, deal_id=self.deal_id, title=title)
        await self.app.push_screen(form)

    async def do_edit_deal(self) -> None:
        """Open the form of the deal."""
        from dealdesk.tui.screens.deal_edit import EditDealScreen

        await self.app.push_screen(EditDealScreen(self.workspace, self.deal_id))

    async def do_debrief_deal(self) -> None:
        """Open the debrief."""
        await self.workspace.ways.open_debrief(self.deal_id)

    async def do_open_review(self) -> None:
        """Open the review form."""
        await self.workspace.ways.open_review(self.deal_id)

    def do_open_document(self) -> None:
        """Open the document under the cursor."""
        opener.open_target(self._document_target())
        self.say("Opened.")

    def _document_target(self) -> str:
        _table, uid = self._row_key()
        documents = self._page.documents if self._page else ()
        return next((document.target for document in documents if document.uid == uid), "")

    def do_copy_row(self) -> None:
        """Copy the line."""
        table, uid = self._row_key()
        if table == "document":
            text = self._document_target()
        elif table in ("source", "unread"):
            text = self._long_text(table, uid)
        else:
            row = self._source.rows([f"{table}/{uid}"]).get(f"{table}/{uid}")
            text = "  ".join(value for value in row.cells.values() if value) if row else ""
        self.app.copy_to_clipboard(text)
        self.say("Copied. Clipboard programs may keep it.")

    async def do_archive_row(self) -> None:
        """Archive the line."""
        table, uid = self._row_key()
        now = self.workspace.clock.now()
        what = f"{_NOUNS[table]} of {self._page.line.ref}" if self._page else _NOUNS[table]
        await self.workspace.write(f"archived a {what}", records.archive, table, uid, now)
        self.refresh_rows()
        self.say(f"The {_NOUNS[table]} was archived. u brings it back.")

    def do_row_changes(self) -> None:
        """Show the history of the line."""
        from dealdesk.tui.dialogs.history import RowHistory

        self.app.push_screen(RowHistory(self.workspace, self._row_key()[1]))

    def do_deal_changes(self) -> None:
        """Show the history of the deal."""
        from dealdesk.tui.dialogs.history import DealHistory

        self.app.push_screen(DealHistory(self.workspace, self.deal_id))


def new_form(workspace: Workspace, table: str, deal_id: int) -> RecordFormScreen:
    """Return the form that adds a row of ``table`` to a deal; it takes up what was left unfinished."""
    from dealdesk.tui.screens.record_form import RecordFormScreen

    title = f"New {_NOUNS[table]}"
    return RecordFormScreen(workspace, table, specs.FORMS[table], deal_id=deal_id, title=title)


def _unread(page: DealPage) -> dict[str, str]:
    return dict(json.loads(page.unread)) if page.unread else {}


def _label(field: str) -> str:
    """Return what the form calls a field; a register may know one that it has not."""
    return next((spec.label for spec in specs.DEAL if spec.name == field), field)


def _rows(page: DealPage) -> Iterable[tuple[str, Row]]:
    for term in page.terms:
        more = "  ".join(part for part in (term.trade, f"clause {term.clause}" if term.clause else "") if part)
        yield f"term/{term.uid}", Row({"kind": term.kind, "what": term.what, "more": more})
    for person in page.people:
        more = "  ".join(part for part in (person.channel, person.address, person.style, person.notes) if part)
        who = f"{person.side}, {person.role}" if person.role != "other" else person.side
        yield f"deal_person/{person.uid}", Row({"kind": who, "what": person.name, "more": more})
    for document in page.documents:
        gone = document.there is False
        name = document.label or document.target
        more = f"{'NOT THERE: ' if gone else ''}{document.target}"
        yield (
            f"document/{document.uid}",
            Row({"kind": document.kind, "what": name, "more": more}, looks={"more": "warning" if gone else "muted"}),
        )
    for uid, happened_on, text in page.notes:
        yield f"note/{uid}", Row({"kind": day_words(happened_on), "what": text})
    for field, raw in _unread(page).items():
        yield f"unread/{field}", Row({"kind": _label(field), "what": raw}, look="warning")
    if page.source_terms:
        size = counted(len(page.source_terms), "character")
        yield "source/text", Row({"kind": "text", "what": page.source_terms[:200], "more": f"{size}; Enter reads it"})
