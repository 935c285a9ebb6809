"""The log of the sales-support team: what was done, when, for whom, and what came of it.

The chain visit → consultation → matching case → contract is kept as explicit links, so that a
contract can be traced to the visit it began with. A count that has no rows behind it is a tally.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field

from app.core.tables import Part, Record, json_list, won_field


class Entry(Record):
    """What every entry of the log has."""

    office: str = Field(foreign_key="office.code")
    date_precision: str = Field(default="day", max_length=5)
    note: str | None = None
    source: str | None = Field(default=None, max_length=500)


class Visit(Entry, table=True):
    """A sales visit (방문영업)."""

    __tablename__ = "visit"
    __table_args__ = (
        Index("ix_visit_office_day", "office", "visited_on", "target"),
        Index("ix_visit_agency_day", "agency_id", "office", "visited_on"),
        Index("ix_visit_day", "visited_on"),
    )

    visited_on: date
    target: str = Field(max_length=20, index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    department: str | None = Field(default=None, max_length=200)
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id", index=True)
    purposes: list[str] = json_list()
    result: str | None = None
    next_step: str | None = None


class Consultation(Entry, table=True):
    """A consultation (상담): who asked, through which channel, about what, and the answer's due date."""

    __tablename__ = "consultation"
    __table_args__ = (
        Index("ix_consultation_office_day", "office", "received_on", "kind", "fair_id"),
        Index("ix_consultation_day", "received_on"),
        Index("ix_consultation_due", "answered_on", "due_on"),
    )

    kind: str = Field(max_length=20, index=True)
    channel: str = Field(max_length=20, index=True)
    received_on: date
    received_at: datetime | None = None
    due_on: date | None = Field(default=None, index=True)
    answered_on: date | None = None
    requester_kind: str = Field(max_length=20, index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    department: str | None = Field(default=None, max_length=200)
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id", index=True)
    fair_id: UUID | None = Field(default=None, foreign_key="fair.id", index=True)
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    field: str | None = Field(default=None, max_length=30, index=True)
    topic: str | None = None
    answer: str | None = None
    referred_enterprise_ids: list[str] = json_list()
    next_step: str | None = Field(default=None, max_length=20)
    rating: int | None = None


class MatchingCase(Entry, table=True):
    """A matching case (영업매칭): the support given and what came of it."""

    __tablename__ = "matching_case"
    __table_args__ = (
        Index("ix_matching_case_office_day", "office", "opened_on", "amount_krw"),
        Index("ix_matching_case_day", "opened_on"),
    )

    opened_on: date
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    department: str | None = Field(default=None, max_length=200)
    title: str = Field(max_length=200)
    tender_id: UUID | None = Field(default=None, foreign_key="tender.id", index=True)
    consultation_id: UUID | None = Field(default=None, foreign_key="consultation.id", index=True)
    amount_krw: int | None = won_field(index=True)
    amount_state: str = Field(max_length=10)
    amount_as_printed: str | None = Field(default=None, max_length=100)
    support_types: list[str] = json_list()
    outcome: str = Field(max_length=30, index=True)
    is_consortium: bool = False
    bidder_count: int | None = None


class Award(Part, table=True):
    """One enterprise that was chosen in a matching case; a case may have several."""

    __tablename__ = "matching_case_award"

    case_id: UUID = Field(foreign_key="matching_case.id", index=True)
    enterprise_id: UUID = Field(foreign_key="enterprise.id", index=True)
    amount_krw: int | None = won_field()


class EducationSession(Entry, table=True):
    """An education session or briefing (교육·설명회)."""

    __tablename__ = "education_session"
    __table_args__ = (
        Index("ix_education_session_office_day", "office", "held_on", "participants"),
        Index("ix_education_session_day", "held_on"),
    )

    held_on: date
    kind: str = Field(max_length=30, index=True)
    audience: str | None = Field(default=None, max_length=200)
    topic: str = Field(max_length=200)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    participants: int | None = Field(default=None, index=True)
    satisfaction: float | None = None


class Meeting(Entry, table=True):
    """A meeting with partners (간담회)."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_office_day", "office", "held_on"),
        Index("ix_meeting_day", "held_on"),
    )

    held_on: date
    title: str = Field(max_length=200)
    details: str | None = None
    participants: int | None = None


class Contract(Entry, table=True):
    """A contract or deal with an enterprise, and where it came from."""

    __tablename__ = "contract"
    __table_args__ = (
        Index(
            "ix_contract_office_day",
            "office",
            "signed_on",
            "market",
            "channel",
            "state",
            "amount_krw",
        ),
        Index("ix_contract_day", "signed_on"),
    )

    market: str = Field(max_length=10, index=True)
    signed_on: date
    enterprise_id: UUID = Field(foreign_key="enterprise.id", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    buyer: str | None = Field(default=None, max_length=200)
    department: str | None = Field(default=None, max_length=200)
    item: str = Field(max_length=200)
    category_code: str | None = Field(default=None, foreign_key="category.code", index=True)
    amount_krw: int | None = won_field(index=True)
    state: str = Field(max_length=20, index=True)
    channel: str | None = Field(default=None, max_length=200)
    case_id: UUID | None = Field(default=None, foreign_key="matching_case.id", index=True)
    fair_id: UUID | None = Field(default=None, foreign_key="fair.id", index=True)
    tender_id: UUID | None = Field(default=None, foreign_key="tender.id", index=True)


class Survey(Entry, table=True):
    """A survey: supply capacity in two rounds (1차 온라인, 2차 방문 심층), or an agency's purchasing."""

    __tablename__ = "survey"
    __table_args__ = (
        Index(
            "ix_survey_office_day", "office", "surveyed_on", "kind", "enterprise_id", "agency_id"
        ),
        Index("ix_survey_day", "surveyed_on"),
    )

    kind: str = Field(max_length=20, index=True)
    surveyed_on: date
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    in_public_market: bool | None = None
    wants_public_market: bool | None = None
    findings: str | None = None
    constraints: str | None = None


class FollowUp(Entry, table=True):
    """Something promised, with the day it is due."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_open", "done_on", "due_on"),
        Index("ix_follow_up_office_day", "office", "due_on"),
    )

    due_on: date = Field(index=True)
    done_on: date | None = None
    promise: str = Field(max_length=500)
    promised_by: str = Field(max_length=20)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id", index=True)
    visit_id: UUID | None = Field(default=None, foreign_key="visit.id", index=True)
    consultation_id: UUID | None = Field(default=None, foreign_key="consultation.id", index=True)
    case_id: UUID | None = Field(default=None, foreign_key="matching_case.id", index=True)
    fair_id: UUID | None = Field(default=None, foreign_key="fair.id", index=True)


class Tally(Entry, table=True):
    """A count or sum that was printed without rows behind it (집계 기록)."""

    __tablename__ = "tally"
    __table_args__ = (
        Index("ix_tally_metric", "metric", "office", "period_from"),
        Index("ix_tally_office_day", "office", "period_from"),
    )

    metric: str = Field(max_length=60)
    period_from: date = Field(index=True)
    period_until: date
    value: int = won_field(nullable=False, index=True)
    group: str | None = Field(default=None, max_length=60, index=True)
    fair_id: UUID | None = Field(default=None, foreign_key="fair.id", index=True)


class TallyMember(Part, table=True):
    """A name listed under a tally, as often and in the order it was printed."""

    __tablename__ = "tally_member"

    tally_id: UUID = Field(foreign_key="tally.id", index=True)
    name: str = Field(max_length=200)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id", index=True)
