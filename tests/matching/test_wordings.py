"""Trades that the judged set leaves out are found across wordings: asked one way, offered another.

The rows were drawn up from knowledge of the field, without looking at the judged requests.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from app.matching import Index, Need, Product, Supplier, Thesaurus, rank, search

DATA = Path(__file__).parents[2] / "data"
ON = date(2026, 3, 1)
LEAST = 0.88
"""The mean reciprocal rank below which a change has made the matcher worse."""


@cache
def asked() -> tuple[str, ...]:
    """Read what is asked for."""
    return tuple(row["asked"] for row in _rows())


@cache
def register() -> Index:
    """Let each row be offered by a supplier of its own."""
    thesaurus = Thesaurus.load(DATA / "thesaurus" / "concepts.csv", DATA / "categories.csv")
    return Index(thesaurus, (_supplier(place, row) for place, row in enumerate(_rows())))


def _rows() -> list[dict[str, str]]:
    with Path(__file__).with_name("wordings.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _supplier(place: int, row: dict[str, str]) -> Supplier:
    ware = Product(id=f"p{place}", name=row["product"], description=row["description"])
    return Supplier(id=f"s{place}", name=f"가나{place}", products=(ware,))


def _reciprocal(place: int, found: list[str]) -> float:
    own = f"s{place}"
    return 1 / (found.index(own) + 1) if own in found else 0.0


def test_a_notice_finds_the_supplier_that_words_the_same_trade_otherwise() -> None:
    answers = [rank(Need(title=one), register(), as_of=ON).results for one in asked()]

    found = [_reciprocal(n, [one.supplier.id for one in some]) for n, some in enumerate(answers)]
    assert sum(found) / len(found) >= LEAST


def test_a_typed_line_finds_the_supplier_that_words_the_same_trade_otherwise() -> None:
    answers = [search(one, register(), limit=10) for one in asked()]

    found = [_reciprocal(n, [hit.supplier.id for hit in some]) for n, some in enumerate(answers)]
    assert sum(found) / len(found) >= LEAST
