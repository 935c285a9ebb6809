"""What each condition of a request costs over the registry, alone and together with the others."""

import pytest
from offers import LUNCH, sells

LICENCE = "식품제조가공업"
WOMEN = {"kind": "women_enterprise", "valid_from": "2026-01-01", "valid_until": "2026-06-30"}
HELD = {"licences": [{"kind": LICENCE}], "certifications": [WOMEN]}
WARES = {**LUNCH, "unit": "개", "unit_price_krw": 7_000, "monthly_capacity": 300}
ALL = {
    "title": "단체 도시락",
    "region": "서울특별시",
    "quantity": 300,
    "unit": "개",
    "required_certifications": ["women_enterprise"],
    "required_licences": [LICENCE],
    "as_of": "2026-06-30",
}
FAULTS = {
    "region": {"service_regions": ["부산광역시"]},
    "capacity": {"products": [{**WARES, "monthly_capacity": 299}]},
    "certificate": {"certifications": []},
    "licence": {"licences": []},
}


def lunches(world, name, **faults):
    return sells(world, name, **{"products": [WARES], **HELD, **faults})


def counted(client, **fields):
    answer = client.post("/api/v1/match/sensitivity", json={**ALL, **fields})
    assert answer.status_code == 200
    return answer.json()


def named(answer):
    return {one["name"]: one for one in answer["conditions"]}


@pytest.mark.parametrize("name", list(FAULTS))
def test_a_condition_that_one_alone_fails_is_what_removes_it(anyone, world, name):
    lunches(world, "도시락두레")
    lunches(world, "모자란두레", **FAULTS[name])

    answer = counted(anyone)

    assert answer["now"] == {"eligible": 1, "unknown": 0, "ineligible": 1}
    told = {one: (it["fails"], it["removes_alone"]) for one, it in named(answer).items()}
    assert told == {one: (int(one == name),) * 2 for one in FAULTS}
    assert named(answer)[name]["without"] == {"eligible": 2, "unknown": 0, "ineligible": 0}


@pytest.mark.parametrize(
    "pair", [("region", "licence"), ("capacity", "certificate"), ("certificate", "licence")]
)
def test_of_two_conditions_failed_together_neither_removes_alone(anyone, world, pair):
    lunches(world, "모자란두레", **FAULTS[pair[0]], **FAULTS[pair[1]])

    answer = counted(anyone)

    assert [named(answer)[name]["fails"] for name in pair] == [1, 1]
    assert {it["removes_alone"] for it in answer["conditions"]} == {0}
    assert {it["without"]["ineligible"] for it in answer["conditions"]} == {1}


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"service_regions": []}, "region"),
        ({"products": [{**WARES, "monthly_capacity": None}]}, "capacity"),
        ({"certifications": [{"kind": "women_enterprise"}]}, "certificate"),
    ],
)
def test_what_is_not_known_is_neither_failed_nor_removed(anyone, world, fields, name):
    lunches(world, "말없는두레", **fields)

    answer = counted(anyone)

    condition = named(answer)[name]
    assert (condition["fails"], condition["unknown"], condition["removes_alone"]) == (0, 1, 0)
    assert answer["now"] == {"eligible": 0, "unknown": 1, "ineligible": 0}
    assert condition["without"]["eligible"] == 1


@pytest.mark.parametrize(
    ("day", "fails"), [("2025-12-31", 1), ("2026-01-01", 0), ("2026-06-30", 0), ("2026-07-01", 1)]
)
def test_a_certificate_is_counted_on_the_day_of_the_request(anyone, world, day, fails):
    lunches(world, "도시락두레")

    condition = named(counted(anyone, as_of=day))["certificate"]

    assert (condition["fails"], condition["label"]) == (fails, "여성기업")


@pytest.mark.parametrize(
    ("money", "fails", "unknown"),
    [
        ({"budget_krw": 2_100_000}, 0, 0),
        ({"budget_krw": 2_099_999}, 1, 0),
        ({"estimated_price_krw": 2_099_999}, 1, 0),
        ({"estimated_price_krw": 2_000_000, "budget_krw": 2_200_000}, 0, 0),
        ({"budget_krw": 1, "quantity": None}, 0, 1),
        ({"budget_krw": 1, "unit": "상자"}, 0, 1),
    ],
)
def test_a_list_price_above_the_money_is_told_and_rules_nobody_out(
    anyone, world, money, fails, unknown
):
    lunches(world, "도시락두레", products=[{**WARES, "monthly_capacity": 1_000}])

    answer = counted(anyone, **money)

    price = answer["conditions"][-1]
    assert (price["name"], price["advisory"]) == ("price", True)
    assert (price["fails"], price["unknown"]) == (fails, unknown)
    assert price["without"] == answer["now"]
    assert answer["now"]["ineligible"] == 0


def test_only_what_the_request_asks_for_is_a_condition(anyone, world):
    lunches(world, "도시락두레")

    answer = anyone.post("/api/v1/match/sensitivity", json={"title": "단체 도시락"}).json()

    assert answer["conditions"] == []
    assert (answer["of_trade"], answer["now"]["eligible"]) == (1, 1)


def test_lots_are_a_condition_that_one_who_does_none_of_them_fails(anyone, world):
    lunches(world, "도시락두레")
    lots = [{"title": "현수막 제작"}]

    condition = named(counted(anyone, lots=lots))["lots"]

    assert (condition["required"], condition["fails"]) == (["현수막 제작"], 1)


def test_where_nobody_is_of_the_trade_there_is_nothing_to_count(anyone, db):
    answer = counted(anyone, title="핵융합로 정비")

    assert (answer["of_trade"], answer["conditions"]) == (0, [])
    assert answer["now"] == {"eligible": 0, "unknown": 0, "ineligible": 0}


def test_a_condition_that_is_dropped_gives_the_counts_that_were_foretold(anyone, world):
    for n, faults in enumerate(({}, *FAULTS.values())):
        lunches(world, f"두레{n}", **faults)
    without = {
        "region": {"region": None},
        "capacity": {"quantity": None},
        "certificate": {"required_certifications": []},
        "licence": {"required_licences": []},
    }

    foretold = {name: it["without"] for name, it in named(counted(anyone)).items()}

    assert foretold == {name: counted(anyone, **less)["now"] for name, less in without.items()}
