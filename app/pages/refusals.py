"""How a refusal reaches a person: the same words as a program gets, on a page."""

from typing import Any

import structlog
from fastapi import FastAPI, Request, Response

from app.pages.site import page, wants_page

log = structlog.get_logger()
_OF_THE_FORM = ("content-length", "content-type")


def install(app: FastAPI) -> None:
    """Show every refusal as a page where a person's browser asks."""
    app.state.show_refusal = _shown


def _shown(request: Request, problem: dict[str, Any], answer: Response) -> Response:
    """Return *answer*, the refusal as a document, as a page where a person asks."""
    if not wants_page(request):
        return answer
    try:
        sent = request.method == "POST"
        made = page(request, "refusal.html", status=answer.status_code, problem=problem, sent=sent)
    except Exception:
        log.exception("no page", id=request.scope.get("request_id"))
        return answer
    kept = {n: v for n, v in answer.headers.items() if n not in _OF_THE_FORM}
    made.headers.update(kept)
    return made
