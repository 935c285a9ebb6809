"""The blanks of a form, said once: how each is shown, read, and filled with what is stored."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Literal

from app.core.collection import Document
from app.core.errors import FieldFault, InvalidInput, refuse
from app.core.words import field_fault
from app.pages import forms
from app.pages.forms import Form

Kind = Literal["line", "text", "list", "day", "won", "count", "ratio", "whether", "tick", "choice"]
_WORDS = ("line", "text", "list")
_WHETHER = {"1": True, "0": False}
_RATIO = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of a form, by the name it has in the record."""

    name: str
    label: str
    kind: Kind = "line"
    hint: str = ""
    must: bool = False
    most: int = 200  # letters
    choices: Mapping[str, str] = field(default_factory=dict)


def read(form: Form, blanks: Iterable[Blank]) -> dict[str, Any]:
    """Return what was typed into each blank as the record has it; refuse with all faults at once."""
    return forms.gathered(*(partial(_read_one, form, one) for one in blanks))


def _read_one(form: Form, one: Blank) -> dict[str, Any]:
    text = form.value(one.name).strip().replace("\r\n", "\n")
    _require(one, text)
    return {one.name: _READ[one.kind](one.name, text)}


def _require(one: Blank, text: str) -> None:
    """Refuse a blank that must hold something and does not, or holds more than it may."""
    wrong: dict[str, Any] = {}
    if one.must and not text:
        wrong = {"type": "missing"}
    elif one.kind in _WORDS and len(text) > one.most:
        wrong = {"type": "string_too_long", "ctx": {"max_length": one.most}}
    if wrong:
        raise InvalidInput(faults=[field_fault({**wrong, "loc": (one.name,)})])


def filled(document: Document, blanks: Iterable[Blank]) -> dict[str, list[str]]:
    """Return what is stored as it would be typed."""
    return {one.name: [text] for one in blanks if (text := shown(document.get(one.name)))}


def shown(value: Any) -> str:  # noqa: ANN401 -- any field's value
    """Return a stored value as it would be typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return f"{value:,}" if isinstance(value, int) else str(value)


def differing(stored: Document, form: Form, blanks: Iterable[Blank]) -> dict[str, str]:
    """Return what is stored of each blank in which something else was typed."""
    found = {}
    for one in blanks:
        there = shown(stored.get(one.name))
        if there != _meant(form, one):
            found[one.name] = one.choices.get(there, there) or "비어 있음"
    return found


def beside(faults: Sequence[FieldFault], blanks: Iterable[Blank], language: str) -> dict[str, str]:
    """Return the faults by the blank they stand beside; what is about none stands above the form."""
    names, found = {one.name for one in blanks}, dict[str, str]()
    for one in faults:
        steps = one.pointer.split("/")[1:]
        name = next((step for step in reversed(steps) if step in names), "")
        found.setdefault(name, forms.said(one, language))
    return found


def _meant(form: Form, one: Blank) -> str:
    """Return what was typed as it would be shown once stored; as it is where it cannot be read."""
    try:
        return shown(read(form, [one])[one.name])
    except InvalidInput:
        return form.value(one.name)


def _line(_name: str, text: str) -> str | None:
    return text or None


def _day(name: str, text: str) -> str | None:
    try:
        return str(date.fromisoformat(text)) if text else None
    except ValueError as error:
        raise refuse(name, "date_parsing", *forms.DATE) from error


def _list(_name: str, text: str) -> list[str]:
    return [one for part in re.split(r"[,\n]", text) if (one := part.strip())]


def _ratio(name: str, text: str) -> float | None:
    if text and not _RATIO.fullmatch(text):
        ko, en = "숫자로 적어 주세요. 예: 32.5", "Write a number, e.g. 32.5."
        raise refuse(name, "float_parsing", ko, en)
    return float(text) if text else None


def _won(name: str, text: str) -> int | None:
    return forms.won_typed(name, text) if text else None


def _count(name: str, text: str) -> int | None:
    return forms.count_typed(name, text) if text else None


def _whether(name: str, text: str) -> bool | None:
    if text and text not in _WHETHER:
        raise refuse(name, "literal_error", *forms.CHOOSE)
    return _WHETHER.get(text)


def _tick(_name: str, text: str) -> bool:
    return text == "1"


_READ: Mapping[Kind, Callable[[str, str], Any]] = {
    "line": _line,
    "text": _line,
    "list": _list,
    "day": _day,
    "choice": _line,
    "won": _won,
    "count": _count,
    "ratio": _ratio,
    "whether": _whether,
    "tick": _tick,
}
