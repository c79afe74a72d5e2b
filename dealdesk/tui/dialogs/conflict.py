"""Two windows changed the same field: both texts are shown, and one key says which stays."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from dealdesk.tui.dialogs.unhurried import Unhurried
from dealdesk.tui.safe import plain


class Conflict(Unhurried[str | None]):
    """Asks which text stays; None means not now, and both are kept as they are."""

    DEFAULT_CSS = """
    Conflict {
        align: center middle;
        & > Vertical {
            width: 76;
            max-width: 100%;
            height: auto;
            max-height: 100%;
            border: round $border;
            background: $surface;
            padding: 0 1;
        }
        & VerticalScroll { height: auto; max-height: 8; background: $panel; margin: 0 0 1 2; }
        & .conflict--who { text-style: bold; }
        & .conflict--keys { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "take('theirs')", "Theirs"),
        Binding("2", "take('mine')", "Mine"),
        Binding("e", "take('joint')", "Both"),
        Binding("escape,q", "later", "Not now"),
    ]

    def __init__(self, label: str, mine: str, theirs: str, *, joint: str | None = " / ") -> None:
        """Show both texts; ``joint`` stands between them if both are kept, None where that makes no sense."""
        super().__init__()
        self._label = label
        self._texts = {"mine": mine, "theirs": theirs}
        if joint is not None:
            self._texts["joint"] = f"{theirs}{joint}{mine}"

    def compose(self) -> ComposeResult:
        """Show both texts whole; a long one scrolls."""
        both = ["e both, theirs first"] if "joint" in self._texts else []
        with Vertical():
            yield Static(plain(f"{self._label} was changed in two windows. Which text stays?"))
            for key, name, who in (("1", "theirs", "the other window"), ("2", "mine", "this window")):
                yield Static(plain(f"{key} {name}, from {who}"), classes="conflict--who")
                with VerticalScroll():
                    yield Static(plain(self._texts[name] or "(empty)"))
            keys = ["1 theirs", "2 mine", *both, "Esc not now"]
            yield Static(plain(" · ".join(keys)), classes="conflict--keys")
            yield Static(plain("A text that is not taken stays in the history."), classes="conflict--keys")

    def action_take(self, which: str) -> None:
        """Answer with one of the texts."""
        if which in self._texts:
            self.dismiss(self._texts[which])

    def action_later(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)
