"""The review form of a deal: 45 inputs in nine parts, of which the one in front is mounted; one page, always."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from dealdesk.domain import page_fit
from dealdesk.domain.fields import Kind
from dealdesk.errors import DealdeskError
from dealdesk.tui.commands import review as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.debrief import InText
from dealdesk.tui.dialogs.jump import Jump
from dealdesk.tui.pending_keys import taken_in
from dealdesk.tui.safe import plain
from dealdesk.tui.screens import review_look as look
from dealdesk.tui.screens.review_state import LEVERAGE
from dealdesk.tui.screens.review_typing import LEAVING, ReviewTyping
from dealdesk.tui.widgets.fields import Field
from dealdesk.tui.widgets.page_meter import PageMeter
from dealdesk.tui.widgets.part_form import PartForm
from dealdesk.tui.widgets.part_rail import PartRail

if TYPE_CHECKING:
    from textual.app import App

    from dealdesk.tui.workspace import CurrentDeal, Workspace

#: Seconds after a key in which the page is not measured again: no key waits for it.
_MEASURE = 0.15


class ReviewFormScreen(ReviewTyping):
    """The form, part by part; what is typed is kept at once, and there is nothing to save."""

    title_text = "Review"
    commands = commands.ALL
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide"), (150, "-third")]  # noqa: RUF012
    DEFAULT_CSS = """
    ReviewFormScreen {
        & #review { height: 1fr; layout: vertical; }
        & #work, & #parts, & #place { width: 1fr; height: 1fr; }
        & #preview { display: none; width: 56; height: 1fr; padding: 0 1; border-left: solid $border-blurred;
            scrollbar-gutter: stable; /* the page is laid out once, whether it scrolls or not */ }
        &.-wide #preview, &.-third #preview { display: block; }
        &.-third #review { layout: horizontal; }
        &.-third PartRail { width: 35; height: 1fr; border-right: solid $border-blurred; }
        &.-third #preview { width: 64; }
    }
    """

    def __init__(self, workspace: Workspace, deal: CurrentDeal, version: int | None = None) -> None:
        """Open a version of the review of ``deal``, the newest where none is named; raises :class:`NotFound`."""
        super().__init__(workspace, deal, version)
        self.rail, self.meter_line = PartRail(), PageMeter()
        self._start = self.state.first_open()
        self.part = look.place_of(self.state.form, self._start)[0].number
        self.form: PartForm = self.state.part_form(self.part)
        self._place = Container(self.form, id="place")
        self._preview = Static("", markup=False)
        self._page = VerticalScroll(self._preview, id="preview", can_focus=False)
        self._previewed = -1

    def body(self) -> Iterable[Widget]:
        """Return rail, meter, the part in front and, where there is room, the page."""
        work = Vertical(self.meter_line, Horizontal(self._place, self._page, id="parts"), id="work")
        yield Container(self.rail, work, id="review")

    def on_mount(self) -> None:
        """Begin in the first input that can't be read or is empty."""
        self._measure = self.set_interval(_MEASURE, self._show_page, pause=True)
        self._focus(self._start)
        self._show()
        keeping = self.state.keeping
        for name in reversed(keeping.slots):
            keeping.ask(name)
        keeping.promote_typed(readable_only=True)
        self.offer_second()

    # Going from place to place.

    async def turn_to(self, number: int, slot: str = "") -> None:
        """Have a part in front, with the cursor in ``slot``, else in its first empty input."""
        keeping = self.state.keeping
        keeping.collect()
        keeping.promote_typed()
        names = [spec.id for spec in self.state.form.parts[number].slots]
        empty = (one.slot for one in self.state.empty() if one.slot in names)
        wanted = slot or next((name for name in names if name in self.state.texts.wrong), "") or next(empty, names[0])
        if number != self.part:
            await self._mount_part(number, wanted)
        else:
            self._focus(wanted)
        self._show()

    async def _mount_part(self, number: int, slot: str = "") -> None:
        old, self.part = self.form, number
        self.form = self.state.part_form(number)
        with self.app.batch_update():
            await self._place.mount(self.form)
            old.display = False
            self._focus(slot)
            await old.remove()

    def _focus(self, slot: str) -> None:
        if self.state.view.closed:
            self.set_focus(self.form)
        elif slot:
            self.form.focus_field(slot)
        else:
            self.set_focus(None)

    async def do_next_part(self) -> None:
        """Go on."""
        await self.turn_to((self.part + 1) % len(self.state.form.parts))

    async def do_previous_part(self) -> None:
        """Go back."""
        await self.turn_to((self.part - 1) % len(self.state.form.parts))

    async def do_place_after(self) -> None:
        """Go on to the next part if this is the last input still."""
        number = (self.part + 1) % len(self.state.form.parts)
        await self.turn_to(number, self.state.form.parts[number].slots[0].id)

    async def do_place_before(self) -> None:
        """Go back to the end of the part before."""
        number = (self.part - 1) % len(self.state.form.parts)
        await self.turn_to(number, self.state.form.parts[number].slots[-1].id)

    async def do_take_enter(self) -> None:
        """Show the next line that fits; from the last input go on to the next part."""
        field = self.focused
        name = self.form.named(field)
        if name and self._can_cycle(name):
            await self.cycle(name)
        elif name == self.form.names[-1]:
            await self.do_next_part()
        elif isinstance(field, Field):
            field.enter()

    def do_jump_to_input(self) -> None:
        """Ask where to."""
        self.app.push_screen(Jump(self.state.targets(), self._jump))

    async def _jump(self, slot: str) -> None:
        await self.turn_to(look.place_of(self.state.form, slot)[0].number, slot)

    async def on_part_rail_chosen(self, event: PartRail.Chosen) -> None:
        """Go to what was clicked."""
        await self.turn_to(event.number, event.slot)

    # What can be done.

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say whether a command can be carried out now."""
        name = self.form.named(self.focused)
        if command is commands.TakeEnter:
            return bool(name) and (self._can_cycle(name) or name == self.form.names[-1])
        if command is commands.PlaceAfter:
            return not name or name == self.form.names[-1]
        if command is commands.PlaceBefore:
            return not name or name == self.form.names[0]
        if command is commands.OpenEvidence:
            ticks = not name or self.form.field(name).spec.kind is Kind.TICK
            return self.state.form.parts[self.part].id == LEVERAGE and ticks
        return super().possible(command)

    def _can_cycle(self, name: str) -> bool:
        stored = self.state.view.slots[name]
        return stored.candidates > 0 and not self.state.view.closed and self.state.keeping.untouched(name)

    async def action_run(self, identity: str) -> None:
        """Make what was typed part of the desk before any other command; leave only when that is answered."""
        found = self.find_command(identity)
        if found is not None and issubclass(found, InText) and self.focused is not None:
            await taken_in(self.focused)
        if identity in LEAVING:
            self.begin_leaving(identity)
        elif identity.startswith(commands.GO_TO):
            await self.turn_to(int(identity.removeprefix(commands.GO_TO)))
        else:
            self.leave()
            await super().action_run(identity)

    def do_show_review(self) -> None:
        """Show the page."""
        self.show_page()

    async def do_open_evidence(self) -> None:
        """Open the checklist at the source under the cursor."""
        from dealdesk.tui.screens.leverage import LeverageScreen

        self.workspace.deal = self.state.deal
        screen = LeverageScreen(self.workspace)
        await self.app.push_screen(screen)
        screen.pane.grid.go_to(self.form.named(self.focused).partition(".")[2])

    # What is shown.

    def on_descendant_focus(self) -> None:
        """Say first what my record has about the source under the cursor."""
        if self.state.form.parts[self.part].id == LEVERAGE:
            self.form.show_below(self.state.record(self.form.named(self.focused).partition(".")[2]))

    def refresh_rows(self) -> None:
        """Show what another window, undo or a rule changed, in every input that was not typed in."""
        try:
            same = self.state.read_again()
        except DealdeskError as error:
            self.say(str(error), severity="warning")
            return
        if same:
            self._show()
        else:
            self.run_worker(self.open_version(self.state.version))

    async def open_version(self, version: int | None) -> None:
        """Show another version in the part in front; no input has the cursor, so that the keys for versions work."""
        self.leave()
        self.begin(version)
        await self._mount_part(self.part)
        self._show()

    def _show(self) -> None:
        """Draw everything that is said about the inputs."""
        state = self.state
        closed = ", closed" if state.view.closed else ""
        self.title_line.show(title=f"{self.title_text} {state.view.version}{closed}")
        self.rail.show(state.rail(), self.part, state.empty())
        state.show_standings(self.form, state.form.parts[self.part])
        self._show_page()
        self.show_keys()

    def _show_page(self) -> None:
        """Measure the page with the texts as they stand, and show it where there is room."""
        self._measure.pause()
        state = self.state
        self.meter_line.show(state.meter(self.part))
        width = self._preview.size.width
        if (self.has_class("-wide") or self.has_class("-third")) and width:
            lines = page_fit.page_lines(state.form, state.printed(), width, state.heading)
            self._preview.update(plain("\n".join(lines)))
            part = state.form.parts[self.part]
            heading = f"{part.number} {part.title}"
            if self._previewed != self.part and (not part.number or heading in lines):
                self._previewed = self.part
                at = lines.index(heading) if part.number else 0
                self.call_after_refresh(self._page.scroll_to, y=at, animate=False)

    def measure_soon(self) -> None:
        """Measure the page again, after the next keys."""
        self._measure.reset()
        self._measure.resume()

    def on_resize(self) -> None:
        """Fill the preview once there is room for it."""
        self.call_after_refresh(self._show_page)


async def open_review(app: App[None], workspace: Workspace, deal_id: int, version: int | None = None) -> None:
    """Open the review form of a deal; raises :class:`NotFound` for a deal that is not there any more."""
    await app.push_screen(ReviewFormScreen(workspace, workspace.deal_named(deal_id), version))
