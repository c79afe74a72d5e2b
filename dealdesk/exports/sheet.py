"""A page of headings and lines as Markdown and as one HTML file: no script, nothing fetched, set for one sheet."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from dealdesk.exports import literal

COLUMNS = 90
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """@page { size: A4; margin: 18mm; }
body { font: 10.5pt/1.4 Georgia, serif; color: #111; max-width: 174mm; margin: 0 auto; }
h1 { font-size: 16pt; margin: 0; } h2 { font-size: 11pt; margin: 4mm 0 1mm; } p, ul { margin: 0 0 1mm; }
ul { padding-left: 5mm; } .under { color: #444; }
"""


class Page(NamedTuple):
    """The page as plain texts."""

    title: str
    under: str
    """With whom, about what, and of which day."""
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    """Each heading with its lines; a part without lines is not there."""

    @property
    def heading(self) -> str:
        """Title and what stands under it, on one line."""
        return f"{self.title}  {self.under}"


def markdown(page: Page) -> str:
    """Return the page as Markdown, at most :data:`COLUMNS` wide."""
    lines = [f"# {page.title}", "", *_folded(page.under)]
    for heading, texts in page.parts:
        lines += ["", *_folded(heading, "## "), ""]
        for text in texts:
            lines += _folded(text, "- " if len(texts) > 1 else "")
    return "\n".join([*lines, ""])


def html(page: Page) -> str:
    """Return the page as one HTML file: no script, nothing fetched, set for one sheet."""
    body = [f"<h1>{page.title}</h1>", f'<p class="under" dir="auto">{_told(page.under)}</p>']
    for heading, texts in page.parts:
        body.append(f"<h2>{_told(heading)}</h2>")
        if len(texts) == 1:
            body.append(f'<p dir="auto">{_told(texts[0])}</p>')
        else:
            body += ["<ul>", *(f'<li dir="auto">{_told(text)}</li>' for text in texts), "</ul>"]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{page.title}</title>",
            f"<style>\n{_STYLE}</style>",
            "</head>",
            "<body>",
            *body,
            "</body>",
            "</html>",
            "",
        ]
    )


def _folded(text: str, mark: str = "") -> list[str]:
    lines = literal.fold(literal.atoms(text), COLUMNS - len(mark))
    first = lines[0] if mark.startswith("#") else literal.safe_start(lines[0])
    return [mark + first, *(" " * (len(mark) if mark == "- " else 0) + line for line in lines[1:])]


def _told(text: str) -> str:
    """Return user text as it stands; a sign that no terminal should be sent is written as its number."""
    return "".join(sign if sign.isprintable() else f"&#{ord(sign)};" for sign in escape(text))
