"""The catalogue of metrics, as data: what is counted, in which unit, over which rows.

``data/record/metrics.csv`` names for each metric the collection it counts (none: it is known only
from tallies), the measure (`count`, `sum:COLUMN`, `distinct:COLUMN`) and a filter (`column=value`,
alternatives joined by `|`, several conditions by `&`; `column=*` means "not empty").
"""

import csv
from dataclasses import dataclass
from functools import cache

from app.core.settings import settings


@dataclass(frozen=True, slots=True)
class Metric:
    """Something that goals and reports count."""

    code: str
    name: str
    name_en: str
    unit: str
    collection: str | None
    measure: str
    filter: str


@cache
def metrics() -> dict[str, Metric]:
    """Return every metric by its code."""
    path = settings().data_dir / "record" / "metrics.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _metric(row) for row in csv.DictReader(file)}


def _metric(row: dict[str, str]) -> Metric:
    return Metric(
        code=row["code"],
        name=row["name"],
        name_en=row["name_en"],
        unit=row["unit"],
        collection=row["collection"] or None,
        measure=row["measure"] or "count",
        filter=row["filter"],
    )
