"""An unchanging block of the index: products and suppliers as arrays."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.matching.concepts import Thesaurus
from app.matching.facts import Facts, gather
from app.matching.grams import Floats, Keys, Places, cut
from app.matching.shapes import Product, Supplier
from app.matching.trade import AGAINST, offered

_NAME, _DESCRIPTION, _CATEGORY = 3.0, 1.5, 1.0
_SUPPLIER_NAME, _SUPPLIER_TEXT = 0.6, 0.6
_SATURATION = 1.2
_LENGTH_SHARE = 0.3
_USUAL_LENGTH = 60.0
"""A fixed yardstick, not the register's mean, so that nobody's score moves when others join."""


@dataclass(frozen=True, slots=True)
class Postings:
    """For each key the places it occurs in and how much it says there."""

    keys: Keys
    starts: Keys
    places: Places
    impacts: Floats

    def add_to(self, scores: Floats, keys: Keys, weights: Floats) -> None:
        """Add each key's impact, times its weight, to the places it occurs in."""
        if not len(self.keys):
            return
        at = np.searchsorted(self.keys, keys)
        at[at == len(self.keys)] = 0
        for found, key, weight in zip(at, keys, weights, strict=True):
            if self.keys[found] == key:
                span = slice(self.starts[found], self.starts[found + 1])
                scores[self.places[span]] += weight * self.impacts[span]


@dataclass(frozen=True, slots=True)
class Segment:
    """Suppliers with their products laid end to end; *first* is where each one's begin and end."""

    suppliers: tuple[Supplier, ...]
    products: tuple[Product, ...]
    owner: Places
    first: Keys
    wording: Postings
    names: Postings
    trades: Mapping[str, tuple[Places, Floats]]
    against: Mapping[str, Places]
    facts: Facts


_NOTHING = Product(id="", name="")


def build(suppliers: Sequence[Supplier], thesaurus: Thesaurus) -> Segment:
    """Lay out the suppliers; one without products gets an empty one to stand for it."""
    listed = [supplier.products or (_NOTHING,) for supplier in suppliers]
    products = tuple(product for own in listed for product in own)
    texts = [one.description for one, own in zip(suppliers, listed, strict=True) for _ in own]
    sizes = np.fromiter((len(own) for own in listed), np.int64, len(listed))
    first = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    trades, against = _trades(products, texts, thesaurus)
    return Segment(
        suppliers=tuple(suppliers),
        products=products,
        owner=np.repeat(np.arange(len(listed), dtype=np.int32), sizes),
        first=first,
        wording=_product_postings(products, thesaurus),
        names=_supplier_postings(suppliers, thesaurus),
        trades=trades,
        against=against,
        facts=gather(suppliers, products),
    )


def _product_postings(products: Sequence[Product], thesaurus: Thesaurus) -> Postings:
    return _postings(
        (
            ([product.name for product in products], _NAME),
            ([product.description for product in products], _DESCRIPTION),
            ([product.category_text for product in products], _CATEGORY),
        ),
        thesaurus,
    )


def _supplier_postings(suppliers: Sequence[Supplier], thesaurus: Thesaurus) -> Postings:
    return _postings(
        (
            ([" ".join((one.name, *one.aliases)) for one in suppliers], _SUPPLIER_NAME),
            ([one.description for one in suppliers], _SUPPLIER_TEXT),
        ),
        thesaurus,
    )


def _postings(fields: Sequence[tuple[Sequence[str], float]], thesaurus: Thesaurus) -> Postings:
    count = len(fields[0][0])
    cuts = [cut(texts) for texts, _ in fields]
    keys = np.concatenate([one.keys for one in cuts])
    places = np.concatenate([one.places for one in cuts]).astype(np.int64)
    weights = np.concatenate(
        [np.full(len(one.keys), weight) for one, (_, weight) in zip(cuts, fields, strict=True)]
    )
    order = np.lexsort((places, keys))
    keys, places, weights = keys[order], places[order], weights[order]
    fresh = np.ones(len(keys), np.bool_)
    fresh[1:] = (keys[1:] != keys[:-1]) | (places[1:] != places[:-1])
    at = np.flatnonzero(fresh)
    times = np.add.reduceat(weights, at) if len(at) else weights
    lengths = np.bincount(places, weights, count) / _USUAL_LENGTH
    keys, places = keys[at], places[at]
    damping = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths[places])
    impacts = times * (_SATURATION + 1) / (times + damping) * thesaurus.rarity.of(keys)
    distinct, starts = np.unique(keys, return_index=True)
    return Postings(
        keys=distinct,
        starts=np.concatenate((starts, [len(keys)])).astype(np.int64),
        places=places.astype(np.int32),
        impacts=impacts.astype(np.float32),
    )


def _trades(
    products: Sequence[Product], texts: Sequence[str], thesaurus: Thesaurus
) -> tuple[dict[str, tuple[Places, Floats]], dict[str, Places]]:
    """File the products under the concepts they offer, and under those they speak against."""
    found: dict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
    against: dict[str, list[int]] = defaultdict(list)
    for place, codes in enumerate(offered(products, texts, thesaurus)):
        for code, weight in codes.items():
            if weight == AGAINST:
                against[code].append(place)
                continue
            found[code][0].append(place)
            found[code][1].append(weight)
    return (
        {
            code: (np.array(places, np.int32), np.array(weights, np.float32))
            for code, (places, weights) in found.items()
        },
        {code: np.array(places, np.int32) for code, places in against.items()},
    )
