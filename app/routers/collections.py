"""The same routes for every collection: list, add, read, correct, remove, history, restore."""

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Path, Query, Request, Response

from app.core import lookups, records
from app.core.collection import Collection, Document
from app.core.db import Writing
from app.core.paging import Page
from app.core.types import QuerySeq
from app.routers.asked import asked, described
from app.routers.deps import At, Confirm, Expected, KnownAt, Reason
from app.routers.once import REPLAYED, OnceAt
from app.routers.problems import documented
from app.routers.routing import Router
from app.routers.shapes import RevisionRead

_JSON = "application/json"
MOST_REVISIONS = 1_000  # of one record at once
Limit = Annotated[
    int, Query(ge=1, le=MOST_REVISIONS, description="most versions at once: the newest of them")
]
Before = Annotated[
    QuerySeq | None,
    Query(description="only older versions: the `seq` of the first one got so far"),
]
_ETAG = {"ETag": {"description": "the version, for If-Match", "schema": {"type": "string"}}}


def reply(document: Document, status: int = 200, location: str | None = None) -> Response:
    """Answer one document with its ETag."""
    headers = {"ETag": f'"{document["version"]}"'}
    if location:
        headers["Location"] = location
    return Response(orjson.dumps(document), status, headers, media_type=_JSON)


def reply_page(found: tuple[list[bytes], str | None, int]) -> Response:
    """Answer one page of documents that are rendered already."""
    items, following, total = found
    tail = orjson.dumps({"next": following, "total": total})
    return Response(b'{"items":[' + b",".join(items) + b"]," + tail[1:], media_type=_JSON)


def key_of(key: str) -> UUID | str:
    """Return a path's key as an id where it is one, else as the code it must be."""
    try:
        return UUID(key)
    except ValueError:
        return key


def collection_router(collection: Collection, examples: Document | None = None) -> Router:
    """Return the routes of one collection; *examples* is a draft taken from the real record."""
    name, label = collection.name, collection.label
    router = Router(prefix=f"/{name}", tags=[name])
    one = name.replace("-", "_")
    key_type: Any = str if collection.alias else UUID
    body = {"requestBody": {"content": {_JSON: {"example": examples}}}} if examples else None

    @router.get(
        "",
        operation_id=f"list_{one}",
        summary=f"{label} 목록 (list)",
        response_model=Page[collection.read],  # type: ignore[name-defined]
        responses=documented(401, 403, 422, 503),
        openapi_extra=described(collection.query),
    )
    def list_(request: Request, at: At) -> Response:
        query = asked(collection.query, request)
        with at.reading() as unit:
            return reply_page(lookups.page(unit, collection, query))

    @router.post(
        "",
        operation_id=f"create_{one}",
        summary=f"{label} 등록 (add)",
        status_code=201,
        response_model=collection.read,
        responses={
            201: {"headers": _ETAG | REPLAYED},
            **documented(401, 403, 409, 413, 422, 503),
        },
        openapi_extra=body,
    )
    def create(
        draft: collection.draft,  # type: ignore[name-defined]
        at: OnceAt,
        reason: Reason,
        *,
        confirm: Confirm = False,
    ) -> Response:
        def make(unit: Writing) -> Response:
            document = records.create(unit, collection, draft)
            return reply(document, 201, f"/api/v1/{name}/{document['id']}")

        return at.once(make, confirmed=confirm, reason=reason)

    @router.get(
        "/{key}",
        operation_id=f"get_{one}",
        summary=f"{label} 조회 (read)",
        response_model=collection.read,
        responses={
            200: {"headers": _ETAG},
            304: {"description": "Not changed since If-None-Match"},
            **documented(401, 403, 404, 422, 503),
        },
    )
    def read(key: key_type, at: At, request: Request) -> Response:
        with at.reading() as unit:
            return _unless_known(request, lookups.get(unit, collection, key_of(str(key))))

    @router.patch(
        "/{key}",
        operation_id=f"change_{one}",
        summary=f"{label} 수정 (correct; fields left out stay)",
        response_model=collection.read,
        responses={200: {"headers": _ETAG}, **documented(401, 403, 404, 409, 412, 413, 422, 503)},
    )
    def change(
        key: key_type,
        patch: collection.patch,  # type: ignore[name-defined]
        at: KnownAt,
        expected: Expected,
        reason: Reason,
        *,
        confirm: Confirm = False,
    ) -> Response:
        with at.writing(confirmed=confirm, reason=reason) as unit:
            return reply(records.change(unit, collection, key_of(str(key)), patch, expected))

    _add_history(router, collection, key_type)
    if collection.restorable:
        _add_restoring(router, collection, key_type)
    if collection.removable:
        _add_removal(router, collection, key_type)
    return router


