"""What every answer says to a browser: run nothing of others, guess nothing, tell nobody."""

from collections.abc import Iterable

from starlette.types import Scope

Header = tuple[bytes, bytes]
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_SAFE: tuple[Header, ...] = tuple(
    {
        b"content-security-policy": CONTENT_SECURITY_POLICY.encode(),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"same-origin",
        b"permissions-policy": b"camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
    }.items()
)
_NAMES = frozenset(name for name, _ in _SAFE)
_HTTPS_ONLY: Header = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")
_KEEP_NOTHING: Header = (b"cache-control", b"no-store")


def with_safe_headers(scope: Scope, headers: Iterable[Header]) -> list[Header]:
    """Return the headers of an answer with the safe ones it does not set itself.

    What the API answers is kept by no cache on the way; over HTTPS a browser is told to stay there.
    """
    all_of_them = list(headers)
    own = {name for name, _ in all_of_them}  # in small letters, as ASGI asks
    all_of_them += _SAFE if own.isdisjoint(_NAMES) else [p for p in _SAFE if p[0] not in own]
    if b"cache-control" not in own and scope["path"].startswith("/api/"):
        all_of_them.append(_KEEP_NOTHING)
    if scope.get("scheme") == "https":
        all_of_them.append(_HTTPS_ONLY)
    return all_of_them
