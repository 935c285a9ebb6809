"""The index of a process keeps step with the registry, whoever changes it and in whatever order."""

import gc
import random
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from offers import BANNER, LUNCH, sells
from worlds import NOW

from app.agencies.actions import AGENCIES
from app.core import records
from app.core.actors import SYSTEM
from app.core.db import Database
from app.core.settings import Settings
from app.enterprises.actions import ENTERPRISES
from app.matches.held import index_at
from app.matches.live import LiveIndex
from app.matching import POLICY, Need, rank
from app.thesaurus import published


@pytest.fixture
def live(app):
    """The index of this process, which has read nothing yet."""
    return app.state.live


@pytest.fixture
def other(live):
    """The index of another process over the same registry."""
    return LiveIndex(live.data_dir)


def change(db, enterprise, **fields):
    with db.writing(NOW, SYSTEM) as unit:
        records.change(
            unit, ENTERPRISES, enterprise["id"], ENTERPRISES.patch.model_validate(fields), None
        )


def change_and_fail(db, enterprise, **fields):
    with db.writing(NOW, SYSTEM) as unit:
        patch = ENTERPRISES.patch.model_validate(fields)
        records.change(unit, ENTERPRISES, enterprise["id"], patch, None)
        raise RuntimeError


def remove(db, enterprise):
    with db.writing(NOW, SYSTEM) as unit:
        records.remove(unit, ENTERPRISES, enterprise["id"], None)


def standing(live, db):
    """Who stands in the index, by name, and the revision it stands at."""
    with db.reading() as unit, live.fresh(unit) as (index, revision):
        return {one.name: one for one in index}, revision


def ranked(live, db, title="단체 도시락"):
    need = Need(title=title, region="서울특별시")
    with db.reading() as unit, live.fresh(unit) as (index, _):
        found = rank(need, index, POLICY, date(2026, 3, 1), limit=50, near_limit=50)
    return [(one.supplier, one.units) for one in (*found.results, *found.near_misses)]


def test_an_index_of_an_empty_registry_is_ready_and_takes_the_first_enterprise_in(live, db, world):
    assert not live.is_ready

    nobody, _ = standing(live, db)
    sells(world, "도시락두레", LUNCH)

    assert live.is_ready
    assert nobody == {}
    assert ranked(live, db)[0][0].name == "도시락두레"


@pytest.mark.parametrize(
    ("fields", "fact", "seen"),
    [
        ({"name": "새이름두레"}, "name", "새이름두레"),
        ({"aliases": ["도시락집"]}, "aliases", ("도시락집",)),
        ({"district": "노원구"}, "district", "노원구"),
        ({"service_regions": ["부산광역시"]}, "service_regions", ("부산광역시",)),
        ({"status": "dormant"}, "status", "dormant"),
        ({"description": None}, "description", ""),
        ({"products": []}, "products", ()),
    ],
)
def test_every_changed_fact_is_in_the_next_answer(live, db, world, fields, fact, seen):
    one = sells(world, "도시락두레", LUNCH, description="동네 밥상")
    standing(live, db)

    change(db, one, **fields)

    (found,) = standing(live, db)[0].values()
    assert getattr(found, fact) == seen


def test_one_who_was_removed_is_gone_and_may_come_again_under_the_same_name(live, db, world):
    first = sells(world, "도시락두레", LUNCH)
    standing(live, db)

    remove(db, first)
    without = ranked(live, db)
    second = sells(world, "도시락두레", LUNCH)

    assert without == []
    assert [one.id for one, _ in ranked(live, db)] == [str(second["id"])]


def test_several_changes_of_one_enterprise_between_two_questions_end_at_the_last(live, db, world):
    one = sells(world, "도시락두레", LUNCH)
    gone = sells(world, "떠난두레", LUNCH)
    standing(live, db)

    for name in ("둘째이름", "셋째이름"):
        change(db, one, name=name)
    change(db, gone, name="곧떠날두레")
    remove(db, gone)

    assert set(standing(live, db)[0]) == {"셋째이름"}


def test_a_change_that_was_taken_back_is_never_seen(live, db, world):
    one = sells(world, "도시락두레", LUNCH)
    before = standing(live, db)

    with pytest.raises(RuntimeError):
        change_and_fail(db, one, name="취소된이름")

    assert standing(live, db) == before


def test_only_changes_of_enterprises_move_the_revision(live, db, world):
    sells(world, "도시락두레", LUNCH)
    _, before = standing(live, db)

    world.agency()
    with db.writing(NOW, SYSTEM) as unit:
        records.create(unit, AGENCIES, AGENCIES.draft(name="다른학교", kind="school"))
    _, after_agencies = standing(live, db)
    sells(world, "현수막두레", BANNER)
    _, after_enterprise = standing(live, db)

    assert after_agencies == before
    assert after_enterprise > before


