"""Every collection as a spreadsheet: out as CSV, and in with a verdict on each row."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import orjson
from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from app.core.collection import Collection
from app.core.db import Writing
from app.core.types import Input, Output
from app.exchange import imports, writers
from app.routers.deps import At, Confirm, Desk, Reason
from app.routers.once import REPLAYED, OnceAt
from app.routers.problems import documented, language_of
from app.routers.routing import Router

_CSV = "text/csv"


class RowFault(Output):
    """What is wrong with one cell, or with a row as a whole (`column` is null)."""

    column: str | None
    pointer: str
    code: str
    message: str


class RowReceipt(Output):
    """The verdict on one row; `row` is its number as a spreadsheet shows it."""

    row: int
    verdict: imports.Verdict
    action: imports.Action | None
    errors: list[RowFault]


class ImportReceipt(Output):
    """What became of a sheet: stored whole, or not at all."""

    rows: list[RowReceipt]
    summary: dict[str, int]
    stored: bool


async def _sheet(request: Request) -> bytes:
    """Return the body; it is counted, and refused when it is too long, as it is read."""
    return await request.body()


Sheet = Annotated[bytes, Depends(_sheet)]
DryRun = Annotated[bool, Query(description="only judge the rows; nothing is stored")]


def exchange_router(collection: Collection) -> Router:
    """Return the two routes by which a collection leaves and comes as a spreadsheet."""
    name, label = collection.name, collection.label
    one = name.replace("-", "_")
    router = Router(prefix=f"/{name}", tags=[name])
    filters: Any = writers.filters_of(collection)

    @router.get(
        ".csv",
        operation_id=f"export_{one}",
        summary=f"{label} CSV 내보내기 (every visible row as a spreadsheet)",
        response_class=StreamingResponse,
        responses={200: _described_sheet(), **documented(401, 403, 422, 503)},
    )
    def export(query: Annotated[filters, Query()], at: At) -> Response:
        with at.reading() as unit:
            writers.require_within(unit, collection, query, at.config.max_export_rows)
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return StreamingResponse(
            _stream(at, collection, query), headers=headers, media_type=writers.MEDIA_TYPE
        )

    @router.post(
        ".csv",
        operation_id=f"import_{one}",
        summary=f"{label} CSV 가져오기 (all rows or none; a row whose id exists corrects it)",
        response_model=ImportReceipt,
        responses={200: {"headers": REPLAYED}, **documented(401, 403, 409, 413, 422, 503)},
        openapi_extra={"requestBody": {"required": True, **_described_sheet()}},
    )
    def import_(
        at: OnceAt,
        data: Sheet,
        request: Request,
        reason: Reason,
        *,
        dry_run: DryRun = False,
        confirm: Confirm = False,
    ) -> Response:
        def make(unit: Writing) -> Response:
            most = request.app.state.settings.max_upload_rows
            outcome = imports.take_in(unit, collection, data, dry_run=dry_run, most_rows=most)
            return _receipt(outcome, language_of(request))

        return at.once(make, confirmed=confirm, reason=reason)

    return router


def _described_sheet() -> dict[str, Any]:
    return {"content": {_CSV: {"schema": {"type": "string"}}}}


def _stream(at: Desk, collection: Collection, query: Input) -> Iterator[bytes]:
    """Write the sheet from one view of the database, which stays open as long as someone reads."""
    with at.reading() as unit:
        yield from writers.sheet(unit, collection, query)


def _receipt(outcome: imports.Outcome, language: str) -> Response:
    rows = [
        {
            "row": one.row,
            "verdict": one.verdict,
            "action": one.action,
            "errors": [
                {
                    "column": imports.column_of(fault),
                    "pointer": fault.pointer,
                    "code": fault.code,
                    "message": fault.en if language == "en" else fault.ko,
                }
                for fault in one.faults
            ],
        }
        for one in outcome.receipts
    ]
    body = {"rows": rows, "summary": outcome.summary, "stored": outcome.stored}
    return Response(orjson.dumps(body), media_type="application/json")


def routers(collections: Iterable[Collection]) -> list[Router]:
    """Return the spreadsheet routes of every collection."""
    return [exchange_router(one) for one in collections]
