"""JSON read exactly: what two readers could understand differently is refused.

The standard library takes NaN and Infinity, which are not JSON, takes 1e999 for infinity, and of a
name that stands twice in an object silently takes the last.
"""

import json
import math
from collections import Counter
from typing import Any, NoReturn

from app.core.errors import InvalidInput, fault


class RepeatedName(InvalidInput):
    """A name stands twice in one object, so nobody can tell which value is meant."""

    ko = "같은 이름이 한 객체에 두 번 있습니다."
    en = "A name stands twice in one object."


def read(text: bytes) -> Any:  # noqa: ANN401 -- whatever the JSON holds
    """Return what JSON text in UTF-8 holds; raise `RepeatedName`, or ValueError when it is none."""
    return json.loads(
        text.decode("utf-8-sig"),
        object_pairs_hook=_each_once,
        parse_constant=_no_number,
        parse_float=_finite,
    )


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(name for name, _ in pairs)  # in one pass: a body may hold 200,000 names
        twice = [name for name, times in counted.items() if times > 1]
        ko, en = "이 이름이 두 번 있습니다.", "This name stands twice."
        raise RepeatedName(faults=[fault(_shown(name), "repeated_name", ko, en) for name in twice])
    return found


def _shown(name: str) -> str:
    """Return a step of a JSON pointer in Unicode that can be sent, whatever the caller sent."""
    return "/" + name.replace("~", "~0").replace("/", "~1").encode("utf-8", "replace").decode()


def _no_number(word: str) -> NoReturn:
    raise json.JSONDecodeError(word, "", 0)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise json.JSONDecodeError("too large", "", 0)
    return number
