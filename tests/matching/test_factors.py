"""Each factor answers a value in 0..1 and what it rests on; the policy is a table."""

from dataclasses import replace

import pytest

from app.matching import POLICY, factors, query
from app.matching.answers import Candidate
from app.matching.factors import View
from app.matching.shapes import Check, Need, Product, Supplier

from .makers import THESAURUS, need, product, supplier


def view(
    wanted: Need | None = None,
    one: Supplier | None = None,
    *checks: Check,
    place: int = 0,
    products: tuple[Product, ...] = (),
) -> View:
    """Look at a supplier whose products are all fairly like the need."""
    wanted, one = wanted or need(), one or supplier()
    listed = products or one.products
    likeness = [0.5] * len(listed)
    candidate = Candidate(one, 0.5, 0, place, listed, likeness, likeness, likeness)
    asked = query.read(wanted, THESAURUS, POLICY)
    return factors.view_of(wanted, asked, candidate, checks)


PASSED, FAILED, OPEN = (Check("x", outcome) for outcome in ("pass", "fail", "unknown"))


class TestRequirements:
    """One failure leaves nothing; what is open costs a little."""

    def test_all_passed_is_full_marks(self) -> None:
        assert factors.requirements(view(None, None, PASSED, PASSED))[0] == 1.0

    def test_one_failed_is_nothing(self) -> None:
        value, evidence = factors.requirements(view(None, None, PASSED, FAILED, OPEN))

        assert value == 0.0
        assert evidence == {"failed": ("x",), "unknown": ("x",)}

    def test_an_open_one_costs_a_little(self) -> None:
        value, _ = factors.requirements(view(None, None, PASSED, OPEN))

        assert 0.8 < value < 1.0

    def test_more_open_ones_cost_more(self) -> None:
        one, _ = factors.requirements(view(None, None, PASSED, PASSED, OPEN))
        two, _ = factors.requirements(view(None, None, PASSED, OPEN, OPEN))

        assert two < one


class TestPrice:
    """A list price is set against the money, in the same unit only."""

    def price(self, each: int | None, money: int | None, unit: str = "회") -> float:
        """Weigh ten times this price against the money."""
        wanted = need(quantity=10, unit="회", budget_krw=money)
        listed = (product(unit=unit, unit_price_krw=each),)
        return factors.price(view(wanted, products=listed))[0]

    @pytest.mark.parametrize(("each", "value"), [(50, 1.0), (100, 1.0), (115, 0.0), (200, 0.0)])
    def test_it_falls_to_nothing_at_fifteen_percent_beyond(self, each: int, value: float) -> None:
        assert self.price(each, 1000) == pytest.approx(value)

    def test_a_little_beyond_the_money_costs_a_little(self) -> None:
        assert 0 < self.price(105, 1000) < 1

    def test_what_is_not_known_is_worth_the_same(self) -> None:
        unknown = self.price(None, 1000)

        assert unknown == self.price(100, None) == self.price(100, 1000, unit="월")

    def test_the_estimated_price_stands_in_for_the_budget(self) -> None:
        wanted = need(quantity=10, unit="회", estimated_price_krw=900)
        listed = (product(unit="회", unit_price_krw=200),)

        assert factors.price(view(wanted, products=listed))[0] == 0.0

    def test_the_evidence_shows_both_sums(self) -> None:
        wanted = need(quantity=10, unit="회", budget_krw=900)
        listed = (product(unit="회", unit_price_krw=200),)

        _, evidence = factors.price(view(wanted, products=listed))

        assert evidence == {"budget_krw": 900, "list_price_krw": 2000}


class TestNearness:
    """Being at home where the work is parts near equals."""

    def nearness(self, region: str | None, district: str | None) -> float:
        """Weigh a home against a region."""
        return factors.nearness(view(need(region=region), supplier(district=district)))[0]

    def test_the_same_district_is_nearest(self) -> None:
        assert self.nearness("서울특별시 노원구", "노원구") == 1.0

    def test_the_same_city_is_half_way(self) -> None:
        assert self.nearness("서울특별시 노원구", "강동구") == 0.5

    def test_another_province_is_far(self) -> None:
        assert self.nearness("서울특별시 노원구", "부산광역시") == 0.0

    @pytest.mark.parametrize(("region", "district"), [(None, "노원구"), ("서울특별시", None)])
    def test_what_is_not_known_is_half_way(self, region: str | None, district: str | None) -> None:
        assert self.nearness(region, district) == 0.5


class TestFocus:
    """The first product named is the main line of business."""

    WARES = tuple(product(name) for name in ("하나", "둘", "셋", "넷"))

    def test_a_product_further_down_counts_for_less(self) -> None:
        values = [factors.focus(view(products=self.WARES, place=place))[0] for place in range(4)]

        assert values[0] == 1.0
        assert values == sorted(values, reverse=True)
        assert values[-1] > 0

    def test_the_evidence_says_which_of_how_many(self) -> None:
        _, evidence = factors.focus(view(products=self.WARES, place=2))

        assert (evidence["place"], evidence["products"]) == (3, 4)


class TestReach:
    """The bound that lets a ranking stop early is never too low."""

    def test_nothing_asked_about_money_or_place_cannot_be_earned(self) -> None:
        bare = factors.reach(need(), POLICY, eligible=True)
        full = factors.reach(need(quantity=1, budget_krw=1, region="서울"), POLICY, eligible=True)

        assert bare < full == 1.0

    def test_who_fails_cannot_earn_the_requirements(self) -> None:
        lost = factors.reach(need(), POLICY, eligible=True) - factors.reach(
            need(), POLICY, eligible=False
        )

        assert lost == pytest.approx(POLICY.requirements / 100)


class TestPolicy:
    """The policy is named, complete, and adds up."""

    def test_every_factor_has_a_function(self) -> None:
        named = {name for name, _ in POLICY.table}

        assert named == factors.RELEVANCE.keys() | factors.FITNESS.keys()

    def test_no_factor_weighs_nothing_or_less(self) -> None:
        assert all(weight > 0 for _, weight in POLICY.table)

    def test_a_failure_weighs_more_than_all_other_fitness_together(self) -> None:
        assert POLICY.requirements > POLICY.focus + POLICY.price + POLICY.nearness

    def test_another_version_is_another_policy(self) -> None:
        assert replace(POLICY, version="x") != POLICY
