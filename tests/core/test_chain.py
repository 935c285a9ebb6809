"""The history as a chain: only added to, whole, in the order of the commits, never half."""

import contextlib
import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError
from worlds import NOW, unguarded

from app.core import history, lookups, records
from app.core.actors import SYSTEM
from app.core.append_only import is_protected
from app.core.history import BEGINNING, REVISIONS
from app.enterprises.actions import ENTERPRISES
from app.offices.actions import OFFICES

NUMBERS = select(REVISIONS.c.seq).order_by(REVISIONS.c.seq)


def walked(db):
    with db.reading(actor=SYSTEM) as unit:
        return history.verify(unit)


def numbers_in(db):
    with db.reading() as unit:
        return list(unit.connection.execute(NUMBERS).scalars())


def tampered(db, statement):
    """Run *statement* as one who took the guards away."""
    with db.engine.connect() as plain:
        connection = plain.execution_options(ieum_writes=True)
        with connection.begin(), unguarded(connection):
            assert connection.execute(statement).rowcount


def test_an_empty_history_is_whole(db):
    assert walked(db) == history.Chain(0, BEGINNING, ())


def test_every_entry_is_chained_to_the_one_before_it(world):
    made = world.enterprise()
    with world.db.writing(NOW, SYSTEM) as unit:
        records.change(unit, ENTERPRISES, made["id"], ENTERPRISES.patch(description="새"), 1)
        records.remove(unit, ENTERPRISES, made["id"], 2)

    with world.db.reading() as unit:
        rows = [
            dict(row._mapping)
            for row in unit.all(select(REVISIONS).order_by(NUMBERS.selected_columns[0]))
        ]

    before = BEGINNING
    for row in rows:
        assert row["hash"] == history.hash_of(before, row)
        before = row["hash"]
    assert [row["seq"] for row in rows] == [1, 2, 3, 4, 5]
    assert walked(world.db) == history.Chain(5, before, ())


