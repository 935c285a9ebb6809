"""A valid draft of every collection, as it is sent over HTTP; a test changes only what matters."""

from uuid import uuid4

from app.resources import COLLECTIONS


def drafts_in(world, office="centre"):
    """Return for each collection what a client may send; what they point at is in *world*."""
    made = _Stored(world)
    return {name: make(made, office) for name, make in _MAKERS.items()}


def draft_in(world, name, office="centre"):
    """Return what a client may send to the collection *name*."""
    return _MAKERS[name](_Stored(world), office)


def free_field(collection):
    """Return the name of a field of free text that every caller who may change one may set."""
    names = ("note", "position", "answer", "name", "title")
    return next(name for name in names if name in collection.patch.model_fields)


class _Stored:
    """What drafts point at, stored when it is first asked for."""

    def __init__(self, world):
        self.world, self.ids = world, {}

    def fair_of(self, office):
        """Store a fair that this office holds."""
        fairs = COLLECTIONS["fairs"]
        return self.world.add(fairs, office=office, name="동네 박람회", starts_on="2017-09-01")

    def __getattr__(self, name):
        if name not in self.ids:
            self.ids[name] = str(self._make(name)["id"])
        return self.ids[name]

    def _make(self, name):
        add = self.world.add
        match name:
            case "agency":
                return self.world.agency(f"초등학교 {uuid4().hex[:6]}")
            case "enterprise":
                return self.world.enterprise(f"협동조합 {uuid4().hex[:6]}")
            case "fair":
                fairs = COLLECTIONS["fairs"]
                return add(fairs, office="centre", name="찾아가는 박람회", starts_on="2017-09-01")
            case "contact":
                return add(COLLECTIONS["contacts"], **_MAKERS["contacts"](self, "centre"))
        msg = f"no draft points at {name}"
        raise AttributeError(msg)


def _entry(office, **fields):
    return {"office": office, "note": "메모", "source": "추진 기록", **fields}


