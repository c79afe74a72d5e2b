"""The list, in the smallest app that shows one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from dealdesk.errors import DealdeskError
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.widgets.columns import Column, Placed, place
from dealdesk.tui.widgets.filtered_rows import FilteredRows
from dealdesk.tui.widgets.row_drawing import row_strip
from dealdesk.tui.widgets.row_lines import RowLines
from dealdesk.tui.widgets.row_source import Key, MemorySource, Row, RowSource, Sort
from dealdesk.tui.widgets.rows import Rows

COLUMNS = (
    Column("deal", "Deal", width=8),
    Column("party", "Party", flex=1),
    Column("due", "Due", width=6, align="right"),
)
ScreenText = Callable[[App[Any]], str]


def rows(*numbers: int) -> dict[Key, Row]:
    return {n: Row({"deal": f"D{n}", "party": f"Company {n % 7}", "due": f"{n}d"}) for n in numbers}


class Many(RowSource):
    """Rows made when asked for; remembers what was asked."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.fetched: list[int] = []

    def keys(self, words: str, sort: Sort | None) -> Sequence[Key]:
        found = [k for k in range(self.count) if words in f"d{k}"]
        return found[::-1] if sort and sort.descending else found

    def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
        self.fetched.append(len(keys))
        return rows(*(k for k in keys if isinstance(k, int)))


class Desk(App[None]):
    """One list, and a letter that is a command."""

    BINDINGS: ClassVar[list[BindingType]] = [("n", "note('n')", "New")]

    def __init__(self, source: RowSource, empty: str = "", header: bool = True) -> None:
        super().__init__()
        self.list = FilteredRows(COLUMNS, source, empty=empty, header=header)
        self.rows = self.list.rows
        self.heard: list[Message] = []
        self.notes: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.rows.focus()

    def action_note(self, what: str) -> None:
        self.notes.append(what)

    def _hear(self, event: Message) -> None:
        self.heard.append(event)

    on_rows_moved = on_rows_opened = on_rows_sorted = on_rows_failed = _hear

    def told(self, kind: type[Message]) -> list[Any]:
        return [event for event in self.heard if isinstance(event, kind)]


def cursor_line(app: App[Any]) -> int:
    return next(y for y, line in enumerate(screen_lines(app)) if line.startswith(">"))


async def test_a_list_as_it_looks(screen_text: ScreenText) -> None:
    async with Desk(MemorySource(rows(1, 2, 3))).run_test(size=(30, 6)) as pilot:
        await pilot.press("down")
        assert screen_text(pilot.app) == (
            "  Deal     Party           Due\n"
            "  D1       Company 1        1d\n"
            "> D2       Company 2        2d\n"
            "  D3       Company 3        3d\n"
            "\n\n"
        )


@pytest.mark.parametrize(
    ("text", "tail", "seen"),
    [
        ("waiting for the annex; nudge 1", "; nudge 1", "waiting …; nudge 1"),
        ("call; nudge 1", "; nudge 1", "call; nudge 1"),
        ("what, and a tail too long to stay", ", and a tail too long to stay", "what     , and a …"),
        ("a long text; and a long tail", "; and a long tail", "a long t…; and a …"),
        ("日本語テキストで待つ; nudge 1", "; nudge 1", "日本語テ…; nudge 1"),
    ],
)
async def test_a_short_end_of_a_cell_stays_where_the_text_is_cut(text: str, tail: str, seen: str) -> None:
    strip = row_strip(
        Row({"what": text}, tails={"what": tail}),
        [Placed(Column("what", width=18), 2, 18)],
        20,
        Style(),
        None,
        on=False,
    )
    assert strip.cell_length == 20
    assert strip.text[2:].rstrip() == seen


async def test_headings_stand_before_their_rows_and_the_cursor_passes_over_them(screen_text: ScreenText) -> None:
    source = MemorySource(rows(1, 2, 3), group=lambda key: "OVERDUE" if key == 1 else "TODAY")
    app = Desk(source, header=False)
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.press("j")
        assert [line[:8].rstrip() for line in screen_lines(app)] == [" OVERDUE", "  D1", " TODAY", "> D2", "  D3", ""]
        app.rows.sort_by("deal", descending=True)
        await pilot.pause()
        assert [line[:8].rstrip() for line in screen_lines(app)] == ["  D3", "> D2", "  D1", "", "", ""]


async def test_the_keys_move_and_the_list_follows() -> None:
    app = Desk(Many(10_000))
    async with app.run_test(size=(40, 12)) as pilot:
        for keys, key in (("j", 1), ("down", 2), ("k", 1), ("up", 0), ("up", 0), ("G", 9999), ("down", 9999), ("g", 0)):
            await pilot.press(keys)
            assert app.rows.cursor_key == key
            assert screen_lines(app)[cursor_line(app)].startswith(f"> D{key} ")
        await pilot.press("j", "j", "pagedown")
        assert (app.rows.cursor_key, cursor_line(app)) == (12, 3)
        await pilot.press("pageup", "enter")
        assert [event.key for event in app.told(Rows.Opened)] == [2]
        assert [event.key for event in app.told(Rows.Moved)] == [0, 1, 2, 1, 0, 9999, 0, 1, 2, 12, 2]


