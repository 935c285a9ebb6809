"""A real browser before the real service over the shipped record."""

import contextlib
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import uvicorn
from office import LOGIN, OWNER, furnish
from people import PASSWORD
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
    expect,
    sync_playwright,
)

from app.core.settings import ROOT

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip
WIDTHS = {"phone": (360, 740), "desktop": (1280, 800)}
SCREENS = ROOT / "docs" / "screens"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_ASK_AXE = "rules => axe.run({ runOnly: rules, resultTypes: ['violations'] })"
_MOST_BYTES = 200_000  # transferred for a first visit, fonts not counted
_BEEN_HERE = "localStorage.setItem('letters', '1')"  # a later visit has our letters
_MEANT = ("404", "422")  # the browser's own word for a refusal that the page explains
_TORN = """[...document.querySelectorAll("table.cards td")]
  .filter(cell => [...cell.childNodes].filter(one => one.nodeType == 1 || one.data?.trim()).length > 1)
  .map(cell => cell.innerText)"""  # cells that a phone would spread over the line, part from part
_TALLEST = 1800  # of a screenshot, in pixels
_PATIENCE = 15_000  # milliseconds, for a machine that runs all tests at once
expect.set_options(timeout=_PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser of the system; ./test installs it where it may."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("Chromium is missing: apt-get install chromium (./test does it as root).")
    return found


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    """A browser for the tests of a module: its event loop must not outlive them."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(_QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(seeded) -> Iterator[str]:
    """The address of a service over the shipped record."""
    config = uvicorn.Config(seeded.app, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone before a page, what the page loaded and what it complained of."""

    page: Page
    site: str
    loaded: list[Response]
    complaints: list[str]

    def go(self, path: str) -> Page:
        """Open a page and wait until it is still."""
        self.page.goto(self.site + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    @property
    def hosts(self) -> set[str]:
        """The hosts that were asked for anything."""
        return {urlsplit(one.url).netloc for one in self.loaded}

    def bytes_without_fonts(self) -> int:
        """Return how many bytes the bodies of all that was loaded have, fonts left out."""
        loaded = (one for one in self.loaded if ".woff2" not in one.url)
        return sum(len(one.body()) for one in loaded)


@pytest.fixture(params=WIDTHS)
def width(request) -> str:
    """A phone, then a desktop."""
    return request.param


@pytest.fixture
def open_context(browser, width) -> Iterator:
    """Make windows of the width asked for, of somebody new to the site; closed at the end."""
    with contextlib.ExitStack() as stack:

        def make(**wanted: object) -> BrowserContext:
            size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
            return stack.enter_context(
                browser.new_context(viewport=size, locale="ko-KR", accept_downloads=True, **wanted)
            )

        yield make


@pytest.fixture
def stranger(open_context, site) -> Person:
    """Someone who was never here."""
    return _before(open_context(), site)


@pytest.fixture
def person(open_context, site) -> Person:
    """Someone with script, who was here before."""
    context = open_context()
    context.add_init_script(_BEEN_HERE)
    return _before(context, site)


@pytest.fixture
def plain_person(open_context, site) -> Person:
    """Someone whose browser runs no script."""
    return _before(open_context(java_script_enabled=False), site)


@pytest.fixture(scope="module")
def desk(seeded) -> dict[str, UUID]:
    """A support worker and what her desk holds; the ids of whom it is about."""
    return furnish(seeded.app)


@pytest.fixture
def worker(person, desk) -> Person:
    """The support worker, logged in."""
    return _logged_in(person, LOGIN)


@pytest.fixture
def owner(person, desk) -> Person:
    """Somebody of an enterprise, logged in."""
    return _logged_in(person, OWNER)


def _logged_in(person: Person, login: str) -> Person:
    form = {"login": login, "password": PASSWORD, "next": "/login"}
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert person.page.request.post(f"{person.site}/login", form=form, headers=headers).ok
    return person


def _before(context: BrowserContext, site: str) -> Person:
    page = context.new_page()
    page.set_default_timeout(_PATIENCE)
    found = Person(page, site, [], [])

    def answered(answer: Response) -> None:
        found.loaded.append(answer)

    def said(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.complaints.append(message.text)

    def broke(error: Error) -> None:
        found.complaints.append(str(error))

    page.on("response", answered)
    page.on("console", said)
    page.on("pageerror", broke)
    return found


@dataclass(frozen=True, slots=True)
class Screens:
    """Where the screenshots of one width stand."""

    width: str

    def path(self, name: str) -> Path:
        """Return the file of a page's screenshot."""
        return SCREENS / f"{name}-{self.width}.png"

    def __call__(self, page: Page, name: str) -> None:
        """Write what is on the screen, where IEUM_WRITE_SCREENS asks for it."""
        if not os.environ.get("IEUM_WRITE_SCREENS"):
            return
        SCREENS.mkdir(exist_ok=True)
        across = WIDTHS[self.width][0]
        tall = min(_TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": across, "height": tall}
        path = self.path(name)
        page.screenshot(path=path, full_page=True, clip=clip, animations="disabled")


@pytest.fixture
def keep_screen(width):
    """Keep the screen of a page in docs/screens."""
    return Screens(width)


@pytest.fixture(scope="session")
def violations() -> Callable[[Page], list[tuple[str, list[str]]]]:
    """Ask axe-core what stands in somebody's way on a page: each rule with the places it is broken."""
    axe = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")

    def ask(page: Page) -> list[tuple[str, list[str]]]:
        page.evaluate(axe)
        found = page.evaluate(_ASK_AXE, _RULES)
        return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]]

    return ask


@pytest.fixture
def holds(keep_screen, violations) -> Callable[[Person, str], None]:
    """Ask of the open page what every page holds, and keep its screen."""

    def ask(person: Person, name: str) -> None:
        told = violations(person.page)
        keep_screen(person.page, name)

        assert told == []
        assert {f"http://{host}" for host in person.hosts} == {person.site}
        assert person.bytes_without_fonts() < _MOST_BYTES
        assert [said for said in person.complaints if not any(one in said for one in _MEANT)] == []
        assert person.page.evaluate(_TORN) == []
        assert person.page.locator("h1").count() == 1
        assert person.page.title().endswith(" | 이음")
        fits(person.page)

    return ask


def fits(page: Page) -> None:
    """Hold that nothing has to be scrolled sideways: on the narrowest screen, on a desktop at 200 %."""
    size = page.viewport_size
    for across in (320, 640):
        page.set_viewport_size({"width": across, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= across
    if size:
        page.set_viewport_size(size)


@pytest.fixture
def step_holds(keep_screen, violations) -> Callable[[Page, str], None]:
    """Ask of a page that only a form leads to what every page holds, and keep its screen."""

    def ask(page: Page, name: str) -> None:
        told = violations(page)
        keep_screen(page, name)

        assert told == []
        fits(page)

    return ask
