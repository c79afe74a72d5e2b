"""The review page: golden pages for an empty, a typical and a full deal; one page whatever the fields hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from dealdesk.domain.page_fit import INTERNAL
from dealdesk.domain.type_widths import column, wide
from dealdesk.errors import NotFound
from dealdesk.exports import literal
from dealdesk.exports.report import Report
from dealdesk.exports.review import COLUMNS, LINES, blank, changed, markdown, page, preview
from dealdesk.store import review_form
from dealdesk.store.desk import Desk
from dealdesk.store.history import Command
from dealdesk.templates.review import load_review
from dealdesk.text import clean

GOLDEN = Path(__file__).parent / "golden"
HEADINGS = 9
ITEMS = 28
SENTENCE = "They asked for a plan with names and dates before they would talk about the amount at all. "


def check_page(text: str) -> str:
    """Fail unless ``text`` is one page with its own headings and list items and nothing else; return its plain text."""
    lines = text.splitlines()
    assert len(lines) <= LINES
    assert max(literal.width(line) for line in lines) <= COLUMNS
    assert INTERNAL in lines[0]
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text)
    tags = re.findall(r"<(\w+)[ >/]", html)
    assert set(tags) <= {"h1", "h2", "p", "ul", "li"}, set(tags)
    assert tags.count("h1") == 1
    assert tags.count("h1") + tags.count("h2") == HEADINGS
    assert tags.count("li") == ITEMS
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_an_empty_deal_is_a_form_to_fill_in(desk: Desk, add_deal: Callable[..., int]) -> None:
    text = markdown(desk.con, add_deal(title="Cleaning of two offices"), desk.today)
    check_page(text)
    assert text == (GOLDEN / "empty.md").read_text(encoding="utf-8")


def test_a_typical_deal(desk: Desk, add_deal: Callable[..., int], add_row: Callable[..., str]) -> None:
    deal = add_deal(
        title="Cleaning of two offices",
        counterparty="Harrowgrave Services",
        type="vendor",
        amount="1,400 EUR per month",
        signed_on="2026-05-08",
        start_on="1 jun",
        end_on="31 may 2027",
        renewal="1 year",
        term="12 months",
        owner="Lena Storm",
    )
    add_row("term", deal, what="EUR 1,400 a month, windows included", kind="commercial")
    add_row("term", deal, what="twelve months instead of six", kind="commercial", trade="gave")
    add_row("term", deal, what="evening hours at no charge", trade="got")
    add_row("friction", deal, text="The key list went back and forth for 4 days", cause="process")
    text = markdown(desk.con, deal, desk.today)
    check_page(text)
    assert text == (GOLDEN / "typical.md").read_text(encoding="utf-8")


def full(words: str) -> Report:
    """Return a report with ``words`` in every slot."""
    slots = {slot.id: "x" if slot.kind == "tick" else words for slot in load_review().slots}
    return Report(words, words, 2, True, "12 May 2026", slots)


def test_a_full_page_is_cut_and_says_where() -> None:
    text = page(full(SENTENCE * 4), load_review())
    check_page(text)
    assert text == (GOLDEN / "full.md").read_text(encoding="utf-8")
    assert "… = cut to fit one page (parts 0, 1, 2, 3, 4, 5, 6, 7, 8)" in text


def test_a_filled_page_that_fits_is_whole() -> None:
    text = " ".join(check_page(page(full("agreed with both sides on Monday"), load_review())).split())
    assert text.count("agreed with both sides on Monday") == 45 - 6 + 1  # six ticks; the title, too
    assert "cut to fit" not in text


@pytest.mark.parametrize("length", [1, 30, 60, 90, 200, 1000, 50_000])
def test_a_page_stays_one_page_at_any_length(length: int) -> None:
    check_page(page(full((SENTENCE * (length // 80 + 1))[:length]), load_review()))
    check_page(page(full("x" * length), load_review()))
    check_page(page(full("合" * length), load_review()))


def test_hostile_strings_stay_literal_in_every_field(realdata: Path) -> None:
    for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")):
        words = clean(entry["text"])
        plain = check_page(page(full(words), load_review()))
        if words and literal.width(words) < 30:
            folded = "".join(plain.split())
            assert folded.count("".join(words.split())) >= 39, entry["id"]


def test_line_breaks_and_headings_in_a_field_make_no_line_of_the_page() -> None:
    text = page(full("one\n\n# two\n- three\n| a | b |\n|---|---|\n"), load_review())
    assert "one # two - three | a | b | |---|---|" in " ".join(check_page(text).split())


def test_the_form_can_be_printed_blank() -> None:
    text = blank()
    check_page(text)
    assert text.count("____") > 39


def test_a_version_there_is_not_is_refused(desk: Desk, add_deal: Callable[..., int]) -> None:
    deal = add_deal(title="Cleaning of two offices")
    with pytest.raises(NotFound, match="no version 2"):
        markdown(desk.con, deal, desk.today, 2)
    with pytest.raises(NotFound, match="not there"):
        markdown(desk.con, deal + 1, desk.today)


def test_the_preview_says_how_full_the_sheet_is(desk: Desk, add_deal: Callable[..., int]) -> None:
    deal = add_deal(title="Cleaning of two offices")
    lines = preview(desk.con, deal, desk.today, 74).splitlines()
    assert lines[1] == "CLEANI-1 · Cleaning of two offices · version 1, open · printed 12 May 2026"
    assert re.fullmatch(r"Page \d\d % full, room for \d+ lines\.", lines[-1])
    assert max(wide(line, column) for line in lines) <= 74


def test_what_changed_between_two_versions(
    desk: Desk, add_deal: Callable[..., int], add_row: Callable[..., str]
) -> None:
    deal = add_deal(title="Cleaning of two offices")
    add_row("term", deal, what="# windows *twice* a year", kind="commercial")
    desk.write(Command("opened"), review_form.open_version, deal, desk.clock.now())
    assert changed(desk.con, deal, desk.today).endswith("\nBoth versions say the same.\n")
    add_row("term", deal, what=SENTENCE * 2, kind="commercial")
    add_row("friction", deal, text="- The key list", cause="process")
    text = changed(desk.con, deal, desk.today)
    html = MarkdownIt("commonmark").render(text)
    assert max(map(literal.width, text.splitlines())) <= COLUMNS
    assert [" ".join(item.split()) for item in re.findall(r"<li>([^<]*)", html)] == [
        *("1 What was agreed, Money", "1: # windows *twice* a year"),
        f"2: # windows *twice* a year; {(SENTENCE * 2).strip()}",
        *("5 Friction, What cost trust or time", "1: (empty)", "2: - The key list"),
        *("5 Friction, Where it came from (internal, external, process)", "1: (empty)", "2: process"),
    ]
    assert set(re.findall(r"<(\w+)", html)) == {"h1", "p", "ul", "li"}
    assert INTERNAL in text
