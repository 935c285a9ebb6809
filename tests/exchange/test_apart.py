"""A sheet that is not small is read in a process of its own: with the same result, and with limits."""

import subprocess

import pytest

from app.exchange import apart, cells
from app.exchange.apart import SheetTooHeavy
from app.exchange.cells import BrokenSheet, Undecodable

HEAD = b"name,district\r\n"
ROW = "한울,강북구\r\n".encode()
LARGE = HEAD + ROW * 5000


def test_a_large_sheet_reads_like_a_small_one_without_its_empty_rows():
    odd = b",\r\n" + "하나\r\n".encode() + '"줄\n바꿈",노원구,더\r\n'.encode()

    found = list(apart.rows(LARGE + odd, 10_000, 3))

    whole = list(cells.rows(LARGE + odd))
    assert len(LARGE) > apart.SMALL
    assert found == [row for row in whole if any(row[2])]
    assert found[-1] == (5004, 3, ["줄\n바꿈", "노원구", "더"])


def test_no_more_comes_back_than_will_be_looked_at():
    wide = b"name\r\n" + b"x" + b",y" * 1000 + b"\r\n" + ROW * 5000

    found = list(apart.rows(wide, 10, 2))

    assert len(found) == 12  # the head, ten rows, and the one too many
    assert found[1] == (2, 1001, ["x", "y"])


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (LARGE + b"\xff\xff\xff", Undecodable),
        (LARGE + b'"never closed', BrokenSheet),
    ],
)
def test_what_cannot_be_read_is_refused_in_the_same_words(data, refusal):
    with pytest.raises(refusal) as here:
        list(cells.rows(data))
    with pytest.raises(refusal) as there:
        list(apart.rows(data, 10_000, 3))

    assert there.value.message("ko") == here.value.message("ko")


@pytest.mark.parametrize(
    ("limit", "value"), [("MEMORY", 40 * 1024 * 1024), ("SECONDS", 0), ("_PATIENCE", 0.001)]
)
def test_a_reader_that_takes_too_much_is_stopped_and_the_sheet_refused(monkeypatch, limit, value):
    monkeypatch.setattr(apart, limit, value)

    with pytest.raises(SheetTooHeavy):
        list(apart.rows(HEAD + ROW * 400_000, 500_000, 3))


def test_the_reader_knows_no_secret_of_the_service(monkeypatch):
    monkeypatch.setenv("IEUM_METRICS_TOKEN", "secret")
    given, run = [], subprocess.run

    def watched(command, **more):
        given.append((command, more["env"]))
        return run(command, **more)

    monkeypatch.setattr(apart.subprocess, "run", watched)
    list(apart.rows(LARGE, 10, 3))

    ((command, environment),) = given
    assert environment == {}
    assert "secret" not in str(command)


def test_the_service_refuses_such_a_sheet_and_goes_on(admin, monkeypatch):
    monkeypatch.setattr(apart, "MEMORY", 1024)

    heavy = admin.post("/api/v1/enterprises.csv?dry_run=true", content=LARGE)
    monkeypatch.undo()
    fine = admin.post("/api/v1/enterprises.csv?dry_run=true", content=HEAD + ROW)

    assert (heavy.status_code, heavy.json()["code"]) == (422, "sheet_too_heavy")
    assert fine.status_code == 200
