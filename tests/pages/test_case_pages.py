"""A matching case written down and corrected on a page."""

import re
from datetime import UTC, date, datetime
from html import unescape
from uuid import uuid4

import pytest

from app.activity.actions import CONSULTATIONS, MATCHING_CASES
from app.core.calendar import korean_day

TODAY = korean_day(datetime.now(UTC))
NEW = "/matching-cases/new"


@pytest.fixture
def school(world):
    return world.agency("천호초등학교")


@pytest.fixture
def printer(world):
    return world.enterprise("한울인쇄협동조합")


@pytest.fixture
def cases(staff):
    """Return the cases that are stored, the latest first."""
    return lambda: staff.get("/api/v1/matching-cases", params={"sort": "-opened_on"}).json()[
        "items"
    ]


@pytest.fixture
def case(world, school, printer):
    """A case of 2017 of which the report prints the year only."""
    return world.add(
        MATCHING_CASES,
        office="team",
        title="졸업앨범",
        agency_id=school["id"],
        opened_on=date(2017, 1, 1),
        date_precision="year",
        outcome="se_selected",
        support_types=["information"],
        awards=[{"enterprise_id": printer["id"], "amount_krw": 700_000}],
    )


def _case(**fields):
    begin = {"id": str(uuid4()), "office": "team", "opened_on": str(TODAY), "outcome": "none"}
    return {**begin, "title": "송년 현수막", **fields}


def _as_shown(page):
    """Return the fields of the form on a page as a browser would send them back."""
    form = page.split('<form method="post" action="/matching-cases/')[1].split("</form>")[0]
    found: dict[str, object] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        has = dict(re.findall(r'([a-z_-]+)="([^"]*)"', tag))
        kind = has.get("type", "text")
        if kind not in ("checkbox", "radio") or " checked" in tag:
            value = unescape(has.get("value", ""))
            kept = found.get(has["name"])
            found[has["name"]] = [*kept, value] if isinstance(kept, list) else [value]
    found["outcome"] = re.search(r'value="(\w+)" selected', form)[1]
    found["note"] = unescape(re.search(r'name="note"[^>]*>([^<]*)<', form)[1])
    return found


def test_a_case_is_kept_with_who_was_chosen_and_stands_on_the_board(worker, cases, school, printer):
    chosen = {"chosen": "한울인쇄 협동조합", "outcome": "se_selected", "amount_krw": "440만원"}
    sent = _case(agency="천호초등학교", support_types=["information", "bid_support"], **chosen)

    answer = worker.post(NEW, data=sent, follow_redirects=False)
    worker.post(NEW, data=sent)

    assert answer.headers["location"] == f"/matching-cases?year={TODAY.year}"
    (kept,) = cases()
    assert (kept["amount_krw"], kept["amount_state"]) == (4_400_000, "known")
    assert kept["agency_id"] == str(school["id"])
    assert kept["support_types"] == ["information", "bid_support"]
    assert [one["enterprise_id"] for one in kept["awards"]] == [str(printer["id"])]
    board = worker.get("/matching-cases").text
    assert f'<a href="/matching-cases/{kept["id"]}">송년 현수막</a>' in board
    assert 'href="/matching-cases/new"' in board


def test_a_call_leads_to_a_case_that_names_it(worker, world, cases, school):
    asked = {"requester_kind": "agency", "agency_id": school["id"], "received_on": TODAY}
    call = world.add(
        CONSULTATIONS, office="team", channel="phone", topic="앨범\n어디서 하나요?", **asked
    )
    page = worker.get(f"/agencies/{school['id']}").text
    leads_to = unescape(re.search(r'href="(/matching-cases/new\?[^"]*)"', page)[1])

    form = _as_shown(worker.get(leads_to).text)
    worker.post(NEW, data={**form, "outcome": "bidding"})

    (kept,) = cases()
    assert kept["consultation_id"] == str(call["id"])
    assert (kept["title"], kept["agency_id"]) == ("앨범 어디서 하나요?", str(school["id"]))


def test_a_case_that_is_saved_as_it_was_stays_as_it_was(worker, cases, case):
    (before,) = cases()
    form = _as_shown(worker.get(f"/matching-cases/{case['id']}").text)

    answer = worker.post(f"/matching-cases/{case['id']}", data=form, follow_redirects=False)

    assert answer.status_code == 303
    (after,) = cases()
    same = set(before) - {"updated_at", "version"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_a_correction_keeps_the_award_that_stays_and_makes_the_day_exact(
    worker, world, cases, case
):
    world.enterprise("나래광고")
    form = _as_shown(worker.get(f"/matching-cases/{case['id']}").text)
    both = {"chosen": "한울인쇄협동조합, 나래광고", "opened_on": "2017-03-02"}

    worker.post(f"/matching-cases/{case['id']}", data={**form, **both})

    (after,) = cases()
    assert [one["amount_krw"] for one in after["awards"]] == [700_000, None]
    assert (after["opened_on"], after["date_precision"]) == ("2017-03-02", "day")


@pytest.mark.parametrize(
    ("fields", "beside", "words"),
    [
        ({"title": " "}, "title", "꼭 필요한 항목입니다."),
        ({"opened_on": "언젠가"}, "opened_on", "2026-11-21처럼"),
        ({"amount_krw": "많이"}, "amount_krw", "180만원처럼"),
        ({"outcome": "best"}, "outcome", "골라 주세요"),
        ({"support_types": ["best"]}, "support_types", "골라 주세요"),
        ({"agency": "없는기관"}, "agency", "이 이름의 기관이 없습니다."),
        ({"chosen": "없는 기업"}, "chosen", "없는 기업: 이 이름의 기업이"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_is_kept(
    worker, cases, fields, beside, words
):
    page = worker.post(NEW, data=_case(note="들은 것", **fields))

    assert page.status_code == 422
    assert words in re.search(rf'id="{beside}-fault"[^>]*>([^<]+)<', page.text)[1]
    assert "들은 것</textarea>" in page.text
    assert cases() == []


def test_a_name_that_several_have_is_not_guessed(worker, world, cases):
    world.enterprise("두레 하나")
    world.enterprise("두레 둘")

    page = worker.post(NEW, data=_case(chosen="두레"))

    assert "두레: 여럿이 있습니다." in page.text
    assert cases() == []


def test_a_second_writer_is_told_what_differs_and_loses_nothing(worker, cases, case):
    address = f"/matching-cases/{case['id']}"
    form = _as_shown(worker.get(address).text)
    worker.post(address, data={**form, "title": "졸업앨범 60권", "support_types": []})

    late = worker.post(address, data={**form, "note": "전화함"})

    assert late.status_code == 412
    assert "지금 저장된 값: 졸업앨범 60권" in late.text
    assert "지금 저장된 값: 비어 있음" in late.text
    worker.post(address, data=_as_shown(late.text))
    (after,) = cases()
    assert (after["title"], after["note"]) == ("졸업앨범", "전화함")


def test_only_staff_write_cases_and_only_of_their_own_office(worker, people, case, world):
    other = world.add(MATCHING_CASES, office="centre", title="센터의 것", opened_on=TODAY)
    address = f"/matching-cases/{other['id']}"

    assert worker.post(address, data=_as_shown(worker.get(address).text)).status_code == 403
    assert worker.post(NEW, data=_case(office="centre")).status_code == 403
    assert people.browser().get(NEW, headers={"Accept": "text/html"}).status_code == 401
