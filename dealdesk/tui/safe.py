"""The only way user text reaches a widget: always literal, and never able to drive the terminal.

A plain ``str`` handed to a Textual widget is parsed as markup: it may vanish, act on a click, or end the app.
"""

from __future__ import annotations

from rich.text import Text
from textual.content import Content

NEWLINE_SIGN = "⏎"
_REPLACEMENT = 0xFFFD
# Unicode's Bidi_Control property: characters that reorder what stands beside them.
_BIDI = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = dict.fromkeys(_BIDI, "\u200b")
_LINES: dict[int, int | str] = {
    **{code: 0x2400 + code for code in range(32)},  # control pictures: ESC is shown as one sign
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *_BIDI, 0xFEFF, *range(0xD800, 0xE000)), _REPLACEMENT),
    9: " ",
    10: "\n",
    0x2028: "\n",
    0x2029: "\n",
}
_ONE_LINE: dict[int, int | str] = {
    **_LINES,
    10: NEWLINE_SIGN,
    13: NEWLINE_SIGN,
    0x2028: NEWLINE_SIGN,
    0x2029: NEWLINE_SIGN,
}


def visible(text: str, *, lines: bool = False) -> str:
    """Return ``text`` with every control, bidirectional or broken character replaced by a sign that can be seen.

    ``lines=True`` keeps line breaks; otherwise a line break becomes ``NEWLINE_SIGN``. Stored text was cleaned when it
    came in; this is the second gate, for files written by other programs or by older versions.
    """
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_LINES if lines else _ONE_LINE)


def editable(text: str) -> str:
    """Return ``text`` as an edited field shows it: as long and as wide, without a sign that reorders its line.

    The marks of right-to-left writing are kept by ``clean()``, and take no cell; neither does what stands for them.
    """
    return text if text.isascii() else text.translate(_UNSEEN)


def plain(text: str, style: str = "") -> Content:
    """Return ``text`` as literal content for a Textual widget, line breaks kept; ``style`` is never the user's."""
    shown = visible(text, lines=True)
    return Content.styled(shown, style) if style else Content(shown)


def cell(text: str, style: str = "") -> Text:
    """Return ``text`` as one literal line for the widgets that speak Rich (DataTable, Tree, RichLog)."""
    return Text(visible(text), style, no_wrap=True, overflow="ellipsis", end="")
