"""A lock that is given in the order in which it was asked for."""

import threading
import time

import pytest

from app.core.db import Database
from app.core.first_come import FirstCome
from app.core.settings import Settings

pytestmark = pytest.mark.one_database


def begun(work, lock, waiting):
    """Start a thread and return it once so many wait."""
    thread = threading.Thread(target=work)
    thread.start()
    until = time.monotonic() + 10
    while len(lock._waiting) < waiting and time.monotonic() < until:
        time.sleep(0.001)
    return thread


def test_who_asked_first_has_it_first_and_never_two_at_once():
    lock, had, inside = FirstCome(), [], []

    def work(number):
        with lock:
            inside.append(number)
            time.sleep(0.002)
            had.append((number, list(inside)))
            inside.clear()

    with lock:
        threads = [begun(lambda n=n: work(n), lock, n + 1) for n in range(6)]
    for thread in threads:
        thread.join(10)

    assert had == [(number, [number]) for number in range(6)]


def test_who_gives_it_back_and_wants_it_again_lets_the_others_in_between():
    lock, order = FirstCome(), []

    def work():
        with lock:
            order.append("other")

    with lock:
        thread = begun(work, lock, 1)
    with lock:
        order.append("again")
    thread.join(10)

    assert order == ["other", "again"]


def test_who_has_it_may_take_it_again_and_a_failure_gives_it_back():
    lock = FirstCome()

    with pytest.raises(ZeroDivisionError), lock, lock:
        raise ZeroDivisionError
    thread = threading.Thread(target=lock.__enter__)
    thread.start()
    thread.join(10)

    assert not thread.is_alive()


def test_of_many_who_write_to_one_file_none_is_passed_over(tmp_path):
    db = Database(Settings(database_url=f"sqlite:///{tmp_path}/x.db"))
    stop, done = threading.Event(), [0] * 4

    def work(number):
        while not stop.is_set():
            with db.writing():
                done[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 20
    while max(done) < 200 and time.monotonic() < until:
        time.sleep(0.01)
    stop.set()
    for thread in threads:
        thread.join(10)
    db.close()

    assert min(done) > max(done) / 2
