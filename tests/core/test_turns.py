"""Units that take turns: what is numbered in a turn is committed in the order of its numbers."""

import threading
from itertools import pairwise

from sqlalchemy import select

from app.core.actors import SYSTEM
from app.core.history import REVISIONS
from app.enterprises.actions import ENTERPRISES


def test_a_unit_waits_for_the_one_that_took_the_turn_before_it(db):
    order, taken = [], threading.Event()

    def second():
        taken.wait()
        with db.writing(actor=SYSTEM) as unit:
            unit.take_turn("registry")
            order.append("second")

    waiting = threading.Thread(target=second)
    waiting.start()
    with db.writing(actor=SYSTEM) as unit:
        unit.take_turn("registry")
        taken.set()
        waiting.join(timeout=0.3)
        order.append("first")
    waiting.join()

    assert order == ["first", "second"]


def test_a_turn_of_another_name_is_not_waited_for(db):
    if db.is_sqlite:
        return  # one writer at a time, whatever the name
    done = threading.Event()

    def other():
        with db.writing(actor=SYSTEM) as unit:
            unit.take_turn("something else")
        done.set()

    with db.writing(actor=SYSTEM) as unit:
        unit.take_turn("registry")
        threading.Thread(target=other).start()

        assert done.wait(timeout=10)


def test_a_reader_never_sees_a_later_revision_of_the_registry_before_an_earlier_one(world):
    seen, stop = [], threading.Event()

    def watch():
        while not stop.is_set():
            with world.db.reading(actor=SYSTEM) as unit:
                rows = unit.all(
                    select(REVISIONS.c.seq)
                    .where(REVISIONS.c.collection == ENTERPRISES.name)
                    .order_by(REVISIONS.c.seq)
                )
                seen.append([row.seq for row in rows])

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

    assert len(seen[-1]) <= 24
    for earlier, later in pairwise(seen):
        assert later[: len(earlier)] == earlier  # only ever longer, never filled in between
