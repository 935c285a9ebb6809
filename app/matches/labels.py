"""What people read in place of the codes of a ranking. A code without words is shown as it is."""

from typing import Any

from app.enterprises.kinds import kinds, label

NOT_ADVICE = (
    "기록된 자료와 법령 문언으로 찾은 결과이며 법률 자문이 아닙니다. "
    "계약 전에 인증서 원본과 조문을 확인해 주세요."
)
ELIGIBILITY = {
    "eligible": "요건 충족",
    "unknown": "확인할 것 있음",
    "ineligible": "요건 미충족",
}
OUTCOMES = {"pass": "충족", "unknown": "미확인", "fail": "미충족"}
PAPERS = {"pass": "유효", "unknown": "확인 필요", "fail": "만료"}
LICENCES = {"pass": "등록 기록 있음", "unknown": "확인 필요", "fail": "만료"}
CHECKS = {
    "status": "영업 상태",
    "region": "납품·서비스 지역",
    "certificate": "인증",
    "licence": "면허·등록",
    "capacity": "공급력",
    "lots": "분할 품목",
    "price": "예산 안의 단가",
}
KINDS = {
    "goods": "물품",
    "service": "용역",
    "works": "공사",
    "lease": "임대차",
    "entrustment": "민간위탁",
}
BUYERS = {
    "local": "지방자치단체·교육청·공립학교",
    "state": "국가기관·국립학교",
    "public_corp": "공기업·준정부기관",
    "private_school": "사립학교",
    "other": "그 밖의 기관",
    "unknown": "모름",
}
ROUTES = {
    "negotiated_contract": "수의계약",
    "general_competition": "일반경쟁",
    "restricted_competition": "제한경쟁",
    "small_business_restricted_competition": "소기업·소상공인 제한경쟁",
    "sme_restricted_competition": "중소기업자 제한경쟁",
    "negotiation_after_proposals": "협상에 의한 계약",
    "entrustment_public_recruitment": "민간위탁 공개모집",
    "insufficient_information": "판단할 정보 부족",
    "competitive_procedure_required": "경쟁 절차",
    "out_of_scope": "적용 범위 밖",
    "possible": "가능한 계약",
    "possible_with_conditions": "조건부 계약",
}
ROUTE_STATES = {
    "possible": "근거 있음",
    "possible_with_conditions": "서류 확인 필요",
    "insufficient_information": "정보 부족",
    "competitive_procedure_required": "경쟁 절차 필요",
    "out_of_scope": "적용 범위 밖",
}
QUOTATIONS = {
    "omit": "견적서 생략 가능",
    "single": "1인 견적 가능",
    "two_or_more": "2인 이상 견적",
    "bid": "입찰",
    "unknown": "견적 수 미확인",
}
MISSING = {
    "buyer_law": "구매기관에 적용되는 계약법",
    "own_contract_rules": "기관 자체 계약규정",
    "rule_in_force_on_date": "그날 시행 중인 규정",
    "estimated_price": "추정가격",
    "counterparty_type": "기업의 인증 종류",
    "certificate_valid_on_date": "그날 유효한 인증서",
    "vulnerable_employment_ratio_certificate": "취약계층 고용비율 확인서(180일 이내)",
    "own_performance_proof": "직접 생산·수행 확인",
    "emergency_notice_in_force": "시행 중인 한시 고시",
    "not_simple_goods_purchase": "단순 물품구매가 아님을 보이는 자료",
    "not_simple_labour": "단순노무용역이 아님을 보이는 자료",
    "notified_amount": "고시금액 확인",
    "ordinance_basis": "조례 근거",
    "proposal_evaluation_reason": "제안서 평가가 필요한 사유",
    "restriction_reason": "제한 사유",
    "sme_status": "중소기업(소상공인) 확인서",
    "urgent_notice": "긴급 입찰 사유",
    "works_class": "공사 종류(종합·전문·그 밖)",
}
WARNINGS = {
    "aggregated_12m_not_given": "같은 수요의 12개월 합계가 입력되지 않았습니다. 나누어 사면 합계로 판단합니다.",
    "applied_by_reference": "다른 법령을 준용하는 규정입니다.",
    "check_conflict_of_interest": "이해충돌방지법상 수의계약 체결 제한 대상인지 확인",
    "check_debarment": "부정당업자 제재 여부 확인",
    "check_relatives_of_office_holders": "지방자치단체장·의원 등과의 관계 확인",
    "e_system_duty_not_confirmed": "전자조달 이용 의무는 확인되지 않았습니다.",
    "publish_agreement": "계약 사항 공개 의무",
    "publish_contract_details": "수의계약 내역 공개 의무",
    "quotation_rule_not_confirmed": "견적 수 규정은 확인되지 않았습니다.",
    "ratio_requirement_text_not_read": "취약계층 고용비율 고시 원문은 확인되지 않았습니다.",
    "verify_eligibility_and_own_performance": "계약 전에 자격과 직접 수행을 확인",
    "village_enterprise_standard_not_read": "마을기업 기준 고시 원문은 확인되지 않았습니다.",
}
_FOUND = {
    "no_expiry": "무기한",
    "unverified": "유효기간 미기재",
    "active": "영업 중",
    "dormant": "휴업",
    "closed": "폐업",
}
CODES = {**KINDS, **BUYERS, **_FOUND}


def required(check: dict[str, Any]) -> str:
    """Return what a requirement asks for, as people read it."""
    return readable(check["required"])


def found(check: dict[str, Any]) -> str:
    """Return what is recorded about a requirement, as people read it."""
    return readable(check["found"])


def to_do(ranked: dict[str, Any]) -> str:
    """Return what has to be confirmed or changed of an enterprise; where nothing would help, why."""
    helps = [check["change"]["message"] for check in ranked["checks"] if check["change"]]
    if helps:
        return " · ".join(helps)
    failed = [one for one in ranked["checks"] if one["outcome"] == "fail"]
    return " · ".join(f"{CHECKS[one['name']]}: {found(one)}" for one in failed) or "없음"


def readable(value: Any) -> str:  # noqa: ANN401 -- whatever a check names
    """Return a code, or several, or an amount, as people read it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(readable(one) for one in value)
    if isinstance(value, int):
        return f"{value:,}원"
    return label(value) if value in kinds() else CODES.get(value, str(value))
