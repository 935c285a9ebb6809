"""The first page, and the files that every page needs."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from app.core.errors import Both, NotFound
from app.matches.browsing import browse, tree
from app.matches.schemas import BrowseQuery
from app.pages.site import STATIC, page, wants_page
from app.routers.deps import At
from app.routers.matches import live_of

router = APIRouter()
_FILES = {path.name: path for path in STATIC.iterdir() if path.is_file()}
_FOR_GOOD = {"Cache-Control": "public, max-age=31536000, immutable"}


@router.get("/")
def home(at: At, request: Request) -> Response:
    """Lead people to the search, and programs to the interactive documentation."""
    if not wants_page(request):
        return RedirectResponse("/api/v1/docs")
    with at.reading() as unit:
        live = live_of(request)
        found = browse(unit, live, BrowseQuery())
        return page(
            request, "home.html", unit.actor, found=found, tree=tree(unit), made_up=live.made_up
        )


@router.get("/static/{name}")
async def static(name: str) -> FileResponse:
    """Serve a shipped file; its address changes with it, so it may be kept for good."""
    if name not in _FILES:
        raise NotFound(what=Both("파일", "file"))
    return FileResponse(_FILES[name], headers=_FOR_GOOD)
