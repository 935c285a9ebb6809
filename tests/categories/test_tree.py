"""The tree of what is bought and sold, and the offices, both known by their codes."""

import csv

import pytest

from app.categories.actions import CATEGORIES, require_known
from app.core.errors import InvalidInput
from app.core.settings import settings
from app.offices.actions import OFFICES
from app.offices.queries import with_children

PATH = "/api/v1/categories"


@pytest.fixture
def tree(world):
    world.add(CATEGORIES, code="C01", name="청소", synonyms=["클리닝"])
    world.add(CATEGORIES, code="C0101", parent="C01", name="건물 청소", synonyms=["미화"])
    world.add(CATEGORIES, code="C07", name="인쇄 100%", synonyms=["a_b"])


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({}, ["C01", "C0101", "C07"]),
        ({"parent": "C01"}, ["C0101"]),
        ({"code": "C07"}, ["C07"]),
        ({"q": "청소"}, ["C01", "C0101"]),
        ({"q": "미화"}, ["C0101"]),
        ({"q": "%"}, ["C07"]),
        ({"q": "_"}, ["C07"]),
        ({"sort": "-code"}, ["C07", "C0101", "C01"]),
        ({"sort": "name"}, ["C0101", "C07", "C01"]),
    ],
)
def test_categories_are_listed_by_code_and_found_by_word(tree, anyone, asked, codes):
    page = anyone.get(PATH, params=asked).json()

    assert [one["code"] for one in page["items"]] == codes


def test_a_code_stands_for_the_id(tree, admin):
    assert admin.get(f"{PATH}/C0101").json()["name"] == "건물 청소"
    assert admin.patch(f"{PATH}/C0101", json={"name": "일상 청소"}).json()["version"] == 2
    assert admin.delete(f"{PATH}/C0101").status_code == 204
    assert admin.get(f"{PATH}/C0101").status_code == 404


@pytest.mark.parametrize("key", ["nothing", "%00", "C01%00", "%F0%9F%99%82", "a" * 300, "C01'--"])
def test_a_code_that_names_nothing_is_not_found(tree, admin, key):
    for answer in (admin.get(f"{PATH}/{key}"), admin.delete(f"{PATH}/{key}")):
        assert answer.status_code == 404


def test_a_code_is_given_once(tree, admin):
    answer = admin.post(PATH, json={"code": "C07", "name": "또"})

    assert (answer.status_code, answer.json()["code"]) == (409, "already_exists")
    assert "C07" in answer.json()["detail"]


@pytest.mark.parametrize("code", ["", "가", "C 1", "C" * 21, "-1", None, 1])
def test_a_code_has_its_form(admin, code):
    answer = admin.post(PATH, json={"code": code, "name": "가"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/code"


def test_a_branch_with_leaves_cannot_be_removed(tree, admin):
    answer = admin.delete(f"{PATH}/C01")

    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")


def test_a_parent_must_be_in_the_tree(tree, admin):
    answer = admin.post(PATH, json={"code": "C99", "name": "가", "parent": "C98"})

    assert answer.json()["errors"][0]["pointer"] == "/parent"


def test_every_unknown_code_is_named_with_its_place(world, tree):
    places = [("/a/0", "C01"), ("/a/1", None), ("/a/2", "X"), ("/b", "Y"), ("/c", "C07")]

    with world.db.reading() as unit:
        require_known(unit, [("/a", "C01")])
        require_known(unit, [("/a", None)])
        require_known(unit, [])
        with pytest.raises(InvalidInput) as refusal:
            require_known(unit, places)

    assert [fault.pointer for fault in refusal.value.faults] == ["/a/2", "/b"]


def test_the_shipped_tree_is_sound(world):
    path = settings().data_dir / "categories.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        world.add(
            CATEGORIES,
            code=row["code"],
            parent=row["parent_code"] or None,
            name=row["name"],
            synonyms=row["synonyms"].split("|") if row["synonyms"] else [],
        )

    branches = [row for row in rows if not row["parent_code"]]
    assert (len(branches), len(rows) - len(branches)) == (16, 120)


def test_offices_below_an_office_are_known_to_any_depth(world):
    above = "team"
    for depth in range(5):
        world.add(OFFICES, code=f"d{depth}", name="아래", kind="network", parent=above)
        above = f"d{depth}"

    with world.db.reading() as unit:
        assert with_children(unit, "centre") == {"centre", "team", "d0", "d1", "d2", "d3", "d4"}
        assert with_children(unit, "d3") == {"d3", "d4"}
        assert with_children(unit, "nowhere") == frozenset()


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({}, ["centre", "team"]),
        ({"parent": "centre"}, ["team"]),
        ({"kind": "centre"}, ["centre"]),
        ({"code": "team"}, ["team"]),
        ({"sort": "-code"}, ["team", "centre"]),
    ],
)
def test_offices_are_listed_in_the_order_of_their_founding(world, anyone, asked, codes):
    page = anyone.get("/api/v1/offices", params=asked).json()

    assert [one["code"] for one in page["items"]] == codes


def test_only_an_administrator_founds_offices_and_grows_the_tree(staff, admin):
    office = {"code": "north", "name": "북부", "kind": "centre"}
    category = {"code": "C50", "name": "새 분류"}

    for path, body in (("/api/v1/offices", office), (PATH, category)):
        assert staff.post(path, json=body).status_code == 403
        assert admin.post(path, json=body).status_code == 201
