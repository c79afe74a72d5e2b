"""The one-page review as one HTML file: no script, nothing fetched, set to print on one sheet of A4 or Letter.

Sizes and widths are those of ``domain.page_fit``, so that what it counts is what is printed. Type shrinks from
``SIZE`` to ``LEAST_SIZE`` where the text needs it; then nothing is cut and the page runs on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from dealdesk.domain.page_fit import (
    AIR,
    BOX,
    GAP_MM,
    HEADING,
    HEIGHT_MM,
    INTERNAL,
    LEADING,
    LEAST_BLANK,
    LEAST_SIZE,
    SIZE,
    TITLE,
    WIDTH_MM,
    Cell,
    Fit,
    Row,
    laid_out,
    measured,
)
from dealdesk.exports.report import Report
from dealdesk.templates.review import ReviewForm
from dealdesk.text import clean

#: Width and height in millimetres of the sheets the page can be printed on.
PAPERS: Mapping[str, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_STEP = 0.25
#: The most air, in lines, a row to fill in by hand gets from what is left of the page.
_MOST_AIR = 0.9
#: A heading gets this much of that.
_HEADING_SHARE = 0.6
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


class Page(NamedTuple):
    """A printed page and how it came out."""

    html: str
    size: float
    """Its type, in points."""
    fit: Fit
    """How full it is in that type; over 100 percent it runs on."""


def page(report: Report, form: ReviewForm, paper: str = "a4") -> Page:
    """Return ``report`` as a page for a sheet of :data:`PAPERS`, in the largest type in which it fits."""
    above = report.heading
    size = SIZE
    rows = laid_out(form, report.slots, size)
    found = measured(form, rows, size, above)
    while found.percent > 100 and size > LEAST_SIZE:
        size = max(size - _STEP, LEAST_SIZE)
        rows = laid_out(form, report.slots, size)
        found = measured(form, rows, size, above)
    return Page(_document(report, rows, size, _air(rows, found), paper), size, found)


def _air(rows: Sequence[Row], found: Fit) -> float:
    """Return how much of the free space, in lines, goes above each row that is still to fill in."""
    shares = sum(map(_is_open, rows)) + _HEADING_SHARE * (len({row.part.number for row in rows}) - 1)
    return min(_MOST_AIR, found.lines_free / shares)


def _is_open(row: Row) -> bool:
    return any(map(_is_blank, row.cells))


def _is_blank(cell: Cell) -> bool:
    return cell.slot.kind != "tick" and not cell.text


def _document(report: Report, rows: Sequence[Row], size: float, air: float, paper: str) -> str:
    above = report.heading
    title = f"{TITLE} {clean(report.ref)}".strip()
    under = (
        f'<p class="above" dir="auto">{_told(above)}</p>'
        if above
        else '<p class="above">Version <i class="box"></i>1 &#160; <i class="box"></i>2</p>'
    )
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{_told(title)}</title>",
            f"<style>\n{_style(size, air, paper)}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<header><h1>{TITLE}</h1><strong>{INTERNAL}</strong></header>",
            under,
            *_rows(rows),
            "</main>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _rows(rows: Sequence[Row]) -> list[str]:
    lines: list[str] = []
    part = rows[0].part
    for row in rows:
        if row.part is not part:
            part = row.part
            lines.append(f"<h2><b>{part.number}</b>{_told(part.title)}</h2>")
        blank = " open" if _is_open(row) else ""
        columns = " ".join(f"{cell.width_mm:.2f}mm" for cell in row.cells)
        lines.append(f'<div class="row{blank}" style="grid-template-columns:{columns}">')
        lines += [_cell(cell) for cell in row.cells]
        lines.append("</div>")
    return lines


def _cell(cell: Cell) -> str:
    label = _told(cell.slot.label)
    if cell.slot.kind == "tick":
        return f'<p class="tick"><i class="box">{"x" if cell.text else ""}</i>{label}</p>'
    if not cell.text:
        return f'<p class="blank"><span>{label}:</span><i></i></p>'
    return f"<p><span>{label}:</span> <bdi>{_told(cell.text)}</bdi></p>"


def _told(text: str) -> str:
    """Return user text as it stands; a sign that no terminal should be sent is written as its number."""
    return "".join(c if c.isprintable() else _number(ord(c)) for c in escape(text))


def _number(code: int) -> str:
    # HTML has no way to write what Unicode says is no character.
    return "\N{REPLACEMENT CHARACTER}" if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF else f"&#{code};"


def _style(size: float, air: float, paper: str) -> str:
    """Return the style sheet; all heights follow the type size, as ``domain.page_fit`` counts them."""
    wide, high = PAPERS[paper]
    return f"""\
@page {{ size: {wide:g}mm {high:g}mm; margin: {(high - HEIGHT_MM) / 2:.2f}mm {(wide - WIDTH_MM) / 2:.2f}mm; }}
* {{ margin: 0; padding: 0; box-sizing: border-box; }}
html {{ font: {size:g}pt/{LEADING} Arial, "Liberation Sans", Arimo, Helvetica, "Nimbus Sans", sans-serif; }}
body {{ background: #ddd; color: #000; font-kerning: none; font-variant-ligatures: none; text-size-adjust: none; }}
main {{ width: {WIDTH_MM + 24:g}mm; min-height: {HEIGHT_MM + 24:g}mm; margin: 6mm auto; padding: 12mm;
  background: #fff; }}
header {{ display: flex; justify-content: space-between; align-items: flex-end; height: {1.8 * LEADING:.3f}em; }}
h1 {{ font-size: 1.4em; line-height: 1.2; }}
strong {{ border: 0.1em solid; padding: 0 0.5em; line-height: 1.3; }}
.above {{ border-bottom: 0.1em solid; margin-bottom: {0.4 * LEADING:.3f}em; padding-bottom: {0.2 * LEADING:.3f}em; }}
h2 {{ font-size: 1em; height: {HEADING * LEADING:.3f}em; padding-top: {(HEADING - 1.1) * LEADING:.3f}em;
  border-bottom: 0.08em solid #666; break-after: avoid; }}
h2 {{ margin-top: {_HEADING_SHARE * air * LEADING:.3f}em; }}
h2 b {{ display: inline-block; width: 1.5em; }}
.row {{ display: grid; column-gap: {GAP_MM:g}mm; padding-top: {AIR * LEADING:.3f}em; }}
.open {{ margin-top: {air * LEADING:.3f}em; align-items: end; }}
p {{ overflow-wrap: anywhere; min-width: 0; }}
span {{ color: #444; }}
.blank {{ display: flex; align-items: flex-end; }}
.blank i {{ flex: 1 0 {LEAST_BLANK - 1:g}em; height: 1em; margin-left: 0.4em; border-bottom: 0.08em solid #666; }}
.tick {{ padding-left: {BOX}em; text-indent: -{BOX}em; }}
.box {{ display: inline-block; width: 1em; height: 1em; margin-right: {BOX - 1:.1f}em; border: 0.08em solid;
  margin-top: 0.15em; vertical-align: top; text-indent: 0; text-align: center;
  font: bold 0.9em/0.9em Arial, "Liberation Sans", sans-serif; }}
@media print {{
  body {{ background: none; print-color-adjust: exact; }}
  main {{ width: {WIDTH_MM:g}mm; min-height: 0; margin: 0; padding: 0; }}
}}
"""
