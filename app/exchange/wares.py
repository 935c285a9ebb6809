"""Which category a product's own name names, where it leaves no doubt.

A Korean compound carries its head at its end: 행사 사은품 is a gift, not an event. So a word of the
tree counts only where it ends the name, or one part of a name that lists several (인쇄·사무용품).
"""

import csv
import re
from pathlib import Path

_PARTS = re.compile(r"[·,/&(]")


class Wares:
    """The words of the leaves of the category tree."""

    def __init__(self, path: Path) -> None:
        """Read the names and synonyms of every leaf."""
        with path.open(encoding="utf-8", newline="") as file:
            leaves = [row for row in csv.DictReader(file) if row["parent_code"]]
        self._words = [
            (_plain(word), row["code"])
            for row in leaves
            for word in (row["name"], *row["synonyms"].split("|"))
            if len(_plain(word)) > 1
        ]

    def code_of(self, name: str) -> str | None:
        """Return the one leaf whose word is the longest that ends the name; None if in doubt.

        A longer word of another branch anywhere in the name is such a doubt: 홈페이지 돌봄.
        """
        whole = _plain(name)
        heads = (whole, *map(_plain, _PARTS.split(name)))
        hits = [(word, code) for word, code in self._words if word in whole]
        ends = [(w, code) for w, code in hits if any(head.endswith(w) for head in heads)]
        longest = max((len(word) for word, _ in ends), default=0)
        codes = {code for word, code in ends if len(word) == longest}
        code = codes.pop() if len(codes) == 1 else None
        doubts = (other for word, other in hits if code and len(word) > longest)
        return None if any(_branch(other) != _branch(code or "") for other in doubts) else code


def _branch(code: str) -> str:
    return code[:3]


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
