"""What every screen of the desk has: title line, key line, commands with one declaration each, and literal messages."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from dealdesk.clock import instant
from dealdesk.errors import DealdeskError
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import EVERYWHERE, PALETTE_ONLY
from dealdesk.tui.compat import DrawnOnce
from dealdesk.tui.safe import plain, visible
from dealdesk.tui.widgets.header import TitleLine
from dealdesk.tui.widgets.key_line import KeyLine
from dealdesk.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace


class DeskScreen(DrawnOnce):
    """A screen of the desk.

    A subclass lists its commands, yields its body from :meth:`body`, and carries a command out in the method of its
    name. :meth:`refresh_rows` is called when the screen comes back, after undo, and when another window wrote.
    """

    title_text: ClassVar[str] = ""
    commands: ClassVar[tuple[type[KeyCommand], ...]] = ()
    page_of: int | None = None
    """The deal whose page this is."""

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - handed on to Textual
        cls.BINDINGS = [*cls.__dict__.get("BINDINGS", []), *(command.binding() for command in cls.commands)]
        super().__init_subclass__(**kwargs)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.title_line = TitleLine(self.title_text)
        self.key_line = KeyLine()
        self._seen = self._read_only = False

    def body(self) -> Iterable[Widget]:
        """Return the widgets between title line and key line."""
        return ()

    def compose(self) -> ComposeResult:
        """Lay out title line, body and key line."""
        yield self.title_line
        yield from self.body()
        yield self.key_line

    def refresh_rows(self) -> None:
        """Read again what is shown; cursor and place stay."""

    def show_back(self) -> None:
        """Read again after undo and redo; the cursor goes to the first line that is there again."""
        rows = next(iter(self.query(Rows)), None)
        before = set(rows.keys_shown) if rows is not None else set()
        self.refresh_rows()
        if rows is not None:
            back = next((key for key in rows.keys_shown if key not in before), None)
            if back is not None:
                rows.go_to(back)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say whether a command can be carried out now; the only judge of that."""
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a command run only when it is possible, and never by a letter that belongs to the text being typed."""
        if action == "run" and parameters:
            found = self.find_command(str(parameters[0]))
            return found is not None and bool(found.keys(typing=self._typing())) and self.possible(found)
        return super().check_action(action, parameters)

    def find_command(self, identity: str) -> type[KeyCommand] | None:
        """Return the command of that id which works here."""
        every = (*self.all_commands(), *PALETTE_ONLY)
        return next((command for command in every if command.identity() == identity), None)

    def all_commands(self) -> tuple[type[KeyCommand], ...]:
        """Return what can be asked for here: the screen's own commands, then those that work everywhere."""
        return (*self.commands, *EVERYWHERE)

    async def action_run(self, identity: str) -> None:
        """Carry out a command; what it refuses is said in a sentence and changes nothing."""
        found = self.find_command(identity)
        method = getattr(self, found.method(), None) or getattr(self.app, found.method(), None) if found else None
        if method is None:
            return
        self.app.clear_notifications()  # what was said of the last command would cover what this one shows
        if not self.workspace.is_warm:
            self.key_line.show_instead("one moment")
        try:
            result = method()
            if result is not None:
                await result
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
        self.show_keys()

    def show_keys(self) -> None:
        """Draw the key line for what is possible now."""
        typing = self._typing()
        every = [c for c in self.all_commands() if c.footer and c.keys(typing=typing) and self.possible(c)]
        footer = [(c, word) for c in every if (word := self.footer_word(c))]
        own = [pair for pair in footer if pair[0] not in EVERYWHERE][:5]
        rest = [pair for pair in footer if pair[0] in EVERYWHERE]
        self.key_line.show((*own, *rest), typing=typing)

    def _typing(self) -> bool:
        return self.focused is not None and self.focused.check_consume_key("a", "a")

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Return what the key line calls a command now; nothing leaves it out."""
        return command.footer

    def say(self, sentence: str, *, severity: str = "information") -> None:
        """Tell the person something, literally, for a few seconds; it takes the place of what was said before."""
        level: Any = severity
        if severity == "information":
            self.app.clear_notifications()
        self.notify(visible(sentence, lines=True), severity=level, markup=False)

    def on_mount(self) -> None:
        """Name the current deal."""
        self.show_deal()
        self.show_keys()
        self.show_read_only()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front; at first there is nothing to catch up with."""
        self.show_read_only()
        if not self._seen:
            self._seen = True
            return
        self.show_deal()
        self.refresh_rows()
        self.show_keys()

    def on_descendant_focus(self) -> None:
        """Show the keys that work in the widget that has the focus now."""
        self.show_keys()

    def do_edit_outside(self) -> Awaitable[None] | None:
        """Let the person's own editor have the long text under the cursor."""
        from dealdesk.tui import outside
        from dealdesk.tui.widgets.area import Area
        from dealdesk.tui.widgets.fields_long import LongLine

        area = self.focused
        if isinstance(area, Area | LongLine):
            outside.edit_area(self.app, self.workspace, area)
        else:
            self.say("^G opens a long text in your editor: put the cursor into one first.")
        return None

    def leave(self) -> None:
        """Hand over what is typed but not part of its record; called before dealdesk ends, also by a signal."""

    def show_kept(self, at: str) -> None:
        """Show when typing was last kept."""
        local = instant(at).astimezone()
        self.title_line.show(sign=f"kept {local:%H:%M:%S}")

    def show_trouble(self, why: str) -> None:
        """Show that typing is not safe yet, for as long as that lasts."""
        self.title_line.show(sign="NOT SAVED" if why else "")
        if why:
            self.say(f"{why} What you typed stays here and is stored as soon as that ends.", severity="error")

    def show_read_only(self) -> None:
        """Say, for as long as this screen is open, that the desk is only read, and why."""
        refusal = self.workspace.refusal
        if refusal is None or self._read_only:
            return
        self._read_only = True
        self.title_line.show(sign="READ ONLY")
        unsaved = "\nWhat you typed last is not saved: copy it." if self.workspace.writer.unsaved() else ""
        banner = Static(plain(f"{refusal}{unsaved}"), markup=False, classes="read-only")
        self.mount(banner, after=self.title_line)

    def show_deal(self) -> None:
        """Name the current deal in the title line, and show the clock of a debrief that runs elsewhere."""
        deal, held = self.workspace.deal, self.workspace.debrief
        self.title_line.show(
            deal=f"{deal.ref}  {deal.title}" if deal else "", clock=held.words_for(self) if held else ""
        )

    async def on_key_line_chosen(self, event: KeyLine.Chosen) -> None:
        """Run the command whose key was clicked."""
        event.stop()
        if self.possible(event.command):
            await self.action_run(event.command.identity())
