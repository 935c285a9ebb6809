"""A preview tells whom the drafts would move, in which rankings and why, and changes nothing."""

import pytest
from offers import BANNER, sells

from app.core.actors import Role
from app.core.settings import settings
from app.matches import preview as comparing
from app.tenders.actions import TENDERS
from app.thesaurus import published

pytestmark = pytest.mark.one_database

BASE = "/api/v1/thesaurus"
QUICK = "?judged=false"


@pytest.fixture
def agency(world):
    return world.agency("강북구청", kind="district_office")


@pytest.fixture
def tender(world, agency):
    return world.add(
        TENDERS, title="한살림보따리 구입", region="서울특별시", agency_id=agency["id"]
    )


@pytest.fixture
def bags(world):
    return sells(world, "새활용두레", {"name": "현수막 업사이클 가방"})


def preview(words, query=QUICK):
    answer = words.staff.post(f"{BASE}/preview{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def draft_bags(words):
    words.draft(notice_terms=["한살림보따리"], seller_terms=["현수막 업사이클 가방"])


def test_one_who_would_come_in_is_named_with_every_part_of_the_score(laid_in, tender, bags):
    draft_bags(laid_in)

    found = preview(laid_in)

    assert found["tenders"] == {"compared": 1, "changed": 1}
    (ranking,) = found["rankings"]
    (move,) = ranking["moves"]
    assert (ranking["source"], ranking["id"]) == ("tender", str(tender["id"]))
    assert (move["enterprise"]["name"], move["rank_before"], move["rank_after"]) == (
        "새활용두레", None, 1,
    )  # fmt: skip
    parts = {one["name"]: one["after"] - one["before"] for one in move["contributions"]}
    assert parts["trade"] > 0
    assert sum(parts.values()) == pytest.approx(move["score_after"])


def test_one_who_would_rise_is_told_by_what_and_who_stays_is_not_told(laid_in, world, agency):
    world.add(TENDERS, title="현수막 제작", region="서울특별시", agency_id=agency["id"])
    sells(world, "한울현수막", BANNER)
    sells(world, "보따리두레", {"name": "한살림보따리"})
    (banners,) = published.shipped_words(settings().data_dir).annotate("현수막")
    held = laid_in.staff.get(f"/api/v1/concepts/{banners.concepts[0][0]}").json()
    laid_in.correct(held["code"], seller_terms=[*held["seller_terms"], "한살림보따리"])

    (ranking,) = preview(laid_in)["rankings"]

    names = {one["enterprise"]["name"]: one for one in ranking["moves"]}
    assert names["보따리두레"]["rank_before"] is None
    assert names["보따리두레"]["rank_after"] == 2
    assert "한울현수막" not in names


def test_a_draft_that_moves_nobody_is_told_so(laid_in, tender, bags):
    laid_in.draft(notice_terms=["별자리 관측"], seller_terms=["천체망원경 대여"])

    found = preview(laid_in)

    assert found["tenders"] == {"compared": 1, "changed": 0}
    assert found["rankings"] == []
    assert [one["code"] for one in found["changes"]] == ["T901"]


def test_without_drafts_nobody_moves_and_nothing_is_ranked(laid_in, tender, bags, monkeypatch):
    def ranked(*_):
        raise AssertionError

    monkeypatch.setattr(comparing, "_ranked", ranked)

    found = preview(laid_in, "?runs=0")

    assert (found["changes"], found["rankings"]) == ([], [])
    assert found["tenders"] == {"compared": 1, "changed": 0}
    measures = [one for row in found["quality"] for one in row["measures"]]
    assert measures
    assert all(one["before"] == one["after"] for one in measures)


def test_stored_runs_are_asked_again_each_question_once(laid_in, staff, tender, bags):
    for _ in range(2):
        assert staff.post(f"/api/v1/tenders/{tender['id']}/matches").status_code == 201
    draft_bags(laid_in)

    found = preview(laid_in, f"{QUICK}&tenders=0")

    assert (found["tenders"]["compared"], found["runs"]) == (0, {"compared": 1, "changed": 1})
    assert found["rankings"][0]["source"] == "run"


def test_a_preview_changes_nothing_and_what_was_previewed_is_what_is_published(
    laid_in, tender, bags
):
    draft_bags(laid_in)
    before = laid_in.now()

    seen = preview(laid_in)

    assert laid_in.now() == {**before, "in_use": "1"}
    assert laid_in.publish(digest=seen["digest"])["digest"] == seen["digest"]
    after = preview(laid_in)
    assert (after["changes"], after["rankings"]) == ([], [])


def test_the_moves_that_were_previewed_are_the_ones_that_come(laid_in, staff, tender, bags):
    draft_bags(laid_in)
    (ranking,) = preview(laid_in)["rankings"]
    laid_in.publish()

    made = staff.post(f"/api/v1/tenders/{tender['id']}/matches").json()

    shown = {
        (it["enterprise"]["id"], it["rank_after"], it["score_after"]) for it in ranking["moves"]
    }
    assert shown == {(it["enterprise"]["id"], it["rank"], it["score"]) for it in made["results"]}


def test_what_would_keep_the_drafts_from_being_published_is_told(laid_in):
    laid_in.draft(narrower=["T902"])

    (finding,) = preview(laid_in)["findings"]

    assert (finding["severity"], finding["code"]) == ("error", "unknown_concept")


def test_the_judged_requests_are_measured_with_both(laid_in):
    held = laid_in.staff.get("/api/v1/concepts?q=현수막 제작").json()["items"][0]
    laid_in.correct(held["code"], name="간판 아님", notice_terms=[], seller_terms=[], variants=[])

    figures = {one["slice"]: one for one in preview(laid_in, "?tenders=0&runs=0")["quality"]}

    whole = {one["name"]: one for one in figures["all"]["measures"]}
    assert whole["nDCG@10"]["before"] > 0.8
    assert whole["nDCG@10"]["after"] < whole["nDCG@10"]["before"]


def test_only_so_many_changed_rankings_are_shown(laid_in, world, agency, tender, bags):
    world.add(TENDERS, title="한살림보따리", region="서울특별시", agency_id=agency["id"])
    draft_bags(laid_in)

    found = preview(laid_in, f"{QUICK}&limit=1")

    assert found["tenders"] == {"compared": 2, "changed": 2}
    assert len(found["rankings"]) == 1


def test_previews_are_for_staff(laid_in, as_role, anyone, agency):
    member = as_role(Role.agency, agency_id=agency["id"])

    assert member.post(f"{BASE}/preview").status_code == 403
    assert anyone.post(f"{BASE}/preview").status_code == 401
