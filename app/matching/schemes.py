"""The priority-purchase schemes (우선구매) as data: ``data/priority_schemes.csv``, one dated row each.

Ratios, dates and denominators are read here and decided nowhere in the code.
"""

import csv
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Literal, get_args

PurchaseKind = Literal["goods", "service", "works", "lease", "entrustment"]
Denominator = Literal[
    "all", "goods_and_services", "goods", "services", "works", "small_business_goods", "green_items"
]
KINDS: tuple[PurchaseKind, ...] = get_args(PurchaseKind)
_SCOPES: dict[str, frozenset[str]] = {
    "all": frozenset(KINDS),
    "goods_and_services": frozenset(KINDS) - {"works"},
    "goods": frozenset({"goods"}),
    "services": frozenset({"service"}),
    "works": frozenset({"works"}),
    "small_business_goods": frozenset({"goods"}),
    "green_items": frozenset(KINDS),
}
_NOT_IN_TOTALS = ("small_business_goods", "green_items")


class SchemesError(ValueError):
    """The table of schemes contradicts itself, or names something unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One row: whose products count towards what, against which total, and since when."""

    code: str
    name: str
    law: str
    article: str
    ratio_percent: Fraction | None
    effective_from: date | None
    effective_to: date | None
    denominator: Denominator
    excludes_works: bool
    qualifying: tuple[str, ...]
    by_product: bool
    due: str | None
    published: str | None
    source: str
    verified_on: date
    status: str
    note: str

    def in_force(self, day: date) -> bool:
        """Tell whether the row is in force on *day*; both ends are inclusive."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    def counts(self, kind: PurchaseKind | None) -> bool | None:
        """Tell whether a purchase of this kind counts; None where its kind decides and is unknown."""
        scope = _SCOPES[self.denominator]
        if kind is None:
            return True if len(scope) == len(KINDS) else None
        return kind in scope

    @property
    def has_recorded_total(self) -> bool:
        """Whether its denominator is a total of purchases by kind, which a record can give."""
        return self.denominator not in _NOT_IN_TOTALS


def load_schemes(path: Path) -> tuple[Scheme, ...]:
    """Read the table; refuse one whose works column does not agree with its denominator."""
    with path.open(encoding="utf-8", newline="") as file:
        found = tuple(_scheme(row) for row in csv.DictReader(file))
    for one in found:
        if one.excludes_works is ("works" in _SCOPES[one.denominator]):
            message = f"{one.code}: excludes_works contradicts {one.denominator}"
            raise SchemesError(message)
    return found


def _scheme(row: dict[str, str]) -> Scheme:
    ratio, denominator = row["ratio_percent"], row["denominator"]
    if denominator not in _SCOPES:
        message = f"{row['code']}: unknown denominator {denominator}"
        raise SchemesError(message)
    return Scheme(
        code=row["code"],
        name=row["name"],
        law=row["law"],
        article=row["article"],
        ratio_percent=Fraction(ratio) if ratio else None,
        effective_from=_day(row["effective_from"]),
        effective_to=_day(row["effective_to"]),
        denominator=denominator,  # type: ignore[arg-type]  # checked above
        excludes_works=row["excludes_works"] == "true",
        qualifying=tuple(row["qualifying"].split("|")),
        by_product=row["by_product"] == "true",
        due=row["due"] or None,
        published=row["published"] or None,
        source=row["source"],
        verified_on=date.fromisoformat(row["verified_on"]),
        status=row["status"],
        note=row["note"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def in_year(month_and_day: str | None, year: int) -> date | None:
    """The day of a year that is written as 01-31, or as 02-end for the last of the month."""
    if month_and_day is None:
        return None
    month, _, day = month_and_day.partition("-")
    if day != "end":
        return date(year, int(month), int(day))
    following = date(year, int(month) + 1, 1) if int(month) < 12 else date(year + 1, 1, 1)  # noqa: PLR2004 -- months of a year
    return date.fromordinal(following.toordinal() - 1)


def load_purchase_kinds(path: Path) -> dict[str, PurchaseKind]:
    """Read which kind of purchase a category is, where its name leaves no doubt."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    unknown = {row["kind"] for row in rows} - set(KINDS)
    if unknown:
        message = f"unknown kinds of purchase: {sorted(unknown)}"
        raise SchemesError(message)
    return {row["category_code"]: row["kind"] for row in rows}  # type: ignore[misc]  # checked above
