"""What a counterparty field proposes: parties of this desk whose name begins so, holds it, or is spelled otherwise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from dealdesk.counts import counted
from dealdesk.domain import names
from dealdesk.text import fold
from dealdesk.tui.widgets.suggest import Suggestion

_MOST = 9
_ALIKE = 3
#: A name shorter than this is like too many others to guess at its spelling.
_LEAST = 4
#: More parties than this are first narrowed down by shared letters: a look at each would take longer than a key may.
_ALL_AT_ONCE = 500


class KnownParties:
    """A suggester over all parties of the desk, the ones with most deals first."""

    def __init__(self, parties: Iterable[tuple[str, int]]) -> None:
        self._deals = dict(parties)
        self._folded = [(fold(name), name) for name in self._deals]
        self._by_key: dict[str, str] = {}
        self._by_piece: defaultdict[str, list[str]] = defaultdict(list)
        for folded, name in self._folded:
            if key := names.key(name):
                self._by_key.setdefault(key, name)
            if len(self._folded) > _ALL_AT_ONCE:
                for piece in _pieces(folded):
                    self._by_piece[piece].append(name)

    def suggest(self, text: str) -> Sequence[Suggestion]:
        """Return the known parties near to ``text``; one that is only spelled otherwise comes first."""
        typed = fold(text.strip())
        if not typed:
            return ()
        found: dict[str, bool] = {}
        same = self._by_key.get(names.key(text))
        if text in self._deals:
            found[text] = True
        elif same:
            found[same] = True
        begin = [name for folded, name in self._folded if folded.startswith(typed)]
        for name in begin[:_MOST]:
            found.setdefault(name, False)
        if len(found) < _MOST:
            inside = (name for folded, name in self._folded if typed in folded and name not in found)
            for name, _ in zip(inside, range(_MOST - len(found)), strict=False):
                found[name] = False
        if not found and len(typed) >= _LEAST:
            found = {match.name: False for match in names.closest(text, self._near(typed), _ALIKE)}
        return [Suggestion(name, _deals(self._deals[name]), same) for name, same in found.items()]

    def _near(self, typed: str) -> Sequence[str]:
        if len(self._folded) <= _ALL_AT_ONCE:
            return list(self._deals)
        shared = Counter(name for piece in _pieces(typed) for name in self._by_piece.get(piece, ()))
        return [name for name, _ in shared.most_common(_ALL_AT_ONCE)]


def _pieces(folded: str) -> set[str]:
    letters = "".join(letter for letter in folded if letter.isalnum())
    return {letters[at : at + 3] for at in range(len(letters) - 2)}


def _deals(count: int) -> str:
    return counted(count, "deal") if count else "no deal yet"
