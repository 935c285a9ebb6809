"""A typed line is taken apart before it is searched."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.matching import Thesaurus, readings, text
from app.matching.vocabulary import Vocabulary, likeness, words_of

from .makers import THESAURUS, concept, selling

WORDS = st.sampled_from(["청소", "청소를", "물탱크", "꽃", "LED교체", "꽃(화분)", "―"])


def taken(typed: str) -> tuple[str, ...]:
    """Name the words left of a line."""
    return readings.take_apart(typed).words


def meant(typed: str, *words: str) -> list[tuple[str, str]]:
    """Name the readings of a line over a register of these words."""
    return meant_by(THESAURUS, typed, *words)


def meant_by(thesaurus: Thesaurus, typed: str, *words: str) -> list[tuple[str, str]]:
    """Name the readings of a line with a thesaurus of one's own."""
    known = Vocabulary()
    known.put(words)
    line = readings.take_apart(typed)
    return [(one.by, one.text) for one in readings.of(line, thesaurus, known)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("도시락 업체 추천해주세요", ("도시락",)),
        ("물탱크청소업체", ("물탱크청소",)),
        ("사무실 이사 해야되는데", ("사무실", "이사")),
        ("쓰레기집 치워주는 업체", ("쓰레기집", "치워주는")),
        ("업체", ("업체",)),
    ],
)
def test_words_of_asking_are_put_aside(typed: str, words: tuple[str, ...]) -> None:
    assert taken(typed) == words


def test_a_place_is_taken_out_and_kept_apart() -> None:
    line = readings.take_apart("노원 휠체어 수리")

    assert line.words == ("휠체어", "수리")
    assert line.region == "서울특별시 노원구"


def test_a_place_that_is_all_there_is_stays_a_word() -> None:
    line = readings.take_apart("노원구")

    assert line.words == ("노원구",)
    assert line.region is None


def test_a_known_word_is_read_only_as_itself() -> None:
    assert meant("현수막") == [("words", "현수막")]


def test_a_compound_of_known_terms_is_known() -> None:
    assert meant("현수막도시락") == [("words", "현수막도시락")]


def test_a_word_of_the_register_is_known() -> None:
    assert meant("한수막", "한수막") == [("words", "한수막")]


def test_an_unknown_word_is_read_as_its_neighbour() -> None:
    assert ("spelling", "현수막") in meant("현수먁")


def test_only_the_unknown_word_of_a_line_is_replaced() -> None:
    assert ("spelling", "현수막 인쇄") in meant("현수먁 인쇄")


def test_a_verb_is_not_corrected() -> None:
    assert meant("고치는") == [("words", "고치는")]


def test_one_syllable_is_not_corrected() -> None:
    assert meant("먁") == [("words", "먁")]


def test_initials_are_read_as_terms_first_and_then_as_words_of_the_register() -> None:
    assert meant("ㄷㅅㄹ", "대서리")[1:] == [("initials", "도시락"), ("initials", "대서리")]


def test_a_term_the_register_uses_comes_before_one_it_does_not() -> None:
    found = [text for by, text in meant("ㅂㄴ", "배너") if by == "initials"]

    assert found[0] == "배너"


def test_the_readings_grow_less_sure() -> None:
    line = readings.take_apart("ㄷㅅㄹ")
    known = Vocabulary()
    known.put(["대서리", "단소리"])

    sure = [one.sure for one in readings.of(line, THESAURUS, known)]

    assert sure == sorted(sure, reverse=True)


class TestVocabulary:
    """Words come and go with the suppliers."""

    def test_a_word_taken_out_is_gone(self) -> None:
        known = Vocabulary()
        known.put(["현수막", "현수막"])
        known.take(["현수막"])
        assert "현수막" in known

        known.take(["현수막"])

        assert "현수막" not in known
        assert known.by_initials("ㅎㅅㅁ") == []
        assert known.near("현수먁", 0.7) == []

    def test_the_commoner_word_comes_first(self) -> None:
        known = Vocabulary()
        known.put(["토나", "토너", "토너"])

        assert known.by_initials("ㅌㄴ") == ["토너", "토나"]

    def test_near_words_come_nearest_first(self) -> None:
        known = Vocabulary()
        known.put(["현수막", "현수기", "도시락"])

        found = [word for word, _ in known.near("현수먁", 0.6)]

        assert found == ["현수막", "현수기"]

    def test_the_words_of_a_supplier_are_those_of_its_wares(self) -> None:
        words = list(words_of([selling("물탱크 청소", "꽃")]))

        assert words == ["물탱크", "청소", "물탱크청소"]

    @given(st.lists(st.lists(WORDS, max_size=4).map(" ".join), max_size=5))
    def test_each_word_is_counted_as_often_as_it_is_written(self, names: list[str]) -> None:
        expected = Counter[str]()
        for name in names:
            stems = [text.stem(word) for word in text.eojeols(name)]
            expected.update(stem for stem in stems if len(stem) > 1)
            expected.update(["".join(stems)] if len(stems) == 2 else [])

        assert words_of([selling(*names)]) == expected

    def test_only_the_same_word_is_wholly_alike(self) -> None:
        assert likeness("현수막", "현수막") == 1.0
        assert 0.8 < likeness("현수막", "현수먁") < 1.0
        assert likeness("현수막", "도시락") < 0.5


def test_several_words_of_initials_are_read_as_one_term() -> None:
    words = Thesaurus([concept("X1", "현수막 인쇄")])

    assert ("initials", "현수막인쇄") in meant_by(words, "ㅎㅅㅁ ㅇㅅ", "현수막", "인쇄")


def test_several_words_of_a_wrong_keyboard_are_read_at_once() -> None:
    found = meant("gustnakr ehtlfkr", "현수막", "도시락")

    assert found[1:] == [("keyboard", "현수막 도시락")]


def test_a_word_of_every_notice_is_no_misspelling() -> None:
    assert ("spelling", "현수막 제작") in meant("현수먁 제작", "재작")
    assert not any("재작" in one for _, one in meant("현수먁 제작", "재작"))


def test_the_name_of_a_machine_is_corrected_though_it_ends_like_a_verb() -> None:
    assert ("spelling", "냉난방기") in meant("냉남방기", "냉난방기")
