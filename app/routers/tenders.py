"""What a tender can do beyond being kept: take the next step of its life."""

from uuid import UUID

from fastapi import Response

from app.routers.collections import reply
from app.routers.deps import Expected
from app.routers.once import REPLAYED, OnceAt
from app.routers.problems import documented
from app.routers.routing import Router
from app.tenders import actions
from app.tenders.schemas import TenderRead, Transition

router = Router(tags=["tenders"])


@router.post(
    "/tenders/{tender_id}/transitions",
    summary="공고 상태 변경 (take the next step)",
    response_model=TenderRead,
    responses={200: {"headers": REPLAYED}, **documented(401, 403, 404, 409, 412, 422, 503)},
)
def step(tender_id: UUID, transition: Transition, at: OnceAt, expected: Expected) -> Response:
    """Take a tender to another state of its life."""
    return at.once(lambda unit: reply(actions.step(unit, tender_id, transition, expected)))
