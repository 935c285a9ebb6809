"""JSON that has one meaning: everything else is refused before anybody looks at it."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.exact_json import RepeatedName, read

ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


def pointers(text):
    with pytest.raises(RepeatedName) as refusal:
        read(text.encode())
    assert {fault.code for fault in refusal.value.faults} == {"repeated_name"}
    return sorted(fault.pointer for fault in refusal.value.faults)


@given(ANY_JSON)
def test_whatever_has_one_meaning_is_read_as_it_was_written(value):
    assert read(json.dumps(value, ensure_ascii=False).encode()) == value
    assert read(json.dumps(value).encode()) == value


@given(ANY_JSON)
def test_a_mark_of_the_byte_order_is_no_part_of_the_text(value):
    assert read(b"\xef\xbb\xbf" + json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"a":1,"a":1}', ["/a"]),
        ('{"a":1,"a":2,"a":3}', ["/a"]),
        ('{"a":1,"b":2,"a":3,"b":4}', ["/a", "/b"]),
        ('{"outer":{"in":1,"in":2}}', ["/in"]),
        ('[{"a":1},{"a":1,"a":2}]', ["/a"]),
        ('{"":1,"":2}', ["/"]),
        ('{"a/b":1,"a/b":2}', ["/a~1b"]),
        ('{"a~b":1,"a~b":2}', ["/a~0b"]),
        ('{"~/":1,"~/":2}', ["/~0~1"]),
        ('{"a":1,"\\u0061":2}', ["/a"]),
        ('{"금액":1,"금액":2}', ["/금액"]),
    ],
)
def test_a_name_that_stands_twice_in_one_object_is_named_once(text, found):
    assert pointers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        '[{"a":1},{"a":2}]',
        '{"a":{"a":{"a":1}}}',
        '{"a":1,"A":2}',
        '{"a":1,"a ":2}',
        '{"":0," ":0}',
    ],
)
def test_the_same_name_in_different_objects_or_another_spelling_is_not_twice(text):
    assert read(text.encode()) == json.loads(text)


def test_a_name_that_stands_twice_among_very_many_is_found_in_a_moment():
    begun = time.process_time()
    names = ",".join(f'"{number}":1' for number in range(150_000))

    assert pointers(f'{{{names},"7":2}}') == ["/7"]

    assert time.process_time() - begun < 5  # name by name against all others it took a quarter hour


def test_half_a_letter_in_a_name_can_still_be_told_to_the_caller():
    (pointer,) = pointers('{"\\ud800":1,"\\ud800":2}')

    assert pointer.encode()


@pytest.mark.parametrize(
    "number",
    ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1E400", "123456789e301", "nan", "inf", "+1",
     "01", ".5", "5.", "0x10", "1_000", "1,000"],
)  # fmt: skip
def test_what_is_no_number_of_json_is_none_here(number):
    for text in (number, f'{{"a":{number}}}', f"[1,{number}]"):
        with pytest.raises(ValueError, match=r".+"):
            read(text.encode())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e308", 1e308),
        ("-1.7976931348623157e308", -1.7976931348623157e308),
        ("5e-324", 5e-324),
        ("1e-999", 0.0),
        ("-0", 0),
        ("-0.0", -0.0),
        ("100000000000000000000000", 10**23),
    ],
)
def test_the_largest_and_the_smallest_numbers_are_read(text, value):
    found = read(text.encode())

    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"{",
        b'{"a":}',
        b"{'a':1}",
        b'{"a":1,}',
        b"[1,]",
        b"1 2",
        b"tru",
        b'"\xff"',
        b"\xff\xfe{\x00}\x00",
        b'"\n"',
        b'"\x00"',
        b"// one\n1",
    ],
)
def test_what_is_no_json_in_utf_8_is_refused(body):
    with pytest.raises(ValueError, match=r".+"):
        read(body)


def test_a_number_of_too_many_digits_is_refused_and_takes_no_time():
    with pytest.raises(ValueError, match="digits"):
        read(b"9" * 5_000)
