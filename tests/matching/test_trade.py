"""Needs ask for trades and products offer them, each as sure as its words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import Product, offers, trade
from app.matching.tally import word

from .makers import THESAURUS, need, product

WORDS = st.sampled_from(
    [
        "청소",
        "유리창",
        "소독",
        "현수막",
        "폐현수막",
        "도시락",
        "인쇄",
        "청소년",
        "용역",
        "꽃",
        "(제본)",
    ]
)
LINES = st.lists(WORDS, max_size=6).map(" ".join)


def asked(title: str, **given: object) -> dict[str, float]:
    """Read what a request asks for."""
    return trade.asked(need(title, **given), THESAURUS)


def offered(name: str, text: str = "", **given: object) -> dict[str, float]:
    """Read what one product offers."""
    (found,) = spelt([product(name, **given)], [text])
    return found


def spelt(wares: list[Product], texts: list[str]) -> list[dict[str, float]]:
    """Read what several products offer."""
    each_their_own = np.arange(len(wares), dtype=np.int32)
    goods = offers.wares(wares, each_their_own, word([texts]), THESAURUS)
    lexicon = THESAURUS.lexicon
    named = offers.named(goods, THESAURUS.reader, lexicon)
    like = offers.resembled(goods.worded.tally(), lexicon)
    found = offers.offered(goods, named, like, len(THESAURUS.codes))
    return [found.of(place, THESAURUS.codes) for place in range(len(wares))]


def surest(found: dict[str, float]) -> str:
    """Name the surest trade."""
    return max(found, key=lambda code: found[code])


class TestAsked:
    """The head of a Korean title stands last; brackets and description are asides."""

    def test_the_trade_named_last_is_meant_most(self) -> None:
        found = asked("청소 직원 도시락 구매")

        assert surest(found) == "C0601.1"
        assert found["C0601.1"] > found["C0101.1"]

    def test_the_title_counts_more_than_the_description(self) -> None:
        found = asked("현수막", description="도시락")

        assert surest(found) == "C0703.1"

    def test_what_stands_in_brackets_is_read_too(self) -> None:
        assert surest(asked("행사 물품(현수막)")) == "C0703.1"

    def test_a_category_is_asked_for_outright(self) -> None:
        assert surest(asked("연간 계약", category_codes=("C0703",))) == "C0703.1"

    def test_a_branch_is_asked_for_through_all_its_trades(self) -> None:
        found = asked("연간 계약", category_codes=("C01",))

        assert {"C0101.1", "C0103.1", "C0106.1"} <= found.keys()
        assert all(weight < 0.9 for weight in found.values())

    def test_a_long_term_is_surer_than_a_short_one(self) -> None:
        assert asked("유리창청소")["C0103.1"] > asked("수건")["C1506.1"] > 0

    def test_no_more_than_a_few_trades_are_kept(self) -> None:
        found = asked("청소 유리창청소 소독 현수막 도시락 케이터링 새활용 인쇄 제본 수건")

        assert len(found) == 8

    def test_an_unknown_trade_asks_for_nothing(self) -> None:
        assert asked("열기구") == {}

    @given(LINES, LINES)
    def test_every_weight_lies_between_nothing_and_one(self, title: str, text: str) -> None:
        assert all(0 < weight <= 1 for weight in asked(title, description=text).values())


class TestOffered:
    """A product offers what its name says, and less surely what its text says."""

    def test_the_name_counts_more_than_the_description(self) -> None:
        found = offered("현수막", description="도시락")

        assert found["C0703.1"] > found["C0601.1"] > 0

    def test_what_the_supplier_typed_as_category_counts_a_little(self) -> None:
        found = offered("정기 서비스", category_text="현수막")

        assert 0 < found["C0703.1"] < offered("현수막")["C0703.1"]

    def test_the_supplier_own_words_count_least(self) -> None:
        mine = offered("정기 서비스", "도시락을 만듭니다")

        assert 0 < mine["C0601.1"] < 0.3

    def test_a_category_code_counts(self) -> None:
        assert offered("정기 서비스", category_code="C0601")["C0601.1"] == pytest.approx(0.5)

    def test_a_phrase_against_a_trade_is_kept_as_such(self) -> None:
        found = offered("폐현수막 파우치")

        assert found["C0703.1"] == trade.AGAINST
        assert found["C1505.1"] > 0

    def test_the_trade_said_elsewhere_outweighs_the_phrase_against_it(self) -> None:
        assert offered("폐현수막 파우치", description="현수막 출력도 합니다")["C0703.1"] > 0

    def test_several_products_are_read_as_each_alone(self) -> None:
        wares = [product("현수막"), product("단체 도시락"), product("꽃")]

        together = spelt(wares, ["", "", ""])

        assert together == [offered("현수막"), offered("단체 도시락"), offered("꽃")]

    def test_no_products_offer_nothing(self) -> None:
        assert spelt([], []) == []

    @given(LINES, LINES)
    def test_more_words_of_a_trade_never_make_it_less_sure(self, name: str, text: str) -> None:
        before = offered(name, description=text)
        after = offered(f"{name} 단체도시락", description=f"{text} 단체도시락")

        assert after.get("C0601.1", 0) >= min(before.get("C0601.1", 0), 0.5)


def test_a_product_without_words_offers_nothing() -> None:
    assert spelt([Product(id="", name="")], [""]) == [{}]
