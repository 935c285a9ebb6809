"""A search over HTTP goes on page by page, and says what else to ask where nobody is left."""

import pytest
from offers import BANNER, LUNCH, sells

PATH = "/api/v1/search/enterprises"


@pytest.fixture
def printers(world):
    """Five of Nowon that print banners for all of Seoul."""
    return [sells(world, f"현수막{n}두레", BANNER, district="노원구") for n in range(5)]


def found(client, **query):
    answer = client.get(PATH, params={"q": "현수막", **query})
    assert answer.status_code == 200
    return answer.json()


def names(answer):
    return [one["enterprise"]["name"] for one in answer["items"]]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6])
def test_the_pages_together_are_the_whole_in_its_order(anyone, printers, limit):
    whole = found(anyone)
    pages, cursor = [], None
    while True:
        page = found(anyone, limit=limit, **({"cursor": cursor} if cursor else {}))
        pages += page["items"]
        cursor = page["next"]
        if cursor is None:
            break

    assert len(whole["items"]) == whole["total"] == page["total"] == 5
    assert whole["next"] is None
    assert pages == whole["items"]


def test_the_filters_hold_on_every_page(anyone, world, printers):
    sells(world, "부산현수막", BANNER, service_regions=["부산광역시"])

    first = found(anyone, region="서울특별시 강북구", limit=4)
    second = found(anyone, region="서울특별시 강북구", limit=4, cursor=first["next"])

    assert "부산현수막" not in names(first) + names(second)
    assert (len(first["items"]), len(second["items"]), second["next"]) == (4, 1, None)


def test_a_last_page_that_is_full_promises_no_further_one(anyone, printers):
    assert found(anyone, limit=5)["next"] is None


@pytest.mark.parametrize("cursor", ["x", "W251bGwsMTAwMDAwMCwyMV0", "W251bGwsLTEsMjFd"])
def test_a_cursor_that_we_did_not_make_is_refused(anyone, printers, cursor):
    answer = anyone.get(PATH, params={"q": "현수막", "cursor": cursor})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/cursor"


def test_where_nobody_is_at_home_those_who_supply_the_place_are_counted(anyone, printers):
    answer = found(anyone, district="강북구")

    assert answer["items"] == []
    assert answer["instead"] == [
        {
            "drop": "district",
            "put": {"region": "강북구"},
            "found": 5,
            "message": "강북구에 공급하는 곳은 5곳",
            "message_en": "5 supply 강북구 (`region`)",
        }
    ]
    assert names(found(anyone, **answer["instead"][0]["put"])) != []


def test_each_condition_that_alone_leaves_nobody_is_told(anyone, printers):
    answer = found(anyone, region="서울특별시", licence="경비업 허가")

    assert [(one["drop"], one["put"], one["found"]) for one in answer["instead"]] == [
        ("licence", {}, 5)
    ]
    assert answer["instead"][0]["message"] == "면허 조건 없이는 5곳"


@pytest.mark.parametrize("query", [{}, {"district": "노원구"}])
def test_where_somebody_is_found_nothing_else_is_proposed(anyone, printers, query):
    assert found(anyone, **query)["instead"] == []


def test_words_that_find_nobody_propose_nothing(anyone, world):
    sells(world, "도시락두레", LUNCH)

    answer = found(anyone, q="우주선 발사", district="강북구")

    assert (answer["items"], answer["next"], answer["total"], answer["instead"]) == (
        [],
        None,
        0,
        [],
    )
