"""A second seed leaves alone what people made of the first, and what they took away."""

import pytest
from sqlalchemy import select

from app.activity.actions import VISITS
from app.agencies.actions import AGENCIES
from app.categories.actions import CATEGORIES
from app.core import lookups, records
from app.core.actors import SYSTEM, Actor, Role
from app.core.errors import Forbidden
from app.core.settings import settings
from app.enterprises.actions import ENTERPRISES
from app.exchange.record import Record
from app.exchange.seed import SEED, drop_synthetic, is_empty, sow
from app.fairs.actions import FAIRS
from app.offices.actions import OFFICES


@pytest.fixture(scope="module")
def shipped():
    """The tree, the offices, and a few enterprises of either kind."""
    everything = list(Record(settings().data_dir))
    few = [one for one in everything if one.collection in (CATEGORIES, OFFICES)]
    enterprises = [one for one in everything if one.collection is ENTERPRISES]
    invented = [one for one in enterprises if one.draft.is_synthetic]
    real = [one for one in enterprises if not one.draft.is_synthetic]
    return few + real[:3] + invented[:5]


@pytest.fixture
def seeded_db(db, shipped):
    with db.writing(actor=SEED) as unit:
        sow(unit, shipped)
    return db


def sow_again(db, shipped):
    with db.writing(actor=SEED) as unit:
        return sow(unit, shipped)


def enterprises(db, **filters):
    table = ENTERPRISES.table
    with db.reading(actor=SYSTEM) as view:
        chosen = [table.c[name] == value for name, value in filters.items()]
        return view.all(select(table.c.id, table.c.name, table.c.version).where(*chosen))


def test_a_corrected_record_keeps_its_values_its_version_and_its_history(seeded_db, shipped):
    key = enterprises(seeded_db, is_synthetic=False)[0].id
    with seeded_db.writing(actor=SYSTEM) as unit:
        patch = ENTERPRISES.patch(district="노원구", products=[])
        records.change(unit, ENTERPRISES, key, patch, None)

    again = sow_again(seeded_db, shipped)

    with seeded_db.reading(actor=SYSTEM) as view:
        now = lookups.get(view, ENTERPRISES, key)
        history = lookups.history(view, ENTERPRISES, key)
    assert again.added.total() == 0
    assert (now["district"], now["products"], now["version"]) == ("노원구", [], 2)
    assert [one["action"] for one in history] == ["created", "changed"]


def test_a_record_that_someone_removed_is_counted_as_gone_and_stays_away(seeded_db, shipped):
    key = enterprises(seeded_db, is_synthetic=False)[0].id
    with seeded_db.writing(actor=SYSTEM) as unit:
        records.remove(unit, ENTERPRISES, key, None)

    again = sow_again(seeded_db, shipped)

    assert dict(again.gone) == {"enterprises": 1}
    assert key not in {row.id for row in enterprises(seeded_db)}


def test_a_code_that_people_took_for_their_own_record_is_left_to_them(db, shipped):
    with db.writing(actor=SYSTEM) as unit:
        draft = OFFICES.draft(code="gangdong", name="우리 강동", kind="centre")
        mine = records.create(unit, OFFICES, draft)

    done = sow_again(db, shipped)

    with db.reading(actor=SYSTEM) as view:
        kept = lookups.get(view, OFFICES, "gangdong")
    assert done.present["offices"] == 1
    assert (kept["id"], kept["name"]) == (mine["id"], "우리 강동")


def test_what_people_add_beside_the_record_stays(seeded_db, shipped):
    with seeded_db.writing(actor=SYSTEM) as unit:
        mine = records.create(unit, AGENCIES, AGENCIES.draft(name="새 학교", kind="school"))

    sow_again(seeded_db, shipped)

    with seeded_db.reading(actor=SYSTEM) as view:
        assert lookups.get(view, AGENCIES, mine["id"])["version"] == 1


def test_every_seeded_record_says_in_its_history_where_it_came_from(seeded_db):
    with seeded_db.reading(actor=SYSTEM) as view:
        first = [lookups.history(view, ENTERPRISES, row.id)[0] for row in enterprises(seeded_db)]

    assert {(one["actor"], one["reason"]) for one in first} == {("seed", "ieum seed")}


def test_a_broken_record_leaves_nothing_of_the_others_behind(db, shipped):
    orphans = [one for one in shipped if one.collection is not CATEGORIES]
    last = [one for one in shipped if one.collection is CATEGORIES and one.draft.parent][:1]

    with pytest.raises(Exception, match="points at"), db.writing(actor=SEED) as unit:
        sow(unit, [*(one for one in orphans if one.collection is OFFICES), *last])

    with db.reading() as view:
        assert is_empty(view)


def test_progress_is_told_for_each_record_added_or_not(seeded_db, shipped):
    told = []
    with seeded_db.writing(actor=SEED) as unit:
        sow(unit, shipped, lambda done, total: told.append((done, total)))

    assert told == [(n, len(shipped)) for n in range(1, len(shipped) + 1)]


@pytest.mark.parametrize("role", [Role.staff, Role.public])
def test_only_an_administrator_seeds_or_drops(db, shipped, role):
    with pytest.raises(Exception) as refusal, db.writing(actor=Actor(role, "x")) as unit:  # noqa: PT011 -- which of two, by role
        sow(unit, shipped)
    with pytest.raises(type(refusal.value)), db.writing(actor=Actor(role, "x")) as unit:
        drop_synthetic(unit)

    assert (refusal.type is Forbidden) == (role is Role.staff)
    with db.reading() as view:
        assert is_empty(view)


def test_dropping_keeps_what_a_fair_a_case_or_a_visit_refers_to_and_all_that_is_real(
    seeded_db, world
):
    real = {row.id for row in enterprises(seeded_db, is_synthetic=False)}
    at_fair, visited, *others = enterprises(seeded_db, is_synthetic=True)
    world.add(
        FAIRS, office="centre", name="박람회", starts_on="2017-09-01",
        booths=[{"enterprise_id": at_fair.id}],
    )  # fmt: skip
    world.add(
        VISITS, office="centre", visited_on="2017-03-02", target="enterprise",
        enterprise_id=visited.id,
    )  # fmt: skip

    with seeded_db.writing(actor=SEED) as unit:
        done = drop_synthetic(unit)

    assert done.removed == len(others)
    assert set(done.kept) == {at_fair.name, visited.name}
    assert {row.id for row in enterprises(seeded_db)} == real | {at_fair.id, visited.id}


def test_what_was_kept_goes_once_nothing_refers_to_it_any_more(seeded_db, world):
    kept = enterprises(seeded_db, is_synthetic=True)[0]
    visit = world.visit(None, enterprise_id=kept.id, target="enterprise")
    with seeded_db.writing(actor=SEED) as unit:
        drop_synthetic(unit)
    with seeded_db.writing(actor=SYSTEM) as unit:
        records.remove(unit, VISITS, visit["id"], None)

    with seeded_db.writing(actor=SEED) as unit:
        done = drop_synthetic(unit)

    assert (done.removed, done.kept) == (1, [])
    assert enterprises(seeded_db, is_synthetic=True) == []
