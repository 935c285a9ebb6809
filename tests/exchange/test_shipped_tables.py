"""The catalogue of metrics is one file, made from those of the documents."""

import csv
import subprocess
import sys

import pytest

from app.activity.metrics import metrics
from app.core.settings import ROOT, settings
from app.resources import COLLECTIONS

RECORD = settings().data_dir / "record"


def test_the_catalogue_is_what_the_documents_say():
    done = subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, ROOT / "scripts" / "merge_metrics", "--check"],
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, "run scripts/merge_metrics"
    assert done.stderr == b""


@pytest.mark.parametrize("stem", ["tallies", "goals", "published_figures"])
def test_every_metric_of_the_record_is_in_the_catalogue(stem):
    used = set()
    for path in RECORD.glob(f"s*/{stem}.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            used |= {row["metric"] for row in csv.DictReader(file)} - {""}

    assert used
    assert used <= metrics().keys()


def test_every_metric_counts_a_collection_that_exists():
    counted = {one.collection for one in metrics().values()} - {None}

    assert counted <= COLLECTIONS.keys()
