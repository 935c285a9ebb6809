"""Which personal data are kept, why and how long: ``data/personal_data.csv``.

The privacy page, the retention periods and the job that destroys go by these rows.
"""

import csv
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache

from app.core.collection import Document
from app.core.settings import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One kind of personal data; *keep_months* are counted from the day that *counted_from* says."""

    code: str
    subject: str
    subject_en: str
    items: tuple[str, ...]
    items_en: tuple[str, ...]
    kept_in: tuple[str, ...]  # tables
    purpose: str
    purpose_en: str
    ground: str
    article: str
    keep_months: int
    counted_from: str
    counted_from_en: str
    source: str
    verified_on: date


_LISTS = ("items", "items_en", "kept_in")


@cache
def register() -> dict[str, Kept]:
    """Return every kind of personal data, by its code."""
    path = settings().data_dir / "personal_data.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _kept(row) for row in csv.DictReader(file)}


def _kept(row: dict[str, str]) -> Kept:
    lists = {name: tuple(part.strip() for part in row[name].split(";")) for name in _LISTS}
    months, day = int(row["keep_months"]), date.fromisoformat(row["verified_on"])
    return Kept(**{**row, **lists, "keep_months": months, "verified_on": day})  # type: ignore[arg-type]


def told(language: str) -> list[Document]:
    """Return the register as people read it, in *language* where it is translated."""
    words = ("subject", "items", "purpose", "counted_from")
    found = []
    for kept in register().values():
        row = asdict(kept)
        if language == "en":
            row |= {name: row[f"{name}_en"] for name in words}
        found.append({n: v for n, v in row.items() if not n.endswith("_en") and n != "kept_in"})
    return found
