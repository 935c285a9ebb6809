"""The service with one planted fault: what the tests of this folder must be able to catch.

Run as a program: ``mutants.py NAME --port PORT`` serves the database of the settings, wrongly.
"""

import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

import uvicorn
from fastapi import Response
from sqlalchemy import update

from app.core import records, repeats
from app.core.actors import ANYONE
from app.core.db import Database, Writing
from app.main import create_app
from app.routers.once import OnceDesk

LATE = 0.1  # seconds between the answer and the commit, or between the two transactions
_turn = threading.Lock()


@contextmanager
def committing_after_the_answer(self, now=None, actor=ANYONE):
    """Answer first and commit a little later."""
    _turn.acquire()
    connection = self.engine.connect().execution_options(ieum_writes=True)
    transaction = connection.begin()

    def end(how):
        how()
        connection.close()
        _turn.release()

    unit = Writing(connection, now or datetime.now(UTC), actor)
    try:
        yield unit
        for last in unit._before:
            last(unit)
    except BaseException:
        end(transaction.rollback)
        raise
    threading.Timer(LATE, end, (transaction.commit,)).start()


def keeping_the_key_afterwards(self, make, *, confirmed=False, reason=None):
    """Do the work in one transaction and keep the key in a second."""
    with self.desk.writing(confirmed=confirmed, reason=reason) as unit:
        found = repeats.find(unit, self.sent)
        if found is not None:
            return Response(found.body, found.status, {"Idempotent-Replayed": "true"})
        made = make(unit)
    time.sleep(LATE)
    with self.desk.writing() as unit:
        repeats.keep(unit, self.sent, repeats.Answer(made.status_code, {}, bytes(made.body)))
    return made


class _WithoutVersion:
    """An UPDATE that trusts the version that was read before."""

    def __init__(self, table):
        self.statement = update(table)

    def where(self, own, _version):
        return self.statement.where(own)


def _early():
    Database.writing = committing_after_the_answer


def _second():
    OnceDesk.once = keeping_the_key_afterwards


def _naive():
    records.update = _WithoutVersion


PLANTS = {"early-answer": _early, "second-transaction": _second, "naive-etag": _naive}


def main():
    PLANTS[sys.argv[1]]()
    port = int(sys.argv[sys.argv.index("--port") + 1])
    uvicorn.run(create_app(), host="127.0.0.1", port=port, access_log=False, log_level="error")


if __name__ == "__main__":
    main()
