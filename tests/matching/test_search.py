"""A search finds what is meant, however it is typed, and says what matched."""

from datetime import date

import pytest

from app.matching import Filters, Hit, Index, Supplier, search

from .makers import THESAURUS, certificate, licence, product, selling, supplier

BANNERS = selling("현수막 출력", name="거리광고")
LUNCHES = selling("단체 도시락", name="소담한상")
CLEANERS = selling("사무실 청소", name="맑은두레")
WINDOWS = selling("유리창 청소", name="줄타는사람들")
TOWELS = selling("면 수건", name="구름타월")
CATERERS = selling("출장뷔페", name="한입뷔페")
CLINIC = selling("동네 의원", name="마포의료복지사회적협동조합")
TRAVEL = selling("마을 여행", name="트래블러스맵")
LAMPS = selling("LED 등기구", name="빛나눔")
REGISTER = (BANNERS, LUNCHES, CLEANERS, WINDOWS, TOWELS, CATERERS, CLINIC, TRAVEL, LAMPS)


def hits(typed: str, *suppliers: Supplier, filters: Filters | None = None) -> list[Hit]:
    """Search the usual register, or this one."""
    return search(typed, Index(THESAURUS, suppliers or REGISTER), filters=filters)


def first(typed: str, *suppliers: Supplier) -> str:
    """Name the first hit."""
    return hits(typed, *suppliers)[0].supplier.name


def names(typed: str, *suppliers: Supplier, filters: Filters | None = None) -> list[str]:
    """Name all hits in order."""
    return [hit.supplier.name for hit in hits(typed, *suppliers, filters=filters)]


class TestWords:
    """A plain word, a synonym, or a word run together."""

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("도시락", "소담한상"),
            ("플래카드", "거리광고"),
            ("배너 제작", "거리광고"),
            ("케이터링", "한입뷔페"),
            ("타월", "구름타월"),
            ("유리창청소업체", "줄타는사람들"),
            ("행 사 도 시 락", "소담한상"),
            ("도시락 좀 시키려고요", "소담한상"),
            ("현수막 만들어주는 곳", "거리광고"),
            ("led 등기구", "빛나눔"),
        ],
    )
    def test_it_finds_the_trade(self, typed: str, name: str) -> None:
        assert first(typed) == name

    def test_it_says_that_the_words_matched_and_which_product(self) -> None:
        (found, *_) = hits("도시락")

        assert [(one.by, one.matched) for one in found.found] == [
            ("words", "도시락"),
            ("product", "단체 도시락"),
        ]
        assert found.matched_products[0].name == "단체 도시락"

    def test_nothing_typed_finds_nothing(self) -> None:
        assert hits("") == hits("  ·, ") == []

    def test_nonsense_finds_nothing(self) -> None:
        assert hits("꿹뷁쒧") == []

    def test_a_line_of_fillers_alone_is_still_read(self) -> None:
        assert hits("업체 추천") == []

    def test_the_exact_trade_comes_before_a_kindred_one(self) -> None:
        assert names("유리창 청소")[0] == "줄타는사람들"

    def test_a_closed_enterprise_comes_last(self) -> None:
        closed = selling("단체 도시락", name="문닫은집", status="closed")

        assert names("도시락", closed, LUNCHES) == ["소담한상", "문닫은집"]

    def test_no_more_hits_than_asked_for(self) -> None:
        many = [selling("단체 도시락", name=f"도시락{number}") for number in range(30)]

        assert len(search("점심 상자", Index(THESAURUS, many), limit=7)) == 7


class TestInitials:
    """Leading consonants stand for a word or a name."""

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("ㄷㅅㄹ", "소담한상"),
            ("ㅎㅅㅁ", "거리광고"),
            ("ㅎㅅㅁ 업체", "거리광고"),
            ("ㅅㄱ", "구름타월"),
        ],
    )
    def test_they_find_the_trade(self, typed: str, name: str) -> None:
        assert first(typed) == name

    @pytest.mark.parametrize("typed", ["ㅌㄹㅂㄹㅅㅁ", "ㅌㄹㅂㄹㅅ"])
    def test_they_find_a_name_whole_or_from_its_beginning(self, typed: str) -> None:
        assert first(typed) == "트래블러스맵"

    def test_it_says_that_initials_matched(self) -> None:
        found = hits("ㄷㅅㄹ")[0].found

        assert ("initials", "ㄷㅅㄹ", "도시락") in [(f.by, f.typed, f.matched) for f in found]


class TestSlips:
    """Misspelt, mistyped, or typed with the wrong keyboard."""

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("현수먁", "거리광고"),
            ("플랭카드 제작", "거리광고"),
            ("캐이터링", "한입뷔페"),
            ("도시럭", "소담한상"),
            ("유리창청쇼", "줄타는사람들"),
        ],
    )
    def test_a_misspelling_is_read_as_the_nearest_word(self, typed: str, name: str) -> None:
        assert first(typed) == name

    def test_it_says_how_the_spelling_was_read(self) -> None:
        found = hits("현수먁")[0].found

        assert ("spelling", "현수먁", "현수막") in [(f.by, f.typed, f.matched) for f in found]

    @pytest.mark.parametrize(("typed", "name"), [("gustnakr", "거리광고"), ("ehtlfkr", "소담한상")])
    def test_the_wrong_keyboard_is_read_as_the_right_one(self, typed: str, name: str) -> None:
        assert first(typed) == name

    def test_latin_typed_on_a_korean_keyboard_is_read(self) -> None:
        assert first("ㅣㄷㅇ") == "빛나눔"

    def test_a_correct_word_is_not_corrected(self) -> None:
        assert all(one.by != "spelling" for hit in hits("수건") for one in hit.found)


