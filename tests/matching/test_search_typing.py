"""A line typed badly at any place finds what was meant; a filter lets through only what meets it."""

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import Filters, Hit, Index, Supplier, search, text

from .makers import THESAURUS, certificate, licence, product, selling, supplier

VOWELS = "ㅏㅐㅑㅓㅔㅕㅗㅛㅜㅠㅡㅣ"
BANNERS = selling("현수막 출력", name="거리광고")
LUNCHES = selling("단체 도시락", name="소담한상")
CLEANERS = selling("사무실 청소", name="맑은두레")
WINDOWS = selling("유리창 청소", name="줄타는사람들")
CATERERS = selling("출장뷔페", name="한입뷔페")
WALKERS = selling("꽃 화분", name="함께 걷는 사람들 협동조합", aliases=("HAMGGE Walk", "동행길"))
REGISTER = (BANNERS, LUNCHES, CLEANERS, WINDOWS, CATERERS, WALKERS)
MEANT = {
    "현수막": "거리광고",
    "플래카드": "거리광고",
    "케이터링": "한입뷔페",
    "출장뷔페": "한입뷔페",
    "도시락": "소담한상",
    "유리창청소": "줄타는사람들",
}


@cache
def index() -> Index:
    """Read the register once."""
    return Index(THESAURUS, REGISTER)


def names(typed: str) -> list[str]:
    """Name those found, in order."""
    return [hit.supplier.name for hit in search(typed, index())]


def slips(word: str) -> list[str]:
    """Strike the neighbouring letter at each place of the word in turn."""
    letters = text.jamo(word)
    found = []
    for at, letter in enumerate(letters):
        row = VOWELS if letter in VOWELS else "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅎㅋㅌㅊㅍ"
        other = row[(row.index(letter) + 1) % len(row)]
        found.append(text.compose(letters[:at] + other + letters[at + 1 :]))
    return [one for one in found if all(text.is_hangul(char) for char in one)]


@pytest.mark.parametrize(
    ("typed", "word"), [(slip, word) for word in MEANT for slip in slips(word)]
)
def test_one_wrong_letter_at_any_place_still_finds_the_trade(typed: str, word: str) -> None:
    assert names(typed)[:1] == [MEANT[word]]


@pytest.mark.parametrize("word", MEANT)
def test_the_whole_word_typed_on_latin_keys_finds_the_trade(word: str) -> None:
    keys = text.from_korean_keys(word)
    assert keys is not None

    assert names(keys)[:1] == [MEANT[word]]


@pytest.mark.parametrize(
    "line", ["gustnakr 제작", "현수막 wpwkr", "gustnakr wpwkr", "GUSTNAKR", "현수막제작업체"]
)
def test_a_line_partly_on_the_wrong_keys_is_read_word_by_word(line: str) -> None:
    assert names(line)[:1] == ["거리광고"]


@pytest.mark.parametrize("word", MEANT)
def test_initials_of_a_trade_find_it(word: str) -> None:
    assert MEANT[word] in names(text.initials(word))


@pytest.mark.parametrize(
    "typed",
    [
        "함께 걷는 사람들",
        "함께걷는사람들",
        "함께걷는사람들협동조합",
        "(사)함께 걷는 사람들",
        "함께겉는사람들",
        "함께걷는사람둘",
        "ㅎㄲㄱㄴㅅㄹㄷ",
        "ㅎㄲ ㄱㄴ ㅅㄹㄷ",
        "ㅎㄲㄱㄴㅅㄹㄷㅎㄷㅈㅎ",
        "hamggewalk",
        "HAMGGE WALK",
        "동행길",
    ],
)
def test_a_name_of_several_words_is_found_however_it_is_written(typed: str) -> None:
    assert names(typed)[:1] == ["함께 걷는 사람들 협동조합"]


@pytest.mark.parametrize("line", ["유리창 청소", "단체 도시락", "출장 뷔페", "사무실 청소"])
def test_spaces_do_not_decide_who_comes_first(line: str) -> None:
    assert names(line)[:1] == names(line.replace(" ", ""))[:1] == names(f"  {line}  ")[:1]


