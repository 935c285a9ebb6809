"""Batches of matches, and what they mean for an enterprise or an office."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Query, Response

from app.core.collection import Document
from app.core.paging import PagedQuery
from app.matches import digests
from app.matches.batch_schemas import (
    BatchesRead,
    BatchRead,
    DigestQuery,
    EnterpriseDigestRead,
    OfficeDigestQuery,
    OfficeDigestRead,
)
from app.routers.deps import KnownAt
from app.routers.problems import documented
from app.routers.routing import Router

router = Router(tags=["matching"])
_REFUSALS = documented(401, 403, 404, 422, 503)


@router.get(
    "/batches",
    summary="일괄 매칭 목록 (batches, newest first)",
    response_model=BatchesRead,
    responses=documented(401, 403, 422, 503),
)
def list_batches(query: Annotated[PagedQuery, Query()], at: KnownAt) -> Response:
    """List the batches that `ieum batch` made."""
    with at.reading() as unit:
        return _json(digests.batches(unit, query))


@router.get(
    "/batches/{batch_id}",
    summary="일괄 매칭 (a batch with its counts)",
    response_model=BatchRead,
    responses=_REFUSALS,
)
def read_batch(batch_id: UUID, at: KnownAt) -> Response:
    """Return one batch, and how far it is."""
    with at.reading() as unit:
        return _json(digests.batch(unit, batch_id))


@router.get(
    "/enterprises/{enterprise_id}/digest",
    summary="기업 다이제스트 (a batch's tenders for an enterprise)",
    response_model=EnterpriseDigestRead,
    responses=_REFUSALS,
)
def digest_of_enterprise(
    enterprise_id: UUID, query: Annotated[DigestQuery, Query()], at: KnownAt
) -> Response:
    """Return the tenders that fit an enterprise, and near misses with what would help."""
    with at.reading() as unit:
        return _json(digests.of_enterprise(unit, enterprise_id, query))


@router.get(
    "/offices/{code}/digest",
    summary="사무소 다이제스트 (new proposals for an office's tenders)",
    response_model=OfficeDigestRead,
    responses=_REFUSALS,
)
def digest_of_office(
    code: str, query: Annotated[OfficeDigestQuery, Query()], at: KnownAt
) -> Response:
    """Return who is newly proposed for the tenders of an office."""
    with at.reading() as unit:
        return _json(digests.of_office(unit, code, query))


def _json(document: Document) -> Response:
    return Response(orjson.dumps(document), media_type="application/json")
