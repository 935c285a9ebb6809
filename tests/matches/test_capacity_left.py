"""What is left of a capacity, once what open contracts name is taken from it."""

import pytest
from worlds import NOW

from app.activity.actions import CONTRACTS
from app.categories.actions import CATEGORIES
from app.core.actors import ANYONE, SYSTEM, Actor, Role
from app.matches.profile import profile
from app.tenders.actions import TENDERS


@pytest.fixture
def maker(world):
    """Who makes 300 banners a month, and prints without saying how much."""
    branch = world.add(CATEGORIES, code="C01", name="인쇄")["code"]
    for code in ("C0101", "C0102"):
        world.add(CATEGORIES, code=code, parent=branch, name=code)
    banners = {"name": "현수막", "category_code": "C0101", "unit": "장", "monthly_capacity": 300}
    cards = {"name": "명함", "category_code": "C0102", "unit": "통"}
    return world.enterprise(products=[banners, cards])["id"]


@pytest.fixture
def sold(world, maker):
    agency = world.agency()["id"]

    def add(quantity=None, unit="장", code="C0101", state="signed", *, is_named=True):
        asked = {"quantity": quantity, "unit": unit, "category_codes": [code]}
        asked |= {"agency_id": agency, "title": "현수막", "kind": "goods"}
        tender = world.add(TENDERS, **asked)["id"] if quantity else None
        world.add(
            CONTRACTS,
            office="centre",
            enterprise_id=maker,
            agency_id=agency,
            item="현수막",
            state=state,
            signed_on="2017-03-02",
            tender_id=tender,
            category_code=code if is_named else None,
        )

    return add


@pytest.fixture
def left(world, maker):
    """What is left of each product, by its name."""

    def look(actor=SYSTEM):
        with world.db.reading(NOW, actor) as unit:
            found = profile(unit, maker)
        if found["left"] is None:
            return None
        products = {one["id"]: one["name"] for one in found["enterprise"]["products"]}
        return {products[key]: one for key, one in found["left"].items()}

    return look


def test_what_open_contracts_name_is_taken_off(left, sold):
    sold(100)
    sold(50, state="agreed")
    sold(40, is_named=False)  # only the tender says what it is about

    one = left()["현수막"]

    assert (one.promised, one.contracts, one.unknown, one.left) == (190, 3, 0, 110)


@pytest.mark.parametrize("state", ["delivered", "paid", "cancelled"])
def test_what_is_delivered_or_called_off_is_no_promise(left, sold, state):
    sold(100, state=state)

    assert left() == {}


def test_a_contract_whose_quantity_is_not_known_is_counted_apart(left, sold):
    sold()
    sold(3, unit="식")

    one = left()["현수막"]

    assert (one.promised, one.contracts, one.unknown, one.left) == (0, 0, 2, 300)


def test_more_promised_than_there_is_leaves_nothing(left, sold):
    sold(500)

    assert left()["현수막"].left == 0


def test_nothing_is_left_of_what_was_never_stated(left, sold):
    sold(7, unit="통", code="C0102")

    assert left()["명함"].left is None
    assert "현수막" not in left()


def test_an_agency_sees_what_its_own_contracts_take_and_the_public_nothing(left, sold, world):
    sold(100)
    stranger = world.agency("남의구청")["id"]

    assert left(ANYONE) is None
    assert left(Actor(Role.agency, agency_id=stranger)) == {}
