"""What a need asks for and what a product offers, as weighted concepts of the thesaurus."""

import re
from collections.abc import Iterable, Sequence

import numpy as np

from app.matching.arrays import Amounts
from app.matching.concepts import Thesaurus
from app.matching.reader import Mention
from app.matching.shapes import Need
from app.matching.tally import Tally, tally
from app.matching.weights import POLICY

_TITLE, _DESCRIPTION, _ASIDE, _CODED = 1.0, 0.4, 0.9, 0.9
SAID = (1.0, 0.5, 0.5, 0.15)
"""What a term counts in a product's name, its text, its category and its supplier's text."""
CATEGORY = 0.5
_LENGTHS = (0.5, 0.7, 0.85, 1.0)
_RESEMBLED = 0.75
_DOUBT = 0.2
_SHADE = 0.3
_ENOUGH = 8
AGAINST = -1.0
"""The weight of a concept a product speaks against: '폐현수막' is not a banner."""

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>")


def asked(
    need: Need,
    thesaurus: Thesaurus,
    counted: Tally | None = None,
    heads: Sequence[float] = POLICY.heads,
) -> dict[str, float]:
    """Read the concepts a need asks for, the strongest first.

    Korean puts the head of a title last, so the last term named counts most; what stands in
    brackets is an aside. *counted* are the grams of *parts*, where they are counted already; *heads*
    is what the last term counts, the one before it, and any earlier one.
    """
    title, aside, description = parts(need)
    found: dict[str, float] = {}
    _merge(found, _by_place(thesaurus.annotate(title), heads), _TITLE)
    _merge(found, flat(thesaurus.annotate(aside)), _ASIDE)
    _merge(found, flat(thesaurus.annotate(description)), _DESCRIPTION)
    for code in need.category_codes:
        filed = thesaurus.in_category(code)
        _merge(found, ((one, filed_share(len(filed))) for one in filed), _CODED)
    grams = counted or tally([[title], [aside], [description]])
    like = thesaurus.sketcher.strongest(grams, (_TITLE, _ASIDE, _DESCRIPTION))
    pairs = zip(like.trades.tolist(), like.weights.tolist(), strict=True)
    return _strongest(_joined(found, {thesaurus.codes[at]: one for at, one in pairs}))


def parts(need: Need) -> tuple[str, str, str]:
    """Part what a need says into its title, what stands in brackets there, and its text."""
    aside = " ".join(_BRACKETS.findall(need.title))
    return _BRACKETS.sub(" ", need.title), aside, need.description


def _joined(named: dict[str, float], resembled: dict[str, float]) -> dict[str, float]:
    if not resembled:
        return named
    codes = [*named, *(code for code in resembled if code not in named)]
    weights = weighed(
        np.array([named.get(code, 0.0) for code in codes]),
        np.array([resembled.get(code, 0.0) for code in codes]),
        np.full(len(codes), max(resembled.values())),
        np.full(len(codes), max(named.values(), default=0.0)),
    )
    return dict(zip(codes, weights.tolist(), strict=True))


def weighed(named: Amounts, resembled: Amounts, most: Amounts, spoken: Amounts) -> Amounts:
    """Put the two kinds of evidence for trades together.

    A term that the rest of the text does not bear out counts for less; where a term speaks surely,
    what the text merely resembles counts for less. *most* is the greatest resemblance in the same
    text to any trade, *spoken* the greatest weight of any trade named there.
    """
    borne_out = np.divide(resembled, most, out=np.ones_like(most), where=most > 0)
    found = named * (1 - _DOUBT + _DOUBT * borne_out)
    more = np.minimum(resembled * (_RESEMBLED * (1 - _SHADE * spoken)), 1.0)
    return np.where(resembled > 0, 1 - (1 - found) * (1 - more), found)


def filed_share(count: int) -> float:
    """Say how sure each of as many trades is as are filed under one category."""
    return float(count**-0.5)


def _by_place(mentions: list[Mention], heads: Sequence[float]) -> Iterable[tuple[str, float]]:
    for back, mention in enumerate(reversed(mentions)):
        place = heads[min(back, len(heads) - 1)]
        for code, weight in mention.concepts:
            yield code, weight * place * _telling(mention)


def flat(mentions: list[Mention]) -> Iterable[tuple[str, float]]:
    """Answer the concepts of the terms found, wherever these stand."""
    for mention in mentions:
        for code, weight in mention.concepts:
            yield code, weight * _telling(mention)


def _telling(mention: Mention) -> float:
    """Weigh a term by its length: a word of two syllables may be part of anything."""
    return _LENGTHS[min(mention.end - mention.start, len(_LENGTHS)) - 1]


def _merge(found: dict[str, float], more: Iterable[tuple[str, float]], weight: float) -> None:
    for code, share in more:
        found[code] = 1 - (1 - found.get(code, 0.0)) * (1 - min(share * weight, 1.0))


def _strongest(found: dict[str, float]) -> dict[str, float]:
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_ENOUGH]
    return dict(ordered)
