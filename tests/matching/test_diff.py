"""Two runs beside each other: who moved, what of it is their own, and who passed whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching.diff import Fact, Part, Stand, Verdict, compare, facts, same_band

from .makers import certificate, product, supplier


def stand(name, rank, *, fits=True, parts=None, checks=None):
    return Stand(name, fits, rank, parts or {"trade": 300_000}, checks or {("region", ""): "pass"})


def kinds(before, after):
    return {one.supplier_id: one.kind for one in compare(before, after)}


def of(name, before, after):
    return next(one for one in compare(before, after) if one.supplier_id == name)


def test_nothing_moves_between_a_run_and_itself():
    run = [stand("가", 1), stand("나", 2), stand("다", 1, fits=False)]

    moves = compare(run, run)

    assert [one.supplier_id for one in moves] == ["가", "나", "다"]
    assert not any(one.is_change for one in moves)


def test_who_comes_in_at_the_top_is_said_to_pass_those_below():
    before, after = [stand("가", 1), stand("나", 2)], [stand("새", 1), stand("가", 2)]

    assert kinds(before, after) == {"새": "entered", "가": "fell", "나": "left"}
    assert of("가", before, after).passed_by == ("새",)
    assert of("나", before, after).passed_by == ("새",)
    assert of("새", before, after).passes == ("가", "나")


def test_who_rises_because_another_left_is_told_so():
    before, after = [stand("가", 1), stand("나", 2)], [stand("나", 1)]

    moved = of("나", before, after)

    assert (moved.kind, moved.passes, moved.passed_by) == ("rose", ("가",), ())
    assert (moved.parts, moved.checks) == ((), ())


def test_a_change_of_lists_is_its_own_doing():
    held = {("certificate", "women_enterprise"): "pass"}
    lost = {("certificate", "women_enterprise"): "fail"}
    before = [stand("가", 1, checks=held), stand("나", 2)]
    after = [stand("나", 1), stand("가", 1, fits=False, checks=lost)]

    moved = of("가", before, after)

    assert moved.kind == "no_longer_fits"
    assert moved.checks == (Verdict("certificate", "women_enterprise", "pass", "fail"),)
    assert moved.passed_by == moved.passes == ()
    assert of("가", after, before).kind == "now_fits"


def test_a_factor_counts_by_what_it_added():
    before = [stand("가", 1, parts={"trade": 300_000, "price": 50_000})]
    after = [stand("가", 1, parts={"trade": 300_000, "price": 10_000})]

    moved = of("가", before, after)

    assert moved.kind == "stayed"
    assert moved.is_change
    assert moved.parts == (Part("price", 50_000, 10_000),)


def test_one_that_was_judged_but_not_shown_came_in_with_both_scores():
    before = [stand("가", 1), stand("나", None, parts={"trade": 100_000})]
    after = [stand("나", 1, parts={"trade": 310_000}), stand("가", 2)]

    moved = of("나", before, after)

    assert moved.kind == "entered"
    assert moved.parts == (Part("trade", 100_000, 310_000),)
    assert moved.passes == ("가",)


def test_a_requirement_that_is_no_longer_asked_has_no_verdict_after():
    before = [stand("가", 1, checks={("region", ""): "pass", ("capacity", ""): "fail"})]

    moved = of("가", before, [stand("가", 1)])

    assert moved.checks == (Verdict("capacity", "", "fail", None),)


@pytest.mark.parametrize(("other", "equal"), [(304_999, True), (305_000, False), (299_999, False)])
def test_scores_are_equal_within_a_band_of_the_published_width(other, equal):
    assert same_band(300_000, other, 0.5) is equal


def test_facts_name_what_is_gone_and_what_has_come():
    old, new = certificate(), certificate("women_enterprise", valid_until=None)
    before = supplier(certifications=(old,), district="강북구")
    after = supplier(certifications=(new,), district="노원구")

    assert facts(before, after) == (
        Fact("district", ("강북구",), ("노원구",)),
        Fact("certifications", (old,), (new,)),
    )


def test_another_order_of_products_is_a_fact_of_its_own():
    one, two = product("청소"), product("방역")

    found = facts(supplier(products=(one, two)), supplier(products=(two, one)))

    assert found == (Fact("products", (), ()),)


def test_of_an_unknown_supplier_no_facts_are_told():
    assert facts(None, supplier()) == facts(supplier(), None) == ()


RUNS = st.lists(st.sampled_from("가나다라마바사"), unique=True, max_size=7).map(
    lambda names: [stand(name, place) for place, name in enumerate(names, 1)]
)


@given(RUNS, RUNS)
def test_ranks_follow_from_who_passed_whom(before, after):
    for moved in compare(before, after):
        if moved.kind in ("rose", "fell", "stayed"):
            change = len(moved.passed_by) - len(moved.passes)
            assert moved.after.rank - moved.before.rank == change


@given(RUNS, RUNS)
def test_backwards_the_same_have_passed_the_other_way(before, after):
    forth = {one.supplier_id: one for one in compare(before, after)}
    back = {one.supplier_id: one for one in compare(after, before)}

    assert forth.keys() == back.keys()
    for name, one in forth.items():
        assert set(one.passed_by) == set(back[name].passes)
