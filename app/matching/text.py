"""Korean text as the matcher compares it: spelling, spacing, jamo, initials, keyboard slips."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

_BASE, _LAST = 0xAC00, 0xD7A3
LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_TAILS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_COMPOUND = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ",
    "ㅢ": "ㅡㅣ", "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_KEYS = dict(zip(
    "qwertyuiopasdfghjklzxcvbnmQWERTOP",
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡㅃㅉㄸㄲㅆㅒㅖ",
    strict=True,
))  # fmt: skip
_LETTERS = {jamo: key for key, jamo in _KEYS.items()}
_JOINED = {pair: one for one, pair in _COMPOUND.items()}
_BREAK = re.compile(r"[^0-9a-z가-힣ㄱ-ㅎㅏ-ㅣ㎡㎥%]+")
_PLAIN = re.compile(r"[0-9a-z가-힣]+(?: [0-9a-z가-힣]+)*")
_SCRIPTS = re.compile(r"[가-힣]+|[a-z]+|[0-9]+|[ㄱ-ㅎ]+|[ㅏ-ㅣ]+|[^\s]")
_WIDE_ONE = re.compile("[\uff01-\uff5e\u3000]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_PARTICLES = tuple(
    sorted(
        [
            "을",
            "를",
            "이",
            "가",
            "은",
            "는",
            "의",
            "에",
            "에서",
            "에게",
            "께",
            "으로",
            "로",
            "와",
            "과",
            "도",
            "만",
            "까지",
            "부터",
            "이나",
            "나",
            "하고",
            "이랑",
            "랑",
            "및",
            "들",
            "용",
            "등",
            "씩",
            "별",
            "합니다",
            "입니다",
            "드립니다",
            "해요",
            "하는",
            "한",
            "할",
            "해",
            "된",
            "되는",
            "하기",
            "했다",
            "함",
            "해주세요",
            "주세요",
            "하여",
            "인",
            "적",
            "님",
        ],
        key=len,
        reverse=True,
    )
)
MIN_STEM = 2


def clean(text: str) -> str:
    """One spelling of the characters: composed, half-width, lower case, punctuation as spaces."""
    if _PLAIN.fullmatch(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    if _WIDE_ONE.search(composed):
        composed = composed.translate(_WIDE)
    return _BREAK.sub(" ", composed.casefold()).strip()


def squash(text: str) -> str:
    """Clean the text and take every space out."""
    return clean(text).replace(" ", "")


squashed = lru_cache(maxsize=65_536)(squash)
"""The same, remembered: for texts that come again and again."""


def words(text: str) -> list[str]:
    """Cut the cleaned text into words, also where the script changes: 'LED교체' is two."""
    return _SCRIPTS.findall(clean(text))


def eojeols(text: str) -> list[str]:
    """Cut the cleaned text at its spaces; single letters spaced out are joined again.

    '행 사 도 시 락' is one word, for nobody spaces every syllable on purpose.
    """
    parts = clean(text).split()
    if len(parts) > MIN_STEM and all(len(part) == 1 for part in parts):
        return ["".join(parts)]
    return parts


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Take one trailing particle or verb ending off, if two syllables remain."""
    if not word.endswith(_PARTICLES):
        return word
    for ending in _PARTICLES:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM:
            return word[: -len(ending)]
    return word


def is_hangul(char: str) -> bool:
    """Say whether this is a composed Korean syllable."""
    return _BASE <= ord(char) <= _LAST


