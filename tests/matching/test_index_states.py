"""Whatever is done to an index, in whatever order, it answers as one made anew."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.matching import Index, Supplier, rank, search

from .makers import THESAURUS, need
from .test_properties import suppliers

IDS = st.sampled_from(["a", "b", "c", "d", "e", "f"])
ANYONE = suppliers(id=IDS)
ASKED = [
    need("청사 청소용역", region="서울특별시 노원구"),
    need("간담회 도시락", quantity=50, unit="개", required_certifications=("cooperative",)),
    need("열기구"),
]
TYPED = ["현수먁", "ㄷㅅㄹ", "맑은두레", "ㅁㅇㄷㄹ", "화뷴", "노원 청소", "활자"]


class Registers(RuleBasedStateMachine):
    """An index changed step by step beside a plain dictionary of who should be in it."""

    @initialize(given=st.lists(ANYONE, max_size=4))
    def begin(self, given: list[Supplier]) -> None:
        self.index = Index(THESAURUS, given)
        self.expected = {one.id: one for one in given}

    @rule(one=ANYONE)
    def add(self, one: Supplier) -> None:
        self.index.add(one)
        self.expected[one.id] = one

    @rule(one=ANYONE)
    def replace(self, one: Supplier) -> None:
        self.index.replace(one)
        self.expected[one.id] = one

    @rule(supplier_id=IDS)
    def remove(self, supplier_id: str) -> None:
        self.index.remove(supplier_id)
        self.expected.pop(supplier_id, None)

    @rule(given=st.lists(ANYONE, max_size=4))
    def extend(self, given: list[Supplier]) -> None:
        self.index.extend(given)
        self.expected.update((one.id, one) for one in given)

    @rule()
    def compact(self) -> None:
        self.index.compact()

    @rule(wanted=st.sampled_from(ASKED))
    def rank_as_anew(self, wanted) -> None:
        anew = Index(THESAURUS, self.expected.values())

        assert rank(wanted, self.index) == rank(wanted, anew)

    @rule(typed=st.sampled_from(TYPED))
    def search_as_anew(self, typed: str) -> None:
        anew = Index(THESAURUS, self.expected.values())

        assert search(typed, self.index) == search(typed, anew)

    @invariant()
    def holds_exactly_the_expected(self) -> None:
        assert len(self.index) == len(self.expected)
        assert {one.id: one for one in self.index} == self.expected
        for supplier_id in "abcdef":
            assert self.index.get(supplier_id) == self.expected.get(supplier_id)
            assert (supplier_id in self.index) is (supplier_id in self.expected)


TestRegisters = Registers.TestCase
TestRegisters.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
