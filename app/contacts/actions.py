"""What may be done with contact persons and with what they ask about their data."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, Table

from app.contacts.register import register
from app.contacts.schemas import (
    ContactDraft,
    ContactQuery,
    ContactRead,
    SubjectRequestDraft,
    SubjectRequestQuery,
    SubjectRequestRead,
)
from app.contacts.tables import Consent, Contact, ContactDetail, SubjectRequest
from app.core.actors import Actor, Role
from app.core.calendar import add_months
from app.core.collection import Collection, Document, Parts, Vault
from app.core.db import Writing
from app.core.errors import refuse
from app.core.masks import mask_email, mask_name, mask_phone

ANSWER_WITHIN_DAYS = 10  # 개인정보 보호법 시행령 제41조


def may_write(actor: Actor, contact: Document) -> None:
    """Refuse unless it is the caller's own agency or enterprise, or an office they work for."""
    if actor.role is Role.agency:
        actor.require_agency(contact["agency_id"])
    elif actor.role is Role.enterprise:
        actor.require_enterprise(contact["enterprise_id"])
    else:
        actor.require_office(contact["office"])


def of_own_offices(actor: Actor, table: Table) -> list[ColumnElement[bool]]:
    """Return the condition on what staff may see: of the offices they work for."""
    if actor.is_any(Role.staff) and actor.office:
        return [table.c.office.in_(sorted(actor.offices))]
    return []


def _with_period(contact: Document) -> Document:
    """Fill until when the values are kept: as registered, and no longer than a consent holds."""
    ends = [add_months(contact["confirmed_on"], register()["contacts"].keep_months)]
    if contact["basis"] == "consent":
        ends.append(consented_until(contact, "contact") or contact["confirmed_on"])
    return {**contact, "keep_until": min(ends)}


def consented_until(contact: Document, purpose: str) -> date | None:
    """Return until when a contact agreed to a purpose; a withdrawal ends it at once."""
    agreed = [one for one in contact["consents"] if one["purpose"] == purpose]
    return max((one["withdrawn_on"] or one["until"] for one in agreed), default=None)


def _rests_on_consent(_unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse the basis consent without a consent to be contacted."""
    if after["basis"] == "consent" and consented_until(after, "contact") is None:
        raise refuse(
            "consents",
            "missing",
            "처리 근거가 동의이면 연락(contact) 목적의 동의 기록이 있어야 합니다.",
            "The basis consent needs a consent for the purpose contact.",
        )


def _with_due_date(request: Document) -> Document:
    due = request["due_on"] or request["received_on"] + timedelta(days=ANSWER_WITHIN_DAYS)
    return {**request, "due_on": due}


def _destroyed(table: Table, wanted: bool) -> ColumnElement[bool]:  # noqa: FBT001 -- a filter's value
    column = table.c.destroyed_on
    return column.is_not(None) if wanted else column.is_(None)


def _until(table: Table, day: date) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = table.c.keep_until <= day
    return condition


def _open(table: Table, wanted: bool) -> ColumnElement[bool]:  # noqa: FBT001 -- a filter's value
    column = table.c.answered_on
    return column.is_(None) if wanted else column.is_not(None)


CONTACTS = Collection(
    name="contacts",
    label="담당자",
    model=Contact,
    draft=ContactDraft,
    read=ContactRead,
    query=ContactQuery,
    guard=may_write,
    parts=(Parts("consents", Consent, "contact_id"),),
    vault=Vault(
        ContactDetail,
        "contact_id",
        {"name": mask_name, "phone": mask_phone, "email": mask_email},
    ),
    complete=_with_period,
    rules=(_rests_on_consent,),
    filters={"destroyed": _destroyed, "keep_until": _until},
    sorts=("keep_until",),
    readers=frozenset({Role.staff, Role.agency, Role.enterprise}),
    within=of_own_offices,
)

SUBJECT_REQUESTS = Collection(
    name="subject-requests",
    label="정보주체의 요구",
    model=SubjectRequest,
    draft=SubjectRequestDraft,
    read=SubjectRequestRead,
    query=SubjectRequestQuery,
    guard=lambda actor, request: actor.require_office(request["office"]),
    complete=_with_due_date,
    filters={"open": _open},
    sorts=("due_on", "received_on"),
    date="received_on",
    readers=frozenset({Role.staff}),
    within=of_own_offices,
)
