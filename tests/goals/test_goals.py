"""Goals, and the figures that documents printed about them."""

import pytest
from answers import faults_of

from app.core.actors import Role

PATH, FIGURES = "/api/v1/goals", "/api/v1/published-figures"
GOAL = {"office": "centre", "year": 2017, "metric": "visits", "name": "방문영업", "target": 600}
FIGURE = {
    "key": "S0-T1-visits",
    "document": "S0",
    "kind": "achieved",
    "label": "방문영업",
    "value": "654",
    "recompute": "count visits",
}


def test_a_goal_is_counted_by_the_calendar_and_rounded_half_up_unless_it_says_otherwise(staff):
    made = staff.post(PATH, json=GOAL).json()

    assert (made["year_kind"], made["rate_rounding"], made["rate_cap"]) == (
        "calendar", "half_up", None
    )  # fmt: skip


def test_an_office_has_one_goal_for_a_metric_and_a_year(staff):
    staff.post(PATH, json=GOAL)

    again = staff.post(PATH, json={**GOAL, "target": 700})

    assert (again.status_code, again.json()["code"]) == (409, "goal_exists")
    assert "2017" in again.json()["detail"]
    assert "visits" in again.json()["detail"]


@pytest.mark.parametrize(
    "other",
    [{"office": "team"}, {"year": 2018}, {"metric": "consultations"}, {"year_kind": "school"}],
    ids=lambda other: next(iter(other)),
)
def test_another_office_year_kind_of_year_or_metric_is_another_goal(staff, other):
    staff.post(PATH, json=GOAL)

    assert staff.post(PATH, json={**GOAL, **other}).status_code == 201


def test_a_goal_cannot_be_changed_into_one_that_is_there(staff):
    staff.post(PATH, json=GOAL)
    other = staff.post(PATH, json={**GOAL, "year": 2018}).json()

    clash = staff.patch(f"{PATH}/{other['id']}", json={"year": 2017})
    same = staff.patch(f"{PATH}/{other['id']}", json={"target": 900})

    assert (clash.status_code, same.status_code) == (409, 200)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("metric", "unheard_of", "unknown"),
        ("metric", "가", "string_pattern_mismatch"),
        ("metric", "a" * 61, "string_too_long"),
        ("office", "nowhere", "unknown"),
        ("year", 1989, "greater_than_equal"),
        ("year", False, "int_type"),
        ("target", -1, "greater_than_equal"),
        ("target", 600.0, "int_type"),
        ("target", 10**14 + 1, "less_than_equal"),
        ("year_kind", "lunar", "literal_error"),
        ("rate_rounding", "up", "literal_error"),
        ("rate_cap", 0, "greater_than_equal"),
        ("rate_cap", 1001, "less_than_equal"),
        ("position", -1, "greater_than_equal"),
        ("sheet", "가" * 11, "string_too_long"),
        ("achieved", 654, "extra_forbidden"),
    ],
)
def test_what_is_wrong_with_a_goal_is_named(staff, field, value, code):
    answer = staff.post(PATH, json={**GOAL, field: value})

    assert answer.status_code == 422
    assert faults_of(answer) == [(f"/{field}", code)]


def test_goals_are_public_and_found_by_office_year_and_metric(staff, anyone):
    for office, year in (("centre", 2017), ("centre", 2018), ("team", 2017)):
        staff.post(PATH, json={**GOAL, "office": office, "year": year})

    def found(**asked):
        return anyone.get(PATH, params=asked).json()["total"]

    assert (found(), found(office="centre"), found(year=2017)) == (3, 2, 2)
    assert (found(metric="visits", year=2018), found(metric="consultations")) == (1, 0)


def test_goals_stand_in_the_order_of_their_sheet(staff):
    for position, metric in ((2, "visits"), (1, "consultations"), (3, "matching_cases")):
        staff.post(PATH, json={**GOAL, "metric": metric, "position": position})

    page = staff.get(f"{PATH}?sort=position").json()

    assert [one["position"] for one in page["items"]] == [1, 2, 3]


def test_an_office_sets_its_own_goals_only(as_role):
    team = as_role(Role.staff, office="team")

    assert team.post(PATH, json={**GOAL, "office": "team"}).status_code == 201
    assert team.post(PATH, json=GOAL).status_code == 403


def test_printed_figures_are_kept_as_printed_by_an_administrator_only(staff, admin, anyone):
    assert staff.post(FIGURES, json=FIGURE).status_code == 403
    made = admin.post(FIGURES, json={**FIGURE, "value": "0654.10", "fault": "F1"}).json()

    assert (made["value"], made["fault"]) == ("0654.10", "F1")
    assert anyone.get(f"{FIGURES}/S0-T1-visits").json() == made


@pytest.mark.parametrize("value", ["654", "-1", "65.6", "0", "100.00"])
def test_a_printed_number_is_a_number(admin, value):
    assert admin.post(FIGURES, json={**FIGURE, "value": value}).json()["value"] == value


@pytest.mark.parametrize("value", ["", "1,000", "약 600", ".5", "5.", "1e9", "--1", 654, "9" * 41])
def test_anything_else_is_no_printed_number(admin, value):
    answer = admin.post(FIGURES, json={**FIGURE, "value": value})

    assert [pointer for pointer, _ in faults_of(answer)] == ["/value"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", "guess", "literal_error"),
        ("document", "S" * 11, "string_too_long"),
        ("metric", "unheard_of", "unknown"),
        ("office", "nowhere", "unknown"),
        ("label", "", "string_too_short"),
        ("recompute", None, "string_type"),
        ("key", "한글", "string_pattern_mismatch"),
    ],
)
def test_what_is_wrong_with_a_figure_is_named(admin, field, value, code):
    assert faults_of(admin.post(FIGURES, json={**FIGURE, field: value})) == [(f"/{field}", code)]


def test_a_figure_is_known_by_its_key_and_the_key_is_given_once(admin):
    admin.post(FIGURES, json=FIGURE)

    again = admin.post(FIGURES, json=FIGURE)

    assert (again.status_code, again.json()["code"]) == (409, "already_exists")
    assert "S0-T1-visits" in again.json()["detail"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [({}, 3), ({"document": "S0"}, 2), ({"office": "centre"}, 1), ({"metric": "visits"}, 1)],
)
def test_figures_are_found_by_document_office_and_metric(admin, asked, found):
    admin.post(FIGURES, json={**FIGURE, "key": "a", "office": "centre"})
    admin.post(FIGURES, json={**FIGURE, "key": "b", "metric": "visits"})
    admin.post(FIGURES, json={**FIGURE, "key": "c", "document": "S1"})

    assert admin.get(FIGURES, params=asked).json()["total"] == found