TAMPERING = {
    "actor": update(REVISIONS).where(REVISIONS.c.seq == 2).values(actor="someone"),
    "moment": update(REVISIONS).where(REVISIONS.c.seq == 2).values(at=datetime(2020, 1, 1, tzinfo=UTC)),
    "reason": update(REVISIONS).where(REVISIONS.c.seq == 2).values(reason="later"),
    "origin": update(REVISIONS).where(REVISIONS.c.seq == 2).values(address="10.0.0.1"),
    "contents": update(REVISIONS).where(REVISIONS.c.seq == 2).values(document="{}"),
    "contents with their hash": update(REVISIONS)
    .where(REVISIONS.c.seq == 2)
    .values(document="{}", digest="44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
    "number": update(REVISIONS).where(REVISIONS.c.seq == 2).values(seq=9),
    "taken out": delete(REVISIONS).where(REVISIONS.c.seq == 2),
}  # fmt: skip


@pytest.mark.parametrize("statement", TAMPERING.values(), ids=TAMPERING.keys())
def test_whatever_is_tampered_with_is_found(world, statement):
    for name in "가나":
        world.enterprise(name)
    assert walked(world.db).broken == ()

    tampered(world.db, statement)

    assert walked(world.db).broken != ()


@pytest.mark.parametrize(
    "statement",
    [
        update(REVISIONS).values(actor="someone"),
        update(REVISIONS).values(document="{}"),
        update(REVISIONS).values(document=None, reason="x"),
        delete(REVISIONS),
    ],
    ids=["actor", "contents", "erased with another reason", "removed"],
)
def test_the_database_itself_refuses_to_change_the_history(world, statement):
    with pytest.raises(IntegrityError), world.db.writing(actor=SYSTEM) as unit:
        unit.execute(statement)

    assert walked(world.db).broken == ()
    assert numbers_in(world.db) == [1, 2]


def test_the_database_refuses_what_replaces_or_empties_the_history(world):
    emptying = (
        "INSERT OR REPLACE INTO revision SELECT * FROM revision WHERE seq = 1"
        if world.db.is_sqlite
        else "TRUNCATE revision"
    )

    with pytest.raises(IntegrityError), world.db.writing(actor=SYSTEM) as unit:
        unit.execute(text(emptying))

    assert numbers_in(world.db) == [1, 2]


def test_missing_guards_are_noticed(world):
    with contextlib.suppress(RuntimeError), world.db.writing(actor=SYSTEM) as unit:
        assert is_protected(unit.connection, REVISIONS)
        on = "" if world.db.is_sqlite else " ON revision"
        unit.execute(text(f"DROP TRIGGER revision_stays{on}"))
        assert not is_protected(unit.connection, REVISIONS)
        raise RuntimeError  # and leave them where they were

    with world.db.reading() as unit:
        assert is_protected(unit.connection, REVISIONS)


def test_contents_may_be_erased_and_the_chain_stays_whole(world):
    made = world.enterprise("지울기업")
    with world.db.writing(NOW, SYSTEM) as unit:
        records.change(unit, ENTERPRISES, made["id"], ENTERPRISES.patch(description="새"), 1)
        assert history.erase(unit, ENTERPRISES.name, made["id"]) == 2

    assert walked(world.db).broken == ()
    with world.db.reading(actor=SYSTEM) as unit:
        told = lookups.history(unit, ENTERPRISES, made["id"])
    assert [(one["document"], one["changes"], one["action"]) for one in told] == [
        (None, [], "created"),
        (None, [], "changed"),
    ]


def test_a_unit_that_fails_leaves_no_entry_and_no_gap(world):
    with contextlib.suppress(ValueError), world.db.writing(NOW, SYSTEM) as unit:
        records.create(unit, OFFICES, OFFICES.draft(code="a", name="a", kind="centre"))
        raise ValueError
    world.enterprise()

    assert numbers_in(world.db) == [1, 2, 3]
    assert walked(world.db).broken == ()


def test_a_part_that_was_refused_leaves_no_entry(world):
    with world.db.writing(NOW, SYSTEM) as unit:
        records.create(unit, OFFICES, OFFICES.draft(code="a", name="a", kind="centre"))
        with contextlib.suppress(ValueError), unit.attempt():
            records.create(unit, OFFICES, OFFICES.draft(code="b", name="b", kind="centre"))
            raise ValueError

    with world.db.reading() as unit:
        rows = unit.all(select(REVISIONS.c.document).order_by(REVISIONS.c.seq))
    assert len(rows) == 3
    assert '"a"' in rows[-1].document


def test_a_unit_reads_its_own_entries_before_it_ends(world):
    with world.db.writing(NOW, SYSTEM) as unit:
        made = records.create(unit, OFFICES, OFFICES.draft(code="a", name="a", kind="centre"))
        records.change(unit, OFFICES, "a", OFFICES.patch(name="b"), 1)
        told = lookups.history(unit, OFFICES, made["id"])
        records.change(unit, OFFICES, "a", OFFICES.patch(name="c"), 2)

    assert [one["action"] for one in told] == ["created", "changed"]
    assert numbers_in(world.db) == [1, 2, 3, 4, 5]
    assert walked(world.db).broken == ()


def test_entries_of_many_writers_form_one_chain_in_the_order_of_their_commits(world):
    seen, stop = [], threading.Event()

    def watch():
        while not stop.is_set():
            seen.append(numbers_in(world.db))

    def register(prefix):
        for number in range(8):
            world.enterprise(f"{prefix}{number}")

    watcher = threading.Thread(target=watch)
    writers = [threading.Thread(target=register, args=(name,)) for name in "가나다"]
    watcher.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    stop.set()
    watcher.join()

    assert numbers_in(world.db) == list(range(1, 27))
    assert all(one == list(range(1, len(one) + 1)) for one in seen)  # never a gap, at no moment
    assert walked(world.db).broken == ()


def test_two_units_that_touch_the_same_records_in_turn_do_not_lock_each_other_out(world):
    one, other = world.enterprise("하나"), world.enterprise("둘")
    errors = []

    def change(first, second):
        try:
            for _ in range(5):
                with world.db.writing(actor=SYSTEM) as unit:
                    patch = ENTERPRISES.patch(description="x")
                    records.change(unit, ENTERPRISES, first, patch, None)
                with world.db.writing(actor=SYSTEM) as unit:
                    records.change(unit, ENTERPRISES, second, patch, None)
        except Exception as error:  # noqa: BLE001 -- reported below
            errors.append(error)

    pairs = [(one["id"], other["id"]), (other["id"], one["id"])]
    threads = [threading.Thread(target=change, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [type(error).__name__ for error in errors if type(error).__name__ != "Stale"] == []
    assert walked(world.db).broken == ()


def test_a_forged_entry_at_the_end_does_not_fit(world):
    with world.db.writing(actor=SYSTEM) as unit:
        last = dict(unit.first(select(REVISIONS).order_by(REVISIONS.c.seq.desc()))._mapping)
        unit.execute(insert(REVISIONS), {**last, "seq": last["seq"] + 1})

    assert walked(world.db).broken == (3,)
