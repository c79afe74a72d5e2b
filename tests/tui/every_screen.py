"""Every screen and dialog there is, and how each is opened; a new one is missed by name until it stands here."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from textual.screen import Screen

import dealdesk.tui.dialogs
import dealdesk.tui.screens
from dealdesk.domain.forms import FORMS, ME
from dealdesk.domain.register_forms import REGISTERS
from dealdesk.templates.load import load_sections
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.screens.base import DeskScreen
from dealdesk.tui.screens.deal_tabs import TABS
from dealdesk.tui.workspace import CurrentDeal
from tests.desks import uid_of

Opening = Callable[[DealdeskApp], Awaitable[Any] | Screen[Any]]

_FORM_TABLES = tuple(table for table in FORMS if table != "deal" and table not in REGISTERS)


def _subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for found in kind.__subclasses__():
        yield found
        yield from _subclasses(found)


def all_classes() -> dict[str, type[Screen[Any]]]:
    """Return every screen and dialog class of dealdesk by name; bases of others are left out unless they are opened."""
    for package in (dealdesk.tui.screens, dealdesk.tui.dialogs):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    ours = [kind for kind in _subclasses(Screen) if kind.__module__.startswith("dealdesk.")]
    opened = {name.split(",")[0] for name in OPENINGS}
    return {kind.__name__: kind for kind in ours if kind.__name__ in opened or not kind.__subclasses__()}


def desk_screens() -> list[type[DeskScreen]]:
    """Return the classes of all screens that have commands."""
    return [kind for kind in all_classes().values() if issubclass(kind, DeskScreen)]


def _new_form(table: str) -> Opening:
    def make(app: DealdeskApp) -> Screen[Any]:
        from dealdesk.tui.screens.record_form import RecordFormScreen

        return RecordFormScreen(app.workspace, table, FORMS[table], deal_id=1, title=f"New {table}")

    return make


def _edit_form(table: str) -> Opening:
    def make(app: DealdeskApp) -> Screen[Any]:
        from dealdesk.tui.screens.record_form import RecordFormScreen

        uid = uid_of(app.workspace.desk, table, 1)
        return RecordFormScreen(app.workspace, table, FORMS[table], uid=uid, deal_id=1, title=f"Edit {table}")

    return make


def _edit_conversation(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.deal_new import edit_form

    return edit_form(app.workspace, "conversation", uid_of(app.workspace.desk, "conversation", 1), 1)


def _of_workspace(module: str, name: str, *args: object) -> Opening:
    def make(app: DealdeskApp) -> Screen[Any]:
        kind: Any = getattr(importlib.import_module(f"dealdesk.tui.{module}"), name)
        screen: Screen[Any] = kind(app.workspace, *args)
        return screen

    return make


def _debrief(app: DealdeskApp) -> Awaitable[Any]:
    from dealdesk.tui.screens.debrief import open_debrief

    return open_debrief(app, app.workspace, 1)


def _on_screen(module: str, name: str) -> Opening:
    def make(app: DealdeskApp) -> Screen[Any]:
        kind: Any = getattr(importlib.import_module(f"dealdesk.tui.dialogs.{module}"), name)
        screen: Screen[Any] = kind(app.screen)
        return screen

    return make


def _history(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.history import RowHistory

    desk = app.workspace.desk
    why = str(desk.con.execute("SELECT text FROM friction").fetchone()[0])
    return RowHistory(app.workspace, uid_of(desk, "friction", 1), why=why)


def _message(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.domain.vocabulary import Message
    from dealdesk.tui.screens.message import MessageScreen

    return MessageScreen(app.workspace, 1, Message.RECAP)


def _edit_message(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.domain.vocabulary import Message
    from dealdesk.store import message_drafts
    from dealdesk.tui.screens.message_edit import EditMessageScreen

    desk = app.workspace.desk
    made = desk.rows(message_drafts.draft, 1, Message.RECAP, desk.today)
    return EditMessageScreen(app.workspace, 1, made)


def _words(app: DealdeskApp) -> str:
    return str(app.workspace.desk.con.execute("SELECT text FROM friction").fetchone()[0])


def _choose(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.choose import Choose

    return Choose(_words(app), (("a", "one"), ("b", "other")))


def _ask_line(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.ask_line import AskLine

    return AskLine(_words(app), _words(app)[:150], app.workspace.desk.context, lambda text: text)


def _conflict(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.conflict import Conflict

    return Conflict("Text", _words(app), _words(app))


def _reader(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.reader import Reader

    return Reader(_words(app), _words(app))


def _gap(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.gap import GapQuestion

    return GapQuestion(_words(app))


def _still_runs(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.still_runs import StillRuns

    return StillRuns(_words(app))


def _tell_them(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.tell_them import TellThem

    return TellThem(_deal(app).ref, _words(app), "Wed 13 May")


def _pick_action(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.store import dealings
    from dealdesk.tui.dialogs.pick_action import PickAction

    return PickAction(_words(app), app.workspace.desk.rows(dealings.actions, 1))


def _tab(name: str) -> Opening:
    def make(app: DealdeskApp) -> Screen[Any]:
        from dealdesk.tui.screens.deal import DealScreen

        app.workspace.tabs[1] = {"": name}
        return DealScreen(app.workspace, 1)

    return make


def _register(table: str, *, new: bool) -> Opening:
    def make(app: DealdeskApp) -> Screen[Any]:
        from dealdesk.tui.screens.deal_new import edit_form, new_form

        desk = app.workspace.desk
        return new_form(app.workspace, table, 1) if new else edit_form(app.workspace, table, uid_of(desk, table, 1), 1)

    return make


def _ask_day(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.ask_day import AskDay

    context = app.workspace.desk.context
    return AskDay(_words(app), context.today, context)


def _hand_over(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.hand_over import HandOver

    return HandOver(_words(app), [(_words(app), [_words(app)])])


def _hints(_app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.hints import Hints

    template = load_sections()
    return Hints(template.sections[1], template)


def _pick_field(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.pick_field import PickField

    return PickField(_words(app))


def _settings(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.settings import SettingsScreen

    return SettingsScreen(app.workspace)


def _ask_me(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.me import AskMe

    words = _words(app)
    texts = {spec.name: words if spec.name == "name" else "" for spec in ME}
    return AskMe(app.workspace.desk.context, texts, lambda _name, _text: None)


def _deal(app: DealdeskApp) -> CurrentDeal:
    ref, title = app.workspace.desk.con.execute("SELECT ref, title FROM deal WHERE id = 1").fetchone()
    return CurrentDeal(1, ref, title)


def _opening(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.debrief_opening import OpeningScreen

    return OpeningScreen(app.workspace, _deal(app), uid_of(app.workspace.desk, "debrief", 1))


def _held(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.held import HeldScreen

    return HeldScreen(app.workspace, _deal(app), 1)


def _end(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.debrief_end import DebriefEndScreen

    return DebriefEndScreen(app.workspace, _deal(app), 1, uid_of(app.workspace.desk, "debrief", 1))


def _sponsor(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.sponsor import SponsorScreen

    return SponsorScreen(app.workspace, _deal(app), 1, uid_of(app.workspace.desk, "debrief", 1))


def _quick(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.quick_review import QuickReviewScreen

    return QuickReviewScreen(app.workspace, _deal(app), load_sections())


def _review(app: DealdeskApp) -> Awaitable[Any]:
    from dealdesk.tui.screens.review_form import open_review

    return open_review(app, app.workspace, 1)


def _jump(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.jump import Jump, Target

    words = _words(app)

    async def nowhere(_slot: str) -> None:
        """Stay where one is."""

    filled = Target("worked.tactic", words, words, filled=True)
    return Jump([filled, Target("worked.proof", words, words, filled=False)], nowhere)


def _one_line(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.talk import OneLine

    words = _words(app)
    return OneLine(words, words[:150], app.workspace.desk.context, lambda text: text, lambda _text: None)


def _resting_line(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.dialogs.resting_line import RestingLine

    words = _words(app)
    return RestingLine(words, words[:150], app.workspace.desk.context, lambda text: text, lambda _text: None)


def _sign(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.screens.sign import SignScreen

    return SignScreen(app.workspace, 1, uid_of(app.workspace.desk, "deal", 1))


def _setup(app: DealdeskApp) -> Screen[Any]:
    from dealdesk.tui.debrief_way import proposed
    from dealdesk.tui.dialogs.debrief_setup import DebriefSetup

    offer = proposed(app.workspace.desk, 1)
    return DebriefSetup(_deal(app).title, offer.kinds, offer.setup, app.workspace.desk.context, alone=False)


#: How each is opened on a desk that has a row 1 in every table.
OPENINGS: dict[str, Opening] = {
    "TodayScreen": _of_workspace("screens.today", "TodayScreen"),
    "DealsScreen": _of_workspace("screens.deals", "DealsScreen"),
    "DealScreen": _of_workspace("screens.deal", "DealScreen", 1),
    "LeverageScreen": _of_workspace("screens.leverage", "LeverageScreen"),
    "FrictionScreen": _of_workspace("screens.friction", "FrictionScreen"),
    "ActionsScreen": _of_workspace("screens.actions", "ActionsScreen"),
    "FindScreen": _of_workspace("screens.find", "FindScreen"),
    "ImportScreen": _of_workspace("screens.import_deals", "ImportScreen"),
    "NewDealScreen": _of_workspace("screens.deal_form", "NewDealScreen"),
    "EditDealScreen": _of_workspace("screens.deal_edit", "EditDealScreen", 1),
    **{f"RecordFormScreen, new {table}": _new_form(table) for table in _FORM_TABLES},
    **{f"RecordFormScreen, edit {table}": _edit_form(table) for table in _FORM_TABLES},
    **{f"DealScreen, {tab.name}": _tab(tab.name) for tab in TABS},
    **{f"RegisterForm, new {table}": _register(table, new=True) for table in REGISTERS},
    **{f"RegisterForm, edit {table}": _register(table, new=False) for table in REGISTERS},
    "PickAction": _pick_action,
    "SignScreen": _sign,
    "SignResultScreen": _of_workspace("screens.sign_result", "SignResultScreen", 1),
    "ConversationForm": _of_workspace("screens.conversation_form", "ConversationForm", 1),
    "EditConversation": _edit_conversation,
    "CallCardScreen": _of_workspace("screens.call_card", "CallCardScreen", 1, 1),
    "OneLine": _one_line,
    "RestingLine": _resting_line,
    "RowHistory": _history,
    "DealHistory": _of_workspace("dialogs.history", "DealHistory", 1),
    "PickDeal": _of_workspace("dialogs.pick_deal", "PickDeal"),
    "Palette": _on_screen("palette", "Palette"),
    "Help": _on_screen("help", "Help"),
    "AskLine": _ask_line,
    "Choose": _choose,
    "Conflict": _conflict,
    "Reader": _reader,
    "GapQuestion": _gap,
    "StillRuns": _still_runs,
    "TellThem": _tell_them,
    "AskDay": _ask_day,
    "HandOver": _hand_over,
    "Hints": _hints,
    "PickField": _pick_field,
    "AskMe": _ask_me,
    "SettingsScreen": _settings,
    "DebriefScreen": _debrief,
    "DebriefSetup": _setup,
    "OpeningScreen": _opening,
    "HeldScreen": _held,
    "DebriefEndScreen": _end,
    "SponsorScreen": _sponsor,
    "QuickReviewScreen": _quick,
    "ReviewFormScreen": _review,
    "MessageScreen": _message,
    "EditMessageScreen": _edit_message,
    "Jump": _jump,
}


async def open_one(app: DealdeskApp, name: str) -> None:
    """Open a screen or dialog on what is in front."""
    made = OPENINGS[name](app)
    if isinstance(made, Screen):
        await app.push_screen(made)
    else:
        await made


async def close_all(app: DealdeskApp) -> None:
    """Go back to the first screen, and let go of a debrief."""
    while len(app.screen_stack) > 1:
        await app.pop_screen()
