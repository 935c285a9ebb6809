"""The words of the matcher: what is asked, what is offered, and what is answered.

Everything here is frozen data; what is answered by the dozen is named tuples, made in a third of
the time. Nothing reads a clock, a database or a file, so a stored *Need* and
a stored *Supplier* give the same answer on any day they are read again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

Outcome = Literal["pass", "fail", "unknown"]
Eligibility = Literal["eligible", "unknown", "ineligible"]
Stated = str | int | float | tuple[str, ...] | None

NOTHING: Mapping[str, Stated] = MappingProxyType({})

UNITS = 10_000
"""One point of score is this many score units; every contribution is a whole number of units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """One part of a request that is described, and may be let, on its own."""

    title: str
    quantity: float | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A request for supply, with the field names of the tender in the contract.

    *key* names the request in tie breaks; *as_of* is the day the question is asked.
    """

    title: str
    description: str = ""
    key: str = ""
    kind: str | None = None
    category_codes: tuple[str, ...] = ()
    quantity: float | None = None
    unit: str | None = None
    estimated_price_krw: int | None = None
    budget_krw: int | None = None
    region: str | None = None
    closes_on: date | None = None
    needed_from: date | None = None
    needed_until: date | None = None
    required_certifications: tuple[str, ...] = ()
    required_licences: tuple[str, ...] = ()
    lots: tuple[Lot, ...] = ()
    lots_divisible: bool = True
    as_of: date | None = None

    @property
    def judged_on(self) -> date | None:
        """The day on which certificates and licences must hold."""
        return self.needed_from or self.closes_on or self.as_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate as recorded; *kind* is a code of the register in lower snake case."""

    kind: str
    number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    no_expiry: bool = False
    verified_on: date | None = None
    ratio_percent: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A business licence or registration, by the name the notices use."""

    kind: str
    number: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """So much of a product is promised from one day through another; None where that is not known.

    *need* is the key of the need that it answers: what is promised to a need is there for it.
    """

    quantity: float | None
    begins: date | None = None
    ends: date | None = None
    need: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One thing a supplier sells. *category_text* is what the supplier itself typed.

    *commitments* are the open contracts about it, in its own unit.
    """

    id: str
    name: str
    description: str = ""
    category_code: str | None = None
    category_text: str = ""
    unit: str | None = None
    unit_price_krw: int | None = None
    monthly_capacity: float | None = None
    lead_time_days: int | None = None
    is_own_production: bool | None = None
    commitments: tuple[Commitment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplier:
    """An enterprise as the matcher sees it, with the field names of the contract."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    legal_form: str = ""
    district: str | None = None
    service_regions: tuple[str, ...] = ()
    status: str = "active"
    description: str = ""
    certifications: tuple[Certificate, ...] = ()
    licences: tuple[Licence, ...] = ()
    products: tuple[Product, ...] = ()


class Change(NamedTuple):
    """The smallest change that would turn a failed or open check into a pass, as data.

    The sentence is made by the reader's side from *code* and *values*.
    """

    code: str
    values: Mapping[str, Stated] = NOTHING


class Check(NamedTuple):
    """The answer of one hard requirement. *unknown* counts neither as a pass nor as a fail."""

    name: str
    outcome: Outcome
    required: Stated = None
    found: Stated = None
    change: Change | None = None


class Factor(NamedTuple):
    """One part of a score.

    *weight* is in points, *value* lies in 0..1, *units* is what was added to the score in
    score units; *contribution* is the same in points.
    """

    name: str
    weight: float
    value: float
    units: int
    evidence: Mapping[str, Stated] = NOTHING

    @property
    def contribution(self) -> float:
        """What this factor added to the score, in points."""
        return self.units / UNITS


class MatchedProduct(NamedTuple):
    """A product that speaks for the supplier; *score* is its own likeness to the need, 0..100."""

    id: str
    name: str
    score: float


class Ranked(NamedTuple):
    """One supplier's place in an answer, with everything needed to defend it."""

    rank: int
    supplier: Supplier
    units: int
    eligibility: Eligibility
    factors: tuple[Factor, ...]
    checks: tuple[Check, ...]
    matched_products: tuple[MatchedProduct, ...]

    @property
    def score(self) -> float:
        """0..100: exactly the sum of the factors' contributions."""
        return self.units / UNITS

    @property
    def changes(self) -> tuple[Change, ...]:
        """What would have to change for this supplier to fit; empty when it does."""
        return tuple(check.change for check in self.checks if check.change is not None)


@dataclass(frozen=True, slots=True)
class MatchResult:
    """A ranking: *results* are eligible or not yet known to be, *near_misses* fail a check.

    *considered* is how many suppliers were registered: each was measured, or proved unable to come
    among those shown.
    """

    engine_version: str
    weights_version: str
    as_of: date
    results: tuple[Ranked, ...]
    near_misses: tuple[Ranked, ...]
    considered: int = 0
    thesaurus_version: str = ""


class Found(NamedTuple):
    """One way in which a search hit answers the words typed."""

    by: str
    typed: str
    matched: str


class Hit(NamedTuple):
    """A supplier found by a free-text search, and why."""

    rank: int
    supplier: Supplier
    score: float
    found: tuple[Found, ...]
    matched_products: tuple[MatchedProduct, ...]
