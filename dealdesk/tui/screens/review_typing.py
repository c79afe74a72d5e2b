"""What is typed into a review form: kept at once, part of the record when its input is left, and never in the way."""

from __future__ import annotations

from dealdesk.clock import instant
from dealdesk.domain.fields import Kind
from dealdesk.errors import DealdeskError
from dealdesk.tui.commands import everywhere
from dealdesk.tui.commands import forms as form_commands
from dealdesk.tui.screens.record_form import REST
from dealdesk.tui.screens.review_versions import ReviewVersions
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.part_form import PartForm

#: Commands that leave the form, so that what was typed has to be part of the desk first.
LEAVING = {
    command.identity()
    for command in (
        form_commands.CloseForm,
        everywhere.Leave,
        everywhere.OpenToday,
        everywhere.OpenDeals,
        everywhere.OpenDebrief,
        everywhere.OpenLeverage,
        everywhere.OpenFriction,
        everywhere.OpenActions,
    )
}


class ReviewTyping(ReviewVersions):
    """A screen of a review that is typed into."""

    form: PartForm
    """The part in front."""
    _leaving = False
    _asked = False

    def on_mount(self) -> None:
        """Get ready to take up what is typed when no key comes for a while."""
        self._rest = self.set_interval(REST, self.promote_at_rest, pause=True)

    def measure_soon(self) -> None:
        """Measure the page again, after the next keys."""
        raise NotImplementedError

    def leave(self) -> None:
        """Hand over what is typed, without waiting."""
        self.state.keeping.collect()
        self.state.keeping.promote_typed()

    def on_unmount(self) -> None:
        """Hand over what is typed also when the screen is taken away by another way than its commands."""
        self.leave()

    def promote_at_rest(self) -> None:
        """Make what was typed part of the record, because no key came for a while; half a date waits."""
        self._rest.pause()
        self.state.keeping.promote_typed(readable_only=True)

    def on_form_typed(self, event: Form.Typed) -> None:
        """Keep what was typed; a tick is whole at once."""
        event.stop()
        self.state.keeping.keep(event.name, event.text)
        if event.form is self.form:
            self.form.touch(event.name)
            if self.form.field(event.name).spec.kind is Kind.TICK:
                self.state.keeping.promote(event.name)
        self._rest.reset()
        self._rest.resume()
        self.measure_soon()

    def on_form_left(self, event: Form.Left) -> None:
        """Make the field part of the record."""
        event.stop()
        if event.error:
            self.state.texts.wrong[event.name] = event.error
        self.state.keeping.left(event.name)

    def on_form_escaped(self, event: Form.Escaped) -> None:
        """Show the keys that work outside the fields."""
        event.stop()
        self.show_keys()

    def do_keep_now(self) -> None:
        """Answer when typing was kept."""
        if self.state.keeping.unkept:
            self._asked = True
            self.workspace.writer.call(lambda _con: None)  # typing waits for no tick where there is a job
        else:
            self.say(f"Kept {self.workspace.clock.now().astimezone():%H:%M:%S}. There is nothing to save.")

    def show_kept(self, at: str) -> None:
        """Show when typing was kept, and answer whoever asked."""
        super().show_kept(at)
        self.state.keeping.unkept = False
        if self._asked:
            self._asked = False
            self.say(f"Kept {instant(at).astimezone():%H:%M:%S}. There is nothing to save.")

    def begin_leaving(self, identity: str) -> None:
        """Leave by a command; in the App, which outlives this screen."""
        if not self._leaving:
            self._leaving = True
            self.app.run_worker(self._leave_by(identity))

    async def _leave_by(self, identity: str) -> None:
        try:
            settled = await self.state.keeping.settle_row()
        except DealdeskError as error:
            self.say(str(error), severity="error")
            return
        finally:
            self._leaving = False
        if settled and self.app.screen is self:
            if identity == form_commands.CloseForm.identity():
                await self.app.pop_screen()
            else:
                await super().action_run(identity)
