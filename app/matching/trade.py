"""What a need asks for and what a product offers, as weighted concepts of the thesaurus."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from app.matching.concepts import Mention, Thesaurus
from app.matching.shapes import Need, Product

_TITLE, _DESCRIPTION, _ASIDE, _CODED = 1.0, 0.4, 0.8, 0.9
_PRODUCT_NAME, _PRODUCT_TEXT, _PRODUCT_CATEGORY, _SUPPLIER_TEXT = 1.0, 0.5, 0.5, 0.15
_FROM_THE_END = (1.0, 0.75, 0.55)
_LENGTHS = (0.5, 0.7, 0.85, 1.0)
_RESEMBLED = 0.75
_DOUBT = 0.4
_SHADE = 0.3
_ENOUGH = 8
AGAINST = -1.0
"""The weight of a concept a product speaks against: '폐현수막' is not a banner."""

Read = tuple[list[Mention], frozenset[str]]
_REMEMBERED = 4096
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>")


def asked(need: Need, thesaurus: Thesaurus) -> dict[str, float]:
    """Read the concepts a need asks for, the strongest first.

    Korean puts the head of a title last, so the last term named counts most; what stands in
    brackets is an aside.
    """
    title = _BRACKETS.sub(" ", need.title)
    aside = " ".join(_BRACKETS.findall(need.title))
    found: dict[str, float] = {}
    _merge(found, _by_place(thesaurus.annotate(title)), _TITLE)
    _merge(found, _flat(thesaurus.annotate(aside)), _ASIDE)
    _merge(found, _flat(thesaurus.annotate(need.description)), _DESCRIPTION)
    for code in need.category_codes:
        filed = thesaurus.in_category(code)
        _merge(found, ((one, len(filed) ** -0.5) for one in filed), _CODED)
    fields = (([title], _TITLE), ([aside], _ASIDE), ([need.description], _DESCRIPTION))
    (resembled,) = thesaurus.sketcher.sketch(fields)
    return _strongest(_weighed(found, resembled))


def offered(
    products: Sequence[Product], texts: Sequence[str], thesaurus: Thesaurus
) -> list[dict[str, float]]:
    """Read the concepts each product offers; *texts* are their suppliers' own words."""
    read = lru_cache(maxsize=_REMEMBERED)(thesaurus.read)
    found = [
        _named(product, text, thesaurus, read)
        for product, text in zip(products, texts, strict=True)
    ]
    fields = (
        ([one.name for one in products], _PRODUCT_NAME),
        ([one.description for one in products], _PRODUCT_TEXT),
        ([one.category_text for one in products], _PRODUCT_CATEGORY),
    )
    resembled = thesaurus.sketcher.sketch(fields)
    return [_weighed(one, other) for one, other in zip(found, resembled, strict=True)]


def _weighed(named: dict[str, float], resembled: dict[str, float]) -> dict[str, float]:
    """Put the two kinds of evidence together.

    A term that the rest of the text does not bear out counts for less; where a term speaks surely,
    what the text merely resembles counts for less.
    """
    most = max(resembled.values(), default=0.0)
    spoken = max(named.values(), default=0.0)
    against = {code for code, weight in named.items() if weight == AGAINST}
    found = {
        code: weight * (1 - _DOUBT + _DOUBT * (resembled.get(code, 0.0) / most if most else 1.0))
        for code, weight in named.items()
        if code not in against
    }
    allowed = ((code, weight) for code, weight in resembled.items() if code not in against)
    _merge(found, allowed, _RESEMBLED * (1 - _SHADE * spoken))
    return found | dict.fromkeys(against, AGAINST)


def _named(
    product: Product, text: str, thesaurus: Thesaurus, read: Callable[[str], Read]
) -> dict[str, float]:
    """Find the concepts whose terms stand in the product's words."""
    found: dict[str, float] = {}
    blocked: set[str] = set()
    for given, weight in (
        (product.name, _PRODUCT_NAME),
        (product.description, _PRODUCT_TEXT),
        (product.category_text, _PRODUCT_CATEGORY),
        (text, _SUPPLIER_TEXT),
    ):
        mentions, against = read(given)
        _merge(found, _flat(mentions), weight)
        blocked |= against
    if product.category_code:
        filed = thesaurus.in_category(product.category_code)
        _merge(found, ((one, len(filed) ** -0.5) for one in filed), _PRODUCT_CATEGORY)
    return found | dict.fromkeys(blocked - found.keys(), AGAINST)


def _by_place(mentions: list[Mention]) -> Iterable[tuple[str, float]]:
    for back, mention in enumerate(reversed(mentions)):
        place = _FROM_THE_END[min(back, len(_FROM_THE_END) - 1)]
        for code, weight in mention.concepts:
            yield code, weight * place * _telling(mention)


def _flat(mentions: list[Mention]) -> Iterable[tuple[str, float]]:
    for mention in mentions:
        for code, weight in mention.concepts:
            yield code, weight * _telling(mention)


def _telling(mention: Mention) -> float:
    """Weigh a term by its length: a word of two syllables may be part of anything."""
    return _LENGTHS[min(mention.end - mention.start, len(_LENGTHS)) - 1]


def _merge(found: dict[str, float], more: Iterable[tuple[str, float]], weight: float) -> None:
    for code, share in more:
        found[code] = 1 - (1 - found.get(code, 0.0)) * (1 - min(share * weight, 1.0))


def _strongest(found: dict[str, float]) -> dict[str, float]:
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_ENOUGH]
    return dict(ordered)
