"""Where a line was not taken as it was typed, the answer can say what it was taken for."""

import pytest

from app.matching import Index, did_you_mean, search

from .makers import THESAURUS, selling

INDEX = Index(
    THESAURUS,
    [
        selling("현수막 출력", name="거리광고"),
        selling("단체 도시락", name="소담한상"),
        selling("마을 여행", name="협동조합 트래블러스맵"),
    ],
)


@pytest.mark.parametrize(
    ("typed", "by", "meant"),
    [
        ("현수먁", "spelling", "현수막"),
        ("ㅎㅅㅁ", "initials", "현수막"),
        ("gustnakr", "keyboard", "현수막"),
        ("현수먁 출력", "spelling", "현수막 출력"),
        ("트레블러스맵", "name", "협동조합 트래블러스맵"),
        ("ㅅㄷㅎㅅ", "name", "소담한상"),
    ],
)
def test_another_reading_is_named(typed: str, by: str, meant: str) -> None:
    found = did_you_mean(search(typed, INDEX))

    assert found is not None
    assert (found.by, found.matched) == (by, meant)


@pytest.mark.parametrize(
    "typed",
    ["현수막", "플래카드", "단체 도시락 업체", "트래블러스맵", "소담한상 전화", "열기구 체험"],
)
def test_what_was_taken_as_typed_needs_no_question(typed: str) -> None:
    assert did_you_mean(search(typed, INDEX)) is None
