"""Match public needs with social-economy suppliers, and say why.

A pure library: no database, no clock, no files but those it is told to read.

    thesaurus = Thesaurus.load(Path("data/thesaurus/concepts.csv"), Path("data/categories.csv"))
    index = Index(thesaurus, suppliers)                 # add(), replace(), remove() one at a time
    need = Need(title="청사 청소용역", region="서울특별시 노원구", key=tender_id)
    answer = rank(need, index, POLICY, as_of=today, limit=10)
    for one in answer.results:                          # eligible, or not yet known to be
        print(one.rank, one.supplier.name, one.score, one.eligibility)
        print([(f.name, f.weight, f.value, f.contribution) for f in one.factors])   # sums to score
        print([(c.name, c.outcome, c.required, c.found, c.change) for c in one.checks])
    for one in answer.near_misses:                      # fail a check; one.changes says what to do
        print(one.supplier.name, one.changes)
    hits = search("ㅎㅅㅁ", index, limit=20)              # initials, typos, names, synonyms
    did_you_mean(hits)                                   # how it was read, if not as typed
"""

from app.matching.concepts import Thesaurus
from app.matching.index import Index
from app.matching.rank import ENGINE_VERSION, rank
from app.matching.search import Filters, did_you_mean, search
from app.matching.shapes import (
    Certificate,
    Change,
    Check,
    Commitment,
    Factor,
    Found,
    Hit,
    Licence,
    Lot,
    MatchedProduct,
    MatchResult,
    Need,
    Product,
    Ranked,
    Supplier,
)
from app.matching.weights import POLICY, Policy

__all__ = [
    "ENGINE_VERSION",
    "POLICY",
    "Certificate",
    "Change",
    "Check",
    "Commitment",
    "Factor",
    "Filters",
    "Found",
    "Hit",
    "Index",
    "Licence",
    "Lot",
    "MatchResult",
    "MatchedProduct",
    "Need",
    "Policy",
    "Product",
    "Ranked",
    "Supplier",
    "Thesaurus",
    "did_you_mean",
    "rank",
    "search",
]