@pytest.mark.parametrize(
    "line", ["", " ", "\n\t", "!!!", "···", "「」", "()", "\u200b", "👍👍", "※★"]
)
def test_a_line_of_no_letters_finds_nobody(line: str) -> None:
    assert names(line) == []


@pytest.mark.parametrize("line", ["ㅎ", "가", "a", "1", "ㅏ", "힣"])
def test_a_single_letter_is_answered_without_guessing(line: str) -> None:
    assert names(line) == []


@pytest.mark.parametrize("times", [10, 60])
def test_a_very_long_line_still_finds_what_it_repeats(times: int) -> None:
    assert names("현수막 제작 " * times)[:1] == ["거리광고"]


def test_a_very_long_word_finds_nobody() -> None:
    assert names("뷁" * 300) == []


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(MEANT)), st.sampled_from("!?.,~·/()[]"), st.booleans())
def test_marks_around_a_word_change_no_answer(word, mark, before) -> None:
    marked = f"{mark}{word}" if before else f"{word}{mark}{mark}"

    assert names(marked) == names(word)


HELD = supplier(
    "모두",
    id="0모두",
    district="노원구",
    service_regions=("서울",),
    certifications=(certificate(),),
    licences=(licence("식품제조가공업 등록", valid_until=date(2026, 12, 31)),),
    products=(product("단체 도시락", category_code="C0601", unit="개", monthly_capacity=500),),
)
LACKING = {
    "category": replace(HELD, products=(replace(HELD.products[0], category_code="C0701"),)),
    "district": replace(HELD, district="강동구"),
    "region": replace(HELD, service_regions=("부산",)),
    "certification": replace(HELD, certifications=(certificate("협동조합"),)),
    "licence": replace(HELD, licences=(licence("여행업 등록"),)),
    "capacity_at_least": replace(HELD, products=(replace(HELD.products[0], monthly_capacity=499),)),
}
ASKED = {
    "category": "C0601",
    "district": "서울특별시 노원구",
    "region": "서울 노원구",
    "certification": "여성기업확인서",
    "licence": "식품제조가공업",
    "capacity_at_least": 500,
}
EVERYONE = (HELD, *(replace(one, id=name, name=name) for name, one in LACKING.items()))


def kept(filters: Filters, *suppliers: Supplier) -> set[str]:
    """Name those a filter lets through."""
    hits: list[Hit] = search("도시락", Index(THESAURUS, suppliers or EVERYONE), filters=filters)
    return {hit.supplier.name for hit in hits}


@pytest.mark.parametrize("name", ASKED)
def test_each_filter_alone_keeps_out_exactly_the_one_that_lacks_it(name: str) -> None:
    assert kept(Filters(**{name: ASKED[name]})) == {"모두", *LACKING} - {name}


@pytest.mark.parametrize(("one", "other"), list(combinations(ASKED, 2)))
def test_two_filters_keep_out_exactly_the_two_that_lack_one(one: str, other: str) -> None:
    both = Filters(**{one: ASKED[one], other: ASKED[other]})

    assert kept(both) == {"모두", *LACKING} - {one, other}


def test_all_filters_together_leave_the_one_that_meets_them_all() -> None:
    assert kept(Filters(**ASKED, unit="EA", as_of=date(2026, 12, 31))) == {"모두"}


@pytest.mark.parametrize("name", ["certification", "licence"])
def test_a_paper_is_asked_for_on_a_day_and_holds_through_its_last(name: str) -> None:
    last, after = (
        Filters(**{name: ASKED[name], "as_of": day})
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    )

    assert kept(last) == {"모두", *LACKING} - {name}
    assert kept(after) == set()


@pytest.mark.parametrize("name", ASKED)
def test_what_is_not_stated_meets_no_filter(name: str) -> None:
    bare = selling("단체 도시락", name="말없는", service_regions=())

    assert kept(Filters(), bare) == {"말없는"}
    assert kept(Filters(**{name: ASKED[name]}), bare) == set()
