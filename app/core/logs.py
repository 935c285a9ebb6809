"""Structured logs: one event a line; nothing that a caller sent stands in them."""

import logging
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

from app.core.settings import Settings


def configure(settings: Settings) -> None:
    """Log as JSON or text, from the chosen level up."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info
            if settings.log_level == "DEBUG"
            else _where_it_happened,
            structlog.processors.JSONRenderer(serializer=_json)
            if settings.log_format == "json"
            else structlog.dev.ConsoleRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping()[settings.log_level]
        ),
        cache_logger_on_first_use=False,
    )


def _json(event: EventDict, default: Callable[[Any], Any]) -> str:
    return orjson.dumps(event, default=default).decode()


def _where_it_happened(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and its place in the code.

    Its words may hold what a caller sent or what is stored; they are logged at DEBUG only.
    """
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["exception"] = [_place(one) for one in _chain(error)]
    return event


def _chain(error: BaseException | None) -> list[BaseException]:
    """Return an exception and what caused it, the outermost first."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _place(error: BaseException) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    return " < ".join([kind, *_frames(error.__traceback__)])


def _frames(trace: TracebackType | None) -> list[str]:
    """Return where an exception passed, the innermost first."""
    frames = traceback.extract_tb(trace)
    return [f"{one.filename}:{one.lineno} {one.name}" for one in reversed(frames)]
