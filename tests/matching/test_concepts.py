"""The thesaurus finds trades in a text: the longest term wins and a blocked one is not seen."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import Thesaurus
from app.matching.concepts import read_categories, read_concepts
from app.matching.tally import tally

from .makers import BANNERS, CATERING, CLEANING, DISINFECTION, LUNCHES, THESAURUS, concept

WORDS = st.sampled_from(
    [
        "청소",
        "유리창",
        "소독",
        "현수막",
        "폐현수막",
        "도시락",
        "시청",
        "소년",
        "이사",
        "및",
        "용역",
        "꽃",
    ]
)
LINES = st.lists(WORDS, max_size=8).map(" ".join)


def codes(line: str, thesaurus: Thesaurus = THESAURUS) -> list[str]:
    """Name the concepts found in a line, in order."""
    return [code for mention in thesaurus.annotate(line) for code, _ in mention.concepts]


def test_a_term_is_found_inside_a_notice() -> None:
    assert codes("2026년 구청사 청소용역") == ["C0101.1"]


def test_a_term_is_found_whatever_its_spacing() -> None:
    assert codes("유리창청소") == codes("유리창 청소") == ["C0103.1"]


def test_the_longest_term_wins() -> None:
    assert codes("외벽청소") == ["C0103.1"]


def test_two_terms_in_one_line_are_both_found() -> None:
    assert codes("도시락 및 현수막 구매") == ["C0601.1", "C0703.1"]


def test_a_term_is_not_put_together_across_two_words() -> None:
    assert codes("시청 소방 훈련") == []


def test_a_term_inside_a_compound_is_found() -> None:
    assert codes("행사도시락") == ["C0601.1"]


def test_a_single_syllable_left_over_makes_another_word() -> None:
    assert codes("청소년 상담") == []


def test_a_particle_left_over_does_not() -> None:
    assert codes("청소를 합니다") == ["C0101.1"]


def test_a_blocking_phrase_hides_its_concept() -> None:
    assert codes("폐현수막 재활용") == []


def test_a_blocking_phrase_hides_only_its_own_concept() -> None:
    assert codes("폐현수막 가방") == ["C1505.1"]


def test_after_a_blocking_phrase_the_concept_is_seen_again() -> None:
    assert codes("폐현수막 수거와 현수막 제작") == ["C0703.1"]


def test_a_term_of_one_syllable_must_be_a_word() -> None:
    flowers = Thesaurus((concept("C0402.1", "꽃다발", "꽃"),))

    assert codes("꽃 배달", flowers) == ["C0402.1"]
    assert codes("꽃게 배달", flowers) == []


def test_a_term_of_two_concepts_means_both_a_little_less() -> None:
    shared = Thesaurus((concept("C0605.1", "반찬", "김치"), concept("C0606.1", "급식", "김치")))

    (mention,) = shared.annotate("김치")

    assert [code for code, _ in mention.concepts] == ["C0605.1", "C0606.1"]
    assert all(0.5 < weight < 1 for _, weight in mention.concepts)


def test_an_empty_text_has_no_trade() -> None:
    assert codes("") == codes("  ,·") == []


@given(LINES)
def test_no_mention_overlaps_another(line: str) -> None:
    mentions = THESAURUS.annotate(line)

    for one, other in pairwise(mentions):
        assert one.end <= other.start


@given(LINES)
def test_every_mention_is_a_term(line: str) -> None:
    assert all(mention.term in THESAURUS.terms for mention in THESAURUS.annotate(line))


class TestNearness:
    """Trades are near as the thesaurus says, and a leaf holds kin."""

    def test_a_trade_is_wholly_like_itself(self) -> None:
        assert THESAURUS.near("C0101.1")["C0101.1"] == 1.0

    def test_a_related_trade_is_as_near_as_stated(self) -> None:
        assert THESAURUS.near("C0602.1")["C0601.1"] == 0.4

    def test_nearness_is_read_one_way(self) -> None:
        assert "C0602.1" not in THESAURUS.near("C0601.1")

    def test_an_unrelated_trade_is_not_near(self) -> None:
        assert "C0101.1" not in THESAURUS.near("C0601.1")

    def test_two_trades_of_one_leaf_are_a_little_near(self) -> None:
        kin = Thesaurus((concept("C0605.1", "김치"), concept("C0605.2", "두부")))

        assert 0 < kin.near("C0605.1")["C0605.2"] < 0.5

    def test_a_wide_need_is_answered_by_a_narrow_trade_better_than_the_other_way(self) -> None:
        wide = concept("C0101.1", "건물 청소", narrower=("C0101.2",))
        narrow = concept("C0101.2", "화장실 청소")
        thesaurus = Thesaurus((wide, narrow))

        assert thesaurus.near("C0101.1")["C0101.2"] > thesaurus.near("C0101.2")["C0101.1"] > 0.5

    def test_an_unknown_relation_is_left_out(self) -> None:
        lonely = Thesaurus((concept("C0101.1", "청소", related={"NOWHERE": 0.9}),))

        assert dict(lonely.near("C0101.1")) == {"C0101.1": 1.0}

    def test_an_unknown_narrower_trade_is_left_out(self) -> None:
        lonely = Thesaurus((concept("C0101.1", "청소", narrower=("NOWHERE",)),))

        assert dict(lonely.near("C0101.1")) == {"C0101.1": 1.0}

    def test_an_unknown_trade_is_near_only_itself(self) -> None:
        assert THESAURUS.near("X") == {"X": 1.0}


class TestCategories:
    """A category stands for the trades filed under it."""

    def test_a_leaf_holds_its_trades(self) -> None:
        assert THESAURUS.in_category("C0101") == ("C0101.1",)

    def test_a_branch_holds_the_trades_of_its_leaves(self) -> None:
        assert THESAURUS.in_category("C01") == ("C0101.1", "C0103.1", "C0106.1")

    def test_an_unknown_category_holds_none(self) -> None:
        assert THESAURUS.in_category("C99") == ()


class TestFiles:
    """The tables are read as they are kept."""

    HEADER = (
        "code,category_code,name,notice_terms,seller_terms,variants,narrower,related,blocking,"
        "licences,certificates,units\n"
    )

    def test_a_row_becomes_a_concept(self, tmp_path: Path) -> None:
        path = tmp_path / "concepts.csv"
        row = "T1,C0101,청소,청사 청소|미화,청소 업체,크리닝,T2,T3:0.6|T4,청소년,건물위생관리업 신고,,㎡|월\n"
        path.write_text(self.HEADER + row, encoding="utf-8")

        (found,) = read_concepts(path)

        assert found.terms == ("청사 청소", "미화", "청소 업체", "크리닝")
        assert found.narrower == ("T2",)
        assert found.related == {"T3": 0.6, "T4": 0.5}
        assert found.blocking == ("청소년",)
        assert found.licences == ("건물위생관리업 신고",)
        assert found.units == ("㎡", "월")

    def test_the_leaves_of_the_categories_serve_where_there_are_no_concepts(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "categories.csv"
        path.write_text(
            "code,parent_code,name,synonyms,example_demands\n"
            "C01,,청소·위생,청소용역,\n"
            "C0101,C01,건물 일상청소,청소|미화,구청사 청소\n",
            encoding="utf-8",
        )

        thesaurus = Thesaurus.load(tmp_path / "none.csv", path)

        assert list(thesaurus.concepts) == ["C0101"]
        assert [one.code for one in read_categories(path)] == ["C0101"]
        assert [mention.term for mention in thesaurus.annotate("교내 미화")] == ["미화"]

    def test_a_thesaurus_may_be_empty(self) -> None:
        empty = Thesaurus(())

        assert empty.annotate("청소") == []
        assert not len(empty.sketcher.strongest(tally([["청소"]]), (1.0,)).rows)


class TestSketch:
    """Where no term stands word for word, a text still resembles a trade."""

    def sketch(self, *texts: str) -> list[dict[str, float]]:
        """Sketch texts of one field."""
        found: list[dict[str, float]] = [{} for _ in texts]
        like = THESAURUS.sketcher.strongest(tally([texts]), (1.0,))
        for row, trade, weight in zip(*(part.tolist() for part in like), strict=True):
            found[row][THESAURUS.codes[trade]] = weight
        return found

    def test_a_loose_wording_resembles_its_trade_most(self) -> None:
        (found,) = self.sketch("건물 유리창을 닦습니다")

        assert max(found, key=lambda code: found[code]) == "C0103.1"

    def test_a_foreign_text_resembles_nothing(self) -> None:
        assert self.sketch("양자컴퓨터 냉각") == [{}]

    def test_an_empty_text_resembles_nothing(self) -> None:
        assert self.sketch("") == [{}]

    def test_weights_are_at_most_one(self) -> None:
        for found in self.sketch("청소 청소 청소용역", "현수막", "도시락 점심 상자"):
            assert all(0 <= weight <= 1 for weight in found.values())

    @given(st.lists(LINES, min_size=1, max_size=5))
    def test_a_text_is_sketched_alike_alone_and_among_others(self, lines: list[str]) -> None:
        together = self.sketch(*lines)

        for line, found in zip(lines, together, strict=True):
            (alone,) = self.sketch(line)
            assert alone == pytest.approx(found)


def test_the_makers_file_their_trades_under_different_leaves() -> None:
    made = (CLEANING, DISINFECTION, BANNERS, LUNCHES, CATERING)

    assert len({one.category_code for one in made}) == len(made)
