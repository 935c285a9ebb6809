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
        """Return the one leaf whose word is the longest that ends the name; None if in doubt."""
        heads = (*map(_plain, _PARTS.split(name)), _plain(name))
        found = [(len(w), code) for w, code in self._words if any(h.endswith(w) for h in heads)]
        longest = max((length for length, _ in found), default=0)
        codes = {code for length, code in found if length == longest}
        return codes.pop() if len(codes) == 1 else None


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
