"""Who works here: asked once, before the first deal; every answer has a default that Enter takes."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from dealdesk.domain.fields import Context
from dealdesk.domain.forms import ME
from dealdesk.errors import DealdeskError
from dealdesk.store import drafts, engine, history, parties, settings
from dealdesk.text import clean
from dealdesk.tui.dialogs.dialog import Dialog
from dealdesk.tui.safe import plain
from dealdesk.tui.widgets.form import Form

if TYPE_CHECKING:
    import sqlite3

    from sqlmodel import Session
    from textual.screen import Screen

    from dealdesk.tui.workspace import Workspace

_KEY = "me"


class Me(NamedTuple):
    """The answers; an empty name means that it was not said."""

    name: str
    initials: str
    team: str


class AskMe(Dialog[Me | None]):
    """Asks for name, initials, alone or with a team; None means not now."""

    DEFAULT_CSS = """
    AskMe > Vertical {
        width: 70; max-width: 100%; height: 14; border: round $border; background: $surface; padding: 0 1;
    }
    AskMe .question { height: 2; }
    AskMe .muted { height: 1; }
    """
    BINDINGS = [Binding("escape", "later", "Not now", show=False)]  # noqa: RUF012 - as Textual declares it

    def __init__(self, context: Context, texts: dict[str, str], keep: Callable[[str, str], None]) -> None:
        """Show ``texts`` to be accepted or changed; ``keep(field, text)`` is told at every letter."""
        super().__init__()
        self._form = Form(ME, context, texts=texts)
        self._keep = keep
        self._proposed = initials_of(texts["name"])

    def compose(self) -> ComposeResult:
        """Lay out question, form and keys."""
        with Vertical():
            yield Static(plain("Who works at this desk? Asked once; it stays on this computer."), classes="question")
            yield self._form
            yield Static(plain("Enter takes each answer as it stands · Esc twice: not now"), classes="muted")

    def on_mount(self) -> None:
        """Begin with the name; a letter replaces what is proposed, and Enter takes it."""
        self._select("name")
        self._select("initials")
        self._form.focus_field("name")

    def _select(self, name: str) -> None:
        """Have the first letter replace a text, however fast it comes: not once the cursor is there, but before."""
        field = self._form.field(name)
        if isinstance(field, Input):
            field.select_all()

    def on_form_typed(self, event: Form.Typed) -> None:
        """Keep what was typed; the initials follow the name until they are typed."""
        event.stop()
        self._keep(event.name, event.text)
        # Compared as they stand: what was typed there may be told later than what was typed here.
        if event.name == "name" and self._form.text("initials") == self._proposed:
            self._proposed = initials_of(event.text)
            self._form.set_text("initials", self._proposed)
            self._select("initials")

    def on_form_finished(self, event: Form.Finished) -> None:
        """Answer."""
        event.stop()
        texts = {name: clean(text) for name, text in event.texts.items()}
        self.dismiss(Me(texts["name"], texts["initials"], texts["team"] or "alone"))

    def action_later(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)


def login_name() -> str:
    """Return the name this person is logged in by, empty where the system tells none."""
    try:
        return clean(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""


def initials_of(name: str) -> str:
    """Return the initials of a name: "Ada Lovelace" is "al", "ada" is "ad"."""
    words = clean(name).casefold().split()
    letters = "".join(word[0] for word in words) if len(words) > 1 else "".join(words)[:2]
    return letters[:4]


def introduced(screen: Screen[object], workspace: Workspace, then: Callable[[], None]) -> None:
    """Ask who works here if the desk is empty and nobody said so yet; go on with ``then`` in any case."""
    desk = workspace.desk
    if desk.settings.introduced or desk.rows(_any_deal):
        then()
        return
    left = desk.rows(drafts.of_row, "person", _KEY)
    name = left["name"].text if "name" in left else login_name()
    texts = {"name": name, "initials": initials_of(name), "team": "alone"}
    texts.update({field: draft.text for field, draft in left.items()})

    def keep(field: str, text: str) -> None:
        workspace.keep(f"person/{_KEY}/{field}", text)

    async def store(me: Me | None) -> None:
        try:
            await workspace.write("said who works here", write_me, me)
        except DealdeskError as error:
            screen.notify(str(error), severity="error", markup=False)
        desk.refresh()
        then()

    screen.app.push_screen(AskMe(desk.context, texts, keep), store)


def write_me(session: Session, me: Me | None) -> None:
    """Store the answers, or only that it was asked."""
    con = engine.raw(session)
    if me is not None:
        if me.name or me.initials:
            parties.set_me(session, me.name, me.initials)
        settings.put(con, "team", me.team)
    settings.put(con, "introduced", "yes")
    drafts.forget(con, "person", _KEY, history.window_of(con))


def _any_deal(con: sqlite3.Connection) -> bool:
    return con.execute("SELECT 1 FROM deal LIMIT 1").fetchone() is not None
