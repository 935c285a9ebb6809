"""An unchanging block of the index: products and suppliers as arrays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from app.matching import offers
from app.matching.arrays import Floats, Keys, Lists, Mask, Places, edges, order
from app.matching.concepts import Lexicon, Thesaurus
from app.matching.facts import Facts, gather
from app.matching.grams import Rarity
from app.matching.helpers import Helpers
from app.matching.offers import Cells, Offers
from app.matching.shapes import Product, Supplier
from app.matching.tally import Tally, Worded, word
from app.matching.trade import AGAINST

Near = tuple[tuple[str, float], ...]
Marks = npt.NDArray[np.uint64]

_NAME, _DESCRIPTION, _CATEGORY = 3.0, 1.5, 1.0
_SUPPLIER_NAME, _SUPPLIER_TEXT = 0.6, 0.6
_MARK = 8  # bytes
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
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[at] == keys
        at = at[known]
        if not len(at):
            return
        begins, ends = self.starts[at], self.starts[at + 1]
        lists = [slice(*span) for span in zip(begins.tolist(), ends.tolist(), strict=True)]
        said = np.concatenate([self.impacts[one] for one in lists])
        said *= np.repeat(weights[known], ends - begins)
        np.add.at(scores, np.concatenate([self.places[one] for one in lists]), said)


@dataclass(frozen=True, slots=True)
class Segment:
    """Suppliers with their products laid end to end; *first* is where each one's begin and end.

    *marks* are the first letters of the suppliers' ids, as numbers in the same order.

    The grams of the products are in *wording*, those of the suppliers' own names and texts in
    *names*. For each trade, *offering* lists the products that offer it, as surely as *offered*
    says, and *against* those that speak against it.
    """

    suppliers: tuple[Supplier, ...]
    marks: Marks
    products: tuple[Product, ...]
    owner: Places
    first: Keys
    wording: Postings
    names: Postings
    numbers: Mapping[str, int]
    offers: Offers
    offering: Lists
    offered: Floats
    against: Lists
    facts: Facts
    nearby: dict[Near, tuple[Places, Floats]]
    """What was worked out already of the likeness to a trade, by the trades near it; at most one
    entry for each trade of the thesaurus."""

    def near(self, trades: Near) -> tuple[Places, Floats]:
        """Answer which products are like a trade, and how like, given the trades near it."""
        known = self.nearby.get(trades)
        if known is None:
            known = self.nearby[trades] = self._near(trades)
        return known

    def _near(self, trades: Near) -> tuple[Places, Floats]:
        spans = [self.offering.span(self.numbers[code]) for code, _ in trades]
        closeness = np.array([closeness for _, closeness in trades], np.float32)
        worth = np.concatenate([self.offered[span] for span in spans])
        worth *= np.repeat(closeness, [span.stop - span.start for span in spans])
        best = np.zeros(len(self.products), np.float32)
        np.maximum.at(best, np.concatenate([self.offering.values[span] for span in spans]), worth)
        places = np.flatnonzero(best != 0).astype(np.int32)
        return places, best[places]


_NOTHING = Product(id="", name="")


@dataclass(frozen=True, slots=True)
class Begun:
    """A block that is being laid out: *words* of its wares, and what waits for it to be *done*."""

    words: Worded
    done: Callable[[], Segment]


def begin(suppliers: Sequence[Supplier], thesaurus: Thesaurus, helpers: Helpers[Lexicon]) -> Begun:
    """Begin to lay out suppliers.

    One without products gets an empty one to stand for it. What is read from words alone is left
    to helpers; the caller may go on with something else.
    """
    names = [" ".join((one.name, *one.aliases)) for one in suppliers]
    texts = [one.description for one in suppliers]
    by_name = helpers.begin(partial(_of_suppliers, word([names, texts])))
    listed = [supplier.products or (_NOTHING,) for supplier in suppliers]
    products = tuple(product for own in listed for product in own)
    first = edges(np.fromiter((len(own) for own in listed), np.int64, len(listed)))
    whose = np.repeat(np.arange(len(listed), dtype=np.int32), np.diff(first))
    goods = offers.wares(products, whose, word([texts]), thesaurus)
    counted = helpers.begin(partial(_of_wares, goods.worded))
    named = helpers.begin(partial(offers.named, goods, thesaurus.reader))
    block = partial(
        Segment,
        suppliers=tuple(suppliers),
        marks=_marks([one.id for one in suppliers]),
        products=products,
        owner=whose,
        first=first,
        numbers=thesaurus.numbers,
        facts=gather(suppliers, products),
        nearby={},
    )
    width = len(thesaurus.codes)

    def laid_out() -> Segment:
        found = named()  # last to be handed out, so first to be done here
        wording, resembled = counted()
        read = offers.offered(goods, found, resembled, width)
        return _with_trades(partial(block, wording=wording, names=by_name()), read, width)

    return Begun(goods.worded, laid_out)


def _with_trades(block: Callable[..., Segment], read: Offers, width: int) -> Segment:
    """Add to a block which of its products offer each trade, or speak against it."""
    said, denied = read.weights != AGAINST, read.weights == AGAINST
    offering, by_trade = _by_trade(read, said, width)
    against, _ = _by_trade(read, denied, width)
    offered = read.weights[said][by_trade]
    return block(offers=read, offering=offering, offered=offered, against=against)


def _by_trade(read: Offers, chosen: Mask, width: int) -> tuple[Lists, Keys]:
    """List the products of the chosen entries by trade, and the order these come in."""
    trades, owners = read.trades[chosen], read.owners[chosen]
    ordered = order(trades)
    return Lists(edges(np.bincount(trades, minlength=width)), owners[ordered]), ordered


def _marks(ids: Sequence[str]) -> Marks:
    first = np.array([one.encode() for one in ids], f"S{_MARK}")
    return first.view(f">u{_MARK}").astype(np.uint64)


def _of_suppliers(own: Worded, lexicon: Lexicon) -> Postings:
    return _postings(own.tally(), (_SUPPLIER_NAME, _SUPPLIER_TEXT), lexicon.rarity)


def _of_wares(worded: Worded, lexicon: Lexicon) -> tuple[Postings, Cells]:
    """List the grams of products, and the trades that these resemble."""
    counted = worded.tally()
    like = offers.resembled(counted, lexicon)
    return _postings(counted, (_NAME, _DESCRIPTION, _CATEGORY), lexicon.rarity), like


def _postings(counted: Tally, weights: Sequence[float], rarity: Rarity) -> Postings:
    """Weigh each gram in each row, and list the rows by gram."""
    times, rows = counted.summed(weights), counted.rows
    lengths = np.bincount(rows, times, len(counted.starts) - 1) / _USUAL_LENGTH
    damping = (_SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths))[rows]
    damping += times
    impacts = np.multiply(times, _SATURATION + 1, out=times)  # in place: there are millions
    impacts /= damping
    impacts *= rarity.of(counted.keys)[counted.grams]
    by_gram = order(counted.grams)
    return Postings(
        keys=counted.keys,
        starts=edges(np.bincount(counted.grams, minlength=len(counted.keys))),
        places=rows[by_gram].astype(np.int32),
        impacts=impacts[by_gram].astype(np.float32),
    )
