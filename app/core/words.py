"""What people read about a wrong field, in Korean and English.

Keyed by the validator's own error types; the values it expected are filled in, what was sent is
never echoed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.core.errors import FieldFault

_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("꼭 필요한 항목입니다.", "This field is required."),
    "extra_forbidden": (
        "알 수 없는 항목입니다. 이름을 확인해 주세요.",
        "Unknown field; check its name.",
    ),
    "string_type": ("글자로 적어 주세요.", "Must be text."),
    "string_too_short": (
        "{min_length}자 이상 적어 주세요.",
        "Must have at least {min_length} characters.",
    ),
    "string_too_long": (
        "{max_length}자 이내로 적어 주세요.",
        "Must have at most {max_length} characters.",
    ),
    "string_pattern_mismatch": (
        "형식이 맞지 않습니다({pattern}).",
        "Does not have the form {pattern}.",
    ),
    "string_unicode": ("올바른 유니코드 글자가 아닙니다.", "Not valid Unicode text."),
    "int_type": ("정수로 적어 주세요.", "Must be a whole number."),
    "int_parsing": ("정수로 적어 주세요.", "Must be a whole number."),
    "int_parsing_size": ("수가 너무 큽니다.", "The number is too large."),
    "int_from_float": (
        "소수가 아닌 정수로 적어 주세요.",
        "Must be a whole number without a fraction.",
    ),
    "float_type": ("숫자로 적어 주세요.", "Must be a number."),
    "float_parsing": ("숫자로 적어 주세요.", "Must be a number."),
    "finite_number": ("유한한 숫자로 적어 주세요.", "Must be a finite number."),
    "bool_type": ("true 또는 false로 적어 주세요.", "Must be true or false."),
    "bool_parsing": ("true 또는 false로 적어 주세요.", "Must be true or false."),
    "greater_than_equal": ("{ge} 이상이어야 합니다.", "Must be at least {ge}."),
    "greater_than": ("{gt}보다 커야 합니다.", "Must be greater than {gt}."),
    "less_than_equal": ("{le} 이하여야 합니다.", "Must be at most {le}."),
    "less_than": ("{lt}보다 작아야 합니다.", "Must be less than {lt}."),
    "literal_error": ("다음 중 하나여야 합니다: {expected}", "Must be one of: {expected}"),
    "enum": ("다음 중 하나여야 합니다: {expected}", "Must be one of: {expected}"),
    "list_type": ("목록([ ])으로 적어 주세요.", "Must be a list."),
    "too_long": (
        "{max_length}개까지 적을 수 있습니다.",
        "At most {max_length} entries are allowed.",
    ),
    "too_short": ("{min_length}개 이상이어야 합니다.", "At least {min_length} entries are needed."),
    "uuid_type": ("UUID 형식이어야 합니다.", "Must be a UUID."),
    "uuid_parsing": ("UUID 형식이어야 합니다.", "Must be a UUID."),
    "json_invalid": ("JSON 문법이 맞지 않습니다.", "Not valid JSON."),
    "model_attributes_type": ("JSON 객체({{ }})로 보내 주세요.", "Must be a JSON object."),
    "model_type": ("JSON 객체({{ }})로 보내 주세요.", "Must be a JSON object."),
    "dict_type": ("JSON 객체({{ }})로 보내 주세요.", "Must be a JSON object."),
}
_DATES = (
    "날짜는 2026-11-21, 시각은 2026-11-21T09:00:00+09:00 꼴로 적어 주세요.",
    "Write a date as 2026-11-21 and a time as 2026-11-21T09:00:00+09:00.",
)
_DAY = re.compile(r"datetime\.date(?:time)?\((\d+), (\d+), (\d+)")
_BOUNDS = {
    "greater_than_equal": ("{ge}부터 적을 수 있습니다.", "Must not be before {ge}."),
    "less_than_equal": ("{le}까지 적을 수 있습니다.", "Must not be after {le}."),
}
_OTHER = ("값이 올바르지 않습니다.", "The value is not valid.")


class Fault(ValueError):  # noqa: N818 -- one fault of one field
    """A rule between or inside fields, raised in a validator, with words in both languages."""

    def __init__(self, field: str, code: str, ko: str, en: str) -> None:
        """Name the *field* that is wrong, a machine *code*, and what would be right."""
        super().__init__(en)
        self.field, self.code, self.ko, self.en = field, code, ko, en


def require_order(begin: date | None, end: date | None, field: str) -> None:
    """Refuse a span of days that ends before it begins; *field* is the one that names its end."""
    if begin is not None and end is not None and end < begin:
        ko, en = "끝나는 날이 시작하는 날보다 빠릅니다.", "The period ends before it begins."
        raise Fault(field, "ends_before_start", ko, en)


def field_fault(error: Mapping[str, Any], skip: int = 0) -> FieldFault:
    """Return one validator error as a field fault; *skip* leading parts of its place are dropped."""
    kind, context = error["type"], error.get("ctx") or {}
    place = _place(kind, error["loc"][skip:])
    raised = context.get("error")
    if isinstance(raised, Fault):
        place = [*place, raised.field] if raised.field else place
        return FieldFault(_pointer(place), raised.code, raised.ko, raised.en)
    days = {name: day for name, value in context.items() if (day := _day_of(value))}
    if kind.startswith(("date", "time", "timezone")):
        ko, en = _DATES
    else:
        ko, en = (_BOUNDS if days else _WORDS).get(kind, _OTHER)
    context = {**context, **days}
    named = str(context.get("expected", "")).replace("' or '", "', '")  # the validator's English
    ko = ko.format(**{**context, "expected": named})
    return FieldFault(_pointer(place), kind, ko, en.format(**context))


def _day_of(value: object) -> str | None:
    """Return the day of a bound that the validator names as it stands in its code, in ISO 8601."""
    named = _DAY.match(value) if isinstance(value, str) else None
    return date(*map(int, named.groups())).isoformat() if named else None


def _place(kind: str, parts: Sequence[Any]) -> list[Any]:
    """Return where a fault lies, as steps from the whole input to the field."""
    if kind == "json_invalid":
        return []  # the framework puts a position in the text there
    if kind == "extra_forbidden":
        return [*_place("", parts[:-1]), parts[-1]]  # the caller's own word, whatever it looks like
    return [part for part in parts if not _is_branch(part)]


def _is_branch(part: object) -> bool:
    """Whether a part of the place names a branch of a union, not a field (`date`, `function-…`)."""
    return isinstance(part, str) and ("[" in part or part in ("missing-sentinel", "none"))


def _pointer(place: list[Any]) -> str:
    """Return a JSON pointer (RFC 6901), in Unicode that can be sent whatever the caller sent."""
    steps = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)
    return steps.encode("utf-8", "replace").decode()
