"""What is done for thousands at once is exactly what is done for each alone."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import POLICY, Index, cutting, descent, query, rank, text
from app.matching.arrays import order, spans
from app.matching.grams import cut
from app.matching.tally import tally
from app.matching.weigh import weigh

from . import test_properties as kinds_of
from .makers import THESAURUS, TODAY, scored, standings

ODD = st.sampled_from(
    [
        "도 시 락",
        "\uff2c\uff25\uff24\u3000교체",
        "Straße",
        "한글",
        "e\u0301",
        "가\n나",
        "㎡㎏",
        "\U0001d538",
    ]
)
TEXTS = st.lists(st.text(max_size=12) | ODD, min_size=1, max_size=90)


@given(TEXTS)
def test_texts_are_cut_into_words_together_as_alone(texts: list[str]) -> None:
    assert cutting.split(texts) == [text.eojeols(one) for one in texts]


@given(TEXTS)
def test_texts_are_numbered_by_words_as_they_are_cut(texts: list[str]) -> None:
    found = cutting.number(texts)

    spelt = [
        [found.words[n] for n in found.of.values[found.of.span(at)]] for at in range(len(texts))
    ]
    assert spelt == [text.eojeols(one) for one in texts]
    assert len(found.words) == len(set(found.words))


def test_every_character_is_cleaned_together_as_alone() -> None:
    texts = [f"가{chr(code)}나" for code in range(0x20, 0x3400)] * 2

    assert cutting.split(texts) == [text.eojeols(one) for one in texts]


@given(st.lists(st.tuples(st.text(max_size=9), st.text(max_size=9)), min_size=1, max_size=6))
def test_a_tally_counts_every_gram_of_every_row(rows: list[tuple[str, str]]) -> None:
    counted = tally(list(zip(*rows, strict=True)))
    summed, greatest = counted.summed((3.0, 1.0)), counted.greatest((0.5, 1.0))

    for place, row in enumerate(rows):
        own = slice(counted.starts[place], counted.starts[place + 1])
        keys = counted.keys[counted.grams[own]].tolist()
        cuts = [cut([one]).keys.tolist() for one in row]
        assert keys == sorted({*cuts[0], *cuts[1]})
        assert summed[own].tolist() == [3 * cuts[0].count(k) + cuts[1].count(k) for k in keys]
        assert greatest[own].tolist() == [1.0 if k in cuts[1] else 0.5 for k in keys]


@given(st.lists(st.integers(0, 5)))
def test_an_order_keeps_equals_as_they_stand(numbers: list[int]) -> None:
    expected = sorted(range(len(numbers)), key=lambda place: numbers[place])

    assert order(np.array(numbers, np.int32)).tolist() == expected


def test_spans_are_laid_end_to_end() -> None:
    whose, places = spans(np.array([3, 5, 5]), np.array([5, 5, 6]))

    assert whose.tolist() == [0, 0, 2]
    assert places.tolist() == [3, 4, 5]


@settings(max_examples=80, deadline=None)
@given(kinds_of.needs, kinds_of.registers)
def test_scores_counted_at_once_are_those_shown_with_reasons(wanted, register) -> None:
    index = Index(THESAURUS, register)
    asked = query.read(wanted, THESAURUS, POLICY)
    bold = replace(POLICY, conviction=0.0)
    answer = rank(wanted, index, bold, limit=100, near_limit=100)
    shown = {one.supplier.id: one for one in (*answer.results, *answer.near_misses)}

    for some in scored(index, asked):
        on = wanted.needed_from or wanted.closes_on or TODAY
        outcomes = standings(some, wanted, on)
        weighed = weigh(some, outcomes, wanted, POLICY)
        for at, units in enumerate(weighed.units.tolist()):
            one = shown[some.supplier(at).id]
            assert units == one.units
            codes = [("fail", "unknown", "pass")[one_by_one[at]] for one_by_one in outcomes]
            assert codes == [check.outcome for check in one.checks]


@settings(max_examples=80, deadline=None)
@given(kinds_of.needs, kinds_of.registers, st.data())
def test_the_likest_are_found_first_and_nobody_is_left_out(wanted, register, data) -> None:
    index = Index(THESAURUS, register)
    hits = index.hits(query.read(wanted, THESAURUS, POLICY))
    chosen = [
        np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), np.bool_)
        for size in (len(one.alive) for one in hits)
    ]
    everyone = [
        (number, int(place), float(best))
        for number, scored in enumerate(one.detail(one.above(POLICY.threshold)[0]) for one in hits)
        for place, best in zip(scored.found, scored.best, strict=True)
        if chosen[number][place]
    ]

    looks = list(descent.descent(hits, chosen, 2))

    seen = [(at, int(place)) for look in looks for at, some in look.parts for place in some]
    likest = [look.likest for look in looks]
    assert sorted(seen) == [(number, place) for number, place, _ in everyone]
    assert likest == sorted(likest, reverse=True)
    best = {(number, place): value for number, place, value in everyone}
    for look in looks:
        assert all(best[at, int(place)] <= look.likest for at, some in look.parts for place in some)
