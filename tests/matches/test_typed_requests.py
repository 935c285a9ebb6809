"""A request that is typed in: how much is answered, on which day, under which law, in which words."""

import pytest
from offers import BANNER, sells

from app.core.actors import Role

REQUEST = {"title": "행사 현수막 제작", "region": "서울특별시 강북구"}
HELD = {"kind": "women_enterprise", "valid_from": "2026-02-01", "valid_until": "2026-04-30"}


@pytest.fixture
def many(world):
    """Twelve that fit and twelve that serve another city."""
    for n in range(12):
        sells(world, f"현수막두레{n:02}", BANNER)
        sells(world, f"부산현수막{n:02}", BANNER, service_regions=["부산광역시"])


def ranked(client, body=None, query=""):
    answer = client.post(f"/api/v1/match{query}", json={**REQUEST, **(body or {})})
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize(
    ("body", "query", "length"),
    [
        ({}, "", 10),
        ({"limit": 3}, "", 3),
        ({}, "?limit=4", 4),
        ({"limit": 3}, "?limit=4", 4),
        ({"limit": 1}, "", 1),
        ({"limit": 100}, "", 12),
    ],
)
def test_a_list_is_as_long_as_asked_and_so_is_that_of_near_misses(
    anyone, many, body, query, length
):
    answer = ranked(anyone, body, query)

    assert [one["rank"] for one in answer["results"]] == list(range(1, length + 1))
    assert len(answer["near_misses"]) == length
    assert answer["considered"] == 24


def test_a_shorter_list_is_the_beginning_of_the_longer_one(anyone, many):
    short, long = (ranked(anyone, {"limit": limit})["results"] for limit in (3, 12))

    assert short == long[:3]
    assert [one["score"] for one in long] == sorted((it["score"] for it in long), reverse=True)


LOTS = [{"title": "현수막", "category_code": "C9999"}]


@pytest.mark.parametrize("path", ["match", "match/consortia", "match/sensitivity"])
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"category_codes": ["C9999"]}, "/category_codes/0"),
        ({"lots": LOTS}, "/lots/0/category_code"),
    ],
)
def test_a_category_that_is_not_in_the_tree_is_refused(anyone, path, body, pointer):
    answer = anyone.post(f"/api/v1/{path}", json={**REQUEST, **body})

    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        (pointer, "unknown")
    ]


def test_a_search_in_a_category_that_is_not_in_the_tree_is_refused(anyone):
    asked = {"q": "현수막", "category": "C9999"}
    answer = anyone.get("/api/v1/search/enterprises", params=asked)

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/category")


@pytest.mark.parametrize(
    ("body", "query"),
    [({"limit": 0}, ""), ({"limit": 101}, ""), ({"limit": "3"}, ""), ({}, "?limit=0"),
     ({}, "?limit=101"), ({}, "?limit=many")],
)  # fmt: skip
def test_a_length_that_cannot_be_answered_is_refused(anyone, body, query):
    assert anyone.post(f"/api/v1/match{query}", json={**REQUEST, **body}).status_code == 422


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2026-01-31", "fail"),
        ("2026-02-01", "pass"),
        ("2026-04-30", "pass"),
        ("2026-05-01", "fail"),
    ],
)
@pytest.mark.parametrize("field", ["as_of", "needed_from"])
def test_certificates_are_judged_on_the_day_asked_about(anyone, world, day, outcome, field):
    sells(world, "현수막두레", BANNER, certifications=[HELD])

    body = {field: day, "required_certifications": ["women_enterprise"]}
    answer = ranked(anyone, body)

    (one,) = answer["results"] + answer["near_misses"]
    assert [c["outcome"] for c in one["checks"] if c["name"] == "certificate"] == [outcome]


def test_the_day_of_need_outweighs_the_day_of_closing_and_that_the_day_of_asking(anyone, world):
    sells(world, "현수막두레", BANNER, certifications=[HELD])
    wanted = {"required_certifications": ["women_enterprise"], "as_of": "2026-06-01"}

    asked = ranked(anyone, wanted)
    closing = ranked(anyone, {**wanted, "closes_at": "2026-04-30T14:59:00Z"})
    needed = ranked(
        anyone, {**wanted, "closes_at": "2026-04-30T14:59:00Z", "needed_from": "2026-05-01"}
    )

    assert [len(it["results"]) for it in (asked, closing, needed)] == [0, 1, 0]
    assert asked["as_of"] == "2026-06-01"


def test_a_bid_that_closes_after_midnight_in_seoul_is_judged_on_the_new_day(anyone, world):
    sells(world, "현수막두레", BANNER, certifications=[HELD])
    wanted = {"required_certifications": ["women_enterprise"], "as_of": "2026-03-01"}

    before = ranked(anyone, {**wanted, "closes_at": "2026-04-30T23:59:00+09:00"})
    after = ranked(anyone, {**wanted, "closes_at": "2026-05-01T00:00:00+09:00"})

    assert (len(before["results"]), len(after["results"])) == (1, 0)


