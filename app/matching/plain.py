"""Everyday verbs beside the nouns of notices: '자전거 고치기' is '자전거 수리'.

Sellers and callers say with a native verb what a notice says with a Chinese-Korean noun. Only the
verb at the end of a phrase is read so, and only where the phrase that comes of it is a known term.
"""

import re
from functools import lru_cache

_REMEMBERED = 65_536

_VERBS = (
    ("고치 고쳐 고칠 고침 고칩 손보 손봐 손봄", "수리 보수"),
    ("빌리 빌려 빌릴 빌림 빌립", "대여 임대 임차 렌탈"),
    ("씻 씻어 씻겨 씻음 닦 닦아 닦음", "청소 세척"),
    ("갈 갈아 갈음 바꾸 바꿔 바꿈 갈아끼우", "교체 갈이"),
    ("달 달아 달음 답 놓 놓아", "설치"),
    ("옮기 옮겨 옮김 옮깁 나르 날라 나릅", "이전 운반 운송 배송"),
    ("거두 거둬 거둠 가져가 가져갑 버리 버려", "수거"),
    ("치우 치워 치움", "청소 수거"),
    ("만드 만들어 만듭 지어 짓 맞추 맞춰 맞춤", "제작"),
    ("찍 찍어 찍음", "촬영 인쇄"),
    ("배우 배움 배워 가르치 가르쳐 가르침", "교육 수업 교실 강좌"),
    ("돌보 돌봐 돌봅", "돌봄"),
    ("심 심어 심음", "식재 심기"),
    ("팔 팔아 팝 파", "판매"),
    ("잡 잡아 없애 없앰 쫓 쫓아 막 막아", "퇴치 방제 제거 잡기"),
    ("부수 부숴 지우 지워", "파쇄 파기 삭제"),
    ("칠하 칠해 칠함", "도색 도장 페인트"),
    ("떼 떼어 떼내 뜯 뜯어", "제거 철거"),
    ("맡아 맡기 맡겨 꾸리 꾸려", "위탁 운영 위탁운영"),
    ("살피 살펴 살핌", "점검"),
    ("자르 잘라 다듬 다듬어", "전지 전정 가지치기"),
    ("꾸미 꾸며 꾸밈", "조성 인테리어"),
    ("기르 길러 키우 키워", "재배"),
    ("태우 태워 모시 모셔", "이동 수송"),
    ("쓸 쓸어", "청소"),
)
"""The stems of verbs as they are written before an ending, and the nouns that say the same."""

_NOUNS = {stem: tuple(nouns.split()) for stems, nouns in _VERBS for stem in stems.split()}

_FIRST = frozenset(stem[0] for stem in _NOUNS)

_ENDINGS = re.compile(
    r"(?:드립니다|드려요|드리기|드림|드릴|드리는|주세요|주시는|주실|주는|주기|줍니다|줄|줘요|주|내기|쓰기|"
    r"습니다|ㅂ니다|니다|기|는|은|을|는곳|는데|요|서|고|려고)$"
)


@lru_cache(maxsize=_REMEMBERED)
def nouns(word: str) -> tuple[str, ...]:
    """Answer the nouns of notices that say what this verb form says; none for any other word."""
    if word[:1] not in _FIRST:
        return ()
    known = _NOUNS.get(word)
    if known is not None:
        return known if len(word) > 1 else ()
    bare = _ENDINGS.sub("", word)
    return _NOUNS.get(bare, ()) if bare != word else ()
