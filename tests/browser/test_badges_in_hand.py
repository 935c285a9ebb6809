"""Badges at the door of a fair: typed, seen by the camera, and one visitor however often."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from app.access import devices
from app.access.schemas import EnrolmentDraft
from app.core import lookups, records
from app.core.actors import SYSTEM
from app.fairs.actions import CHECK_INS, FAIRS
from app.fairs.badges import new_badges

# A camera that shows nothing, and a reader that sees in it what the test holds up.
_CAMERA = """() => {
  window.held = "";
  const canvas = document.createElement("canvas"), brush = canvas.getContext("2d");
  setInterval(() => brush.fillRect(0, 0, canvas.width, canvas.height), 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10);
  window.BarcodeDetector = class { async detect() { return held ? [{ rawValue: held }] : []; } };
  document.getElementById("scan").hidden = false;
}"""


@pytest.fixture
def fair(seeded):
    with seeded.app.state.db.writing(actor=SYSTEM) as unit:
        wanted = {"office": "nowon", "name": "배지 박람회", "starts_on": datetime.now(UTC).date()}
        return records.create(unit, FAIRS, FAIRS.draft.model_validate(wanted))


@pytest.fixture
def at_the_door(person, seeded, fair):
    """A device of the fair, before its list of visitors."""
    with seeded.app.state.db.writing(datetime.now(UTC), SYSTEM) as unit:
        code = devices.prepare(unit, fair["id"], EnrolmentDraft(desk="안내"))["code"]
    page = person.go(f"/fair#{code}")
    expect(page.locator("#told")).to_contain_text("등록했습니다")
    page.locator('[data-tab="arrive"]').click()
    return page


@pytest.fixture
def stored(seeded, fair):
    def look():
        table = CHECK_INS.table
        with seeded.app.state.db.reading(actor=SYSTEM) as unit:
            return lookups.listed(unit, CHECK_INS, table.c.fair_id == fair["id"])

    return look


def test_a_badge_is_one_visitor_typed_or_seen_here_or_at_another_desk(
    at_the_door, fair, seeded, stored, violations
):
    page, (typed, seen, elsewhere) = at_the_door, new_badges(3)
    _comes_in_elsewhere(seeded, fair, elsewhere)
    code, come = page.get_by_label("배지 코드"), page.get_by_role("button", name="배지로 입장")

    code.fill(typed[:-1])
    come.click()
    expect(code).to_have_accessible_description(re.compile("배지 코드가 아닙니다"))
    assert violations(page) == []
    page.context.set_offline(True)
    code.fill(typed.lower().replace("-", ""))
    code.press("Enter")
    expect(page.locator("#told")).to_contain_text(f"입장 배지 {typed}")
    code.fill(typed)
    come.click()
    expect(page.locator("#told")).to_contain_text("이미 들어온 배지입니다")
    expect(page.locator("#arrived")).to_have_text("1")

    page.evaluate(_CAMERA)
    page.get_by_role("button", name="카메라로 찍기").click()
    for held in (seen, elsewhere):
        page.evaluate("code => { held = code; }", held)
        expect(page.locator("#told")).to_contain_text(f"입장 배지 {held}")
    expect(page.locator("#camera")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="카메라 끄기").click()
    expect(page.locator("#camera")).to_be_hidden()

    page.context.set_offline(False)
    page.locator('[data-tab="outbox"]').click()
    expect(page.locator("#tally")).to_have_text("도착 3 · 보낼 것 0 · 확인할 것 0")
    expect(page.locator("li.entry").first).to_contain_text("한 사람으로 셉니다")
    expect(page.locator("#arrived")).to_have_text("2")
    assert sorted(one["badge"] for one in stored()) == sorted([typed, seen, elsewhere])


def _comes_in_elsewhere(seeded, fair, badge):
    """Let another desk of the fair see a badge first."""
    about = {"office": fair["office"], "fair_id": fair["id"], "heads": 1, "badge": badge}
    draft = {**about, "id": uuid4(), "counted_at": datetime.now(UTC)}
    with seeded.app.state.db.writing(actor=SYSTEM) as unit:
        records.create(unit, CHECK_INS, CHECK_INS.draft.model_validate(draft))
