"""The index is changed one supplier at a time and always says the newest."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.matching import POLICY, Index, Need, memory, query, rank, search
from app.matching.grams import cut, rarity, show
from app.matching.weigh import failed

from . import test_properties as kinds_of
from .makers import THESAURUS, TODAY, need, scored, selling, standings, supplier


def found(index: Index, title: str) -> list[str]:
    """Name those that answer a need."""
    return [one.supplier.name for one in rank(need(title), index).results]


class TestChanges:
    """What is put in is found; what is taken out is not."""

    def test_an_added_supplier_is_found(self) -> None:
        index = Index(THESAURUS, [selling("현수막", name="거리")])
        index.add(selling("단체 도시락", name="밥상"))

        assert found(index, "도시락 구매") == ["밥상"]
        assert len(index) == 2

    def test_a_removed_supplier_is_not(self) -> None:
        index = Index(THESAURUS, [selling("단체 도시락", name="밥상")])
        index.remove("밥상")

        assert found(index, "도시락 구매") == []
        assert "밥상" not in index
        assert index.get("밥상") is None

    def test_a_replaced_supplier_answers_with_its_new_wares(self) -> None:
        index = Index(THESAURUS, [selling("단체 도시락", name="밥상")])
        index.replace(selling("현수막", name="밥상"))

        assert found(index, "도시락 구매") == []
        assert found(index, "현수막 제작") == ["밥상"]
        assert len(index) == 1

    def test_removing_an_unknown_supplier_is_harmless(self) -> None:
        index = Index(THESAURUS)
        index.remove("없음")

        assert len(index) == 0

    def test_of_two_with_one_id_the_later_counts(self) -> None:
        index = Index(
            THESAURUS, [selling("현수막", name="밥상"), selling("단체 도시락", name="밥상")]
        )

        assert found(index, "도시락 구매") == ["밥상"]
        assert len(index) == 1

    def test_many_single_additions_are_all_found(self) -> None:
        index = Index(THESAURUS)
        for number in range(150):
            index.add(selling("단체 도시락", name=f"밥상{number}"))

        answer = rank(need("도시락"), index, limit=200)

        assert len(answer.results) == 150
        assert len(index.hits(index.asked(need("도시락"), POLICY))) < 10, "blocks pile up"

    def test_it_goes_through_all_its_suppliers(self) -> None:
        everyone = [supplier("가"), supplier("나")]
        index = Index(THESAURUS, everyone)

        assert sorted(one.name for one in index) == ["가", "나"]

    def test_compacting_an_empty_index_is_harmless(self) -> None:
        index = Index(THESAURUS)
        index.compact()

        assert found(index, "도시락") == []


class TestGrams:
    """Texts are cut into pairs and triples that never cross a space."""

    def grams(self, text: str) -> list[str]:
        """Spell the grams of one text."""
        return sorted(show(int(key)) for key in cut([text]).keys)

    def test_a_word_is_cut_into_pairs_and_triples(self) -> None:
        assert self.grams("현수막") == ["수막", "현수", "현수막"]

    def test_no_gram_crosses_a_space(self) -> None:
        assert self.grams("청사 청소") == ["청사", "청소"]

    def test_a_lone_syllable_is_a_gram(self) -> None:
        assert self.grams("꽃 배달") == ["꽃", "배달"]

    def test_spelling_does_not_matter(self) -> None:
        assert self.grams("LED,교체!") == self.grams("led 교체")

    def test_nothing_has_no_grams(self) -> None:
        assert self.grams("") == []
        assert len(cut([]).keys) == 0

    def test_each_gram_knows_its_text(self) -> None:
        grams = cut(["청소", "", "소독"])

        assert [(show(int(k)), int(p)) for k, p in zip(grams.keys, grams.places, strict=True)] == [
            ("청소", 0),
            ("소독", 2),
        ]

    @given(st.lists(st.text(max_size=12), max_size=5))
    def test_cutting_together_is_cutting_apart(self, texts: list[str]) -> None:
        together = cut(texts)

        for place, text in enumerate(texts):
            mine = together.keys[together.places == place]
            assert sorted(mine.tolist()) == sorted(cut([text]).keys.tolist())

    def test_a_rare_gram_weighs_more_than_a_common_one(self) -> None:
        counted = rarity(["청소 업체", "소독 업체", "도배 업체"])
        common, rare, unseen = counted.of(
            np.array([int(cut([word]).keys[0]) for word in ("업체", "청소", "현수")])
        )

        assert common < rare < unseen

    def test_rarity_of_nothing_treats_all_alike(self) -> None:
        nothing = rarity([])

        assert nothing.of(cut(["청소"]).keys).tolist() == [pytest.approx(nothing.unseen)]


class TestSieve:
    """The quick sieve says exactly what the checks say."""

    @settings(max_examples=60, deadline=None)
    @given(kinds_of.needs, kinds_of.registers)
    def test_it_agrees_with_the_checks(self, wanted, register) -> None:
        index = Index(THESAURUS, register)
        asked = query.read(wanted, THESAURUS, POLICY)
        on = wanted.needed_from or TODAY
        bold = replace(POLICY, conviction=0.0)
        answer = rank(wanted, index, bold, limit=100, near_limit=100)
        near = {one.supplier.id for one in answer.near_misses}

        for some in scored(index, asked):
            fails = failed(standings(some, wanted, on))
            for at, is_out in enumerate(fails.tolist()):
                assert is_out is (some.supplier(at).id in near)


class TestQuery:
    """A need is read as grams and trades."""

    def test_words_of_every_notice_weigh_less(self) -> None:
        asked = query.read(Need(title="현수막 제작"), THESAURUS, POLICY)
        weights = {show(int(k)): float(w) for k, w in zip(asked.keys, asked.weights, strict=True)}

        assert weights["제작"] < weights["현수"]

    def test_the_title_weighs_more_than_the_description(self) -> None:
        asked = query.read(Need(title="현수막", description="도시락"), THESAURUS, POLICY)
        weights = {show(int(k)): float(w) for k, w in zip(asked.keys, asked.weights, strict=True)}

        assert weights["현수"] > weights["도시"]

    def test_a_need_of_no_known_trade_is_read_by_its_wording(self) -> None:
        asked = query.read(Need(title="열기구"), THESAURUS, POLICY)

        assert asked.wanted == ()
        assert asked.sureness == 0

    def test_a_category_makes_the_trade_sure(self) -> None:
        asked = query.read(Need(title="연간 계약", category_codes=("C0101",)), THESAURUS, POLICY)

        assert dict(asked.wanted)["C0101.1"] > 0.8


class TestAsking:
    """What a need says is read once, whatever it demands."""

    def test_a_need_asked_again_is_not_read_again(self) -> None:
        index = Index(THESAURUS)
        asked = index.asked(need("현수막", key="1"), POLICY)

        assert index.asked(need("현수막", key="2", region="서울특별시"), POLICY) is asked

    def test_what_it_says_is_told_apart(self) -> None:
        index = Index(THESAURUS)
        said = ({}, {"description": "도시락"}, {"category_codes": ("C0101",)})
        read = [index.asked(need("현수막", **more), POLICY) for more in said]

        assert len({one.wanted for one in read}) == len(said)


class TestBlocks:
    """However many blocks the suppliers lie in, the answers are the same."""

    @settings(max_examples=20, deadline=None)
    @given(kinds_of.registers, st.sampled_from(kinds_of.TITLES))
    def test_many_blocks_answer_as_one(self, register, title: str) -> None:
        whole = Index(THESAURUS, register)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("app.matching.index._LARGE", 2)
            parted = Index(THESAURUS, register)

        assert rank(need(title), parted) == rank(need(title), whole)
        assert search(title, parted) == search(title, whole)

    @settings(max_examples=20, deadline=None)
    @given(kinds_of.registers, st.sampled_from(kinds_of.TITLES))
    def test_blocks_of_which_all_fail_change_nothing(self, register, title: str) -> None:
        strict = need(title, region="서울특별시", required_certifications=("women_enterprise",))
        whole = Index(THESAURUS, register)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("app.matching.index._LARGE", 1)
            parted = Index(THESAURUS, register)

        assert rank(strict, parted, near_limit=0) == rank(strict, whole, near_limit=0)

    @pytest.mark.parametrize("ids", ["{:02}", "a long beginning in common {:02}"])
    def test_of_equals_those_with_the_first_ids_are_answered(self, ids: str) -> None:
        everyone = [
            selling("현수막", id=ids.format(at), name=f"가게{at}", service_regions=(region,))
            for at, region in zip(range(9), ["전국", "서울특별시", "경기도"] * 3, strict=True)
        ]
        index = Index(THESAURUS, everyone)
        index.replace(everyone[0])

        assert [hit.supplier.id for hit in search("현수막", index, limit=4)] == [
            ids.format(at) for at in range(4)
        ]

    def test_where_the_library_keeps_its_memory_nothing_is_given_back(self, monkeypatch) -> None:
        monkeypatch.setattr("ctypes.CDLL", lambda _: object())

        memory.give_back()
