"""Many texts cut into words at once, as *text.eojeols* cuts each."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, count

import numpy as np
import numpy.typing as npt

from app.matching import text
from app.matching.arrays import Keys, Lists, Mask, edges

_FEW = 8
_BLOCK = 64
_HELD = 4096
_SPACE, _END = " ", "\x1f"
"""Between words and between texts; the latter is no character of any text, but a space to Python."""

_PLAIN = (
    (0x0000, 0x00FF),  # Latin
    (0x2000, 0x206F),  # punctuation
    (0x20A0, 0x20C0),  # money
    (0x2100, 0x214F),  # letter-like signs
    (0x2190, 0x27BF),  # arrows, figures, signs
    (0x3000, 0x3029),  # brackets of the East
    (0x3130, 0x318F),  # single Korean letters
    (0x3200, 0x33FF),  # enclosed letters, units
    (0x4E00, 0x9FFF),  # Chinese characters
    (0xAC00, 0xD7A3),  # Korean syllables
    (0xFF01, 0xFF5E),  # wide Latin
)
"""Characters that stay one character, whatever stands beside them, when a text is cleaned."""


@cache
def _table() -> npt.NDArray[np.uint32]:
    """Each character as it is after cleaning; 0 where the text must be cleaned by itself."""
    table = np.zeros(0x110000, np.uint32)
    for begin, end in _PLAIN:
        for code in range(begin, end + 1):
            char = chr(code)
            alone = not unicodedata.combining(char) and len(unicodedata.normalize("NFC", char)) == 1
            cleaned = text.clean(f"0{char}0")[1:-1]
            table[code] = ord(cleaned) if alone and len(cleaned) == 1 else 0
    table[ord(_END)] = ord(_END)
    return table


@dataclass(frozen=True, slots=True)
class Cut:
    """Texts as numbers of words: the different *words*, and for each text those it is made of."""

    words: list[str]
    of: Lists


def number(texts: Sequence[str]) -> Cut:
    """Cut each of the texts into its cleaned words, and number these in the order of their coming."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    sizes, flat = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
    for begin in range(0, len(texts), _HELD):
        words, lengths = _laid_out(texts[begin : begin + _HELD])
        sizes.append(lengths)
        flat.append(np.fromiter(map(numbers.__getitem__, words), np.int32, len(words)))
    return Cut(list(numbers), Lists(edges(np.concatenate(sizes)), np.concatenate(flat)))


def _laid_out(texts: Sequence[str]) -> tuple[list[str], Keys]:
    """Lay the words of texts end to end, and say how many each has; without a list for each text."""
    cleaned = _cleaned(texts)
    if cleaned is not None:
        ends = cleaned == ord(_END)
        solid = ~ends & (cleaned != ord(_SPACE))
        inner = np.zeros_like(solid)  # letters that follow another in a word
        np.logical_and(solid[1:], solid[:-1], out=inner[1:])
        bounds = np.append(np.flatnonzero(ends), len(cleaned))
        sizes, joined = (_counted(one, bounds) for one in (solid & ~inner, inner))
        if not ((sizes > text.MIN_STEM) & (joined == 0)).any():  # no single letters to join
            return _decoded(cleaned).split(), sizes
    cut = split(texts)
    return list(chain.from_iterable(cut)), np.fromiter(map(len, cut), np.int64, len(cut))


def _counted(marked: Mask, bounds: Keys) -> Keys:
    """Count the marks before each of these bounds and after the one before it."""
    return np.diff(np.searchsorted(np.flatnonzero(marked), bounds), prepend=0)


def lines(texts: Sequence[str]) -> Iterator[list[str]]:
    """Cut each of the texts into its cleaned words, holding only some thousands at a time."""
    for begin in range(0, len(texts), _HELD):
        yield from split(texts[begin : begin + _HELD])


def split(texts: Sequence[str]) -> list[list[str]]:
    """Cut each of the texts into its cleaned words."""
    if len(texts) < _FEW:
        return [text.eojeols(one) for one in texts]
    cleaned = _cleaned(texts)
    if cleaned is None:
        return [text.eojeols(one) for one in texts] if len(texts) <= _BLOCK else _in_blocks(texts)
    return [_words(line) for line in _decoded(cleaned).split(_END)]


def _cleaned(texts: Sequence[str]) -> npt.NDArray[np.uint32] | None:
    """Clean texts side by side; None where there is something odd in one of them."""
    joined = _END.join(texts)
    chars = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    cleaned = _table()[chars]
    is_plain = cleaned.all() and joined.count(_END) == len(texts) - 1
    return cleaned if is_plain else None


def _decoded(cleaned: npt.NDArray[np.uint32]) -> str:
    return cleaned.tobytes().decode("utf-32-le")


def _in_blocks(texts: Sequence[str]) -> list[list[str]]:
    """Cut block by block, so that one odd text slows only its neighbours down."""
    found: list[list[str]] = []
    for begin in range(0, len(texts), _BLOCK):
        found += split(texts[begin : begin + _BLOCK])
    return found


def _words(line: str) -> list[str]:
    parts = line.split()
    if len(parts) > text.MIN_STEM and max(map(len, parts)) == 1:
        return ["".join(parts)]
    return parts
