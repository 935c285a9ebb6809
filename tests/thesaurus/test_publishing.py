"""Concepts are drafted, published as numbered versions with a reason, and taken back."""

import pytest
from answers import faults_of

from app.core.actors import Role
from app.core.settings import settings
from app.thesaurus import sheet

pytestmark = pytest.mark.one_database

BASE = "/api/v1/thesaurus"
SHIPPED = len(sheet.shipped(settings().data_dir))


def test_where_nothing_was_published_the_shipped_file_is_in_force(words, anyone):
    found = words.now(anyone)

    assert found["version"] == 0
    assert found["thesaurus_version"].startswith("shipped-")
    assert (found["concepts"], found["drafts"]) == (SHIPPED, None)


def test_the_first_publication_lays_the_shipped_edition_in_and_keeps_the_draft_apart(words):
    words.draft()

    made = words.publish("새활용 가방을 찾는 기관이 늘어서")

    first, second = reversed(words.staff.get(f"{BASE}/versions").json())
    assert (first["number"], first["added"], first["concepts"]) == (1, SHIPPED, SHIPPED)
    assert first["edition"].startswith("shipped-")
    assert second == made
    assert (made["number"], made["added"], made["concepts"]) == (2, 1, SHIPPED + 1)
    assert made["reason"] == "새활용 가방을 찾는 기관이 늘어서"
    assert made["actor"] == "test admin"


@pytest.mark.parametrize("role", [Role.admin, Role.manager, Role.staff])
def test_how_many_drafts_wait_is_told_to_all_who_work_at_the_centre(laid_in, as_role, anyone, role):
    laid_in.draft()

    assert laid_in.now(as_role(role))["drafts"] == 1
    assert laid_in.now(anyone)["drafts"] is None


def test_a_draft_is_listed_with_what_it_takes_and_puts_until_it_is_published(laid_in):
    before = laid_in.staff.get("/api/v1/concepts/T001").json()
    laid_in.correct("T001", name="청사 청소", variants=[*before["variants"][1:], "먼지털이"])

    (change,) = laid_in.drafts()["changes"]
    counted = laid_in.now()["drafts"]
    laid_in.publish()

    fields = {one["field"]: (one["taken"], one["put"]) for one in change["fields"]}
    assert (change["code"], change["change"]) == ("T001", "changed")
    assert fields == {
        "name": ([before["name"]], ["청사 청소"]),
        "variants": ([before["variants"][0]], ["먼지털이"]),
    }
    assert counted == 1
    assert laid_in.drafts()["changes"] == []
    assert laid_in.staff.get(f"{BASE}/versions/2").json()["changes"] == [change]


def test_a_version_never_changes_whatever_is_published_after_it(laid_in):
    laid_in.draft()
    laid_in.publish()
    sheets = [laid_in.staff.get(f"{BASE}/versions/{n}/concepts.csv").content for n in (1, 2)]

    laid_in.correct("T001", name="다른 이름")
    laid_in.remove("T901")
    laid_in.publish("고침")

    again = [laid_in.staff.get(f"{BASE}/versions/{n}/concepts.csv").content for n in (1, 2)]
    third = laid_in.staff.get(f"{BASE}/versions/3/concepts.csv").text
    assert again == sheets
    assert "다른 이름" in third
    assert "\nT901," not in third


def test_the_first_version_is_written_byte_for_byte_as_the_shipped_file(laid_in):
    text = laid_in.staff.get(f"{BASE}/versions/1/concepts.csv").content

    assert text == sheet.shipped_path(settings().data_dir).read_bytes()


def test_nothing_to_publish_is_refused(laid_in):
    answer = laid_in.admin.post(f"{BASE}/publish", json={"reason": "그냥"})

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_publish")


def test_a_draft_that_is_taken_back_leaves_nothing_to_publish(laid_in):
    name = laid_in.staff.get("/api/v1/concepts/T001").json()["name"]
    laid_in.correct("T001", name="다른 이름")
    laid_in.correct("T001", name=name)

    assert laid_in.drafts()["changes"] == []


def test_with_a_digest_only_what_was_looked_at_is_published(laid_in):
    laid_in.draft()
    seen = laid_in.drafts()["digest"]
    laid_in.correct("T901", name="몰래 고친 이름")

    refused = laid_in.admin.post(f"{BASE}/publish", json={"reason": "새 업종", "digest": seen})
    made = laid_in.publish(digest=laid_in.drafts()["digest"])

    assert (refused.status_code, refused.json()["code"]) == (412, "drafts_moved")
    assert made["digest"] == laid_in.drafts()["digest"]


def test_an_earlier_version_comes_back_as_a_new_one(laid_in):
    laid_in.draft()
    laid_in.correct("T001", name="다른 이름")
    laid_in.publish()

    made = laid_in.revert(1).json()

    assert (made["number"], made["reverts_to"]) == (3, 1)
    assert (made["changed"], made["removed"]) == (1, 1)
    sheets = [laid_in.staff.get(f"{BASE}/versions/{n}/concepts.csv").content for n in (1, 3)]
    assert sheets[0] == sheets[1]
    assert laid_in.staff.get("/api/v1/concepts/T901").status_code == 404
    assert laid_in.now()["drafts"] == 0


def test_a_revert_does_not_pass_over_drafts_and_not_to_what_is_in_force(laid_in):
    same = laid_in.revert(1)
    laid_in.draft()

    refused, unknown = laid_in.revert(1), laid_in.revert(7)

    assert (same.status_code, same.json()["code"]) == (409, "nothing_to_publish")
    assert (refused.status_code, refused.json()["code"]) == (409, "drafts_pending")
    assert unknown.status_code == 404


