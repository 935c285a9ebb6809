"""docs/benchmarks.md, whose sections are written one by one, each when its part was measured."""

import re
from collections.abc import Sequence
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
_SECTION = re.compile(r"^## (.+)\n((?:(?!^## ).*\n?)*)", re.MULTILINE)


def put(title: str, text: str, order: Sequence[str], path: Path = DOCUMENT) -> None:
    """Write a section, in its place in the order; everything else in the document stays."""
    before = path.read_text(encoding="utf-8")
    head = before.split("\n## ", 1)[0].rstrip()
    found = {match[1]: match[2].strip() for match in _SECTION.finditer(before)}
    found[title] = text.strip()
    kept = sorted(found, key=lambda one: order.index(one) if one in order else len(order))
    sections = [f"## {one}\n\n{found[one]}" for one in kept]
    path.write_text("\n\n".join([head, *sections]) + "\n", encoding="utf-8", newline="\n")
