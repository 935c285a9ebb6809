"""Rows and the matcher's words: the only bridge between the two."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.core.collection import Document
from app.matching import Certificate, Licence, Lot, Need, Product, Supplier
from app.matching.routes import Counterparty, HeldCertificate

SEOUL = ZoneInfo("Asia/Seoul")
_DAY = 10  # letters of a day as it is stored; a moment has more


def day(value: date | str | None) -> date | None:
    """Return a day whether it comes from a row or from a stored document; of a moment, Seoul's."""
    if isinstance(value, str):
        read = date if len(value) == _DAY else datetime
        value = read.fromisoformat(value)
    return value.astimezone(SEOUL).date() if isinstance(value, datetime) else value


def supplier(enterprise: Document) -> Supplier:
    """Return an enterprise as the matcher sees it."""
    return Supplier(
        id=str(enterprise["id"]),
        name=enterprise["name"],
        aliases=tuple(enterprise["aliases"]),
        legal_form=enterprise["legal_form"],
        district=enterprise["district"],
        service_regions=tuple(enterprise["service_regions"]),
        status=enterprise["status"],
        description=enterprise["description"] or "",
        certifications=tuple(_certificate(c) for c in enterprise["certifications"]),
        licences=tuple(
            Licence(kind=one["kind"], number=one["number"], valid_until=day(one["valid_until"]))
            for one in enterprise["licences"]
        ),
        products=tuple(_product(p) for p in enterprise["products"]),
    )


def _certificate(row: Mapping[str, Any]) -> Certificate:
    return Certificate(
        kind=row["kind"],
        number=row["number"],
        valid_from=day(row["valid_from"] or row["issued_on"]),
        valid_until=day(row["valid_until"]),
        no_expiry=row["no_expiry"],
        verified_on=day(row["verified_on"]),
        ratio_percent=row["ratio_percent"],
    )


def _product(row: Mapping[str, Any]) -> Product:
    return Product(
        id=str(row["id"]),
        name=row["name"],
        description=row["description"] or "",
        category_code=row["category_code"],
        category_text=row["category_text"] or "",
        unit=row["unit"],
        unit_price_krw=row["unit_price_krw"],
        monthly_capacity=row["monthly_capacity"],
        lead_time_days=row["lead_time_days"],
        is_own_production=row["is_own_production"],
    )


def need(request: Document, *, key: str, as_of: date) -> Need:
    """Return a tender, or a request that was typed in, as the matcher sees it."""
    return Need(
        title=request["title"],
        description=request["description"] or "",
        key=key,
        kind=request["kind"],
        category_codes=tuple(request["category_codes"]),
        quantity=request["quantity"],
        unit=request["unit"],
        estimated_price_krw=request["estimated_price_krw"],
        budget_krw=request["budget_krw"],
        region=request["region"],
        closes_on=day(request["closes_at"]),
        needed_from=day(request["needed_from"]),
        needed_until=day(request["needed_until"]),
        required_certifications=tuple(request["required_certifications"]),
        required_licences=tuple(request["required_licences"]),
        lots=tuple(
            Lot(title=one["title"], quantity=one["quantity"], unit=one["unit"])
            for one in request["lots"]
        ),
        as_of=as_of,
    )


def counterparty(one: Supplier) -> Counterparty:
    """Return what the contract rules ask of an enterprise: its certificates."""
    return Counterparty(
        certificates=tuple(
            HeldCertificate(
                kind=held.kind,
                valid_from=held.valid_from,
                valid_until=held.valid_until,
                no_expiry=held.no_expiry,
                verified_on=held.verified_on,
                ratio_percent=held.ratio_percent,
            )
            for held in one.certifications
        )
    )
