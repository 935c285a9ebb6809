"""A file of concepts that someone hands in, checked row by row before anything is drafted."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from app.core.errors import FieldFault, Refused, fault
from app.core.records import faults_of
from app.thesaurus import sheet
from app.thesaurus.actions import faults_by_itself
from app.thesaurus.published import Contents
from app.thesaurus.schemas import ConceptDraft


class NotAThesaurus(Refused):
    """A file of concepts lacks columns, or has rows that are none."""

    ko = "사전 파일로 읽을 수 없습니다. 열은 {columns} 순서이고, 아래 행을 고쳐야 합니다."
    en = "This is no thesaurus file: its columns are {columns}, and these rows need repair."


def contents_of(text: str) -> Contents:
    """Return what a file says of each concept; refuse it naming every row and column that is wrong."""
    rows = sheet.read(text)
    faults = [*_missing(rows), *(one for row in rows for one in _of_row(row))]
    codes = [row.get("code") or "" for row in rows]
    faults += [_twice(code) for code in sorted({one for one in codes if codes.count(one) > 1})]
    if faults:
        raise NotAThesaurus(columns=", ".join(sheet.COLUMNS), faults=faults)
    return {one["code"]: one for one in map(sheet.content_of, rows)}


def _missing(rows: list[dict[str, str]]) -> list[FieldFault]:
    present = rows[0].keys() if rows else ()
    return [
        fault(name, "missing", "이 열이 없습니다.", "This column is missing.")
        for name in sheet.COLUMNS
        if name not in present
    ]


def _of_row(row: Mapping[str, str]) -> Iterator[FieldFault]:
    content = sheet.content_of(row)
    code = content["code"] or "?"
    try:
        document = ConceptDraft.model_validate(content).model_dump()
    except ValidationError as error:
        found = faults_of(error)
    else:
        found = faults_by_itself(document)
    for one in found:
        yield FieldFault(f"/{code}{one.pointer}", one.code, one.ko, one.en)


def _twice(code: str) -> FieldFault:
    ko, en = "이 코드가 두 번 있습니다.", "This code stands twice."
    return fault(f"{code}/code", "repeated", ko, en)