class TestNames:
    """An enterprise may be meant by its name."""

    @pytest.mark.parametrize(
        "typed", ["트래블러스맵", "트레블러스맵", "트래블러스 맵", "트래블러스", "(주)트래블러스맵"]
    )
    def test_a_name_is_found_whole_in_part_or_misspelt(self, typed: str) -> None:
        assert first(typed) == "트래블러스맵"

    @pytest.mark.parametrize(
        "typed", ["마포의료사협", "마포의료복지", "마포의료복지사회적협동조합"]
    )
    def test_an_abbreviated_name_is_found(self, typed: str) -> None:
        assert first(typed) == "마포의료복지사회적협동조합"

    def test_an_alias_is_a_name_too(self) -> None:
        known = selling("꽃 화분", name="새이름", aliases=("옛날상회",))

        assert first("옛날상회", known, LUNCHES) == "새이름"

    def test_it_says_that_the_name_matched(self) -> None:
        (found, *_) = hits("트레블러스맵")

        assert found.found[0].by == "name"
        assert found.score == 100

    def test_a_trade_is_not_taken_for_a_name(self) -> None:
        named = selling("꽃 화분", name="행복도시락")

        assert first("도시락", named, LUNCHES) == "소담한상"

    def test_a_name_that_is_a_trade_is_found_when_typed_in_full(self) -> None:
        named = selling("꽃 화분", name="행복도시락")

        assert first("행복도시락", named, LUNCHES) == "행복도시락"

    def test_a_renamed_enterprise_is_not_found_by_its_old_name(self) -> None:
        index = Index(THESAURUS, [supplier("가", id="1"), supplier("나", id="2")])
        index.replace(supplier("하늘바람", id="1"))

        assert [hit.supplier.id for hit in search("하늘바람", index)][:1] == ["1"]
        assert all(hit.supplier.name != "가" for hit in search("가", index))


class TestPlaces:
    """A place in the line asks for those who serve it."""

    HERE = selling("단체 도시락", name="노원밥상", service_regions=("서울특별시 노원구",))
    THERE = selling("단체 도시락", name="부산밥상", service_regions=("부산광역시",))

    @pytest.mark.parametrize(
        "typed", ["노원 도시락", "노원구 도시락", "서울 도시락", "도시락 노원구"]
    )
    def test_those_who_do_not_serve_it_come_after(self, typed: str) -> None:
        city = selling("단체 도시락", name="서울밥상", service_regions=("서울특별시",))

        found = names(typed, self.THERE, city)

        assert found == ["서울밥상", "부산밥상"]

    def test_a_place_alone_is_searched_as_a_word(self) -> None:
        assert names("노원", self.THERE) == []


class TestFilters:
    """Filters keep only those known to meet them."""

    def test_by_category(self) -> None:
        coded = supplier("분류", products=(product("단체 도시락", category_code="C0601"),))

        assert names("도시락", coded, LUNCHES, filters=Filters(category="C06")) == ["분류"]

    def test_by_district(self) -> None:
        here = selling("단체 도시락", name="이웃", district="노원구")

        found = names("도시락", here, LUNCHES, filters=Filters(district="서울특별시 노원구"))

        assert found == ["이웃"]

    def test_by_region_served(self) -> None:
        far = selling("단체 도시락", name="먼곳", service_regions=("부산광역시",))

        assert names("도시락", far, LUNCHES, filters=Filters(region="서울")) == ["소담한상"]

    def test_by_certificate_on_a_day(self) -> None:
        held = selling("단체 도시락", name="인증", certifications=(certificate(),))
        valid = Filters(certification="여성기업", as_of=date(2026, 6, 1))
        lapsed = Filters(certification="여성기업", as_of=date(2027, 6, 1))

        assert names("도시락", held, LUNCHES, filters=valid) == ["인증"]
        assert names("도시락", held, LUNCHES, filters=lapsed) == []

    def test_by_certificate_on_no_day_in_particular(self) -> None:
        held = selling("단체 도시락", name="인증", certifications=(certificate(),))

        found = names("도시락", held, LUNCHES, filters=Filters(certification="women_enterprise"))

        assert found == ["인증"]

    def test_by_licence(self) -> None:
        held = selling("단체 도시락", name="허가", licences=(licence("식품제조가공업 등록"),))

        found = names("도시락", held, LUNCHES, filters=Filters(licence="식품제조가공업"))

        assert found == ["허가"]

    def test_by_capacity_in_a_unit(self) -> None:
        able = supplier("넉넉", products=(product("단체 도시락", unit="개", monthly_capacity=500),))

        enough = Filters(capacity_at_least=400, unit="개")
        other = Filters(capacity_at_least=400, unit="kg")

        assert names("도시락", able, LUNCHES, filters=enough) == ["넉넉"]
        assert names("도시락", able, LUNCHES, filters=other) == []

    def test_a_name_must_meet_the_filters_too(self) -> None:
        assert names("트래블러스맵", filters=Filters(certification="여성기업")) == []

    def test_filters_together_must_all_be_met(self) -> None:
        here = selling("단체 도시락", name="이웃", district="노원구")

        found = names("도시락", here, filters=Filters(district="노원구", licence="소독업 신고"))

        assert found == []
