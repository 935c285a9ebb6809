"""What is left of a capacity: some months of it, less what contracts of the time have promised."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from app.matching import units
from app.matching.shapes import Commitment, Need, Product


class Claim(NamedTuple):
    """What asks for room: the key of a need, and from which day through which it takes."""

    key: str
    begins: date
    ends: date


class Room(NamedTuple):
    """How much may still be supplied, *taken* being promised; of *unknown* contracts no amount is known."""

    left: float
    taken: float
    unknown: int


def claim(need: Need, on: date) -> Claim:
    """Return what a need claims: from the day it is judged on through its end, if it states one."""
    return Claim(need.key, on, max(on, need.needed_until or on))


def competes(one: Commitment, asked: Claim) -> bool:
    """Tell whether a commitment takes room from a claim; an end that is not stated never comes."""
    begins, ends = one.begins or date.min, one.ends or date.max
    is_its_own = bool(one.need) and one.need == asked.key
    return begins <= asked.ends and ends >= asked.begins and not is_its_own


def rooms(products: Sequence[Product], unit: str | None, asked: Claim | None) -> Iterator[Room]:
    """Yield what is left of each product that states its capacity in this unit.

    Where nothing claims it, every commitment counts.
    """
    for product in products:
        if product.monthly_capacity is not None and units.comparable(product.unit, unit):
            yield _room(product, product.monthly_capacity * units.months_counted(unit), asked)


def _room(product: Product, able: float, asked: Claim | None) -> Room:
    running = [one for one in product.commitments if asked is None or competes(one, asked)]
    amounts = [one.quantity for one in running if one.quantity is not None]
    taken = sum(amounts)
    return Room(max(0.0, able - taken), taken, len(running) - len(amounts))
