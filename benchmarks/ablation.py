"""What each part of the matcher brings: everything measured again with one part taken away."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.matching import POLICY, Thesaurus, evaluate
from app.matching.concepts import TERMS, Concept, read_categories, read_concepts
from app.matching.weights import Policy
from benchmarks.corpus import DATA
from benchmarks.quality import JUDGED, interval, read, scored
from benchmarks.table import columns

_CONCEPTS = DATA / "thesaurus" / "concepts.csv"
_SLICES = ("tender", "query", "trap", "hard-negative", "q:chosung", "q:typo", "q:loan", "q:synonym")


@dataclass(frozen=True, slots=True)
class Without:
    """The matcher without one of its parts."""

    part: str
    policy: Policy = POLICY
    terms: Sequence[str] = TERMS
    is_bare: bool = False
    """Has it no thesaurus at all?"""
    resembles: bool = True
    has_neighbours: bool = True
    blocks: bool = True

    def thesaurus(self) -> Thesaurus:
        """Make the thesaurus that is left."""
        if self.is_bare:
            return Thesaurus(())
        kept = [self._left(one) for one in read_concepts(_CONCEPTS, self.terms)]
        more = [
            it for one in read_categories(DATA / "categories.csv") for it in (one.name, *one.terms)
        ]
        return Thesaurus(kept, more, resembles=self.resembles)

    def _left(self, one: Concept) -> Concept:
        if not self.has_neighbours:
            one = replace(one, related={}, narrower=(), category_code=one.code)
        return one if self.blocks else replace(one, blocking=())


def _points(**changed: float) -> Policy:
    return replace(POLICY, **changed)


def _reading(*left: str) -> Policy:
    return replace(POLICY, readings=frozenset(left))


PARTS = (
    Without("the thesaurus (character groups alone)", is_bare=True),
    Without("all terms but the trades' names", terms=()),
    Without("notice terms", terms=("seller_terms", "variants")),
    Without("seller terms", terms=("notice_terms", "variants")),
    Without(
        "variants: loan words, short forms, bare heads", terms=("notice_terms", "seller_terms")
    ),
    Without("neighbours: narrower, related, same leaf", has_neighbours=False),
    Without("blocking terms", blocks=False),
    Without("resemblance to a trade's terms", resembles=False),
    Without("wording: character groups in the score", _points(wording=0.0)),
    Without("trade in the score", _points(trade=0.0)),
    Without("the head of a title counting most", replace(POLICY, heads=(1.0,))),
    Without("boilerplate counting less", replace(POLICY, quiets_boilerplate=False)),
    Without("reading of initials", _reading("keyboard", "spelling")),
    Without("reading of keyboard slips", _reading("initials", "spelling")),
    Without("reading of near spellings", _reading("initials", "keyboard")),
    Without("hard requirements in the score", _points(requirements=0.0)),
    Without("focus", _points(focus=0.0)),
    Without("price", _points(price=0.0)),
    Without("nearness", _points(nearness=0.0)),
    Without("the cut-off of conviction", _points(conviction=0.0)),
)


def measure(*, quick: bool) -> Iterator[str]:
    """Measure the whole, then without each part; *quick* only the first few."""
    heads = (
        "without",
        "nDCG@10",
        "difference (95 %)",
        *_SLICES,
        "no-answer empty",
        "answerable empty",
    )
    with tempfile.TemporaryDirectory() as folder:
        whole, left = Path(folder) / "whole.tsv", Path(folder) / "left.tsv"
        rows = [_row(Without("– (the whole)"), whole, None)]
        for one in PARTS[:3] if quick else PARTS:
            rows.append(_row(one, left, whole))
            print(f"  without {one.part}: {rows[-1][1]}", flush=True)
    yield columns(heads, rows)


def _row(one: Without, path: Path, whole: Path | None) -> Sequence[str]:
    answers = evaluate.run(JUDGED, one.thesaurus(), one.policy)
    evaluate.write_run(answers, path)
    found: dict[str, Any] = scored(path, whole)
    unanswerable = _unanswerable()
    return (
        one.part,
        f"{found['all']['nDCG@10'][0]:.3f}",
        interval(found["diff all"]) if whole else "",
        *(f"{found[part]['nDCG@10'][0]:.3f}" for part in _SLICES),
        _empty(answers, unanswerable),
        _empty(
            answers, (row["id"] for row in read("tenders.jsonl") if row["id"] not in unanswerable)
        ),
    )


def _unanswerable() -> set[str]:
    lines = (JUDGED / "slices.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines)
    return {request for request, part in pairs if part == "no-answer"}


def _empty(answers: evaluate.Run, asked: Iterable[str]) -> str:
    some = list(asked)
    return f"{sum(not answers[one] for one in some)} of {len(some)}"
