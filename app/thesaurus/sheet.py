"""Concepts as the shipped file has them, ``data/thesaurus/concepts.csv``: out, in, and counted up.

A content is a concept without its stamps: the twelve columns of the file, lists as lists.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from app.matching import Thesaurus
from app.matching.concepts import Concept, read_categories, weighted

Content = dict[str, Any]
SINGLE = ("code", "category_code", "name")
LISTS = (
    "notice_terms", "seller_terms", "variants", "narrower", "related", "blocking", "licences",
    "certificates", "units",
)  # fmt: skip
COLUMNS = (*SINGLE, *LISTS)


def content(document: Mapping[str, Any]) -> Content:
    """Return a concept's document without its stamps."""
    return {name: document[name] for name in COLUMNS}


def in_order(contents: Iterable[Content]) -> list[Content]:
    """Return contents in the order of the file: by the number in their code, T999 before T1000."""
    return sorted(contents, key=lambda one: (len(one["code"]), one["code"]))


def shipped_path(data_dir: Path) -> Path:
    """Return where the shipped edition lies."""
    return data_dir / "thesaurus" / "concepts.csv"


def read(text: str) -> list[dict[str, str]]:
    """Return the rows of a file as they are written, under the names of its columns."""
    return list(csv.DictReader(io.StringIO(text, newline="")))


def content_of(row: Mapping[str, str | None]) -> Content:
    """Return a row of the file as content; a column that is missing is empty."""
    single = {name: (row.get(name) or "").strip() for name in SINGLE}
    lists = {
        name: [part.strip() for part in (row.get(name) or "").split("|") if part.strip()]
        for name in LISTS
    }
    return {**single, **lists}


@cache
def shipped(data_dir: Path) -> tuple[Content, ...]:
    """Return the shipped edition, read once in a process."""
    text = shipped_path(data_dir).read_text(encoding="utf-8")
    return tuple(in_order(content_of(row) for row in read(text)))


def written(contents: Iterable[Content]) -> str:
    """Return contents as the text of a file, byte for byte as the shipped one is written."""
    out = io.StringIO(newline="")
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(COLUMNS)
    for one in in_order(contents):
        cells = ["|".join(one[name]) for name in LISTS]
        sheet.writerow([*(one[name] for name in SINGLE), *cells])
    return out.getvalue()


def digest(contents: Iterable[Content]) -> str:
    """Return what tells these contents from all others: 16 hexadecimal digits."""
    plain = [{name: one[name] for name in COLUMNS} for one in in_order(contents)]
    return hashlib.sha256(orjson.dumps(plain)).hexdigest()[:16]


def thesaurus(contents: Iterable[Content], data_dir: Path, version: str) -> Thesaurus:
    """Return the contents as the matcher reads them, under the name of their version."""
    background = [
        term
        for leaf in read_categories(data_dir / "categories.csv")
        for term in (leaf.name, *leaf.terms)
    ]
    return Thesaurus((_concept(one) for one in in_order(contents)), background, version)


def _concept(one: Content) -> Concept:
    return Concept(
        code=one["code"],
        category_code=one["category_code"],
        name=one["name"],
        terms=(*one["notice_terms"], *one["seller_terms"], *one["variants"]),
        narrower=tuple(one["narrower"]),
        related=dict(weighted(one["related"])),
        blocking=tuple(one["blocking"]),
        licences=tuple(one["licences"]),
        certificates=tuple(one["certificates"]),
        units=tuple(one["units"]),
    )
