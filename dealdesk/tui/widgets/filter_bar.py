"""The line in which a filter is typed; hidden until it is asked for."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from dealdesk.text import clean
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.filter_messages import FilterChanged, FilterClosed, FilterPassed


class FilterBar(Horizontal):
    """A one-line filter: Enter keeps it, Escape clears it; the arrows go on moving in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear the filter", show=False, id="filter.clear"),
        Binding("up", "pass_on('step', -1)", "Up", show=False, id="filter.up"),
        Binding("down", "pass_on('step', 1)", "Down", show=False, id="filter.down"),
        Binding("pageup", "pass_on('page', -1)", "Page up", show=False, id="filter.page_up"),
        Binding("pagedown", "pass_on('page', 1)", "Page down", show=False, id="filter.page_down"),
    ]
    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        display: none;
        &.-shown { display: block; }
        & > #sign { width: 2; color: $text-accent; text-style: bold; }
        & > Input { width: 1fr; border: none; height: 1; padding: 0; }
        & > #count { width: 24; padding: 0 1; text-align: right; color: $text-muted; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the sign, the words and the count."""
        yield Static("/", id="sign", markup=False)
        yield Input(select_on_focus=False, compact=True, id="words")
        yield Static("", id="count", markup=False)

    @property
    def words(self) -> str:
        """The filter as typed, cleaned."""
        return clean(self.query_one("#words", Input).value)

    def open(self) -> None:
        """Show the line and let the person type."""
        self.add_class("-shown")
        self.query_one("#words", Input).focus()

    def set_words(self, words: str) -> None:
        """Fill the line from code; the list is told as if it had been typed."""
        self.set_class(bool(words), "-shown")
        self.query_one("#words", Input).value = words

    def show_count(self, shown: int, total: int) -> None:
        """Say how many rows are left."""
        text = f"{shown:,} of {total:,}" if self.words else f"{total:,}"
        self.query_one("#count", Static).update(plain(text), layout=False)

    def action_clear(self) -> None:
        """Clear the filter and go back to the list."""
        self.query_one("#words", Input).value = ""
        self.remove_class("-shown")
        self.post_message(FilterClosed())

    def action_pass_on(self, action: str, by: int) -> None:
        """Let the list move while the words are typed."""
        self.post_message(FilterPassed(action, by))

    @on(Input.Changed, "#words")
    def _words_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(FilterChanged(self.words))

    @on(Input.Submitted, "#words")
    def _words_kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.set_class(bool(self.words), "-shown")
        self.post_message(FilterClosed())

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Hide an empty line when the focus leaves it."""
        self.set_class(bool(self.words), "-shown")
