"""The hard requirements, one function each.

A check passes, fails, or does not know. What is not recorded is *unknown*: it is never counted as
a pass and never as a fail. A check that does not pass carries the smallest change that would make
it pass, as data.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

from app.matching import kinds, regions, units
from app.matching.room import Claim, claim, rooms
from app.matching.shapes import (
    Certificate,
    Change,
    Check,
    Eligibility,
    Need,
    Outcome,
    Product,
    Supplier,
)

_CLOSING = re.compile(
    r"(폐업|해산|청산|파산)\s*(하였|했|되었|됐|됨|함|신고|결의|절차|예정|상태|중(?!심)|완료|종결)"
    r"|(영업|운영|사업)을?\s*(종료|중단)(하였|했|함|됨|되었)"
    r"|문을\s*닫(았|습)"
)

_OPEN = Check("status", "pass", "active", "active")
_CLOSED = Check("status", "fail", "active", "closed")
_REMEMBERED = 65_536

CODES: Mapping[Outcome, int] = {"fail": 0, "unknown": 1, "pass": 2}
"""How the outcome of a check is written in an array: the better, the greater."""

_LEAST_SHORT = 0.1
"""The least percentage that is said to lack: what is short is never short by nothing."""


def status(supplier: Supplier) -> Check:
    """Check that the enterprise is open; a closed one never fits, whatever it changes."""
    if supplier.status == "closed" or _tells_of_closing(supplier.description):
        return _CLOSED
    if supplier.status == "active":
        return _OPEN
    change = Change("confirm_active", {"status": supplier.status})
    return Check("status", "unknown", "active", supplier.status, change)


@lru_cache(maxsize=_REMEMBERED)
def _tells_of_closing(description: str) -> bool:
    return _CLOSING.search(description) is not None


def region(need: Need, supplier: Supplier) -> Check:
    """Check that the supplier serves the whole region asked for."""
    return serves(need.region, supplier.service_regions)


@lru_cache(maxsize=_REMEMBERED)
def serves(wanted: str | None, found: tuple[str, ...]) -> Check:
    """Check that those who state that they serve these regions serve the region wanted."""
    asked = regions.parse(wanted)
    if not found:
        change = Change("state_service_regions", {"region": wanted})
        return Check("region", "unknown", wanted, None, change)
    if asked is None:
        return _literal_region(wanted, found)
    offered = [regions.parse(text) for text in found]
    if any(area is not None and regions.covers(area, asked) for area in offered):
        return Check("region", "pass", wanted, found)
    outcome: Outcome = "unknown" if None in offered else "fail"
    change = Change("extend_region", {"region": wanted})
    return Check("region", outcome, wanted, found, change)


def _literal_region(wanted: str | None, found: tuple[str, ...]) -> Check:
    if wanted in found or regions.NATION in found:
        return Check("region", "pass", wanted, found)
    change = Change("extend_region", {"region": wanted})
    return Check("region", "unknown", wanted, found, change)


def certificate(kind: str, supplier: Supplier, on: date) -> Check:
    """Check that the supplier holds a certificate of this *kind* that is valid on the day."""
    held = [one for one in supplier.certifications if kinds.answers(one.kind, kind)]
    judged = [_judge(one, kind, on) for one in held]
    if judged:
        return max(judged, key=lambda check: (CODES[check.outcome], str(check.found)))
    change = Change("obtain_certificate", {"kind": kind, "needed_on": on.isoformat()})
    return Check("certificate", "fail", kind, None, change)


def _judge(held: Certificate, kind: str, on: date) -> Check:
    if held.valid_from is not None and held.valid_from > on:
        begins = held.valid_from.isoformat()
        change = Change("wait_for_certificate", {"kind": held.kind, "valid_from": begins})
        return Check("certificate", "fail", kind, begins, change)
    if held.valid_until is not None and held.valid_until < on:
        ended = held.valid_until.isoformat()
        values = {"kind": held.kind, "expired_on": ended, "needed_on": on.isoformat()}
        return Check("certificate", "fail", kind, ended, Change("renew_certificate", values))
    if held.valid_until is not None:
        return Check("certificate", "pass", kind, held.valid_until.isoformat())
    if held.no_expiry and held.verified_on is not None:
        return Check("certificate", "pass", kind, "no_expiry")
    change = Change("verify_certificate", {"kind": held.kind, "needed_on": on.isoformat()})
    return Check("certificate", "unknown", kind, "unverified", change)


def licence(kind: str, supplier: Supplier, on: date) -> Check:
    """Check that the licence is listed and in force on the day; an unlisted one is not held."""
    key = kinds.licence_key(kind)
    held = [one for one in supplier.licences if kinds.licence_key(one.kind) == key]
    valid = [one for one in held if one.valid_until is None or one.valid_until >= on]
    if valid:
        return Check("licence", "pass", kind, valid[0].kind)
    if held:
        ended = max(one.valid_until for one in held if one.valid_until).isoformat()
        values = {"kind": kind, "expired_on": ended, "needed_on": on.isoformat()}
        return Check("licence", "fail", kind, ended, Change("renew_licence", values))
    if any(kinds.answers(one.kind, kind) for one in supplier.certifications):
        return _as_licence(certificate(kind, supplier, on))
    return Check("licence", "fail", kind, None, Change("obtain_licence", {"kind": kind}))


def _as_licence(check: Check) -> Check:
    return Check("licence", check.outcome, check.required, check.found, check.change)


def capacity(
    quantity: float, unit: str | None, products: Sequence[Product], asked: Claim | None = None
) -> Check:
    """Check that one of the products that answer the need can be had in the quantity asked for.

    Only like units are compared; a service may spread over three months. What open contracts have
    promised in the time of the claim is not there to be had; where one does not say how much, what
    would otherwise suffice is not known.
    """
    required = units.amount(quantity, unit)
    stated = list(rooms(products, unit, asked))
    if not stated:
        change = Change("state_capacity", {"quantity": quantity, "unit": unit})
        return Check("capacity", "unknown", required, None, change)
    enough = [one for one in stated if one.left >= quantity]
    sure = [one.left for one in enough if not one.unknown]
    if sure:
        return Check("capacity", "pass", required, units.amount(max(sure), unit))
    best = max(stated, key=lambda one: one.left)
    found = units.amount(best.left, unit)
    if enough:
        open_ones = {"quantity": quantity, "unit": unit, "contracts": best.unknown}
        return Check("capacity", "unknown", required, found, Change("confirm_contracts", open_ones))
    short = max(_LEAST_SHORT, round(100 * (1 - best.left / quantity), 1))
    values = {"available": best.left, "required": quantity, "unit": unit, "short_percent": short}
    values |= {"months": units.months_counted(unit), "committed": best.taken}
    return Check("capacity", "fail", required, found, Change("raise_capacity", values))


def lots(need: Need, served: Sequence[str]) -> Check:
    """Check that lots are served: one where they may be let apart, otherwise all."""
    asked = tuple(lot.title for lot in need.lots)
    missing = tuple(title for title in asked if title not in served)
    found = tuple(title for title in asked if title in served)
    if not missing or (need.lots_divisible and found):
        return Check("lots", "pass", asked, found)
    return Check("lots", "fail", asked, found, Change("add_partner", {"lots": missing}))


def run(
    need: Need,
    supplier: Supplier,
    on: date,
    products: Sequence[Product],
    served_lots: Sequence[str] = (),
) -> tuple[Check, ...]:
    """Run every check the need gives cause for, in a fixed order."""
    return tuple(_all(need, supplier, on, products, served_lots))


def _all(
    need: Need,
    supplier: Supplier,
    on: date,
    products: Sequence[Product],
    served_lots: Sequence[str],
) -> Iterator[Check]:
    yield status(supplier)
    if need.region:
        yield region(need, supplier)
    for kind in need.required_certifications:
        yield certificate(kind, supplier, on)
    for kind in need.required_licences:
        yield licence(kind, supplier, on)
    if need.quantity:
        yield capacity(need.quantity, need.unit, products, claim(need, on))
    if need.lots:
        yield lots(need, served_lots)


def eligibility(checks: Sequence[Check]) -> Eligibility:
    """Sum the checks up: any fail rules out; otherwise anything unknown leaves it open."""
    outcomes = {check.outcome for check in checks}
    if "fail" in outcomes:
        return "ineligible"
    return "unknown" if "unknown" in outcomes else "eligible"
