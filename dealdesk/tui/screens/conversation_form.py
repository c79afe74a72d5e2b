"""A conversation in all its fields, with one decision taken in it and the answer that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dealdesk.domain import talk as talking
from dealdesk.domain.fields import Context, FieldSpec, Kind, read
from dealdesk.domain.forms import CONVERSATION, DECISION
from dealdesk.store import conversations, dealings, drafts, engine, history
from dealdesk.tui import trouble_way
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.commands.forms import AddNow
from dealdesk.tui.dialogs.talk import HELD, LINE
from dealdesk.tui.screens.record_form import RecordFormScreen
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
    """A new conversation; what was typed in one line stands in its fields already."""

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
        self._line = line or (left.text if left else "")
        if self._line and not line:
            for name, text in _texts(workspace, deal_id, self._line).items():
                if not self.form.text(name):
                    self.form.set_text(name, text)
        self._shown_first = {} if self.form.text("summary") else self.form.texts()

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
