"""The kinds of certificate, as data: names, legal bases and fixed validities."""

import csv
from functools import cache

from app.core.settings import settings


@cache
def kinds() -> dict[str, dict[str, str]]:
    """Return the rows of ``data/codes/certification_kinds.csv`` by code."""
    path = settings().data_dir / "codes" / "certification_kinds.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def valid_days(kind: str) -> int | None:
    """Return after how many days a certificate of *kind* ends by rule, where that is fixed."""
    printed = kinds().get(kind, {}).get("valid_days", "")
    return int(printed) if printed else None


def label(kind: str) -> str:
    """Return what people call a *kind*, in Korean."""
    return kinds().get(kind, {}).get("name", kind)


def ask_days(kind: str) -> int:
    """Return how many days before its end a certificate has to be asked for anew, where known."""
    return int(kinds().get(kind, {}).get("ask_days") or 0)


def renewal(kind: str) -> dict[str, str]:
    """Return what renewing a certificate needs, in Korean, and where that is from.

    ``renewal_proof`` is `verified`, `one_source` or `unverified`; all are empty where no rule was
    found.
    """
    row = kinds().get(kind, {})
    named = ("renewal", "renewal_source", "renewal_proof", "verified_on")
    return {name: row.get(name, "") for name in named}