async def test_only_the_rows_near_the_screen_are_fetched() -> None:
    source = Many(10_000)
    app = Desk(source)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.pause()
        assert sum(source.fetched) < 50
        for _ in range(15):
            await pilot.press("down")
        assert len(source.fetched) <= 2


async def test_a_reload_keeps_the_row_and_its_place_on_the_screen() -> None:
    source = MemorySource(rows(*range(100)))
    app = Desk(source)
    async with app.run_test(size=(40, 12)) as pilot:
        app.rows.go_to(50)
        await pilot.press("up", "up", "up")
        line = cursor_line(app)
        source.replace(rows(*range(1000, 1030), *range(100)))
        app.rows.reload()
        await pilot.pause()
        assert (app.rows.cursor_key, app.rows.cursor_index, cursor_line(app)) == (47, 77, line)
        source.replace(rows(*range(1000, 1030), *(n for n in range(100) if n != 47)))
        app.rows.reload()
        await pilot.pause()
        assert (app.rows.cursor_key, app.rows.cursor_index) == (48, 77)
        source.replace(rows(5, 6))
        app.rows.reload()
        await pilot.pause()
        assert (app.rows.cursor_key, cursor_line(app)) == (6, 2)


async def test_a_list_at_its_beginning_shows_what_comes_in_above_the_cursor() -> None:
    source = MemorySource(rows(*range(100)))
    app = Desk(source)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down")
        line = cursor_line(app)
        source.replace(rows(1000, *range(100)))
        app.rows.reload()
        await pilot.pause()
        assert (app.rows.cursor_key, cursor_line(app)) == (1, line + 1)


@pytest.mark.parametrize(("width", "seen"), [(30, "Wed 13 May 2026    "), (24, "Wed 13 May "), (18, "Wed 1… ")])
async def test_what_stands_above_a_list_is_shortened_before_it_is_cut(width: int, seen: str) -> None:
    app = Desk(MemorySource(rows(1)))
    async with app.run_test(size=(width, 6)) as pilot:
        app.list.info("Wed 13 May 2026", "7 overdue", "Wed 13 May")
        await pilot.pause()
        assert screen_lines(app)[0].startswith(f" {seen}")


async def test_the_words_of_an_empty_list_need_no_scrollbar_where_they_fit() -> None:
    app = Desk(MemorySource({}), "a sentence of some words\n" * 6)
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert not app.rows.show_vertical_scrollbar
        await pilot.resize_terminal(24, 10)
        await pilot.pause()
        assert app.rows.show_vertical_scrollbar


async def test_an_empty_list_says_so_literally(screen_text: ScreenText) -> None:
    app = Desk(MemorySource({}), empty="No deals [/30] yet.\nn makes [b]one[/b].")
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press("down", "G", "pagedown", "enter", "z")
        assert "  No deals [/30] yet.\n  n makes [b]one[/b].\n" in screen_text(app)
        assert app.rows.cursor_key is None
        assert not app.told(Rows.Opened)


async def test_a_row_deleted_meanwhile_and_a_source_that_fails(screen_text: ScreenText) -> None:
    class Broken(Many):
        def rows(self, keys: Sequence[Key]) -> Mapping[Key, Row]:
            if self.count == 3:
                return {k: v for k, v in super().rows(keys).items() if k != 1}
            raise DealdeskError("The file is away.")

    source = Broken(3)
    app = Desk(source)
    async with app.run_test(size=(40, 6)) as pilot:
        assert "(no longer there)" in screen_text(app)
        source.count = 4
        app.rows.reload()
        await pilot.pause()
        assert screen_text(app).count("(can't be read)") == 4
        await pilot.pause()
        assert [str(event.error) for event in app.told(Rows.Failed)] == ["The file is away."]


async def test_filter_as_you_type_and_commands_stay_quiet(screen_text: ScreenText) -> None:
    app = Desk(Many(10_000))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("slash", "d", "9", "9", "9", "n", "backspace")
        await pilot.pause()
        assert app.notes == []
        assert app.rows.words == "d999"
        assert list(app.rows.keys_shown[:3]) == [999, 9990, 9991]
        assert screen_lines(app)[-1].split() == ["/", "d999", "11", "of", "10,000"]
        await pilot.press("down", "enter", "n")
        assert app.notes == ["n"]
        assert (app.rows.cursor_key, app.rows.has_focus) == (9990, True)
        app.list.reload()
        await pilot.pause()
        assert (app.rows.words, app.rows.cursor_key) == ("d999", 9990)
        await pilot.press("escape")
        await pilot.pause()
        assert (app.rows.words, app.rows.cursor_key, len(app.rows.keys_shown)) == ("", 9990, 10_000)
        assert "/" not in screen_text(app)


async def test_a_filter_that_finds_nothing_and_escape_while_typing(screen_text: ScreenText) -> None:
    app = Desk(MemorySource(rows(1, 2)), empty="No deals yet.")
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press("slash")
        app.query_one(Input).value = "[/30] nowhere"
        await pilot.pause()
        await pilot.pause()
        assert "Nothing here holds: [/30] nowhere" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.rows.has_focus
        assert len(app.rows.keys_shown) == 2


