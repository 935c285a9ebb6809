"""The shipped record, ``data/record``: what each of its files says, as drafts.

Each folder holds one document (S0 … S4) as tables; ``data/README.md`` tells their columns. A cell
is read as an import would read it, keys become ids, and where a row stands in its document becomes
its source.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from app.core.collection import Collection
from app.core.errors import Refused
from app.core.keys import record_id
from app.core.records import faults_of
from app.core.types import Draft
from app.exchange import evaluation
from app.exchange.columns import columns_of, value
from app.exchange.parties import Parties
from app.resources import COLLECTIONS

Row = Mapping[str, str]
Values = dict[str, Any]

FILES = (  # after agencies and enterprises, each after what it points at
    "purchase_goals", "fairs", "matching_cases", "education_sessions", "meetings",
    "consultations", "contracts", "tallies", "goals", "published_figures",
)  # fmt: skip
_RENAMED = {
    "period_to": "period_until",
    "table": "sheet",
    "source_table": "sheet",
    "check": "recompute",
    "host_as_printed": "host",
    "buyer_as_printed": "buyer",
}
_POINTERS = {
    "agency_key": ("agency_id", "agencies"),
    "host_agency_key": ("host_agency_id", "agencies"),
    "parent_key": ("parent_id", "agencies"),
    "enterprise_key": ("enterprise_id", "enterprises"),
    "fair_key": ("fair_id", "fairs"),
}
_AS_PRINTED = {
    "remark_as_printed": "비고",
    "enterprise_as_printed": "인쇄된 기업명",
    "amount_as_printed": "인쇄된 금액",
}


class RecordBroken(Refused):
    """A row of the shipped record is not what its collection takes."""

    ko = "실린 자료의 {place} 행이 올바르지 않습니다: {why}"
    en = "The shipped row {place} is not valid: {why}"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One shipped record: its collection, where it stands, and what it is made from."""

    collection: Collection
    place: str
    draft: Draft


