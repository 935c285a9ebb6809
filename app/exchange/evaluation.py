"""The enterprises of the judged requests, ``data/eval``, as entries of the registry.

Invented ones are marked as synthetic, so that one command removes them. Of the real ones only the
trade is known: nothing about their certificates is taken as verified.
"""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

from app.core.keys import record_id
from app.enterprises.schemas import CertificationKind
from app.exchange.wares import Wares
from app.matching.kinds import code_of

VERIFIED_ON = date(2026, 3, 1)  # the day on which the invented certificates were drawn up
_KINDS = frozenset(get_args(CertificationKind))
_FORMS = {"협동조합": "cooperative", "사회적협동조합": "social_cooperative"}
_CLOSED = ("폐업", "해산", "청산")
Line = dict[str, Any]


def enterprises(data: Path) -> Iterator[tuple[str, Line]]:
    """Return the key and the draft's values of every enterprise of the judged set."""
    wares = _wares(data / "categories.csv")
    with (data / "eval" / "enterprises.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row["id"], _enterprise(row, wares)


@cache
def _wares(path: Path) -> Wares:
    return Wares(path)


def _enterprise(row: Line, wares: Wares) -> Line:
    invented = row["source"] == "synthetic"
    key, year = row["id"], row["established_year"]
    source = f"평가용 자료 ({row['source']})"
    return {
        "name": row["name"],
        "legal_form": _FORMS.get(row["org_type"], "unknown"),
        "region": row["region"],
        "district": row["district"],
        "service_regions": row["service_regions"],
        "established_on": date(year, 1, 1) if year else None,
        "status": "closed" if any(word in row["description"] for word in _CLOSED) else "active",
        "description": row["description"] or None,
        "source": source,
        "is_synthetic": invented,
        "certifications": [
            {"id": record_id("certifications", f"{key}/{n}"), "source": source}
            | _certification(one, invented=invented)
            for n, one in enumerate(row["certifications"])
        ],
        "licences": [
            {"id": record_id("licences", f"{key}/{n}"), "kind": kind, "source": source}
            for n, kind in enumerate(row["licences"])
        ],
        "products": [
            {"id": record_id("products", f"{key}/{n}"), "source": source} | _product(one, wares)
            for n, one in enumerate(row["products"])
        ],
    }


def _certification(row: Line, *, invented: bool) -> Line:
    code = code_of(row["kind"])
    open_ended = invented and row["valid_to"] is None
    return {
        "kind": code if code in _KINDS else "other",
        "number": None if code in _KINDS else row["kind"],
        "valid_from": row["valid_from"],
        "valid_until": row["valid_to"],
        "no_expiry": open_ended,
        "verified_on": VERIFIED_ON if open_ended else None,
    }


def _product(row: Line, wares: Wares) -> Line:
    return {
        "name": row["name"],
        "description": row["description"] or None,
        "category_code": wares.code_of(row["name"]),
        "category_text": row["category"],
        "unit": row["unit"],
        "unit_price_krw": row["unit_price_krw"],
        "monthly_capacity": row["monthly_capacity"],
        "lead_time_days": row["lead_time_days"],
    }
