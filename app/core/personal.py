"""Numbers that must not be kept: what looks like a resident registration or a card number.

개인정보 보호법 제24조의2 forbids keeping 주민등록번호 without a statute that asks for it; none does
here. A company's registration number has the same form, so this is a warning that can be passed.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from app.core.errors import Conflict, FieldFault, fault

_RESIDENT = re.compile(r"(?<![0-9A-Za-z])(\d{2})(\d{2})(\d{2})\s?-?\s?([1-8])\d{6}(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:\d{4}[- ]){3}\d{4}(?![0-9A-Za-z])")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2012\u2013\u2014\u2015\u2212"), "-")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), "")
_PLAIN = str.maketrans({**_DASHES, **_UNSEEN})
_LUHN = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


class LooksPersonal(Conflict):
    """A text seems to hold a number that must not be kept; saying so again lets it pass."""

    title_ko, title_en = "적지 말아야 할 번호로 보입니다", "This looks like a number not to be kept"
    ko = (
        "주민등록번호나 카드번호로 보이는 숫자가 있습니다. 지우고 다시 보내 주세요. "
        "그런 번호가 아니라면 ?confirm=true로 다시 보내 주세요."
    )
    en = (
        "There is what looks like a resident registration or card number. Remove it; if it is "
        "something else, send again with ?confirm=true."
    )


def faults_in(document: dict[str, Any]) -> list[FieldFault]:
    """Return a fault for each text of a document that holds such a number."""
    return [
        fault(
            pointer,
            "looks_personal",
            "주민등록번호나 카드번호로 보이는 숫자가 있습니다.",
            "Holds what looks like a resident registration or card number.",
        )
        for pointer, text in _texts("", document)
        if looks_personal(text)
    ]


def looks_personal(text: str) -> bool:
    """Whether a text holds what looks like a 주민등록번호 or a card number.

    Signs of full width and the dashes that word processors set count as the plain ones.
    """
    text = unicodedata.normalize("NFKC", text).translate(_PLAIN)
    return any(map(_is_born, _RESIDENT.finditer(text))) or any(map(_is_card, _CARD.finditer(text)))


def _texts(pointer: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 -- any part of a document
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from _texts(f"{pointer}/{name}", part)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _texts(f"{pointer}/{place}", part)


def _is_born(found: re.Match[str]) -> bool:
    """Whether the first six digits are a day of the century that the seventh names."""
    year, month, day, century = (int(part) for part in found.groups())
    try:
        date((1900 if century in (1, 2, 5, 6) else 2000) + year, month, day)
    except ValueError:
        return False
    return True


def _is_card(found: re.Match[str]) -> bool:
    """Whether the sixteen digits keep the check sum of cards (ISO/IEC 7812-1, Luhn)."""
    digits = [int(sign) for sign in found.group() if sign.isdigit()]
    doubled = (_LUHN[n] if place % 2 == 0 else n for place, n in enumerate(digits))
    return sum(doubled) % 10 == 0
