"""How a refusal reaches the outside: RFC 9457 problem documents, in one place."""

from collections.abc import Callable
from typing import Annotated, Any, Literal

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.routing import Match

from app.core.errors import (
    Conflict,
    DomainError,
    FieldFault,
    Forbidden,
    InvalidInput,
    NotFound,
    Refused,
    Stale,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from app.core.words import field_fault

MEDIA_TYPE = "application/problem+json"
NAMED = 100  # faults of one answer; to word all that a large body can have takes seconds
log = structlog.get_logger()

STATUS: dict[type[DomainError], int] = {
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Stale: 412,
    Refused: 422,
    TooMany: 429,
    Unavailable: 503,
}
_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")
_HTTP_WORDS = {
    404: ("not_found", "찾을 수 없습니다", "Not found"),
    405: ("method_not_allowed", "이 주소에서는 쓸 수 없는 방식입니다", "Method not allowed"),
    408: (
        "too_slow",
        "요청을 보내는 데 너무 오래 걸렸습니다",
        "The request took too long to arrive",
    ),
    413: ("too_large", "요청 본문이 너무 큽니다", "The request body is too large"),
    415: ("unsupported_media_type", "JSON으로 보내 주세요", "Send JSON"),
}


class ProblemField(BaseModel):
    """One wrong field."""

    pointer: Annotated[str, Field(examples=["/budget_krw"])]
    code: str
    message: str


class Difference(BaseModel):
    """A field in which a change and what someone else stored meanwhile do not agree."""

    pointer: Annotated[str, Field(examples=["/result"])]
    changed_by: Literal["you", "them", "both"]
    yours: Any
    theirs: Any
    original: Any


class Problem(BaseModel):
    """What every refusal answers (RFC 9457)."""

    type: Annotated[str, Field(examples=["/problems/invalid_input"])]
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemField] | None = None
    candidates: list[dict[str, Any]] | None = None
    current: Annotated[int | None, Field(description="the newest version, for `If-Match`")] = None
    differences: list[Difference] | None = None
    request_id: str | None = None


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI entry for the refusals a route may answer."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _describe(status), "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


def status_of(refusal: type[DomainError]) -> int:
    """Return the status of a refusal: that of its family."""
    return next((s for family, s in STATUS.items() if issubclass(refusal, family)), 500)


def _describe(status: int) -> str:
    family = next((f for f, s in STATUS.items() if s == status), None)
    return family.title_en if family else _HTTP_WORDS[status][2]


def language_of(request: Request) -> str:
    """Return the language of the reader: Korean unless English is asked for first."""
    wanted = request.headers.get("accept-language", "ko").strip().lower()
    return "en" if wanted.startswith("en") else "ko"


def install(app: FastAPI) -> None:
    """Answer every refusal, expected or not, with a problem document."""
    app.add_exception_handler(DomainError, answered)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(SQLAlchemyError, on_bug)
    app.add_exception_handler(Exception, on_bug)


async def answered(request: Request, error: Exception) -> Response:
    """Return the answer to a refusal."""
    if not isinstance(error, DomainError):
        return await on_bug(request, error)
    status = status_of(type(error))
    language = language_of(request)
    title = error.title_en if language == "en" else error.title_ko
    extra = {"errors": _fields(error.faults, language), **error.extra()}
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}  # noqa: PLR2004 -- the one that asks
    headers |= when_again(error)
    words = (error.code(), title, error.message(language))
    return _reply(request, status, words, extra, headers)


def when_again(refusal: DomainError) -> dict[str, str]:
    """Return the header that says after how many seconds to try again, where a refusal knows."""
    if refusal.retry_after is None:
        return {}
    return {"Retry-After": str(refusal.details.get("seconds", refusal.retry_after))}


async def _on_invalid(request: Request, error: Exception) -> Response:
    """Turn the framework's own validation into the same refusal as every other."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 -- registered for this type
    faults = [field_fault(item, skip=1) for item in error.errors()[:NAMED]]
    return await answered(request, InvalidInput(faults=faults))


async def on_http(request: Request, error: Exception) -> Response:
    """Return the answer to a refusal of the web layer."""
    assert isinstance(error, HTTPException)  # noqa: S101 -- registered for this type
    if isinstance(error.__cause__, DomainError):  # raised while the body was read
        return await answered(request, error.__cause__)
    if error.status_code == 400:  # noqa: PLR2004 -- a body that is not JSON text at all
        ko, en = "JSON 문법이나 글자 인코딩(UTF-8)이 맞지 않습니다.", "Not valid JSON in UTF-8."
        return await answered(
            request, InvalidInput(faults=[FieldFault("", "json_invalid", ko, en)])
        )
    code, ko, en = _HTTP_WORDS.get(
        error.status_code, ("http_error", "요청을 처리할 수 없습니다", "Refused")
    )
    title = en if language_of(request) == "en" else ko
    headers = dict(error.headers or {})
    if error.status_code == 405:  # noqa: PLR2004 -- each method is a route of its own
        headers["Allow"] = ", ".join(_methods_of(request))
    return _reply(request, error.status_code, (code, title, f"{title}."), {}, headers)


def answered_as(method: str) -> str:
    """Return the method by which one is answered: the head of an address is that of a GET."""
    return "GET" if method == "HEAD" else method


def _methods_of(request: Request) -> list[str]:
    """Return every method that the address of *request* answers."""
    routes = request.app.router.routes
    asked = {method: {**request.scope, "method": answered_as(method)} for method in _METHODS}
    return [
        method
        for method, scope in asked.items()
        if any(route.matches(scope)[0] is Match.FULL for route in routes)
    ]


async def on_bug(request: Request, error: Exception) -> Response:
    """Answer a bug without telling its inside; the log has it whole."""
    log.error("unexpected", id=request.scope.get("request_id"), exc_info=error)
    ko = "예상하지 못한 문제가 생겼습니다. 요청 번호를 알려 주시면 확인하겠습니다."
    en = "Something unexpected happened. Tell us the request id and we will look."
    english = language_of(request) == "en"
    title = "Internal error" if english else "내부 오류"
    return _reply(request, 500, ("internal", title, en if english else ko), {})


def _fields(faults: tuple[FieldFault, ...], language: str) -> list[dict[str, str]] | None:
    if not faults:
        return None
    return [
        {"pointer": f.pointer, "code": f.code, "message": f.en if language == "en" else f.ko}
        for f in faults[:NAMED]
    ]


def _reply(
    request: Request,
    status: int,
    words: tuple[str, str, str],
    extra: dict[str, Any],
    headers: dict[str, str] | None = None,
) -> Response:
    """Return a problem document, or the page of it; *words* are its code, title and detail."""
    code, title, detail = words
    body = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": request.scope.get("request_id"),
        **{name: value for name, value in extra.items() if value is not None},
    }
    answer = Response(orjson.dumps(body), status, headers, media_type=MEDIA_TYPE)
    show: Callable[..., Response] | None = getattr(
        getattr(request.scope.get("app"), "state", None), "show_refusal", None
    )
    return show(request, body, answer) if show else answer