_MAKERS = {
    "categories": lambda _made, _office: {
        "code": "C9901",
        "name": "인쇄",
        "synonyms": ["현수막", "배너"],
        "example_demands": ["행사 현수막"],
    },
    "concepts": lambda _made, _office: {
        "code": "X901",
        "category_code": "C0704",
        "name": "현수막 수거",
        "notice_terms": ["폐현수막 수거"],
        "seller_terms": ["현수막 업사이클링"],
        "related": ["T135:0.3"],
        "blocking": ["현수막 수거함"],
        "units": ["회"],
    },
    "offices": lambda _made, _office: {
        "code": "north",
        "name": "북부 지원단",
        "kind": "district_team",
        "parent": "centre",
    },
    "agencies": lambda _made, _office: {
        "name": "한빛도서관",
        "kind": "public_institution",
        "district": "노원구",
        "departments": [{"name": "총무팀", "category_codes": []}],
    },
    "enterprises": lambda _made, _office: {
        "name": "두레청소협동조합",
        "business_number": "124-81-00998",
        "district": "노원구",
        "certifications": [{"kind": "social_cooperative", "issued_on": "2015-03-02"}],
        "licences": [{"kind": "건물위생관리업"}],
        "products": [{"name": "청사 청소", "unit": "회", "monthly_capacity": 20}],
    },
    "demands": lambda made, _office: {
        "agency_id": made.agency,
        "year": 2017,
        "item": "현수막",
        "amount_krw": 1_200_000,
    },
    "purchase-goals": lambda made, _office: {
        "agency_id": made.agency,
        "year": 2017,
        "target_krw": 50_000_000,
    },
    "tenders": lambda made, _office: {
        "title": "청사 청소 용역",
        "agency_id": made.agency,
        "kind": "service",
        "estimated_price_krw": 20_000_000,
        "budget_krw": 22_000_000,
        "closes_at": "2017-06-20T18:00:00+09:00",
        "lots": [{"title": "본관", "quantity": 1}],
    },
    "fairs": lambda made, office: {
        "office": office,
        "name": "구청 앞마당 박람회",
        "starts_on": "2017-09-20",
        "booths": [{"enterprise_id": made.enterprise, "label": "3"}],
        "departments": [{"agency_id": made.agency, "interests": ["인쇄"]}],
    },
    "fair-demands": lambda made, office: {
        "office": office,
        "fair_id": str(made.fair_of(office)["id"]),
        "agency_id": made.agency,
        "department": "총무팀",
        "item": "현수막",
        "amount_krw": 3_000_000,
        "people": 2,
    },
    "timetables": lambda made, office: {
        "office": office,
        "fair_id": str(made.fair_of(office)["id"]),
        "begins_at": "2017-09-01T01:00:00+00:00",
        "slots": 3,
        "seats": [{"slot": 0, "department_id": str(uuid4()), "enterprise_id": made.enterprise}],
    },
    "fair-pairs": lambda made, office: {
        "office": office,
        "fair_id": str(made.fair_of(office)["id"]),
        "department_id": str(uuid4()),
        "enterprise_id": made.enterprise,
        "rule": "apart",
    },
    "check-ins": lambda made, office: {
        "office": office,
        "fair_id": made.fair,
        "counted_at": "2017-09-01T00:05:00+00:00",
        "heads": 3,
    },
    "visits": lambda made, office: _entry(
        office, visited_on="2017-03-02", target="school", agency_id=made.agency
    ),
    "consultations": lambda made, office: _entry(
        office,
        received_on="2017-03-02",
        channel="phone",
        requester_kind="agency",
        agency_id=made.agency,
        fair_id=made.fair,
    ),
    "matching-cases": lambda made, office: _entry(
        office,
        opened_on="2017-04-03",
        title="졸업앨범 제작",
        amount_krw=5_000_000,
        amount_state="known",
        support_types=["design_support", "bid_support"],
        outcome="se_selected",
        awards=[{"enterprise_id": made.enterprise, "amount_krw": 5_000_000}],
    ),
    "education-sessions": lambda _made, office: _entry(
        office, held_on="2017-05-10", kind="public_agency", topic="공공구매 교육", participants=40
    ),
    "meetings": lambda _made, office: _entry(office, held_on="2017-05-11", title="분기 간담회"),
    "contracts": lambda made, office: _entry(
        office,
        signed_on="2017-06-01",
        enterprise_id=made.enterprise,
        agency_id=made.agency,
        item="졸업앨범",
        amount_krw=5_000_000,
        state="signed",
    ),
    "surveys": lambda made, office: _entry(
        office, kind="supply_online", surveyed_on="2017-02-01", enterprise_id=made.enterprise
    ),
    "follow-ups": lambda made, office: _entry(
        office, due_on="2017-03-09", promise="견적서 보내기", agency_id=made.agency
    ),
    "tallies": lambda _made, office: _entry(
        office,
        metric="visits",
        period_from="2017-01-01",
        period_until="2017-12-31",
        value=654,
        members=[{"name": "강북구청"}],
    ),
    "goals": lambda _made, office: {
        "office": office,
        "year": 2017,
        "metric": "visits",
        "name": "방문영업",
        "target": 600,
    },
    "contacts": lambda made, office: {
        "office": office,
        "agency_id": made.agency,
        "name": "홍길동",
        "basis": "public_duty",
        "confirmed_on": "2017-03-02",
    },
    "subject-requests": lambda made, office: {
        "office": office,
        "contact_id": made.contact,
        "kind": "access",
        "received_on": "2017-03-02",
    },
    "published-figures": lambda _made, _office: {
        "key": "S0-visits-2017",
        "document": "S0",
        "kind": "achieved",
        "label": "방문영업",
        "value": "654",
        "metric": "visits",
        "recompute": "count visits",
    },
}
