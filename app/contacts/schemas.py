"""What comes in and goes out about contact persons and their data."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.core.paging import PageQuery
from app.core.types import (
    Code,
    Day,
    Draft,
    Input,
    Line,
    Name,
    Output,
    QuerySeq,
    Stamped,
    Text,
    period_is_ordered,
)
from app.core.words import Fault

Phone = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=7, max_length=25, pattern=r"^\+?[0-9][0-9 *-]*$"
    ),
    Field(description="a work number, e.g. 02-000-0000"),
]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, max_length=200, pattern=r"^[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+$"
    ),
]
Basis = Literal["consent", "public_duty", "contract"]
ConsentPurpose = Literal["contact", "third_party"]
Purpose = Literal["consultation", "contract", "fair", "third_party", "subject_request"]
RequestKind = Literal["access", "correction", "deletion", "suspension"]
Outcome = Literal["done", "partly", "refused"]


class ConsentDraft(Input):
    """What a person agreed to."""

    id: UUID | None = None
    purpose: ConsentPurpose
    items: Annotated[list[Name], Field(min_length=1, max_length=20)]
    agreed_on: Day
    until: Day
    wording: Annotated[Line, Field(min_length=1, max_length=100, description="판 of the notice")]
    withdrawn_on: Day | None = None


class ContactDraft(Draft):
    """A new contact person. No resident number, no birthday, no private address is asked for."""

    office: Code
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    department: Name | None = None
    position: Annotated[Name | None, Field(max_length=100)] = None
    name: Annotated[Name, Field(max_length=100, description="answered masked")]
    phone: Phone | None = None
    email: Email | None = None
    basis: Annotated[Basis, Field(description="개인정보 보호법 제15조제1항: 동의, 소관 업무, 계약")]
    confirmed_on: Annotated[Day, Field(description="the day it was last known to be right")]
    source: Line | None = None
    consents: Annotated[list[ConsentDraft], Field(max_length=20)] = []

    @model_validator(mode="after")
    def _belongs_somewhere(self) -> Self:
        if (self.agency_id is None) == (self.enterprise_id is None):
            raise Fault(
                "agency_id",
                "one_of",
                "기관(agency_id)과 기업(enterprise_id) 가운데 하나를 적어 주세요.",
                "Give either agency_id or enterprise_id.",
            )
        for place, consent in enumerate(self.consents):
            if not period_is_ordered(consent.agreed_on, consent.until):
                raise Fault(
                    f"consents/{place}/until",
                    "ends_before_start",
                    "동의 기간이 동의한 날보다 먼저 끝납니다.",
                    "The consent ends before it was given.",
                )
        return self


class ConsentRead(Output):
    """A consent as it is stored."""

    id: UUID
    purpose: ConsentPurpose
    items: list[str]
    agreed_on: date
    until: date
    wording: str
    withdrawn_on: date | None


class ContactRead(Stamped):
    """A contact as it is shown: masked. `POST …/disclosures` shows the values and records it."""

    office: str
    agency_id: UUID | None
    enterprise_id: UUID | None
    department: str | None
    position: str | None
    name: str | None
    phone: str | None
    email: str | None
    basis: Basis
    confirmed_on: date
    keep_until: date
    destroyed_on: date | None
    source: str | None
    consents: list[ConsentRead]


class ContactQuery(PageQuery):
    """Filters of the list of contacts."""

    office: Code | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    keep_until: Annotated[Day | None, Field(description="to be destroyed by this day")] = None
    destroyed: Annotated[bool | None, Field(description="whether its values are gone")] = None


class SubjectRequestDraft(Draft):
    """What a person asked about their own data."""

    office: Code
    contact_id: UUID
    kind: RequestKind
    received_on: Day
    due_on: Annotated[Day | None, Field(description="left out: ten days later (시행령 제41조)")] = (
        None
    )
    answered_on: Day | None = None
    outcome: Outcome | None = None
    answer: Text | None = None

    @model_validator(mode="after")
    def _is_answered_with_an_outcome(self) -> Self:
        if (self.answered_on is None) != (self.outcome is None):
            raise Fault(
                "outcome",
                "missing",
                "답한 날과 처리 결과는 함께 적어 주세요.",
                "The day of the answer and its outcome go together.",
            )
        if not period_is_ordered(self.received_on, self.answered_on):
            raise Fault(
                "answered_on",
                "ends_before_start",
                "답한 날이 받은 날보다 빠릅니다.",
                "It was answered before it was received.",
            )
        return self


class SubjectRequestRead(Stamped):
    """A request as it is stored."""

    office: str
    contact_id: UUID
    kind: RequestKind
    received_on: date
    due_on: date
    answered_on: date | None
    outcome: Outcome | None
    answer: str | None


class SubjectRequestQuery(PageQuery):
    """Filters of the list of requests."""

    office: Code | None = None
    contact_id: UUID | None = None
    kind: RequestKind | None = None
    open: Annotated[bool | None, Field(description="not yet answered")] = None


class DisclosureAsked(Input):
    """Why the values of a contact are wanted."""

    purpose: Purpose
    recipient: Annotated[
        Name | None, Field(description="who gets them, for the purpose third_party")
    ] = None
    reason: Line | None = None


class Disclosed(Output):
    """The values of a contact; that they were read is recorded."""

    contact_id: UUID
    name: str
    phone: str | None
    email: str | None
    access_record: UUID


class ExportAsked(Input):
    """Why the values of many contacts are wanted in one file."""

    purpose: Purpose
    reason: Annotated[Line, Field(min_length=5, description="recorded with the number of rows")]
    recipient: Name | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None


class AccessRecordRead(Output):
    """Who read what: 식별자, 접속일시, 접속지, 처리한 정보주체, 수행업무."""

    seq: int
    id: UUID
    at: datetime
    actor: str
    role: str
    address: str | None
    task: Literal["disclosed", "exported"]
    subjects: list[UUID]
    rows: int
    purpose: Purpose
    reason: str | None
    recipient: str | None


class DestructionRead(Output):
    """What was destroyed."""

    seq: int
    id: UUID
    at: datetime
    actor: str
    data: str
    why: Literal["period_over", "consent_ended", "asked_for"]
    records: list[UUID]
    rows: int


class LogQuery(Input):
    """A page of a log, newest first."""

    before: Annotated[QuerySeq | None, Field(description="seq to go on from")] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class DataKept(Output):
    """One kind of personal data, as `data/personal_data.csv` tells it."""

    code: str
    subject: str
    items: list[str]
    purpose: str
    ground: str
    article: str
    keep_months: int
    counted_from: str
    source: str
    verified_on: date
