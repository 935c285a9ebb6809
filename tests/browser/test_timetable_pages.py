"""The timetable of a fair without script, and on paper."""

import re

import pytest
from office import LOGIN
from people import PASSWORD
from playwright.sync_api import expect


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_without_script_somebody_stays_away_and_somebody_walks_in(plain_person, desk, width):
    page = plain_person.go(f"/login?next=/fairs/{desk['fair']}/timetable")
    page.get_by_label("아이디").fill(LOGIN)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1:1 상담 시간표")

    page.get_by_role("button", name="빼고 다시 앉히기").click()
    expect(page.get_by_label("누가 오지 않았나요?")).to_have_accessible_description(
        re.compile("가운데서 골라 주세요")
    )
    page.get_by_label("누가 오지 않았나요?").select_option(label="천호초등학교 행정실")
    page.get_by_label("언제부터").select_option(label="10:00")
    page.get_by_role("button", name="빼고 다시 앉히기").click()
    expect(page.get_by_role("status")).to_have_text(
        "다시 앉혔습니다. 비는 시간만 다른 곳에 주었습니다."
    )
    expect(page.get_by_role("table")).not_to_contain_text("천호초등학교")

    page.get_by_role("button", name=re.compile("왔습니다.*천호초등학교 행정실")).click()
    page.get_by_label("기관 이름").fill("천호초등학교")
    page.get_by_label("부서", exact=True).fill("교무실")
    page.get_by_role("button", name="더하고 앉히기").click()
    expect(page.get_by_role("status")).to_have_text("빈 시간에 앉혔습니다.")
    page.get_by_role("link", name="부서별").click()
    expect(page.get_by_role("table")).to_contain_text("천호초등학교 교무실")
    assert [said for said in plain_person.complaints if "422" not in said] == []


@pytest.mark.parametrize("width", ["phone"], indirect=True)
def test_without_script_a_meeting_is_called_off_taken_back_and_set_by_hand(
    plain_person, desk, width
):
    page = plain_person.go(f"/login?next=/fairs/{desk['fair']}/timetable")
    page.get_by_label("아이디").fill(LOGIN)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()

    page.get_by_role("link", name=re.compile("상담 바꾸기: 10:00 A-1")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("10:00 상담")
    who, at = page.locator(".facts dd").first.inner_text(), page.get_by_label("몇 시로")
    taken = at.locator("option", has_text="다른 상담").first
    clock = taken.inner_text()[:5]
    at.select_option(taken.get_attribute("value"))
    page.get_by_role("button", name="옮기기").click()
    expect(at).to_have_accessible_description(re.compile(f"{clock}에 .*이미 만나기로 했습니다"))
    page.get_by_role("button", name="이 상담 취소").click()
    expect(page.get_by_role("status")).to_have_text("상담을 취소했습니다.")
    page.get_by_role("button", name="시간표 되돌리기").click()
    expect(page.get_by_role("status")).to_have_text("바꾸기 전 시간표로 되돌렸습니다.")

    page.get_by_role("link", name=re.compile("상담 바꾸기: 10:00 A-1")).click()
    page.get_by_role("button", name="이 상담 취소").click()
    page.get_by_label("어느 부서가").select_option(label=who)
    page.get_by_label("어느 기업을").select_option(label="A-1 그린플래카드")
    page.get_by_label("몇 시에").select_option(label="10:00")
    page.get_by_role("button", name="상담 더하기").click()
    expect(page.get_by_role("status")).to_have_text("상담을 더했습니다.")
    expect(page.get_by_role("link", name=re.compile("10:00 A-1.*" + who))).to_be_visible()
    assert [said for said in plain_person.complaints if "422" not in said] == []


@pytest.mark.parametrize("width", ["desktop"], indirect=True)
@pytest.mark.parametrize("side", ["booth", "department"])
def test_on_paper_the_timetable_lies_across_one_sheet_without_forms(worker, desk, width, side):
    page = worker.go(f"/fairs/{desk['fair']}/timetable?by={side}")

    sheet = page.pdf(prefer_css_page_size=True)

    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", sheet)
    assert [float(across) > float(high) for across, high in boxes] == [True]
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="다시 짜기")).to_be_hidden()
    expect(page.get_by_role("table")).to_be_visible()
