"""The files that pages need: shipped, small, and named by nobody else's host."""

import re
from pathlib import Path

import pytest

from app.core.pdf import FONTS
from app.core.settings import ROOT
from app.pages.site import FOLDER, STATIC

_FILES = sorted(STATIC.iterdir())
_WITH_EVERY_PAGE = ("site.css", "letters.js", "site.js", "htmx-4.0.1.min.js", "icon.svg")
_TEMPLATES = sorted((FOLDER / "templates").iterdir())


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.name)
def test_every_shipped_file_is_served_and_may_be_kept(person, path):
    answer = person.get(f"/static/{path.name}")

    assert answer.content == path.read_bytes()
    assert "immutable" in answer.headers["cache-control"]


def test_nothing_else_is_served(person):
    assert person.get("/static/site.py").status_code == 404
    assert person.get("/static/..%2fsite.py").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        *_TEMPLATES,
        *(STATIC / one for one in ("site.css", "site.js", "letters.js")),
        *STATIC.glob("fair*"),
    ],
    ids=lambda path: path.name,
)
def test_no_page_names_another_host_nor_carries_script_or_style_of_its_own(path: Path):
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"(?:https?:)?//[a-z0-9-]+\.[a-z]", text.replace("// What", ""))
    assert not re.search(r"<style|\bstyle=|<script(?! src=)|\bon[a-z]+=|javascript:", text)


def test_the_fonts_are_small_together_and_have_their_licence_beside_them():
    fonts = [path for path in _FILES if path.suffix == ".woff2"]

    assert len(fonts) == 2
    assert sum(path.stat().st_size for path in fonts) < 400_000
    for folder in (STATIC, FONTS):
        licence = (folder / "IeumText-LICENSE.txt").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE" in licence


@pytest.mark.parametrize("path", _WITH_EVERY_PAGE)
def test_everything_but_the_fonts_is_less_than_80_kb(path):
    total = sum((STATIC / one).stat().st_size for one in _WITH_EVERY_PAGE)

    assert (STATIC / path).is_file()
    assert total < 80_000


def test_every_file_of_others_is_named_with_its_licence():
    named = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

    for path in (*_FILES, *FONTS.iterdir()):
        if path.suffix in (".woff2", ".otf") or path.name.startswith(("htmx-4", "idb-8")):
            assert f"`{path.name}`" in named
