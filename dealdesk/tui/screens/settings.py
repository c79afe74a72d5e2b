"""The settings of this desk in a form: each is kept as it is typed, and in force once its field is left."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from dealdesk.counts import counted
from dealdesk.domain.deadlines import day_words
from dealdesk.domain.forms import SETTINGS
from dealdesk.errors import DealdeskError
from dealdesk.store import drafts, settings_form
from dealdesk.store.settings_form import TABLE, UID
from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.safe import plain
from dealdesk.tui.themes import theme_of
from dealdesk.tui.widgets.choice import PickField, TickField
from dealdesk.tui.widgets.form import Form

if TYPE_CHECKING:
    from dealdesk.store.dating import Moved
    from dealdesk.store.settings_form import Written
    from dealdesk.tui.workspace import Workspace

_KEYS = "Each is in force once its field is left · Esc twice closes"


class SettingsScreen(Dialog[None]):
    """Who I am, how dates are read, when we work, and what a signing and a notice start."""

    DEFAULT_CSS = """
    SettingsScreen > Vertical {
        width: 76; max-width: 100%; height: 20; max-height: 100%; border: round $border; background: $surface;
        padding: 0 1;
    }
    SettingsScreen .muted { height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("f4", "moved", "Which dates moved", show=False),
    ]

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        desk = workspace.desk
        self._held = desk.rows(settings_form.texts)
        typed = desk.rows(drafts.of_row, TABLE, UID)
        shown = {**self._held, **{name: draft.text for name, draft in typed.items()}}
        self._form = Form(SETTINGS, desk.context, texts=shown)
        for spec in SETTINGS:
            field = self._form.field(spec.name)
            if isinstance(field, PickField | TickField):
                field.by_letter = False
        self._below = Static(plain(_KEYS), classes="muted")
        self._moved: tuple[Moved, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the form and its keys."""
        with Vertical() as box:
            box.border_title = "Settings of this desk"
            yield self._form
            yield self._below

    def on_mount(self) -> None:
        """Begin with the first field."""
        self._form.focus_field(SETTINGS[0].name)

    def on_form_typed(self, event: Form.Typed) -> None:
        """Keep what was typed."""
        event.stop()
        self._workspace.keep(f"{TABLE}/{UID}/{event.name}", event.text)

    async def on_form_left(self, event: Form.Left) -> None:
        """Put the setting in force; what is refused stays typed and says why."""
        event.stop()
        if event.error or event.text == self._held[event.name]:
            return
        workspace = self._workspace
        now, context = workspace.clock.now(), workspace.desk.context
        label = next(spec.label for spec in SETTINGS if spec.name == event.name).lower()
        try:
            done = await workspace.write(f"set: {label}", settings_form.write, event.name, event.text, context, now)
        except DealdeskError as error:
            self._form.show_error(event.name, str(error))
            return
        workspace.desk.refresh()
        self._held = workspace.desk.rows(settings_form.texts)
        if self._form.text(event.name) == event.text:
            self._form.set_text(event.name, self._held[event.name])
        if event.name == "holidays":
            self._form.set_text("days_off", self._held["days_off"])
        self.app.theme = theme_of(workspace.desk.settings.theme)
        if event.name in settings_form.MOVING:
            self._tell(done)
        else:
            self._below.update(plain(f"set: {label} {self._words(event.name)}"))

    def _words(self, name: str) -> str:
        """Return what a setting is now, as its field shows it."""
        spec = next(spec for spec in SETTINGS if spec.name == name)
        text = self._held[name]
        return next((label for value, label in spec.choices if value == text), text) or "empty"

    def _tell(self, done: Written) -> None:
        """Say what followed from a setting, until the next one says something."""
        self._moved = done.moved
        moved = f"{counted(len(done.moved), 'date')} moved{' · F4 lists them' if done.moved else ''}"
        self._below.update(plain(f"{done.said} {moved}".strip()))

    def action_moved(self) -> None:
        """List the dates that the last setting moved; nothing while there are none."""
        if self._moved:
            self.app.push_screen(
                Reader(counted(len(self._moved), "date") + " moved", "\n".join(map(_line, self._moved)))
            )

    def on_form_finished(self, event: Form.Finished) -> None:
        """Close."""
        event.stop()
        self.dismiss()

    def action_close(self) -> None:
        """Close; every field was left by then."""
        self.dismiss()


def _line(moved: Moved) -> str:
    """Return one date that moved as a line of text."""
    return f"{moved.ref:<10} {_day(moved.old)} -> {_day(moved.new)}  {moved.what}"


def _day(day: date | None) -> str:
    return f"{day_words(day)} {day.year}" if day else "no date"
