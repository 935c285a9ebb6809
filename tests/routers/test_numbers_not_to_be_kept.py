"""What looks like a resident number is refused in any change, and has the same way through in each."""

import pytest
from drafts import draft_in

NUMBER = "900101-1234567"  # invented


@pytest.fixture
def visit(world, admin):
    """A visit whose text holds no such number."""
    draft = {**draft_in(world, "visits"), "result": "없음"}
    return f"/api/v1/visits/{admin.post('/api/v1/visits', json=draft).json()['id']}"


def test_a_correction_is_refused_like_a_new_record_and_passes_when_confirmed(admin, visit):
    change = {"result": f"법인등록번호 {NUMBER}"}

    refused = admin.patch(visit, json=change)
    passed = admin.patch(f"{visit}?confirm=true", json=change)

    assert (refused.status_code, refused.json()["code"]) == (409, "looks_personal")
    assert [one["pointer"] for one in refused.json()["errors"]] == ["/result"]
    assert NUMBER not in refused.text
    assert (passed.status_code, passed.json()["result"]) == (200, change["result"])


def test_what_was_confirmed_once_is_not_asked_about_when_something_else_changes(admin, visit):
    admin.patch(f"{visit}?confirm=true", json={"result": NUMBER})

    other = admin.patch(visit, json={"department": "일자리지원과"})
    again = admin.patch(visit, json={"result": f"{NUMBER} 다시"})

    assert (other.status_code, other.json()["result"]) == (200, NUMBER)
    assert again.status_code == 409


def test_going_back_to_such_a_text_is_refused_and_passes_when_confirmed(admin, visit):
    admin.patch(f"{visit}?confirm=true", json={"result": NUMBER})
    admin.patch(visit, json={"result": "지움"})

    refused = admin.post(f"{visit}/history/2/restore")
    passed = admin.post(f"{visit}/history/2/restore?confirm=true")

    assert (refused.status_code, refused.json()["code"]) == (409, "looks_personal")
    assert (passed.status_code, passed.json()["result"]) == (200, NUMBER)
