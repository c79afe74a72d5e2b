"""Names of counterparties: a key that ignores spelling habits, and proposals for "did you mean".

A proposal never decides anything: it is shown, with its reason, and a person takes it or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from dealdesk.text import fold

#: Proposals below this score are not shown. Chosen on real lists of supplier names (see tests/domain/test_names.py).
PLAUSIBLE = 0.65

_MAX_TEXT = 120
_MAX_TOKENS = 12
_SHORTLIST = 40

# Legal forms, folded, without dots and blanks; dropped at the end of a name, as often as they come.
_LEGAL_FORMS = frozenset(
    """ab ag aktiengesellschaft aps as asa bhd bv bvba co company corp corporation cv dba doo ead ek eg eurl ev fze gbr
    gesellschaft gie gmbh inc incorporated jsc kft kg kgaa kk lc lda ld limited limitee llc llp lp ltd ltda ltee mbh na
    nv ohg ood ooo oy oyj pao pc plc pllc private pte pty pvt sa sab sae sarl sas scs sdn se sl slu snc spolka spzoo
    sprl srl sro sr tbk ug vof wll zao zrt""".split()  # noqa: SIM905
)
# Words when written together, legal forms when written with dots: "S.p.A.".
_LEGAL_WHEN_DOTTED = frozenset({"spa"})
# Small words that say nothing about who it is.
_SILENT = frozenset(("the", "and", "of", "de", "du", "des", "la", "le", "les", "et", "und", "der", "die", "for", "y"))
# What companies do or where they are: shared by many, so it counts little.
_COMMON = frozenset(
    """agency america americas associates association associes bank canada canadian center centre city college
    communications construction constructions consultants consulting contracting corporate data design
    development distribution electric energy engineering enterprise enterprises environmental equipment europe
    export finance foundation france germany global group groupe health holding holdings home industrial
    industries industry information institute insurance international investments learning logistics management
    marketing media medical motors national network networks new north office partners pharma power products
    professional research resources sales security service services software solution solutions south specialists
    supply system systems team tech technical technologies technology telecom tools trading training translation
    transport trust uk university us usa ventures water west world worldwide""".split()  # noqa: SIM905
)

_BLANKS = {code: None if chr(code) == "'" else " " for code in range(128) if not chr(code).isalnum()}


#: What a screen shows where a name is only the blank of a form.
NOBODY = "nobody named yet"
# What a contract calls the other side where it leaves the name open, folded.
_NO_NAMES = frozenset({"you"})


def shown_name(name: str) -> str:
    """Return the name of a counterparty as it is shown: of one that was left open ("______", "You") that it is.

    An empty name stays empty.
    """
    if not name.strip():
        return ""
    return name if any(map(str.isalnum, name)) and fold(name.strip()) not in _NO_NAMES else NOBODY


class Match(NamedTuple):
    """One proposal: the known name as it is written, how alike it is (0 to 1), and why, in a few words."""

    name: str
    score: float
    why: str


class _Shape(NamedTuple):
    """What is compared of a name."""

    key: str
    tokens: tuple[str, ...]
    pieces: frozenset[str]  # runs of three letters of the key without blanks, its two ends marked


def key(name: str) -> str:
    """Return ``name`` for comparing: folded, without punctuation, leading "the" and closing legal forms.

    "The Müller & Söhne G.m.b.H." is "muller sohne". A name made of nothing else keeps its words; one without any
    letter or digit is empty.
    """
    return _shape(name).key


def closest(name: str, known: Sequence[str], limit: int = 3) -> list[Match]:
    """Return up to ``limit`` names of ``known`` that may mean the same party, the likeliest first.

    Equal but for legal form, accents, case and punctuation scores 1. Otherwise words count by how rare they are in
    ``known``, misspelled words count a little less, and spaces don't matter. Only scores of ``PLAUSIBLE`` and more.
    """
    wanted = _shape(name)
    if not wanted.key or limit < 1:
        return []
    shapes = {other: _shape(other) for other in known}
    rarity = _Rarity(shapes.values())
    matches = [_compare(wanted, shape, other, rarity) for other, shape in _shortlist(wanted, shapes, rarity)]
    plausible = [match for match in matches if match.score >= PLAUSIBLE]
    return sorted(plausible, key=lambda match: (-match.score, len(match.name), match.name))[:limit]


class _Rarity:
    """How much a word tells: much if few known names hold it, little if it is a word of trade."""

    def __init__(self, shapes: Iterable[_Shape]) -> None:
        self._holders: Counter[str] = Counter()
        total = 0
        for shape in shapes:
            self._holders.update(shape.tokens)
            total += 1
        self._total = log(total + 2)

    def __call__(self, token: str) -> float:
        """Return the weight of ``token``, from nearly 0 to 1."""
        weight = max(0.1, 1 - log(self._holders[token] or 1) / self._total)
        if token in _COMMON:
            return weight * 0.25
        return weight * (0.4 if len(token) < 2 else 1)


def _shortlist(wanted: _Shape, shapes: dict[str, _Shape], rarity: _Rarity) -> list[tuple[str, _Shape]]:
    """Return the known names worth a close look, cheaply: shared words, shared runs of letters, initials."""
    words = set(wanted.tokens)
    scored: list[tuple[float, str, _Shape]] = []
    for other, shape in shapes.items():
        shared = len(wanted.pieces & shape.pieces)
        common = words.intersection(shape.tokens)
        if not shared and not common and not _initials(wanted, shape):
            continue
        score = 2 * shared / (len(wanted.pieces) + len(shape.pieces) or 1)
        score += shared / (min(len(wanted.pieces), len(shape.pieces)) or 1) / 2
        score += sum(rarity(token) for token in common)
        scored.append((score + _initials(wanted, shape), other, shape))
    scored.sort(key=lambda entry: -entry[0])
    return [(other, shape) for _, other, shape in scored[:_SHORTLIST]]


def _compare(wanted: _Shape, shape: _Shape, other: str, rarity: _Rarity) -> Match:
    if wanted.key == shape.key:
        return Match(other, 1.0, "same name but for the legal form or spelling")
    if wanted.key.replace(" ", "") == shape.key.replace(" ", ""):
        return Match(other, 0.98, "same letters, other spaces")
    letters = 0.4 * _overlap(wanted.pieces, shape.pieces) + 0.6 * _overlap(_core(wanted), _core(shape))
    words, shared = _words_alike(wanted, shape, rarity)
    found = [
        Match(other, round(min(0.97, letters), 3), "nearly the same letters"),
        Match(other, round(min(0.97, words), 3), f"shares {' '.join(shared)}"),
    ]
    if _initials(wanted, shape):
        found.append(Match(other, 0.7, "its initials"))
    return max(found, key=lambda match: match.score)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Return which part of the two sets is shared (Dice), 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other) or 1)


def _words_alike(wanted: _Shape, shape: _Shape, rarity: _Rarity) -> tuple[float, list[str]]:
    """Return how alike the words are, weighted by rarity, and the words of the known name that were found again.

    Names grow and shrink ("Siemens", "Siemens Building Technologies"), so the better covered side counts most, as
    long as what is shared tells something.
    """
    left = list(wanted.tokens)
    matched_known = matched_wanted = best = 0.0
    shared: list[str] = []
    leads = False
    for token in shape.tokens:
        alike, partner = max(((_token_alike(token, mine), mine) for mine in left), default=(0.0, ""))
        if alike:
            left.remove(partner)
            shared.append(token)
            weight = alike * rarity(token)
            matched_known += weight
            matched_wanted += alike * rarity(partner)
            first = token == shape.tokens[0] and partner == wanted.tokens[0]
            best = max(best, weight if first else weight * 0.8)
            leads = leads or (first and alike > 0.75 and weight >= 0.75)
    if not shared:
        return 0.0, []
    of_known = matched_known / sum(rarity(token) for token in shape.tokens)
    of_wanted = matched_wanted / sum(rarity(token) for token in wanted.tokens)
    covered = 0.6 * max(of_known, of_wanted) + 0.4 * min(of_known, of_wanted)
    covered *= min(1.0, 0.55 + 0.6 * best)
    return (0.4 + 0.6 * covered if leads else covered), shared


@lru_cache(maxsize=65_536)
def _token_alike(one: str, other: str) -> float:
    """Return 1 for the same word, 0.6 to 0.95 for a slip of the keyboard or a cut-off word, else 0."""
    if one == other:
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 4:
        return 0.0
    if longer.startswith(shorter):
        return 0.9 if len(longer) - len(shorter) <= 2 else 0.75
    allowed = 1 if len(longer) < 7 else 2
    if len(longer) - len(shorter) > allowed:
        return 0.0
    slips = _slips(shorter, longer, allowed)
    return 0.0 if slips > allowed else 1 - 1.2 * slips / len(longer)


def _slips(one: str, other: str, most: int) -> int:
    """Return how many letters were added, lost, changed or swapped with their neighbour; gives up above ``most``."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, facing in enumerate(other, 1):
            cost = min(above[column] + 1, current[-1] + 1, above[column - 1] + (letter != facing))
            if row > 1 and column > 1 and letter == other[column - 2] and facing == one[row - 2]:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        before, above = above, current
    return above[-1]


