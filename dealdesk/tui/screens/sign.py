"""The panel that signs a deal: every field has its default, and Enter signs from any of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.widget import Widget
from textual.widgets import Static

from dealdesk.domain.fields import Context
from dealdesk.domain.forms import SIGN
from dealdesk.errors import InputRefused
from dealdesk.store import drafts, engine, history, signing, signing_checkins
from dealdesk.tui.commands import forms as form_commands
from dealdesk.tui.commands import sign as commands
from dealdesk.tui.pending_keys import taken_in
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.record_keeping import messages
from dealdesk.tui.screens.sign_form import CHECK_INS, ChoiceLine, SignForm
from dealdesk.tui.screens.sign_result import SignResultScreen
from dealdesk.tui.widgets.form import Form

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.tui.workspace import Workspace

#: What typing in this panel is kept under, with the uid of the deal.
TABLE = "sign"
_HINT = "Enter signs with what stands here. Tab goes through the fields; Esc leaves."
_CHOOSE = "Down and Up: the usual check-ins for this type of deal, or type your own."


class SignScreen(DeskScreen):
    """The day of signing, the dates of the deal, and how much follow-through it gets."""

    title_text = "Sign"
    commands = (commands.SignNow, form_commands.KeepNow, form_commands.CloseForm)
    DEFAULT_CSS = """
    SignScreen #hint { height: 1; padding: 0 2; color: $text-muted; }
    """

    def __init__(self, workspace: Workspace, deal_id: int, uid: str) -> None:
        workspace.must_write()
        super().__init__(workspace)
        self.deal_id, self._uid = deal_id, uid
        desk = workspace.desk
        self._defaults = desk.rows(signing.texts, deal_id, desk.today)
        typed = desk.rows(drafts.of_row, TABLE, uid)
        known = {spec.name for spec in SIGN}
        for name, left in typed.items():
            workspace.take_over(self._key(name), left.window)
        kept = {name: left.text for name, left in typed.items() if name in known}
        shown = {**self._defaults, **kept}
        wrong = messages([spec for spec in SIGN if spec.name in kept], shown, desk.context)
        self._choosing = desk.rows(signing_checkins.choosing, deal_id)
        self.form = SignForm(SIGN, desk.context, self._choosing.choices, self._told_of, texts=shown, messages=wrong)
        self._told = self.form.texts()
        self._wrong, self._again = wrong, bool(kept)
        self._signing = False

    def body(self) -> Iterable[Widget]:
        """Return a line that says how to go on, and the fields."""
        yield Static(_HINT, id="hint", markup=False)
        yield self.form

    def on_mount(self) -> None:
        """Begin with the day of signing, or with what could not be read when it was left."""
        super().on_mount()
        self.form.focus_field(next(iter(self._wrong), SIGN[0].name))
        if self._again:
            self.say("What you typed here before stands here again.")

    def on_form_typed(self, event: Form.Typed) -> None:
        """Keep what was typed."""
        event.stop()
        self._keep(event.name, event.text)
        if event.name != CHECK_INS:
            self._follow()

    def on_descendant_focus(self) -> None:
        """Say what there is to choose while the check-ins are typed."""
        on = isinstance(self.focused, ChoiceLine)
        self.query_one("#hint", Static).update(_CHOOSE if on else _HINT, layout=False)

    def _follow(self) -> None:
        """Propose the check-ins that fit the other fields, unless others were typed, and say when they are first."""
        values = {name: reading.value for name, reading in self.form.values().items()}
        proposed = self._choosing.proposed(values, self.workspace.desk.today)
        before, self._defaults[CHECK_INS] = self._defaults[CHECK_INS], proposed
        if self.form.text(CHECK_INS) == before != proposed:
            self._told[CHECK_INS] = proposed
            self.form.set_text(CHECK_INS, proposed)
        self.form.dates_changed()

    def _told_of(self, text: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        desk = self.workspace.desk
        return signing_checkins.told(text, values, desk.context, desk.settings, there=self._choosing.there)

    def on_form_escaped(self, event: Form.Escaped) -> None:
        """Show the keys that work outside the fields."""
        event.stop()
        self.show_keys()

    def leave(self) -> None:
        """Hand over letters that the form has not told of yet."""
        for name, text in self.form.texts().items():
            if text != self._told[name]:
                self._keep(name, text)

    def on_unmount(self) -> None:
        """Hand over what is typed also when the screen is taken away by another way than its commands."""
        if not self._signing:
            self.leave()

    async def action_run(self, identity: str) -> None:
        """Hand over what is typed before any command."""
        if self.focused is not None:
            await taken_in(self.focused)
        self.leave()
        await super().action_run(identity)

    async def do_sign_now(self) -> None:
        """Sign, and show what follows."""
        texts = self.form.texts()
        if self.form.errors():
            self.form.finish()  # says what is wrong beside each field and goes to the first
            return
        desk, deal = self.workspace.desk, self.workspace.deal_named(self.deal_id)
        try:
            await self.workspace.write(
                f"signed {deal.ref}", _sign, self.deal_id, self._uid, texts, desk.context, desk.clock.now()
            )
        except InputRefused as refusal:
            self._refuse(str(refusal))
            return
        self._signing = True
        for name in texts:
            self.workspace.writer.forget(self._key(name))
        self.workspace.deal = deal
        if self.app.screen is self:
            await self.app.switch_screen(SignResultScreen(self.workspace, self.deal_id, "signed"))

    def _refuse(self, sentence: str) -> None:
        """Say why nothing was signed beside the field that is meant, and go there."""
        for spec in SIGN:
            label, _, why = sentence.partition(": ")
            if label == spec.label:
                self.form.show_error(spec.name, why)
                self.form.focus_field(spec.name)
                return
        self.say(sentence, severity="warning")

    def do_keep_now(self) -> None:
        """Answer that typing is kept."""
        self.say(f"Kept {self.workspace.clock.now().astimezone():%H:%M:%S}; not signed yet.")

    async def do_close_form(self) -> None:
        """Go back; what was typed is offered again."""
        if len(self.app.screen_stack) > 1:
            await self.app.pop_screen()

    def _key(self, name: str) -> str:
        return f"{TABLE}/{self._uid}/{name}"

    def _keep(self, name: str, text: str) -> None:
        self._told[name] = text
        self.workspace.keep(self._key(name), text, deal_id=self.deal_id, base_text=self._defaults.get(name, ""))


def _sign(session: Session, deal_id: int, uid: str, texts: Mapping[str, str], context: Context, now: datetime) -> int:
    """Sign, and forget what was typed in the panel, in one command."""
    signed = signing.sign(session, deal_id, texts, context, now)
    con = engine.raw(session)
    drafts.forget(con, TABLE, uid, history.window_of(con))
    return signed
