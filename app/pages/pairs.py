"""Pairs of a fair on its timetable: who must not meet, and who must."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.core import lookups, records
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading
from app.core.errors import DomainError
from app.fairs import pairs, seating
from app.fairs.actions import FAIR_PAIRS, FAIRS
from app.fairs.timetable_schemas import FairPairDraft, TimetableDraft
from app.pages import forms
from app.pages.forms import Form
from app.pages.people import Posted
from app.pages.timetable import answered, chosen, path_of, refused
from app.routers.deps import KnownAt

router = APIRouter(prefix="/fairs/{fair_id}/timetable/pairs")
_BESIDE = {
    "department_id": "pair_department",
    "enterprise_id": "pair_enterprise",
    "rule": "pair_rule",
    "note": "pair_note",
}


@router.post("")
def add(fair_id: UUID, posted: Posted, at: KnownAt, request: Request) -> Response:
    """Keep a pair, and seat the two anew where there is a timetable already."""
    try:
        with at.writing() as unit:
            unit.actor.require(Role.staff)
            office = lookups.get(unit, FAIRS, fair_id)["office"]
            pair = pairs.add(unit, fair_id, _wanted(posted, office, fair_id))
            has_plan = seating.in_force(unit, fair_id) is not None
    except DomainError as refusal:
        return refused(at, request, fair_id, posted, refusal, _BESIDE)
    if not has_plan:
        return RedirectResponse(path_of(fair_id, made="paired"), 303)

    def ask(unit: Reading, plan: Document | None) -> TimetableDraft:
        return seating.with_pair(plan or {}, pair, unit.now)

    return answered(at, request, fair_id, posted, ask, made="paired")


@router.post("/{pair_id}/removal")
def remove(fair_id: UUID, pair_id: UUID, posted: Posted, at: KnownAt) -> Response:
    """Take a pair back; who meets whom changes when the timetable is made again."""
    del posted
    with at.writing() as unit:
        records.remove(unit, FAIR_PAIRS, pair_id, None)
    return RedirectResponse(path_of(fair_id, made="parted"), 303)


def _wanted(form: Form, office: str, fair_id: UUID) -> FairPairDraft:
    note = form.value("pair_note").strip().replace("\r\n", "\n") or None
    rule = form.value("pair_rule", "apart")
    wanted = {"office": office, "fair_id": fair_id, "rule": rule, "note": note}
    reads = {
        "department_id": lambda: chosen(form, "pair_department"),
        "enterprise_id": lambda: chosen(form, "pair_enterprise"),
    }
    return forms.whole(FairPairDraft, wanted, reads)
