"""Structured logs: one event a line, each request with its id, its outcome and its time."""

import logging
import time
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.settings import Settings

_HEADER = b"x-request-id"


def configure(settings: Settings) -> None:
    """Log as JSON or text, from the chosen level up."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False)
            if settings.log_format == "json"
            else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level]
        ),
        cache_logger_on_first_use=False,
    )


class RequestLog:
    """Give each request an id, and log how it ended. Neither bodies nor queries are logged."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand around *app*."""
        self.app = app
        self.log = structlog.get_logger("request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and log it when its answer starts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id, began = uuid4().hex, time.perf_counter()
        scope["request_id"] = request_id  # for what is answered outside of this

        async def send_named(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", []).append((_HEADER, request_id.encode()))
                self.log.info(
                    "request",
                    id=request_id,
                    method=scope["method"],
                    path=scope["path"],
                    status=message["status"],
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )
            await send(message)

        await self.app(scope, receive, send_named)