def _add_history(router: Router, collection: Collection, key_type: Any) -> None:  # noqa: ANN401 -- the type of a path's key
    """Add the route that tells what became of a record."""
    label, one = collection.label, collection.name.replace("-", "_")

    @router.get(
        "/{key}/history",
        operation_id=f"history_{one}",
        summary=f"{label} 변경 이력 (every version, oldest first)",
        response_model=list[RevisionRead],
        responses=documented(401, 403, 404, 422, 503),
    )
    def history(
        key: key_type, at: At, limit: Limit = MOST_REVISIONS, before: Before = None
    ) -> Response:
        with at.reading() as unit:
            found = lookups.history(unit, collection, key_of(str(key)), limit=limit, before=before)
            return Response(orjson.dumps(found), media_type=_JSON)


def _add_restoring(router: Router, collection: Collection, key_type: Any) -> None:  # noqa: ANN401 -- the type of a path's key
    """Add the route by which a record goes back to what it was."""
    label, one = collection.label, collection.name.replace("-", "_")

    @router.post(
        "/{key}/history/{version}/restore",
        operation_id=f"restore_{one}",
        summary=f"{label} 되돌리기 (back to a version; a removed one returns)",
        response_model=collection.read,
        responses={
            200: {"headers": _ETAG | REPLAYED},
            **documented(401, 403, 404, 409, 412, 422, 503),
        },
    )
    def restore(
        key: key_type,
        version: Annotated[int, Path(ge=1, le=999_999_999)],
        at: OnceAt,
        expected: Expected,
        reason: Reason,
        *,
        confirm: Confirm = False,
    ) -> Response:
        def make(unit: Writing) -> Response:
            found = key_of(str(key))
            return reply(records.restore(unit, collection, found, version, expected))

        return at.once(make, confirmed=confirm, reason=reason)


def _add_removal(router: Router, collection: Collection, key_type: Any) -> None:  # noqa: ANN401 -- the type of a path's key
    """Add the route by which a record goes."""
    one = collection.name.replace("-", "_")

    @router.delete(
        "/{key}",
        operation_id=f"remove_{one}",
        summary=f"{collection.label} 삭제 (remove; its history stays)",
        status_code=204,
        responses=documented(401, 403, 404, 409, 412, 422, 503),
    )
    def remove(key: key_type, at: KnownAt, expected: Expected, reason: Reason) -> Response:
        with at.writing(reason=reason) as unit:
            records.remove(unit, collection, key_of(str(key)), expected)
            return Response(status_code=204)


def _unless_known(request: Request, document: Document) -> Response:
    """Answer 304 when the caller holds this version already."""
    answer = reply(document)
    held = request.headers.get("if-none-match", "").split(",")
    if {"*", answer.headers["etag"]} & {tag.strip().removeprefix("W/") for tag in held}:
        return Response(status_code=304, headers={"ETag": answer.headers["etag"]})
    return answer


def routers(collections: Iterable[Collection], examples: dict[str, Document]) -> list[Router]:
    """Return the routes of every collection."""
    return [collection_router(c, examples.get(c.name)) for c in collections]
