"""What may be done with the log: entries are added and corrected with history, never silently."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select

from app.activity import deal_schemas, event_schemas, schemas, tables
from app.activity.metrics import metrics
from app.activity.own_survey import may_survey, own_answers_only
from app.core.actors import Actor, Role
from app.core.calendar import add_business_days
from app.core.collection import Collection, Document, Parts
from app.core.db import Writing
from app.core.errors import refuse
from app.core.tables import table_of
from app.enterprises.tables import Enterprise
from app.fairs.actions import may_record

_STAFF = frozenset({Role.staff})
ANSWER_WITHIN = {"general": 3, "expert": 3, "document_review": 7}  # business days, S4


def _may_write(actor: Actor, entry: Document) -> None:
    actor.require_office(entry["office"])


def _with_due_date(consultation: Document) -> Document:
    """Fill the day an answer is due: 3 business days, 7 for a document review."""
    if (
        consultation["due_on"]
        or consultation["answered_on"]
        or consultation["date_precision"] != "day"
    ):
        return consultation
    days = ANSWER_WITHIN[consultation["kind"]]
    return {**consultation, "due_on": add_business_days(consultation["received_on"], days)}


def _referred_exist(unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse referrals to enterprises that are not registered."""
    ids = {UUID(key) for key in after["referred_enterprise_ids"]}
    column = table_of(Enterprise).c.id
    if ids and len(unit.all(select(column).where(column.in_(ids)))) != len(ids):
        raise refuse(
            "referred_enterprise_ids",
            "unknown",
            "등록되지 않은 기업이 있습니다.",
            "Not all of these enterprises are registered.",
        )


def _metric_is_known(_unit: Writing, _before: Document | None, after: Document) -> None:
    """Refuse a tally of something that is not in the catalogue of metrics."""
    if after["metric"] not in metrics():
        raise refuse(
            "metric",
            "unknown",
            "지표 코드가 없습니다. GET /api/v1/metrics에서 확인해 주세요.",
            "No such metric; see GET /api/v1/metrics.",
        )


def _open(column: str) -> Any:  # noqa: ANN401 -- a filter function
    return lambda table, wanted: (
        table.c[column].is_(None) if wanted else table.c[column].is_not(None)
    )


def _due(table: Table, day: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    condition: ColumnElement[bool] = table.c.due_on <= day
    return condition


def _awarded(table: Table, enterprise_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    awards = table_of(tables.Award)
    return table.c.id.in_(select(awards.c.case_id).where(awards.c.enterprise_id == enterprise_id))


VISITS = Collection(
    name="visits",
    label="방문",
    model=tables.Visit,
    draft=schemas.VisitDraft,
    read=schemas.VisitRead,
    query=schemas.VisitQuery,
    guard=_may_write,
    sorts=("visited_on",),
    date="visited_on",
    readers=_STAFF,
)

CONSULTATIONS = Collection(
    name="consultations",
    label="상담",
    model=tables.Consultation,
    draft=schemas.ConsultationDraft,
    read=schemas.ConsultationRead,
    query=schemas.ConsultationQuery,
    guard=may_record,
    complete=_with_due_date,
    rules=(_referred_exist,),
    filters={"open": _open("answered_on"), "due_until": _due},
    sorts=("received_on", "due_on"),
    date="received_on",
    readers=_STAFF | {Role.device},
)

MATCHING_CASES = Collection(
    name="matching-cases",
    label="매칭 상담",
    model=tables.MatchingCase,
    draft=deal_schemas.MatchingCaseDraft,
    read=deal_schemas.MatchingCaseRead,
    query=deal_schemas.MatchingCaseQuery,
    guard=_may_write,
    parts=(Parts("awards", tables.Award, "case_id"),),
    filters={"awarded_to": _awarded},
    sorts=("opened_on", "amount_krw"),
    date="opened_on",
    readers=_STAFF,
)

EDUCATION_SESSIONS = Collection(
    name="education-sessions",
    label="교육·설명회",
    model=tables.EducationSession,
    draft=event_schemas.EducationSessionDraft,
    read=event_schemas.EducationSessionRead,
    query=event_schemas.EducationSessionQuery,
    guard=_may_write,
    sorts=("held_on", "participants"),
    date="held_on",
)

MEETINGS = Collection(
    name="meetings",
    label="간담회",
    model=tables.Meeting,
    draft=event_schemas.MeetingDraft,
    read=event_schemas.MeetingRead,
    query=event_schemas.MeetingQuery,
    guard=_may_write,
    sorts=("held_on",),
    date="held_on",
    readers=_STAFF,
)

CONTRACTS = Collection(
    name="contracts",
    label="계약",
    model=tables.Contract,
    draft=deal_schemas.ContractDraft,
    read=deal_schemas.ContractRead,
    query=deal_schemas.ContractQuery,
    guard=_may_write,
    sorts=("signed_on", "amount_krw"),
    date="signed_on",
    readers=_STAFF | {Role.agency, Role.enterprise},
)

SURVEYS = Collection(
    name="surveys",
    label="조사",
    model=tables.Survey,
    draft=schemas.SurveyDraft,
    read=schemas.SurveyRead,
    query=schemas.SurveyQuery,
    guard=may_survey,
    remover=_may_write,
    rules=(own_answers_only,),
    sorts=("surveyed_on",),
    date="surveyed_on",
    readers=_STAFF | {Role.agency, Role.enterprise},
)

FOLLOW_UPS = Collection(
    name="follow-ups",
    label="후속 조치",
    model=tables.FollowUp,
    draft=schemas.FollowUpDraft,
    read=schemas.FollowUpRead,
    query=schemas.FollowUpQuery,
    guard=_may_write,
    filters={"open": _open("done_on"), "due_until": _due},
    sorts=("due_on",),
    date="due_on",
    readers=_STAFF,
)

TALLIES = Collection(
    name="tallies",
    label="집계 기록",
    model=tables.Tally,
    draft=event_schemas.TallyDraft,
    read=event_schemas.TallyRead,
    query=event_schemas.TallyQuery,
    guard=_may_write,
    parts=(Parts("members", tables.TallyMember, "tally_id"),),
    rules=(_metric_is_known,),
    sorts=("period_from", "value"),
    date="period_from",
    readers=_STAFF,
)
