"""What comes in and goes out about matching."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from app.agencies.schemas import BuyerLaw
from app.core.paging import PagedQuery
from app.core.types import Code, Day, Flag, Input, Name, Output, QueryPage, Won
from app.enterprises.schemas import CertificationKind
from app.tenders.schemas import TenderFields

Limit = Annotated[int, Field(ge=1, le=100, description="how many results, and near misses")]


class MatchRequest(TenderFields):
    """A request typed in: a tender's fields, of which only the title is needed."""

    id: UUID | None = None
    buyer_law: Annotated[BuyerLaw, Field(description="which contract law binds the buyer")] = (
        "unknown"
    )
    aggregated_12m_krw: Annotated[
        Won | None,
        Field(description="추정가격 합계: all of the same need in twelve months, VAT excluded, 원"),
    ] = None
    is_simple_labour: Annotated[
        Flag, Field(description="단순노무 용역: not let by negotiation after proposals")
    ] = False
    as_of: Annotated[Day | None, Field(description="the day the question is asked; today")] = None
    limit: Annotated[int | None, Field(strict=True, ge=1, le=100)] = None


class EnterpriseBrief(Output):
    """Who stands in a ranking."""

    id: UUID
    name: str
    district: str | None
    is_synthetic: bool


class FactorRead(Output):
    """One part of a score; the contributions of a result add up to its score."""

    name: str
    label: str
    weight: float
    value: float
    contribution: float
    evidence: dict[str, Any]


class ChangeRead(Output):
    """The smallest change that would make a check pass."""

    code: str
    values: dict[str, Any]
    message: str
    message_en: str


class CheckRead(Output):
    """One hard requirement; unknown is neither a pass nor a fail."""

    name: str
    outcome: Literal["pass", "fail", "unknown"]
    required: Any = None
    found: Any = None
    change: ChangeRead | None


class RouteRead(Output):
    """One contract route (계약 방법) with its basis and what is still to be shown."""

    state: str
    route: str
    quotations: str
    quotation_rule_id: str | None
    edocument_system_required: bool | None
    law: str
    article: str
    rule_id: str
    missing: list[str]
    warnings: list[str]
    quote: str
    effective_from: date | None
    verified_on: date


class MatchedProductRead(Output):
    """A product that speaks for the enterprise."""

    id: str
    name: str
    score: float


class ResultRead(Output):
    """One enterprise's place in a ranking, with its reasons."""

    rank: int
    enterprise: EnterpriseBrief
    score: float
    eligibility: Literal["eligible", "unknown", "ineligible"]
    factors: list[FactorRead]
    checks: list[CheckRead]
    routes: list[RouteRead]
    matched_products: list[MatchedProductRead]


class MatchRead(Output):
    """A ranking: those that fit or may fit, then those that fail a requirement and what would help."""

    run_id: UUID | None
    engine_version: str
    weights_version: str
    thesaurus_version: str
    data_version: int
    as_of: date
    considered: int
    results: list[ResultRead]
    near_misses: list[ResultRead]
    took_ms: float


class RunRead(Output):
    """A stored run in a list."""

    id: UUID
    created_at: datetime
    actor: str
    tender_id: UUID | None
    as_of: date
    engine_version: str
    weights_version: str
    thesaurus_version: str | None
    data_version: int


class DifferenceRead(Output):
    """One thing a replay did otherwise: `then` stands in the stored run, `now` in the replay."""

    part: Literal["engine", "weights", "thesaurus", "answer"]
    place: str
    then: Any = None
    now: Any = None
    message: str
    message_en: str


class ReplayRead(Output):
    """Whether a stored run, repeated on the data it was made from, gives the same bytes, or why not."""

    run_id: UUID
    identical: bool
    engine_version: str
    weights_version: str
    thesaurus_version: str
    differences: list[DifferenceRead]


class SearchQuery(PagedQuery):
    """A free-text search over enterprises."""

    q: Annotated[Name, Field(description="초성, typos, missing spaces and synonyms are understood")]
    category: Code | None = None
    district: Annotated[Name | None, Field(description="소재지: where they are at home")] = None
    region: Annotated[Name | None, Field(description="공급 지역: where they supply")] = None
    certification: CertificationKind | None = None
    licence: Name | None = None
    capacity_at_least: Annotated[int | None, Field(ge=0, le=10**9)] = None
    as_of: Day | None = None


class BrowseQuery(Input):
    """What somebody looks for in the registry; within the kinds any will do."""

    q: Name | None = None
    category: Code | None = None
    kind: Annotated[list[CertificationKind], Field(max_length=30)] = []
    proved: Flag = False
    region: Name | None = None
    district: Name | None = None
    page: QueryPage = 1


class FoundRead(Output):
    """One way in which a hit answers what was typed."""

    by: str
    typed: str
    matched: str


class HitRead(Output):
    """An enterprise that was found, and why."""

    rank: int
    enterprise: EnterpriseBrief
    score: float
    matched: list[FoundRead]
    matched_products: list[MatchedProductRead]


class MeantRead(Output):
    """How a line was read that was not taken as it was typed; *typed* is the part read anew."""

    by: Literal["spelling", "initials", "keyboard", "name"]
    typed: str
    text: str
    message: str
    message_en: str


class InsteadRead(Output):
    """How many would be found if one condition were dropped, and perhaps another put in its place."""

    drop: str
    put: dict[str, str]
    found: int
    message: str
    message_en: str


class SearchRead(Output):
    """The answer of a search; *total* is exact on the last page, before it there are more.

    *instead* tells what else to ask where the conditions leave nobody.
    """

    items: list[HitRead]
    next: str | None
    total: int
    thesaurus_version: str
    did_you_mean: MeantRead | None
    instead: list[InsteadRead]
