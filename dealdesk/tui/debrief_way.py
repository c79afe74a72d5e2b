"""The way into a debrief: its kind, the set-up, the card before it, and then the sections.

One that runs is taken up at once; nobody is asked twice. Nothing is stored before the set-up was accepted, and what is
stored then is that set-up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from dealdesk import paths
from dealdesk.domain.debrief import LENGTHS
from dealdesk.domain.debrief_kinds import KindChoice
from dealdesk.domain.vocabulary import DebriefKind, DebriefState, Origin
from dealdesk.errors import DealdeskError
from dealdesk.store import debriefs
from dealdesk.store.history import Command
from dealdesk.templates.load import load_sections
from dealdesk.tui.dialogs.debrief_setup import DebriefSetup, Setup
from dealdesk.tui.screens.base import DeskScreen

if TYPE_CHECKING:
    from sqlmodel import Session
    from textual.app import App

    from dealdesk.store.desk import Desk
    from dealdesk.templates.load import DebriefTemplate
    from dealdesk.tui.workspace import CurrentDeal, Workspace

OpenSections = Callable[[Setup], Awaitable[object]]


class Proposed(NamedTuple):
    """What the set-up shows before anybody changed it."""

    setup: Setup
    kinds: tuple[KindChoice, ...]
    alone: bool


def proposed(desk: Desk, deal_id: int, kind: DebriefKind | None = None, length_min: int | None = None) -> Proposed:
    """Return how a deal's debrief would be held: of this kind, or of the one that is meant; in minutes."""
    from dealdesk.tui.screens.me import initials_of

    kind = kind or desk.rows(debriefs.next_kind, deal_id, desk.today)
    kinds = desk.rows(debriefs.choices, deal_id)
    if kind not in {choice.kind for choice in kinds}:
        kind = kinds[0].kind
    alone = desk.settings.team == "alone"
    here = desk.rows(partial(debriefs.present, alone=alone), deal_id)
    people = tuple(dict.fromkeys(initials or initials_of(name) for name, initials in here))
    return Proposed(Setup(length_min or LENGTHS.get(kind, 2), people, False, kind), kinds, alone)


async def enter(
    app: App[Any],
    workspace: Workspace,
    deal_id: int | None,
    kind: DebriefKind | None = None,
    length_min: int | None = None,
) -> None:
    """Go into the debrief of a deal, by way of set-up and card where it has not begun.

    Without a deal: that of the current deal, else the one that runs, else the one that is due; what is refused is said.
    """
    from dealdesk.tui.screens.debrief import deal_meant, open_debrief

    try:
        workspace.must_write()
        deal = deal_meant(workspace, deal_id)
        held = workspace.debrief
        if held is not None and held.deal.id == deal.id and kind is None:
            await open_debrief(app, workspace, deal.id)
            return

        async def sections(setup: Setup) -> None:
            await open_debrief(app, workspace, deal.id, setup)

        template = load_sections(Path(paths.config_folder()))
        await begin(app, workspace, deal, template, sections, kind=kind, length_min=length_min)
    except DealdeskError as refusal:
        if isinstance(app.screen, DeskScreen):
            app.screen.say(str(refusal), severity="warning")


async def begin(
    app: App[Any],
    workspace: Workspace,
    deal: CurrentDeal,
    template: DebriefTemplate,
    open_sections: OpenSections,
    *,
    kind: DebriefKind | None = None,
    length_min: int | None = None,
) -> None:
    """Lead from a deal to the first prompt of its debrief; ``open_sections`` shows the sections on what is in front."""
    desk, workspace.deal = workspace.desk, deal
    offer = proposed(desk, deal.id, kind, length_min)
    found = desk.rows(debriefs.of_deal, deal.id, offer.setup.kind)
    if found is not None and (found.state == DebriefState.RUNNING or (kind and found.state == DebriefState.DONE)):
        setup = Setup(found.length_min, (), False, offer.setup.kind)
        if setup.kind is DebriefKind.QUICK:
            await _open_quick(app, workspace, deal, template)
        else:
            await open_sections(setup)
        return

    async def accepted(setup: Setup | None) -> None:
        if setup is None:
            return
        try:
            await _begin_with(app, workspace, deal, template, open_sections, setup)
        except DealdeskError as refusal:
            if isinstance(app.screen, DeskScreen):
                app.screen.say(str(refusal), severity="warning")

    dialog = DebriefSetup(deal.ref, offer.kinds, offer.setup, desk.context, alone=offer.alone)
    await app.push_screen(dialog, accepted)


async def _begin_with(
    app: App[Any],
    workspace: Workspace,
    deal: CurrentDeal,
    template: DebriefTemplate,
    open_sections: OpenSections,
    setup: Setup,
) -> None:
    from dealdesk.tui.screens.debrief_opening import OpeningScreen
    from dealdesk.tui.screens.held import HeldScreen

    if setup.kind is DebriefKind.QUICK:
        from dealdesk.tui.screens.quick_review import LENGTH_MIN

        await prepared(workspace, deal, replace(setup, length_min=LENGTH_MIN))
        await _open_quick(app, workspace, deal, template)
        return
    found = workspace.desk.rows(debriefs.of_deal, deal.id, setup.kind)
    if found is not None and found.state != DebriefState.PLANNED:
        await open_sections(setup)
        return
    number, uid = await prepared(workspace, deal, setup)

    async def sections() -> None:
        await app.pop_screen()
        await open_sections(setup)

    if setup.kind is DebriefKind.SECOND:
        await app.push_screen(HeldScreen(workspace, deal, number, sections))
    else:
        await app.push_screen(OpeningScreen(workspace, deal, uid, sections))


async def prepared(workspace: Workspace, deal: CurrentDeal, setup: Setup) -> tuple[int, str]:
    """Store the set-up in the debrief it is for, by rule: u takes back what a person did in it, not that it is there.

    Returns id and uid of the debrief.
    """
    command = Command("set the debrief up", deal.id, origin=Origin.RULE)
    return await asyncio.wrap_future(workspace.writer.submit(command, _prepare, deal.id, setup))


def _prepare(session: Session, deal_id: int, setup: Setup) -> tuple[int, str]:
    row = debriefs.prepare(
        session,
        deal_id,
        setup.kind,
        setup.length_min,
        participants=setup.stored_participants,
        sponsor=setup.sponsor,
    )
    return row.id or 0, row.uid


async def _open_quick(app: App[Any], workspace: Workspace, deal: CurrentDeal, template: DebriefTemplate) -> None:
    from dealdesk.tui.screens.quick_review import QuickReviewScreen

    await app.push_screen(QuickReviewScreen(workspace, deal, template))
