"""Evidence for the few results that are shown: which trades met, which words were shared."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.matching import text
from app.matching.answers import Scored
from app.matching.concepts import Thesaurus
from app.matching.query import Query
from app.matching.shapes import Need, Product, Stated, Supplier

Told = Mapping[str, Mapping[str, Stated]]
"""What is told of the factors, by their names."""

_SHORTEST = 2
_SHOWN = 6


_squashed = lru_cache(maxsize=65_536)(text.squash)


class Evidence:
    """What the trade and wording factors of one need rest on."""

    def __init__(self, need: Need, query: Query, thesaurus: Thesaurus) -> None:
        """Read the need once for all results."""
        words = [text.stem(word) for word in text.eojeols(f"{need.title} {need.description}")]
        self._words = tuple(dict.fromkeys(word for word in words if len(word) >= _SHORTEST))
        self._near = {code for near, _ in query.trades for code, _ in near}
        self._thesaurus = thesaurus
        self._asked = self._names(code for code, _ in query.wanted)

    def of(self, scored: Scored, at: int) -> Told:
        """Tell of one supplier found, from its likest product."""
        place = scored.likest(at)
        product, supplier = scored.block.products[place], scored.block.suppliers[scored.found[at]]
        offer = scored.block.offers.of(place, self._thesaurus.codes)
        met = sorted((code for code in offer if code in self._near), key=lambda code: -offer[code])
        return {
            "trade": {
                "product": product.name,
                "asked": self._asked,
                "offered": self._names(met),
            },
            "wording": {"product": product.name, "shared": self._shared(product, supplier)},
        }

    def _names(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._thesaurus.concepts[code].name for code in codes)[:_SHOWN]

    def _shared(self, product: Product, supplier: Supplier) -> tuple[str, ...]:
        """Pick the words of the need that the supplier uses too, in the order of the need."""
        texts = product.name, product.description, product.category_text, supplier.description
        said = "".join(map(_squashed, texts))
        return tuple(word for word in self._words if word in said)[:_SHOWN]
