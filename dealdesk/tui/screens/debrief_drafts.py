"""Lines that are typed and not added yet: each is kept under the uid it will have, and comes back after a restart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dealdesk.store.typed_lines import DraftRow, typing_key
from dealdesk.store.uid import new_uid
from dealdesk.tui.workspace import Workspace


@dataclass
class Draft:
    """One line that is typed."""

    section: str
    uid: str
    """That of the line it becomes, or of the line being changed."""
    text: str = ""
    base: str | None = None
    """The text of the line being changed; None for a new line."""

    @property
    def key(self) -> str:
        """Where its text is kept."""
        return typing_key(self.section, self.uid)

    @property
    def idle(self) -> bool:
        """Whether it holds nothing worth keeping: no text, or the text the line has anyway."""
        return not self.text.strip() or self.text == self.base


class Drafts:
    """The typed lines of one deal: one of them stands in the place where lines are typed, others wait behind it."""

    def __init__(self, workspace: Workspace, deal_id: int, found: Iterable[DraftRow]) -> None:
        """Take up what an earlier run kept; of two lines of a section the latest typed comes first."""
        self._workspace = workspace
        self._deal_id = deal_id
        self._waiting: dict[str, list[Draft]] = {}
        self.shown: Draft | None = None
        for row in found:
            draft = Draft(row.section, row.uid, row.text, row.base)
            workspace.take_over(draft.key, row.window)
            if draft.idle:
                workspace.writer.forget(draft.key)
            else:
                self.put_back(draft)

    def put_back(self, draft: Draft) -> None:
        """Let a draft wait; it is the next one of its section to be shown."""
        self._waiting.setdefault(draft.section, []).append(draft)

    def show_next(self, section: str) -> str:
        """Show the draft of a section that waits, and return its text; "" when there is none."""
        waiting = self._waiting.get(section)
        self.shown = waiting.pop() if waiting else None
        return self.shown.text if self.shown else ""

    def typed(self, section: str, text: str) -> bool:
        """Keep what stands in the place where lines are typed; True when a person changed it."""
        draft = self.shown
        if draft is None:
            if not text:
                return False
            draft = self.shown = Draft(section, new_uid())
        if text == draft.text:
            return False
        draft.text = text
        if draft.base is None and not text:
            # Its uid is not used again: what is typed next must not be forgotten with it.
            self.drop()
        else:
            self._workspace.keep(draft.key, text, deal_id=self._deal_id, base_text=draft.base)
        return True

    def edit(self, section: str, uid: str, text: str) -> str:
        """Show a line to be changed and return what to put there; a draft that is shown waits behind it."""
        if self.shown is not None and self.shown.uid == uid:
            return self.shown.text
        self.set_aside()
        waiting = self._waiting.get(section, [])
        again = next((draft for draft in waiting if draft.uid == uid), None)
        if again is not None:
            waiting.remove(again)
        self.shown = again or Draft(section, uid, text, text)
        return self.shown.text

    def set_aside(self) -> None:
        """Let the draft that is shown wait, or drop it when it holds nothing."""
        if self.shown is None:
            return
        if self.shown.idle:
            self.drop()
        else:
            self.put_back(self.shown)
            self.shown = None

    def moved(self, uid: str, section: str) -> None:
        """Let what is typed for a line go with it to another section."""
        for waiting in [*self._waiting.values()]:
            for draft in [draft for draft in waiting if draft.uid == uid]:
                waiting.remove(draft)
                draft.section = section
                self.put_back(draft)

    def take(self, section: str) -> Draft:
        """Return the draft that is being added, or a fresh one for text that was never told as typed."""
        draft, self.shown = self.shown, None
        return draft or Draft(section, new_uid())

    def drop(self) -> None:
        """Forget the draft that is shown."""
        if self.shown is not None:
            self._workspace.writer.forget(self.shown.key)
            self.shown = None

    def sections(self) -> set[str]:
        """Return the sections in which something is typed and not added."""
        found = {section for section, waiting in self._waiting.items() if waiting}
        return found | ({self.shown.section} if self.shown and not self.shown.idle else set())