def _split(char: str) -> tuple[str, str, str]:
    code = ord(char) - _BASE
    return LEADS[code // 588], _VOWELS[code % 588 // 28], _TAILS[code % 28]


class _Spelling(dict[int, str]):
    """How characters are written, each worked out when it is first met; for *str.translate*."""

    def __init__(self, write: Callable[[str], str]) -> None:
        """Take the rule by which a syllable is written; other characters stay."""
        super().__init__()
        self._write = write

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = written = self._write(char) if is_hangul(char) else char
        return written


_SPELT = _Spelling(lambda char: "".join(_COMPOUND.get(part, part) for part in _split(char)))
_LED = _Spelling(lambda char: _split(char)[0])


def jamo(text: str) -> str:
    """Syllables as single letters: '값' is 'ㄱㅏㅂㅅ'; other characters stay."""
    return text.translate(_SPELT)


def initials(text: str) -> str:
    """Take the leading consonants: '현수막' is 'ㅎㅅㅁ'; other characters stay, spaces go."""
    return text.translate(_LED).replace(" ", "")


def is_initials(text: str) -> bool:
    """Say whether a word is nothing but leading consonants, two or more of them."""
    return len(text) >= MIN_STEM and all(char in LEADS for char in text)


def has_lone_letters(text: str) -> bool:
    """Say whether a word holds letters that make no syllable, as after a slip of the keyboard."""
    return any("ㄱ" <= char <= "ㅣ" for char in text)


_FOLDS = (
    ("ㅐ", "ㅔ"), ("ㅒ", "ㅖ"), ("ㄲ", "ㄱ"), ("ㄸ", "ㄷ"), ("ㅃ", "ㅂ"), ("ㅆ", "ㅅ"),
    ("ㅉ", "ㅈ"), ("ㅋ", "ㄱ"), ("ㅌ", "ㄷ"), ("ㅍ", "ㅂ"), ("ㅊ", "ㅈ"), ("ㅗㅏ", "ㅏ"),
    ("ㅜㅓ", "ㅓ"), ("ㅛ", "ㅗ"), ("ㅠ", "ㅜ"), ("ㅑ", "ㅏ"), ("ㅕ", "ㅓ"), ("ㅖ", "ㅔ"),
)  # fmt: skip


def fold(text: str) -> str:
    """Make those letters equal that loan words and quick typing confuse.

    'ㅐ' and 'ㅔ', plain, tense and aspirated consonants, 'ㅛ' and 'ㅗ' and the like: '케익' and
    '캐익' sound alike. It is used to find near spellings, never to compare unlike words.
    """
    letters = jamo(text)
    for given, kept in _FOLDS:
        letters = letters.replace(given, kept)
    return letters


sound = lru_cache(maxsize=65_536)(fold)
"""The same, remembered."""


def each(write: Callable[[str], str], words: Sequence[str]) -> list[str]:
    """Write many words, none with a space or a line's end in it, at once: that is much quicker."""
    return write("\n".join(words)).split("\n") if words else []


def compose(letters: str) -> str:
    """Join single letters into syllables as a Korean keyboard would."""
    out: list[str] = []
    i = 0
    while i < len(letters):
        syllable, i = _syllable(letters, i)
        out.append(syllable)
    return "".join(out)


def _syllable(letters: str, i: int) -> tuple[str, int]:
    lead = letters[i]
    vowel, after = _take(letters, i + 1, _VOWELS)
    if lead not in LEADS or not vowel:
        return lead, i + 1
    tail, end = _tail(letters, after)
    index = LEADS.index(lead) * 588 + _VOWELS.index(vowel) * 28 + _TAILS.index(tail)
    return chr(_BASE + index), end


def _take(letters: str, i: int, allowed: str) -> tuple[str, int]:
    pair = _JOINED.get(letters[i : i + 2], "")
    if pair and pair in allowed:
        return pair, i + 2
    one = letters[i : i + 1]
    return (one, i + 1) if one and one in allowed else ("", i)


def _tail(letters: str, i: int) -> tuple[str, int]:
    for width in (2, 1):
        given = letters[i : i + width]
        tail = given if width == 1 else _JOINED.get(given, "")
        begins_next = letters[i + width : i + width + 1] in (*_VOWELS, "")
        at_end = i + width >= len(letters)
        if tail and tail in _TAILS and (at_end or not begins_next):
            return tail, i + width
    return "", i


def from_latin_keys(text: str) -> str | None:
    """Write it as a Korean keyboard would have: 'gustnakr' is '현수막'. None if no Korean."""
    if not text or any(char not in _KEYS for char in text):
        return None
    written = compose("".join(_KEYS[char] for char in text))
    return written if all(is_hangul(char) for char in written) else None


def from_korean_keys(text: str) -> str | None:
    """Write it as a Latin keyboard would have: 'ㅊㅊㅅㅍ' is 'cctv'. None if it cannot be."""
    letters = jamo(text)
    if not letters or any(char not in _LETTERS for char in letters):
        return None
    return "".join(_LETTERS[char] for char in letters).casefold()
