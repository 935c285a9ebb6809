"""What people read about two runs beside each other: what changed, and why someone moved."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.collection import Document
from app.enterprises.kinds import label as certificate_label
from app.matches.words import FACTORS
from app.matching import POLICY
from app.matching.diff import Move, Verdict, same_band
from app.matching.shapes import UNITS

_NAMED = 3  # so many of those who passed stand in a sentence; the answer names all
Both = tuple[str, str]

_SETTINGS: dict[str, Both] = {
    "engine_version": ("매칭 엔진", "the engine"),
    "weights_version": ("가중치", "the weights"),
    "thesaurus_version": ("업종 사전", "the thesaurus"),
    "data_version": ("기업·계약 자료", "the enterprises and their contracts"),
    "as_of": ("기준일", "the day asked"),
    "law": ("계약 법령", "the contract law"),
    "limit": ("보여 준 수", "how many are shown"),
}
_CHECKS: dict[str, Both] = {
    "status": ("영업 상태", "in business"),
    "region": ("서비스 지역", "region"),
    "certificate": ("인증", "certificate"),
    "licence": ("면허", "licence"),
    "capacity": ("공급력", "capacity"),
    "lots": ("분할 품목", "lots"),
}
_OUTCOMES: dict[str | None, Both] = {
    "pass": ("충족", "pass"),
    "fail": ("미달", "fail"),
    "unknown": ("확인 안 됨", "unknown"),
    None: ("묻지 않음", "not asked"),
}
_FIELDS: dict[str, Both] = {
    "name": ("이름", "name"),
    "aliases": ("다른 이름", "aliases"),
    "legal_form": ("법인 형태", "legal form"),
    "district": ("소재지", "district"),
    "service_regions": ("서비스 지역", "service regions"),
    "status": ("영업 상태", "status"),
    "description": ("소개", "description"),
    "certifications": ("인증", "certifications"),
    "licences": ("면허", "licences"),
    "products": ("품목", "products"),
    "commitments": ("약속한 물량", "what it has promised"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """All that can have moved an enterprise: itself, the others, and what runs rest on."""

    move: Move
    fields: tuple[str, ...]
    is_new: bool
    is_gone: bool
    is_rejudged: bool
    is_redrawn: bool
    one_is_empty: bool
    names: Mapping[str, str]


def changed(before: Document, after: Document) -> list[Document]:
    """Return what the two runs rest on differently, enterprises apart."""
    found = []
    for name in dict.fromkeys([*after, *before]):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        of_request = name not in _SETTINGS
        ko, en = _SETTINGS.get(name, (f"요청의 {name}", f"{name} of the request"))
        words = (f"{ko} 바뀜", f"Changed: {en}")
        if not of_request:
            words = (f"{ko}: {old} → {new}", f"Changed: {en}, {old} → {new}")
        kept = {"what": name, "of_request": of_request, "before": old, "after": new}
        found.append({**kept, "message": words[0], "message_en": words[1]})
    return found


def reasons(why: Why) -> list[Document]:
    """Return why an enterprise moved: its own causes first, then the others'."""
    return [
        {"code": code, "message": ko, "message_en": en}
        for code, (ko, en) in (*_own(why), *_of_others(why))
    ]


def _own(why: Why) -> Iterator[tuple[str, Both]]:
    if why.is_new:
        yield "registered", ("그 사이 새로 등록됨", "Registered since")
    if why.is_gone:
        yield "removed", ("그 사이 등록이 없어짐", "No longer registered")
    if why.fields:
        ko, en = (", ".join(_FIELDS[name][place] for name in why.fields) for place in (0, 1))
        yield "facts", (f"등록 정보 바뀜: {ko}", f"Its entry changed: {en}")
    for verdict in why.move.checks:
        yield "check", _verdict(verdict)
    for part in sorted(why.move.parts, key=lambda one: -abs(one.after - one.before)):
        points, name = (part.after - part.before) / UNITS, FACTORS.get(part.name, part.name)
        yield "score", (f"{name} {points:+.2f}점", f"{part.name} {points:+.2f} points")
    if not (why.is_new or why.is_gone):
        yield from _of_likeness(why)


def _of_likeness(why: Why) -> Iterator[tuple[str, Both]]:
    """Say why there is no score on one side though the enterprise was registered."""
    move = why.move
    if move.before is not None and move.after is not None:
        return
    if not why.is_rejudged:
        yield (
            "not_rejudged",
            (
                "엔진이나 가중치가 지금과 달라, 보여 주지 않은 쪽의 점수는 다시 내지 않음",
                "Made by another engine or weights, so where it was not shown it is not judged again",
            ),
        )
    elif move.before is None:
        yield "became_like", ("전에는 요청과 닮은 품목이 없었음", "Was not like the need before")
    else:
        yield "became_unlike", ("이제는 요청과 닮은 품목이 없음", "Is no longer like the need")


def _of_others(why: Why) -> Iterator[tuple[str, Both]]:
    move = why.move
    if move.passed_by:
        ko, en = (_listed(move.passed_by, why.names, place) for place in (0, 1))
        yield "passed_by", (f"앞으로 온 곳: {ko}", f"Now before it: {en}")
    if move.passes and move.kind != "left":
        ko, en = (_listed(move.passes, why.names, place) for place in (0, 1))
        yield "passes", (f"앞에서 물러난 곳: {ko}", f"No longer before it: {en}")
    if why.one_is_empty and move.before and move.after:
        yield (
            "nobody_named",
            (
                "두 실행 가운데 하나는 확신할 만한 곳이 없어 아무도 보여 주지 않음",
                "One of the two runs named nobody, because not even the likest convinced",
            ),
        )
    if _is_drawn_anew(why):
        yield (
            "redrawn",
            (
                "같은 점수 구간의 순서를 새 가중치 버전으로 다시 뽑음",
                "The order within its band of scores was drawn anew for the new weights",
            ),
        )


def _is_drawn_anew(why: Why) -> bool:
    before, after = why.move.before, why.move.after
    if not why.is_redrawn or why.move.kind not in ("rose", "fell") or not before or not after:
        return False
    return same_band(before.units, after.units, POLICY.band)


def _verdict(one: Verdict) -> Both:
    ko, en = _CHECKS.get(one.name, (one.name, one.name))
    if one.kind:
        ko, en = f"{ko}({certificate_label(one.kind)})", f"{en} ({one.kind})"
    old, new = _OUTCOMES[one.before], _OUTCOMES[one.after]
    return f"{ko}: {old[0]} → {new[0]}", f"{en}: {old[1]} → {new[1]}"


def _listed(ids: Sequence[str], names: Mapping[str, str], place: int) -> str:
    shown = ", ".join(names[one] for one in ids[:_NAMED])
    more = len(ids) - _NAMED
    further: Any = (f" 밖 {more}곳", f" and {more} more")[place]
    return shown + (further if more > 0 else "")
