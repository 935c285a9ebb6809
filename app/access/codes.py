"""Secrets that are shown once: how they are made, and what is kept of them."""

import hashlib
import secrets

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # none looks like another


def new_secret() -> str:
    """Return a secret of 256 random bits, for programs and browsers."""
    return secrets.token_urlsafe(32)


def new_code(groups: int) -> str:
    """Return a secret to be read out or typed: groups of four letters, about 20 bits each."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(groups))


def digest_of(secret: str) -> str:
    """Return what is stored of a secret that is too long to be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def digest_of_code(code: str) -> str:
    """Return what is stored of a typed secret, however it was written."""
    return digest_of("".join(letter for letter in code.upper() if letter.isalnum()))
