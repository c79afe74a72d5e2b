"""The page of how both sides work together: what stands on it, what never does, and user text as text."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dealdesk.cli.main import run
from dealdesk.errors import NotFound
from dealdesk.exports import together as page
from dealdesk.store import records, together
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.store.uid import new_uid
from tests.desks import add_deal, edit, open_desk


def add(desk: Desk, table: str, deal: int, **texts: str) -> None:
    now = desk.clock.now()
    desk.write(Command(f"added a {table}"), records.add, table, new_uid(), deal, texts, desk.context, now)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, "Hosting", "Acme", type="vendor", signed_on="2026-05-12")
    desk.write(Command("began"), together.begin, deal)
    add(desk, "contact", deal, matter="billing", side="them", person="Raj", response="4 h")
    add(desk, "need", deal, text="test accounts", side="us")
    add(desk, "need", deal, text="price list", side="them")
    add(desk, "need", deal, text="old key", side="us", met_on="2026-05-12")
    add(desk, "metric", deal, name="On time", target="98 %", measured="ticket list")
    add(desk, "metric_reading", deal, metric="On time", value="12.25")
    add(desk, "risk", deal, text="secret risk")
    add(desk, "note", deal, text="secret note")
    return desk


def test_the_page_has_what_both_sides_agreed_and_nothing_else(desk: Desk) -> None:
    text = page.markdown(desk.rows(page.gather, 1, desk.today))
    for words in (
        "# How we work together",
        "Acme · Hosting · 13 May 2026",
        "## Who decides what",
        "## How often",
        "check-in: every 2 weeks until Thu 11 June, then every month",
        "billing - Acme: Raj (answers within 4 h)",
        "we need: test accounts",
        "Acme needs: price list",
        "On time: target 98 %, measured by ticket list",
    ):
        assert words in text
    for words in ("secret", "old key", "12.25", "ACME-1"):
        assert words not in text
    assert len(text.splitlines()) <= 60
    assert max(map(len, text.splitlines())) <= page.COLUMNS


def test_check_ins_are_told_as_they_are_by_then(desk: Desk) -> None:
    assert "check-in: every 2 weeks until Thu 11 June, then every month" in said(desk, date(2026, 6, 11))
    assert "check-in: every month\n" in said(desk, date(2026, 6, 12))


def test_the_only_check_in_needs_no_name(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "checkin", deal, often="weekly")
    assert "## How often\n\nWe talk every week.\n" in said(desk, desk.today)


def test_how_often_is_told_once_and_what_was_written_for_it_stays(desk: Desk) -> None:
    assert "for the first month, then once a month" not in said(desk, desk.today)
    add(desk, "checkin", 1, purpose="business review", often="quarterly")
    words = said(desk, desk.today)
    assert "check-in: every 2 weeks until Thu 11 June, then every month" in words
    assert "business review: every 3 months" in words
    uid = desk.con.execute("SELECT uid FROM arrangement WHERE topic = 'how often'").fetchone()[0]
    edit(desk, "arrangement", uid, "text", "On Tuesdays, at ten.")
    words = said(desk, desk.today)
    assert words.count("## How often") == 1
    assert "On Tuesdays, at ten." in words
    assert "business review" in words


def test_the_ladder_of_the_deal_takes_the_place_of_what_is_usual(desk: Desk) -> None:
    assert "until both leads have talked" in said(desk, desk.today)
    add(desk, "ladder", 1, level="1", names="Ops (Maria)", response="4 h")
    words = said(desk, desk.today)
    assert "both leads" not in words
    assert "level 1: Ops (Maria), within 4 h" in words
    assert "on both sides, within 48 h" in words


def test_a_metric_names_its_owner_and_its_reviewer(desk: Desk) -> None:
    add(desk, "metric", 1, name="Costs", target="20000", owner="Raj", reviewer="Dana at the call")
    assert "Costs: target 20000, owner Raj, reviewed by Dana at the call" in said(desk, desk.today)


def said(desk: Desk, day: date) -> str:
    return page.markdown(desk.rows(page.gather, 1, day))


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


def test_user_text_is_text_in_both_formats(desk: Desk) -> None:
    add(desk, "arrangement", 1, topic="format", text="<script>x</script> *stars* [a](b) \x9b31m & # 1")
    found = desk.rows(page.gather, 1, desk.today)
    html = page.html(found)
    seen = _Tags()
    seen.feed(html)
    assert seen.tags <= {*("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul", "li")}
    assert "&lt;script&gt;" in html
    assert "\\*stars\\*" in page.markdown(found)
    assert "\x9b" not in html + page.markdown(found)


def test_a_deal_that_is_gone_has_no_page(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.rows(page.gather, 99, desk.today)


def test_the_shell_prints_it_or_writes_it(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk.close()
    assert run(["export", "together", "acme", "--db", desk.path]) == 0
    assert "## Who decides what" in capsys.readouterr().out
    file = tmp_path / "page.html"
    assert run(["export", "together", "acme", "--db", desk.path, "--format", "html", "-o", str(file)]) == 0
    assert file.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert run(["export", "together", "acme", "--db", desk.path, "-o", str(file)]) == 3


def test_what_nobody_wrote_down_is_told_as_it_is_usual_and_marked_on_our_screen_only(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk, type="vendor")
    theirs = said(desk, desk.today)
    for words in ("We talk every two weeks", "A service report once a month", "You decide how the service is run"):
        assert words in theirs
    assert "level 1: those who do the work, on both sides, on the same day" in theirs
    assert "level 2: those who answer for the account, on both sides, within 48 h" in theirs
    assert page.USUAL not in theirs
    add(desk, "arrangement", deal, topic="format", text="One page a month.")
    ours = page.markdown(desk.rows(lambda con: page.gather(con, deal, desk.today, ours=True)))
    assert f"## How often ({page.USUAL})" in ours
    assert "## Format\n\nOne page a month.\n" in ours
    assert "service report" not in ours
    assert f"## How conflict is raised ({page.USUAL})" in ours
    assert desk.rows(page.usual_topics, deal, desk.today) == (
        "How often",
        "Who decides what",
        "How conflict is raised",
    )


def test_the_usual_ladder_does_not_stand_beside_words_of_their_own(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    deal = add_deal(desk)
    add(desk, "arrangement", deal, topic="how conflict is raised", text="Dana rings Raj.")
    words = said(desk, desk.today)
    assert "## How conflict is raised\n\nDana rings Raj.\n" in words
    assert "level 1" not in words


def test_the_shell_says_beside_the_page_what_is_not_agreed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = open_desk(tmp_path)
    add_deal(desk, type="client")
    desk.close()
    assert run(["export", "together", "acme", "--db", desk.path]) == 0
    printed = capsys.readouterr()
    assert "A short status before each talk" in printed.out
    assert "usual" not in printed.out.lower()
    assert "Usual, not agreed yet: how often, format, who decides what, how conflict is raised" in printed.err
