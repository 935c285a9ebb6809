"""What comes in and goes out about fairs."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from app.core.paging import PageQuery
from app.core.types import (
    Code,
    Count,
    Day,
    Draft,
    Input,
    Line,
    Moment,
    Name,
    Output,
    Stamped,
    Text,
    Won,
    period_is_ordered,
)
from app.core.words import Fault, require_order
from app.fairs.badges import Badge, require_one_head

Precision = Literal["day", "month", "year"]


class BoothDraft(Input):
    """The booth of one enterprise."""

    id: UUID | None = None
    label: Annotated[Line | None, Field(max_length=40)] = None
    enterprise_id: UUID


class ConsultingDepartmentDraft(Input):
    """A department that comes to consult."""

    id: UUID | None = None
    agency_id: UUID
    department: Name | None = None
    interests: Annotated[list[Name], Field(max_length=50)] = []


class FairDraft(Draft):
    """A new fair."""

    office: Code
    name: Name
    starts_on: Day
    ends_on: Day | None = None
    date_precision: Precision = "day"
    host_agency_id: UUID | None = None
    host: Name | None = None
    place: Name | None = None
    visitors: Annotated[Count | None, Field(description="heads counted, 명")] = None
    note: Text | None = None
    source: Line | None = None
    booths: Annotated[list[BoothDraft], Field(max_length=1000)] = []
    departments: Annotated[list[ConsultingDepartmentDraft], Field(max_length=1000)] = []

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if not period_is_ordered(self.starts_on, self.ends_on):
            raise Fault(
                "ends_on",
                "ends_before_start",
                "끝나는 날이 시작하는 날보다 빠릅니다.",
                "The fair ends before it starts.",
            )
        return self


class WalkIn(Input):
    """Who came unannounced: a department, or an enterprise that gets a booth."""

    department: ConsultingDepartmentDraft | None = None
    booth: BoothDraft | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.department is None) == (self.booth is None):
            ko, en = "부서나 부스 가운데 하나를 보내 주세요.", "Send a department or a booth."
            raise Fault("department", "one_of_both", ko, en)
        return self


class BoothRead(Output):
    """A booth as it is stored."""

    id: UUID
    label: str | None
    enterprise_id: UUID


class ConsultingDepartmentRead(Output):
    """A consulting department as it is stored."""

    id: UUID
    agency_id: UUID
    department: str | None
    interests: list[str]


class FairRead(Stamped):
    """A fair as it is stored."""

    office: str
    name: str
    starts_on: date
    ends_on: date | None
    date_precision: Precision
    host_agency_id: UUID | None
    host: str | None
    place: str | None
    visitors: int | None
    note: str | None
    source: str | None
    booths: list[BoothRead]
    departments: list[ConsultingDepartmentRead]


class FairQuery(PageQuery):
    """Filters of the list of fairs."""

    office: Code | None = None
    host_agency_id: UUID | None = None
    date_from: Day | None = None
    date_until: Day | None = None

    @model_validator(mode="after")
    def _days_are_ordered(self) -> Self:
        require_order(self.date_from, self.date_until, "date_until")
        return self


Heads = Annotated[int, Field(strict=True, ge=1, le=1000, description="who came in together, 명")]


class CheckInDraft(Draft):
    """Visitors who came in together."""

    office: Code
    fair_id: UUID
    counted_at: Moment
    heads: Heads
    badge: Badge | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _wears_its_own(self) -> Self:
        require_one_head(self.badge, self.heads)
        return self


class CheckInRead(Stamped):
    """Visitors who came in together, as they were counted."""

    office: str
    fair_id: UUID
    counted_at: datetime
    heads: int
    badge: str | None
    note: str | None


class FairDemandDraft(Draft):
    """What a department comes to a fair for."""

    office: Code
    fair_id: UUID
    agency_id: UUID
    department: Name | None = None
    category_code: Code | None = None
    item: Name
    amount_krw: Won | None = None
    people: Annotated[
        int | None, Field(strict=True, ge=1, le=1000, description="who come together, 명")
    ] = None
    note: Text | None = None


class FairDemandRead(Stamped):
    """What a department comes to a fair for, as it is stored."""

    office: str
    fair_id: UUID
    agency_id: UUID
    department: str | None
    category_code: str | None
    item: str
    amount_krw: int | None
    people: int | None
    note: str | None


class FairDemandQuery(PageQuery):
    """Filters of the list of what departments come for."""

    office: Code | None = None
    fair_id: UUID | None = None
    agency_id: UUID | None = None
    category_code: Code | None = None


class CheckInQuery(PageQuery):
    """Filters of the list of check-ins."""

    office: Code | None = None
    fair_id: UUID | None = None
    badge: Badge | None = None


class DeskProduct(Output):
    """What an enterprise offers, for who stands at a desk."""

    name: str
    category_code: str | None
    unit: str | None
    unit_price_krw: int | None


class DeskBooth(Output):
    """A booth with what a desk tells a visitor about its enterprise."""

    id: UUID
    label: str | None
    enterprise_id: UUID
    name: str
    district: str | None
    description: str | None
    certifications: Annotated[list[str], Field(description="their names, in Korean")]
    products: list[DeskProduct]


class DeskDepartment(Output):
    """A department that came to consult."""

    id: UUID
    agency_id: UUID
    agency: str
    department: str | None
    interests: list[str]


class DeskRead(Output):
    """All that a desk of a fair needs when it has no network."""

    id: UUID
    office: str
    name: str
    place: str | None
    starts_on: date
    ends_on: date | None
    booths: list[DeskBooth]
    departments: list[DeskDepartment]
