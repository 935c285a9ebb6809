"""How a page is made: one set of templates, one frame, and how dates and amounts are written."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse

from app.core.actors import ANYONE, Actor
from app.matches.translate import SEOUL
from app.pages import words
from app.routers.problems import language_of

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
_SHOWN_PLACES = 3
_EXACT = {"year": "{0.year}년", "month": "{0.year}년 {0.month}월"}  # where the day is not known
_NOT_FOR_OTHERS = {"Cache-Control": "private, no-cache", "Vary": "Accept, Accept-Language, Cookie"}


def page(
    request: Request,
    name: str,
    who: Actor = ANYONE,
    status: int = 200,
    **context: Any,  # noqa: ANN401 -- whatever the template names
) -> HTMLResponse:
    """Answer the template *name* in the frame of the site, as *who* sees it."""
    frame = {
        "path": request.url.path,
        "query_text": request.url.query,
        "language": language_of(request),
        "masthead": request.app.state.settings.masthead,
        "who": who,
    }
    html = templates().get_template(name).render(**frame, **context)
    return HTMLResponse(html, status, _NOT_FOR_OTHERS)


def wants_page(request: Request) -> bool:
    """Whether a person's browser asks, for an address that is no program's."""
    accepted = request.headers.get("accept", "")
    return "text/html" in accepted and not request.url.path.startswith("/api/")


@cache
def templates() -> "Environment":
    """Return the templates with their filters; read at the first page, not at the start."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 -- as above

    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    made.filters.update(
        won=won, day=day, when=when, moment=moment, number=number, places=places, points=points
    )
    made.globals.update(words=words, static=static, address=address)
    return made


@cache
def static(name: str) -> str:
    """Return the address of a shipped file; it changes whenever the file does."""
    changed = int((STATIC / name).stat().st_mtime)
    return f"/static/{name}?{changed:x}"


def address(path: str, query: Mapping[str, Any], **changed: Any) -> str:  # noqa: ANN401 -- any field's value
    """Return *path* with the *query* after some of it is changed; what is empty is left out."""
    wanted = {**query, **changed}
    pairs = [
        (name, one)
        for name, value in wanted.items()
        for one in (value if isinstance(value, list | tuple) else [value])
        if one not in (None, "", False)
    ]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def won(amount: int | None) -> str:
    """Write an amount of 원."""
    return "미기재" if amount is None else f"{amount:,}원"


def day(given: date | str | None) -> str:
    """Write a day, as it is in Seoul."""
    if isinstance(given, str):
        return given[:10]
    if isinstance(given, datetime):
        given = given.astimezone(SEOUL).date()
    return given.isoformat() if given else "미기재"


def when(given: date | None, exact: str | None) -> str:
    """Write a day as exactly as it is known: 2017-03-02, 2017년 3월 or 2017년."""
    if given is None or exact not in _EXACT:
        return day(given)
    return _EXACT[exact].format(given)


def moment(at: datetime) -> str:
    """Write a moment, as it is in Seoul."""
    return at.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M")


def number(value: float | None) -> str:
    """Write a number with its thousands parted."""
    return "미기재" if value is None else f"{value:,}"


def points(value: float) -> str:
    """Write points of a score."""
    return f"{value:.1f}"


def places(served: Iterable[str]) -> str:
    """Write the first few regions somebody serves, and how many there are beside them."""
    known = list(served)
    more = f" 외 {len(known) - _SHOWN_PLACES}" if len(known) > _SHOWN_PLACES else ""
    return ", ".join(known[:_SHOWN_PLACES]) + more or "미기재"
