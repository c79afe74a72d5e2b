"""The review as HTML: golden pages, user text literal wherever it stands, one sheet, nothing fetched.

``python -m tests.exports.test_review_html`` writes the golden pages anew; whether a browser prints them on one sheet is
measured by ``tests.benchmarks.page``.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dealdesk.domain.page_fit import HEIGHT_MM, INTERNAL, LEAST_SIZE, SIZE, WIDTH_MM
from dealdesk.exports.report import Report
from dealdesk.exports.review_html import PAPERS, page
from dealdesk.templates.review import load_review
from dealdesk.text import clean
from tests.exports.review_forms import FORMS, SENTENCE, everywhere

GOLDEN = Path(__file__).parent / "golden"
FORM = load_review()


class Document(HTMLParser):
    """What a browser reads: tags, and the text outside of the style sheet."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: Counter[str] = Counter()
        self.attributes: set[tuple[str, str]] = set()
        self.values: list[str] = []
        self.text = ""
        self._inside: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes |= {(tag, name) for name, _value in attrs}
        self._inside.append(tag)
        if tag == "bdi":
            self.values.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] == ["style"]:
            return
        self.text += data
        if self._inside[-1:] == ["bdi"]:
            self.values[-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def check_document(report: Report) -> Document:
    """Fail unless the page holds its own elements and nothing else, and fetches nothing; return what it says."""
    html = page(report, FORM).html
    document = Document(html)
    assert set(document.tags) == {
        *("html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "strong", "p", "div", "span"),
        *(("bdi",) if document.values else ()),
        *(("i", "b")),
    }
    assert document.attributes <= {
        *(("html", "lang"), ("meta", "charset"), ("meta", "http-equiv"), ("meta", "content"), ("meta", "name")),
        *(("p", "class"), ("p", "dir"), ("div", "class"), ("div", "style"), ("i", "class")),
    }
    assert (document.tags["h1"], document.tags["h2"], document.tags["style"]) == (1, 8, 1)
    assert document.tags["span"] == 39
    assert INTERNAL in document.text
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    assert not re.search(r"url\(|@import|https?:|expression", style[1])
    assert "default-src 'none'" in html
    assert all(sign.isprintable() or sign == "\n" for sign in html)
    return document


@pytest.mark.parametrize("name", FORMS)
def test_golden_pages(name: str) -> None:
    check_document(FORMS[name])
    assert page(FORMS[name], FORM).html == (GOLDEN / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", FORMS)
def test_every_form_fits_on_one_sheet(name: str) -> None:
    made = page(FORMS[name], FORM)
    assert made.fit.percent <= 100
    assert made.fit.over == ()
    assert (made.size == SIZE) == (name != "full")


def test_a_blank_form_is_lines_and_boxes() -> None:
    document = check_document(Report())
    html = page(Report(), FORM).html
    assert document.values == []
    assert html.count('<p class="blank">') == 39
    assert html.count('<i class="box"></i>') == 6 + 2  # the six sources; version 1 or 2
    assert "Version" in document.text
    assert all(slot.label in document.text for slot in FORM.slots)


def test_version_date_and_ticks_are_on_the_page() -> None:
    text = check_document(FORMS["typical"]).text
    assert "HARROW-1 · Cleaning of two offices · version 1, open · printed 12 May 2026" in text
    assert page(FORMS["typical"], FORM).html.count('<i class="box">x</i>') == 2


def test_type_shrinks_only_as_far_as_needed_and_text_is_never_cut() -> None:
    sizes = [page(everywhere((SENTENCE * 9)[:length]), FORM).size for length in (20, 120, 160, 200, 800)]
    assert sizes == sorted(sizes, reverse=True)
    assert (sizes[0], sizes[-1]) == (SIZE, LEAST_SIZE)
    made = page(everywhere("yes", **{"worked.proof": SENTENCE * 300}), FORM)
    assert made.size == LEAST_SIZE
    assert [slot for slot, _lines in made.fit.over] == ["worked.proof"]
    assert (SENTENCE * 300).strip() in made.html


@pytest.mark.parametrize("paper", PAPERS)
def test_the_box_is_the_same_on_every_sheet(paper: str) -> None:
    html = page(FORMS["typical"], FORM, paper).html
    sheet = re.search(r"@page { size: ([\d.]+)mm ([\d.]+)mm; margin: ([\d.]+)mm ([\d.]+)mm; }", html)
    assert sheet
    wide, high, above, beside = map(float, sheet.groups())
    assert (wide, high) == PAPERS[paper]
    assert high - 2 * above == pytest.approx(HEIGHT_MM, abs=0.05)
    assert wide - 2 * beside == pytest.approx(WIDTH_MM, abs=0.05)
    assert min(above, beside) >= 8


@pytest.mark.parametrize(
    "words",
    [
        "</bdi></p><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- --> --!> ]]> <![CDATA[",
        "&lt;b&gt; &amp; &#60; &nbsp",
        "\"' onload='x' style=\"position:fixed\"",
        "</style><style>@import url(http://x.example)</style>",
        "\u202etxt.exe \u2066 \u200bx\u00ad y\u200dz \ufeff",
        "عقد ٢٠٢٦ with left to right",
        "x\u0336" * 50,
        "\U0001f469\u200d\U0001f469\u200d\U0001f467 合同续签",
    ],
)
def test_text_is_literal_in_every_place(words: str) -> None:
    document = check_document(Report(words, words, 2, True, words, everywhere(words).slots))
    assert document.values == [clean(words)] * 39
    assert document.text.count(clean(words)) >= 39 + 3


def test_hostile_strings_are_literal_in_every_input(realdata: Path) -> None:
    for entry in json.loads((realdata / "nasty" / "nasty.json").read_text(encoding="utf-8")):
        words = clean(entry["text"])
        document = check_document(Report(words, words, slots=everywhere(words).slots))
        words = words.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")  # no characters, in HTML either
        assert document.values == ([words] * 39 if words else []), entry["id"]


def write_golden_pages() -> None:
    """Write the golden pages as they are now; look at the difference before committing it."""
    for name, report in FORMS.items():
        (GOLDEN / f"{name}.html").write_text(page(report, FORM).html, encoding="utf-8")


if __name__ == "__main__":
    write_golden_pages()
