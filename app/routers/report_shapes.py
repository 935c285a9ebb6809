"""What reports answer, for the document of the API; the answers themselves are built from rows."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from app.core.types import Output


class RatePolicyRead(Output):
    """How a rate is made."""

    rounding: Literal["half_up", "truncate"]
    cap: int | None
    basis: Literal["count", "amount"]


class PreviousRead(Output):
    """The year it is compared with."""

    year: int
    achieved: int
    change_percent: int | None


class AchievementRow(Output):
    """One goal beside what was achieved."""

    office: str
    metric: str
    name: str
    unit: str
    target: int | None
    achieved: int
    from_rows: int
    from_tallies: int
    rate_percent: int | None
    rate_policy: RatePolicyRead
    as_of: date
    rows_url: str
    previous: PreviousRead | None


class Achievement(Output):
    """The goals of an office's year."""

    office: str
    year: int
    through: int | None
    include_children: bool
    rows: list[AchievementRow]


class CountedRow(Output):
    """One row that a number counted."""

    kind: str
    id: UUID
    on: date
    date_precision: Literal["day", "month", "year"]
    label: str
    value: int
    unit: str
    group: str | None
    is_tally: bool
    url: str


class CountedRows(Output):
    """One page of the rows behind a number."""

    items: list[CountedRow]
    next: str | None
    total: int
    sum: int


class FigureRows(CountedRows):
    """One page of the rows behind a printed figure that is counted again."""

    label: str


class ColumnRead(Output):
    """One column of a register."""

    name: str
    label_ko: str
    label_en: str
    kind: Literal["text", "number", "date", "code", "list"]
    unit: str | None
    align: Literal["left", "right"]
    words: dict[str, str]


class RegisterRead(Output):
    """A register: each row has the cells of the columns, and says which of them rest on tallies."""

    title: str
    columns: list[ColumnRead]
    rows: list[dict[str, Any]]
    totals: dict[str, Any]
    notes: list[str]


class FigureRow(Output):
    """A printed figure beside what is computed."""

    key: str
    document: str
    sheet: str | None
    label: str
    office: str | None
    year: int | None
    metric: str | None
    kind: str
    published: int | float
    computed: int | float | None
    difference: int | float | None
    unit: str | None
    agrees: bool | None
    recompute: str
    fault: str | None
    heading: str | None
    place: str | None
    note: str | None
    from_tallies: bool
    problem: str | None
    rows_url: str | None
    rests_on: list[str]


class FigureSummary(Output):
    """How many figures agree."""

    figures: int
    agree: int
    differ: int
    not_computable: int


class Discrepancies(Output):
    """The figures of a document."""

    source: str
    rows: list[FigureRow]
    summary: FigureSummary


class ExposureRow(Output):
    """One enterprise and the places it got; name and district are null once it was removed."""

    enterprise_id: UUID
    enterprise: str | None
    district: str | None
    is_synthetic: bool | None
    places: int
    first_places: int
    share_percent: float
    rows_url: str
    first_rows_url: str


class ExposureRead(Output):
    """How the places of stored runs were shared out; what rests on nothing is null."""

    date_from: date
    date_until: date
    office: str | None
    include_children: bool
    category: str | None
    runs: int
    places: int
    enterprises_shown: int
    registry: int
    coverage_percent: float | None
    gini: float | None
    long_tail_percent: float | None
    head: int | None
    rows: list[ExposureRow]


class PlaceShown(Output):
    """One place that a run gave an enterprise."""

    run_id: UUID
    as_of: date
    tender_id: UUID
    tender: str
    rank: int
    score: float
    url: str


class PlacesShown(Output):
    """One page of the places behind a number, the newest first."""

    items: list[PlaceShown]
    next: str | None
    total: int


class MetricRead(Output):
    """Something that goals and reports count."""

    code: str
    name: str
    name_en: str
    unit: str
    collection: str | None
    measure: str
    filter: str


class Metrics(Output):
    """The catalogue of metrics."""

    items: list[MetricRead]
    total: int
