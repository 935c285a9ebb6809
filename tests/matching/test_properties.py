"""What holds for every ranking, whatever the register and the request."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import (
    Certificate,
    Commitment,
    Index,
    Licence,
    Need,
    Product,
    Supplier,
    rank,
    search,
)
from app.matching.rank import ENGINE_VERSION
from app.matching.shapes import UNITS, MatchResult

from .makers import THESAURUS, TODAY, need, selling, supplier

WARES = [
    "사무실 청소", "유리창 청소", "경로당 소독", "현수막 출력", "단체 도시락", "출장뷔페", "폐현수막 가방",
    "책자 인쇄", "보고서 제본", "면 수건", "열기구 체험", "꽃 화분", "정기 서비스",
]  # fmt: skip
TITLES = [
    "청사 청소용역", "방역 용역", "현수막 제작", "간담회 도시락", "개소식 케이터링", "자료집 인쇄", "열기구",
    "기념품(수건) 구매", "플래카드", "아무 말",
]  # fmt: skip
REGIONS = ["전국", "수도권", "서울특별시", "서울특별시 노원구", "부산광역시", "어디든"]
KINDS = ["women_enterprise", "cooperative", "social_cooperative"]
UNIT_NAMES = ["개", "회", "㎡", None]
DAYS = st.dates(date(2025, 6, 1), date(2026, 9, 30))

certificates = st.builds(
    Certificate,
    kind=st.sampled_from(KINDS),
    valid_from=st.none() | DAYS,
    valid_until=st.none() | DAYS,
    no_expiry=st.booleans(),
    verified_on=st.none() | DAYS,
)
licences = st.builds(
    Licence, kind=st.sampled_from(["경비업 허가", "소독업 신고"]), valid_until=st.none() | DAYS
)
commitments = st.builds(
    Commitment,
    quantity=st.none() | st.integers(0, 400).map(float),
    begins=st.none() | DAYS,
    ends=st.none() | DAYS,
    need=st.sampled_from(["", "공고1", "공고2"]),
)
products = st.builds(
    Product,
    id=st.uuids().map(str),
    name=st.sampled_from(WARES),
    description=st.sampled_from(["", *WARES]),
    category_code=st.sampled_from([None, "C0101", "C0601"]),
    unit=st.sampled_from(UNIT_NAMES),
    unit_price_krw=st.none() | st.integers(100, 1_000_000),
    monthly_capacity=st.none() | st.integers(0, 500),
    commitments=st.lists(commitments, max_size=2).map(tuple),
)


def suppliers(**given: st.SearchStrategy[object]) -> st.SearchStrategy[Supplier]:
    """Make suppliers of any kind; what is given is kept."""
    return st.builds(
        Supplier,
        id=given.get("id", st.uuids().map(str)),
        name=st.sampled_from(["맑은두레", "밥상", "거리", "활자"]),
        service_regions=st.lists(st.sampled_from(REGIONS), max_size=2).map(tuple),
        district=st.sampled_from([None, "노원구", "부산광역시"]),
        status=st.sampled_from(["active", "active", "active", "dormant", "closed"]),
        certifications=given.get("certifications", st.lists(certificates, max_size=2).map(tuple)),
        licences=st.lists(licences, max_size=1).map(tuple),
        products=st.lists(products, max_size=3).map(tuple),
    )


crowds = st.lists(st.uuids().map(str), min_size=2, max_size=8, unique=True).map(
    lambda ids: [replace(selling("현수막 출력"), id=key) for key in ids]
)
"""Suppliers alike in everything that a ranking asks about."""

registers = st.lists(suppliers(), max_size=8, unique_by=lambda one: one.id)
needs = st.builds(
    Need,
    key=st.sampled_from(["", "공고1", "공고2"]),
    title=st.sampled_from(TITLES),
    description=st.sampled_from(["", "연간 계약", "도시락과 청소"]),
    category_codes=st.sampled_from([(), ("C0101",), ("C06",)]),
    quantity=st.none() | st.integers(1, 900).map(float),
    unit=st.sampled_from(UNIT_NAMES),
    budget_krw=st.none() | st.integers(10_000, 50_000_000),
    region=st.sampled_from([None, *REGIONS]),
    needed_from=st.none() | DAYS,
    required_certifications=st.lists(st.sampled_from(KINDS), max_size=1).map(tuple),
    required_licences=st.lists(st.sampled_from(["경비업 허가"]), max_size=1).map(tuple),
    as_of=st.just(TODAY),
)
few = settings(max_examples=30, deadline=None)


def ask(wanted: Need, register: list[Supplier], limit: int = 100) -> MatchResult:
    """Rank a register freshly read."""
    return rank(wanted, Index(THESAURUS, register), limit=limit, near_limit=limit)


def order(found: MatchResult) -> list[str]:
    """Name everyone found in order, the near misses after the results."""
    return [one.supplier.id for one in (*found.results, *found.near_misses)]


@few
@given(needs, registers, st.randoms(use_true_random=False))
def test_the_order_of_the_register_does_not_matter(wanted, register, random) -> None:
    shuffled = list(register)
    random.shuffle(shuffled)

    assert ask(wanted, shuffled) == ask(wanted, register)


@few
@given(crowds, st.sampled_from(["공고1", "공고2"]), st.randoms(use_true_random=False))
def test_equals_do_not_stand_as_they_were_registered(crowd, key, random) -> None:
    wanted = need("현수막 제작", key=key)
    shuffled = list(crowd)
    random.shuffle(shuffled)

    found = ask(wanted, crowd)

    assert len(found.results) == len(crowd)
    assert ask(wanted, shuffled) == found


@few
@given(crowds, suppliers(id=st.just("neu")))
def test_another_supplier_never_reorders_equals(crowd, newcomer) -> None:
    wanted = need("현수막 제작")
    before = order(ask(wanted, crowd))
    after = order(ask(wanted, [*crowd, newcomer]))

    assert len(before) == len(crowd)
    assert before == [one for one in after if one != "neu"]


@few
@given(needs, registers)
def test_a_replay_gives_the_same_answer(wanted, register) -> None:
    assert ask(wanted, register) == ask(wanted, register)


@few
@given(needs, registers)
def test_the_score_is_the_sum_of_the_contributions(wanted, register) -> None:
    found = ask(wanted, register)

    for one in (*found.results, *found.near_misses):
        assert one.units == sum(factor.units for factor in one.factors)
        assert round(sum(factor.contribution for factor in one.factors), 4) == one.score


@few
@given(needs, registers)
def test_every_score_lies_between_nothing_and_a_hundred(wanted, register) -> None:
    found = ask(wanted, register)

    for one in (*found.results, *found.near_misses):
        assert 0 <= one.units <= 100 * UNITS
        assert all(0 <= factor.value <= 1 for factor in one.factors)


@few
@given(needs, registers)
def test_results_pass_or_do_not_know_and_near_misses_fail(wanted, register) -> None:
    found = ask(wanted, register)

    for one in found.results:
        assert all(check.outcome != "fail" for check in one.checks)
    for one in found.near_misses:
        assert any(check.outcome == "fail" for check in one.checks)


@few
@given(needs, registers)
def test_every_open_or_failed_check_says_what_would_help_unless_closed(wanted, register) -> None:
    found = ask(wanted, register)

    for one in (*found.results, *found.near_misses):
        for check in one.checks:
            final = check.outcome == "pass" or (check.name == "status" and check.found == "closed")
            assert (check.change is None) is final


@few
@given(needs, registers, suppliers(id=st.just("neu")))
def test_another_supplier_never_reorders_the_rest_who_convinced(wanted, register, newcomer) -> None:
    before = order(ask(wanted, register))
    after = order(ask(wanted, [*register, newcomer]))

    nobody_convinced: list[str] = []
    assert before in ([one for one in after if one != "neu"], nobody_convinced)


@few
@given(needs, registers, suppliers(id=st.just("neu")))
def test_another_supplier_changes_nobodys_score(wanted, register, newcomer) -> None:
    before = {one.supplier.id: one.units for one in ask(wanted, register).results}
    after = {one.supplier.id: one.units for one in ask(wanted, [*register, newcomer]).results}

    assert before.items() <= after.items()


@few
@given(needs, suppliers(id=st.just("gut")))
def test_a_failed_check_never_outranks_an_equal_that_passes(wanted, good) -> None:
    open_one = replace(good, status="active", service_regions=("전국",))
    here = replace(wanted, region="서울특별시 노원구")
    failing = replace(open_one, id="schlecht", service_regions=("부산광역시",))

    found = ask(here, [open_one, failing])
    scores = {one.supplier.id: one.units for one in (*found.results, *found.near_misses)}

    if "gut" in scores:
        assert scores["gut"] >= scores["schlecht"]
        assert order(found)[0] == "gut" or not found.results


@few
@given(needs, registers, suppliers(id=st.just("ich")), st.sampled_from(KINDS))
def test_renewing_a_certificate_never_lowers_a_rank(wanted, register, mine, kind) -> None:
    asked = replace(wanted, required_certifications=(kind,))
    renewed = Certificate(kind=kind, valid_from=date(2020, 1, 1), valid_until=date(2030, 1, 1))
    before = order(ask(asked, [*register, mine]))
    better = replace(mine, certifications=(*mine.certifications, renewed))
    after = order(ask(asked, [*register, better]))

    assert ("ich" in before) is ("ich" in after)
    if "ich" in before:
        assert after.index("ich") <= before.index("ich")


@few
@given(needs, registers, st.integers(0, 4))
def test_a_short_list_is_the_beginning_of_the_long_one(wanted, register, limit) -> None:
    long, short = ask(wanted, register), ask(wanted, register, limit)

    assert short.results == long.results[:limit]
    assert short.near_misses == long.near_misses[:limit]


@few
@given(needs, registers)
def test_an_index_changed_step_by_step_answers_as_one_made_anew(wanted, register) -> None:
    index = Index(THESAURUS)
    for one in register:
        index.add(replace(one, products=()))
    for one in register:
        index.replace(one)
    index.add(supplier("geht"))
    index.remove("geht")

    assert rank(wanted, index, limit=100, near_limit=100) == ask(wanted, register)


@few
@given(needs, registers)
def test_compacting_changes_no_answer(wanted, register) -> None:
    index = Index(THESAURUS, register[:4])
    index.extend(register[4:])
    before = rank(wanted, index)
    index.compact()

    assert rank(wanted, index) == before


@few
@given(st.sampled_from([*TITLES, "ㅎㅅㅁ", "현수먁", "노원 도시락", "맑은두레"]), registers)
def test_a_search_does_not_depend_on_the_order_of_the_register(typed, register) -> None:
    one = search(typed, Index(THESAURUS, register))
    other = search(typed, Index(THESAURUS, list(reversed(register))))

    assert one == other


@few
@given(st.text(max_size=30), registers)
def test_a_search_survives_whatever_is_typed(typed, register) -> None:
    hits = search(typed, Index(THESAURUS, register))

    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(0 <= hit.score <= 100 for hit in hits)


@few
@given(st.text(max_size=40), registers)
def test_a_ranking_survives_whatever_is_asked(title, register) -> None:
    found = ask(Need(title=title, description=title, region=title, as_of=TODAY), register)

    assert found.engine_version == ENGINE_VERSION
