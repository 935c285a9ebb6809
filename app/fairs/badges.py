"""Badges of visitors: an opaque code each, so that one visitor is counted once at a fair.

A code says nothing of who wears it and is kept nowhere until it comes in. Seven letters are random;
the eighth tells a slip of the pen, so that a desk without a network can refuse one: every wrong
letter, and every two that changed places.
"""

import secrets
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.core.words import Fault

LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # a prime number of them; none looks like another
_RANDOM = 7
_NO_BADGE = (
    "이음 배지의 코드가 아닙니다. 예: K7QM-2XRR",
    "Not the code of a badge, e.g. K7QM-2XRR.",
)


def new_badges(count: int) -> list[str]:
    """Return the codes of so many new badges."""
    made = ("".join(secrets.choice(LETTERS) for _ in range(_RANDOM)) for _ in range(count))
    return [_written(letters + _check(letters)) for letters in made]


def badge_of(text: str) -> str:
    """Return a code as it is kept, however it was typed, or refuse what is none."""
    plain = "".join(letter for letter in text.upper() if letter not in "- ")
    if (
        len(plain) != _RANDOM + 1
        or not set(plain) <= set(LETTERS)
        or plain[-1] != _check(plain[:-1])
    ):
        raise Fault("", "no_badge", *_NO_BADGE)
    return _written(plain)


def require_one_head(badge: str | None, heads: int) -> None:
    """Refuse a badge for several: each visitor wears one."""
    if badge is not None and heads != 1:
        raise Fault(
            "heads", "one_badge_each", "배지 하나는 한 사람입니다.", "A badge is one visitor."
        )


def _check(letters: str) -> str:
    places = (weight * LETTERS.index(letter) for weight, letter in enumerate(letters, 2))
    return LETTERS[sum(places) % len(LETTERS)]


def _written(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:]}"


Badge = Annotated[
    str,
    StringConstraints(max_length=40),
    AfterValidator(badge_of),
    Field(description="the code of a visitor's badge", examples=["K7QM-2XRR"]),
]
