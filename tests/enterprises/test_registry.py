"""The registry: business numbers, duplicates, people, and what cannot be removed."""

from datetime import date

import pytest
from answers import faults_of

PATH = "/api/v1/enterprises"
VALID, WRONG_DIGIT = "124-81-00998", "124-81-00999"


@pytest.mark.parametrize(
    "number",
    ["124-81-0099", "124-81-009988", "1248100-998", "가나다-81-00998", "124 81 00998", "", "12-481-00998",
     "\uff11\uff12\uff14-81-00998", "124-81-0099O", "-124-81-00998", "124--81-00998"],
)  # fmt: skip
def test_a_malformed_business_number_is_refused_and_named(staff, number):
    answer = staff.post(PATH, json={"name": "한울", "business_number": number})

    assert answer.status_code == 422
    assert [pointer for pointer, _ in faults_of(answer)] == ["/business_number"]


@pytest.mark.parametrize(
    ("number", "checked"), [(VALID, True), ("1248100998", True), (WRONG_DIGIT, False), (None, None)]
)
def test_a_wrong_check_digit_is_a_warning_field_and_no_refusal(staff, number, checked):
    answer = staff.post(PATH, json={"name": "한울", "business_number": number})

    assert answer.status_code == 201
    assert answer.json()["business_number"] == (number and number.replace("-", ""))
    assert answer.json()["business_number_checked"] is checked


def test_correcting_the_number_corrects_the_warning(world, staff):
    made = world.enterprise(business_number=WRONG_DIGIT)

    answer = staff.patch(f"{PATH}/{made['id']}", json={"business_number": VALID})

    assert answer.json()["business_number_checked"] is True


def test_the_warning_field_cannot_be_written(staff):
    answer = staff.post(PATH, json={"name": "한울", "business_number_checked": True})

    assert faults_of(answer) == [("/business_number_checked", "extra_forbidden")]


@pytest.mark.parametrize(
    "again",
    [
        {"name": "한울인쇄협동조합", "district": "강북구"},
        {"name": "협동조합 한울 인쇄", "district": "강북구"},
        {"name": "㈜한울-인쇄", "district": "강북구"},
        {"name": "한울인쇄"},
        {"name": "전혀 다른 이름", "district": "노원구", "business_number": VALID},
        {"name": "전혀 다른 이름", "business_number": "1248100998"},
    ],
    ids=["same", "spacing", "marks", "no district", "number elsewhere", "number without dashes"],
)
def test_a_likely_duplicate_is_held_up_with_what_it_may_be(world, staff, again):
    first = world.enterprise(business_number=VALID)

    answer = staff.post(PATH, json=again)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "duplicate_enterprise")
    assert [one["id"] for one in problem["candidates"]] == [str(first["id"])]
    assert set(problem["candidates"][0]) == {"id", "name", "district", "business_number"}
    assert "한울인쇄협동조합" in problem["detail"]
    assert staff.get(PATH).json()["total"] == 1


def test_whoever_has_seen_the_candidates_may_go_on(world, staff):
    world.enterprise(business_number=VALID)

    answer = staff.post(f"{PATH}?confirm=true", json={"name": "한울인쇄", "business_number": VALID})

    assert answer.status_code == 201
    assert staff.get(PATH).json()["total"] == 2


@pytest.mark.parametrize(
    "other",
    [
        {"name": "한울인쇄협동조합", "district": "노원구"},
        {"name": "한울인쇄소", "district": "강북구"},
        {"name": "두레", "district": "강북구"},
    ],
    ids=["other district", "other name", "same district only"],
)
def test_another_enterprise_is_not_held_up(world, staff, other):
    world.enterprise()

    assert staff.post(PATH, json=other).status_code == 201


def test_correcting_an_enterprise_never_asks_whether_it_is_new(world, staff):
    world.enterprise("한울인쇄협동조합")
    other = world.enterprise("두레인쇄협동조합")

    answer = staff.patch(f"{PATH}/{other['id']}", json={"name": "한울인쇄협동조합"})

    assert answer.status_code == 200


def test_no_more_than_ten_candidates_are_shown(world, staff):
    for _ in range(12):
        world.enterprise("같은 이름")

    answer = staff.post(PATH, json={"name": "같은이름", "district": "강북구"})

    assert len(answer.json()["candidates"]) == 10


@pytest.mark.parametrize(("all_", "few", "fine"), [(5, 6, False), (5, 5, True), (None, 6, True)])
def test_there_are_not_more_vulnerable_employees_than_employees(staff, all_, few, fine):
    answer = staff.post(
        PATH, json={"name": "한울", "employees_total": all_, "employees_vulnerable": few}
    )

    assert answer.status_code == (201 if fine else 422)
    if not fine:
        assert faults_of(answer) == [("/employees_vulnerable", "more_than_all")]


def test_the_people_must_add_up_after_a_change_too(world, staff):
    made = world.enterprise(employees_total=5, employees_vulnerable=4)

    answer = staff.patch(f"{PATH}/{made['id']}", json={"employees_total": 3})

    assert faults_of(answer) == [("/employees_vulnerable", "more_than_all")]


def test_the_public_register_is_read_without_a_token_but_not_written(world, anyone):
    made = world.enterprise()

    assert anyone.get(f"{PATH}/{made['id']}").status_code == 200
    assert anyone.post(PATH, json={"name": "몰래"}).status_code == 401
    assert anyone.patch(f"{PATH}/{made['id']}", json={"name": "몰래"}).status_code == 401
    assert anyone.delete(f"{PATH}/{made['id']}").status_code == 401


def test_enterprises_are_sorted_by_name_district_founding_and_last_change(world, staff):
    first = world.enterprise("가나", district="중구", established_on=date(2015, 1, 1))
    world.enterprise("다라", district="강북구", established_on=date(2010, 1, 1))
    world.enterprise("마바", district=None)
    staff.patch(f"{PATH}/{first['id']}", json={"employees_total": 1})

    def names(sort):
        return [one["name"] for one in staff.get(PATH, params={"sort": sort}).json()["items"]]

    assert names("name") == ["가나", "다라", "마바"]
    assert names("district") == ["다라", "가나", "마바"]
    assert names("-established_on") == ["마바", "가나", "다라"]
    assert names("-updated_at")[0] == "가나"


def test_an_enterprise_with_a_contract_cannot_be_removed(world, staff):
    made = world.enterprise()
    body = {
        "office": "centre",
        "signed_on": "2017-06-01",
        "enterprise_id": str(made["id"]),
        "item": "현수막",
        "state": "signed",
    }
    assert staff.post("/api/v1/contracts", json=body).status_code == 201

    answer = staff.delete(f"{PATH}/{made['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "in_use")
    assert staff.get(f"{PATH}/{made['id']}").status_code == 200


def test_an_enterprise_is_removed_with_what_it_held(world, staff):
    made = world.enterprise(
        products=[{"name": "현수막"}], licences=[{"kind": "인쇄사"}], certifications=[]
    )

    assert staff.delete(f"{PATH}/{made['id']}").status_code == 204
    assert staff.get(f"{PATH}/{made['id']}").status_code == 404
    assert staff.get(f"{PATH}?licence=인쇄사").json()["total"] == 0
