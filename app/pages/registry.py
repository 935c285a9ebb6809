"""Looking through the registry: search with facets, one enterprise, several side by side."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.activity.timeline import MOST, timeline
from app.core.actors import Role
from app.enterprises.kinds import kinds
from app.matches.browsing import browse, tree
from app.matches.profile import MOST_COMPARED, profile, side_by_side
from app.matches.schemas import BrowseQuery
from app.pages import forms
from app.pages.site import page
from app.routers.deps import At
from app.routers.matches import live_of
from app.routers.problems import language_of

router = APIRouter(prefix="/enterprises")
_TOO_MANY = (
    "최대 {most}곳까지 비교할 수 있습니다. 고른 {chosen}곳 가운데 뺄 곳의 표시를 지워 주세요.",
    "At most {most} at once. Take the tick from some of the {chosen} chosen.",
)


@router.get("")
def look(at: At, request: Request) -> Response:
    """Show what was found, and how many more each condition leaves."""
    typed, language = forms.typed(request), language_of(request)
    form, query = forms.asked(_read, typed, language, lists=("kind",))
    with at.reading() as unit:
        found = browse(unit, live_of(request), query)
        return page(
            request,
            "enterprises.html",
            unit.actor,
            status=422 if form.faults else 200,
            form=form,
            asked=query,
            found=found,
            tree=tree(unit),
            kinds=kinds(),
        )


@router.get("/compare")
def compare(
    at: At,
    request: Request,
    chosen: Annotated[tuple[UUID, ...], Query(alias="id", max_length=50)] = (),
) -> Response:
    """Show up to four enterprises side by side; where none was chosen, lead to the search.

    Of more than four all stay chosen, to take some away.
    """
    ids = list(dict.fromkeys(chosen))
    if not ids:
        return RedirectResponse("/enterprises", 303)
    form = forms.Form()
    if len(ids) > MOST_COMPARED:
        text = _TOO_MANY[language_of(request) == "en"].format(most=MOST_COMPARED, chosen=len(ids))
        form = forms.Form(faults={"id": text})
    with at.reading() as unit:
        shown = side_by_side(unit, ids)
        status = 422 if form.faults else 200
        return page(request, "compare.html", unit.actor, status=status, form=form, **shown)


@router.get("/{enterprise_id}")
def show(enterprise_id: UUID, at: At, request: Request) -> Response:
    """Show one enterprise: papers as they hold today, what it supplies, its track record."""
    with at.reading() as unit:
        shown = profile(unit, enterprise_id)
        sees = unit.actor.is_any(Role.staff)
        events = timeline(unit, enterprise_id=enterprise_id) if sees else None
        return page(
            request, "enterprise.html", unit.actor, **shown, events=events, most_events=MOST
        )


def _read(wanted: dict[str, Any]) -> BrowseQuery:
    """Return the conditions, with what an address can only spell read into its kind."""
    page_number = wanted.get("page", "1")
    spelled: dict[str, Any] = {"proved": wanted.get("proved") == "1"}
    if page_number.isdecimal():
        spelled["page"] = int(page_number)
    return forms.shaped(BrowseQuery, {**wanted, **spelled})
