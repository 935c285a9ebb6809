"""Rows, stored documents and requests become the same words of the matcher, with nothing guessed."""

from datetime import UTC, date, datetime

import orjson
import pytest
from sqlalchemy import select
from worlds import NOW

from app.core import lookups
from app.core.actors import SYSTEM
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.matches import translate
from app.matches.schemas import MatchRequest
from app.matching import Certificate, Licence, Lot
from app.tenders.actions import TENDERS

FULL = {
    "name": "한울두레",
    "aliases": ["한울", "한울 인쇄"],
    "legal_form": "cooperative",
    "service_regions": ["서울특별시", "경기도"],
    "status": "dormant",
    "description": "인쇄와 현수막",
    "certifications": [
        {
            "kind": "women_enterprise",
            "number": "제1호",
            "issued_on": "2025-01-02",
            "valid_from": "2025-02-01",
            "valid_until": "2028-01-31",
        },
        {"kind": "social_cooperative", "no_expiry": True, "verified_on": "2026-01-05"},
        {"kind": "vulnerable_employment_ratio", "issued_on": "2026-02-01", "ratio_percent": 32.5},
    ],
    "licences": [{"kind": "옥외광고사업", "number": "나-7", "valid_until": "2027-12-31"}],
    "products": [
        {
            "name": "현수막 제작",
            "description": "행사용",
            "category_text": "광고물",
            "unit": "장",
            "unit_price_krw": 45_000,
            "monthly_capacity": 500,
            "lead_time_days": 3,
            "is_own_production": False,
        },
        {"name": "리플릿"},
    ],
}
EMPTY = {"name": "이름뿐인두레", "district": None}


@pytest.mark.parametrize("fields", [FULL, EMPTY], ids=["full", "empty"])
def test_a_row_and_the_history_of_it_give_the_same_supplier(db, world, fields):
    stored = world.enterprise(**fields)

    with db.reading(actor=SYSTEM) as unit:
        row = lookups.get(unit, ENTERPRISES, stored["id"])
        mine = REVISIONS.c.record_id == stored["id"]
        kept = unit.scalar(select(REVISIONS.c.document).where(mine))

    from_row = translate.supplier(row)
    assert from_row == translate.supplier(orjson.loads(kept))
    assert from_row == translate.supplier(orjson.loads(orjson.dumps(stored)))


def test_every_fact_of_an_enterprise_arrives(world):
    one = translate.supplier(world.enterprise(**FULL))

    assert one.aliases == ("한울", "한울 인쇄")
    assert (one.legal_form, one.status, one.description) == (
        "cooperative",
        "dormant",
        "인쇄와 현수막",
    )
    assert one.certifications[0] == Certificate(
        kind="women_enterprise",
        number="제1호",
        valid_from=date(2025, 2, 1),
        valid_until=date(2028, 1, 31),
    )
    assert (one.certifications[1].no_expiry, one.certifications[1].verified_on) == (
        True,
        date(2026, 1, 5),
    )
    assert one.licences == (
        Licence(kind="옥외광고사업", number="나-7", valid_until=date(2027, 12, 31)),
    )
    wares = one.products[0]
    assert (wares.name, wares.unit, wares.unit_price_krw, wares.monthly_capacity) == (
        "현수막 제작",
        "장",
        45_000,
        500,
    )
    assert (wares.category_text, wares.lead_time_days, wares.is_own_production) == (
        "광고물",
        3,
        False,
    )


def test_what_is_not_recorded_stays_unknown_and_becomes_no_zero(world):
    bare = world.enterprise("두레", products=[{"name": "리플릿"}])
    (wares,) = translate.supplier(bare).products

    amounts = (wares.unit_price_krw, wares.monthly_capacity, wares.lead_time_days)
    assert amounts == (None, None, None)
    assert wares.is_own_production is None


def test_a_certificate_begins_on_its_day_of_issue_where_no_other_is_recorded(world):
    ratio = translate.supplier(world.enterprise(**FULL)).certifications[2]

    assert (ratio.valid_from, ratio.ratio_percent) == (date(2026, 2, 1), 32.5)


def test_the_contract_rules_are_told_each_certificate_and_nothing_else(world):
    one = translate.supplier(world.enterprise(**FULL))

    party = translate.counterparty(one)

    assert [it.kind for it in party.certificates] == [
        "women_enterprise",
        "social_cooperative",
        "vulnerable_employment_ratio",
    ]
    assert [it.ratio_percent for it in party.certificates] == [None, None, 32.5]
    assert party.certificates[0].holds_on(date(2028, 1, 31))
    assert not party.certificates[0].holds_on(date(2028, 2, 1))


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (None, None),
        ("2026-01-31", date(2026, 1, 31)),
        (date(2026, 1, 31), date(2026, 1, 31)),
        ("2026-01-31T14:59:59Z", date(2026, 1, 31)),
        ("2026-01-31T15:00:00Z", date(2026, 2, 1)),
        ("2026-01-31T15:00:00+00:00", date(2026, 2, 1)),
        ("2026-02-01T00:00:00+09:00", date(2026, 2, 1)),
        (datetime(2026, 1, 31, 14, 59, tzinfo=UTC), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 15, 0, tzinfo=UTC), date(2026, 2, 1)),
    ],
)
def test_a_moment_falls_on_its_day_in_seoul_however_it_is_written(value, day):
    assert translate.day(value) == day


def test_a_stored_tender_and_the_same_typed_in_are_one_need(db, world):
    agency = world.agency("강북구청", kind="district_office")
    fields = {
        "title": "행사 현수막 제작",
        "description": "개막식",
        "kind": "goods",
        "quantity": 40,
        "unit": "장",
        "estimated_price_krw": 1_800_000,
        "budget_krw": 1_980_000,
        "region": "서울특별시 강북구",
        "closes_at": "2026-12-31T15:00:00Z",
        "needed_from": "2027-01-04",
        "needed_until": "2027-01-08",
        "required_certifications": ["women_enterprise"],
        "required_licences": ["옥외광고사업"],
        "lots": [{"title": "가로등 배너", "quantity": 5, "unit": "장"}],
    }
    tender = world.add(TENDERS, agency_id=agency["id"], **fields)
    typed = MatchRequest.model_validate(fields).model_dump(mode="json")

    with db.reading(NOW, SYSTEM) as unit:
        row = lookups.get(unit, TENDERS, tender["id"])
    needs = [translate.need(one, key="k", as_of=NOW.date()) for one in (typed, row, tender)]

    assert needs[0] == needs[1] == needs[2]
    assert needs[0].closes_on == date(2027, 1, 1)
    assert needs[0].lots == (Lot(title="가로등 배너", quantity=5, unit="장"),)
    assert needs[0].judged_on == date(2027, 1, 4)
