"""The import as a person does it: path, dry run, one key, result, and the way back."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.pilot import Pilot

from dealdesk.tui.app import DealdeskApp
from dealdesk.tui.screens.deal import DealScreen
from dealdesk.tui.screens.import_deals import ImportScreen
from dealdesk.tui.widgets.path_line import as_path, completion
from tests.tui.desk_app import add_deal, open_desk, running, settled

ROWS = (
    "Ref,Title,Counterparty,Signed,End,Notice,Renewal,Law\n"
    "K-7,Hosting,Acme GmbH,2020-01-01,2026-12-31,30 days,1 year,Texas\n"
    "K-8,Cleaning,Mop Ltd,03/04/2020,soon,,,\n"
    "K-9,Leasing,Cars AG,2010-01-01,2012-01-01,30 days,,\n"
)
Text = Callable[[App[Any]], str]


def register(folder: Path, text: str = ROWS, name: str = "register.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


async def look(app: DealdeskApp, pilot: Pilot[None], path: Path | str) -> ImportScreen:
    """Open the import and the file."""
    if not isinstance(app.screen, ImportScreen):
        await pilot.press("I")
        await settled(app, pilot)
    screen = app.screen
    assert isinstance(screen, ImportScreen)
    screen.path_line.focus()
    screen.path_line.put(str(path))
    await pilot.press("enter")
    await settled(app, pilot)
    return screen


def count(app: DealdeskApp) -> int:
    con = app.workspace.desk.con
    return int(con.execute("SELECT count(*) FROM deal WHERE archived_at IS NULL").fetchone()[0])


async def test_a_file_is_shown_then_stored_by_one_key(tmp_path: Path, screen_text: Text) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await look(app, pilot, register(tmp_path))
        shown = screen_text(app)
        assert "3 deals would be stored." in shown
        assert "give notice by Tue  1 Dec 2026  K-7  Hosting" in shown
        assert "Nothing was written." in shown
        assert "I import them" in shown
        assert count(app) == 0
        await pilot.press("I")
        await settled(app, pilot)
        shown = screen_text(app)
        assert "3 deals stored." in shown
        assert "stored; u takes it back, 2 shows all deals" in shown
        assert count(app) == 3
        await pilot.press("I")
        await settled(app, pilot)
        assert count(app) == 3


async def test_the_columns_and_what_to_look_at_are_listed(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        screen = await look(app, pilot, register(tmp_path))
        texts = [line.text for line in screen._lines.values()]
        assert "Counterparty -> counterparty" in texts
        assert "Law          -> kept in the imported text" in texts
        assert 'row 3 (line 3), End: "soon" no date' in texts


async def test_undo_takes_all_back_and_u_brings_it_again(tmp_path: Path, screen_text: Text) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await look(app, pilot, register(tmp_path))
        await pilot.press("I")
        await settled(app, pilot)
        await pilot.press("u")
        await settled(app, pilot)
        assert count(app) == 0
        assert "Undone: imported 3 deals from register.csv" in screen_text(app)
        await pilot.press("U")
        await settled(app, pilot)
        assert count(app) == 3
        assert "imported 3 deals from register.csv" in screen_text(app)


async def test_the_last_import_can_be_taken_back_later_too(tmp_path: Path, screen_text: Text) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await look(app, pilot, register(tmp_path))
        await pilot.press("I")
        await settled(app, pilot)
        await pilot.press("1")
        await settled(app, pilot)
        await pilot.press("I")
        await settled(app, pilot)
        assert "You imported 3 deals from register.csv" in screen_text(app)
        await pilot.press("u")
        assert count(app) == 3  # a letter in the line of the path
        await pilot.press("escape", "u")
        await settled(app, pilot)
        assert count(app) == 0


async def test_an_import_that_was_worked_on_stays_and_says_so(tmp_path: Path, screen_text: Text) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await look(app, pilot, register(tmp_path))
        await pilot.press("I")
        await settled(app, pilot)
        await app.workspace.write("archived a deal", _archive_first)
        await pilot.press("u")
        await settled(app, pilot)
        assert count(app) == 2
        assert "The import stays: K-7 was worked on since." in screen_text(app)


def _archive_first(session: Any) -> None:  # noqa: ANN401 - a Session, loaded by the writer only
    from dealdesk.store import deals
    from tests.tui.desk_app import NOW

    deals.archive(session, 1, NOW)


async def test_the_date_order_is_switched_and_the_file_read_again(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        screen = await look(app, pilot, register(tmp_path))
        assert screen._plan is not None
        assert str(screen._plan.rows[1].signed_on) == "2020-04-03"
        await pilot.press("o")
        await settled(app, pilot)
        assert str(screen._plan.rows[1].signed_on) == "2020-03-04"


async def test_a_column_is_corrected_in_the_list(tmp_path: Path, screen_text: Text) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        screen = await look(app, pilot, register(tmp_path))
        key = next(key for key, line in screen._lines.items() if line.column == "Law")
        screen.list.rows.go_to(key)
        await pilot.press("enter")
        await settled(app, pilot)
        assert "Where does the column Law go?" in screen_text(app)
        await pilot.press(*"tags", "enter")
        await settled(app, pilot)
        assert screen._plan is not None
        assert screen._plan.rows[0].tags == ("Texas",)
        assert "--map 'Law=tags'" in screen_text(app)
        assert screen._line is not None
        assert screen._line.column == "Law"


async def test_a_stored_deal_is_opened_from_what_to_look_at(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        screen = await look(app, pilot, register(tmp_path))
        await pilot.press("I")
        await settled(app, pilot)
        key = next(key for key, line in screen._lines.items() if "soon" in line.text)
        screen.list.rows.go_to(key)
        await pilot.press("enter")
        await settled(app, pilot)
        assert isinstance(app.screen, DealScreen)
        assert app.workspace.deal is not None
        assert app.workspace.deal.ref == "K-8"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (None, "There is no file"),
        (b"", "The file is empty."),
        (b"%PDF-1.4 not a table", "PDF"),
        (b"just words\nand more\n", "No header row found"),
        (b'title,end\n"open,2020\n', "never closed"),
    ],
)
async def test_what_is_no_register_is_refused_in_a_sentence(
    tmp_path: Path, screen_text: Text, data: bytes | None, sentence: str
) -> None:
    path = tmp_path / "f.csv"
    if data is not None:
        path.write_bytes(data)
    async with running(open_desk(tmp_path), size=(160, 45)) as (app, pilot):
        screen = await look(app, pilot, path)
        assert sentence in " ".join(screen_text(app).replace("▌", " ").split())
        assert app.screen is screen
        assert app.focused is screen.path_line
        await look(app, pilot, register(tmp_path))
        assert "3 deals would be stored." in screen_text(app)


async def test_a_register_that_is_on_the_desk_offers_nothing_to_import(tmp_path: Path, screen_text: Text) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        path = register(tmp_path)
        await look(app, pilot, path)
        await pilot.press("I")
        await settled(app, pilot)
        await look(app, pilot, path)
        shown = screen_text(app)
        assert "3 rows left out: 3 already on the desk." in shown
        assert "nothing to import" in shown
        assert "I import them" not in shown
        await pilot.press("I")
        await settled(app, pilot)
        assert count(app) == 3


async def test_leaving_while_it_is_stored_loses_nothing(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path)) as (app, pilot):
        await look(app, pilot, register(tmp_path))
        await pilot.press("I", "q")
        await settled(app, pilot)
        assert not isinstance(app.screen, ImportScreen)
        assert count(app) == 3


async def test_import_is_there_on_deals_too(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk)
    async with running(desk, start="deals") as (app, pilot):
        await pilot.press("I")
        await settled(app, pilot)
        assert isinstance(app.screen, ImportScreen)


async def test_hostile_text_is_literal_on_every_screen(tmp_path: Path, realdata: Path, screen_text: Text) -> None:
    texts = [entry["text"] for entry in json.loads((realdata / "nasty" / "nasty.json").read_text("utf-8"))]
    texts = ["net [/30] [b]Q[/b] [@click=app.quit]x[/]", "\x1b]0;boo\x07", *texts]
    names = ["title", "counterparty", "further parties", "type", "stage", "value", "signed", "end", "notice", "owner"]
    names += ["tags", "term", "url", "terms", "[/30] law"]
    path = tmp_path / "net [b]Q[b].csv"
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows([f"{number} {text}", *[text] * (len(names) - 1)] for number, text in enumerate(texts))
    async with running(open_desk(tmp_path), size=(160, 45)) as (app, pilot):
        screen = await look(app, pilot, path)
        assert "[/30] law" in "\n".join(line.text for line in screen._lines.values())
        for _ in range(12):
            await pilot.press("pagedown")
        await pilot.press("end", "home", "I")
        await settled(app, pilot)
        assert count(app) > 0.9 * len(texts)
        key = next(key for key, line in screen._lines.items() if line.deal_id == 1)
        screen.list.rows.go_to(key)
        await pilot.press("enter")
        await settled(app, pilot)
        assert "0 net [/30] [b]Q[/b] [@click=app.quit]x[/]" in screen_text(app)
        assert isinstance(app.screen, DealScreen)
        await pilot.press("end", "enter")
        await settled(app, pilot)
        assert "[/30] law: net [/30] [b]Q[/b]" in screen_text(app)
        await pilot.press("escape", "2")
        await settled(app, pilot)
        for _ in range(12):
            await pilot.press("pagedown")
        await pilot.press("end")
        await settled(app, pilot)
        assert "net [/30] [b]Q[/b] [@click=app.quit]x[/]" in screen_text(app)
        assert "\x1b" not in screen_text(app)


async def test_a_dropped_file_is_understood(tmp_path: Path, screen_text: Text) -> None:
    path = register(tmp_path, name="my deals [1].csv")
    async with running(open_desk(tmp_path)) as (app, pilot):
        await pilot.press("I")
        await settled(app, pilot)
        app.post_message(events.Paste(f"'{path}' "))
        await settled(app, pilot)
        await pilot.press("enter")
        await settled(app, pilot)
        assert "3 deals would be stored." in screen_text(app)


async def test_tab_completes_and_shows_the_names(tmp_path: Path, screen_text: Text) -> None:
    register(tmp_path, name="alpha one.csv")
    register(tmp_path, name="alpha two.csv")
    async with running(open_desk(tmp_path)) as (app, pilot):
        await pilot.press("I")
        await settled(app, pilot)
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        screen.path_line.put(f"{tmp_path}/al")
        await pilot.press("tab")
        await settled(app, pilot)
        assert screen.path_line.text == f"{tmp_path}/alpha "
        assert "alpha two.csv" in screen_text(app)
        await pilot.press("t", "tab", "enter")
        await settled(app, pilot)
        assert "3 deals would be stored." in screen_text(app)


@pytest.mark.parametrize("size", [(80, 24), (60, 18), (160, 45), (30, 8)])
async def test_every_size_shows_the_counts(tmp_path: Path, screen_text: Text, size: tuple[int, int]) -> None:
    async with running(open_desk(tmp_path), size=size) as (app, pilot):
        await look(app, pilot, register(tmp_path))
        assert "3 deals would be" in screen_text(app)


def test_paths_as_terminals_put_them_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = register(tmp_path, name="it's a file.csv")
    monkeypatch.setenv("HOME", str(tmp_path))
    spaced = str(path).replace(" ", "\\ ").replace("'", "\\'")
    quoted = str(path).replace("'", "'\\''")
    link = "file://" + str(path).replace(" ", "%20").replace("'", "%27")
    for text in (str(path), f"  {path} ", spaced, f"'{quoted}'", f'"{path}"', "~/it's a file.csv", link, f"'{link}'"):
        assert as_path(text) == path, text
    assert as_path("nowhere.csv") == Path("nowhere.csv")
    assert as_path('"') == Path('"')


def test_names_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "deals").mkdir()
    register(tmp_path, name="deals.csv")
    register(tmp_path, name=".hidden.csv")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert completion(f"{tmp_path}/de") == (f"{tmp_path}/deals", ("deals.csv", "deals/"))
    assert completion("~/deals.") == ("~/deals.csv", ())
    assert completion("~/.h") == ("~/.hidden.csv", ())
    assert completion("~") == ("~/", ())
    assert completion("~/").names == ("deals.csv", "deals/")
    assert completion("/no/such/folder/x") == ("/no/such/folder/x", ())
