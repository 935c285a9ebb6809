"""The table of contract rules: the law as data, and how one row of it is read.

``data/contract_rules.csv`` holds every ceiling, date and ratio with its article, its source and the
day it was last verified. Here stands only what a row may say.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path


class BuyerLaw(StrEnum):
    """The contract law that binds the buyer."""

    local = "local"
    state = "state"
    public_corp = "public_corp"
    private_school = "private_school"
    other = "other"
    unknown = "unknown"


class ContractKind(StrEnum):
    """What is contracted."""

    goods = "goods"
    service = "service"
    works = "works"
    lease = "lease"
    entrustment = "entrustment"


class Quotations(StrEnum):
    """How many quotations a route takes, the lightest first."""

    omit = "omit"
    single = "single"
    two_or_more = "two_or_more"
    bid = "bid"
    unknown = "unknown"


class Question(StrEnum):
    """The question of the law that a rule answers."""

    scope = "scope"
    ratio = "ratio"
    ground = "ground"
    quotation = "quotation"
    e_system = "e_system"
    principle = "principle"
    procedure = "procedure"
    publication = "publication"
    blocker = "blocker"
    notice_period = "notice_period"
    contract_document = "contract_document"


class RulesError(ValueError):
    """The rule table cannot be read as it stands, or lacks what every answer needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the rule table."""

    rule_id: str
    question: Question
    law: tuple[str, ...]
    statute: str
    article: str
    contract_kinds: tuple[str, ...]
    counterparty: tuple[str, ...]
    requires_ratio: bool
    requires_own_performance: bool
    requires_facts: tuple[str, ...]
    special_ground: str | None
    ground_items: tuple[str, ...]
    from_krw: int | None
    over_krw: int | None
    upto_krw: int | None
    below_krw: int | None
    quotations: Quotations | None
    route: str
    applies_law: str | None
    applies_questions: tuple[str, ...]
    ratio_percent: float | None
    days: int | None
    effective_from: date | None
    effective_to: date | None
    read_in_text_of: date | None
    quote: str
    source: str
    verified_on: date
    status: str
    warnings: tuple[str, ...]
    note: str

    def in_force(self, day: date) -> bool:
        """Tell whether the rule is in force on *day*; both ends are inclusive."""
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.effective_to is None or day <= self.effective_to)

    @property
    def has_ceiling(self) -> bool:
        """Whether the rule stops at some amount."""
        return self.upto_krw is not None or self.below_krw is not None

    @property
    def asks_price(self) -> bool:
        """Whether the rule depends on the amount at all."""
        return self.has_ceiling or self.from_krw is not None or self.over_krw is not None

    def admits(self, price: int) -> bool:
        """Tell whether *price* lies in the rule's band: 이상, 초과, 이하 and 미만 as written."""
        return (
            (self.from_krw is None or price >= self.from_krw)
            and (self.over_krw is None or price > self.over_krw)
            and (self.upto_krw is None or price <= self.upto_krw)
            and (self.below_krw is None or price < self.below_krw)
        )

    def covers(self, ground: "Rule | None") -> bool:
        """Tell whether a rule on quotations or the e-system reaches this ground."""
        if not self.ground_items:
            return True
        return ground is not None and not set(self.ground_items).isdisjoint(ground.ground_items)

    def cautions(self, day: date) -> tuple[str, ...]:
        """List what a reader must know of the rule itself before leaning on it."""
        codes = list(self.warnings)
        if self.status != "verified":
            codes.append(f"rule_{self.status}")
        read = self.read_in_text_of
        if self.effective_from is None and (read is None or day < read):
            codes.append("effective_from_not_traced")
        return tuple(codes)


def load_rules(source: Path | str) -> tuple[Rule, ...]:
    """Read the rules, in order, from a path or from the text of the table itself.

    Raise *RulesError*, with the line, when a cell cannot be read or an id comes twice.
    """
    is_text = isinstance(source, str) and "\n" in source
    text = str(source) if is_text else Path(source).read_text(encoding="utf-8")
    rules: list[Rule] = []
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        try:
            rules.append(_rule(row))
        except (KeyError, ValueError, TypeError, AttributeError) as cause:
            raise RulesError(f"line {line} ({row.get('rule_id')}): {cause!r}") from cause
    ids = [rule.rule_id for rule in rules]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        raise RulesError(f"the same id comes twice: {', '.join(twice)}")
    return tuple(rules)


def _rule(row: Mapping[str, str]) -> Rule:
    def many(name: str) -> tuple[str, ...]:
        return tuple(part for part in row[name].split("|") if part)

    def won(name: str) -> int | None:
        return int(row[name]) if row[name] else None

    def day(name: str) -> date | None:
        return date.fromisoformat(row[name]) if row[name] else None

    return Rule(
        rule_id=row["rule_id"],
        question=Question(row["question"]),
        law=many("law"),
        statute=row["statute"],
        article=row["article"],
        contract_kinds=tuple(ContractKind(kind) for kind in many("contract_kinds")),
        counterparty=many("counterparty"),
        requires_ratio=bool(row["requires_ratio"]),
        requires_own_performance=row["requires_own_performance"] == "true",
        requires_facts=many("requires_facts"),
        special_ground=row["special_ground"] or None,
        ground_items=many("ground_items"),
        from_krw=won("from_krw"),
        over_krw=won("over_krw"),
        upto_krw=won("upto_krw"),
        below_krw=won("below_krw"),
        quotations=Quotations(row["quotations"]) if row["quotations"] else None,
        route=row["route"],
        applies_law=row["applies_law"] or None,
        applies_questions=many("applies_questions"),
        ratio_percent=float(row["ratio_percent"]) if row["ratio_percent"] else None,
        days=int(row["days"]) if row["days"] else None,
        effective_from=day("effective_from"),
        effective_to=day("effective_to"),
        read_in_text_of=day("read_in_text_of"),
        quote=row["quote"],
        source=row["source"],
        verified_on=date.fromisoformat(row["verified_on"]),
        status=row["status"],
        warnings=many("warnings"),
        note=row["note"],
    )
