"""What is asked about contract routes and what is answered: frozen data, nothing decided here."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.matching.rules import BuyerLaw, ContractKind, Quotations


class RouteState(StrEnum):
    """How far a route is open."""

    possible = "possible"
    possible_with_conditions = "possible_with_conditions"
    insufficient_information = "insufficient_information"
    competitive_procedure_required = "competitive_procedure_required"
    out_of_scope = "out_of_scope"


class Missing(StrEnum):
    """What the engine itself finds wanting; a rule may ask for further facts by its own codes."""

    buyer_law = "buyer_law"
    own_contract_rules = "own_contract_rules"
    rule_in_force_on_date = "rule_in_force_on_date"
    estimated_price = "estimated_price"
    counterparty_type = "counterparty_type"
    certificate_valid_on_date = "certificate_valid_on_date"
    ratio_certificate = "vulnerable_employment_ratio_certificate"
    own_performance_proof = "own_performance_proof"


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate as recorded; it is judged on the day of the contract, not on today."""

    kind: str
    valid_from: date | None
    valid_until: date | None
    no_expiry: bool
    verified_on: date | None
    ratio_percent: float | None = None

    def holds_on(self, day: date, days: int | None = None) -> bool:
        """Tell whether the record shows it valid on *day*.

        *days* is the longest life a rule gives it. A certificate without expiry holds only if
        someone has verified that it still stands.
        """
        if self.valid_from is not None and day < self.valid_from:
            return False
        if days is not None:
            last = self.valid_from and self.valid_from + timedelta(days=days)
            ends = [end for end in (self.valid_until, last) if end is not None]
            return bool(ends) and day <= min(ends)
        if self.valid_until is not None:
            return day <= self.valid_until
        return self.no_expiry and self.verified_on is not None


@dataclass(frozen=True, slots=True)
class Counterparty:
    """What is known of the enterprise; an empty tuple says that it holds nothing."""

    certificates: tuple[HeldCertificate, ...] = ()


@dataclass(frozen=True, slots=True)
class RouteQuery:
    """One need of one buyer on one day; amounts are KRW without VAT, ``None`` is "not known"."""

    buyer_law: BuyerLaw
    contract_kind: ContractKind
    estimated_price_ex_vat: int | None
    aggregated_12m_ex_vat: int | None
    on_date: date
    counterparty: Counterparty | None
    is_simple_labour: bool = False

    @property
    def price(self) -> int | None:
        """The amount that ceilings are held against: the twelve-month total where one is given.

        The total contains the need itself, so it is never less than the need's own price.
        """
        given = (self.estimated_price_ex_vat, self.aggregated_12m_ex_vat)
        return max((amount for amount in given if amount is not None), default=None)


@dataclass(frozen=True, slots=True)
class Route:
    """One answer; *law* is the Korean name of the statute whose *article* is cited."""

    state: RouteState
    route: str
    quotations: Quotations
    edocument_system_required: bool | None
    rule_id: str
    law: str
    article: str
    quote: str
    effective_from: date | None
    verified_on: date
    missing: tuple[str, ...]
    warnings: tuple[str, ...]
    quotation_rule_id: str | None = None
