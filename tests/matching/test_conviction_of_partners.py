"""Partners are proposed only where a ranking of the same need would name somebody."""

from dataclasses import replace

import pytest

from app.matching import POLICY, Index, rank
from app.matching.bench import assemble

from .makers import THESAURUS, TODAY, need, selling


@pytest.mark.parametrize("conviction", [0.0, 2.0])
@pytest.mark.parametrize("codes", [(), ("C0703",)])
def test_a_bench_and_a_ranking_are_empty_together(conviction, codes):
    index = Index(THESAURUS, [selling("현수막 제작", name="한울")])
    policy = replace(POLICY, conviction=conviction)
    wanted = need("행사 현수막 제작", category_codes=codes)

    ranked = rank(wanted, index, policy).results
    bench = assemble(wanted, (), index, policy, TODAY).suppliers

    assert [one.supplier.name for one in ranked] == [one.name for one in bench]
    assert bool(bench) is (conviction == 0.0 or bool(codes))
