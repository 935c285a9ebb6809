"""What many products offer, as concepts with weights in arrays; read by the rules of *trade*."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import numpy as np
import numpy.typing as npt

from app.matching import forking, passages, trade
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
from app.matching.concepts import Thesaurus
from app.matching.cutting import Cut
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


@dataclass(frozen=True)
class Wares:
    """Products laid end to end, with the supplier of each and their words."""

    products: Sequence[Product]
    owner: Places
    worded: Worded

    @cached_property
    def tally(self) -> Tally:
        """The grams of the words, counted when somebody asks for them."""
        return self.worded.tally()


@dataclass(frozen=True, slots=True)
class _Cells:
    """Weights by product and trade; *cells* ascend, a cell is product times width plus trade."""

    cells: Keys
    weights: Amounts


@dataclass(frozen=True, slots=True)
class _Said:
    """For each different text the trades its terms name, how surely, and those it speaks against."""

    named: Lists
    shares: Amounts
    against: Lists


def wares(products: Sequence[Product], owner: Places) -> Wares:
    """Read the words of products that have these *owners*."""
    names, texts = [one.name for one in products], [one.description for one in products]
    return Wares(products, owner, word([names, texts, [one.category_text for one in products]]))


def begin(
    goods: Wares, texts: Sequence[str], thesaurus: Thesaurus, *, is_long: bool = False
) -> Callable[[], Offers]:
    """Begin to read what each product offers, and answer what waits for it.

    *texts* are the suppliers' own words. Where it *is long*, processes of their own read it.
    """
    named = forking.begin(partial(_named, goods, texts, thesaurus), is_long=is_long)
    counted = goods.tally  # while the names are read already
    resembled = forking.begin(partial(_resembled, counted, thesaurus), is_long=is_long)
    return lambda: _offers(*named(), resembled(), len(goods.products), len(thesaurus.codes))


def _offers(named: _Cells, against: Keys, resembled: _Cells, count: int, width: int) -> Offers:
    found = _together(named, against, resembled, count, width)
    sizes = np.bincount(found.cells // width, minlength=count)
    return Offers(
        starts=edges(sizes),
        trades=(found.cells % width).astype(np.min_scalar_type(width)),
        weights=found.weights.astype(np.float32),
    )


def _named(goods: Wares, texts: Sequence[str], thesaurus: Thesaurus) -> tuple[_Cells, Keys]:
    """Find the concepts whose terms stand in the products' words, and those spoken against."""
    own = word([texts])
    said = [_said(goods.worded.cut, thesaurus)] * 3 + [_said(own.cut, thesaurus)]
    numbers = [*goods.worded.columns, own.columns[0][goods.owner]]
    width = len(thesaurus.codes)
    cells, left, against = [], [], []
    for weight, told, texts_of in zip(trade.SAID, said, numbers, strict=True):
        whose, at = told.named.spread(texts_of)
        cells.append(whose * width + told.named.values[at])
        left.append(1 - np.minimum(told.shares[at] * weight, 1.0))
        whose, at = told.against.spread(texts_of)
        against.append(whose * width + told.against.values[at])
    filed, shares = _filed(goods.products, thesaurus)
    cells.append(filed)
    left.append(1 - shares)
    named = _merged(np.concatenate(cells), np.concatenate(left))
    denied = np.unique(np.concatenate(against))
    return named, denied[~within(denied, named.cells)]


def _said(cut: Cut, thesaurus: Thesaurus) -> _Said:
    """Read texts passage by passage, each different passage once."""
    number = thesaurus.numbers
    parted = passages.part(cut, thesaurus.reader)
    named, shares, against = [], array("d"), []
    for words, ends in parted.different:
        mentions, blocked = thesaurus.reader.read(words, ends=ends)
        told = list(trade.flat(mentions))
        named.append([number[code] for code, _ in told])
        shares.extend([share for _, share in told])
        against.append(sorted(number[code] for code in blocked))
    by_passage, blocking = lists(named), lists(against)
    of_text, at = by_passage.of_each(parted.of)
    return _Said(of_text, np.array(shares)[at], blocking.of_each(parted.of)[0])


def _filed(products: Sequence[Product], thesaurus: Thesaurus) -> tuple[Keys, Amounts]:
    """List the trades filed under the products' category codes."""
    numbers, codes = numbered([one.category_code or "" for one in products])
    under = [thesaurus.in_category(code) if code else () for code in codes]
    filed = lists([thesaurus.numbers[one] for one in some] for some in under)
    share = np.array([trade.filed_share(len(some)) if some else 0.0 for some in under])
    whose, at = filed.spread(numbers)
    weights = np.minimum(share[numbers[whose]] * trade.CATEGORY, 1.0)
    return whose * len(thesaurus.codes) + filed.values[at], weights


def _merged(cells: Keys, left: Amounts) -> _Cells:
    """Join everything said of one cell: what each leaves open, multiplied, stays open."""
    ordered = np.argsort(cells, kind="stable")
    cells, left = cells[ordered], left[ordered]
    runs = heads(cells)
    whole = np.multiply.reduceat(left, runs) if len(runs) else left
    return _Cells(cells[runs], 1 - whole)


def _resembled(counted: Tally, thesaurus: Thesaurus) -> _Cells:
    """Find the trades that the products' words resemble."""
    rows, trades, weights = thesaurus.sketcher.strongest(counted, trade.SAID[:3])
    cells = rows * len(thesaurus.codes) + trades
    ordered = np.argsort(cells)
    return _Cells(cells[ordered], weights[ordered])


def _together(named: _Cells, against: Keys, resembled: _Cells, count: int, width: int) -> _Cells:
    """Weigh what is named and what is resembled as *trade.weighed* does, of all products."""
    most, spoken = np.zeros(count), np.zeros(count)
    np.maximum.at(most, resembled.cells // width, resembled.weights)
    spoken[against // width] = trade.AGAINST
    np.maximum.at(spoken, named.cells // width, named.weights)
    cells = union(named.cells, resembled.cells)
    own, like = np.zeros(len(cells)), np.zeros(len(cells))
    own[np.searchsorted(cells, named.cells)] = named.weights
    like[np.searchsorted(cells, resembled.cells)] = resembled.weights
    free = ~within(cells, against)
    cells, own, like = cells[free], own[free], like[free]
    product = cells // width
    weights = trade.weighed(own, like, most[product], spoken[product])
    every = np.concatenate((cells, against))
    ordered = np.argsort(every, kind="stable")
    ends = np.concatenate((weights, np.full(len(against), trade.AGAINST)))
    return _Cells(every[ordered], ends[ordered])
