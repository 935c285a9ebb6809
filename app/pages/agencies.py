"""Agencies for support staff: finding one, and what to know before its door."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.activity.notes import recent
from app.activity.timeline import MOST, timeline
from app.agencies.queries import named
from app.matches.brief import brief
from app.pages.site import page
from app.routers.deps import At
from app.routers.matches import live_of

router = APIRouter(prefix="/agencies")
_MOST = 50


@router.get("")
def look(at: At, request: Request, q: str = "") -> Response:
    """Show the agencies of a name; without one those that were met last."""
    asked = q.strip()[:200]
    with at.reading() as unit:
        met = recent(unit)
        found = named(unit, asked, _MOST) if asked else met
        return page(request, "agencies.html", unit.actor, q=asked, found=found, most=_MOST)


@router.get("/{agency_id}")
def show(agency_id: UUID, at: At, request: Request) -> Response:
    """Show the brief before the door, and what happened so far."""
    with at.reading() as unit:
        known = brief(unit, live_of(request), agency_id)
        events = timeline(unit, agency_id=agency_id)
        return page(request, "agency.html", unit.actor, **known, events=events, most_events=MOST)
