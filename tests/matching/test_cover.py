"""The solver's sets are exactly those that trying every set would find."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import cover
from app.matching.cover import WHOLE, Cover, OutOfTime, Problem, Volume, choices

CANDIDATES, PIECES = 5, 2


@st.composite
def problems(draw):
    """A small problem: who can do what, how much, and who holds which paper."""
    able = draw(st.sets(st.tuples(st.integers(0, CANDIDATES - 1), st.integers(0, PIECES - 1))))
    pairs = tuple(sorted(able))
    some = st.frozensets(st.sampled_from(pairs)) if pairs else st.just(frozenset())
    members = st.frozensets(st.integers(0, CANDIDATES - 1).map(lambda one: (one, WHOLE)))
    work = [Cover(frozenset(pair for pair in pairs if pair[1] == n)) for n in range(PIECES)]
    papers = draw(st.lists(st.builds(Cover, members, members), max_size=2))
    ground = [Cover(one.sure & draw(some), one.sure & draw(some)) for one in work]
    amounts = {pair: draw(st.sampled_from([None, 3, 5, 8])) for pair in pairs}
    volumes = [
        Volume(
            needed=draw(st.sampled_from([4, 8, 12])),
            stated=tuple((p, a) for p, a in amounts.items() if p[1] == n and a is not None),
            unsure=frozenset(p for p, a in amounts.items() if p[1] == n and a is None),
        )
        for n in range(draw(st.integers(0, PIECES)))
    ]
    return Problem(
        candidates=CANDIDATES,
        pairs=pairs,
        covers=(*work, *ground, *papers),
        volumes=tuple(volumes),
        doubtful=draw(st.frozensets(st.integers(0, CANDIDATES - 1), max_size=2)),
        most=CANDIDATES,
    )


def subsets(things):
    things = sorted(things)
    return map(frozenset, chain.from_iterable(combinations(things, n) for n in range(1, 6)))


def met(demand, keys, *, openly):
    """Return whether *keys* meet a demand: None if they do not, else whether it stays open."""
    if isinstance(demand, Cover):
        sure = bool(demand.sure & keys)
    else:
        sure = sum(amount for key, amount in demand.stated if key in keys) >= demand.needed
    if sure:
        return False
    return True if openly and demand.unsure & keys else None


def opens(problem, members, *, openly):
    """Return how many facts stay open when all of a set do all they can; None if they do not do."""
    if not openly and members & problem.doubtful:
        return None
    pairs = {pair for pair in problem.pairs if pair[0] in members}
    if members != {pair[0] for pair in pairs}:
        return None
    keys = frozenset(pairs | {(one, WHOLE) for one in members})
    verdicts = [met(demand, keys, openly=openly) for demand in problem.demands]
    if None in verdicts:
        return None
    return sum(verdicts) + len(members & problem.doubtful)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_sets_on_known_facts_are_all_the_minimal_ones_and_the_smallest_come_first(problem):
    covering = [m for m in subsets(range(CANDIDATES)) if opens(problem, m, openly=False) == 0]
    minimal = {m for m in covering if not any(other < m for other in covering)}

    found = [choice.members for choice in choices(problem, openly=False)]

    assert set(found) == minimal
    assert [len(one) for one in found] == sorted(map(len, found))


@settings(max_examples=60, deadline=None)
@given(problems())
def test_sets_on_open_facts_begin_with_the_fewest_open_and_nobody_in_them_is_useless(problem):
    cost = {m: opens(problem, m, openly=True) for m in subsets(range(CANDIDATES))}
    possible = {m: count for m, count in cost.items() if count is not None}

    found = [choice.members for choice in choices(problem, openly=True)]

    assert bool(found) == bool(possible)
    if found:
        assert possible[found[0]] == min(possible.values())
    for one in found:
        assert not any(other < one and possible[other] <= possible[one] for other in possible)
    assert not any(one < other for one in found for other in found)


@given(problems())
@settings(max_examples=30, deadline=None)
def test_whoever_is_chosen_does_something_and_only_what_it_can(problem):
    for choice in choices(problem, openly=True):
        assert {pair[0] for pair in choice.pairs} == choice.members
        assert choice.pairs <= set(problem.pairs)


def test_of_sets_of_one_size_those_with_fresh_members_come_first():
    pairs = tuple((one, piece) for one in range(4) for piece in range(2) if one % 2 == piece)
    work = [Cover(frozenset(p for p in pairs if p[1] == n)) for n in range(2)]

    found = [c.members for c in choices(Problem(4, pairs, tuple(work)), openly=False)]

    assert found[:2] == [{0, 1}, {2, 3}]
    assert len(found) == 4


def test_a_set_may_be_asked_to_have_at_least_so_many():
    pairs = ((0, 0), (0, 1), (1, 0), (2, 1))
    work = [Cover(frozenset(p for p in pairs if p[1] == n)) for n in range(2)]
    problem = Problem(3, pairs, tuple(work), least=2)

    assert [c.members for c in choices(problem, openly=False)] == [{1, 2}]


def test_a_search_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(cover, "SECONDS", 0.0)
    pairs = tuple((one, 0) for one in range(9))
    problem = Problem(9, pairs, (), (Volume(60, tuple((p, 7.0 + p[0]) for p in pairs)),), most=9)

    with pytest.raises(OutOfTime):
        list(choices(problem, openly=False))
