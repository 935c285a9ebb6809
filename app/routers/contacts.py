"""Contact persons beyond what every collection has: reading their values, exports, and the logs."""

from uuid import UUID

import orjson
from fastapi import Request, Response

from app.contacts import disclosures, register, retention
from app.contacts.schemas import (
    AccessRecordRead,
    ContactRead,
    DataKept,
    DestructionRead,
    Disclosed,
    DisclosureAsked,
    ExportAsked,
    LogQuery,
)
from app.core.db import Writing
from app.reports.formats import FORMS
from app.reports.personal import contact_sheet, privacy_sheet
from app.routers.asked import asked, described
from app.routers.collections import reply
from app.routers.deps import At, KnownAt
from app.routers.once import REPLAYED, OnceAt
from app.routers.problems import documented, language_of
from app.routers.reports import FileForm, file_of
from app.routers.routing import Router

router = Router(tags=["contacts"])
_JSON = "application/json"
_NOT_KEPT = {"Cache-Control": "no-store"}


@router.post(
    "/contacts/{key}/disclosures",
    summary="담당자 정보 열람 (read the values of a contact; recorded)",
    response_model=Disclosed,
    responses=documented(401, 403, 404, 409, 413, 422, 503),
)
def disclose(key: UUID, wanted: DisclosureAsked, at: KnownAt) -> Response:
    """Read name, number and address, saying what for. Who, when, from where and why is recorded.

    Asking again is another reading, so there is no Idempotency-Key.
    """
    with at.writing(reason=wanted.reason) as unit:
        found = disclosures.disclose(unit, key, wanted)
    return Response(orjson.dumps(found), headers=_NOT_KEPT, media_type=_JSON)


@router.post(
    "/contact-exports",
    summary="담당자 정보 내려받기 (values of many contacts as CSV; recorded)",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        **documented(401, 403, 409, 413, 422, 503),
    },
)
def export(wanted: ExportAsked, at: KnownAt) -> Response:
    """Take the values of every contact the caller may see; needs a reason, counts the rows."""
    with at.writing(reason=wanted.reason) as unit:
        found = disclosures.export(unit, wanted)
    answer = file_of(contact_sheet(found), "csv")
    answer.headers.update(_NOT_KEPT)
    return answer


@router.post(
    "/contacts/{key}/destruction",
    summary="담당자 정보 파기 (destroy the values, because the person asked)",
    response_model=ContactRead,
    responses={200: {"headers": REPLAYED}, **documented(401, 403, 404, 409, 422, 503)},
)
def destroy(key: UUID, at: OnceAt) -> Response:
    """Destroy the values of one contact for good; the empty shell and the history stay."""

    def gone(unit: Writing) -> Response:
        return reply(retention.destroy(unit, key))

    return at.once(gone)


@router.get(
    "/access-records",
    summary="개인정보 접속기록 (who read whose data)",
    response_model=list[AccessRecordRead],
    responses=documented(401, 403, 422, 503),
    openapi_extra=described(LogQuery),
)
def read_access_records(request: Request, at: At) -> Response:
    """Return who read what, newest first; for administrators."""
    with at.reading() as unit:
        found = disclosures.access_records(unit, asked(LogQuery, request))
    return Response(orjson.dumps(found), headers=_NOT_KEPT, media_type=_JSON)


@router.get(
    "/destructions",
    summary="개인정보 파기 기록 (what was destroyed)",
    response_model=list[DestructionRead],
    responses=documented(401, 403, 422, 503),
    openapi_extra=described(LogQuery),
)
def read_destructions(request: Request, at: At) -> Response:
    """Return what was destroyed, newest first; for administrators."""
    with at.reading() as unit:
        found = retention.destructions(unit, asked(LogQuery, request))
    return Response(orjson.dumps(found), media_type=_JSON)


@router.get(
    "/privacy",
    summary="개인정보 처리방침 (which personal data are kept, why and how long)",
    response_model=list[DataKept],
)
def read_privacy(request: Request) -> Response:
    """Return the register of personal data, in the reader's language."""
    return Response(orjson.dumps(register.told(language_of(request))), media_type=_JSON)


@router.get(
    "/privacy.{form}",
    summary="개인정보 처리방침 파일 (as a file)",
    response_class=Response,
    responses={
        200: {"content": {one.media_type.split(";")[0]: {} for one in FORMS.values()}},
        **documented(422),
    },
)
def read_privacy_file(form: FileForm) -> Response:
    """Return the register of personal data as a page for print, or as a spreadsheet."""
    return file_of(privacy_sheet(), form)
