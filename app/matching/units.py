"""Units of quantity: when two are the same, and over how long a capacity is counted."""

from functools import lru_cache

_SAME: dict[str, tuple[str, ...]] = {
    "㎡": ("m2", "m²", "제곱미터", "평방미터"),
    "kg": ("㎏", "킬로", "킬로그램", "킬로그람"),
    "개": ("ea", "개입"),
    "kw": ("㎾", "킬로와트"),
    "m/m": ("mm", "맨먼스", "인월"),
    "m": ("미터",),
    "㎥": ("m3", "m³"),
    "톤": ("t", "ton"),
}
_CANONICAL = {alias: name for name, others in _SAME.items() for alias in (name, *others)}
_SERVICE = frozenset(
    [
        "회",
        "시간",
        "차시",
        "편",
        "건",
        "면",
        "호",
        "㎡",
        "개소",
        "실",
        "m",
        "m/m",
        "일",
        "과정",
        "월",
        "식",
        "kw",
    ],
)
SERVICE_MONTHS = 3
"""A service may be spread: this many months' capacity is set against the quantity."""


def amount(quantity: float, unit: str | None) -> str:
    """An amount as people write it: all its digits, and its unit where there is one."""
    whole = int(quantity) if float(quantity).is_integer() else quantity
    return f"{whole} {unit or ''}".strip()


@lru_cache(maxsize=4096)
def canonical(unit: str | None) -> str | None:
    """Write the unit in one spelling; None when none is stated."""
    text = (unit or "").strip().casefold().rstrip(".")
    return _CANONICAL.get(text, text) or None


def comparable(one: str | None, other: str | None) -> bool:
    """Say whether both units are stated and the same."""
    first = canonical(one)
    return first is not None and first == canonical(other)


def months_counted(unit: str | None) -> int:
    """Count the months whose capacity may be set against a quantity in this unit."""
    return SERVICE_MONTHS if canonical(unit) in _SERVICE else 1
