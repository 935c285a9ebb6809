"""Whatever a spreadsheet program wrote is read as the same rows, or refused in words."""

import codecs

import pytest

from app.activity.actions import CONTRACTS
from app.agencies.actions import DEMANDS
from app.enterprises.actions import ENTERPRISES
from app.exchange.cells import BrokenSheet, Undecodable, decode
from app.exchange.readers import NoHeader, RepeatedColumns, UnknownColumns, lines

TEXT = "name,district\n한울,강북구\n두레,노원구\n"
ROWS = [(2, {"name": "한울", "district": "강북구"}), (3, {"name": "두레", "district": "노원구"})]


def read(data, collection=ENTERPRISES):
    """The rows of a sheet as (number, values)."""
    raw = data if isinstance(data, bytes) else data.encode()
    return [(one.row, dict(one.values)) for one in lines(collection, raw)]


def only(data, collection=ENTERPRISES):
    """The one row of a sheet."""
    (line,) = lines(collection, data if isinstance(data, bytes) else data.encode())
    return line


ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with its mark": codecs.BOM_UTF8 + TEXT.encode(),
    "cp949": TEXT.encode("cp949"),
    "euc-kr": TEXT.encode("euc-kr"),
    "utf-16 little end first": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16 big end first": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
}


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED.keys())
def test_the_same_rows_are_read_in_every_encoding(data):
    assert read(data) == ROWS


@pytest.mark.parametrize("data", ENCODED.values(), ids=ENCODED.keys())
def test_no_mark_is_left_before_the_first_word(data):
    assert decode(data).startswith("name")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_rows_end_as_any_system_ends_them(end):
    assert read(TEXT.replace("\n", end)) == ROWS


def test_a_file_whose_last_row_has_no_end_is_read_whole():
    assert read(TEXT.rstrip("\n")) == ROWS


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfea",  # half a letter of UTF-16
        b"\xfe\xff\xd8\x00",  # half of a pair
        b"name\n\x80\x81\xff\n",
        "name\n한".encode()[:-1],  # cut within a letter
    ],
)
def test_a_file_that_is_cut_or_of_no_encoding_is_refused_whole(data):
    with pytest.raises(Undecodable):
        decode(data)


def test_letters_that_macos_splits_are_put_together_in_header_and_cells():
    split = "name,description\n\u1112\u1161\u11ab\u110b\u116e\u11af,\u1112\u1161\u11ab\n"

    assert read(split) == [(2, {"name": "한울", "description": "한"})]


def test_a_first_line_with_tabs_only_makes_the_whole_file_tab_separated():
    line = only("name\tdescription\n한울\t하나, 둘\n")

    assert line.values == {"name": "한울", "description": "하나, 둘"}


def test_a_tab_within_a_cell_does_not_make_a_file_tab_separated():
    line = only("name,description\n한울,하나\t둘\n")

    assert line.values["description"] == "하나\t둘"


def test_empty_rows_are_passed_over_and_keep_their_numbers():
    found = read("name,district\n\n,\n한울,강북구\n\n\n두레,\n\n")

    assert found == [(4, {"name": "한울", "district": "강북구"}), (7, {"name": "두레"})]


def test_a_sheet_with_a_header_alone_has_no_rows():
    assert read("name,district\n") == []
    assert read("name,district") == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"한울"', "한울"),
        ('"하나, 둘"', "하나, 둘"),
        ('"그가 ""네""라고 했다"', '그가 "네"라고 했다'),
        ('"첫 줄\r\n둘째 줄"', "첫 줄\r\n둘째 줄"),
        ('한 "울"', '한 "울"'),  # a quote within a word means itself
    ],
)
def test_quotes_hold_commas_lines_and_quotes(written, said):
    line = only(f"name,description\n한울,{written}\n")

    assert line.values["description"] == said


def test_a_cell_that_goes_on_over_lines_is_one_row_as_a_spreadsheet_counts():
    found = read('name,description\n한울,"첫\n둘\n셋"\n두레,\n')

    assert [number for number, _ in found] == [2, 3]


@pytest.mark.parametrize(
    ("data", "row"),
    [('name\n"한울\n', 2), ('name\n한울\n"두레"x\n', 3), ('"name\n한울\n', 1)],
    ids=["open", "text behind a quote", "in the header"],
)
def test_a_quote_that_does_not_match_is_refused_and_says_near_which_row(data, row):
    with pytest.raises(BrokenSheet) as refusal:
        read(data)

    assert str(row) in refusal.value.message("ko")
    assert str(row) in refusal.value.message("en")


