"""Evidence for the few results that are shown: which trades met, which words were shared."""

from collections.abc import Iterable, Mapping

from app.matching import text
from app.matching.answers import Candidate
from app.matching.concepts import Thesaurus
from app.matching.offers import Offers
from app.matching.query import Query
from app.matching.shapes import Product, Stated, Supplier

Told = Mapping[str, Mapping[str, Stated]]
"""What is told of the factors, by their names."""

_SHOWN = 6


class Evidence:
    """What the trade and wording factors of one need rest on."""

    def __init__(self, query: Query, thesaurus: Thesaurus) -> None:
        """Name once for all results what is asked for."""
        self._query = query
        self._thesaurus = thesaurus
        self._asked = self._names(query.codes)

    def of(self, candidate: Candidate, offers: Offers) -> Told:
        """Tell of one supplier found, from its likest product."""
        best = candidate.best
        product = candidate.products[best]
        offer = offers.of(candidate.place + best, self._thesaurus.codes)
        met = sorted(self._query.nearby & offer.keys(), key=lambda code: (-offer[code], code))
        return {
            "trade": {
                "product": product.name,
                "asked": self._asked,
                "offered": self._names(met),
            },
            "wording": {
                "product": product.name,
                "shared": self._shared(product, candidate.supplier),
            },
        }

    def _names(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._thesaurus.concepts[code].name for code in codes)[:_SHOWN]

    def _shared(self, product: Product, supplier: Supplier) -> tuple[str, ...]:
        """Pick the words of the need that the supplier uses too, in the order of the need."""
        texts = product.name, product.description, product.category_text, supplier.description
        said = "".join(map(text.squashed, texts))
        return tuple(word for word in self._query.words if word in said)[:_SHOWN]
