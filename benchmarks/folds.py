"""Whether the weights hold for trades they were not chosen on: five folds by trade.

The requests are parted by the branch of trade they ask for. For each fold the weights are chosen
anew, from neutral ones, on the other four, and measured on the fold. The thesaurus stays: none of
its entries was made or changed because of a judged request (data/thesaurus/README.md).
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from statistics import fmean
from typing import Any

from app.matching import POLICY, Need, Thesaurus, evaluate, trade
from app.matching.weights import Policy
from app.thesaurus.published import shipped_words
from benchmarks.corpus import DATA
from benchmarks.quality import JUDGED, read
from benchmarks.table import columns

_FOLDS = 5

_CHOICES: dict[str, tuple[Any, ...]] = {
    "trades": (0.5, 0.6, 0.7, 0.8),
    "requirements": (20.0, 30.0, 40.0, 48.0, 56.0),
    "focus": (0.0, 4.0, 8.0),
    "price": (0.0, 5.0, 10.0),
    "heads": ((1.0,), (1.0, 0.75, 0.55), (1.0, 0.5, 0.25)),
    "quiets_boilerplate": (False, True),
}
"""What may be chosen; the first of each is the neutral one."""

_NEUTRAL = {name: values[0] for name, values in _CHOICES.items()}
Choice = tuple[tuple[str, Any], ...]


def measure(*, quick: bool) -> Iterator[str]:
    """Choose and measure fold by fold; *quick* goes through the choices once, not until they rest."""
    folds = _folds()
    everyone = [one for fold in folds for one in fold]
    shipped = _ndcg(POLICY)
    rows, held = [], dict[str, float]()
    for place, fold in enumerate(folds, start=1):
        rest = [one for one in everyone if one not in set(fold)]
        chosen = _chosen(rest, 1 if quick else 3)
        found = _ndcg(_policy(chosen))
        held |= {one: found[one] for one in fold}
        rows.append(
            (
                f"{place}",
                f"{len(fold)}",
                f"{fmean(shipped[one] for one in fold):.3f}",
                f"{fmean(found[one] for one in fold):.3f}",
                ", ".join(f"{name} {_shown(value)}" for name, value in chosen),
            )
        )
        print(f"  fold {place}: {rows[-1][3]} beside {rows[-1][2]}", flush=True)
    neutral = _ndcg(_policy(_choice(_NEUTRAL)))
    yield columns(
        ("fold", "requests", "shipped weights", "chosen without it", "what was chosen"), rows
    )
    yield columns(
        ("all requests", "nDCG@10", "less than shipped (95 %)"),
        [
            ("shipped weights", f"{fmean(shipped[one] for one in everyone):.3f}", ""),
            ("each fold with weights chosen without it", *_beside(held, shipped)),
            ("neutral weights, nothing chosen", *_beside(neutral, shipped)),
        ],
    )


def _shown(value: Any) -> str:  # noqa: ANN401 -- as many types as there are choices
    return "/".join(f"{one:g}" for one in value) if isinstance(value, tuple) else f"{value:g}"


def _choice(values: dict[str, Any]) -> Choice:
    return tuple(values.items())


def _policy(choice: Choice) -> Policy:
    """Turn a choice into weights of 100 points together."""
    chosen = dict(choice)
    share, own = chosen.pop("trades"), chosen["requirements"] + chosen["focus"] + chosen["price"]
    likeness = 100 - POLICY.nearness - own
    return replace(
        POLICY, version="fold", trade=share * likeness, wording=(1 - share) * likeness, **chosen
    )


def _chosen(requests: Sequence[str], rounds: int) -> Choice:
    """Choose one thing after another, keeping what is better on these requests."""
    values = dict(_NEUTRAL)
    for _ in range(rounds):
        before = dict(values)
        for name, options in _CHOICES.items():
            values[name] = max(
                options,
                key=lambda one: _mean(_policy(_choice({**values, name: one})), requests),
            )
        if values == before:
            break
    return _choice(values)


def _mean(policy: Policy, requests: Iterable[str]) -> float:
    found = _ndcg(policy)
    return fmean(found[one] for one in requests)


@cache
def _words() -> Thesaurus:
    return shipped_words(DATA)


@cache
def _ndcg(policy: Policy) -> dict[str, float]:
    """Measure every judged request by nDCG@10."""
    return evaluate.each(evaluate.run(JUDGED, _words(), policy), JUDGED)


def _folds() -> list[list[str]]:
    """Part the judged requests by branch of trade into five folds of about one size."""
    branches: dict[str, list[str]] = {}
    judged = _ndcg(POLICY)
    for row in read("tenders.jsonl"):
        if row["id"] in judged:
            branches.setdefault(_branch(row), []).append(row["id"])
    folds: list[list[str]] = [[] for _ in range(_FOLDS)]
    for _, some in sorted(branches.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        min(folds, key=len).extend(some)
    return folds


def _branch(row: dict[str, Any]) -> str:
    """Name the branch of what is asked for, or of what those offer who were judged to fit."""
    asked = trade.asked(Need(title=row["title"]), _words())
    best = max(asked, key=lambda code: asked[code], default="")
    if best and asked[best] >= 0.5:
        return _words().concepts[best].category_code[:3]
    fitting = _fitting()[row["id"]]
    wares = [
        one["name"]
        for it in read("enterprises.jsonl")
        if it["id"] in fitting
        for one in it["products"][:1]
    ]
    codes = [code for ware in wares for code in list(trade.asked(Need(title=ware), _words()))[:1]]
    counted = Counter(_words().concepts[code].category_code[:3] for code in codes)
    return max(sorted(counted), key=lambda one: counted[one], default="")


@cache
def _fitting() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in (JUDGED / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        request, supplier, grade = line.split("\t")
        if grade == "3":
            found.setdefault(request, set()).add(supplier)
    return {row["id"]: found.get(row["id"], set()) for row in read("tenders.jsonl")}


def _beside(found: dict[str, float], shipped: dict[str, float]) -> tuple[str, str]:
    """Answer the mean, and how much less it is than shipped, with a bootstrap interval."""
    less = [shipped[one] - value for one, value in found.items()]
    draw = random.Random(7)
    means = sorted(fmean(draw.choices(less, k=len(less))) for _ in range(2000))
    return (
        f"{fmean(found.values()):.3f}",
        f"{fmean(less):.3f} ({means[50]:.3f}–{means[-51]:.3f})",
    )
