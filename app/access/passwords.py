"""Passwords: which are refused, and how they are kept.

Length counts, composition does not (NIST SP 800-63B-4, 3.1.1): at least 12 characters, nothing that
stands in a list of common or leaked passwords, repeats itself, follows the keyboard or contains the
login. Both lists are shipped: no password, nor any part of its hash, is sent to anybody.
"""

import hashlib
import itertools
import re
import threading
import unicodedata
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app.core.errors import FieldFault, InvalidInput, Unavailable, fault
from app.core.settings import settings

SHORTEST, LONGEST = 12, 128
_FEWEST_LETTERS = 5  # different ones
_ROWS = (
    "`1234567890-=",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ",
    "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ",
)
_RUN = 0.75  # of its steps, from when on a password only follows the keyboard or the alphabet
_NEIGHBOURS = {pair for row in _ROWS for pair in itertools.pairwise(row)}
_DIGITS = 12  # of the SHA-256 of a leaked password: of 44,000, none meets another by chance
_WAIT = 5.0  # seconds for a turn at hashing

_argon2id = PasswordHash((Argon2Hasher(),))  # 64 MiB, three passes
_turns = threading.BoundedSemaphore(2)  # each takes 64 MiB and a fifth of a second


def require_sound(password: str, login: str, field: str = "password") -> None:
    """Refuse a password that would be guessed."""
    said = _fault(_plain(password), login.casefold(), field)
    if said:
        raise InvalidInput(faults=[said])


def hashed(password: str) -> str:
    """Return what is kept of a password: Argon2id with its salt. Takes a fifth of a second."""
    with _Turn():
        return _argon2id.hash(_plain(password))


def is_right(password: str, kept: str | None) -> bool:
    """Whether *password* is the one that was kept; takes as long when nothing is kept."""
    with _Turn():
        nobodys = _nobodys()  # made at the first log-in of a process, whoever that is
        right = _argon2id.verify(_plain(password), kept or nobodys)
    return right and kept is not None


@cache
def _nobodys() -> str:
    """Return a hash to compare with where there is none."""
    return _argon2id.hash("nobody has this password")


class _Turn:
    """One of the few turns at hashing, so that log-ins cannot take all memory."""

    def __enter__(self) -> None:
        if not _turns.acquire(timeout=_WAIT):
            raise Unavailable

    def __exit__(self, *_: object) -> None:
        _turns.release()


def _plain(password: str) -> str:
    """Return a password as it is compared: however a keyboard composed its letters."""
    return unicodedata.normalize("NFKC", password)


def _fault(password: str, login: str, field: str) -> FieldFault | None:
    folded = password.casefold()
    if len(password) < SHORTEST:
        return fault(
            field,
            "too_short",
            f"비밀번호는 {SHORTEST}자 이상이어야 합니다. 낱말 몇 개를 이어 쓰면 좋습니다.",
            f"At least {SHORTEST} characters; a few words in a row do well.",
        )
    if any(word in folded for word in (login, "ieum", "이음", *_own_words())):
        return fault(
            field,
            "contains_name",
            "아이디나 서비스·기관 이름이 들어간 비밀번호는 쓸 수 없습니다.",
            "It contains the login, or the name of the service or the organisation.",
        )
    if _is_common(folded):
        return fault(
            field,
            "common",
            "널리 알려진 비밀번호이거나 거기에 숫자만 붙인 것입니다.",
            "It is a common password, or one with digits added.",
        )
    if len(set(folded)) < _FEWEST_LETTERS or _repeats(folded) or _follows(folded):
        return fault(
            field,
            "predictable",
            "같은 글자의 되풀이나 키보드·글자 순서로 된 비밀번호는 쓸 수 없습니다.",
            "It repeats itself, or follows the keyboard or the alphabet.",
        )
    if _is_leaked(folded):
        return fault(
            field,
            "leaked",
            "다른 곳에서 유출되어 널리 도는 비밀번호입니다.",
            "It was leaked elsewhere and is passed around.",
        )
    return None


def _own_words() -> list[str]:
    """Return the words of the organisation that would be guessed first."""
    words = _plain(settings().password_words).casefold().split(",")
    return [word.strip() for word in words if word.strip()]


def _is_common(folded: str) -> bool:
    known = _common()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    return folded in known or core in known


def _is_leaked(folded: str) -> bool:
    return (
        hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS] in _leaked()
    )


def _repeats(folded: str) -> bool:
    """Whether the whole is one short piece again and again."""
    return re.fullmatch(r"(.{1,6}?)\1+.{0,5}", folded) is not None


def _follows(folded: str) -> bool:
    steps = list(itertools.pairwise(folded))
    near = sum(
        abs(ord(a) - ord(b)) <= 1 or (a, b) in _NEIGHBOURS or (b, a) in _NEIGHBOURS
        for a, b in steps
    )
    return near >= _RUN * len(steps)


@cache
def _common() -> frozenset[str]:
    """Return the list of common passwords, ``data/codes/common_passwords.txt``."""
    path = settings().data_dir / "codes" / "common_passwords.txt"
    return frozenset(path.read_text(encoding="utf-8").splitlines())


@cache
def _leaked() -> frozenset[str]:
    """Return what stands for leaked passwords, ``data/codes/leaked_passwords.txt``."""
    path = settings().data_dir / "codes" / "leaked_passwords.txt"
    return frozenset(path.read_text(encoding="ascii").split())
