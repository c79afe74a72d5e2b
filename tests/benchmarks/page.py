"""Whether a browser prints the review on one sheet, as counted: ``python -m tests.benchmarks.page [FOLDER]``.

Prints each form with a headless Chromium (``CHROMIUM`` names another than the one on the path; without one it says so
and ends), counts the pages of the PDF, and measures how much of the page the browser filled against what
``domain.page_fit`` counted. The exit code is 1 where a form that fits takes more than one page, or where the two
figures are more than five points apart. The files stay in FOLDER, if one is named.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dealdesk.domain.fields import LINE_LIMIT
from dealdesk.domain.page_fit import HEIGHT_MM, LEADING, RESERVE
from dealdesk.exports.report import Report
from dealdesk.exports.review_html import PAPERS, Page, page
from dealdesk.templates.review import load_review
from dealdesk.text import clean
from tests.exports import review_forms
from tests.nasty import strings

_PAGE = re.compile(rb"/Type\s*/Page[^s]")
_MEASURE = "<script>document.title = document.querySelector('main').getBoundingClientRect().height</script>"


class Printed(NamedTuple):
    """What a browser made of a form."""

    pages: int
    percent: float


def main() -> int:
    """Print the table of forms and return 1 if one is wrong."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        print("There is no Chromium here; nothing was measured.")
        return 0
    wrong = 0
    print("form                     paper   type   counted  measured  pages")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else scratch)
        for name, report in _forms():
            for paper in PAPERS:
                made = page(report, load_review(), paper)
                found = _printed(browser, folder / f"{name.replace(' ', '-')}-{paper}", made)
                fits = made.fit.percent <= 100
                # Without a font for wide signs a browser draws narrow boxes: less than counted is no fault there.
                low = 100 if name == "wide signs" else 5
                off = fits and not -5 <= made.fit.percent - found.percent <= low
                bad = off or (fits and found.pages != 1)
                wrong += bad
                print(
                    f"{name:24} {paper:7} {made.size:4} {made.fit.percent:7} % {found.percent:7.1f} % {found.pages:6}"
                    + ("  WRONG" if bad else "")
                )
    return 1 if wrong else 0


def _forms() -> Iterator[tuple[str, Report]]:
    yield from review_forms.FORMS.items()
    for length in (60, 100, 140, 180, 200):
        yield f"{length} signs everywhere", review_forms.everywhere((review_forms.SENTENCE * 3)[:length])
    yield "one word of 400", review_forms.everywhere("yes", **{"worked.proof": "x" * 400, "outcome.other": "m-" * 200})
    yield "wide signs", review_forms.everywhere("合同续签" * 12)
    yield from _hostile()
    yield "too long", review_forms.everywhere(review_forms.SENTENCE * 9)


def _hostile() -> Iterator[tuple[str, Report]]:
    """Yield forms that hold the hostile strings of the real data, where it lies beside the project."""
    folder = Path(__file__).resolve().parents[2].parent / "shared" / "realdata"
    texts = [clean(text) for text in strings(folder)] if folder.exists() else []
    texts = [text for text in texts if 0 < len(text) <= LINE_LIMIT]
    slots = [slot.id for slot in load_review().slots if slot.kind != "tick"]
    for number, at in enumerate(range(0, len(texts), len(slots)), start=1):
        yield f"hostile {number}", review_forms.everywhere("", **dict(zip(slots, texts[at:], strict=False)))


def _printed(browser: str, stem: Path, made: Page) -> Printed:
    file, pdf, copy = stem.with_suffix(".html"), stem.with_suffix(".pdf"), stem.with_suffix(".measured.html")
    file.write_text(made.html, encoding="utf-8")
    _run(browser, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", file.as_uri())
    # The copy may run the script that measures, and looks on the screen as the page does in print.
    told = re.sub(r"<meta http-equiv[^>]*>", "", made.html).replace("@media print", "@media screen")
    # The air that blanks and headings get from what is free is no text.
    told = re.sub(r"^(h2|\.open) { margin-top: [^;]*;", r"\1 {", told, flags=re.MULTILINE)
    copy.write_text(told.replace("</body>", f"{_MEASURE}</body>"), encoding="utf-8")
    found = re.search(r"<title>([\d.]+)</title>", _run(browser, "--dump-dom", copy.as_uri()))
    if not found:
        raise SystemExit(f"{copy} could not be measured.")
    filled = float(found[1]) * 25.4 / 96
    room = HEIGHT_MM - RESERVE * made.size * LEADING * 25.4 / 72
    return Printed(len(_PAGE.findall(pdf.read_bytes())), 100 * filled / room)


def _run(browser: str, *words: str) -> str:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + tempfile.gettempdir() + "/dd-page"]
    done = subprocess.run([browser, *options, *words], capture_output=True, check=True, timeout=120)
    return done.stdout.decode("utf-8", "replace")


if __name__ == "__main__":
    raise SystemExit(main())
