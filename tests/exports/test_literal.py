"""Text in Markdown: CommonMark reads back exactly what was typed, and every line keeps its width."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from dealdesk.exports import literal
from dealdesk.text import clean


def read_back(markdown: str) -> str:
    """Return the text of a page of Markdown that is one paragraph; anything else fails."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    match = re.fullmatch(r"<p>([^<]*)</p>\n", html)
    assert match, html
    return " ".join(unescape(match[1]).split())


@pytest.mark.parametrize(
    "text",
    [
        "plain words",
        "*stars* and __lines__ and _one_, but vendor_sla stays",
        "[/] [x](http://example.com) ![i](y) [^1]",
        "<b>bold</b> <script>alert(1)</script> <https://a.example>",
        "&amp; &#35; & Sons",
        "a | b | c",
        "~~gone~~ but ~5 days",
        "back\\slash \\* end\\",
        "`code` ``more``",
        "# heading",
    ],
)
def test_every_sign_stands_for_itself(text: str) -> None:
    assert read_back("Note: " + "".join(literal.atoms(text))) == f"Note: {text}"


@pytest.mark.parametrize(
    "start", ["# a", "- a", "+ a", "> a", "=== a", "--- a", "12. a", "3) a", "~~~ a", "* a", "``` a"]
)
def test_a_line_that_begins_with_a_mark_is_still_a_line(start: str) -> None:
    assert read_back(literal.safe_start("".join(literal.atoms(start)))) == start
    folded = literal.fold(literal.atoms(f"{'x' * 18} {start}"), 20)
    assert len(folded) == 2
    assert read_back("\n".join(folded)) == f"{'x' * 18} {start}"


def test_readable_text_is_left_alone() -> None:
    text = "EUR 84,000 (3 % off) - vendor_sla, 1. May; ok? #3 ~/deals/a.pdf"
    assert "".join(literal.atoms(text)) == text


def test_lines_keep_their_width_with_wide_signs() -> None:
    lines = literal.fold(literal.atoms("合同 续签 " * 20 + "x" * 95), 30)
    assert all(literal.width(line) <= 30 for line in lines)
    assert "".join("".join(lines).split()) == "合同续签" * 20 + "x" * 95


def test_what_is_cut_says_so_and_keeps_combined_signs_whole() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
    assert "".join(literal.cut(literal.atoms(family * 5), 13)) == family * 2 + "…"
    struck = "x\u0336"
    assert "".join(literal.cut(literal.atoms(struck * 5), 3)) == struck * 2 + "…"
    assert "".join(literal.cut(literal.atoms("one two three"), 9)) == "one two…"
    assert "".join(literal.cut(literal.atoms("short"), 9)) == "short"
    assert "".join(literal.cut(literal.atoms("*" * 9), 5)) == "\\*\\*…"


def test_hostile_strings_are_read_back_as_they_are(realdata: Path) -> None:
    for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")):
        text = clean(entry["text"])
        lines = literal.fold(literal.atoms(f"Note: {text}"), 60)
        assert read_back("\n".join(lines)).replace(" ", "") == "".join(f"Note: {text}".split()), entry["id"]
