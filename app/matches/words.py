"""What people read about a ranking: factors by name, changes as sentences."""

from collections.abc import Mapping

from app.enterprises.kinds import label as certificate_label
from app.matching import Change

FACTORS = {
    "trade": "같은 업종",
    "wording": "공고와 같은 표현",
    "requirements": "요건 충족",
    "focus": "주력 품목",
    "price": "예산 안의 단가",
    "nearness": "가까운 소재지",
}

CAUTIONS = {
    "joint_supply_to_be_admitted": (
        "공동수급 허용 여부와 구성원별 면허 요건은 공고와 계약예규에서 확인해야 합니다.",
        "Whether joint supply is admitted, and what each member must hold, is for the notice to say.",
    ),
    "members_not_asked": (
        "구성원의 참여 의사는 확인되지 않았습니다.",
        "Nobody has asked the enterprises whether they want to take part.",
    ),
}

_CHANGES: dict[str, tuple[str, str]] = {
    "confirm_active": ("영업 중인지 확인", "Confirm that it is in business"),
    "state_service_regions": (
        "서비스 지역 확인(요청: {region})",
        "Confirm that it serves {region}",
    ),
    "extend_region": ("서비스 지역에 {region} 추가", "Extend its service to {region}"),
    "obtain_certificate": ("{needed_on}까지 {kind} 취득", "Obtain {kind} by {needed_on}"),
    "wait_for_certificate": (
        "{kind} 효력이 {valid_from}에 시작: 그 뒤로 일정 조정",
        "{kind} begins on {valid_from}: move the date after it",
    ),
    "renew_certificate": (
        "{needed_on}까지 {kind} 갱신({expired_on} 만료)",
        "Renew {kind} by {needed_on} (it ended on {expired_on})",
    ),
    "verify_certificate": ("{kind} 유효 여부 확인", "Verify that {kind} is valid"),
    "obtain_licence": (
        "{kind} 필요 — 취득하거나 보유 기업과 공동수급",
        "{kind} needed: obtain it, or join with a firm that holds it",
    ),
    "renew_licence": (
        "{needed_on}까지 {kind} 갱신({expired_on} 만료)",
        "Renew {kind} by {needed_on} (it ended on {expired_on})",
    ),
    "state_capacity": (
        "공급력 확인(필요: {quantity}{unit})",
        "State its capacity ({quantity} {unit} needed)",
    ),
    "raise_capacity": (
        "{span} {short_percent}% 부족({available}/{required}{unit}{less})",
        "{span} short by {short_percent} % ({available} of {required} {unit}{less})",
    ),
    "confirm_contracts": (
        "진행 중인 계약 {contracts}건의 물량 확인(필요: {quantity}{unit})",
        "Find out what {contracts} open contracts take ({quantity} {unit} needed)",
    ),
    "add_partner": ("{lots} 담당 기업과 공동수급", "Join with a firm for {lots}"),
}

_SPANS = {
    "": ("공급력", "Capacity"),
    "1": ("월 공급력", "Monthly capacity"),
    "3": ("3개월 공급력", "Capacity of three months"),
}
_LESS = ("; 계약된 {committed}{unit} 제외", "; {committed} {unit} are contracted")


def sentence(change: Change) -> tuple[str, str]:
    """Return what would have to change, in Korean and in English."""
    ko, en = _CHANGES.get(change.code, ("확인 필요: {code}", "To be settled: {code}"))
    values = {name: _readable(name, value) for name, value in change.values.items()}
    filled = {"region": "", "unit": "", "code": change.code, **values}
    span_ko, span_en = _SPANS.get(filled.get("months", ""), _SPANS[""])
    less_ko, less_en = _LESS if change.values.get("committed") else ("", "")
    return (
        _tidy(ko.format(**filled, span=span_ko, less=less_ko.format(**filled))),
        _tidy(en.format(**filled, span=span_en, less=less_en.format(**filled))),
    )


def question(meant: str) -> tuple[str, str]:
    """Ask whether this was meant, in Korean and in English."""
    return f"혹시 '{meant}'{_object(meant)} 찾으셨나요?", f"Did you mean '{meant}'?"


_CONDITIONS = {
    "category": ("업종 조건", "category"),
    "district": ("소재지 조건", "district"),
    "region": ("공급 지역 조건", "region"),
    "certification": ("인증 조건", "certification"),
    "licence": ("면허 조건", "licence"),
    "capacity_at_least": ("공급력 조건", "capacity_at_least"),
}


def found_without(name: str, put: Mapping[str, str], found: int, *, most: bool) -> tuple[str, str]:
    """Say how many would be found without a condition, or with another put in its place."""
    ko, en = _CONDITIONS[name]
    many_ko, many_en = (
        (f"{found}곳 이상", f"{found} or more") if most else (f"{found}곳", str(found))
    )
    if put:
        place = put["region"]
        return f"{place}에 공급하는 곳은 {many_ko}", f"{many_en} supply {place} (`region`)"
    return f"{ko} 없이는 {many_ko}", f"{many_en} without `{en}`"


def _object(word: str) -> str:
    """Return the particle that makes a word an object: by whether its last syllable is closed."""
    place = ord(word[-1]) - ord("가")
    if not 0 <= place <= ord("힣") - ord("가"):
        return "을(를)"
    return "을" if place % 28 else "를"


def _tidy(text: str) -> str:
    """Close the gap that a unit nobody stated leaves."""
    return " ".join(text.split()).replace(" )", ")")


def _readable(name: str, value: object) -> str:
    if value is None:
        return ""
    if name == "kind":
        return certificate_label(str(value))
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)
