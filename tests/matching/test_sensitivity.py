"""What each condition costs: counts that add up, and nobody's name."""

from dataclasses import asdict, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import POLICY, Index, Thesaurus
from app.matching.sensitivity import sensitivity

from .makers import THESAURUS, TODAY, certificate, concept, licence, need, product, supplier

LICENCE = "경비업 허가"


def counted(wanted, suppliers):
    return sensitivity(wanted, Index(THESAURUS, suppliers), POLICY, TODAY)


def cleaner(name, *, held=True, region="전국", **given):
    papers = (licence(LICENCE),) if held else ()
    return supplier(name, licences=papers, service_regions=(region,), **given)


def test_a_condition_removes_alone_those_who_fail_nothing_else():
    answer = counted(
        need(region="서울특별시", required_licences=(LICENCE,)),
        [
            cleaner("하나"),
            cleaner("둘", held=False),
            cleaner("셋", region="부산광역시"),
            cleaner("넷", held=False, region="부산광역시"),
        ],
    )

    assert (answer.of_trade, answer.now.eligible, answer.now.ineligible) == (4, 1, 3)
    found = {c.name: (c.fails, c.removes_alone, c.without.eligible) for c in answer.conditions}
    assert found == {"region": (2, 1, 2), "licence": (2, 1, 2)}


def test_each_certificate_is_a_condition_of_its_own():
    answer = counted(
        need(required_certifications=("women_enterprise", "green_product")),
        [supplier("여성", certifications=(certificate("women_enterprise"),))],
    )

    assert [(c.required, c.fails, c.removes_alone) for c in answer.conditions] == [
        ("women_enterprise", 0, 0),
        ("green_product", 1, 1),
    ]


def test_not_known_is_counted_apart_from_not_met():
    answer = counted(need(region="서울특별시"), [supplier("말없는", service_regions=())])

    (region,) = answer.conditions
    assert (region.fails, region.unknown, region.removes_alone) == (0, 1, 0)
    assert (answer.now.unknown, region.without.eligible) == (1, 1)


def test_a_licence_that_the_trade_usually_takes_is_told_until_it_is_asked_for():
    words = Thesaurus([concept("C0201.1", "경비", "보안 경비", licences=(LICENCE,))])
    wares = (product("경비"),)
    index = Index(
        words, [cleaner("하나", products=wares), cleaner("둘", held=False, products=wares)]
    )
    asked = need(title="청사 경비")

    (usual,) = sensitivity(asked, index, POLICY, TODAY).usual_licences
    asked = replace(asked, required_licences=("경비업허가증",))
    named = sensitivity(asked, index, POLICY, TODAY)

    assert (usual.required, usual.advisory, usual.fails, usual.removes_alone) == (
        LICENCE,
        True,
        1,
        1,
    )
    assert (usual.without.eligible, usual.kept.eligible) == (2, 1)
    assert named.usual_licences == ()
    assert named.now == usual.kept


def test_a_trade_that_is_only_guessed_at_tells_no_licence():
    assert counted(need(title="아무 말"), [cleaner("하나")]).usual_licences == ()


def test_the_list_price_is_told_but_rules_nobody_out():
    dear = supplier("비싼", products=(product("청소", unit="회", unit_price_krw=300),))
    cheap = supplier("싼", products=(product("청소", unit="회", unit_price_krw=100),))

    answer = counted(need(quantity=10, unit="회", budget_krw=2000), [dear, cheap])

    price = answer.conditions[-1]
    assert (price.name, price.advisory, price.removes_alone) == ("price", True, 1)
    assert answer.now.ineligible == 0
    assert price.kept.ineligible == 1


def test_the_closed_and_the_strangers_to_the_trade_are_not_counted():
    closed = supplier("닫은", status="closed")
    baker = supplier("빵집", products=(product("단체 도시락"),))

    assert counted(need(), [closed, baker]).of_trade == 0


def test_nobody_is_named():
    assert "두레" not in str(asdict(counted(need(region="서울특별시"), [supplier("두레청소")])))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.booleans(), st.sampled_from(["서울", "부산", ""]), st.sampled_from([None, 5, 50])
        ),
        max_size=8,
    )
)
def test_the_counts_add_up(facts):
    suppliers = [
        supplier(
            f"업체{n}",
            licences=(licence(LICENCE),) if held else (),
            service_regions=(region,) if region else (),
            products=(product("청소", unit="톤", monthly_capacity=amount),),
        )
        for n, (held, region, amount) in enumerate(facts)
    ]
    wanted = need(region="서울특별시", required_licences=(LICENCE,), quantity=10, unit="톤")

    answer = counted(wanted, suppliers)

    for stand in [answer.now, *(c.without for c in answer.conditions)]:
        assert stand.eligible + stand.unknown + stand.ineligible == answer.of_trade
    for one in answer.conditions:
        assert one.without.eligible >= answer.now.eligible
        assert one.removes_alone <= one.fails
        assert one.without.ineligible == answer.now.ineligible - one.removes_alone
