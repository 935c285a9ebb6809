"""A talk that another desk wrote down already, shown to the later author, who takes it back or not."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from app.access import devices
from app.access.schemas import EnrolmentDraft
from app.activity.actions import CONSULTATIONS
from app.agencies.actions import AGENCIES
from app.core import lookups, records
from app.core.actors import SYSTEM
from app.enterprises.actions import ENTERPRISES
from app.fairs.actions import FAIRS


@pytest.fixture
def fair(seeded):
    """A fair of today with a booth and a department, of whose talk another desk wrote down."""
    with seeded.app.state.db.writing(datetime.now(UTC), SYSTEM) as unit:
        seller, buyer = (lookups.listed(unit, one)[0] for one in (ENTERPRISES, AGENCIES))
        wanted = {
            "office": "nowon",
            "name": "두 창구 박람회",
            "starts_on": datetime.now(UTC).date(),
            "booths": [{"label": "A-1", "enterprise_id": seller["id"]}],
            "departments": [{"agency_id": buyer["id"]}],
        }
        made = records.create(unit, FAIRS, FAIRS.draft.model_validate(wanted))
        talk = {
            "id": uuid4(),
            "office": "nowon",
            "channel": "fair",
            "received_on": datetime.now(UTC).date(),
            "received_at": datetime.now(UTC),
            "requester_kind": "agency",
            "fair_id": made["id"],
            "agency_id": buyer["id"],
            "enterprise_id": seller["id"],
            "next_step": "quotation",
        }
        records.create(unit, CONSULTATIONS, CONSULTATIONS.draft.model_validate(talk))
        return {**made, "agency": buyer["name"]}


@pytest.fixture
def desk(person, seeded, fair):
    """A device of the fair."""
    with seeded.app.state.db.writing(datetime.now(UTC), SYSTEM) as unit:
        code = devices.prepare(unit, fair["id"], EnrolmentDraft(desk="상담 2"))["code"]
    page = person.go(f"/fair#{code}")
    expect(page.locator("#told")).to_contain_text("등록했습니다")
    return page


def _talk(page, agency):
    page.locator('[data-tab="talk"]').click()
    step = page.locator("#talk-step")
    step.get_by_role("button", name="A-1").click()
    step.get_by_role("button", name="견적 보내기").click()
    page.get_by_label("어느 기관 (알면)").select_option(label=agency)
    step.get_by_role("button", name="매우 좋음").click()
    page.locator('[data-tab="outbox"]').click()
    expect(page.locator("#waiting")).to_have_text("확인 1")


def test_its_author_sees_a_similar_talk_and_takes_the_own_one_back_or_leaves_it(
    desk, fair, seeded, keep_screen, violations
):
    page, warning = desk, desk.get_by_text("비슷한 상담이 이미 있습니다.")
    _talk(page, fair["agency"])
    expect(warning).to_be_visible()
    expect(page.locator("li.entry")).to_contain_text("다른 창구")
    keep_screen(page, "fair-similar")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    page.get_by_role("button", name="같은 상담입니다: 거두기").click()

    expect(page.locator('[data-state="gone"]')).to_have_count(1)
    expect(page.locator("#tally")).to_have_text("도착 0 · 보낼 것 0 · 확인할 것 0")
    assert _count(seeded, fair) == 1

    _talk(page, fair["agency"])
    page.get_by_role("button", name="다른 상담입니다").click()

    expect(warning).to_have_count(0)
    expect(page.locator("#tally")).to_have_text("도착 1 · 보낼 것 0 · 확인할 것 0")
    assert _count(seeded, fair) == 2


def _count(seeded, fair):
    table = CONSULTATIONS.table
    with seeded.app.state.db.reading(actor=SYSTEM) as unit:
        return len(lookups.listed(unit, CONSULTATIONS, table.c.fair_id == fair["id"]))
