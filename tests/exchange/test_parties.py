"""One body under several names and keys is one; two bodies stay two."""

import pytest

from app.core.keys import record_id
from app.core.settings import settings
from app.exchange.parties import Parties
from app.exchange.wares import Wares


def _agencies(*rows):
    parties = Parties("agencies")
    for folder, key, name, district in rows:
        values = {"name": name, "kind": "school", "district": district, "source": folder}
        parties.add(folder, key, values)
    return parties


def test_the_same_name_in_two_documents_is_one_body_with_both_sources():
    parties = _agencies(("s0", "a", "강북초", None), ("s1", "b", "강북초", "강북구"))

    (one,) = parties
    assert parties.id_of("a") == parties.id_of("b") == one.id == record_id("agencies", "a")
    assert (one.values["district"], one.values["source"]) == ("강북구", "s0 / s1")


def test_a_document_that_keeps_two_rows_apart_is_believed():
    assert len(list(_agencies(("s0", "a", "신목초", None), ("s0", "b", "신목초", None)))) == 2


def test_the_same_name_in_another_district_is_another_body():
    assert len(list(_agencies(("s0", "a", "중앙초", "강북구"), ("s1", "b", "중앙초", "중구")))) == 2


def test_the_same_key_is_the_same_body_whatever_it_is_called():
    (one,) = _agencies(("s0", "a", "SH공사", None), ("s1", "a", "서울주택도시공사", None))

    assert one.values["name"] == "SH공사"
    assert one.values["aliases"] == ["서울주택도시공사"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("경로당 소독", "소독·방역"),
        ("행사 사은품", None),  # a gift, not an event
        ("가죽 열쇠고리 만들기", None),  # no locksmith
        ("인쇄·사무용품 공급", None),  # two trades
        ("홈페이지 돌봄", None),  # care of web pages
    ],
)
def test_a_product_has_the_category_its_name_ends_in_or_none(name, found):
    path = settings().data_dir / "categories.csv"
    names = dict(line.split(",")[0:3:2] for line in path.read_text(encoding="utf-8").splitlines())

    assert names.get(Wares(path).code_of(name)) == found
