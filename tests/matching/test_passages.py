"""Texts read passage by passage say what they say as a whole."""

from hypothesis import given
from hypothesis import strategies as st

from app.matching import Thesaurus, cutting, passages
from app.matching.concepts import Concept

# Terms and blocking phrases that lie over spaces, begin alike, and stand inside each other.
CONCEPTS = [
    Concept(code="A", category_code="X", name="가나", terms=("가나다라", "나다", "라")),
    Concept(
        code="B", category_code="X", name="다라", terms=("가나다라마", "라가"), blocking=("나다라",)
    ),
    Concept(
        code="C", category_code="Y", name="마", terms=("다라마", "가"), blocking=("가나", "라마가")
    ),
]
THESAURUS = Thesaurus(CONCEPTS)
TEXTS = st.lists(st.text("가나다라마을 ", max_size=14), max_size=12)


@given(TEXTS)
def test_passages_say_what_their_text_says(texts: list[str]) -> None:
    found = passages.part(cutting.number(texts), THESAURUS.reader)

    for at, text in enumerate(texts):
        named, against = [], set()
        for number in found.of.values[found.of.span(at)]:
            words, ends = found.different[number]
            mentions, blocked = THESAURUS.reader.read(words, ends=ends)
            named += [(one.term, one.end - one.start, one.concepts) for one in mentions]
            against |= blocked
        whole, denied = THESAURUS.read(text)
        assert named == [(one.term, one.end - one.start, one.concepts) for one in whole]
        assert against == denied


def test_a_passage_that_comes_again_is_held_once() -> None:
    found = passages.part(
        cutting.number(["가나 다라 을을", "을을 가나 다라 을을"]), THESAURUS.reader
    )

    assert found.different == [(("을을",), False), (("을을",), True), (("가나", "다라"), False)]
    assert found.of.values.tolist() == [2, 1, 0, 2, 1]
