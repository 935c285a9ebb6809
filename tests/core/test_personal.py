"""What looks like a number that must not be kept, and how personal values are masked."""

import pytest

from app.core.masks import mask_email, mask_name, mask_phone
from app.core.personal import faults_in, looks_personal

# invented: the days exist, the rest is counted up
RESIDENT = "900101-1234567"


@pytest.mark.parametrize(
    "text",
    [
        RESIDENT,
        "담당자 주민번호 9001011234567 입니다",
        "000229-3123456",
        "900101 - 2234567",
        "카드 4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "\uff19\uff10\uff10\uff11\uff10\uff11-1234567",  # digits of full width
        "900101\uff0d1234567",  # a hyphen of full width
        "900101\u20131234567",  # the dashes of word processors
        "900101\u20141234567",
        "900101\u200b-\u20601234567",  # signs that nobody sees
        "4111\u20131111\u20131111\u20131111",
    ],
)
def test_a_resident_or_card_number_is_seen_in_a_text(text):
    assert looks_personal(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "124-81-00998",  # a business number
        "02-2133-0000",
        "901301-1234567",  # no such month
        "010229-3123456",  # 2001 was no leap year
        "900101-9234567",  # no century has this digit
        "1900101-12345678",  # part of a longer number
        "4111-1111-1111-1112",  # the check sum fails
        "2017-03-02 ~ 2017-03-05",
        "b2b7a9d0-1111-4111-8111-111111111111",
        "5,000,000,000원",
    ],
)
def test_other_numbers_pass(text):
    assert not looks_personal(text)


def test_every_text_of_a_document_is_looked_at_and_none_is_repeated():
    document = {"note": "없음", "parts": [{"note": RESIDENT}], "year": 2017}

    faults = faults_in(document)

    assert [one.pointer for one in faults] == ["/parts/0/note"]
    assert RESIDENT not in faults[0].ko + faults[0].en


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_name, "홍길동", "홍*동"),
        (mask_name, "김구", "김*"),
        (mask_name, "남궁길동", "남**동"),
        (mask_name, "수", "*"),
        (mask_phone, "02-123-4567", "02-***-4567"),
        (mask_phone, "010-1234-5678", "010-****-5678"),
        (mask_email, "abcd@example.org", "ab**@example.org"),
        (mask_email, "a@example.org", "a*@example.org"),
    ],
)
def test_a_mask_leaves_enough_to_tell_people_apart(mask, value, shown):
    assert mask(value) == shown