async def test_order_by_key_by_header_and_by_code() -> None:
    source = MemorySource(rows(10, 9, 100), orders={"due": lambda key: key})
    app = Desk(source)
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.click(Rows, offset=(38, 0))
        assert list(app.rows.keys_shown) == [9, 10, 100]
        assert screen_lines(app)[0].endswith("Due ▲")
        await pilot.press("Z")
        assert list(app.rows.keys_shown) == [100, 10, 9]
        await pilot.press("z")
        assert app.rows.sort is None
        assert list(app.rows.keys_shown) == [10, 9, 100]
        await pilot.press("z")
        assert app.rows.sort == Sort("deal")
        assert app.rows.cursor_key == 10
        assert [event.sort for event in app.told(Rows.Sorted)] == [Sort("due"), Sort("due", True), None, Sort("deal")]


async def test_the_mouse_moves_opens_and_scrolls() -> None:
    app = Desk(Many(100))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click(Rows, offset=(5, 4))
        assert (app.rows.cursor_key, app.told(Rows.Opened)) == (3, [])
        await pilot.click(Rows, offset=(5, 6), times=2)
        assert [event.key for event in app.told(Rows.Opened)] == [5]
        app.rows.scroll_to(y=20, animate=False, immediate=True)
        await pilot.pause()
        await pilot.click(Rows, offset=(5, 1))
        assert app.rows.cursor_key == 20
        await pilot.click(Rows, offset=(5, 1), times=2)
        assert [event.key for event in app.told(Rows.Opened)] == [5, 20]


async def test_the_cursor_is_seen_without_colour_and_without_focus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Desk(Many(3))
    async with app.run_test(size=(40, 8)) as pilot:
        focused = app.rows.render_line(1)
        await pilot.press("slash")
        assert screen_lines(app)[1].startswith("> D0")
        assert [s.style for s in app.rows.render_line(1)] != [s.style for s in focused]


async def test_no_size_and_no_text_breaks_a_line(realdata: Path) -> None:
    texts = [case["text"] for case in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8"))]
    nasty: dict[Key, Row] = {n: Row(dict.fromkeys(("deal", "party", "due"), t)) for n, t in enumerate(texts)}
    app = Desk(MemorySource(nasty, group=lambda key: texts[int(key) // 9]))
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(len(texts) // 20):
            await pilot.press("pagedown")
            assert all(cell_len("".join(s.text for s in app.rows.render_line(y))) == 80 for y in range(24))
        for width, height in ((1, 1), (2, 3), (3, 24), (4, 2), (5, 5), (0, 0), (120, 40), (1, 40), (80, 1), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.press("down", "pageup", "slash", "escape", "end")
            shown = app.rows.size
            assert all(app.rows.render_line(y).cell_length == shown.width for y in range(shown.height))


async def test_a_source_may_be_given_later_and_nothing_happens_before_the_list_is_there() -> None:
    app = Desk(MemorySource({}))
    app.rows.reload()
    app.rows.use(MemorySource(rows(7)))
    async with app.run_test(size=(40, 6)):
        assert app.rows.cursor_key == 7


def test_columns_share_the_room_and_give_way() -> None:
    columns = (
        Column("a", width=4),
        Column("b", width=6, flex=1),
        Column("c", width=5, from_width=40),
        Column("d", flex=1),
    )
    assert [(p.column.name, p.x, p.width) for p in place(columns, 40)] == [
        ("a", 2, 4),
        ("b", 7, 13),
        ("c", 21, 5),
        ("d", 27, 13),
    ]
    assert [p.column.name for p in place(columns, 39)] == ["a", "b", "d"]
    assert [p.column.name for p in place(columns, 39, 40)] == ["a", "b", "c", "d"]
    assert [p.column.name for p in place(columns, 19)] == ["a", "b"]
    assert [(p.x, p.width) for p in place(columns, 3)] == [(2, 1)]
    assert place(columns, 2) == ()
    assert place((), 80) == ()


def test_lines_and_rows_find_each_other() -> None:
    lines = RowLines(5, [(0, "A"), (2, "B"), (4, "C")])
    assert [lines.at(y) for y in range(-1, 9)] == [None, "A", 0, 1, "B", 2, 3, "C", 4, None]
    assert [lines.line_of(i) for i in range(5)] == [1, 2, 4, 5, 7]
    assert [lines.heading_line(i) for i in range(5)] == [0, 2, 3, 5, 6]
    assert [lines.row_near(y) for y in (-3, 0, 1, 3, 6, 7, 99)] == [0, 0, 0, 2, 4, 4, 4]


def test_words_are_found_in_any_case_and_without_accents() -> None:
    source = MemorySource({1: Row({"party": "Łódź Works"}), 2: Row({"party": "Lodge"})})
    assert source.keys("lodz WORKS", None) == [1]
    assert source.keys("", Sort("party", True)) == [1, 2]