def test_what_was_made_up_for_tests_is_known_as_such_and_follows_its_record(live, db, world):
    one = sells(world, "지어낸두레", LUNCH, is_synthetic=True)
    real = sells(world, "도시락두레", LUNCH)
    standing(live, db)

    told = [live.is_synthetic(str(it["id"])) for it in (one, real)]
    change(db, one, is_synthetic=False)
    standing(live, db)

    assert told == [True, False]
    assert not live.is_synthetic(str(one["id"]))


def test_two_processes_answer_alike_though_each_reads_in_its_own_time(live, other, db, world):
    one = sells(world, "도시락두레", LUNCH)
    standing(live, db)
    change(db, one, name="새이름두레")
    sells(world, "밥두레", LUNCH)
    standing(other, db)
    remove(db, one)

    assert standing(live, db) == standing(other, db)


@pytest.mark.parametrize("seed", range(4))
def test_catching_up_step_by_step_gives_the_index_that_is_built_at_once(
    live, other, db, world, seed
):
    dice = random.Random(seed)  # noqa: S311 -- an example, no secret
    here = []

    def step(number):
        action = dice.choice(["add", "add", "change", "remove"]) if here else "add"
        if action == "add":
            here.append(sells(world, f"두레{number}", dice.choice([LUNCH, BANNER])))
        elif action == "change":
            change(db, dice.choice(here), products=dice.choice([[LUNCH], [BANNER], []]))
        else:
            remove(db, here.pop(dice.randrange(len(here))))

    for number in range(12):
        step(number)
        if dice.random() < 0.5:
            standing(live, db)

    assert standing(live, db) == standing(other, db)
    for title in ("단체 도시락", "현수막 제작"):
        assert ranked(live, db, title) == ranked(other, db, title)


def test_the_index_of_any_revision_holds_who_stood_then(live, db, world):
    one = sells(world, "도시락두레", LUNCH)
    told = [standing(live, db)]
    for step in (
        lambda: change(db, one, name="새이름두레"),
        lambda: sells(world, "현수막두레", BANNER),
        lambda: remove(db, one),
    ):
        step()
        told.append(standing(live, db))

    with db.reading() as unit:
        again = [
            (
                {
                    it.name: it
                    for it in index_at(unit, published.shipped_words(live.data_dir), revision)
                },
                revision,
            )
            for _, revision in told
        ]

    assert again == told
    assert [set(names) for names, _ in told] == [
        {"도시락두레"},
        {"새이름두레"},
        {"새이름두레", "현수막두레"},
        {"현수막두레"},
    ]


def test_many_who_ask_at_once_while_one_writes_all_see_whole_enterprises(live, db, world):
    sells(world, "두레0", LUNCH)

    def ask(_):
        found, revision = standing(live, db)
        return revision, len(found)

    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(ask, n) for n in range(6)]
        for number in range(1, 6):
            sells(world, f"두레{number}", LUNCH)
            asked += [pool.submit(ask, n) for n in range(3)]
        answers = [one.result(timeout=30) for one in asked]

    by_revision = {}
    for revision, count in answers:
        by_revision.setdefault(revision, set()).add(count)
    assert all(len(counts) == 1 for counts in by_revision.values())
    assert sorted(by_revision) == sorted(by_revision, key=lambda one: max(by_revision[one]))
    assert len(standing(live, db)[0]) == 6


def test_a_question_that_fails_gives_the_index_back(live, db, world):
    sells(world, "도시락두레", LUNCH)

    with pytest.raises(RuntimeError), db.reading() as unit, live.fresh(unit):
        raise RuntimeError

    assert set(standing(live, db)[0]) == {"도시락두레"}


def test_warming_up_reads_the_registry_and_leaves_a_broken_one_to_the_first_question(
    live, other, db, world, tmp_path
):
    sells(world, "도시락두레", LUNCH)
    broken = Database(Settings(database_url=f"sqlite:///{tmp_path / 'empty.db'}"))

    live.warm(db)
    other.warm(broken)
    broken.close()

    assert live.is_ready
    assert not other.is_ready


def comes_true(told, seconds=10):
    """Wait for something that another thread sees to."""
    until = time.monotonic() + seconds
    while not told() and time.monotonic() < until:
        time.sleep(0.01)
    return told()


def test_what_is_there_to_stay_is_not_searched_for_waste_again(live, db, world):
    world.enterprise(products=[{"name": "현수막"}])
    before = gc.get_freeze_count()

    with live.following(db):
        is_left_alone = comes_true(lambda: gc.get_freeze_count() > before)

    gc.unfreeze()
    assert live.is_ready
    assert is_left_alone


def test_an_index_that_was_replaced_is_let_go(live, db, world, monkeypatch):
    monkeypatch.setattr("app.matches.live._WORN", 0)
    enterprise = world.enterprise(products=[{"name": "현수막"}])
    live.warm(db)
    first = live._held.index
    first.itself = first  # what holds itself is let go only when it is searched for
    gone, before = weakref.ref(first), gc.get_freeze_count()
    del first

    with live.following(db):
        comes_true(lambda: gc.get_freeze_count() > before)
        change(db, enterprise, name="두레")
        is_let_go = comes_true(lambda: gone() is None)

    gc.unfreeze()
    assert is_let_go
