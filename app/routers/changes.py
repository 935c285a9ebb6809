"""The feed of changes, for programs that keep a copy or act on what happens."""

from typing import Annotated

import orjson
from fastapi import Query, Response

from app.core import feed
from app.resources import COLLECTIONS
from app.routers.deps import KnownAt
from app.routers.problems import documented
from app.routers.routing import Router
from app.routers.shapes import ChangesRead

router = Router(tags=["changes"])
_LARGEST = 2**62


@router.get(
    "/changes",
    summary="변경 소식 (every change after a number, in the order of storing)",
    response_model=ChangesRead,
    responses=documented(401, 422, 503),
)
def list_changes(
    at: KnownAt,
    after: Annotated[int, Query(ge=0, le=_LARGEST, description="`next` of the part before")] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> Response:
    """List what changed after a number, as far as the caller may read it."""
    with at.reading() as unit:
        part = feed.changes(unit, COLLECTIONS.values(), after, limit)
        body = {"items": part.items, "next": part.following, "more": part.more}
        return Response(orjson.dumps(body), media_type="application/json")
