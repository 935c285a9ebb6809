"""How much may be asked: the size of a request, and how often."""

import math
import time
from collections.abc import Iterator
from hashlib import sha256

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import TooMany
from app.core.settings import Settings
from app.routers.callers import ALWAYS, UPLOADS, neighbourhood
from app.routers.problems import answered

_WHO = (b"authorization", b"cookie")  # what a caller shows to say who is asking


class TooManyRequests(TooMany):
    """An address or a token asks more often than the settings allow."""

    ko = "요청이 너무 잦습니다. {seconds}초 뒤에 다시 시도해 주세요."
    en = "Too many requests. Try again in {seconds} seconds."


class BodyLimit:
    """Refuse a body that is longer than allowed, announced or not, before it is taken in whole.

    The framework's own limit answers in plain text; this one is raised where the body is read, so
    that it is answered like every other refusal.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand around *app*."""
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what it sends."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        most = self.settings.max_body_bytes
        if scope["path"].endswith(UPLOADS):
            most = self.settings.max_upload_bytes
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            if announced.isdigit() and int(announced[:18]) > most:
                raise HTTPException(413)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)


class RateLimit:
    """Refuse who asks too often, by address and by what they show to say who they are.

    Counted in this process, minute by minute; each answer says what is left, in the words of
    draft-ietf-httpapi-ratelimit-headers. Callers on this machine itself are not counted.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand around *app*."""
        self.app = app
        self.policies = {
            name: RateLimitItemPerMinute(most)
            for name, most in (
                ("address", settings.requests_per_minute_address),
                ("token", settings.requests_per_minute_token),
            )
            if most
        }
        self.limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count a request and pass it on, or refuse it."""
        address = neighbourhood(scope) if scope["type"] == "http" else None
        if address is None or not self.policies or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
            return
        counted = list(self._counted(scope, address))
        within = [self.limiter.hit(item, name, key) for name, item, key in counted]
        states = [(name, item, *self._left(name, item, key)) for name, item, key in counted]
        headers = _said(states)

        async def send_said(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *headers]
            await send(message)

        if all(within):
            await self.app(scope, receive, send_said)
            return
        wait = max(state[3] for state, fits in zip(states, within, strict=True) if not fits)
        refusal = await answered(Request(scope), TooManyRequests(seconds=wait))
        await refusal(scope, receive, send_said)

    def _counted(self, scope: Scope, address: str) -> Iterator[tuple[str, RateLimitItem, str]]:
        """Return what a request counts towards: each policy with the key it is counted under."""
        if "address" in self.policies:
            yield "address", self.policies["address"], address
        shown = b"\n".join(value for name, value in scope["headers"] if name in _WHO)
        if shown and "token" in self.policies:
            yield "token", self.policies["token"], sha256(shown).hexdigest()

    def _left(self, name: str, item: RateLimitItem, key: str) -> tuple[int, int]:
        """Return how many requests are left, and in how many seconds there are all again."""
        stats = self.limiter.get_window_stats(item, name, key)
        return stats.remaining, max(1, math.ceil(stats.reset_time - time.time()))


def _said(states: list[tuple[str, RateLimitItem, int, int]]) -> list[tuple[bytes, bytes]]:
    policies = (f'"{name}";q={item.amount};w={item.get_expiry()}' for name, item, _, _ in states)
    left = (f'"{name}";r={remaining};t={seconds}' for name, _, remaining, seconds in states)
    return [
        (b"ratelimit-policy", ", ".join(policies).encode()),
        (b"ratelimit", ", ".join(left).encode()),
    ]
