"""What a form sent: kept as it was typed, read into a shape, and each fault beside its field."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from fastapi import Request
from pydantic import ValidationError

from app.core.errors import FieldFault, InvalidInput, fault
from app.core.records import faults_of
from app.core.types import Input
from app.core.words import field_fault

Shape = TypeVar("Shape", bound=Input)
_PARTS = {"억": 10**8, "천만": 10**7, "백만": 10**6, "십만": 10**5, "만": 10**4, "천": 10**3}
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(억|천만|백만|십만|만|천)")
_PLAIN = re.compile(r"[0-9]{1,18}")
CHOOSE = ("목록에 있는 것 가운데서 골라 주세요.", "Choose one of those listed.")
DATE = ("날짜를 2026-11-21처럼 적어 주세요.", "Write the date as 2026-11-21.")
_SAID: Mapping[str, tuple[str, str]] = {
    "literal_error": CHOOSE,
    "enum": CHOOSE,
    "uuid_parsing": CHOOSE,
    "string_pattern_mismatch": (
        "쓸 수 없는 글자가 있습니다. 탭이나 보이지 않는 글자를 지워 주세요.",
        "There is a character that cannot be used: a tab, or one that is not seen.",
    ),
}  # what people read where the words for programs name codes and patterns


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form as they were typed, and what is wrong with each."""

    typed: Mapping[str, list[str]] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)

    def value(self, name: str, default: str = "") -> str:
        """Return what was typed into a field."""
        return next(iter(self.typed.get(name, ())), default)

    def values(self, name: str) -> list[str]:
        """Return everything that was chosen in a field."""
        return list(self.typed.get(name, ()))

    def query(self) -> dict[str, list[str]]:
        """Return the form as the query of an address."""
        return dict(self.typed)


def single(typed: Mapping[str, list[str]], lists: Iterable[str] = ()) -> dict[str, Any]:
    """Return each field's last value, but all values of the fields named in *lists*."""
    several = set(lists)
    return {name: values if name in several else values[-1] for name, values in typed.items()}


def typed(request: Request) -> dict[str, list[str]]:
    """Return the fields of the address that hold anything."""
    found: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        if value.strip():
            found.setdefault(name, []).append(value)
    return found


def shaped(shape: type[Shape], wanted: Mapping[str, Any]) -> Shape:
    """Return the fields as *shape*, or refuse with each fault named."""
    try:
        return shape.model_validate(wanted)
    except ValidationError as error:
        raise InvalidInput(faults=faults_of(error)) from error


def whole(
    shape: type[Shape], wanted: Mapping[str, Any], reads: Mapping[str, Callable[[], Any]]
) -> Shape:
    """Return the fields as *shape*, or refuse with every fault at once.

    What has to be read or looked up comes by *reads*, under the name it has in the shape.
    """
    found, faults, unread = dict(wanted), list[FieldFault](), set[str]()
    for name, read in reads.items():
        try:
            found[name] = read()
        except InvalidInput as refusal:
            faults.extend(refusal.faults)
            unread.add(name)
    try:
        made = shaped(shape, found)
    except InvalidInput as refusal:
        faults += [one for one in refusal.faults if one.pointer[1:].split("/")[0] not in unread]
    if faults:
        raise InvalidInput(faults=faults)
    return made


def gathered(*reads: Callable[[], Mapping[str, Any]]) -> dict[str, Any]:
    """Return everything that the *reads* find, or refuse with the faults of all at once."""
    found, faults = dict[str, Any](), list[FieldFault]()
    for read in reads:
        try:
            found |= read()
        except InvalidInput as refusal:
            faults.extend(refusal.faults)
    if faults:
        raise InvalidInput(faults=faults)
    return found


def asked(
    read: Callable[[dict[str, Any]], Shape],
    typed: Mapping[str, list[str]],
    language: str,
    lists: Iterable[str] = (),
) -> tuple[Form, Shape]:
    """Return what the fields of an address ask for, by *read*; *lists* names those with several.

    What is wrong is told beside its field, and what is asked for without it is answered.
    """
    wanted = single(typed, lists)
    try:
        return Form(typed), read(wanted)
    except InvalidInput as refusal:
        faults = by_field(refusal.faults, language)
        right = {name: value for name, value in wanted.items() if name not in faults}
        if len(right) == len(wanted):
            raise
        return Form(typed, faults), read(right)


def by_field(faults: Iterable[FieldFault], language: str) -> dict[str, str]:
    """Return the faults by the field they stand beside, in the reader's language."""
    found: dict[str, str] = {}
    for one in faults:
        name = one.pointer.split("/")[1] if "/" in one.pointer else ""
        found.setdefault(name, said(one, language))
    return found


def said(one: FieldFault, language: str) -> str:
    """Return a fault as people read it, in their language."""
    is_day = one.code.startswith("date_")
    ko, en = DATE if is_day else _SAID.get(one.code, (one.ko, one.en))
    return en if language == "en" else ko


def missing(posted: Form, names: Iterable[str], language: str) -> dict[str, str]:
    """Return what is told beside each of the fields *names* that holds nothing."""
    empty = [name for name in names if not posted.value(name).strip()]
    return by_field([field_fault({"type": "missing", "loc": (one,)}) for one in empty], language)


def won_typed(name: str, text: str) -> int:
    """Read an amount as people write it: 1,800,000 · 180만원 · 1억 2,000만."""
    squeezed = re.sub(r"[\s,원₩]", "", text)
    if _PLAIN.fullmatch(squeezed):
        return int(squeezed)
    parts = _PART.findall(squeezed)
    if not parts or "".join(a + b for a, b in parts) != squeezed:
        ko, en = (
            "금액은 1,800,000 또는 180만원처럼 적어 주세요.",
            "Write an amount as 1,800,000 or 180만원.",
        )
        raise InvalidInput(faults=[fault(name, "amount", ko, en)])
    return int(sum(Decimal(count) * _PARTS[unit] for count, unit in parts))


def count_typed(name: str, text: str) -> int:
    """Read a whole number, with or without commas."""
    squeezed = re.sub(r"[\s,]", "", text)
    if not _PLAIN.fullmatch(squeezed):
        ko, en = "정수로 적어 주세요. 예: 20", "Write a whole number, e.g. 20."
        raise InvalidInput(faults=[fault(name, "int_parsing", ko, en)])
    return int(squeezed)


def uuid_typed(text: str) -> UUID | None:
    """Read an id that a form carries along; None where there is none, or none that could be."""
    try:
        return UUID(text)
    except ValueError:
        return None
