"""How one card of the board looks: its lines, each of exactly the width of its column."""

from __future__ import annotations

from typing import Literal, NamedTuple

from rich.cells import cell_len

from dealdesk.tui.cells import fit, folded

Look = Literal["", "overdue", "warning", "muted"]
#: Lines of a card where there is little height, and where there is more: then a line is free between two cards.
LOW, HIGH = 3, 4
_INDENT = "  "
_BESIDE = "  "
SIGN = ">"
#: How the owner of a card ends that nobody has.
NOBODY = "--"


class CardLook(NamedTuple):
    """What a card says. Texts of a person come last in each line, and are cut there."""

    text: str
    due: str
    owner: str
    marks: tuple[str, ...]
    """What else there is to say, the most important first."""
    look: Look = ""
    """The look of its due date."""
    mark_look: Look = "muted"
    detail: tuple[str, ...] = ()
    """All there is to say of it besides its text, for the lines below the board."""
    ref: str = ""
    """The reference of its deal, where all deals are shown."""


class Piece(NamedTuple):
    """A stretch of a line in one look."""

    text: str
    look: Look


UNREADABLE = CardLook("(can't be read)", "", "", ())
GONE = CardLook("(no longer there)", "", "", ())


def card_lines(card: CardLook, width: int, pitch: int, *, on: bool) -> tuple[tuple[Piece, ...], ...]:
    """Return ``pitch`` lines of exactly ``width`` cells each; ``on`` draws the cursor's sign.

    A card says everything on ``LOW`` lines, what ``pitch`` has more is free: so all cards stand equally far apart. Its
    title has two of them where there are no marks, or these fit beside its day.
    """
    room = max(1, width - 1)
    texts, beside, marks = [card.text], "", _marks(card, width - len(_INDENT))
    if cell_len(card.text[: 4 * room]) > room:
        beside = f"{_BESIDE}{marks}" if marks else ""
        if cell_len(_INDENT + card.due + beside) + (1 + cell_len(card.owner) if card.owner else 0) <= width:
            start = card.text[: 8 * room + 64]
            texts = folded(start, room)[:2]
            if len(texts) == 2:
                texts[1] = _rest(start, texts)
                marks = ""
    signs = (SIGN if on else " ", " ")
    lines: list[tuple[Piece, ...]] = [
        (Piece(fit(sign + text, width), ""),) for sign, text in zip(signs, texts, strict=False)
    ]
    lines.append(_due_line(card, width, beside if len(texts) > 1 else ""))
    if len(lines) < LOW:
        lines.append((Piece(fit(_INDENT + marks, width), card.mark_look),))
    lines += [(Piece(" " * width, ""),)] * (pitch - len(lines))
    return tuple(lines)


def _rest(text: str, lines: list[str]) -> str:
    """Return the last line with all that would follow it, so that it is cut with an ellipsis."""
    before = sum(len("".join(line.split())) for line in lines[:-1])
    at = 0
    for at, sign in enumerate(text):  # noqa: B007 - its end is used
        if before <= 0 and not sign.isspace():
            break
        before -= not sign.isspace()
    return text[at:]


def _marks(card: CardLook, room: int) -> str:
    """Return the marks behind the reference, or before it where not all of that fits."""
    parts = [part for part in (card.ref, *card.marks) if part]
    line = " · ".join(parts)
    if card.ref and card.marks and cell_len(line) > room:
        return " · ".join((*card.marks, card.ref))
    return line


def _due_line(card: CardLook, width: int, beside: str = "") -> tuple[Piece, ...]:
    due = fit(_INDENT + card.due, min(width, len(_INDENT) + cell_len(card.due)))
    left = width - cell_len(due) - cell_len(beside)
    if left < 2 and not beside:
        return (Piece(fit(due, width), card.look),)
    said = card.owner
    if cell_len(said) >= left and said.endswith(NOBODY):
        said = NOBODY
    owner = fit(said, min(left - 1, cell_len(said)))
    gap = " " * (left - cell_len(owner))
    return tuple(piece for piece in (Piece(due, card.look), Piece(beside, card.mark_look), Piece(gap + owner, "muted")))
