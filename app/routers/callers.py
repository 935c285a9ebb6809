"""Where a request comes from, and where it goes."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address

from starlette.types import Scope

ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})  # asked by who watches over the service
UPLOADS = (".csv",)  # ends of paths that take a whole sheet
_HOME = 64  # leading bits of an IPv6 address that one subscriber is given


def is_local(scope: Scope) -> bool:
    """Whether a caller is on this machine: over its loopback, a socket file, or in this process.

    Behind a proxy on this machine the caller is the one the proxy names in X-Forwarded-For.
    """
    return neighbourhood(scope) is None


def neighbourhood(scope: Scope) -> str | None:
    """Return what stands for a caller's address, or None for this machine itself.

    Of an IPv6 address only the part that one subscriber is given counts, or limits would be escaped
    by taking the next of its 2**64 addresses.
    """
    client = scope.get("client")
    return _neighbourhood(client[0]) if client else None


@lru_cache(maxsize=4096)
def _neighbourhood(host: str) -> str | None:
    try:
        address = ip_address(host)
    except ValueError:
        return None  # a test client or a socket file, which has no address
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is None:
            prefix = int(address) >> (128 - _HOME)
            return None if address.is_loopback else f"{prefix:x}/{_HOME}"
        address = address.ipv4_mapped
    return None if address.is_loopback else str(address)