def test_discarded_drafts_are_gone_but_stay_in_the_history(laid_in):
    made = laid_in.draft()
    laid_in.remove("T001")

    assert laid_in.staff.delete(f"{BASE}/drafts").status_code == 204

    assert laid_in.drafts()["changes"] == []
    assert laid_in.staff.get("/api/v1/concepts/T001").status_code == 200
    history = laid_in.staff.get(f"/api/v1/concepts/{made['id']}/history").json()
    assert [one["action"] for one in history] == ["created", "removed"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"narrower": ["T902"]}, ("/T901/narrower", "unknown_concept")),
        ({"related": ["T902:0.5"]}, ("/T901/related", "unknown_concept")),
        ({"variants": ["제작"]}, ("/T901/variants", "too_general")),
    ],
)
def test_what_is_unsound_is_not_published_and_each_place_is_named(laid_in, fields, fault):
    laid_in.draft(**fields)

    answer = laid_in.admin.post(f"{BASE}/publish", json={"reason": "새 업종"})

    assert (answer.status_code, answer.json()["code"]) == (422, "thesaurus_unsound")
    assert fault in faults_of(answer)
    assert laid_in.now()["version"] == 1


def test_concepts_in_a_circle_are_not_published(laid_in):
    laid_in.draft(narrower=["T001"])
    laid_in.correct("T002", narrower=["T901"])

    answer = laid_in.admin.post(f"{BASE}/publish", json={"reason": "새 업종"})

    (fault,) = answer.json()["errors"]
    assert fault["code"] == "narrower_loop"
    assert all(code in fault["message"] for code in ("T001", "T002", "T901"))


@pytest.mark.parametrize(
    ("fields", "warning"),
    [
        ({"variants": ["현수막"]}, "shared_term"),
        ({"related": ["T001:0.5"]}, "one_sided"),
        ({"licences": ["새활용업 신고"]}, "unknown_licence"),
        ({"blocking": ["현수막 업사이클 가방 전시"]}, "shadows_term"),
    ],
)
def test_what_is_only_odd_is_told_and_published(laid_in, fields, warning):
    laid_in.draft(**fields)

    found = laid_in.drafts()["findings"]

    assert {(one["severity"], one["code"], one["concept"]) for one in found} == {
        ("warning", warning, "T901")
    }
    assert laid_in.publish()["number"] == 2


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"category_code": "C9999"}, ("/category_code", "unknown")),
        ({"narrower": ["T901"]}, ("/narrower/0", "itself")),
        ({"related": ["T001:0.5", "T001:0.3"]}, ("/related/1", "repeated")),
        ({"related": ["T001:0.9"]}, ("/related/0", "out_of_range")),
        ({"related": ["T001"]}, ("/related/0", "string_pattern_mismatch")),
        ({"variants": ["현 "]}, ("/variants/0", "string_too_short")),
        ({"variants": ["현 ·"]}, ("/variants/0", "too_short")),
        ({"variants": ["현수막|배너"]}, ("/variants/0", "string_pattern_mismatch")),
        ({"variants": ["새활용"], "blocking": ["새 활용"]}, ("/blocking/0", "blocks_itself")),
    ],
)
def test_a_draft_that_is_wrong_by_itself_is_refused_with_its_field(staff, words, fields, fault):
    draft = {"code": "T901", "category_code": "C0704", "name": "현수막 새활용"}

    answer = staff.post("/api/v1/concepts", json={**draft, **fields})

    assert answer.status_code == 422
    assert faults_of(answer) == [fault]


@pytest.mark.parametrize("role", [Role.staff, Role.agency, Role.public])
def test_only_an_administrator_publishes_and_reverts(laid_in, as_role, anyone, world, role):
    laid_in.draft()
    scope = {"agency_id": world.agency()["id"]} if role is Role.agency else {}
    client = anyone if role is Role.public else as_role(role, **scope)

    answers = [
        client.post(f"{BASE}/publish", json={"reason": "새 업종"}),
        client.post(f"{BASE}/revert", json={"version": 1, "reason": "아님"}),
    ]

    assert {one.status_code for one in answers} == {401 if role is Role.public else 403}


def test_drafts_are_for_staff_and_versions_for_everyone_with_a_token(
    laid_in, as_role, anyone, world
):
    laid_in.draft()
    laid_in.publish()
    agency = as_role(Role.agency, agency_id=world.agency()["id"])

    paths = ("/drafts", "/versions", "/versions/1", "/versions/1/concepts.csv", "")
    found = {
        name: [client.get(f"{BASE}{path}").status_code for path in paths]
        for name, client in (("agency", agency), ("anyone", anyone))
    }

    assert found["agency"] == [403, 200, 200, 200, 200]
    assert found["anyone"] == [401, 401, 401, 401, 200]


def test_a_version_that_was_never_published_is_not_found(laid_in):
    for path in ("/versions/9", "/versions/9/concepts.csv", "/versions/0"):
        assert laid_in.staff.get(f"{BASE}{path}").status_code == 404


def test_a_number_that_no_database_holds_is_refused_as_input(laid_in):
    for number in (10**20, -(10**20)):
        for form in ("", "/concepts.csv"):
            answer = laid_in.staff.get(f"{BASE}/versions/{number}{form}")
            assert answer.status_code == 422
            assert [one["pointer"] for one in answer.json()["errors"]] == ["/number"]


def test_concepts_are_found_by_a_term_and_by_their_branch(laid_in):
    by_term = laid_in.staff.get("/api/v1/concepts?q=통학차량").json()
    by_branch = laid_in.staff.get("/api/v1/concepts?category=C01&limit=200").json()

    assert by_term["total"] >= 1
    assert any("통학차량" in term for term in by_term["items"][0]["notice_terms"])
    assert by_branch["total"] > 10
    assert {one["category_code"][:3] for one in by_branch["items"]} == {"C01"}
