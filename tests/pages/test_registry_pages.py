"""Looking through the registry."""

import re
from html import unescape

import pytest
from markupsafe import escape

from app.activity.actions import CONTRACTS
from app.categories.actions import CATEGORIES
from app.core.actors import Role
from app.tenders.actions import TENDERS


def _links(page):
    return re.findall(r'<h3><a href="/enterprises/([0-9a-f-]{36})"', page)


def test_people_are_led_to_the_first_page_and_programs_to_the_api(person, seeded):
    home = person.get("/")
    program = seeded.client().get("/", follow_redirects=False)

    assert home.status_code == 200
    assert '<html lang="ko">' in home.text
    assert program.headers["location"] == "/api/v1/docs"


def test_the_first_page_counts_each_branch_as_the_search_does(person):
    home = person.get("/").text
    code, shown = re.search(r'href="/enterprises\?category=(C\d+)".*?([\d,]+)곳', home).groups()

    found = person.get("/enterprises", params={"category": code}).text

    assert f'<span class="nowrap">{shown}곳</span>' in found


def test_words_find_with_a_typing_error_and_say_how_they_were_read(person):
    page = person.get("/enterprises", params={"q": "플랙카드"}).text

    assert _links(page)
    assert "알아듣고 찾았습니다" in page


def test_what_a_facet_promises_is_what_choosing_it_gives(person):
    page = person.get("/enterprises").text
    promised = re.findall(r'name="kind" value="(\w+)">.*?<span>([\d,]+)</span></label>', page)

    assert promised
    for kind, count in promised[:4]:
        chosen = person.get("/enterprises", params={"kind": kind}).text
        assert f'<span class="nowrap">{count}곳</span>' in chosen


def test_every_page_of_the_list_holds_others_and_together_they_hold_all(person):
    first = person.get("/enterprises", params={"category": "C01"}).text
    total = int(re.search(r'class="nowrap">(\d+)곳', first)[1])
    found, number = [], 1

    while links := _links(
        person.get("/enterprises", params={"category": "C01", "page": number}).text
    ):
        found += links
        number += 1

    assert len(found) == len(set(found)) == total > 20


def test_conditions_stay_in_the_form(person):
    params = {"q": "청소", "kind": "cooperative", "region": "서울특별시 노원구", "proved": "1"}

    page = person.get("/enterprises", params=params).text

    assert 'value="청소"' in page
    assert 'value="cooperative" checked' in page
    assert '<option value="서울특별시 노원구" selected>' in page
    assert 'name="proved" value="1" checked' in page


def test_where_nothing_is_found_the_page_says_what_to_do_next(person):
    page = person.get("/enterprises", params={"q": "잠수함", "category": "C01"}).text

    assert "조건에 맞는 기업이 없습니다" in page
    assert "/match?title=" in page


def test_a_condition_that_nobody_knows_is_told_and_the_search_goes_on_without_it(person):
    page = person.get("/enterprises", params={"kind": ["best", "cooperative"], "q": "현수막"})

    assert page.status_code == 422
    assert "입력 내용을 확인해 주세요" in page.text
    assert "현수막" in page.text
    assert _links(page.text)


@pytest.mark.parametrize("q", ["<script>alert(1)</script>", '"><img src=x>', "{{7*7}}"])
def test_what_is_typed_is_shown_as_text(person, q):
    page = person.get("/enterprises", params={"q": q}).text

    assert f'value="{escape(q)}"' in page
    assert "<script>alert" not in page
    assert "<img" not in page


def test_an_enterprise_shows_its_papers_of_today_and_where_its_facts_come_from(person):
    one = _links(person.get("/enterprises", params={"kind": "women_enterprise"}).text)
    links = one or _links(person.get("/enterprises", params={"q": "현수막"}).text)

    page = person.get(f"/enterprises/{links[0]}").text

    for words in ("확인일", "유효기간", "월 공급력", "자료 출처", "시험용 가상 기업"):
        assert words in page


