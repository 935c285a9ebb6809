"""For how long a request may take, and how many may be under way."""

import asyncio

import anyio
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.deadlines import Deadline, TookTooLong
from app.core.errors import Unavailable
from app.core.settings import Settings
from app.routers.callers import ALWAYS, UPLOADS
from app.routers.problems import answered, on_http


class Overloaded(Unavailable):
    """More requests are under way than the settings allow; this one was not begun."""

    ko = "지금 처리 중인 요청이 너무 많습니다. 잠시 후 다시 시도해 주세요."
    en = "Too many requests are being worked on. Please try again shortly."


class TimeLimit:
    """Answer every request in time, and take no more on than can be answered.

    When the time is over the caller gets 503 (408 when it was the caller we waited for), and what
    was being written is not stored. Once an answer has begun, each part of it has the same time
    again; a reader who stands still is cut off.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Stand around *app*."""
        self.app = app
        self.settings = settings
        self.under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and watch the clock, or refuse it at once."""
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self.app(scope, receive, send)
        elif self.under_way >= self.settings.max_waiting:
            await (await answered(Request(scope), Overloaded()))(scope, receive, send)
        else:
            self.under_way += 1
            try:
                await _Watched(scope, receive, send, self._seconds(scope)).run(self.app)
            finally:
                self.under_way -= 1

    def _seconds(self, scope: Scope) -> float:
        uploads = scope["method"] == "POST" and scope["path"].endswith(UPLOADS)
        return self.settings.upload_seconds if uploads else self.settings.request_seconds


class _Watched:
    """One request and its clock.

    Work that waits for its turn is given up with the request. Work that runs in a thread cannot be
    ended from outside: it goes on unheard, and its unit is refused when it asks to be stored.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send, seconds: float) -> None:
        self.scope, self._receive, self._send = scope, receive, send
        self.seconds = seconds
        self.deadline = scope["deadline"] = Deadline()
        self.work = anyio.CancelScope()
        self.loop = asyncio.get_running_loop()
        self.clock = self.loop.call_later(seconds, self._strike)
        self.refusing: asyncio.Task[None] | None = None
        self.waits_for_caller = self.has_begun = self.is_over = False

    async def run(self, app: ASGIApp) -> None:
        """Let *app* answer; when the clock strikes first, answer in its place."""
        try:
            with self.work:
                await app(self.scope, self.receive, self.send)
        finally:
            self.clock.cancel()
        if self.refusing:
            await self.refusing

    async def receive(self) -> Message:
        """Take the next part of what the caller sends."""
        self.waits_for_caller = True
        message = await self._receive()
        self.waits_for_caller = False
        return message

    async def send(self, message: Message) -> None:
        """Send the next part of the answer, unless another was given already."""
        if self.is_over:
            return
        if not self.has_begun or message.get("more_body"):
            self.has_begun = True
            self.clock.cancel()
            self.clock = self.loop.call_later(self.seconds, self._strike)
        await self._send(message)

    def _strike(self) -> None:
        if not self.has_begun and not self.deadline.miss():
            return  # it is being stored: the answer comes
        self.is_over = True
        self.work.cancel()
        if not self.has_begun:
            self.refusing = self.loop.create_task(self._refuse(waited=self.waits_for_caller))

    async def _refuse(self, *, waited: bool) -> None:
        request = Request(self.scope)
        if waited:
            refusal = await on_http(request, HTTPException(408, headers={"Connection": "close"}))
        else:
            refusal = await answered(request, TookTooLong())
        await refusal(self.scope, self._receive, self._send)
