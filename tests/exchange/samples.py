"""One full record of every collection, with text that spreadsheets like to spoil."""

from datetime import UTC, date, datetime
from uuid import uuid4

from app.resources import COLLECTIONS

BADGE = "K7QM-2XRR"
DAY = date(2017, 3, 2)
NASTY = '=1+1\n"인용", 쉼표\t탭 · 가격 1,000원 | 세로줄 \\ 역사선'


def fill(world) -> None:
    """Store one record of every collection, each field of note filled."""

    def add(collection, /, **fields):
        return world.add(COLLECTIONS[collection], **fields)

    entry = {"office": "centre", "note": NASTY, "source": "'=표"}
    category = add("categories", code="C01", name="인쇄", synonyms=["책|자", "-명함", "\\"])
    add(
        "concepts",
        code="X901",
        category_code="C01",
        name="책자 인쇄",
        notice_terms=["-책자 제작"],
        related=["T135:0.3"],
    )
    agency = add(
        "agencies",
        name="+강북초",
        kind="school",
        aliases=["강북"],
        departments=[{"name": "행정실", "category_codes": [category["code"]]}],
    )
    enterprise = add(
        "enterprises",
        name="@한울",
        business_number="124-81-00998",
        established_on=DAY,
        employees_total=10,
        description=NASTY,
        service_regions=["서울특별시"],
        certifications=[{"kind": "women_enterprise", "valid_from": DAY, "ratio_percent": 30.5}],
        licences=[{"kind": "인쇄사 신고"}],
        products=[{"name": "책자", "category_code": "C01", "unit_price_krw": 5000}],
    )
    both = {"agency_id": agency["id"], "enterprise_id": enterprise["id"]}
    buyer = {"agency_id": agency["id"]}
    add("demands", **buyer, year=2017, month=3, item="책자", is_social_economy=False)
    add("purchase-goals", **buyer, year=2017, target_krw=1_000_000)
    tender = add(
        "tenders",
        **buyer,
        title="-책자 제작",
        category_codes=["C01"],
        closes_at=datetime(2017, 3, 10, 9, 30, tzinfo=UTC),
        required_certifications=["women_enterprise", "cooperative"],
        lots=[{"title": "1권", "quantity": 3, "required_licences": ["인쇄사 신고"]}],
    )
    fair = add(
        "fairs",
        **{**entry, "source": None},
        name="박람회",
        starts_on=DAY,
        booths=[{"enterprise_id": enterprise["id"]}],
        departments=[{"agency_id": agency["id"], "interests": ["책자"]}],
    )
    moment = datetime(2017, 3, 10, 9, 30, tzinfo=UTC)
    add(
        "fair-demands",
        office="centre",
        fair_id=fair["id"],
        **buyer,
        department="행정실",
        category_code="C01",
        item="-책자",
        amount_krw=1_000_000,
        people=2,
        note=NASTY,
    )
    seat = {"slot": 1, "department_id": uuid4(), "enterprise_id": enterprise["id"]}
    add(
        "timetables",
        office="centre",
        fair_id=fair["id"],
        begins_at=moment,
        absent=[agency["id"]],
        seats=[seat],
        note=NASTY,
    )
    pair = {"department_id": uuid4(), "enterprise_id": enterprise["id"], "note": NASTY}
    add("fair-pairs", office="centre", fair_id=fair["id"], rule="together", **pair)
    add("check-ins", office="centre", fair_id=fair["id"], counted_at=moment, heads=3)
    add("check-ins", office="centre", fair_id=fair["id"], counted_at=moment, heads=1, badge=BADGE)
    visit = add(
        "visits", **entry, **both, visited_on=DAY, target="school", purposes=["홍보", "상담"]
    )
    consultation = add(
        "consultations",
        **entry,
        **both,
        kind="expert",
        field="legal",
        channel="phone",
        received_on=DAY,
        requester_kind="agency",
        visit_id=visit["id"],
        referred_enterprise_ids=[enterprise["id"]],
        rating=5,
    )
    case = add(
        "matching-cases",
        **entry,
        **buyer,
        opened_on=DAY,
        title="책자",
        tender_id=tender["id"],
        consultation_id=consultation["id"],
        amount_krw=0,
        amount_state="known",
        support_types=["information", "bid_support"],
        awards=[{"enterprise_id": enterprise["id"], "amount_krw": 5}],
    )
    add("education-sessions", **entry, held_on=DAY, kind="other", topic="교육", satisfaction=4.5)
    add("meetings", **entry, held_on=DAY, title="간담회")
    add("contracts", **entry, **both, signed_on=DAY, item="책자", state="paid", case_id=case["id"])
    add("surveys", **entry, **both, kind="supply_visit", surveyed_on=DAY, in_public_market=True)
    add("follow-ups", **entry, **both, due_on=DAY, promise="견적 보내기")
    add(
        "tallies",
        **entry,
        metric="visits",
        period_from=DAY,
        period_until=DAY,
        value=3,
        fair_id=fair["id"],
        members=[{"name": "강북초", "agency_id": agency["id"]}, {"name": "강북초"}],
    )
    add("goals", office="centre", year=2017, metric="visits", name="방문", target=5)
    add(
        "published-figures",
        key="p-1",
        document="S0",
        kind="rate",
        label="비율",
        value="-3.5",
        recompute="none",
    )
