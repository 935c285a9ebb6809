"""What the register can be searched by."""

import pytest
from answers import faults_of

from app.categories.actions import CATEGORIES

PATH = "/api/v1/enterprises"
VALID, WRONG_DIGIT = "124-81-00998", "124-81-00999"


@pytest.fixture
def tree(world):
    """Two branches, three leaves."""
    for code, parent, name in (
        ("C01", None, "청소"),
        ("C0101", "C01", "건물 청소"),
        ("C0102", "C01", "방역"),
        ("C07", None, "인쇄"),
        ("C0701", "C07", "현수막"),
    ):
        world.add(CATEGORIES, code=code, parent=parent, name=name)


@pytest.fixture
def register(world, tree):
    """Four enterprises that differ in what they can be searched by."""
    world.enterprise(
        "두레청소협동조합",
        district="노원구",
        aliases=["깨끗한 나라", '청소 "달인"'],
        legal_form="cooperative",
        certifications=[{"kind": "social_cooperative"}, {"kind": "women_enterprise"}],
        licences=[{"kind": "건물위생관리업"}],
        products=[{"name": "청사 청소", "category_code": "C0101"}],
    )
    world.enterprise(
        "한울방역",
        district="강북구",
        licences=[{"kind": "소독업"}, {"kind": "건물위생관리업"}],
        products=[{"name": "방역", "category_code": "C0102"}, {"name": "소독"}],
    )
    world.enterprise(
        "100%_인쇄",
        district="강북구",
        status="dormant",
        business_number=VALID,
        certifications=[{"kind": "women_enterprise"}],
        products=[{"name": "현수막", "category_code": "C0701"}],
    )
    world.enterprise(
        "백퍼센트 인쇄", district="중구", is_synthetic=True, products=[{"name": "명함"}]
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, 4),
        ({"district": "강북구"}, 2),
        ({"district": "강북"}, 0),
        ({"status": "dormant"}, 1),
        ({"legal_form": "cooperative"}, 1),
        ({"is_synthetic": "true"}, 1),
        ({"is_synthetic": "false"}, 3),
        ({"business_number": VALID}, 1),
        ({"business_number": "1248100998"}, 1),
        ({"certification": "women_enterprise"}, 2),
        ({"certification": "social_cooperative"}, 1),
        ({"certification": "village_enterprise"}, 0),
        ({"licence": "건물위생관리업"}, 2),
        ({"licence": "소독업"}, 1),
        ({"category": "C0101"}, 1),
        ({"category": "C01"}, 2),
        ({"category": "C07"}, 1),
        ({"category": "C99"}, 0),
        ({"q": "인쇄"}, 2),
        ({"q": "%"}, 1),
        ({"q": "_"}, 1),
        ({"q": "100%_"}, 1),
        ({"q": "0%인"}, 0),
        ({"q": "\\"}, 0),
        ({"q": "깨끗한 나라"}, 1),
        ({"q": '"달인'}, 1),
        ({"q": "["}, 0),
        ({"q": '", "'}, 0),
        ({"district": "강북구", "certification": "women_enterprise"}, 1),
        ({"district": "강북구", "category": "C01", "licence": "소독업"}, 1),
        ({"district": "노원구", "licence": "소독업"}, 0),
    ],
)
def test_the_register_is_searched_by_what_an_enterprise_is_and_holds(
    register, anyone, asked, found
):
    page = anyone.get(PATH, params=asked).json()

    assert page["total"] == found == len(page["items"])


@pytest.mark.parametrize(
    "asked",
    [
        {"certification": "made_up"},
        {"category": "없는 분류"},
        {"status": "gone"},
        {"business_number": "12"},
        {"q": ""},
        {"is_synthetic": "maybe"},
        {"district": ""},
    ],
    ids=lambda asked: next(iter(asked)),
)
def test_a_filter_that_can_match_nothing_by_its_form_is_refused(anyone, asked):
    answer = anyone.get(PATH, params=asked)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(asked))}"


def test_products_stand_in_categories_of_the_tree_only(tree, staff):
    products = [
        {"name": "현수막", "category_code": "C0701"},
        {"name": "청소", "category_code": "C9999"},
        {"name": "기타"},
        {"name": "배너", "category_code": "X1"},
    ]

    answer = staff.post(PATH, json={"name": "한울", "products": products})

    assert answer.status_code == 422
    assert faults_of(answer) == [
        ("/products/1/category_code", "unknown"),
        ("/products/3/category_code", "unknown"),
    ]
