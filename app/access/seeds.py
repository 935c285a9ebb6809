"""What codes by time are computed from, kept so that the database alone does not give it away.

With `IEUM_SECRET_KEY` only a salt is kept: the secret is an HMAC of it under the key, which stands in
neither the database nor a backup. Without the key the secret itself is kept.
"""

import base64
import hashlib
import hmac
from uuid import UUID

import pyotp

from app.core.settings import settings

_KEYED = "hmac-sha256$"
_BYTES = 20  # as RFC 4226 asks


def new_kept() -> str:
    """Return what is to be kept for a new second factor."""
    made = pyotp.random_base32()
    return f"{_KEYED}{made}" if settings().secret_key else made


def secret_of(kept: str, account_id: UUID) -> str | None:
    """Return the secret in base 32; None when it was made with a key and there is none now."""
    if not kept.startswith(_KEYED):
        return kept
    key = settings().secret_key
    if key is None:
        return None
    told = f"second factor {account_id} {kept}".encode()
    digest = hmac.new(key.get_secret_value().encode(), told, hashlib.sha256).digest()
    return base64.b32encode(digest[:_BYTES]).decode()
