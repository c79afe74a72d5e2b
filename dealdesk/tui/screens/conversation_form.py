"""A conversation in all its fields, with one decision taken in it and the answer that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual import events
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Static

from dealdesk.domain import talk as talking
from dealdesk.domain.fields import Context, FieldSpec, Kind, read
from dealdesk.domain.forms import CONVERSATION, DECISION
from dealdesk.errors import DealdeskError
from dealdesk.store import conversations, dealings, drafts, engine, history, talk_agenda
from dealdesk.tui import trouble_way
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.forms import AddNow
from dealdesk.tui.commands.talk import FoldAgenda, RisksLookedAt
from dealdesk.tui.dialogs.talk import HELD, LINE
from dealdesk.tui.safe import plain
from dealdesk.tui.screens import talk_beside
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.beside import Beside
from dealdesk.tui.widgets.form import Form

if TYPE_CHECKING:
    from sqlmodel import Session

    from dealdesk.tui.workspace import Workspace

#: In front of the names that a decision's fields have in its own form.
_DECIDED = "decided_"
_ANSWER = FieldSpec("answer", "Waiting for", hint="the answer you need from them; empty for none", max_chars=2000)
_UNTIL = FieldSpec("need_until", "They need until", Kind.DATE, hint="the day they asked to be left until")
_DECISION = tuple(
    spec._replace(name=_DECIDED + spec.name, required=False) for spec in DECISION if spec.name != "decided_on"
)
_FIRST = ("summary", "channel", "direction", "happened_on", "people")
#: Columns of the text beside the form.
_BESIDE = 40
#: How it stands comes before all that is asked less often.
_STANDS = ("status", "status_why", "win")
SPECS = (
    *(spec for spec in CONVERSATION if spec.name in _FIRST),
    *(spec for spec in CONVERSATION if spec.name in _STANDS),
    _ANSWER,
    _UNTIL,
    *_DECISION,
    *(spec for spec in CONVERSATION if spec.name not in (*_FIRST, *_STANDS)),
)


class ConversationForm(RecordFormScreen):
    """A new conversation; what was typed in one line stands in its fields already.

    Where it is a check-in, what to have in sight stands beside the form, or above it where that is narrow.
    """

    commands = (*RecordFormScreen.commands, FoldAgenda, RisksLookedAt)
    HORIZONTAL_BREAKPOINTS = [(120, "-wide")]  # noqa: RUF012 - Textual declares it as a plain list
    DEFAULT_CSS = """
    ConversationForm {
        & #talk { width: 1fr; }
        & #strip { height: auto; padding: 0 2; color: $text-muted; }
        & #agenda { display: none; }
        &.-wide #agenda { display: block; }
        &.-wide #strip { display: none; }
    }
    """

    begun_with = "t"

    def __init__(
        self,
        workspace: Workspace,
        deal_id: int,
        *,
        draft: str | None = None,
        line: str = "",
        go_on: bool = True,
        checkin_uid: str = "",
    ) -> None:
        """Take up ``draft``, or the newest one; ``line`` is what was typed of it so far in one line.

        ``checkin_uid`` is the check-in this conversation was; else the one it was begun for.
        """
        super().__init__(
            workspace,
            "conversation",
            SPECS,
            deal_id=deal_id,
            title="New conversation",
            draft=draft,
            go_on=go_on,
            texts=_texts(workspace, deal_id, line) if line else None,
        )
        self._followed: list[str] = []
        typed = workspace.desk.rows(drafts.of_row, "conversation", self.uid) if self.uid else {}
        left, held = typed.get(LINE), typed.get(HELD)
        self._checkin_uid = checkin_uid or (held.text if held else "")
        self._folded_in = True
        self._strip = Static("", id="strip", markup=False)
        self._beside = Beside(self._beside_words, id="agenda")
        self._line = line or (left.text if left else "")
        if self._line and not line:
            for name, text in _texts(workspace, deal_id, self._line).items():
                if not self.form.text(name):
                    self.form.set_text(name, text)
        self._shown_first = {} if self.form.text("summary") else self.form.texts()

    def body(self) -> Iterable[Widget]:
        """Return the form, and with it what to have in sight while a check-in is held."""
        if self._agenda() is None:
            yield from super().body()
            return
        with Horizontal():
            with Vertical(id="talk"):
                yield self._strip
                yield from super().body()
            yield self._beside

    def _agenda(self) -> talk_agenda.TalkAgenda | None:
        desk = self.workspace.desk
        return desk.rows(talk_agenda.agenda, self._checkin_uid, desk.today) if self._checkin_uid else None

    def _beside_words(self) -> str:
        found = self._agenda()
        return "\n".join(talk_beside.lines(found, self.workspace.desk.today, _BESIDE)) if found else ""

    def _show_strip(self) -> None:
        found = self._agenda()
        if found is not None:
            width = max(20, self.app.size.width - 6)
            rows = talk_beside.strip(found, self.workspace.desk.today, width, folded_in=self._folded_in)
            self._strip.update(plain("\n".join(rows)))

    def on_resize(self, _event: events.Resize) -> None:
        """Cut the strip anew; where there is room beside the form there is nothing to fold."""
        self._show_strip()
        self.call_after_refresh(self.show_keys)

    def possible(self, command: type[KeyCommand]) -> bool:
        """Offer the keys of a check-in where one is held."""
        if command is FoldAgenda:
            return self._agenda() is not None and not self.has_class("-wide")
        if command is RisksLookedAt:
            found = self._agenda()
            return found is not None and bool(found.risks)
        return super().possible(command)

    def do_fold_agenda(self) -> None:
        """Fold the strip in or out."""
        self._folded_in = not self._folded_in
        self._show_strip()

    async def do_risks_looked_at(self) -> None:
        """Note that the risks shown were looked at."""
        found = self._agenda()
        if found is None:
            return
        desk = self.workspace.desk
        words = f"looked at the risks of {self.workspace.deal_named(found.deal_id).ref}"
        uids = [one.uid for one in found.risks]
        try:
            said = await self.workspace.write(words, talk_agenda.looked_at, uids, desk.context, desk.clock.now())
        except DealdeskError as refusal:
            self.say(str(refusal), severity="warning")
            return
        self._show_strip()
        self._beside.show_now()
        self.say(" ".join(said))

    def on_mount(self) -> None:
        """Keep what the line said under the fields it stands in now, and forget the line."""
        super().on_mount()
        if self._line:
            self.call_after_refresh(self._show_line)
        if self._line and self.form.text("summary"):
            self._keeping.collect_all()
            self.workspace.writer.forget(f"conversation/{self.uid}/{LINE}")

    def on_form_typed(self, event: Form.Typed) -> None:
        """Keep what was typed, and with it which check-in this is."""
        super().on_form_typed(event)
        if self._checkin_uid:
            self.workspace.keep(f"conversation/{self.uid}/{HELD}", self._checkin_uid, deal_id=self.deal_id)

    def _show_line(self) -> None:
        """Keep in view what the line said, as far as the field that is to be filled in stays there too."""
        self.form.scroll_home(animate=False)
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    async def _settle_new(self, identity: str) -> bool:
        """Log nothing where nothing was said but how it would begin."""
        self._keeping.collect()
        return self.form.texts() == self._shown_first or await super()._settle_new(identity)

    def fresh(self) -> ConversationForm:
        """Return an empty form."""
        return ConversationForm(self.workspace, self.deal_id or 0, go_on=False)

    def create_row(self, session: Session, uid: str, texts: Mapping[str, str], context: Context, now: datetime) -> int:
        """Log the conversation, and forget the typing of all its fields."""
        own = {spec.name: texts.get(spec.name, "") for spec in CONVERSATION}
        decision = {spec.name.removeprefix(_DECIDED): texts.get(spec.name, "") for spec in _DECISION}
        answer = texts.get(_ANSWER.name, "").strip()
        until = read(_UNTIL, texts.get(_UNTIL.name, ""), context).value
        self._followed = conversations.log(
            session,
            self.deal_id or 0,
            uid,
            own,
            context,
            now,
            waiting_for=answer if answer or until else None,
            need_until=until,  # type: ignore[arg-type]
            decisions=[decision] if decision["what"].strip() else [],
            checkin_uid=self._checkin_uid,
        )
        con = engine.raw(session)
        drafts.forget(con, "conversation", uid, history.window_of(con))
        row = con.execute("SELECT id FROM conversation WHERE uid = ?", (uid,)).fetchone()
        return int(row[0])

    def footer_word(self, command: type[KeyCommand]) -> str:
        """Call adding a conversation what it is called everywhere else."""
        return "log" if command is AddNow else super().footer_word(command)

    async def added(self, row_id: int, *, leaving: bool) -> None:
        """Say what followed, and close the form unless it is being left already."""
        self.workspace.writer.forget(f"conversation/{self.uid}/{HELD}")
        self.say(" ".join(["Logged.", *self._followed, "u takes it back."]))
        app = self.app
        if not leaving:
            await self.close()
        if self.form.text("status").strip():
            trouble_way.ask_now(app, self.workspace, self.deal_id or 0)


class EditConversation(RecordFormScreen):
    """A conversation as it is edited; where that makes it trouble, what follows is asked behind the form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - handed on as they are
        """Bind the form, and remember how it stood."""
        super().__init__(*args, **kwargs)
        self._stood = self.form.text("status")

    async def close(self) -> None:
        """Go back, and ask where the status was changed."""
        app, front = self.app, self.app.screen is self
        await super().close()
        if front and self.form.text("status") != self._stood:
            trouble_way.ask_now(app, self.workspace, self.deal_id or 0)


def _texts(workspace: Workspace, deal_id: int, line: str) -> dict[str, str]:
    """Return what a line says, as the texts of the fields."""
    desk = workspace.desk
    known = desk.rows(dealings.known, deal_id)
    found = talking.read_talk(line, desk.context, known.people, known.channel)
    texts = conversations.texts_of(found)
    return {**texts, "summary": ""} if talking.only_begun(line, found) else texts