@pytest.mark.parametrize(
    ("cells", "count"), [("한울", 1), ("한울,강북구,더", 3)], ids=["too few", "too many"]
)
def test_a_row_of_another_length_than_the_header_is_at_fault_and_says_both(cells, count):
    line = only(f"name,district\n{cells}\n")

    (fault,) = line.faults
    assert fault.code == "miscounted"
    assert (f"칸이 {count}개", "열은 2개") == tuple(fault.ko.removesuffix("입니다.").split("인데 "))
    assert f"{count} cells for 2 columns" in fault.en


@pytest.mark.parametrize("data", [b"", b"\n", b",,\n", codecs.BOM_UTF8, b" , \n"])
def test_a_file_without_column_names_is_refused_and_told_the_known_ones(data):
    with pytest.raises(NoHeader) as refusal:
        read(data)

    assert "business_number" in refusal.value.message("ko")


def test_spaces_around_a_column_name_do_not_matter():
    assert read(" name , district \n한울,강북구\n")[0][1] == ROWS[0][1]


@pytest.mark.parametrize("header", ["name,", "name,Name", "name,version", "name;district"])
def test_a_column_that_can_not_be_written_is_refused_by_its_name(header):
    stranger = header.removeprefix("name,") or "''"

    with pytest.raises(UnknownColumns) as refusal:
        read(f"{header}\n한울,x\n")

    assert f"열이 있습니다: {stranger}." in refusal.value.message("ko")


@pytest.mark.parametrize(
    ("header", "refused"),
    [
        ("x" * 50_000, UnknownColumns),
        (",".join(f"x{number}" for number in range(9_000)), UnknownColumns),
        (f"name,{'x' * 50_000},{'x' * 50_000}", UnknownColumns),
    ],
)
def test_what_is_no_name_of_a_column_is_not_repeated_at_length(header, refused):
    with pytest.raises(refused) as refusal:
        read(f"{header}\n한울\n")

    known = refusal.value.details["known"]
    assert len(refusal.value.message("en")) < len(known) + 300


def test_every_column_that_stands_twice_is_named_once():
    with pytest.raises(RepeatedColumns) as refusal:
        read("district,name,name,district,name\na,b,c,d,e\n")

    assert refusal.value.message("en") == "These columns stand twice: district, name."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("5000000", 5_000_000),
        ('"5,000,000"', 5_000_000),
        (" 5000000 ", 5_000_000),
        ('"-1,000"', -1000),
        ("0", 0),
        ('"50,00"', "50,00"),
        ('",500"', ",500"),
        ("5e6", "5e6"),
        ("5000000원", "5000000원"),
        ("5000000.0", "5000000.0"),
        ("\u0665", "\u0665"),  # a digit, but none that money is written with here
    ],
)
def test_money_is_read_with_its_commas_and_left_alone_when_it_is_none(written, said):
    line = only(f"item,amount_krw\n책자,{written}\n", DEMANDS)

    assert line.values["amount_krw"] == said


@pytest.mark.parametrize(
    ("written", "said"),
    [("true", True), ("TRUE", True), (" False ", False), ("참", "참"), ("1", "1"), ("yes", "yes")],
)
def test_a_flag_is_true_or_false_in_any_case_and_nothing_else(written, said):
    line = only(f"item,is_social_economy\n책자,{written}\n", DEMANDS)

    assert line.values["is_social_economy"] is said or line.values["is_social_economy"] == said
    assert type(line.values["is_social_economy"]) is type(said)


def test_a_date_is_handed_on_as_written_without_its_spaces():
    line = only("signed_on,item\n 2017-06-01 , 책자 \n", CONTRACTS)

    assert line.values == {"signed_on": "2017-06-01", "item": " 책자 "}


def test_what_a_row_leaves_empty_is_told_apart_from_what_the_sheet_does_not_have():
    line = only("name,district,description\n한울,,\n")

    assert line.blank == ("district", "description")
    assert line.values == {"name": "한울"}


def test_a_broken_cell_does_not_hide_the_others_of_its_row():
    line = only("name,products,certifications\n한울,{,[1\n")

    assert [one.pointer for one in line.faults] == ["/products", "/certifications"]
    assert line.values == {"name": "한울"}
