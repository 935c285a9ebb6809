"""Joint supply: who covers what together, who leads, and what stays open."""

from datetime import date

import pytest

from app.matching import POLICY, Index, cover
from app.matching.bench import LotAsked, assemble
from app.matching.consortium import propose
from app.matching.shares import apportion, percent, volumes

from .makers import THESAURUS, TODAY, certificate, licence, need, product, supplier


def proposed(wanted, suppliers, lots=(), **given):
    bench = assemble(wanted, lots, Index(THESAURUS, suppliers), POLICY, TODAY)
    return propose(bench, **given)


def teams(answer):
    return [{role.supplier.id for role in one.roles} for one in answer.proposals]


def cleaner(name, capacity=None, regions=("서울특별시",), **given):
    wares = (product("청사 청소용역", unit="㎡", monthly_capacity=capacity),)
    return supplier(name, service_regions=regions, products=wares, **given)


def maker(name, *wares, **given):
    return supplier(name, products=tuple(product(ware) for ware in wares), **given)


LUNCH_AND_BANNERS = (LotAsked(title="도시락"), LotAsked(title="현수막 제작"))


def test_two_who_each_do_a_lot_cover_both():
    answer = proposed(
        need("마을 축제 준비"),
        [maker("도시락집", "단체 도시락"), maker("현수막집", "현수막 제작")],
        LUNCH_AND_BANNERS,
    )

    assert teams(answer) == [{"도시락집", "현수막집"}]
    (one,) = answer.proposals
    assert {role.supplier.id: [w.piece for w in role.work] for role in one.roles} == {
        "도시락집": ["도시락"],
        "현수막집": ["현수막 제작"],
    }
    assert not one.is_open


def test_one_who_does_all_is_enough_unless_more_are_asked_for():
    suppliers = [
        maker("다하는집", "단체 도시락", "현수막 제작"),
        maker("도시락집", "단체 도시락"),
        maker("현수막집", "현수막 제작"),
    ]

    alone = proposed(need("마을 축제 준비"), suppliers, LUNCH_AND_BANNERS)
    joint = proposed(need("마을 축제 준비"), suppliers, LUNCH_AND_BANNERS, least=2)

    assert teams(alone)[0] == {"다하는집"}
    assert teams(joint) == [{"도시락집", "현수막집"}]


def test_a_volume_is_put_together_and_the_largest_share_leads():
    answer = proposed(
        need("청사 청소용역", quantity=900, unit="㎡"),
        [cleaner("큰청소", 200), cleaner("작은청소", 100)],
    )

    first = answer.proposals[0].roles
    assert [(role.supplier.id, role.leads) for role in first] == [
        ("큰청소", True),
        ("작은청소", False),
    ]
    assert [role.work[0].quantity for role in first] == [600, 300]
    assert sum(role.share_percent for role in first) == pytest.approx(100)


def test_an_amount_in_another_unit_is_not_added():
    other = supplier("회당청소", products=(product("청소", unit="회", monthly_capacity=900),))

    answer = proposed(
        need("청사 청소용역", quantity=900, unit="㎡"), [cleaner("큰청소", 200), other]
    )

    assert all(one.is_open for one in answer.proposals)


def test_districts_add_up_to_a_region_but_a_stranger_adds_nothing():
    here = [
        cleaner("강북", regions=("서울특별시 강북구",)),
        cleaner("부산", regions=("부산광역시",)),
    ]
    capital = [cleaner("서울", regions=("서울",)), cleaner("경인", regions=("경기", "인천"))]

    assert teams(proposed(need("청소용역", region="서울특별시 강북구"), here)) == [{"강북"}]
    assert proposed(need("청소용역", region="서울특별시"), here).proposals == ()
    assert teams(proposed(need("청소용역", region="수도권"), capital)) == [{"서울", "경인"}]


def test_a_licence_and_a_certificate_may_be_held_by_different_members():
    answer = proposed(
        need(required_licences=("경비업 허가",), required_certifications=("women_enterprise",)),
        [
            cleaner("면허청소", licences=(licence("경비업 허가"),)),
            cleaner("여성청소", certifications=(certificate(),)),
        ],
    )

    (one,) = answer.proposals
    papers = {role.supplier.id: role.papers for role in one.roles}
    assert papers == {
        "면허청소": (("licence", "경비업 허가"),),
        "여성청소": (("certificate", "women_enterprise"),),
    }


