"""Spreadsheets over HTTP: the same rules, and a receipt for every row."""

import csv
import io

from app.core.actors import Role
from app.resources import COLLECTIONS

URL = "/api/v1/enterprises.csv"
CSV = {"Content-Type": "text/csv; charset=utf-8"}
SHEET = "name,district\n한울,강북구\n두레,노원구\n".encode()


def _rows(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_staff_send_a_sheet_and_anyone_gets_it_back(staff, anyone):
    sent = staff.post(URL, content=SHEET, headers=CSV)
    got = anyone.get("/api/v1/enterprises.csv")

    assert sent.json()["stored"] is True
    assert [row["verdict"] for row in sent.json()["rows"]] == ["ok", "ok"]
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert "enterprises.csv" in got.headers["content-disposition"]
    assert [row["name"] for row in _rows(got)] == ["한울", "두레"]


def test_a_dry_run_answers_the_verdicts_and_stores_nothing(staff):
    answer = staff.post(URL, params={"dry_run": True}, content=SHEET, headers=CSV).json()

    assert (answer["stored"], answer["summary"]["ok"]) == (False, 2)
    assert staff.get("/api/v1/enterprises").json()["total"] == 0


def test_a_bad_row_is_explained_in_the_readers_language_and_nothing_is_stored(staff):
    sheet = "name,legal_form\n한울,\n두레,주식\n".encode()

    korean = staff.post(URL, content=sheet, headers=CSV).json()
    english = staff.post(URL, content=sheet, headers={**CSV, "Accept-Language": "en"}).json()

    (fault,) = korean["rows"][1]["errors"]
    assert (korean["stored"], fault["column"], fault["code"]) == (
        False,
        "legal_form",
        "literal_error",
    )
    assert "다음 중" in fault["message"]
    assert "one of" in english["rows"][1]["errors"][0]["message"]
    assert staff.get("/api/v1/enterprises").json()["total"] == 0


def test_a_likely_duplicate_is_stored_once_it_is_confirmed(staff):
    staff.post(URL, content=SHEET, headers=CSV)

    warned = staff.post(URL, content=SHEET, headers=CSV).json()
    confirmed = staff.post(URL, params={"confirm": True}, content=SHEET, headers=CSV).json()

    assert {row["verdict"] for row in warned["rows"]} == {"duplicate-warning"}
    assert confirmed["stored"] is True


def test_an_unknown_column_is_a_problem_that_names_the_known_ones(staff):
    answer = staff.post(URL, content="이름\n한울\n".encode(), headers=CSV)

    assert answer.status_code == 422
    assert answer.json()["code"] == "unknown_columns"
    assert "service_regions" in answer.json()["detail"]


def test_a_sheet_that_is_too_long_is_refused(staff, app):
    too_long = b"name\n" + b"a" * app.state.settings.max_upload_bytes

    assert staff.post(URL, content=too_long, headers=CSV).status_code == 413


def test_only_staff_send_sheets(anyone, as_role, world):
    mine = world.enterprise("한울")["id"]

    assert anyone.post(URL, content=SHEET, headers=CSV).status_code == 401
    member = as_role(Role.enterprise, enterprise_id=mine)
    assert member.post(URL, content=SHEET, headers=CSV).status_code == 403


def test_a_collection_that_is_not_public_is_not_exported_to_anyone(anyone, staff):
    closed = [name for name, one in COLLECTIONS.items() if one.readers is not None]

    assert {anyone.get(f"/api/v1/{name}.csv").status_code for name in closed} == {401}
    assert {staff.get(f"/api/v1/{name}.csv").status_code for name in COLLECTIONS} == {200}


def test_an_export_takes_the_filters_of_the_list_and_no_other(staff):
    staff.post(URL, content=SHEET, headers=CSV)

    filtered = staff.get("/api/v1/enterprises.csv", params={"district": "노원구"})

    assert [row["name"] for row in _rows(filtered)] == ["두레"]
    assert staff.get("/api/v1/enterprises.csv", params={"limit": 5}).status_code == 422


def test_an_export_refuses_the_days_that_the_list_refuses(staff):
    days = {"date_from": "2017-12-31", "date_until": "2017-01-01"}
    listed, exported = (staff.get(f"/api/v1/visits{end}", params=days) for end in ("", ".csv"))

    assert exported.status_code == listed.status_code == 422
    assert exported.json()["errors"] == listed.json()["errors"]


def test_a_row_written_over_http_keeps_its_reason(staff):
    staff.post(URL, content=SHEET, headers={**CSV, "Change-Reason": "first%20list"})
    key = staff.get("/api/v1/enterprises").json()["items"][0]["id"]

    history = staff.get(f"/api/v1/enterprises/{key}/history").json()

    assert [one["reason"] for one in history] == ["first list"]
