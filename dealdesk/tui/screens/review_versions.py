"""What a screen of a review does beside its inputs: the page, the next line that fits, and the two versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dealdesk import paths
from dealdesk.exports import review
from dealdesk.store import review_form
from dealdesk.tui.commands import review as commands
from dealdesk.tui.commands.base import KeyCommand
from dealdesk.tui.dialogs.reader import Reader
from dealdesk.tui.screens import review_look as look
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.review_state import ReviewState

if TYPE_CHECKING:
    from dealdesk.tui.workspace import CurrentDeal, Workspace


class ReviewVersions(DeskScreen):
    """A screen that shows one version of a review."""

    def __init__(self, workspace: Workspace, deal: CurrentDeal, version: int | None = None) -> None:
        workspace.must_write()
        workspace.deal = deal
        super().__init__(workspace)
        self.state = ReviewState(self, deal, version)

    def begin(self, version: int | None) -> None:
        """Take up another version."""
        self.state = ReviewState(self, self.state.deal, version)

    async def open_version(self, version: int | None) -> None:
        """Show another version."""
        raise NotImplementedError

    def possible(self, command: type[KeyCommand]) -> bool:
        """Say no to what needs a second version where there is none."""
        if command in (commands.CompareVersions, commands.OtherVersion):
            return len(self.state.versions) > 1
        if command is commands.OpenSecondVersion:
            return self.state.view.version == 1 and not self.state.view.closed
        return True

    def offer_second(self) -> None:
        """Say that version 2 can be opened, once a later debrief looked at the deal again."""
        if self.workspace.desk.rows(review_form.version_offered, self.state.deal.id):
            self.say("A later debrief looked at this deal again: V opens version 2 and keeps this one as it is.")

    def show_page(self) -> None:
        """Show the page with all that is typed."""
        self.run_worker(self._show_printed())

    async def _show_printed(self) -> None:
        await self.workspace.call(lambda _con: None)  # what was typed before is carried out by then
        desk, deal = self.workspace.desk, self.state.deal
        width, version = Reader.room(self.app.size.width), self.state.view.version
        version_there = version if version in self.state.versions else None
        text = desk.rows(review.preview, deal.id, desk.today, width, version_there, Path(paths.config_folder()))
        self.app.push_screen(Reader(f"{deal.ref}: the review, as it prints", text))

    async def cycle(self, slot: str) -> None:
        """Put the next line that fits into an input."""
        now = self.workspace.clock.now()
        label = look.place_of(self.state.form, slot)[1].label
        what = f"chose another line for {label} of {self.state.deal.ref}"
        await self.workspace.write(what, review_form.cycle, self.state.deal.id, slot, 1, now)
        self.refresh_rows()

    def do_compare_versions(self) -> None:
        """Show what differs."""
        desk, deal = self.workspace.desk, self.state.deal
        found = desk.rows(review_form.diff, deal.id, desk.today)
        self.app.push_screen(Reader(f"{deal.ref}: version 1 and version 2", look.differences(self.state.form, found)))

    async def do_other_version(self) -> None:
        """Show the other version."""
        versions = self.state.versions
        shown = versions.index(self.state.view.version) if self.state.view.version in versions else 0
        await self.open_version(versions[(shown + 1) % len(versions)])

    async def do_open_second_version(self) -> None:
        """Open version 2."""
        now = self.workspace.clock.now()
        what = f"opened version 2 of the review of {self.state.deal.ref}"
        number = await self.workspace.write(what, review_form.open_version, self.state.deal.id, now)
        await self.open_version(number)
        self.say("This is version 2. Version 1 stays as it was: = compares, v shows it, u takes this back.")
