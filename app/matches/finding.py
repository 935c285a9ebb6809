"""Finding enterprises by what a person types: page by page, and what to ask where nobody is left."""

from collections.abc import Iterator
from typing import Any

from app.categories.actions import require_known
from app.core.collection import Document
from app.core.db import Reading
from app.core.paging import Cursor, bad_cursor, decode
from app.matches.live import LiveIndex
from app.matches.schemas import SearchQuery
from app.matches.words import found_without, question
from app.matching import Filters, Hit, Index, did_you_mean, search

MOST_FOUND = 1_000  # whoever is less like the words than these is not answered
_COUNTED = 100  # of an answer to another question no more are counted
_PAGED = frozenset({"q", "limit", "cursor"})


def find(unit: Reading, live: LiveIndex, query: SearchQuery) -> Document:
    """Find enterprises by what a person types, each with what matched."""
    require_known(unit, [("/category", query.category)])
    begin = decode(query.cursor).seq if query.cursor else 0
    if begin >= MOST_FOUND:
        raise bad_cursor()
    end = min(begin + query.limit, MOST_FOUND)
    filters = query.model_dump(exclude=set(_PAGED))
    with live.fresh(unit) as (index, _):
        hits = search(query.q, index, filters=Filters(**filters), limit=min(end + 1, MOST_FOUND))
        items = [_hit(hit, live) for hit in hits[begin:end]]
        words = index.thesaurus.version
        instead = list(_instead(query.q, filters, index)) if not hits else []
    goes_on = len(hits) > end
    return {
        "items": items,
        "next": Cursor(None, end, len(hits)).encode() if goes_on else None,
        "total": len(hits),
        "thesaurus_version": words,
        "did_you_mean": _meant(hits),
        "instead": instead,
    }


def _instead(q: str, filters: dict[str, Any], index: Index) -> Iterator[Document]:
    """Tell, for each condition, how many would be found without it; in a place, who serves it."""
    for name in [name for name, value in filters.items() if value is not None and name != "as_of"]:
        put = {"region": filters[name]} if name == "district" and not filters["region"] else {}
        changed = Filters(**{**filters, name: None, **put})
        found = len(search(q, index, filters=changed, limit=_COUNTED))
        if found:
            message, message_en = found_without(name, put, found, most=found >= _COUNTED)
            told = {"message": message, "message_en": message_en}
            yield {"drop": name, "put": put, "found": found, **told}


def _meant(hits: list[Hit]) -> Document | None:
    """Return how the line was read, where it was not taken as it was typed."""
    one = did_you_mean(hits)
    if one is None:
        return None
    message, message_en = question(one.matched)
    return {
        "by": one.by,
        "typed": one.typed,
        "text": one.matched,
        "message": message,
        "message_en": message_en,
    }


def _hit(hit: Hit, live: LiveIndex) -> Document:
    one = hit.supplier
    return {
        "rank": hit.rank,
        "enterprise": {
            "id": one.id,
            "name": one.name,
            "district": one.district,
            "is_synthetic": live.is_synthetic(one.id),
        },
        "score": hit.score,
        "matched": [{"by": f.by, "typed": f.typed, "matched": f.matched} for f in hit.found],
        "matched_products": [
            {"id": p.id, "name": p.name, "score": p.score} for p in hit.matched_products
        ],
    }
