"""Where supply is thin."""

import pytest

from app.matching.gaps import leaf_of, leaves_of, serves, supply
from app.matching.regions import Area

from .makers import THESAURUS, product, selling, supplier

GANGBUK = Area("서울특별시", "강북구")
BUSAN = Area("부산광역시")


@pytest.mark.parametrize(
    ("code", "texts", "leaf"),
    [
        ("C9901", ("현수막",), "C9901"),
        (None, ("행사 현수막",), "C0703"),
        (None, ("현수막 인쇄",), "C0701"),
        (None, ("그 밖의 것", "단체 도시락"), "C0601"),
        (None, ("그 밖의 것", ""), None),
    ],
)
def test_a_thing_is_filed_by_its_code_else_by_the_last_trade_its_words_name(code, texts, leaf):
    assert leaf_of(code, texts, THESAURUS) == leaf


def test_a_supplier_belongs_to_the_leaves_of_all_its_products():
    one = supplier(products=(product("현수막"), product("무엇", category_code="C0101")))

    assert leaves_of(one, THESAURUS) == {"C0703", "C0101"}


@pytest.mark.parametrize(
    ("regions", "reach"),
    [
        (("서울",), True),
        (("강북구",), True),
        (("전국",), True),
        (("노원구",), False),
        ((), None),
        (("우리 동네",), None),
        (("우리 동네", "서울"), True),
    ],
)
def test_who_serves_a_district(regions, reach):
    assert serves(regions, GANGBUK) is reach


def test_a_cell_counts_who_serves_it_and_who_may():
    found = supply(
        [
            selling("현수막", name="가", service_regions=("서울",)),
            selling("현수막", name="나", service_regions=()),
            selling("현수막", name="다", status="closed"),
            selling("도시락", name="라"),
        ],
        [GANGBUK, BUSAN],
        THESAURUS,
    )

    assert (found["C0703", GANGBUK].serving, found["C0703", GANGBUK].unsure) == ({"가"}, {"나"})
    assert (found["C0703", BUSAN].serving, found["C0703", BUSAN].unsure) == (set(), {"나"})
    assert found["C0601", BUSAN].serving == {"라"}
