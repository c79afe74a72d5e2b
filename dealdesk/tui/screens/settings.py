"""The settings of this desk in a form: each is kept as it is typed, and in force once its field is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from dealdesk.domain.forms import SETTINGS
from dealdesk.errors import DealdeskError
from dealdesk.store import drafts, settings_form
from dealdesk.store.settings_form import TABLE, UID
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.form import Form

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace


class SettingsScreen(ModalScreen[None]):
    """Name, initials, alone or with a team, order of dates, currency, days off."""

    DEFAULT_CSS = """
    SettingsScreen > Vertical {
        width: 76; max-width: 100%; height: 20; max-height: 100%; border: round $border; background: $surface;
        padding: 0 1;
    }
    SettingsScreen .muted { height: 1; }
    """
    BINDINGS = [Binding("escape", "close", "Close", show=False)]  # noqa: RUF012 - as Textual declares it

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        desk = workspace.desk
        self._held = desk.rows(settings_form.texts)
        typed = desk.rows(drafts.of_row, TABLE, UID)
        shown = {**self._held, **{name: draft.text for name, draft in typed.items()}}
        self._form = Form(SETTINGS, desk.context, texts=shown)

    def compose(self) -> ComposeResult:
        """Lay out the form and its keys."""
        with Vertical() as box:
            box.border_title = "Settings of this desk"
            yield self._form
            yield Static(plain("Each is in force once its field is left · Esc twice closes"), classes="muted")

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
            await workspace.write(f"set: {label}", settings_form.write, event.name, event.text, context, now)
        except DealdeskError as error:
            self._form.show_error(event.name, str(error))
            return
        workspace.desk.refresh()
        self._held = workspace.desk.rows(settings_form.texts)
        if self._form.text(event.name) == event.text:
            self._form.set_text(event.name, self._held[event.name])

    def on_form_finished(self, event: Form.Finished) -> None:
        """Close."""
        event.stop()
        self.dismiss()

    def action_close(self) -> None:
        """Close; every field was left by then."""
        self.dismiss()