class Record:
    """The shipped record of one data folder."""

    def __init__(self, data: Path) -> None:
        """Read the parties of every document; the rest is read when it is asked for."""
        self._data = data
        self._folders = sorted(path for path in (data / "record").glob("s*") if path.is_dir())
        self._parties = {name: self._read_parties(name) for name in ("agencies", "enterprises")}
        for key, values in evaluation.enterprises(data):
            self._parties["enterprises"].add("eval", key, values)

    def __iter__(self) -> Iterator[Shipped]:
        """Return every shipped record, what is pointed at before what points at it."""
        yield from self._branches()
        yield from self._offices()
        for name, parties in self._parties.items():
            for party in parties:
                yield _shipped(name, party.values["name"], {**party.values, "id": party.id})
        for stem in FILES:
            for folder in self._folders:
                yield from self._file(folder, stem)

    def _branches(self) -> Iterator[Shipped]:
        """Return the tree of categories, parents first as the file has them."""
        for row in _rows(self._data / "categories.csv"):
            cells = {**row, "parent": row["parent_code"]}
            identity = {"id": record_id("categories", row["code"])}
            yield _shipped("categories", row["code"], {**_values("categories", cells), **identity})

    def _offices(self) -> Iterator[Shipped]:
        for row in _rows(self._data / "record" / "offices.csv"):
            identity = {"id": record_id("offices", row["code"])}
            yield _shipped("offices", row["code"], {**_values("offices", row), **identity})

    def _read_parties(self, name: str) -> Parties:
        parties = Parties(name)
        for folder in self._folders:
            for row in _rows(folder / f"{name}.csv"):
                said = " · ".join(filter(None, (provenance(row), row["note"])))[:500]
                values = _values(name, {**row, "source": said})
                departments = filter(None, row.get("departments", "").split("|"))
                if name == "agencies":
                    values["departments"] = [
                        {"id": record_id("departments", f"{row['key']}/{one}"), "name": one}
                        for one in departments
                    ]
                parties.add(folder.name, row["key"], values)
        for folder in self._folders:
            for row in _rows(folder / f"{name}.csv"):
                if row.get("parent_key"):
                    parent = parties.id_of(row["parent_key"])
                    parties.add(folder.name, row["key"], {"name": row["name"], "parent_id": parent})
        return parties

    def _file(self, folder: Path, stem: str) -> Iterator[Shipped]:
        """Return the records of one file of one document."""
        name = stem.replace("_", "-")
        parts = _PARTS.get(stem, _no_parts)(self, folder)
        for row in _rows(folder / f"{stem}.csv"):
            place = f"{folder.name}/{stem}.csv {row['key']}"
            try:
                cells = self._cells(stem, row)
                more = parts(row)
            except LookupError as error:
                raise RecordBroken(place=place, why=f"{error.args[0]} ?") from error
            identity = {"id": record_id(name, row["key"])}
            yield _shipped(name, place, {**_values(name, cells), **more, **identity})

    def _cells(self, stem: str, row: Row) -> dict[str, str]:
        """Return a row under the names of its collection, keys as ids and its place as source."""
        cells = {_RENAMED.get(name, name): text for name, text in row.items()}
        for name, (field, target) in _POINTERS.items():
            if row.get(name):
                cells[field] = str(self._id(target, row[name]))
        if stem == "published_figures":
            return {**cells, "document": row["source"], "place": row["row"]}
        columns = columns_of(COLLECTIONS[stem.replace("_", "-")].draft)
        said = [
            f"{label}: {row[name]}"
            for name, label in _AS_PRINTED.items()
            if name not in columns and row.get(name)
        ]
        note = "; ".join(filter(None, (*said, row["note"])))
        return {**cells, "source": provenance(row), "note": note}

    def _id(self, target: str, key: str) -> Any:  # noqa: ANN401 -- a UUID
        parties = self._parties.get(target)
        return parties.id_of(key) if parties else record_id(target, key)

    def _awards(self, _folder: Path) -> Callable[[Row], Values]:
        """Return how a matching case names the enterprises that were chosen."""

        def awards(row: Row) -> Values:
            keys = list(filter(None, row["awarded_enterprise_keys"].split("|")))
            return {
                "awards": [
                    {
                        "id": record_id("awards", f"{row['key']}/{key}"),
                        "enterprise_id": self._id("enterprises", key),
                    }
                    for key in keys
                ]
            }

        return awards

    def _members(self, folder: Path) -> Callable[[Row], Values]:
        """Return how a tally lists its names, in the order in which they were printed."""
        listed: dict[str, list[Row]] = defaultdict(list)
        for one in _rows(folder / "tally_members.csv"):
            listed[one["tally_key"]].append(one)

        def members(row: Row) -> Values:
            ordered = sorted(listed[row["key"]], key=lambda one: int(one["position"]))
            return {"members": [self._member(one) for one in ordered]}

        return members

    def _member(self, row: Row) -> Values:
        agency, enterprise = row["agency_key"], row["enterprise_key"]
        return {
            "id": record_id("tally-members", f"{row['tally_key']}/{row['position']}"),
            "name": row["name_as_printed"],
            "agency_id": self._id("agencies", agency) if agency else None,
            "enterprise_id": self._id("enterprises", enterprise) if enterprise else None,
        }


def _no_parts(_record: Record, _folder: Path) -> Callable[[Row], Values]:
    return lambda _row: {}


_PARTS: dict[str, Callable[[Record, Path], Callable[[Row], Values]]] = {
    "matching_cases": Record._awards,  # noqa: SLF001 -- the record's own table of its files
    "tallies": Record._members,  # noqa: SLF001 -- the record's own table of its files
}


def provenance(row: Row) -> str:
    """Return where a row stands: document, heading, printed number."""
    return " · ".join(filter(None, (row["source"], row["heading"], row["row"])))


def _rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table; a document that has none of this kind has no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _values(name: str, cells: Row) -> Values:
    """Return the filled cells that are columns of the collection, as an import reads them.

    Parts stand in files of their own.
    """
    columns = columns_of(COLLECTIONS[name].draft)
    mine = {n: text for n, text in cells.items() if text and n in columns}
    return {n: value(columns[n], t) for n, t in mine.items() if columns[n].kind != "parts"}


def _shipped(name: str, place: str, values: Values) -> Shipped:
    """Return the record made from *values*, or say what is wrong with it."""
    collection = COLLECTIONS[name]
    try:
        return Shipped(collection, place, collection.draft.model_validate(values))
    except ValidationError as error:
        why = "; ".join(f"{one.pointer} {one.en}" for one in faults_of(error))
        raise RecordBroken(place=place, why=why) from error
