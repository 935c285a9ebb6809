"""Words of notices and of asking that say nothing about the trade."""

import numpy as np

from app.matching.arrays import Amounts, Keys
from app.matching.grams import cut

NOTICE_WORDS = frozenset(
    [
        "용역",
        "구매",
        "구입",
        "제작",
        "납품",
        "운영",
        "위탁",
        "업체",
        "선정",
        "공고",
        "안내",
        "모집",
        "사업",
        "지원",
        "단가",
        "계약",
        "단가계약",
        "연간",
        "실시",
        "추진",
        "견적",
        "제출",
        "소액수의",
        "소액",
        "수의",
        "입찰",
        "대행",
        "서비스",
        "관련",
        *["진행", "신청", "이용", "활용", "준비", "배부", "배포", "설치", "교체"],
        "필요",
        "필수",
        "포함",
        "제공",
        "일체",
        "대상",
        "기관",
        "수행",
        "공모",
        "계획",
        "년",
        "년도",
        "학년도",
        "상반기",
        "하반기",
        "회",
        "개",
        "등",
        "및",
        "월",
        "주",
    ]
)
"""They stand in every notice, whatever is bought."""

CONTEXT_WORDS = frozenset(
    [
        "어르신",
        "노인",
        "청소년",
        "어린이",
        "아동",
        "영유아",
        "학생",
        "초등",
        "초등학교",
        "중학교",
        "고등학교",
        "학교",
        "유치원",
        "어린이집",
        "경로당",
        "복지관",
        "도서관",
        "구청",
        "시청",
        "청사",
        "주민",
        "구민",
        "시민",
        "직원",
        "교직원",
        "교원",
        "장애인",
        "저소득",
        "저소득층",
        "취약계층",
        "가구",
        "가정",
        "가족",
        "프로그램",
        "찾아가는",
        "교실",
        "센터",
        "마을",
        "행사",
        "참가자",
        "관내",
        "기념",
        "공공",
        "지역",
        "신축",
        "노후",
        *[
            "사회적경제",
            "한마당",
            "체육대회",
            "축제",
            "박람회",
            "총회",
            "주민총회",
            "개최",
            "기념행사",
        ],
        *["기념식", "개소식", "개막식", "개관", "개관식", "졸업식", "입학식", "출범식", "발대식"],
        *["간담회", "토론회", "워크숍"],
    ]
)
"""For whom, where and on what occasion: they narrow a trade but do not make one."""

_DULL = (
    (0.35, np.unique(cut(sorted(NOTICE_WORDS)).keys)),
    (0.5, np.unique(cut(sorted(CONTEXT_WORDS - NOTICE_WORDS)).keys)),
)
_KEYS = np.unique(np.concatenate([keys for _, keys in _DULL]))
_SHARES = np.prod([np.where(np.isin(_KEYS, keys), share, 1.0) for share, keys in _DULL], axis=0)


def shares(keys: Keys) -> Amounts:
    """Answer what is left of the weight of each gram: less where it is of such words."""
    at = np.minimum(np.searchsorted(_KEYS, keys), len(_KEYS) - 1)
    left: Amounts = np.where(_KEYS[at] == keys, _SHARES[at], 1.0)
    return left
