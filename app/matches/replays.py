"""Why a run that is repeated does not give the same bytes: which version, else which places."""

from collections.abc import Iterator
from typing import Any

from app.core.collection import Document

_VERSIONS = {
    "engine_version": (
        "engine",
        "순위를 매기는 방식의 판이 다릅니다.",
        "Another version of the engine.",
    ),
    "weights_version": ("weights", "점수 배분의 판이 다릅니다.", "Another version of the weights."),
    "thesaurus_version": (
        "thesaurus",
        "그때의 사전이 보관되어 있지 않아 지금 사전으로 했습니다.",
        "The words of then are not kept; those in force were used.",
    ),
}
_PLACE = ("이 자리의 값이 다릅니다.", "The value differs in this place.")
_SHOWN = 20
_MISSING = object()


def differences(then: Document, now: Document) -> list[Document]:
    """Return the versions that differ, then the first places of the answer that do."""
    versions = [
        _difference(part, f"/{name}", (then.get(name), now.get(name)), (ko, en))
        for name, (part, ko, en) in _VERSIONS.items()
        if then.get(name) != now.get(name)
    ]
    places = [
        _difference("answer", place, pair, _PLACE)
        for place, *pair in _places("", then, now)
        if place.removeprefix("/") not in _VERSIONS
    ]
    return [*versions, *places[:_SHOWN]]


def _difference(part: str, place: str, pair: Any, words: tuple[str, str]) -> Document:  # noqa: ANN401 -- two values
    then, now = (None if one is _MISSING else one for one in pair)
    ko, en = words
    return {
        "part": part, "place": place, "then": then, "now": now, "message": ko, "message_en": en,
    }  # fmt: skip


def _places(place: str, then: Any, now: Any) -> Iterator[tuple[str, Any, Any]]:  # noqa: ANN401 -- plain data
    """Return every place where two answers differ, as JSON pointers, with both values."""
    if isinstance(then, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*then, *now)):
            yield from _places(f"{place}/{name}", then.get(name, _MISSING), now.get(name, _MISSING))
    elif isinstance(then, list) and isinstance(now, list):
        for at in range(max(len(then), len(now))):
            pair = (one[at] if at < len(one) else _MISSING for one in (then, now))
            yield from _places(f"{place}/{at}", *pair)
    elif then != now:
        yield place, then, now
