"""Every page, by the name its screenshot has."""

from datetime import UTC, datetime
from urllib.parse import urlencode

THIS_YEAR = datetime.now(UTC).year
OFFICE = "gangdong"

ASKED = {
    "title": "구민의 날 행사 현수막 제작",
    "kind": "goods",
    "quantity": "20",
    "unit": "장",
    "amount": "198만원",
    "region": "서울특별시 강북구",
    "needed_from": "2026-12-10",
    "buyer_law": "local",
    "required_certifications": "certified_social_enterprise",
}
BANNERS = "a29ad2bf-9643-5492-af4b-b7653f86e1b7"
MORE = ("b8c5c46f-9108-5968-8090-3b7c58468d1f", "df303d46-d1fa-5ccc-89d6-a654909d74d8")
OTHERS = ("ecfda287-31d5-5cd8-b466-c1f4e7bc528b", "30f1c280-4611-570d-9365-987ed01965ac")


def _with(path: str, **query: object) -> str:
    return f"{path}?{urlencode(query, doseq=True)}"


PAGES = {
    "home": "/",
    "enterprises": _with("/enterprises", category="C01", kind="cooperative"),
    "enterprises-words": _with("/enterprises", q="플랙카드"),
    "enterprises-none": _with("/enterprises", q="잠수함", category="C01"),
    "enterprise": f"/enterprises/{BANNERS}",
    "compare": _with("/enterprises/compare", id=(BANNERS, *OTHERS)),
    "compare-faults": _with("/enterprises/compare", id=(BANNERS, *OTHERS, *MORE)),
    "match": _with("/match", **ASKED),
    "match-faults": _with("/match/results", amount="많이", quantity="여럿"),
    "results": _with("/match/results", **ASKED),
    "results-none": _with("/match/results", title="원자력 잠수함 건조"),
    "evidence": _with("/match/evidence", **{**ASKED, "limit": 2}),
    "goals": _with("/goals", office="seoul-se-center", year=2017, sheet="T2"),
    "goal-rows": _with(
        "/goals/rows", metric="matching_amount", office="seoul-se-center", year=2017
    ),
    "report": _with("/goals/report", office="seoul-se-center", year=2017),
    "education": _with("/education-sessions", office="seoul-se-center", year=2017),
    "discrepancies": _with("/goals/discrepancies", source="S0"),
    "figure-rows": "/goals/discrepancies/s0-p-t4-won/rows",
    "login": "/login",
    "password": "/password",
    "refusal": "/no/such/page",
}

FOR_STAFF = {  # for who has logged in; {agency} is the one the desk is about
    "account": "/account",
    "today": "/today",
    "visit-note": "/visits/new",
    "call-note": "/consultations/new",
    "education-note": "/education-sessions/new",
    "agencies": "/agencies?q=강동",
    "results-staff": _with("/match/results", **ASKED),
    "agency": "/agencies/{agency}",
    "fairs": "/fairs",
    "fair-note": "/fairs/new",
    "fair-edit": "/fairs/{fair}/edit",
    "fair-report": "/fairs/{fair}",
    "fair-survey": "/fairs/{fair}/survey",
    "badges": "/fairs/{fair}/badges?count=12",
    "timetable": "/fairs/{fair}/timetable",
    "timetable-departments": "/fairs/{fair}/timetable?by=department",
    "meeting": "/fairs/{fair}/timetable/meetings/{meeting}",
    "cases": "/matching-cases",
    "case-note": "/matching-cases/new",
    "case": "/matching-cases/{case}",
    "insight": "/insight",
    "insight-steps": _with("/insight/steps", office=OFFICE, year=THIS_YEAR, step="visits"),
    "insight-exposure": _with(
        "/insight/exposure", date_from=f"{THIS_YEAR}-01-01", date_until=f"{THIS_YEAR}-12-31"
    ),
    "insight-gap": _with("/insight/gap", category="C0101", district="서울특별시 강동구"),
}

FOR_ENTERPRISES = {  # for who has logged in for the enterprise that makes banners
    "own": "/my-enterprise",
    "own-profile": "/my-enterprise/profile",
    "own-product": "/my-enterprise/products/new",
    "own-paper": "/my-enterprise/certifications/new",
    "own-survey": "/my-enterprise/survey",
}
