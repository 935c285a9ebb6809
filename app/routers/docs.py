"""The interactive API pages, served by ourselves: no page asks another host."""

from html import escape
from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, HTMLResponse

from app.core.errors import Both, NotFound, refusals
from app.routers.problems import status_of

router = APIRouter()
_PACKAGE = find_spec("swagger_ui")  # found, not imported: only its files are wanted
_STATIC = Path(_PACKAGE.origin or "").parent / "static" if _PACKAGE else Path()
_FILES = {"swagger-ui-bundle.js", "swagger-ui.css", "favicon-32x32.png"}
_BASE = "/api/v1/docs/static"
_PAGE = f"""<!doctype html>
<html lang="ko">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>이음 API</title>
<link rel="stylesheet" href="{_BASE}/swagger-ui.css">
<link rel="icon" href="{_BASE}/favicon-32x32.png">
<div id="swagger-ui"></div>
<script src="{_BASE}/swagger-ui-bundle.js"></script>
<script src="{_BASE}/start.js"></script>
</html>
"""
_START = """SwaggerUIBundle({
  url: "/api/v1/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
"""


@router.get("/api/v1/docs")
async def api_docs() -> HTMLResponse:
    """Show the interactive documentation; its script is a file, as the security policy asks."""
    return HTMLResponse(_PAGE)


@router.get("/api/v1/docs/static/start.js")
async def start() -> Response:
    """Start the page."""
    return Response(_START, media_type="text/javascript")


@router.get("/api/v1/docs/static/{name}")
async def static(name: str) -> FileResponse:
    """Serve the few files those pages need."""
    if name not in _FILES:
        raise NotFound(what=Both("파일", "file"))
    return FileResponse(_STATIC / name)


@router.get("/problems/{code}")
async def problem(code: str) -> HTMLResponse:
    """Explain the refusal that a problem document's `type` points at."""
    refusal = refusals().get(code)
    if refusal is None:
        raise NotFound(what=Both("오류 설명", "problem"))
    title = f"{refusal.title_ko} ({code})"
    words = (title, refusal.ko, refusal.title_en, refusal.en)
    title, ko, title_en, en = (escape(text) for text in words)
    return HTMLResponse(
        f'<!doctype html><html lang="ko"><meta charset="utf-8"><title>{title}</title>'
        f"<h1>{title}</h1><p>{ko}</p><p>HTTP {status_of(refusal)}</p>"
        f'<section lang="en"><h2>{title_en}</h2><p>{en}</p></section></html>'
    )
