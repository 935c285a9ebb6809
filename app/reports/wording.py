"""What codes are called where people read them."""

from collections.abc import Mapping

GROUPS: Mapping[str, str] = {
    "public_agency": "공공기관",
    "education": "교육청·학교",
    "enterprise_network": "기업·네트워크",
    "enterprise": "사회적경제기업",
    "ungrouped": "구분 없음",
}
TARGETS: Mapping[str, str] = {
    "department": "부서",
    "school": "학교",
    "enterprise": "기업",
    "network": "네트워크",
}
GROUP_OF_TARGET: Mapping[str, str] = {
    "department": "public_agency",
    "school": "education",
    "enterprise": "enterprise_network",
    "network": "enterprise_network",
}
CONSULTATION_KINDS: Mapping[str, str] = {
    "general": "일반상담",
    "document_review": "서류검토",
    "expert": "전문상담",
}
CHANNELS: Mapping[str, str] = {
    "phone": "전화",
    "visit": "방문",
    "website": "홈페이지",
    "video": "화상",
    "fair": "박람회",
    "unknown": "알 수 없음",
}
REQUESTERS: Mapping[str, str] = {
    **GROUPS,
    "agency": "공공기관",
    "citizen": "시민",
    "other": "기타",
}
FIELDS: Mapping[str, str] = {
    "business": "경영",
    "marketing": "마케팅",
    "hr": "인사·노무",
    "legal": "법률",
    "accounting": "회계",
    "tax": "세무",
    "design": "디자인",
    "it": "정보기술",
    "finance": "금융",
    "public_purchase": "공공구매",
    "strategy": "전략",
    "governance": "거버넌스",
    "other": "기타",
}
SUPPORT_TYPES: Mapping[str, str] = {
    "design_support": "설계 지원",
    "bid_support": "입찰 지원",
    "matching_support": "매칭 지원",
    "information": "정보 제공",
    "recommendation": "추천",
    "supplier_recruitment": "기업 섭외",
    "cost_estimation": "견적산출 지원",
    "project_proposal": "사업 제안",
    "certification_status": "인증·면허 현황 제공",
}
OUTCOMES: Mapping[str, str] = {
    "none": "지원만",
    "matched": "매칭 성사",
    "se_selected": "사회적경제기업 선정",
    "agreement": "협약 완료",
    "consortium_selected": "컨소시엄 선정",
    "non_se_selected": "일반기업 낙찰",
    "bidding": "입찰 진행",
    "no_bid": "유찰",
    "dropped": "중단",
}
AMOUNT_STATES: Mapping[str, str] = {
    "known": "금액 있음",
    "none": "계약 없음",
    "unknown": "금액 모름",
    "ambiguous": "「-」로 적힘",
}
SESSION_KINDS: Mapping[str, str] = {
    "public_agency": "공공기관 교육",
    "enterprise": "사회적경제 기업교육",
    "awareness": "인식개선 교육",
    "market_entry": "공공시장 진입 교육",
    "case_study": "공공구매 사례 교육",
    "s2b_briefing": "S2B 설명회",
    "budget_briefing": "예산 설명회",
    "other": "기타",
}
MARKETS: Mapping[str, str] = {"public": "공공", "private": "민간"}
CONTRACT_STATES: Mapping[str, str] = {
    "agreed": "합의",
    "signed": "체결",
    "delivered": "납품",
    "paid": "완료",
    "cancelled": "취소",
}
SURVEY_KINDS: Mapping[str, str] = {
    "supply_online": "1차 온라인 조사",
    "supply_visit": "2차 방문 조사",
    "agency_purchasing": "구매현황 조사",
    "fair_demand": "박람회 수요 조사",
}
FIGURE_KINDS: Mapping[str, str] = {
    "target": "목표",
    "achieved": "실적",
    "rate": "달성률",
    "total": "합계",
    "count": "건수",
}
AGREES: Mapping[str, str] = {"true": "일치", "false": "다름", "": "셀 수 없음"}
WITH_TALLIES = "집계 기록 포함"
WITH_TALLIES_EN = "rests on tallies, counts that have no rows behind them"
