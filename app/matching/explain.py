"""Evidence for the few results that are shown: which trades met, which words were shared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.matching import text, trade
from app.matching.concepts import Thesaurus
from app.matching.shapes import Need, Product, Ranked, Stated, Supplier

Evidence = Mapping[str, Stated]

_SHORTEST = 2
_SHOWN = 6


def with_evidence(ranked: Sequence[Ranked], need: Need, thesaurus: Thesaurus) -> tuple[Ranked, ...]:
    """Fill in what the trade and wording factors rest on; no number changes."""
    asked = tuple(trade.asked(need, thesaurus))
    words = [text.stem(word) for word in text.eojeols(f"{need.title} {need.description}")]
    telling = tuple(dict.fromkeys(word for word in words if len(word) >= _SHORTEST))
    products = [_product(one) for one in ranked]
    texts = [one.supplier.description for one in ranked]
    offers = trade.offered(products, texts, thesaurus) if products else []
    near = frozenset(code for one in asked for code in thesaurus.near(one))
    return tuple(
        _explained(
            one,
            {
                "product": product.name,
                "asked": _names(asked, thesaurus),
                "offered": _names(_met(offer, near), thesaurus),
            },
            {"product": product.name, "shared": _shared(telling, product, one.supplier)},
        )
        for one, product, offer in zip(ranked, products, offers, strict=True)
    )


def _product(ranked: Ranked) -> Product:
    """Find the product that the trade factor rests on."""
    product_id = ranked.factors[0].evidence.get("product_id")
    found = (one for one in ranked.supplier.products if one.id == product_id)
    return next(found, Product(id="", name=""))


def _explained(ranked: Ranked, trades: Evidence, words: Evidence) -> Ranked:
    extra = {"trade": trades, "wording": words}
    factors = tuple(
        replace(one, evidence={**one.evidence, **extra.get(one.name, {})}) for one in ranked.factors
    )
    return replace(ranked, factors=factors)


def _met(offer: Mapping[str, float], near: frozenset[str]) -> list[str]:
    """Pick the trades offered that are the same as one asked for or near it, surest first."""
    return sorted((code for code in offer if code in near), key=lambda code: -offer[code])


def _names(codes: Iterable[str], thesaurus: Thesaurus) -> tuple[str, ...]:
    return tuple(thesaurus.concepts[code].name for code in codes)[:_SHOWN]


def _shared(words: Sequence[str], product: Product, supplier: Supplier) -> tuple[str, ...]:
    """Pick the words of the need that the supplier uses too, in the order of the need."""
    own = f"{product.name} {product.description} {product.category_text} {supplier.description}"
    said = text.squash(own)
    return tuple(word for word in words if word in said)[:_SHOWN]
