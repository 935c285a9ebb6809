"""What a caller without a token reads about a typed request: the public register, and nothing else."""

import pytest
from offers import BANNER, LUNCH, sells

BRIEF = {"id", "name", "district", "is_synthetic"}
NAMING = ("/match", "/match/consortia")


@pytest.fixture
def registry(world):
    return [
        sells(world, "한울현수막", BANNER, business_number="124-81-00998"),
        sells(world, "밥상", {**LUNCH, "unit": "개", "monthly_capacity": 500}),
    ]


def ask(client, path, **request):
    answer = client.post(f"/api/v1{path}", json=request)
    assert answer.status_code == 200
    return answer.json()


def named(answer):
    """Return every enterprise that an answer names."""
    if "proposals" in answer:
        return [one["enterprise"] for it in answer["proposals"] for one in it["members"]]
    return [one["enterprise"] for kind in ("results", "near_misses") for one in answer[kind]]


@pytest.mark.parametrize("path", NAMING)
def test_a_typed_request_is_answered_alike_with_and_without_a_token(anyone, staff, registry, path):
    public, known = (ask(client, path, title="행사 현수막 제작") for client in (anyone, staff))

    assert {**public, "took_ms": 0} == {**known, "took_ms": 0}


@pytest.mark.parametrize("path", NAMING)
def test_enterprises_are_named_as_the_public_register_names_them(anyone, registry, path):
    found = named(ask(anyone, path, title="행사 현수막 제작"))

    assert [one["name"] for one in found] == ["한울현수막"]
    for one in found:
        assert set(one) == BRIEF
        register = anyone.get(f"/api/v1/enterprises/{one['id']}").json()
        assert {name: register[name] for name in BRIEF} == one


def test_partners_are_named_with_the_warning_that_nobody_asked_them(anyone, registry):
    lots = [{"title": "현수막 제작"}, {"title": "단체 도시락", "quantity": 100, "unit": "개"}]

    answer = ask(anyone, "/match/consortia", title="마을 축제 준비", lots=lots)

    assert {one["name"] for one in named(answer)} == {"한울현수막", "밥상"}
    assert "members_not_asked" in {one["code"] for one in answer["cautions"]}


def test_what_a_condition_costs_names_nobody(anyone, registry):
    answer = anyone.post("/api/v1/match/sensitivity", json={"title": "행사 현수막 제작"})

    assert answer.status_code == 200
    assert "한울현수막" not in answer.text
    assert str(registry[0]["id"]) not in answer.text


@pytest.mark.parametrize("title", ["qqqqzzzz", "우주선 발사", "수족관 상어 먹이주기"])
def test_where_a_ranking_names_nobody_no_partners_are_named_either(anyone, registry, title):
    answers = [ask(anyone, path, title=title) for path in NAMING]

    assert [named(answer) for answer in answers] == [[], []]
    assert [one["name"] for one in answers[1]["missing"]] == ["work"]
