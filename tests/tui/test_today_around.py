"""What stands around the list of Today: the two standing lines, the look beside it, and the words of a quiet day."""

from __future__ import annotations

from pathlib import Path

from textual.app import App

from dealdesk.domain.vocabulary import ActionKind, ActionState, Direction
from dealdesk.store.tables.checkins import Checkin, Conversation, Waiting
from dealdesk.tui.compat import screen_lines
from dealdesk.tui.screens.today import TodayScreen
from dealdesk.tui.widgets.beside import Beside
from tests.tui.desk_app import open_desk, running, settled
from tests.tui.today_desk import TODAY, action, day, go_to, of_deals, put, screen_of


def shown(app: App[None]) -> str:
    return "\n".join(screen_lines(app))


def look(app: App[None]) -> list[str]:
    """Return the lines right of the list."""
    return [line.partition("│")[2].strip() for line in screen_lines(app) if "│" in line]


async def test_learning_and_relationship_have_a_line_each_under_the_counts(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("one", kind=ActionKind.PLAYBOOK))
    async with running(desk) as (app, pilot):
        lines = screen_lines(app)
        assert lines[1].startswith(" Wed 13 May 2026")
        assert lines[2].rstrip() == " Learning      1 change due"
        assert lines[3].rstrip() == " Relationship  no check-ins are agreed yet"
        await pilot.press("space")
        await settled(app, pilot)
        app.clear_notifications()
        await settled(app, pilot)
        assert screen_lines(app)[2].rstrip() == " Learning      no debrief and no change is due"


async def test_their_place_is_kept_from_the_first_frame_on(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(desk, action("one"))
    async with running(desk) as (app, _pilot):
        screen = TodayScreen(app.workspace)
        assert not screen.list.jobs.has_class("-empty")


async def test_an_empty_desk_has_neither_lines_nor_a_pane(tmp_path: Path) -> None:
    async with running(open_desk(tmp_path), size=(160, 45)) as (app, _pilot):
        assert "Learning" not in shown(app)
        assert not screen_of(app).query_one(Beside).display
        assert "n new deal  I import" in screen_lines(app)[-1]


async def test_the_pane_says_what_there_is_to_know_of_a_line(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(
        desk,
        action("[b]plan[/b]", -2, due_reason="promised in the call; it was Monday"),
        action("report", 9),
        Conversation(
            deal_id=1, summary="They want it monthly", channel="call", direction=Direction.BOTH, happened_on=TODAY
        ),
        Waiting(deal_id=1, text="annex", since=day(-1), last_on=day(-1), due_on=day(2)),
    )
    async with running(desk, size=(160, 45)) as (app, pilot):
        go_to(app, "action")
        await settled(app, pilot)
        screen_of(app).query_one(Beside).show_now()
        await pilot.pause()
        lines = look(app)
        assert lines[:2] == ["ACME-1", "Hosting renewal"]
        assert "With      Acme" in lines
        place = lines.index("WHY HERE  16")
        assert lines[place + 1 : place + 3] == ["limit passed (+8)", "2 days late (+2)"]
        assert "promised in the call; it was Monday" in lines
        assert "They count on it and do not know yet:" in lines
        said = lines.index("LAST WORDS")
        assert lines[said + 1 : said + 3] == ["13 May 2026, call both ways", "They want it monthly"]
        assert "them: annex, since Tue 12 May; ask again Fri 15 May" in " ".join(lines)
        coming = lines.index("ALSO DUE")
        assert lines[coming + 1 : coming + 3] == ["Fri 15 May  ask again: annex", "Fri 22 May  report"]


async def test_the_pane_follows_the_cursor_once_it_rests(tmp_path: Path) -> None:
    desk = of_deals(tmp_path, 2)
    put(desk, action("one", weight=9), action("two", deal_id=2))
    async with running(desk, size=(120, 30)) as (app, pilot):
        pane = screen_of(app).query_one(Beside)
        assert look(app)[0] == "ACME-1"
        await pilot.press("j")
        await settled(app, pilot)
        pane.show_now()
        await pilot.pause()
        assert look(app)[0] == "ACME-2"
        await pilot.resize_terminal(119, 30)
        await settled(app, pilot)
        assert not pane.display


async def test_a_quiet_day_says_what_is_next_and_how_many_promises_were_kept(tmp_path: Path) -> None:
    desk = of_deals(tmp_path)
    put(
        desk,
        action("kickoff", 19),
        *(action("done", -n, state=ActionState.DONE, done_on=day(-n)) for n in range(1, 4)),
    )
    async with running(desk) as (app, _pilot):
        text = shown(app)
        assert "Nothing is due.\n  Next: Mon 1 June, ACME-1, kickoff\n  3 promises kept in a row." in text


async def test_a_day_with_nothing_to_come_says_so(tmp_path: Path) -> None:
    async with running(of_deals(tmp_path)) as (app, _pilot):
        assert "nothing is planned within a year" in shown(app)
        assert "in a row" not in shown(app)


async def test_whom_one_waits_for_is_named(tmp_path: Path) -> None:
    desk = of_deals(tmp_path, 2)
    put(desk, Checkin(deal_id=1, next_on=TODAY), action("theirs", 0, side="them", deal_id=2))
    async with running(desk) as (app, _pilot):
        line = next(line for line in screen_lines(app) if "theirs" in line)
        assert line.rstrip().endswith("them")
