"""Whatever the registry holds, the sets proposed are the smallest that trying every set would find."""

from itertools import chain, combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from matching.makers import THESAURUS, TODAY, certificate, licence, need, product, supplier

from app.matching import POLICY, Index, regions
from app.matching.bench import LotAsked, assemble
from app.matching.consortium import propose

LICENCE, CERTIFICATE = "경비업 허가", "women_enterprise"
ASKED = regions.parse("서울특별시 강북구")
LOTS = (
    LotAsked(title="도시락", quantity=10, unit="개"),
    LotAsked(title="현수막 제작", quantity=10, unit="장"),
)
WARES = {"단체 도시락": "개", "현수막 제작": "장"}
AMOUNTS = st.sampled_from(
    [
        {},
        {"단체 도시락": 6},
        {"단체 도시락": 10},
        {"현수막 제작": 4},
        {"현수막 제작": 6},
        {"현수막 제작": 10},
        {"단체 도시락": 4, "현수막 제작": 6},
        {"단체 도시락": 6, "현수막 제작": 10},
        {"단체 도시락": 10, "현수막 제작": 10},
    ]
)
HELD = st.sampled_from([True, True, False])
FACTS = st.tuples(AMOUNTS, st.sampled_from(["서울", "서울", "서울", "부산"]), HELD, HELD)
TEAMS = st.lists(FACTS, min_size=3, max_size=6)


def enterprise(number, facts):
    amounts, region, licensed, certified = facts
    return supplier(
        f"두레{number}",
        service_regions=(region,),
        products=tuple(
            product(name, unit=WARES[name], monthly_capacity=amount)
            for name, amount in amounts.items()
        ),
        licences=(licence(LICENCE),) if licensed else (),
        certifications=(certificate(CERTIFICATE),) if certified else (),
    )


def covers(team):
    """Tell from the facts alone whether a set does both lots, here, with both papers."""
    here = [one for one in team if regions.covers(regions.parse(one[1]), ASKED)]
    volumes = (sum(one[0].get(name, 0) for one in here) for name in WARES)
    papers = (any(one[place] for one in here) for place in (2, 3))
    return all(volume >= 10 for volume in volumes) and all(papers)


def smallest(facts):
    """Find every set that covers and holds no smaller one that does."""
    able = [n for n, one in enumerate(facts) if one[0] and one[1] == "서울"]
    tried = chain.from_iterable(combinations(able, size) for size in range(1, len(able) + 1))
    covering = [set(team) for team in tried if covers([facts[n] for n in team])]
    return {frozenset(one) for one in covering if not any(it < one for it in covering)}


def proposals(facts, **given_):
    everyone = [enterprise(number, one) for number, one in enumerate(facts)]
    wanted = need(
        "마을 축제 준비",
        region="서울특별시 강북구",
        required_licences=(LICENCE,),
        required_certifications=(CERTIFICATE,),
    )
    bench = assemble(wanted, LOTS, Index(THESAURUS, everyone), POLICY, TODAY)
    return propose(bench, **{"limit": 100, "most": 6, **given_})


@settings(max_examples=50, deadline=None)
@given(TEAMS)
def test_the_sets_are_exactly_the_smallest_that_cover(facts):
    answer = proposals(facts)

    found = {
        frozenset(int(role.supplier.id.removeprefix("두레")) for role in one.roles)
        for one in answer.proposals
    }
    assert found == smallest(facts)
    assert bool(answer.missing) is not bool(found)


@settings(max_examples=30, deadline=None)
@given(TEAMS)
def test_what_is_dealt_out_is_what_was_asked_and_nobody_is_given_more_than_it_can(facts):
    for one in proposals(facts).proposals:
        work = [(role.supplier, part) for role in one.roles for part in role.work]
        for lot in LOTS:
            dealt = [part.quantity for _, part in work if part.piece == lot.title]
            assert sum(dealt) == lot.quantity
        for who, part in work:
            able = {it.unit: it.monthly_capacity for it in who.products}
            assert 0 < part.quantity <= able[part.unit]


@settings(max_examples=30, deadline=None)
@given(TEAMS)
def test_one_leads_and_the_shares_are_the_whole(facts):
    for one in proposals(facts).proposals:
        shares = [role.share_percent for role in one.roles]
        assert round(sum(shares), 1) == 100
        assert [role.leads for role in one.roles] == [True] + [False] * (len(shares) - 1)
        assert shares[0] == max(shares)


@settings(max_examples=20, deadline=None)
@given(TEAMS, st.integers(1, 3))
def test_a_shorter_list_is_the_beginning_of_the_longer_one(facts, limit):
    few, every = proposals(facts, limit=limit), proposals(facts)

    assert few.proposals == every.proposals[:limit]
