"""A message to the other side: read it, copy it, change it, and say that it went out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.containers import Container, Vertical
from textual.widget import Widget

from dealdesk.clock import stamp
from dealdesk.counts import counted
from dealdesk.domain.messages import MOST_CHARS
from dealdesk.domain.vocabulary import Message
from dealdesk.errors import DealdeskError, NotFound
from dealdesk.store import drafts, message_drafts, message_leaks
from dealdesk.store.message_drafts import Draft, Wanted
from dealdesk.tui.commands import message as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.everywhere import GoBack
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.message_sent import Sent
from dealdesk.tui.widgets.letter import Leak, Letter, LetterHead, LetterNotes, told_leaks

if TYPE_CHECKING:
    from dealdesk.tui.workspace import Workspace

#: From this many columns on, what is missing stands beside the text.
WIDE = 120
#: Lines of what is missing where they stand beneath it.
_ROOM = 6
_KINDS = tuple(Message)


class MessageScreen(DeskScreen):
    """One message of a deal, and the others a key away."""

    title_text = "Message"
    commands = (*commands.MESSAGE, GoBack)
    DEFAULT_CSS = """
    MessageScreen #page { height: 1fr; layout: vertical; }
    MessageScreen #notes { height: auto; }
    MessageScreen.-wide #page { layout: horizontal; }
    MessageScreen.-wide #notes { width: 52; height: 1fr; border-left: solid $border; }
    MessageScreen.-wide LetterNotes { border-top: none; }
    MessageScreen Letter { margin: 1 0 0 0; }
    """

    def __init__(self, workspace: Workspace, deal_id: int, kind: Message, about_uid: str = "") -> None:
        """Show the message ``kind``; ``about_uid``: the action, waiting or conversation it is about."""
        super().__init__(workspace)
        self.deal_id, self.kind, self.about_uid = deal_id, kind, about_uid
        self.head, self.letter, self.notes = LetterHead(), Letter(), LetterNotes("", markup=False)
        self._wanted = Wanted(about_uid)
        self.draft: Draft | None = None
        self._leaks: tuple[Leak, ...] = ()

    def body(self) -> Iterable[Widget]:
        """Return head, text and what is missing."""
        yield self.head
        yield Container(self.letter, Vertical(self.notes, id="notes"), id="page")

    def on_mount(self) -> None:
        """Read the message."""
        super().on_mount()
        self._show(anew=True)
        self.letter.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Put what is missing beside the text where there is room."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self._show()

    def refresh_rows(self) -> None:
        """Make the message again: the deal, or its text, may have changed."""
        self._show()

    def _show(self, *, anew: bool = False) -> None:
        desk = self.workspace.desk
        try:
            self.workspace.deal_named(self.deal_id)
            draft = desk.rows(message_drafts.draft, self.deal_id, self.kind, desk.today, self._wanted)
            self._leaks = desk.rows(message_leaks.found, self.deal_id, f"{draft.subject}\n{draft.body}")
        except DealdeskError as error:
            self.say(str(error), severity="warning")
            return
        self.draft = draft
        self.head.put(draft, self._note(draft), self._leaks)
        self.letter.put(draft.body, draft.missing, anew=anew)
        wide = self.has_class("-wide")
        self.notes.put(draft.missing, self.size.height - 10 if wide else _ROOM, beside=wide)
        self.show_keys()

    def _note(self, draft: Draft) -> str:
        """Return what is to be known before this goes out: a change that was begun, a nudge that comes too early."""
        desk = self.workspace.desk
        if desk.rows(drafts.of_row, "draft", draft.uid):
            return "You began to change this text: e goes on."
        if draft.kind is not Message.NUDGE:
            return ""
        from dealdesk.store import waiting

        if not draft.about_uid:
            return "Nothing is waited for here: w on the deal says what."
        wait = desk.rows(waiting.line, draft.about_uid)
        return waiting.said(wait, desk.today, desk.settings.calendar) if wait else ""

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to the strength of what is no nudge, and to making anew what was not changed."""
        if command is commands.NextStrength:
            return self.kind is Message.NUDGE
        if command is commands.MakeAnew:
            return self.draft is not None and self.draft.edited
        return True

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Name the tone that the key leads to."""
        if command is commands.SwitchTone and self.draft is not None:
            return "informal" if self.draft.formal else "formal"
        return super().footer_word(command)

    @property
    def _made(self) -> Draft:
        if self.draft is None:
            raise NotFound("There is no message to show.")
        return self.draft

    def do_next_message(self) -> None:
        """Show the next kind."""
        self._turn(1)

    def do_previous_message(self) -> None:
        """Show the kind before."""
        self._turn(-1)

    def _turn(self, way: int) -> None:
        self.kind = _KINDS[(_KINDS.index(self.kind) + way) % len(_KINDS)]
        self._wanted = Wanted(self.about_uid, person_id=self._wanted.person_id)
        self._show(anew=True)

    def do_next_strength(self) -> None:
        """Show the next strength."""
        self._wanted = self._wanted._replace(strength=self._made.strength % 3 + 1, formal=self._made.formal)
        self._show(anew=True)

    def do_switch_tone(self) -> None:
        """Show the other tone."""
        self._wanted = self._wanted._replace(formal=not self._made.formal, strength=self._made.strength)
        self._show(anew=True)

    def do_next_addressee(self) -> None:
        """Write to the next person of their side."""
        from dealdesk.store import message_people

        people = self.workspace.desk.rows(message_people.addressees, self.deal_id)
        ids = [person.id for person in people]
        if len(ids) < 2:
            self.say("Nobody else of their side is known; the deal's page adds people.")
            return
        to = self._made.to
        at = ids.index(to.id) if to and to.id in ids else -1
        self._wanted = self._wanted._replace(person_id=ids[(at + 1) % len(ids)])
        self._show()
        if self._made.edited:
            self.say("Your own text stays as it is; only whom it goes to is another.")

    def do_copy_message(self) -> None:
        """Copy the text."""
        draft = self._made
        self.app.copy_to_clipboard(draft.body)
        said = [f"Copied the text without its subject ({counted(draft.words, 'word')}).", *told_leaks(self._leaks)]
        said += [self._gaps()] if draft.missing else []
        severity = "warning" if self._leaks else "information"
        self.say("\n".join([*said, "Clipboard programs may keep it."]), severity=severity)

    def _gaps(self) -> str:
        return f"Still missing: {', '.join(one.name for one in self._made.missing)}."

    async def do_edit_message(self) -> None:
        """Change subject and text."""
        from dealdesk.tui.screens.message_edit import EditMessageScreen

        await self.app.push_screen(EditMessageScreen(self.workspace, self.deal_id, self._made))

    def do_edit_outside(self) -> None:
        """Change subject and text in the person's own editor; what it leaves is one command."""
        from dealdesk.tui import outside

        self.workspace.must_write()
        draft = self._made
        before = outside_text(draft.subject, draft.body)
        text = outside.edit_text(self.app, self.workspace, before, self.deal_id, MOST_CHARS)
        if text.strip() and text.rstrip() != before.rstrip():
            self.run_worker(self._keep(draft, *from_outside(text, draft.subject)), exit_on_error=True)

    async def _keep(self, draft: Draft, subject: str, body: str) -> None:
        from dealdesk.store import draft_rows

        try:
            words = f"edited a message ({draft.kind}) of {self.workspace.deal_named(self.deal_id).ref}"
            await self.workspace.write(words, draft_rows.put, self.deal_id, draft, subject, body)
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
            return
        self._show()
        self.say("Your text is kept. d makes it anew from the deal.")

    async def do_make_anew(self) -> None:
        """Let go of the changed text."""
        from dealdesk.store import draft_rows

        draft, now = self._made, self.workspace.clock.now()
        await self.workspace.write(f"made a message ({draft.kind}) anew", draft_rows.throw_away, draft.uid, stamp(now))
        self._show(anew=True)
        self.say("Made anew from the deal. u brings your text back.")

    def do_write_message_file(self) -> None:
        """Write a text file that was not there before."""
        from dealdesk.exports import mail, write

        draft = self._made
        deal = self.workspace.deal_named(self.deal_id)
        name = write.file_name(deal.ref, draft.kind.value, self.workspace.desk.today.isoformat(), suffix=".txt")
        path = write.free_path(self.workspace.desk.path, name)
        write.write_text(path, mail.text(draft.to.shown if draft.to else "", draft.subject, draft.body))
        self.say(f"Wrote {path}.")

    def do_mark_sent(self) -> None:
        """Ask how it went out, and whether an answer is waited for; then write all of it down."""
        self.workspace.must_write()
        draft = self._made
        notes = [*told_leaks(self._leaks), self._gaps() if draft.missing else "", self._note(draft)]
        Sent(self, self.deal_id, draft, [note for note in notes if note]).ask()


def outside_text(subject: str, body: str) -> str:
    """Return a message as it is edited in the person's own editor."""
    return f"Subject: {subject}\n\n{body}\n"


def from_outside(text: str, subject: str) -> tuple[str, str]:
    """Return subject and body of an edited message; one whose first line names no subject keeps its own."""
    first, _, rest = text.lstrip("\n").partition("\n")
    label, colon, named = first.partition(":")
    if colon and label.strip().lower() == "subject":
        return named.strip(), rest.strip("\n")
    return subject, text.strip("\n")
