"""The line in which a filter is typed; hidden until it is asked for."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from dealdesk.text import clean
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.filter_messages import FilterChanged, FilterClosed, FilterPassed
from dealdesk.tui.widgets.search_line import SearchLine


class FilterBar(Horizontal):
    """A one-line filter: Enter keeps it, Escape clears it; the arrows go on moving in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear the filter", show=False, id="filter.clear"),
    ]
    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        display: none;
        &.-shown { display: block; }
        & > #sign { width: 2; color: $text-accent; text-style: bold; }
        & > #count { width: 24; padding: 0 1; text-align: right; color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self.line = SearchLine("type a few letters")
        """What is looked for."""

    def compose(self) -> ComposeResult:
        """Lay out the sign, the words and the count."""
        yield Static("/", id="sign", markup=False)
        yield self.line
        yield Static("", id="count", markup=False)

    @property
    def words(self) -> str:
        """The filter as typed, cleaned."""
        return clean(self.line.text)

    def open(self) -> None:
        """Show the line and let the person type."""
        self.add_class("-shown")
        self.line.focus()

    def show_count(self, shown: int, total: int) -> None:
        """Say how many rows are left."""
        text = f"{shown:,} of {total:,}" if self.words else f"{total:,}"
        self.query_one("#count", Static).update(plain(text), layout=False)

    def action_clear(self) -> None:
        """Clear the filter and go back to the list."""
        self.line.put("")
        self.remove_class("-shown")
        self.post_message(FilterChanged(""))
        self.post_message(FilterClosed())

    def on_search_line_passed(self, event: SearchLine.Passed) -> None:
        """Let the list move while the words are typed."""
        event.stop()
        self.post_message(FilterPassed(event.action, event.by))

    def on_field_typed(self, event: Field.Typed) -> None:
        """Filter by what stands there now."""
        event.stop()
        self.post_message(FilterChanged(self.words))

    def on_field_entered(self, event: Field.Entered) -> None:
        """Keep the filter and go back to the list."""
        event.stop()
        self.set_class(bool(self.words), "-shown")
        self.post_message(FilterClosed())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Hide an empty line when the focus leaves it."""
        self.set_class(bool(self.words), "-shown")
