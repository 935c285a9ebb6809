"""The desk of a fair on a phone and a desktop: every screen of it open to everybody."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Route, expect

from app.access import devices
from app.access.schemas import EnrolmentDraft
from app.activity.actions import CONSULTATIONS
from app.agencies.actions import AGENCIES
from app.core import lookups, records
from app.core.actors import SYSTEM
from app.enterprises.actions import ENTERPRISES
from app.fairs.actions import FAIRS


@pytest.fixture(scope="module")
def fair(seeded):
    """A fair of today with five booths of the shipped record."""
    with seeded.app.state.db.writing(actor=SYSTEM) as unit:
        sellers = [one for one in lookups.listed(unit, ENTERPRISES) if one["products"]][:5]
        booths = [
            {"label": f"A-{place}", "enterprise_id": one["id"]}
            for place, one in enumerate(sellers, 1)
        ]
        wanted = {
            "office": "nowon",
            "name": "노원 찾아가는 박람회",
            "starts_on": datetime.now(UTC).date(),
            "booths": booths,
            "departments": [{"agency_id": lookups.listed(unit, AGENCIES)[0]["id"]}],
        }
        return records.create(unit, FAIRS, FAIRS.draft.model_validate(wanted))


@pytest.fixture
def code(seeded, fair):
    """A one-time code for a desk of the fair."""
    with seeded.app.state.db.writing(datetime.now(UTC), SYSTEM) as unit:
        return devices.prepare(unit, fair["id"], EnrolmentDraft(desk="안내"))["code"]


def _tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="창구 일").get_by_role("button", name=name).click()


def _talk(page: Page, booth: str, step: str, rating: str) -> None:
    for name in (booth, step, rating):
        page.locator("#talk-step").get_by_role("button", name=name).first.click()


def test_every_screen_of_the_desk_is_open_to_everybody(
    person, code, fair, seeded, keep_screen, violations
):
    def looked_at(name):
        keep_screen(page, name)
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    page = person.go("/fair")
    page.get_by_role("button", name="등록하기").click()
    wanted = re.compile("등록 코드를 적어 주세요")
    expect(page.get_by_label("등록 코드")).to_have_accessible_description(wanted)
    looked_at("fair-enrol")

    page.goto(f"{person.site}/fair#{code}")
    expect(page.locator("#told")).to_contain_text("등록했습니다")
    assert code not in page.url
    looked_at("fair-talk")
    _talk(page, "A-1", "견적 보내기", "매우 좋음")
    expect(page.locator("#told")).to_contain_text("기기에 저장했습니다: 상담 A-1")
    page.locator("#talk-step").get_by_role("button", name="A-2").click()
    looked_at("fair-talk-step")

    _tab(page, "입장")
    page.get_by_role("button", name="3명", exact=True).click()
    page.get_by_role("button", name="2명", exact=True).click()
    expect(page.locator("#arrived")).to_have_text("5")
    looked_at("fair-arrive")

    _tab(page, "찾기")
    page.get_by_label("부스, 기업, 품목").fill("A-2")
    expect(page.locator("#found")).to_have_text("1곳")
    looked_at("fair-look")

    _tab(page, "기록함")
    expect(page.locator('[data-state="sent"]')).to_have_count(3)
    _correct_to_what_cannot_be(page)
    _correct_what_arrived_unknown(page)
    expect(page.locator("table")).to_contain_text("다음 할 일")
    looked_at("fair-outbox")
    page.get_by_role("button", name="이 기기 것으로 바꾸기").click()
    expect(page.locator('[data-state="sent"]')).to_have_count(3)
    page.get_by_role("button", name="보내지 않고 두기").click()
    expect(page.locator("#tally")).to_have_text("도착 3 · 보낼 것 0 · 확인할 것 0")
    expect(page.locator('[data-state="left"]')).to_have_count(1)
    assert [said for said in person.complaints if "ERR_CONNECTION_RESET" not in said] == []
    sold = fair["booths"][2]["enterprise_id"]
    with seeded.app.state.db.reading(actor=SYSTEM) as unit:
        kept = lookups.listed(unit, CONSULTATIONS, CONSULTATIONS.table.c.enterprise_id == sold)[-1]
    assert (kept["version"], kept["next_step"], kept["rating"]) == (2, "visit", 3)


def _correct_what_arrived_unknown(page: Page) -> None:
    """Note a consultation whose answer gets lost on the way, and correct it meanwhile."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/api/v1/sync", lose, times=1)
    _tab(page, "상담")
    with page.expect_event("requestfailed"):
        _talk(page, "A-3", "자료 보내기", "보통")
    _tab(page, "기록함")
    expect(page.locator("li.entry").first).to_contain_text("자료 보내기")
    page.locator("li.entry").first.get_by_role("button", name="고치기").click()
    page.get_by_label("다음 할 일").select_option("visit")
    page.get_by_role("button", name="고쳐서 보내기").click()
    expect(page.locator('[data-state="conflict"]')).to_contain_text("다른 내용이 이미 저장")


def _correct_to_what_cannot_be(page: Page) -> None:
    first = page.locator("li.entry").last
    first.get_by_role("button", name="고치기").click()
    page.get_by_label("시각").fill("2031-01-01T09:00:00")
    page.get_by_role("button", name="고쳐서 보내기").click()
    expect(page.locator('[data-state="refused"]')).to_contain_text(re.compile("아직 오지 않은"))
