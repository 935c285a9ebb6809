"""The policy: what counts, how much, and in which order, named and versioned.

Changing a number here changes rankings, so it changes the version.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """Points per factor; together they are 100.

    *band* is the width, in points, within which two scores count as equal and a seeded draw
    decides the order. *threshold* is the least likeness at which a supplier is named at all,
    *lot_likeness* the least at which it counts as able to do a lot.

    *heads* is what the last term of a title counts, the one before it, and any earlier one;
    *readings* are the ways besides its words in which a typed line is read.

    *conviction* is the least that one of the suppliers found must have (see
    *Scored.convictions*), or nobody is named. Measured on data/eval: the 4 requests without an
    answer come back empty, and none of the 174 that have one. With everyone taken out who was
    judged to fit at all, 56 of those 174 come back empty; of 1,080 hard paraphrases that can be
    answered 67 do (tests/matching/blind). So a full answer is not yet to be believed.
    """

    version: str
    trade: float
    wording: float
    requirements: float
    focus: float
    price: float
    nearness: float
    band: float
    threshold: float
    lot_likeness: float
    conviction: float
    heads: tuple[float, ...] = (1.0, 0.75, 0.55)
    quiets_boilerplate: bool = True
    readings: frozenset[str] = frozenset(("initials", "keyboard", "spelling"))

    @property
    def table(self) -> tuple[tuple[str, float], ...]:
        """The factors with their points, in the order they are shown."""
        return (
            ("trade", self.trade),
            ("wording", self.wording),
            ("requirements", self.requirements),
            ("focus", self.focus),
            ("price", self.price),
            ("nearness", self.nearness),
        )


POLICY = Policy(
    version="2026-11.2",
    trade=26.0,
    wording=16.0,
    requirements=48.0,
    focus=4.0,
    price=5.0,
    nearness=1.0,
    band=0.5,
    threshold=0.04,
    lot_likeness=0.3,
    conviction=0.12,
)
