"""Many texts cut into words at once, as *text.eojeols* cuts each."""

import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from app.matching import text

_FEW = 8
_BLOCK = 64
_HELD = 4096
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


def _table() -> npt.NDArray[np.uint32]:
    """Each character as it is after cleaning; 0 where the text must be cleaned by itself."""
    table = np.zeros(0x110000, np.uint32)
    for begin, end in _PLAIN:
        for code in range(begin, end + 1):
            char = chr(code)
            alone = not unicodedata.combining(char) and len(unicodedata.normalize("NFC", char)) == 1
            cleaned = text.clean(f"0{char}0")[1:-1]
            table[code] = ord(cleaned) if alone and len(cleaned) == 1 else 0
    table[ord("\n")] = ord("\n")
    return table


_CLEANED = _table()


def lines(texts: Sequence[str]) -> Iterator[list[str]]:
    """Cut each of the texts into its cleaned words, holding only some thousands at a time."""
    for begin in range(0, len(texts), _HELD):
        yield from split(texts[begin : begin + _HELD])


def split(texts: Sequence[str]) -> list[list[str]]:
    """Cut each of the texts into its cleaned words."""
    if len(texts) < _FEW:
        return [text.eojeols(one) for one in texts]
    joined = "\n".join(texts)
    chars = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")
    cleaned = _CLEANED[chars]
    if not cleaned.all() or joined.count("\n") != len(texts) - 1:
        return [text.eojeols(one) for one in texts] if len(texts) <= _BLOCK else _in_blocks(texts)
    cut = cleaned.tobytes().decode("utf-32-le").split("\n")
    return [_words(line) for line in cut]


def _in_blocks(texts: Sequence[str]) -> list[list[str]]:
    """Cut block by block, so that one odd text slows only its neighbours down."""
    found: list[list[str]] = []
    for begin in range(0, len(texts), _BLOCK):
        found += split(texts[begin : begin + _BLOCK])
    return found


def _words(line: str) -> list[str]:
    parts = line.split()
    if len(parts) > text.MIN_STEM and sum(map(len, parts)) == len(parts):
        return ["".join(parts)]
    return parts
