"""Secrets that are shown once: how they are made, and what is kept of them.

What is kept names its algorithm: ``sha256$`` and the digest in base64url. Before, it was the digest in
hexadecimal digits alone; such a one is right until its secret ends. Another algorithm is added by
making it what `digest_of` returns, and keeping today's among `digests_of`.
"""

import hashlib
import secrets
from base64 import urlsafe_b64encode

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # none looks like another


def new_secret() -> str:
    """Return a secret of 256 random bits, for programs and browsers."""
    return secrets.token_urlsafe(32)


def new_code(groups: int) -> str:
    """Return a secret to be read out or typed: groups of four letters, about 20 bits each."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(groups))


def digest_of(secret: str) -> str:
    """Return what is stored of a secret that is too long to be guessed."""
    return digests_of(secret)[0]


def digests_of(secret: str) -> tuple[str, ...]:
    """Return all that may be stored of a secret: as it is stored today, and as it was before."""
    digest = hashlib.sha256(secret.encode("utf-8", "surrogateescape"))
    text = urlsafe_b64encode(digest.digest()).decode().rstrip("=")
    return f"sha256${text}", digest.hexdigest()


def digest_of_code(code: str) -> str:
    """Return what is stored of a typed secret, however it was written."""
    return digest_of(_plain(code))


def digests_of_code(code: str) -> tuple[str, ...]:
    """Return all that may be stored of a typed secret."""
    return digests_of(_plain(code))


def _plain(code: str) -> str:
    return "".join(letter for letter in code.upper() if letter.isalnum())
