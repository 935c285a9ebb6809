"""Names are compared without their legal form, by letters, initials and abbreviation."""

import pytest

from app.matching import names
from app.matching.names import NameBook

from .makers import supplier


def likeness(typed: str, name: str) -> float:
    """Compare a typed line with one name."""
    return names.likeness_to(typed, supplier(name))


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("(주)하늘바람", "하늘바람"),
        ("주식회사 하늘바람", "하늘바람"),
        ("하늘바람 사회적협동조합", "하늘바람"),
        ("협동조합 하늘바람", "하늘바람"),
        ("하늘바람", "하늘바람"),
        ("협동조합", "협동조합"),
    ],
)
def test_the_legal_form_is_no_part_of_the_name(name: str, core: str) -> None:
    assert names.core(name) == core


@pytest.mark.parametrize("typed", ["하늘바람", "하늘 바람", "협동조합 하늘바람"])
def test_the_name_itself_is_certain(typed: str) -> None:
    assert likeness(typed, "협동조합 하늘바람") == 1.0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("트레블러스맵", "트래블러스맵"),
        ("오피스타운 배제문구", "오피스타운배재문구"),
        ("ㅂㅇㅅㅋㄹㅇ", "빅이슈코리아"),
        ("마포의료사협", "마포의료복지사회적협동조합"),
        ("우리동물병원생협", "우리동물병원생명사회적협동조합"),
        ("하늘바람 전화", "하늘바람"),
    ],
)
def test_a_name_is_recognised(typed: str, name: str) -> None:
    assert likeness(typed, name) >= 0.78


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("도시락", "소담한상"),
        ("현수막", "현대막걸리"),
        ("ㄷㅅㄹ", "소담한상"),
        ("가", "가나다"),
        ("마포구청", "마포의료복지사회적협동조합"),
    ],
)
def test_another_name_is_not(typed: str, name: str) -> None:
    assert likeness(typed, name) < 0.78


def test_the_best_of_several_names_counts() -> None:
    known = supplier("새이름", aliases=("옛날상회",))

    assert names.likeness_to("옛날상회", known) == 1.0


class TestBook:
    """The book names the likely ones, so that not all need be compared."""

    NAMES = (
        "트래블러스맵",
        "마포의료복지사회적협동조합",
        "협동조합 감좋은공방",
        "빅이슈코리아",
        "소담한상",
    )

    @pytest.mark.parametrize(
        ("typed", "name"),
        [
            ("트레블러스맵", "트래블러스맵"),
            ("마포의료사협", "마포의료복지사회적협동조합"),
            ("감좋은 공방", "협동조합 감좋은공방"),
            ("ㅂㅇㅅㅋㄹㅇ", "빅이슈코리아"),
            ("ㅂㅇㅅㅋ", "빅이슈코리아"),
            ("소담한상 주문", "소담한상"),
            ("이슈코리아", "빅이슈코리아"),
        ],
    )
    def test_a_name_meant_is_among_the_likely(self, typed: str, name: str) -> None:
        book = NameBook()
        for one in self.NAMES:
            book.put([supplier(one)])

        assert name in book.likely(typed)

    def test_a_name_struck_out_is_not(self) -> None:
        book = NameBook()
        book.put([supplier("소담한상")])
        book.take("소담한상")

        assert book.likely("소담한상") == set()

    def test_striking_out_an_unknown_one_is_harmless(self) -> None:
        NameBook().take("없음")


def test_names_that_come_and_go_between_questions_are_found_by_their_initials() -> None:
    book = NameBook()
    book.put([supplier("한빛인쇄"), supplier("하늘소독")])
    assert book.likely("ㅎㅂ") == {"한빛인쇄"}

    book.put([supplier("한별인쇄"), supplier("가온급식")])
    book.take("한빛인쇄")

    assert book.likely("ㅎㅂ") == {"한별인쇄"}
    assert book.likely("ㄱㅇ") == {"가온급식"}
    assert book.likely("ㅎㄴ") == {"하늘소독"}
    book.put([supplier("한빛인쇄")])
    assert book.likely("ㅎㅂ") == {"한별인쇄", "한빛인쇄"}