@pytest.mark.parametrize(
    ("language", "is_korean"),
    [("ko", True), ("en-US,en;q=0.9", False), ("fr", True)],
)
def test_a_refusal_is_worded_in_the_language_of_the_reader(anyone, language, is_korean):
    headers = {"Accept-Language": language}
    answer = anyone.post("/api/v1/match", json={"title": ""}, headers=headers).json()

    told = [error["message"] for error in answer["errors"]]
    assert told
    assert any("가" <= letter <= "힣" for letter in "".join(told)) is is_korean


def test_a_change_is_told_in_both_languages_whoever_reads(anyone, world):
    sells(world, "부산현수막", BANNER, service_regions=["부산광역시"])

    (miss,) = ranked(anyone)["near_misses"]

    (change,) = [c["change"] for c in miss["checks"] if c["change"]]
    assert change["message"] == "서비스 지역에 서울특별시 강북구 추가"
    assert change["message_en"] == "Extend its service to 서울특별시 강북구"


def test_the_law_of_a_named_agency_is_that_of_its_record_unless_one_is_given(anyone, world):
    sells(world, "현수막두레", BANNER)
    agency = world.agency("강북구청", kind="district_office")
    body = {"agency_id": str(agency["id"]), "estimated_price_krw": 5_000_000, "kind": "goods"}

    recorded = ranked(anyone, body)["results"][0]["routes"][0]
    given = ranked(anyone, {**body, "buyer_law": "state"})["results"][0]["routes"][0]

    assert recorded["law"].startswith("지방자치단체")
    assert given["law"].startswith("국가")


def test_a_request_of_an_agency_that_does_not_exist_is_not_found(anyone, db):
    body = {**REQUEST, "agency_id": "00000000-0000-4000-8000-000000000000"}

    assert anyone.post("/api/v1/match", json=body).status_code == 404


@pytest.mark.parametrize("role", [Role.staff, Role.agency, Role.enterprise])
def test_everyone_is_given_the_same_ranking_for_what_they_type(as_role, anyone, world, role):
    one = sells(world, "현수막두레", BANNER)
    agency = world.agency()
    scopes = {
        Role.agency: {"agency_id": agency["id"]},
        Role.enterprise: {"enterprise_id": one["id"]},
    }
    body = {"as_of": "2026-03-01"}

    own = ranked(as_role(role, **scopes.get(role, {})), body)
    public = ranked(anyone, body)

    assert {**own, "took_ms": 0} == {**public, "took_ms": 0}


def test_a_request_that_nobody_answers_has_empty_lists_and_no_error(anyone, world):
    sells(world, "현수막두레", BANNER)

    answer = ranked(anyone, {"title": "핵융합로 정비"})

    assert (answer["results"], answer["near_misses"]) == ([], [])


def test_a_made_up_enterprise_is_marked_wherever_it_stands(anyone, world):
    sells(world, "지어낸현수막", BANNER, is_synthetic=True)
    sells(world, "현수막두레", BANNER)

    marks = {
        one["enterprise"]["name"]: one["enterprise"]["is_synthetic"]
        for one in ranked(anyone)["results"]
    }
    hits = anyone.get("/api/v1/search/enterprises", params={"q": "현수막"}).json()["items"]

    assert marks == {"지어낸현수막": True, "현수막두레": False}
    assert {it["enterprise"]["name"]: it["enterprise"]["is_synthetic"] for it in hits} == marks


@pytest.mark.parametrize(
    ("typed", "message", "message_en"),
    [
        ("현수먁", "혹시 '현수막'을 찾으셨나요?", "Did you mean '현수막'?"),
        ("ㅂㄴ", "혹시 '배너'를 찾으셨나요?", "Did you mean '배너'?"),
        ("CCTX", None, None),
        ("현수막", None, None),
    ],
)
def test_a_slip_of_the_fingers_is_asked_about(anyone, world, typed, message, message_en):
    sells(world, "거리광고", BANNER, {**BANNER, "name": "배너"})

    meant = anyone.get("/api/v1/search/enterprises", params={"q": typed}).json()["did_you_mean"]

    assert (meant and meant["message"]) == message
    assert (meant and meant["message_en"]) == message_en


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({}, {"가현수막", "나현수막"}),
        ({"district": "노원구"}, {"나현수막"}),
        ({"certification": "women_enterprise", "as_of": "2026-04-30"}, {"가현수막"}),
        ({"certification": "women_enterprise", "as_of": "2026-05-01"}, set()),
        ({"licence": "옥외광고사업"}, {"나현수막"}),
        ({"capacity_at_least": 100}, {"나현수막"}),
        ({"capacity_at_least": 101}, set()),
        ({"limit": 1, "district": "강북구"}, {"가현수막"}),
    ],
)
def test_a_search_is_narrowed_by_each_filter(anyone, world, filters, names):
    sells(world, "가현수막", BANNER, certifications=[HELD])
    sells(
        world,
        "나현수막",
        {**BANNER, "monthly_capacity": 100},
        district="노원구",
        licences=[{"kind": "옥외광고사업"}],
    )

    found = anyone.get("/api/v1/search/enterprises", params={"q": "현수막", **filters}).json()

    assert {one["enterprise"]["name"] for one in found["items"]} == names
    assert found["total"] == len(names)
