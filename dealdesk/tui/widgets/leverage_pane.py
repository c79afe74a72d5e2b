"""The leverage checklist of one deal: the grid, what is said about it, and the texts of the source under the cursor.

It asks a keeper for everything that is kept, so that a screen and a section of the debrief can both show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import AwaitMount
from textual.widgets import Static

from dealdesk.domain.leverage import MarkColumn, Standings
from dealdesk.errors import DealdeskError
from dealdesk.templates.leverage import LeverageTemplate
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.leverage_grid import LeverageGrid

ROOMY = 15
"""From this many lines on, the texts of a source are always shown; below, only while one is in them."""
_FORM = 4


class MarkKeeper(Protocol):
    """What stands between the pane and the desk."""

    def marked(self, source: str, driver: str, column: MarkColumn, value: str) -> None:
        """Store a mark."""
        ...

    def refused(self, sentence: str) -> None:
        """Tell the person why a cell can't be marked."""
        ...

    def form_of(self, source: str) -> TextsForm:
        """Return a new form with the texts of a source; raises a DealdeskError where they can't be read."""
        ...

    def typed(self, source: str, name: str, text: str) -> None:
        """Keep what was typed."""
        ...

    def left(self, source: str, name: str) -> None:
        """Make the text of a field that was left part of the record."""
        ...

    def settled(self, source: str, name: str, text: str) -> None:
        """Store the answer to a conflict."""
        ...


class TextsForm(Form):
    """Their words and the notes of one source; Enter in the last field, and Esc, lead back to the grid."""

    back: LeverageGrid

    def action_escape(self) -> None:
        """Go back to the grid."""
        self.screen.set_focus(self.back)


class LeveragePane(Vertical):
    """Grid and texts; :meth:`show` fills it, :meth:`begin` shows another deal."""

    DEFAULT_CSS = f"""
    LeveragePane {{
        height: 1fr;
        & > Static {{ height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }}
        & > .leverage--about {{ color: $text-muted; }}
        & > .leverage--open {{ color: $text-muted; display: none; }}
        & > TextsForm {{ height: {_FORM}; display: none; scrollbar-size-vertical: 0; }}
        & > TextsForm > .form--status {{ display: none; }}
        &.-roomy > .leverage--open {{ display: block; }}
        &.-roomy > TextsForm.-here, &.-writing > TextsForm.-here {{ display: block; }}
    }}
    """

    def __init__(self, template: LeverageTemplate, keeper: MarkKeeper, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._template, self._keeper = template, keeper
        self.grid = LeverageGrid(template)
        self.grid.write, self.grid.at_once = self.write, self._show_source
        self.forms: dict[str, TextsForm] = {}
        """The texts of the sources that were looked at since the deal was shown."""
        self._mounts: dict[str, AwaitMount] = {}
        self._about = Static("", markup=False, classes="leverage--about")
        self._still_open = Static("", markup=False, classes="leverage--open")
        self._record = Static("", markup=False, classes="leverage--record")
        self._notes: dict[str, str] = {}
        self._head = ""
        self._lines: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """Lay out the grid and what is said beneath it; forms come when they are needed."""
        yield self.grid
        yield self._still_open
        yield self._record
        yield self._about

    def begin(self) -> None:
        """Let go of the texts of one deal, and stand at the first cell; :meth:`show` brings the next one."""
        for form in self.forms.values():
            form.remove()
        self.forms, self._mounts = {}, {}
        self.grid.fold_all()

    def show(
        self,
        stands: Standings,
        quotes: Mapping[str, str],
        notes: Mapping[str, str],
        still_open: str,
        record: tuple[str, Mapping[str, str]],
    ) -> None:
        """Show what is stored: marks by place, texts by source, what is worth asking still.

        ``record`` is how my record begins, and its words by source, the most telling first.
        """
        self._notes = dict(notes)
        self._head, self._lines = record[0], dict(record[1])
        self._still_open.update(plain(still_open), layout=False)
        self.grid.show(stands, quotes)
        self._show_source()

    @property
    def source(self) -> str:
        """The source under the cursor."""
        return self.grid.row.source

    @property
    def writing(self) -> bool:
        """Whether a text has the focus."""
        focused = self.screen.focused if self.is_attached else None
        return focused is not None and any(form in focused.ancestors for form in self.forms.values())

    async def write(self) -> None:
        """Go to the words of the source under the cursor."""
        source = self.source
        self.add_class("-writing")
        self._fit()
        if self._bring(source):
            await self._mounts[source]
            self.forms[source].focus_field("quote")

    def on_resize(self, event: events.Resize) -> None:
        """Show the texts always where there is room."""
        self.set_class(event.size.height >= ROOMY, "-roomy")
        self._fit()
        self._show_source()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Put the texts away where there is no room for them beside the grid."""
        if event.widget is self.grid:
            self.remove_class("-writing")
            self._fit()

    def on_leverage_grid_marked(self, event: LeverageGrid.Marked) -> None:
        """Have a mark stored."""
        event.stop()
        self._keeper.marked(event.source, event.driver, event.column, event.value)

    def on_leverage_grid_refused(self, event: LeverageGrid.Refused) -> None:
        """Say why a cell can't be marked."""
        event.stop()
        self._keeper.refused(event.sentence)

    def on_form_typed(self, event: Form.Typed) -> None:
        """Have what was typed kept."""
        event.stop()
        if source := self._of(event.form):
            self._keeper.typed(source, event.name, event.text)

    def on_form_left(self, event: Form.Left) -> None:
        """Have a text that was left made part of the record."""
        event.stop()
        if source := self._of(event.form):
            self._keeper.left(source, event.name)

    def on_form_settled(self, event: Form.Settled) -> None:
        """Have the answer to a conflict stored."""
        event.stop()
        if source := self._of(event.form):
            self._keeper.settled(source, event.name, event.text)

    def on_form_finished(self, event: Form.Finished) -> None:
        """Go back to the grid after the last field."""
        event.stop()
        self.grid.focus()

    def _of(self, form: Form) -> str:
        return next((source for source, own in self.forms.items() if own is form), "")

    def _show_source(self) -> None:
        """Show what belongs to the source under the cursor."""
        source = self._template.source(self.source)
        notes = self._notes.get(source.id, "")
        roomy = self.has_class("-roomy")
        self._about.update(plain(f"{source.label}: {source.meaning if roomy or not notes else notes}"), layout=False)
        lines = [self._lines.get(source.id, ""), *(words for of, words in self._lines.items() if of != source.id)]
        self._record.update(plain(" ".join((self._head, "; ".join(filter(None, lines))))), layout=False)
        if roomy:
            self._bring(source.id)

    def _fit(self) -> None:
        """Leave the grid the lines that what is shown beneath it does not take."""
        roomy = self.has_class("-roomy")
        below = 2 + roomy + (_FORM if roomy or self.has_class("-writing") else 0)
        self.grid.styles.max_height = max(3, self.size.height - below)

    def _bring(self, source: str) -> bool:
        """Show the form of a source, and no other's; False where its texts can't be read."""
        if not self.is_attached:
            return False
        if source not in self.forms:
            try:
                form = self._keeper.form_of(source)
            except DealdeskError as error:
                self._keeper.refused(str(error))
                return False
            form.back = self.grid
            self.forms[source] = form
            self._mounts[source] = self.mount(form)
        for of, form in self.forms.items():
            form.set_class(of == source, "-here")
        return True
