"""The desk of a fair: one page that is installed on a device and works without a network."""

from hashlib import sha256

import orjson
from fastapi import APIRouter, Request, Response

from app.pages.site import STATIC, page, static, templates

router = APIRouter()
_FILES = (
    "site.css", "fair.css", "letters.js", "chevron.svg", "icon.svg", "IeumText-Regular.woff2",
    "IeumText-Bold.woff2", "idb-8.0.4.min.js", "fair-outbox.js", "fair-entries.js", "fair-badge.js",
    "fair-desk.js",
)  # fmt: skip
_BY_STYLE = ("chevron.svg", "IeumText-Regular.woff2", "IeumText-Bold.woff2")
_ASK_AGAIN = {"Cache-Control": "no-cache"}


@router.get("/fair")
def desk(request: Request) -> Response:
    """Show the desk; the same for everybody, since a device keeps it."""
    return page(request, "fair.html")


@router.get("/fair-worker.js")
def worker(request: Request) -> Response:
    """Serve what keeps the page on the device; it changes whenever the page or a file does."""
    shown = bytes(desk(request).body)
    files = b"".join((STATIC / name).read_bytes() for name in _FILES)
    addresses = [f"/static/{name}" if name in _BY_STYLE else static(name) for name in _FILES]
    script = templates().get_template("fair-worker.js")
    text = script.render(version=sha256(shown + files).hexdigest()[:16], addresses=addresses)
    return Response(text, headers=_ASK_AGAIN, media_type="text/javascript")


@router.get("/fair.webmanifest")
def manifest() -> Response:
    """Say how the desk looks once it is installed."""
    icon = {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    about = {
        "id": "/fair",
        "name": "이음 박람회 창구",
        "short_name": "이음 창구",
        "description": "네트워크가 없어도 상담과 입장을 기록합니다.",
        "lang": "ko",
        "start_url": "/fair",
        "scope": "/fair",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b50d0",
        "icons": [icon],
    }
    return Response(orjson.dumps(about), headers=_ASK_AGAIN, media_type="application/manifest+json")
