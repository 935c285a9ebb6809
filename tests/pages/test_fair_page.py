"""The desk of a fair: one page for everybody, and what keeps it on a device."""

import json
import re

import pytest

from app.pages.site import FOLDER, STATIC

_SCRIPTS = sorted(STATIC.glob("fair*.js"))


def test_the_page_says_nothing_of_who_asks_for_it(person, seeded):
    page = person.get("/fair").text
    cookie = {"Cookie": "ieum=somebody", "Sec-Fetch-Site": "same-origin"}

    assert person.get("/fair", headers=cookie).text == page
    assert "스크립트가 필요합니다" in page


def test_the_worker_keeps_everything_the_page_needs(person):
    page, worker = person.get("/fair").text, person.get("/fair-worker.js")

    assert worker.headers["content-type"].startswith("text/javascript")
    assert worker.headers["cache-control"] == "no-cache"
    kept = json.loads(re.search(r"\.\.\.(\[.*?\])\]", worker.text)[1])
    needed = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    by_style = set(re.findall(r'url\("([^"]+)"\)', (STATIC / "site.css").read_text()))
    assert needed <= set(kept)
    assert {f"/static/{name}" for name in by_style} <= set(kept)
    assert [person.get(address).status_code for address in kept] == [200] * len(kept)


def test_the_worker_changes_with_any_file_it_keeps(person, monkeypatch, tmp_path):
    before = person.get("/fair-worker.js").text
    for path in STATIC.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    with (tmp_path / "fair.css").open("a") as style:
        style.write("/* new */")

    monkeypatch.setattr("app.pages.fair.STATIC", tmp_path)

    assert person.get("/fair-worker.js").text != before


def test_the_manifest_lets_the_desk_be_installed(person):
    about = person.get("/fair.webmanifest").json()

    assert (about["start_url"], about["scope"], about["display"]) == (
        "/fair",
        "/fair",
        "standalone",
    )
    assert person.get(about["icons"][0]["src"]).status_code == 200


@pytest.mark.parametrize("path", _SCRIPTS, ids=lambda path: path.name)
def test_no_script_of_the_desk_asks_another_host_or_writes_html(path):
    text = path.read_text(encoding="utf-8")

    assert len(_SCRIPTS) == 4
    assert not re.search(r"https?://|innerHTML|outerHTML|insertAdjacentHTML|\beval\(", text)


def test_the_desk_is_less_than_64_kb_without_fonts():
    names = ("site.css", "fair.css", "letters.js", "icon.svg", "chevron.svg", "idb-8.0.4.min.js")
    files = [*_SCRIPTS, *(STATIC / name for name in names), FOLDER / "templates" / "fair.html"]

    assert sum(path.stat().st_size for path in files) < 64_000
