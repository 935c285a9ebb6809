"""How hard the service is tried: short by default, long by `scripts/faults`."""

import os
import tempfile
from pathlib import Path

import pytest
from clusters import Cluster
from harness import Place

LONG = os.environ.get("IEUM_FAULTS") == "long"


def amount(name, short, long):
    """Return how many: the environment's FAULTS_<NAME>, or the short or long number."""
    return int(os.environ.get(f"FAULTS_{name}", long if LONG else short))


@pytest.fixture
def report(record_property):
    """Say what was found; it is printed at the end of the run."""
    return lambda line: record_property("faults", line)


@pytest.fixture
def clusters():
    """Make PostgreSQLs that may be killed; none outlives the test."""
    made = []
    # not pytest's own folder: where several runs share it, its permissions change meanwhile
    with tempfile.TemporaryDirectory(prefix="ieum-faults-", ignore_cleanup_errors=True) as folder:

        def make(**settings):
            made.append(Cluster(Path(folder), settings))
            return made[-1]

        yield make
        for one in made:
            one.remove()


@pytest.fixture
def cluster(clusters):
    """A PostgreSQL that may be killed, running."""
    made = clusters()
    made.make()
    made.start()
    return made


@pytest.fixture
def place(backend, request, tmp_path):
    """A database of its own with someone who may write to it."""
    if backend == "sqlite":
        return Place(f"sqlite:///{tmp_path}/faults.db").prepare()
    return Place(request.getfixturevalue("cluster").url()).prepare()
