"""A support worker of a district team, and what her desk holds on the day of the test."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from addresses import BANNERS, OFFICE, OTHERS
from people import PASSWORD

from app.access.accounts import ACCOUNTS, give_password
from app.activity.actions import CONSULTATIONS, CONTRACTS, FOLLOW_UPS, MATCHING_CASES, VISITS
from app.agencies.actions import AGENCIES, DEMANDS
from app.core import lookups, records
from app.core.actors import SYSTEM
from app.core.calendar import korean_day
from app.core.db import Writing
from app.enterprises.actions import ENTERPRISES
from app.fairs import by_hand, seating
from app.fairs.actions import FAIR_DEMANDS, FAIR_PAIRS, FAIRS
from app.fairs.timetable import timetable
from app.fairs.timetable_schemas import MeetingMove, TimetableDraft
from app.matches.actions import run
from app.tenders.actions import TENDERS

LOGIN = "worker"
OWNER = "owner"  # somebody of the enterprise that makes banners


@dataclass
class Desk:
    """Stores what happened, by the day counted from today."""

    unit: Writing

    @property
    def today(self):
        """Return the day it is in Seoul."""
        return korean_day(datetime.now(UTC))

    def day(self, days):
        """Return a day so many days from today."""
        return self.today + timedelta(days)

    def add(self, collection, **fields):
        """Store one record and return its id."""
        draft = collection.draft.model_validate(fields)
        self.unit.confirmed = True
        return records.create(self.unit, collection, draft)["id"]

    def entry(self, collection, **fields):
        """Store one entry of the log of the office."""
        return self.add(collection, office=OFFICE, **fields)


def furnish(app) -> dict[str, UUID]:
    """Fill the desk; return the ids that pages are opened by."""
    with app.state.db.writing(actor=SYSTEM) as unit:
        desk = Desk(unit)
        wanted = {"login": LOGIN, "name": "지원담당", "role": "staff", "office": OFFICE}
        account = records.create(unit, ACCOUNTS, ACCOUNTS.draft.model_validate(wanted))
        give_password(unit, account, PASSWORD)
        wanted = {
            "login": OWNER,
            "name": "기업담당",
            "role": "enterprise",
            "enterprise_id": BANNERS,
        }
        account = records.create(unit, ACCOUNTS, ACCOUNTS.draft.model_validate(wanted))
        give_password(unit, account, PASSWORD)
        agency = desk.add(
            AGENCIES,
            name="강동구청",
            kind="district_office",
            region="서울특별시",
            district="강동구",
        )
        school = desk.add(
            AGENCIES, name="천호초등학교", kind="school", region="서울특별시", district="강동구"
        )
        _papers(unit, desk)
        case = _log(desk, agency, school)
        tender = _wanted(desk, agency)
        _beyond(desk, school)
        run(unit, app.state.live, tender, limit=10)
        fair = _fair(desk, agency, school)
        meeting = seating.in_force(unit, fair)["seats"][0]["id"]
        found = {"agency": agency, "school": school, "case": case}
        return {**found, "fair": fair, "meeting": meeting}


def _papers(unit, desk):
    """Let a paper of a proposed enterprise end soon."""
    one = lookups.get(unit, ENTERPRISES, UUID(BANNERS))
    paper = {"kind": "certified_social_enterprise", "valid_until": desk.day(21)}
    records.apply(unit, ENTERPRISES, one, {**one, **_with_paper(one, paper)})


def _with_paper(one, paper):
    """Return the certificates of an enterprise with one more."""
    blank = dict.fromkeys(next(iter(one["certifications"]), {}))
    whole = {**blank, "id": None, "no_expiry": False, **paper}
    return {"certifications": [*one["certifications"], whole]}


def _fair(desk, agency, school):
    """Store a fair of last week with what its desks wrote down."""
    booths = [
        {"label": f"A-{n}", "enterprise_id": one} for n, one in enumerate((BANNERS, *OTHERS), 1)
    ]
    about = {"name": "강동 찾아가는 박람회", "place": "강동구청 1층"}
    departments = [
        {"agency_id": one, "department": name, "interests": interests}
        for one, name, interests in (
            (agency, "총무과", ["현수막"]),
            (agency, "일자리경제과", ["초대장"]),
            (agency, "자원순환과", []),
            (school, "행정실", ["졸업앨범"]),
        )
    ]
    parties = {"booths": booths, "departments": departments}
    fair = desk.entry(FAIRS, **about, starts_on=desk.day(-6), visitors=120, **parties)
    _answers(desk, fair, agency, school)
    _meetings(desk, fair)
    steps = ("quotation", "materials", "visit", "none", "quotation", "contract", "quotation")
    for n, step in enumerate(steps):
        moment = datetime.combine(desk.day(-6), time(n // 3, 10 * n % 60), UTC)
        desk.entry(
            CONSULTATIONS,
            channel="fair",
            received_on=desk.day(-6),
            received_at=moment,
            answered_on=desk.day(-6),
            requester_kind="agency",
            fair_id=fair,
            enterprise_id=booths[n % 3]["enterprise_id"],
            next_step=step,
            rating=5 - n % 3,
        )
    return fair


def _answers(desk, fair, agency, school):
    """Let departments say before the fair what they come for."""
    for whose, department, item, code, krw, people in (
        (agency, "총무과", "송년 행사 현수막", "C0703", 4_400_000, 2),
        (agency, "일자리경제과", "초대장 인쇄", None, 900_000, 1),
        (school, "행정실", "졸업앨범", None, 7_200_000, 2),
        (school, "행정실", "교실 청소", "C0101", None, None),
    ):
        wanted = {"department": department, "item": item, "category_code": code}
        told = {"amount_krw": krw, "people": people}
        desk.entry(FAIR_DEMANDS, fair_id=fair, agency_id=whose, **wanted, **told)


def _meetings(desk, fair):
    """Let departments and booths of a fair meet, one department having stayed away."""
    stored = lookups.get(desk.unit, FAIRS, fair)
    gone, apart = stored["departments"][2]["id"], stored["departments"][1]["id"]
    firm = stored["booths"][1]["enterprise_id"]
    desk.entry(FAIR_PAIRS, fair_id=fair, department_id=apart, enterprise_id=firm, rule="apart")
    begins = datetime.combine(desk.day(-6), time(1), UTC)  # ten in Seoul
    asked = TimetableDraft(begins_at=begins, slots=4)
    seating.keep(desk.unit, fair, None, asked, timetable(desk.unit, fair, asked))
    plan = seating.in_force(desk.unit, fair)
    asked = seating.without(plan, gone, 1, begins)
    plan = seating.keep(desk.unit, fair, plan, asked, timetable(desk.unit, fair, asked))
    first = plan["seats"][0]["id"]
    by_hand.move(desk.unit, plan["id"], first, MeetingMove(), None)  # it is set where it is


def _log(desk, agency, school):
    """Store what happened lately; return the case that was won."""
    met = desk.entry(
        VISITS,
        visited_on=desk.day(-12),
        target="department",
        agency_id=agency,
        department="총무과",
        purposes=["구매 계획 듣기"],
        result="12월 송년 행사 현수막과 초대장을 새로 맡길 곳을 찾음. 작년 업체는 납기를 어겼음.",
        next_step="견적 세 곳",
    )
    desk.entry(VISITS, visited_on=desk.day(-40), target="school", agency_id=school)
    asked = desk.entry(
        CONSULTATIONS,
        received_on=desk.day(-2),
        due_on=desk.day(1),
        channel="phone",
        requester_kind="agency",
        agency_id=agency,
        visit_id=met,
        topic="사회적기업 제품 2천만원 수의계약, 견적은 몇 곳에서 받아야 하나요?",
        referred_enterprise_ids=[BANNERS, OTHERS[0]],
    )
    case = desk.entry(
        MATCHING_CASES,
        opened_on=desk.day(-2),
        agency_id=agency,
        title="송년 행사 현수막 제작",
        consultation_id=asked,
        amount_krw=4_400_000,
        amount_state="known",
        outcome="se_selected",
        awards=[{"enterprise_id": BANNERS, "amount_krw": 4_400_000}],
    )
    for title, days, whose, outcome in (
        ("졸업앨범 제작", -20, school, "none"),
        ("청사 정기 소독 용역", -9, agency, "none"),
        ("구내식당 위탁 운영", -15, agency, "bidding"),
        ("방과후 간식 납품", -31, school, "agreement"),
        ("행사장 임차", -45, agency, "no_bid"),
    ):
        desk.entry(
            MATCHING_CASES,
            opened_on=desk.day(days),
            agency_id=whose,
            title=title,
            outcome=outcome,
        )
    for days, whose in ((-18, agency), (-25, school), (-33, agency)):
        desk.entry(
            VISITS, visited_on=desk.day(days), target="department", agency_id=whose, result="안내"
        )
    desk.entry(
        CONTRACTS,
        signed_on=desk.day(-1),
        enterprise_id=BANNERS,
        agency_id=agency,
        item="송년 행사 현수막",
        amount_krw=4_400_000,
        state="signed",
        case_id=case,
    )
    for promise, days, more in (
        ("초대장 견적 세 곳 보내기", -2, {"agency_id": agency, "visit_id": met}),
        ("졸업앨범 업체 목록 전화로 알리기", 0, {"agency_id": school}),
        ("인증 연장 서류 확인", 5, {"enterprise_id": BANNERS, "promised_by": "enterprise"}),
    ):
        desk.entry(FOLLOW_UPS, promise=promise, due_on=desk.day(days), **more)
    return case


def _beyond(desk, school):
    """Let banners be wanted for which the enterprise lacks a paper."""
    for title, krw in (("졸업식 현수막 제작", 1_800_000), ("입학식 현수막·배너 제작", 2_400_000)):
        desk.add(
            TENDERS,
            title=title,
            agency_id=school,
            office=OFFICE,
            kind="goods",
            estimated_price_krw=krw,
            region="서울특별시 강동구",
            required_certifications=["women_enterprise"],
            status="published",
            needed_from=str(desk.day(60)),
        )


def _wanted(desk, agency):
    year = desk.today.year
    for item, krw, supplier in (
        ("현수막·배너", 18_000_000, None),
        ("청사 청소", 96_000_000, "가온"),
    ):
        desk.add(
            DEMANDS,
            agency_id=agency,
            year=year,
            item=item,
            amount_krw=krw,
            present_supplier=supplier,
        )
    return desk.add(
        TENDERS,
        title="신년 인사회 현수막 제작",
        agency_id=agency,
        office=OFFICE,
        kind="goods",
        quantity=30,
        unit="장",
        estimated_price_krw=2_700_000,
        budget_krw=2_970_000,
        region="서울특별시 강동구",
        status="idea",
        needed_from=str(desk.day(30)),
    )
