"""What many products offer, as concepts with weights in arrays; read by the rules of *trade*."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.matching import passages, trade
from app.matching.arrays import (
    Amounts,
    Floats,
    Keys,
    Lists,
    Places,
    edges,
    heads,
    lists,
    numbered,
    union,
    within,
)
from app.matching.concepts import Lexicon, Thesaurus
from app.matching.cutting import Cut
from app.matching.reader import Reader
from app.matching.shapes import Product
from app.matching.tally import Tally, Worded, word


@dataclass(frozen=True, slots=True)
class Offers:
    """For each product the trades it offers, and with the weight AGAINST those it speaks against.

    Product n has the entries from ``starts[n]`` on; *trades* are numbers of the thesaurus.
    """

    starts: Keys
    trades: npt.NDArray[np.unsignedinteger[Any]]
    weights: Floats

    @property
    def owners(self) -> Places:
        """The product of each entry."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))

    def of(self, place: int, codes: Sequence[str]) -> dict[str, float]:
        """Spell out what one product offers."""
        begin, end = self.starts[place : place + 2].tolist()
        numbers = self.trades[begin:end].tolist()
        weights = self.weights[begin:end].tolist()
        return {codes[number]: weight for number, weight in zip(numbers, weights, strict=True)}


@dataclass(frozen=True, slots=True)
class Cells:
    """Weights by product and trade; *cells* ascend, a cell is product times width plus trade."""

    cells: Keys
    weights: Amounts


@dataclass(frozen=True, slots=True)
class Wares:
    """What products say: their words, and by product its supplier and the trades it is filed under.

    *own* are the words of the suppliers' texts. Fit to be sent to another process; no text of the
    register is sent itself, for Python would keep a second copy of it.
    """

    worded: Worded
    owner: Places
    own: Worded
    filed: Cells


@dataclass(frozen=True, slots=True)
class Named:
    """The trades that products name, as surely as they do, and the cells of those denied."""

    found: Cells
    against: Keys


@dataclass(frozen=True, slots=True)
class _Said:
    """For each different text the trades its terms name, how surely, and those it speaks against."""

    named: Lists
    shares: Amounts
    against: Lists


def wares(products: Sequence[Product], owner: Places, own: Worded, thesaurus: Thesaurus) -> Wares:
    """Read the words of products that have these *owners*; *own* are the words of their texts."""
    names, descriptions = [one.name for one in products], [one.description for one in products]
    worded = word([names, descriptions, [one.category_text for one in products]])
    return Wares(worded, owner, own, _filed(products, thesaurus))


def offered(goods: Wares, named: Named, resembled: Cells, width: int) -> Offers:
    """Put together what each product offers by its words and by their likeness."""
    count = len(goods.owner)
    found = _together(named, resembled, count, width)
    sizes = np.bincount(found.cells // width, minlength=count)
    return Offers(
        starts=edges(sizes),
        trades=(found.cells % width).astype(np.min_scalar_type(width)),
        weights=found.weights.astype(np.float32),
    )


def named(goods: Wares, reader: Reader, lexicon: Lexicon) -> Named:
    """Find the trades whose terms stand in the products' words, and those spoken against."""
    (texts,) = goods.own.columns
    cuts, number = (goods.worded.cut, goods.own.cut), lexicon.numbers
    by_ware, by_supplier = (_said(cut, reader, number) for cut in cuts)
    numbers = [*goods.worded.columns, texts[goods.owner]]
    said, width = [by_ware] * 3 + [by_supplier], len(number)
    cells, left, against = [goods.filed.cells], [1 - goods.filed.weights], []
    for weight, told, texts_of in zip(trade.SAID, said, numbers, strict=True):
        whose, at = told.named.spread(texts_of)
        cells.append(whose * width + told.named.values[at])
        left.append(1 - np.minimum(told.shares[at] * weight, 1.0))
        whose, at = told.against.spread(texts_of)
        against.append(whose * width + told.against.values[at])
    found = _merged(np.concatenate(cells), np.concatenate(left))
    denied = np.unique(np.concatenate(against))
    return Named(found, denied[~within(denied, found.cells)])


def _said(cut: Cut, reader: Reader, number: Mapping[str, int]) -> _Said:
    """Read texts passage by passage, each different passage once."""
    parted = passages.part(cut, reader)
    trades, shares, sizes, against = array("i"), array("d"), array("q"), list[Sequence[int]]()
    for words, ends in parted.different:
        mentions, blocked = reader.read(words, ends=ends)
        before = len(trades)
        for code, share in trade.flat(mentions):
            trades.append(number[code])
            shares.append(share)
        sizes.append(len(trades) - before)
        against.append(sorted([number[code] for code in blocked]) if blocked else ())
    by_passage = Lists(edges(np.array(sizes)), np.array(trades, np.int32))
    of_text, at = by_passage.of_each(parted.of)
    return _Said(of_text, np.array(shares)[at], lists(against).of_each(parted.of)[0])


def _filed(products: Sequence[Product], thesaurus: Thesaurus) -> Cells:
    """List the trades filed under the products' category codes."""
    numbers, codes = numbered([one.category_code or "" for one in products])
    under = [thesaurus.in_category(code) if code else () for code in codes]
    filed = lists([thesaurus.numbers[one] for one in some] for some in under)
    share = np.array([trade.filed_share(len(some)) if some else 0.0 for some in under])
    whose, at = filed.spread(numbers)
    weights = np.minimum(share[numbers[whose]] * trade.CATEGORY, 1.0)
    return Cells(whose * len(thesaurus.codes) + filed.values[at], weights)


def _merged(cells: Keys, left: Amounts) -> Cells:
    """Join everything said of one cell: what each leaves open, multiplied, stays open."""
    ordered = np.argsort(cells, kind="stable")
    cells, left = cells[ordered], left[ordered]
    runs = heads(cells)
    whole = np.multiply.reduceat(left, runs) if len(runs) else left
    return Cells(cells[runs], 1 - whole)


def resembled(counted: Tally, lexicon: Lexicon) -> Cells:
    """Find the trades that the products' words, *counted* gram by gram, resemble."""
    rows, trades, weights = lexicon.sketcher.strongest(counted, trade.SAID[:3])
    cells = rows * len(lexicon.numbers) + trades
    ordered = np.argsort(cells)
    return Cells(cells[ordered], weights[ordered])


def _together(named: Named, resembled: Cells, count: int, width: int) -> Cells:
    """Weigh what is named and what is resembled as *trade.weighed* does, of all products."""
    own, against = named.found, named.against
    most, spoken = np.zeros(count), np.zeros(count)
    np.maximum.at(most, resembled.cells // width, resembled.weights)
    spoken[against // width] = trade.AGAINST
    np.maximum.at(spoken, own.cells // width, own.weights)
    cells = union(own.cells, resembled.cells)
    told, like = np.zeros(len(cells)), np.zeros(len(cells))
    told[np.searchsorted(cells, own.cells)] = own.weights
    like[np.searchsorted(cells, resembled.cells)] = resembled.weights
    free = ~within(cells, against)
    cells, told, like = cells[free], told[free], like[free]
    product = cells // width
    weights = trade.weighed(told, like, most[product], spoken[product])
    every = np.concatenate((cells, against))
    ordered = np.argsort(every, kind="stable")
    ends = np.concatenate((weights, np.full(len(against), trade.AGAINST)))
    return Cells(every[ordered], ends[ordered])
