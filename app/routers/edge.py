"""The outermost layer: every request gets an id, a line in the log, a count and safe headers.

Whoever asks for the head of an address (HEAD) gets what a GET says in its headers, and no body.

What is logged is the caller's address, the method, the path and the outcome; no body, no query, no
header. A bug is answered here, so that its answer has everything that other answers have.
"""

import time
from urllib.parse import quote
from uuid import uuid4

import structlog
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.stopping import told_to_stop
from app.routers.headers import with_safe_headers
from app.routers.meters import Meters
from app.routers.problems import answered_as, on_bug

_LONGEST_PATH = 200  # letters of a path that are logged
log = structlog.get_logger("request")


class Edge:
    """Stand around the whole application."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        """Stand around *app* and count with *meters*."""
        self.app = app
        self.meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; log and count it when its answer starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        method = scope["method"]
        request_id, started = uuid4().hex, False
        scope = {**scope, "request_id": request_id, "method": answered_as(method)}

        async def send_named(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = with_safe_headers(scope, message.get("headers", ()))
                message["headers"].append((b"x-request-id", request_id.encode()))
                if told_to_stop.is_set():
                    message["headers"].append((b"connection", b"close"))
                self._note(scope, method, message["status"], time.perf_counter() - began)
            elif method == "HEAD":
                message["body"] = b""
            await send(message)

        self.meters.in_flight.inc()
        try:
            with structlog.contextvars.bound_contextvars(id=request_id):
                await self.app(scope, receive, send_named)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it is answered and logged
            answer = await on_bug(Request(scope), error)
            if not started:  # else the connection is cut off, which says that it is not whole
                await answer(scope, receive, send_named)
        finally:
            self.meters.in_flight.dec()

    def _note(self, scope: Scope, method: str, status: int, seconds: float) -> None:
        self.meters.count(method, _template(scope), status, seconds)
        client = scope.get("client")
        log.info(
            "request",
            id=scope["request_id"],
            client=client[0] if client else None,
            method=method,
            path=quote(scope["path"][:_LONGEST_PATH], errors="replace"),
            status=status,
            ms=round(seconds * 1000, 1),
        )


def _template(scope: Scope) -> str | None:
    """Return the address of the route that answered, with names for its ids; None when none did."""
    found = scope.get("fastapi", {}).get("effective_route_context") or scope.get("route")
    return getattr(found, "path", None)