def test_contracts_are_shown_to_those_who_may_see_them_only(person, seeded):
    staff = seeded.client(Role.staff)
    contract = staff.get("/api/v1/contracts?limit=1").json()["items"][0]
    address = f"/enterprises/{contract['enterprise_id']}"

    seen = staff.get(address, headers={"Accept": "text/html"}).text
    unseen = person.get(address).text

    assert contract["item"] in seen
    assert "로그인한" in unseen
    assert "<caption>계약" not in unseen


def test_four_stand_side_by_side_and_of_five_one_is_taken_away(person):
    links = _links(person.get("/enterprises", params={"category": "C01"}).text)

    four = person.get("/enterprises/compare", params={"id": links[:4]})
    five = person.get("/enterprises/compare", params={"id": links[:5]})
    none = person.get("/enterprises/compare", follow_redirects=False)

    assert four.text.count('<th scope="col"><a') == 4
    assert five.status_code == 422
    assert re.search(r'id="id-fault">최대 4곳까지 비교할 수 있습니다\. 고른 5곳', five.text)
    kept = re.findall(r'name="id" value="([^"]+)" checked', five.text)
    assert kept == links[:5]
    without_first = unescape(re.findall(r'href="(/enterprises/compare[^"]*)"', four.text)[0])
    three = person.get(without_first).text
    assert re.findall(r'<th scope="col"><a href="/enterprises/([0-9a-f-]+)"', three) == links[1:4]
    assert none.headers["location"] == "/enterprises"


def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(person, seeded):
    address = "/enterprises/00000000-0000-4000-8000-000000000000"

    page, problem = person.get(address), seeded.client().get(address)

    assert page.status_code == problem.status_code == 404
    assert "<h1>찾을 수 없습니다</h1>" in page.text
    assert "그 사이에 지워졌을 수 있습니다" in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert person.get("/no/such/page").status_code == 404
    assert person.get("/api/v1/nothing").headers["content-type"] == "application/problem+json"


def test_refusals_are_in_english_where_english_is_asked_for(person):
    page = person.get("/no/such/page", headers={"Accept-Language": "en"}).text

    assert "Not found" in page
    assert 'lang="en"' in page


def test_an_operator_entitled_to_it_has_a_line_above_the_header(person, seeded):
    plain = person.get("/").text
    before = seeded.app.state.settings

    seeded.app.state.settings = before.model_copy(update={"masthead": "시험용 표시"})
    marked = person.get("/").text
    seeded.app.state.settings = before

    assert "masthead" not in plain
    assert "시험용 표시" in marked


def test_a_page_that_cannot_be_made_is_refused_as_a_document(person, seeded):
    before = seeded.app.state.settings

    seeded.app.state.settings = None
    answer = person.get("/match")
    seeded.app.state.settings = before

    assert answer.status_code == 500
    assert answer.json()["code"] == "internal"


def test_what_open_contracts_leave_of_a_capacity_is_shown_to_who_may_see_them(
    worker, people, world
):
    branch = world.add(CATEGORIES, code="C01", name="인쇄")["code"]
    world.add(CATEGORIES, code="C0101", parent=branch, name="현수막")
    ware = {"name": "현수막", "category_code": "C0101", "unit": "장", "monthly_capacity": 300}
    maker, agency = world.enterprise(products=[ware])["id"], world.agency()["id"]
    wanted = {"title": "현수막", "kind": "goods", "quantity": 100, "unit": "장"}
    tender = world.add(TENDERS, agency_id=agency, category_codes=["C0101"], **wanted)["id"]
    sold = {"enterprise_id": maker, "item": "현수막", "state": "signed", "tender_id": tender}
    world.add(CONTRACTS, office="team", signed_on="2017-03-02", **sold)

    seen, public = (
        client.get(f"/enterprises/{maker}", headers={"Accept": "text/html"}).text
        for client in (worker, people.browser())
    )

    assert re.search(r'data-label="남은 양" class="number"><span>\s*200장', seen)
    assert "약속 100장 (1건)" in seen
    assert 'data-label="남은 양"' not in public
    assert "남은 양은 로그인한" in public
