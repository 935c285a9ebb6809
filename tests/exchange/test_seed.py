"""The shipped record goes in once, whole, and stays as people leave it."""

import pytest
from sqlalchemy import func, select

from app.activity.actions import TALLIES
from app.agencies.actions import AGENCIES
from app.core import lookups, records
from app.core.keys import record_id
from app.core.settings import settings
from app.enterprises.actions import ENTERPRISES
from app.exchange.record import Record
from app.exchange.seed import SEED, drop_synthetic, is_empty, sow
from app.offices.actions import OFFICES
from app.offices.queries import with_children


@pytest.fixture(scope="module")
def everything():
    return list(Record(settings().data_dir))


@pytest.fixture(scope="module")
def shipped(everything):
    """The tree, the offices and a few enterprises: enough where the amount does not matter."""
    few = [one for one in everything if one.collection.name in ("categories", "offices")]
    enterprises = [one for one in everything if one.collection is ENTERPRISES]
    return few + enterprises[-12:] + enterprises[:3]


def _sow(db, shipped):
    with db.writing(actor=SEED) as unit:
        return sow(unit, shipped)


def _invented(shipped):
    return sum(getattr(one.draft, "is_synthetic", False) for one in shipped)


def test_a_second_seed_changes_nothing_and_says_so(db, everything):
    first = _sow(db, everything)

    second = _sow(db, everything)

    assert first.added.total() == len(everything)
    assert second.added.total() == 0
    assert second.present == first.added


def test_what_people_changed_since_stays_changed(db, shipped):
    _sow(db, shipped)
    key = record_id("offices", "gangdong")
    with db.writing(actor=SEED) as unit:
        records.change(unit, OFFICES, key, OFFICES.patch(name="강동 지원단"), None)

    _sow(db, shipped)

    with db.reading() as view:
        assert lookups.get(view, OFFICES, "gangdong")["name"] == "강동 지원단"


def test_the_district_teams_stand_below_the_centre(db, shipped):
    _sow(db, shipped)

    with db.reading() as view:
        below = with_children(view, "seoul-se-center")
    assert below == {"seoul-se-center", "gangdong", "gwanak", "nowon"}


def test_one_command_removes_the_invented_enterprises_and_they_stay_away(db, shipped):
    _sow(db, shipped)

    with db.writing(actor=SEED) as unit:
        dropped = drop_synthetic(unit)
    again = _sow(db, shipped)

    assert dropped.removed == again.gone.total() == _invented(shipped)
    assert again.added.total() == 0
    with db.reading() as view:
        table = ENTERPRISES.table
        left = select(func.count()).select_from(table).where(table.c.is_synthetic)
        assert view.scalar(left) == 0


def test_an_invented_enterprise_that_something_refers_to_is_kept_and_named(db, shipped, world):
    _sow(db, shipped)
    with db.reading() as view:
        table = ENTERPRISES.table
        one = view.first(select(table.c.id, table.c.name).where(table.c.is_synthetic))
    world.visit(None, enterprise_id=one.id, target="enterprise")

    with db.writing(actor=SEED) as unit:
        dropped = drop_synthetic(unit)

    assert (dropped.removed, dropped.kept) == (_invented(shipped) - 1, [one.name])
    with db.reading(actor=SEED) as view:
        assert lookups.get(view, ENTERPRISES, one.id)["products"]


def test_every_invented_enterprise_is_marked(everything):
    assert _invented(everything) == 328


def test_nothing_real_is_taken_as_verified(everything):
    real = [one.draft for one in everything if one.collection is ENTERPRISES]
    real = [draft for draft in real if not draft.is_synthetic]

    certificates = [one for draft in real for one in draft.certifications]

    assert certificates
    assert not any(one.no_expiry or one.verified_on for one in certificates)


def test_a_body_that_two_documents_name_is_one(everything):
    named = [one.draft for one in everything if one.collection is AGENCIES]
    gwanak = [draft for draft in named if draft.name == "관악구"]

    assert len(gwanak) == 1
    assert "S0" in gwanak[0].source
    assert "S1" in gwanak[0].source


def test_an_enterprise_of_the_judged_set_that_the_record_names_is_one(everything):
    found = [one.draft for one in everything if one.collection is ENTERPRISES]
    named = [draft for draft in found if draft.name == "에코시티서울"]

    assert len(named) == 1
    assert named[0].products


def test_the_names_under_a_tally_keep_their_order_and_their_repetitions(everything):
    tallies = {one.draft.id: one.draft for one in everything if one.collection is TALLIES}
    visited = tallies[record_id("tallies", "s0-t-visited-agencies-public-agency")]

    names = [one.name for one in visited.members]

    assert len(names) == 28
    assert names.count("성동구") == 2


def test_a_database_with_any_history_is_not_empty(db, world):
    del world

    with db.reading() as view:
        assert not is_empty(view)
