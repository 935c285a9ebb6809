"""The register laid out for browsing: who is found, and how many each value would leave."""

from dataclasses import replace
from datetime import date

import pytest

from app.matching.shelf import Shelf, Wanted

from .makers import THESAURUS, TODAY, certificate, selling, supplier

CO_OP = certificate("cooperative", no_expiry=True, valid_until=None, verified_on=TODAY)
LAPSED = certificate("women_enterprise", valid_until=date(2026, 2, 28))
UNDATED = certificate("cooperative", valid_until=None)


@pytest.fixture
def shelf():
    return Shelf(
        THESAURUS,
        [
            selling("사무실 청소", name="나", district="강북구", certifications=(CO_OP, LAPSED)),
            selling("현수막", name="가", district="강북구", certifications=(UNDATED,)),
            selling("현수막", name="다", service_regions=("서울특별시 노원구",)),
        ],
    )


def _found(shelf, among=None, **wanted):
    return shelf.browse(Wanted(on=TODAY, **wanted), among)


def test_without_a_condition_everyone_is_found_by_name(shelf):
    assert _found(shelf).found == ("가", "나", "다")


def test_who_is_given_is_kept_in_the_order_given(shelf):
    assert _found(shelf, among=["다", "가", "nobody"]).found == ("다", "가")


def test_a_branch_holds_what_its_leaves_hold(shelf):
    assert _found(shelf, category="C07").found == ("가", "다")
    assert _found(shelf, category="C0703").found == ("가", "다")
    assert _found(shelf).facets.categories == {"C07": 2, "C0703": 2, "C01": 1, "C0101": 1}


def test_a_lapsed_paper_does_not_count_and_an_undated_one_only_until_proof_is_asked(shelf):
    assert _found(shelf).facets.kinds == {"cooperative": 2}
    assert _found(shelf, is_proved=True).facets.kinds == {"cooperative": 1}
    assert _found(shelf, kinds=frozenset({"cooperative"})).found == ("가", "나")
    assert _found(shelf, kinds=frozenset({"women_enterprise"})).found == ()


def test_a_facet_counts_as_if_nothing_were_chosen_in_it(shelf):
    facets = _found(shelf, category="C0101", kinds=frozenset({"cooperative"})).facets

    assert facets.categories == {"C07": 1, "C0703": 1, "C01": 1, "C0101": 1}
    assert facets.kinds == {"cooperative": 1}


def test_a_region_is_served_by_whoever_covers_it(shelf):
    assert _found(shelf, region="서울특별시 노원구").found == ("가", "나", "다")
    assert _found(shelf, region="서울특별시").found == ("가", "나")
    assert _found(shelf, region="화성시 어딘가").found == ()
    assert _found(shelf).facets.regions["서울특별시 노원구"] == 3


def test_two_papers_of_a_kind_make_one_holder():
    twice = certificate("cooperative"), certificate("cooperative", valid_until=date(2027, 1, 1))
    shelf = Shelf(THESAURUS, [supplier("가", certifications=twice)])

    assert _found(shelf).facets.kinds == {"cooperative": 1}


def test_between_two_papers_of_a_kind_nothing_is_valid():
    held = (
        certificate("cooperative", valid_until=date(2026, 2, 1)),
        certificate("cooperative", valid_from=date(2026, 4, 1)),
    )
    shelf = Shelf(THESAURUS, [supplier("가", certifications=held)])

    assert _found(shelf).facets.kinds == {}


def test_the_closed_are_not_on_the_shelf():
    assert _found(Shelf(THESAURUS, [supplier("가", status="closed")])).found == ()


@pytest.mark.parametrize("most", [0, 2_000], ids=["laid out anew", "in a block of its own"])
def test_a_change_is_seen_at_once_and_counted_once(shelf, monkeypatch, most):
    monkeypatch.setattr("app.matching.shelf._MOST_CHANGED", most)

    shelf.put(selling("도시락", name="나", district="노원구"))
    shelf.put(selling("도시락", name="라", district="노원구"))
    shelf.take("다")

    found = _found(shelf)
    assert found.found == ("가", "나", "라")
    assert found.facets.districts == {"강북구": 1, "노원구": 2}
    assert found.facets.categories == {"C07": 1, "C0703": 1, "C06": 2, "C0601": 2}
    shelf.put(replace(supplier("라"), status="closed"))
    assert _found(shelf).found == ("가", "나")
