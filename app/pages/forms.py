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

Shape = TypeVar("Shape", bound=Input)
_PARTS = {"억": 10**8, "천만": 10**7, "백만": 10**6, "십만": 10**5, "만": 10**4, "천": 10**3}
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(억|천만|백만|십만|만|천)")
_PLAIN = re.compile(r"[0-9]{1,18}")


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


def asked(
    read: Callable[[dict[str, Any]], Shape], typed: Mapping[str, list[str]], language: str
) -> tuple[Form, Shape]:
    """Return what the fields of an address ask for, by *read*.

    What is wrong is told beside its field, and what is asked for without it is answered.
    """
    wanted = single(typed)
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
        found.setdefault(name, one.en if language == "en" else one.ko)
    return found


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
    """Read an id that a form carries along; None where there is none."""
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise InvalidInput from error
