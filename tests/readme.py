"""The README and its Korean twin, read as headings, tables and blocks of code."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENGLISH = ROOT / "README.md"
KOREAN = ROOT / "README.ko.md"
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
MATCHING = ROOT / "docs" / "matching.md"
QUALITY = ROOT / "docs" / "quality.md"
DATA = ROOT / "data" / "README.md"
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"`([^`\n]+)`")


def headings(path):
    """Return the level of every heading, in order."""
    return [len(line.split()[0]) for line in _outside_code(path) if line.startswith("#")]


def rows(path):
    """Return the cells of every row of every table."""
    lines = [line for line in _outside_code(path) if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def row_of(path, name):
    """Return the cells of the row whose first cell is *name* in backticks, or None."""
    return next((cells for cells in rows(path) if _first(cells) == f"`{name}`"), None)


def first_cells(path):
    """Return what the first cells of all tables name in backticks, in order."""
    return [name for cells in rows(path) for name in _NAME.findall(cells[0])]


def names(path):
    """Return everything that stands in backticks outside blocks of code."""
    return {name for line in _outside_code(path) for name in _NAME.findall(line)}


def blocks(path):
    """Return every block of code as its language and its text."""
    return _BLOCK.findall(path.read_text(encoding="utf-8"))


def tree():
    """Return the paths of the captioned tree in ARCHITECTURE.md."""
    _, drawn = next(block for block in blocks(ARCHITECTURE) if block[1].startswith("app/"))
    folder, paths = "", []
    for line in drawn.splitlines():
        name = line.split()[0]
        if line.startswith(" "):
            paths.append(folder + name)
        else:
            folder = name
            paths.append(name)
    return paths


def _first(cells):
    return cells[0].removeprefix("|").strip()


def _outside_code(path):
    return _BLOCK.sub("", path.read_text(encoding="utf-8")).splitlines()
