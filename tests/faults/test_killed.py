"""The service is killed at random moments: what it acknowledged is there, once and unchanged.

Retries carry their `Idempotency-Key`. Each planted fault must be found before the verdict on the
service counts.
"""

import pytest
from conftest import amount
from harness import killed

PLANTED = {
    "early-answer": ("answer before commit", "lost", 2),
    "second-transaction": ("key in a second transaction", "doubled", 1),
}


@pytest.mark.parametrize("mutant", PLANTED)
def test_the_planted_fault_is_found(backend, place, report, mutant):
    if backend == "postgresql":
        pytest.skip("the planted faults are of the service; they are looked for on SQLite")
    name, how, short = PLANTED[mutant]
    rounds, found = killed(place, amount("MUTANT_ROUNDS", short, 3), mutant=mutant)

    report(f"planted fault '{name}' on {backend}: {found}, {rounds} kills")
    assert getattr(found, how) > 0


def test_what_was_acknowledged_survives_sigkill(backend, place, report):
    long = {"sqlite": (100, 30_000), "postgresql": (20, 5_000)}[backend]
    rounds, at_least = amount("ROUNDS", 2, long[0]), amount("ACKS", 0, long[1])

    rounds, found = killed(place, rounds, at_least, longest=4.0 if at_least else 0.9)

    report(f"SIGKILL on {backend}, {rounds} kills: {found}")
    assert found.clean
    assert found.acknowledged > rounds
