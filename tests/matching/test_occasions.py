"""The occasion something is bought for, and a name that merely begins alike, do not decide."""

from app.matching import Index, Thesaurus, dull, search
from app.matching.grams import cut

from .makers import concept, selling

CARE = Thesaurus([concept("C1301.1", "방문요양"), concept("C0306.1", "태양광 설치")])


def test_words_of_the_occasion_weigh_less_than_what_is_bought_for_it() -> None:
    occasion, ware = (dull.shares(cut([one]).keys).mean() for one in ("개막식", "핑거푸드"))

    assert occasion < ware


def test_initials_of_a_trade_are_not_taken_for_the_beginning_of_a_name() -> None:
    named, carer = selling("태양광 설치", name="빛모음에너지"), selling("방문요양", name="온정")

    assert search("ㅂㅁㅇㅇ", Index(CARE, (named, carer)))[0].supplier.name == "온정"


def test_initials_of_a_trade_may_be_all_of_a_name() -> None:
    named, carer = selling("태양광 설치", name="빛모음이"), selling("방문요양", name="온정")

    assert search("ㅂㅁㅇㅇ", Index(CARE, (named, carer)))[0].supplier.name == "빛모음이"
