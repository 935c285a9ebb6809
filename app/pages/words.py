"""What people read on the pages in place of codes, and how each verdict is marked."""

from app.core.actors import Actor, Role
from app.matches.labels import (
    BUYERS,
    CHECKS,
    ELIGIBILITY,
    KINDS,
    LICENCES,
    MISSING,
    NOT_ADVICE,
    OUTCOMES,
    PAPERS,
    QUOTATIONS,
    ROUTE_STATES,
    ROUTES,
    WARNINGS,
    found,
    required,
    to_do,
)
from app.reports.wording import (
    CHANNELS,
    CONSULTATION_KINDS,
    FIELDS,
    REQUESTERS,
    SESSION_KINDS,
    SURVEY_KINDS,
)
from app.reports.wording import OUTCOMES as CASE_OUTCOMES

MENU = (("/match", "맞는 기업 추천"), ("/enterprises", "기업 찾기"), ("/goals", "목표·실적"))
NEXT_STEPS = {
    "none": "없음",
    "materials": "자료 보내기",
    "quotation": "견적 보내기",
    "visit": "방문·재상담",
    "contract": "계약 협의",
}
FOR_STAFF = (
    ("/today", "오늘"),
    ("/agencies", "기관"),
    ("/matching-cases", "매칭 사례"),
    ("/fairs", "박람회"),
    ("/insight", "한눈에"),
)  # what staff have in the menu besides
FOR_ENTERPRISES = (("/my-enterprise", "우리 기업"),)
WHERE_TO_FIX = {
    "confirm_active": "profile#status",
    "state_service_regions": "profile#service_regions",
    "extend_region": "profile#service_regions",
    "obtain_certificate": "certifications/new",
    "obtain_licence": "licences/new",
}  # the page on which an enterprise writes down that it made a change; else its own page
AGENCY_KINDS = {
    "city": "시·도",
    "district_office": "자치구",
    "dong_office": "동 주민센터",
    "health_centre": "보건소",
    "school": "학교",
    "education_office": "교육청",
    "public_corporation": "공기업",
    "public_institution": "공공기관",
    "state": "국가기관",
    "support_organisation": "지원기관",
    "private_company": "민간기업",
    "other": "그 밖",
}
TENDER_STATES = {
    "idea": "구상",
    "design_support": "설계 지원",
    "info_provided": "정보 제공",
    "matching": "매칭 중",
    "published": "공고",
    "bid_support": "입찰 지원",
}
STAGES = {"open": "지원 중", "bidding": "입찰 진행", "won": "성사", "lost": "안 됨"}
EVENTS = {
    "visits": "방문",
    "consultations": "상담",
    "matching-cases": "매칭 사례",
    "contracts": "계약",
    "follow-ups": "약속",
    "education-sessions": "교육·설명회",
    "surveys": "조사",
}
PROMISED_BY = {"us": "우리가 한 약속", "agency": "기관이 한 약속", "enterprise": "기업이 한 약속"}
ROLES = {
    "admin": "관리자",
    "manager": "사무소 관리자",
    "staff": "지원단",
    "agency": "공공기관 구매담당",
    "enterprise": "사회적경제기업",
}
PROOFS = {"one_source": "한 곳에서만 확인", "unverified": "확인하지 못함"}  # else nothing is marked
WHETHER = {True: "예", False: "아니요", None: "미기재"}
TIMETABLE_DONE = {
    "best": "시간표를 만들었습니다.",
    "rough": "정한 시간 안에 찾은 가장 나은 시간표입니다. 더 나은 것이 있을 수 있습니다.",
    "seated": "빈 시간에 앉혔습니다.",
    "reseated": "다시 앉혔습니다. 비는 시간만 다른 곳에 주었습니다.",
    "come": "온 곳을 더했습니다. 시간표를 만들면 함께 앉힙니다.",
    "added": "상담을 더했습니다.",
    "moved": "상담을 옮겼습니다.",
    "swapped": "두 상담을 맞바꾸었습니다.",
    "cancelled": "상담을 취소했습니다.",
    "loosened": "이 상담도 다시 짤 때 옮길 수 있습니다.",
    "undone": "바꾸기 전 시간표로 되돌렸습니다.",
    "paired": "짝을 적었습니다.",
    "parted": "짝을 지웠습니다. 다시 짜면 시간표에 반영됩니다.",
}  # what was done with the timetable of a fair
MARKS = {"good": "✓", "open": "?", "bad": "✕"}
TONES = {
    "eligible": "good",
    "unknown": "open",
    "ineligible": "bad",
    "pass": "good",
    "fail": "bad",
    "possible": "good",
    "possible_with_conditions": "open",
    "insufficient_information": "open",
    "competitive_procedure_required": "bad",
    "out_of_scope": "bad",
}
VAT = {
    "included": "부가세 포함(배정예산)",
    "excluded": "부가세 제외(추정가격)",
    "exempt": "면세",
}
LEGAL_FORMS = {
    "corporation": "주식회사",
    "limited_company": "유한회사",
    "cooperative": "협동조합",
    "social_cooperative": "사회적협동조합",
    "consumer_cooperative": "소비자생활협동조합",
    "association": "사단법인·단체",
    "foundation": "재단법인",
    "welfare_corporation": "사회복지법인",
    "agricultural_corporation": "농업회사법인",
    "sole_proprietor": "개인사업자",
    "other": "그 밖",
    "unknown": "미기재",
}
CONTRACT_STATES = {
    "agreed": "협의",
    "signed": "계약",
    "delivered": "납품",
    "paid": "대금 지급",
    "cancelled": "취소",
}
STATUSES = {"active": "영업 중", "dormant": "휴업", "closed": "폐업"}
TYPES = (
    "certified_social_enterprise", "prelim_se_regional", "prelim_se_ministry", "cooperative",
    "social_cooperative", "village_enterprise", "self_sufficiency_enterprise", "social_venture",
)  # fmt: skip


def own_menu(who: Actor) -> tuple[tuple[str, str], ...]:
    """Return what stands in the menu for the role of who is asking, what they open most first."""
    if who.is_any(Role.staff):
        return FOR_STAFF
    return FOR_ENTERPRISES if who.role is Role.enterprise else ()


__all__ = [
    "AGENCY_KINDS",
    "BUYERS",
    "CASE_OUTCOMES",
    "CHANNELS",
    "CHECKS",
    "CONSULTATION_KINDS",
    "CONTRACT_STATES",
    "ELIGIBILITY",
    "EVENTS",
    "FIELDS",
    "FOR_ENTERPRISES",
    "FOR_STAFF",
    "KINDS",
    "LEGAL_FORMS",
    "LICENCES",
    "MARKS",
    "MENU",
    "MISSING",
    "NEXT_STEPS",
    "NOT_ADVICE",
    "OUTCOMES",
    "PAPERS",
    "PROMISED_BY",
    "PROOFS",
    "QUOTATIONS",
    "REQUESTERS",
    "ROLES",
    "ROUTES",
    "ROUTE_STATES",
    "SESSION_KINDS",
    "STAGES",
    "STATUSES",
    "SURVEY_KINDS",
    "TENDER_STATES",
    "TONES",
    "TYPES",
    "VAT",
    "WARNINGS",
    "WHERE_TO_FIX",
    "WHETHER",
    "found",
    "own_menu",
    "required",
    "to_do",
]