def _initials(one: _Shape, other: _Shape) -> bool:
    """Tell whether one name is the initials of the other ("WUSC", three letters or more)."""
    short, long = (one, other) if len(one.tokens) == 1 else (other, one)
    if len(short.tokens) != 1 or len(long.tokens) < 3 or len(short.key) != len(long.tokens):
        return False
    return all(token[0] == letter for token, letter in zip(long.tokens, short.key, strict=True))


@lru_cache(maxsize=65_536)
def _shape(name: str) -> _Shape:
    tokens = _tokens(name[:_MAX_TEXT])
    telling = tuple(token for token in tokens if token not in _SILENT) or tokens
    joined = "".join(telling)
    return _Shape(" ".join(telling), telling[:_MAX_TOKENS], _pieces(joined))


def _core(shape: _Shape) -> frozenset[str]:
    """Return the runs of letters without the words of trade, of all words if they are nothing else."""
    telling = "".join(token for token in shape.tokens if token not in _COMMON)
    return _pieces(telling) if telling else shape.pieces


def _pieces(joined: str) -> frozenset[str]:
    marked = f"^{joined}$"
    return frozenset(map("".join, zip(marked, marked[1:], marked[2:], strict=False)))


def _tokens(name: str) -> tuple[str, ...]:
    """Split a folded name into words, single letters joined ("S. A." is "sa"), legal forms at the end dropped."""
    if name.isascii():
        words = name.lower().translate(_BLANKS).split()
    else:
        folded = fold(name.replace("’", ""))
        words = "".join(char if char.isalnum() else " " for char in folded.replace("'", "")).split()
    dotted = 0
    if 1 in map(len, words):
        words, dotted = _joined(words)
    end = len(words)
    while end > 1 and (words[end - 1] in _LEGAL_FORMS or (end == dotted and words[end - 1] in _LEGAL_WHEN_DOTTED)):
        end -= 1
    return tuple(words[:end])


def _joined(words: list[str]) -> tuple[list[str], int]:
    """Join runs of single letters; also return how many words there are up to the last such run."""
    tokens: list[str] = []
    dotted = 0
    run = False
    for word in words:
        single = len(word) == 1 and word.isalpha()
        if single and run:
            tokens[-1] += word
            dotted = len(tokens)
        else:
            tokens.append(word)
        run = single
    if tokens[-2:] == ["sp", "zoo"]:
        tokens[-2:] = ["spzoo"]
    return tokens, dotted
