"""The page of the review as arithmetic: how full it is, which input is too long, and how it reads as plain text."""

from __future__ import annotations

import pytest

from dealdesk.domain.page_fit import HEIGHT_MM, INTERNAL, LEAST_SIZE, SIZE, WIDTH_MM, fit, laid_out, page_lines, shared
from dealdesk.domain.type_widths import column, em, wide, wrap
from dealdesk.templates.review import load_review

FORM = load_review()
SENTENCE = "They asked for a plan with names and dates before they would talk about the amount at all. "


def everywhere(words: str) -> dict[str, str]:
    return {slot.id: "x" if slot.kind == "tick" else words for slot in FORM.slots}


def test_the_box_lies_on_a4_and_on_letter() -> None:
    assert min(210, 215.9) - WIDTH_MM >= 20
    assert min(297, 279.4) - HEIGHT_MM >= 18


def test_an_empty_page_leaves_room_and_nothing_is_too_long() -> None:
    found = fit(FORM, {})
    assert found.over == ()
    assert 60 < found.percent < 80
    assert found.lines_free > 10


def test_one_long_input_is_named_with_what_it_must_lose() -> None:
    texts = everywhere("agreed on Monday") | {"worked.proof": SENTENCE * 40}
    found = fit(FORM, texts)
    assert found.percent > 100
    assert found.lines_free == 0
    ((slot, lines),) = found.over
    assert slot == "worked.proof"
    kept = wrap(f"Proof that made them sure: {SENTENCE * 40}", WIDTH_MM / (SIZE * 25.4 / 72), em)[:-lines]
    shorter = " ".join(kept).removeprefix("Proof that made them sure: ")
    mended = fit(FORM, texts | {"worked.proof": shorter})
    assert mended.percent <= 100
    assert mended.over == ()
    assert mended.lines_free == 0


def test_as_many_lines_are_free_as_it_says() -> None:
    texts = everywhere("agreed on Monday")
    free = fit(FORM, texts).lines_free
    row = next(row for row in laid_out(FORM, texts) if row.cells[0].slot.id == "outcome.other")
    by_line = int(row.cells[0].width_mm / (SIZE * 25.4 / 72) / em("合"))
    label = "Everything else: "
    full = "合" * (by_line * (free + 1) - len(label))
    assert fit(FORM, texts | {"outcome.other": full}).percent <= 100
    assert fit(FORM, texts | {"outcome.other": full + "合" * by_line}).percent > 100


def test_every_input_that_is_too_long_is_named_and_none_that_is_not() -> None:
    texts = everywhere("yes") | {"outcome.commercial": SENTENCE * 20, "risks.answer_2": SENTENCE * 20}
    found = dict(fit(FORM, texts).over)
    assert set(found) == {"outcome.commercial", "risks.answer_2"}
    assert all(lines > 0 for lines in found.values())


def test_smaller_type_holds_more_and_more_text_never_less() -> None:
    percents = [fit(FORM, everywhere((SENTENCE * 8)[:length])).percent for length in range(0, 700, 20)]
    assert percents == sorted(percents)
    for words in (SENTENCE, SENTENCE * 3):
        assert fit(FORM, everywhere(words), size=LEAST_SIZE).percent < fit(FORM, everywhere(words)).percent


def test_what_stands_above_is_counted() -> None:
    assert fit(FORM, {}, above=SENTENCE * 6).lines_used > fit(FORM, {}).lines_used


def test_room_is_shared_equally_or_the_longest_give_way() -> None:
    assert shared([3, 4, 5], 30) == [10, 10, 10]
    assert shared([2, 4, 90], 30) == [2, 4, 24]
    assert shared([90, 90, 2], 30) == [14, 14, 2]
    assert shared([12, 3, 3], 30) == pytest.approx([16, 7, 7])


def test_lines_break_as_in_print() -> None:
    assert wrap("one two three", 7, column) == ["one two", "three"]
    assert wrap("one-two-three", 7, column) == ["one-", "two-", "three"]
    assert wrap("go xxxxxxxxxx on", 4, column) == ["go", "xxxx", "xxxx", "xx", "on"]
    assert wrap("ab 合同续签", 6, column) == ["ab 合", "同续签"]
    assert wrap("one two three", 7, column, 2) == ["one two", "three"]
    assert wrap("", 5, column) == [""]
    assert wrap("x\u0336" * 4, 3, column) == ["x\u0336" * 3, "x\u0336"]
    assert wide("Will", em) == pytest.approx(0.944 + 3 * 0.222)


@pytest.mark.parametrize("width", [40, 60, 78, 80, 100])
@pytest.mark.parametrize("words", ["", "yes", SENTENCE, SENTENCE * 6, "x" * 500, "合" * 200, "[/red] *a* _b_ <i>"])
def test_the_preview_is_whole_and_never_wider_than_asked(width: int, words: str) -> None:
    lines = page_lines(FORM, everywhere(words) if words else {}, width, "ACME-7 · Hosting · version 1")
    assert max(wide(line, column) for line in lines) <= width
    told = "".join("".join(lines).split())
    assert INTERNAL.replace(" ", "") in told
    assert "ACME-7·Hosting·version1" in told
    assert told.count("[x]" if words else "[]") == 6
    if words:
        assert told.count("".join(words.split())) >= 39
    else:
        blanks = [blank for line in lines for blank in line.split() if set(blank) == {"_"}]
        assert len(blanks) == 39
        assert min(map(len, blanks)) >= 7


def test_the_preview_has_all_labels_and_headings() -> None:
    lines = page_lines(FORM, {}, 80)
    text = "\n".join(lines)
    assert all(f"{part.number} {part.title}" in lines for part in FORM.parts[1:])
    assert all(slot.label in text for slot in FORM.slots)
