"""Every hostile string put into every place one types in, and read on the screens that show it: always only text."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from dealdesk.domain.forms import FORMS
from dealdesk.text import clean
from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.dialogs.palette import Palette
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.deal_edit import EditDealScreen
from dealdesk.tui.screens.find import FindScreen
from dealdesk.tui.screens.me import AskMe
from dealdesk.tui.screens.record_form import RecordFormScreen
from dealdesk.tui.widgets.area import Area
from dealdesk.tui.widgets.fields import LineField
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.folded_form import FoldedForm
from dealdesk.tui.widgets.form import Form
from dealdesk.tui.widgets.rows import Rows
from dealdesk.tui.widgets.search_line import SearchLine
from tests import nasty
from tests.tui.desk_app import add_deal, add_friction, open_desk, running, settled

WIDE = (160, 45)
#: The marks of right-to-left writing are kept; a field shows signs of no width in their place.
MARKED = "[/] \u200fnet\u200f [@click=app.quit]x[/]"


def sent(app: DealdeskApp) -> str:
    """Return what the screen shows; nothing of it may drive a terminal."""
    text = "\n".join(screen_lines(app))
    assert not nasty.NEVER & set(text.replace("\n", ""))
    return text


def drawn(field: LineField) -> str:
    """Return the line of a field as it is drawn now."""
    text = "".join(segment.text for segment in field.render_line(0))
    assert not nasty.NEVER & set(text)
    return text


def paste_each(field: LineField, texts: list[str], refused_above: int) -> None:
    """Paste each text into the empty field and look at it; one that is too long must leave the field empty."""
    for text in texts:
        field.put("")
        field.paste(text)
        assert field.text == (clean(text) if len(clean(text)) <= refused_above else ""), ascii(text)
        line = drawn(field)
        assert not nasty.is_plain(field.text) or field.text in line


async def search_each(app: DealdeskApp, pilot: Pilot[None], line: SearchLine, texts: list[str]) -> None:
    """Paste each text into a search line; a few of them are looked for in earnest."""
    screen = app.screen
    for at in range(0, len(texts), 40):
        paste_each(line, texts[at : at + 40], 200)
        await settled(app, pilot)
        assert app.screen is screen
        assert app.focused is line
        if nasty.is_plain(clean(line.text)):
            assert clean(line.text) in sent(app)
    line.put("")


async def test_in_a_filter_in_find_and_in_the_palette(tmp_path: Path, realdata: Path) -> None:
    texts = nasty.strings(realdata, every=32)
    desk = open_desk(tmp_path)
    add_friction(desk, add_deal(desk), "late answer")
    async with running(desk, start="deals", size=WIDE) as (app, pilot):
        await pilot.press("slash")
        await settled(app, pilot)
        bar = app.screen.query_one(FilteredRows).filter_bar
        assert bar is not None
        await search_each(app, pilot, bar.line, nasty.strings(realdata))
        bar.line.paste("[@click=app.quit]x[/]\x9b2J")
        await settled(app, pilot)
        assert bar.words == "[@click=app.quit]x[/]"
        assert "/ [@click=app.quit]x[/]" in sent(app)
        bar.line.paste("x" * 201)
        await settled(app, pilot)
        assert "Nothing was pasted." in sent(app)
        await pilot.press("escape", "ctrl+p")
        await settled(app, pilot)
        assert isinstance(app.screen, Palette)
        await search_each(app, pilot, app.screen.line, texts)
        await pilot.press("escape", "ctrl+f")
        await settled(app, pilot)
        assert isinstance(app.screen, FindScreen)
        await search_each(app, pilot, app.screen.line, texts)


@pytest.mark.parametrize("table", nasty.TABLES)
async def test_in_every_field_of_every_form(tmp_path: Path, realdata: Path, table: str) -> None:
    texts = nasty.strings(realdata, every=48)
    desk = open_desk(tmp_path)
    deal_id = add_deal(desk)
    async with running(desk, size=WIDE) as (app, pilot):
        form = EditDealScreen(app.workspace, deal_id) if table == "deal" else new_row(app, table, deal_id)
        await app.push_screen(form)
        if isinstance(form.form, FoldedForm):
            form.form.unfold()
        await settled(app, pilot)
        for spec in FORMS[table]:
            field = form.form.field(spec.name)
            if isinstance(field, LineField):
                paste_each(field, texts, spec.limit)
                field.put("")
                field.paste(f"\x9b2J{MARKED}\x1b[31m")
        await settled(app, pilot)
        assert MARKED.replace("\u200f", "\u200b") in sent(app)
        assert app.screen is form
        await pilot.press("f2")
        await settled(app, pilot)
        sent(app)
        kept = {text for (text,) in desk.con.execute("SELECT text FROM typing")}
        assert kept <= {MARKED}
        where = "person" if table == "deal_person" else table
        assert kept or MARKED in {value for row in desk.con.execute(f"SELECT * FROM {where}") for value in row}


def new_row(app: DealdeskApp, table: str, deal_id: int) -> RecordFormScreen:
    return RecordFormScreen(app.workspace, table, FORMS[table], deal_id=deal_id, title="New")


def test_in_a_text_of_several_lines() -> None:
    area = Area(f"one\n{MARKED}\x9b2J", limit=200)
    assert area.text == f"one\n{MARKED}"
    assert area.get_line(1).plain == MARKED.replace("\u200f", "\u200b")


async def test_as_ones_own_name(tmp_path: Path, realdata: Path) -> None:
    desk = open_desk(tmp_path)
    async with running(desk, size=WIDE) as (app, pilot):
        await pilot.press("n")
        await settled(app, pilot)
        assert isinstance(app.screen, AskMe)
        form = app.screen.query_one(Form)
        fields = {name: cast("LineField", form.field(name)) for name in ("name", "initials")}
        for name, limit in (("name", 200), ("initials", 6)):
            paste_each(fields[name], nasty.strings(realdata, every=4), limit)
        fields["name"].put("[b]Ann[/b] [/]")
        await settled(app, pilot)
        fields["initials"].put("[b]")
        assert "[b]Ann[/b] [/]" in drawn(fields["name"])
        await pilot.press("enter", "enter", "enter")
        await settled(app, pilot)
        assert not isinstance(app.screen, AskMe)
        me = desk.con.execute("SELECT name, initials FROM person WHERE is_me").fetchall()
        assert me == [("[b]Ann[/b] [/]", "[b]")]
        sent(app)


#: On which tab of the deal page the rows of a form stand.
ON_TABS = {
    "Metrics": ("metric-",),
    "Risks": ("risk-", "disagreement-"),
    "People": ("deal_person-",),
    "Terms": ("term-",),
    "Together": ("need-", "arrangement-", "give_take-"),
    "Documents": ("document-", "note-"),
}


async def test_on_the_screens_that_show_it(tmp_path: Path, realdata: Path) -> None:
    desk = open_desk(tmp_path)
    made = nasty.fill(desk, realdata)
    add_deal(desk, "net [/30] [b]Q[/b] [@click=app.quit]x[/]")
    async with running(desk, start="deals", size=WIDE) as (app, pilot):
        await look_through(app, pilot, [text for uid, (text, _) in made.items() if uid.startswith("deal-")], 16)
        await pilot.press("5")
        await look_through(app, pilot, [text for uid, (text, _) in made.items() if uid.startswith("friction-")], 30)
        await pilot.press("2", "end", "enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DealScreen)
        for tab, shown in ON_TABS.items():
            app.screen.open_tab(tab)
            texts = [text for uid, (text, _) in made.items() if uid.startswith(shown)]
            await look_through(app, pilot, texts, 30, least=30)
        await pilot.press("c")
        await settled(app, pilot)
        sent(app)


async def look_through(app: DealdeskApp, pilot: Pilot[None], texts: list[str], most: int, *, least: int = 71) -> None:
    """Page through the list in front; every plain text of at most ``most`` characters must be seen as it is."""
    await settled(app, pilot)
    rows = app.screen.query_one(Rows)
    await pilot.press("home")
    seen = sent(app)
    for _ in range(rows.total // max(1, rows.size.height - 2) + 2):
        await pilot.press("pagedown")
        seen += sent(app)
    assert rows.total >= least
    missing = [text for text in map(clean, texts) if nasty.is_plain(text) and len(text) <= most and text not in seen]
    assert not missing