def test_a_licence_of_a_lot_must_be_held_by_one_who_does_that_lot():
    lots = (
        LotAsked(title="도시락", licences=("식품제조가공업 신고",)),
        LotAsked(title="현수막 제작"),
    )
    suppliers = [
        maker("도시락집", "단체 도시락"),
        maker("현수막집", "현수막 제작", licences=(licence("식품제조가공업 신고"),)),
    ]

    answer = proposed(need("마을 축제 준비"), suppliers, lots)

    assert answer.proposals == ()
    assert [(one.name, one.piece) for one in answer.missing] == [("licence", "도시락")]


def test_a_closed_enterprise_is_never_proposed():
    answer = proposed(need(), [cleaner("닫은청소", status="closed")])

    assert answer.proposals == ()
    assert [one.name for one in answer.missing] == ["work"]


def test_where_all_of_the_trade_are_elsewhere_it_is_the_region_that_is_missing():
    answer = proposed(need("청소용역", region="부산광역시"), [cleaner("서울청소", 10)])

    assert [one.name for one in answer.missing] == ["region"]


def test_where_too_many_would_be_needed_it_is_their_number_that_is_missing():
    small = [cleaner(f"작은청소{n}", 10) for n in range(3)]

    answer = proposed(need("청소용역", quantity=90, unit="㎡"), small, most=2)

    assert [(one.name, one.required) for one in answer.missing] == [("members", 2)]


def test_what_is_not_known_covers_nothing_where_known_facts_do():
    silent = supplier("말없는청소", service_regions=(), products=(product("청소용역"),))

    wanted = need(region="서울특별시", quantity=300, unit="㎡")
    answer = proposed(wanted, [silent, cleaner("큰청소", 100)])

    assert teams(answer) == [{"큰청소"}]
    assert not answer.proposals[0].is_open


def test_where_no_set_covers_on_known_facts_the_open_ones_are_named():
    silent = supplier("말없는청소", service_regions=(), products=(product("청소용역"),))

    (one,) = proposed(need(region="서울특별시", quantity=300, unit="㎡"), [silent]).proposals

    assert one.is_open
    assert {c.requirement.name: c.is_open for c in one.requirements} == {
        "work": False,
        "region": True,
        "volume": True,
    }
    assert {change.code for change in one.roles[0].open} == {
        "state_service_regions",
        "state_capacity",
    }


def test_a_lot_that_names_no_trade_is_of_the_trade_of_the_whole():
    lots = (LotAsked(title="본관"), LotAsked(title="본관"))

    answer = proposed(need("청사 청소용역"), [cleaner("큰청소", 10)], lots)

    assert [w.piece for w in answer.proposals[0].roles[0].work] == ["본관 (1)", "본관 (2)"]


def test_the_day_of_need_decides_whether_a_certificate_holds():
    held = cleaner("여성청소", certifications=(certificate(valid_until=date(2026, 3, 31)),))
    wanted = {"required_certifications": ("women_enterprise",)}

    assert teams(proposed(need(needed_from=date(2026, 3, 31), **wanted), [held])) == [{"여성청소"}]
    assert not proposed(need(needed_from=date(2026, 4, 1), **wanted), [held]).proposals


@pytest.mark.parametrize(
    ("quantity", "capacities", "dealt"),
    [
        (10, [5, 5], [5, 5]),
        (10, [20, 10], [7, 3]),
        (10, [4, None], [4, 6]),
        (10, [None, None], [5, 5]),
        (2.5, [1, 4], [0.5, 2.0]),
        (10, [10, None], [10, 0]),
    ],
)
def test_a_quantity_is_dealt_out_by_capacity(quantity, capacities, dealt):
    assert volumes(quantity, capacities) == dealt


def test_shares_add_up_to_exactly_the_whole():
    assert sum(apportion(100, [1, 1, 1])) == 100
    assert percent([1, 1, 1]) == [33.4, 33.3, 33.3]
    assert apportion(3, [0, 0]) == [2, 1]


def test_an_answer_that_was_cut_short_says_so_and_calls_nothing_missing(monkeypatch):
    monkeypatch.setattr(cover, "SECONDS", 0.0)
    many = [cleaner(f"작은청소{n}", 10 + n) for n in range(9)]

    answer = proposed(need("청소용역", quantity=200, unit="㎡"), many, most=9)

    assert (answer.complete, answer.proposals, answer.missing) == (False, (), ())
