"""The day of a fair: no network at nine, two devices, and everything arrives once with its time."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

from app.access import devices
from app.access.schemas import EnrolmentDraft
from app.activity.actions import CONSULTATIONS
from app.core import lookups, records
from app.core.actors import SYSTEM
from app.core.db import Database
from app.core.settings import ROOT, Settings
from app.enterprises.actions import ENTERPRISES
from app.fairs.actions import FAIRS
from app.reports.entries import RegisterQuery
from app.reports.fair_register import fairs

_YESTERDAY = (datetime.now(ZoneInfo("Asia/Seoul")) - timedelta(days=1)).date()
_NINE = datetime(
    _YESTERDAY.year, _YESTERDAY.month, _YESTERDAY.day, 9, tzinfo=ZoneInfo("Asia/Seoul")
)
_EACH = 20  # consultations of one device
_PATIENCE = 60_000  # until the last entry has arrived, in milliseconds
_QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


class Server:
    """The service as a process of its own, which can be killed and started again."""

    def __init__(self, file) -> None:
        self.url = f"sqlite:///{file}"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.site = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        known = {"IEUM_DATABASE_URL": self.url, "PORT": str(self.port), "IEUM_WARM_INDEX": "false"}
        command = [sys.executable, "-m", "app", "serve"]
        self.process = subprocess.Popen(  # noqa: S603 -- our own command
            command, cwd=ROOT, env={**os.environ, **known}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        pytest.fail("the service did not start")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(seeded_file, tmp_path):
    """A service over a copy of the shipped record."""
    file = tmp_path / "fair.db"
    file.write_bytes(seeded_file.read_bytes())
    made = Server(file)
    made.start()
    yield made
    made.kill()


@pytest.fixture
def db(server):
    """The service's database, seen from beside it."""
    opened = Database(Settings(database_url=server.url))
    yield opened
    opened.close()


@pytest.fixture
def fair(db):
    """A fair of yesterday with three booths."""
    with db.writing(actor=SYSTEM) as unit:
        sellers = lookups.listed(unit, ENTERPRISES)[:3]
        booths = [
            {"label": f"A-{n}", "enterprise_id": one["id"]} for n, one in enumerate(sellers, 1)
        ]
        draft = {
            "office": "nowon",
            "name": "노원 박람회",
            "starts_on": _YESTERDAY,
            "booths": booths,
        }
        return records.create(unit, FAIRS, FAIRS.draft.model_validate(draft))


class Device:
    """A tablet at a desk, with a browser of its own that remembers."""

    def __init__(self, playwright: Playwright, chromium: str, folder, server: Server) -> None:
        self.playwright, self.chromium = playwright, chromium
        self.folder, self.server = folder, server
        self.open()

    def open(self, *, offline: bool = False) -> None:
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=self.chromium, args=_QUIET, locale="ko-KR",
            viewport={"width": 360, "height": 740}, offline=offline,
        )  # fmt: skip
        self.page: Page = self.context.pages[0]
        self.page.set_default_timeout(15_000)

    def restart(self) -> None:
        """Close the browser and open it again where there is no network."""
        self.context.close()
        self.open(offline=True)
        self.page.goto(f"{self.server.site}/fair")

    def enrol(self, code: str) -> None:
        self.page.goto(f"{self.server.site}/fair#{code}")
        expect(self.page.locator("#told")).to_contain_text("등록했습니다")
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")

    def talks(self, first: int, last: int) -> None:
        """Note consultations, one each minute after nine, in three taps."""
        step = self.page.locator("#talk-step")
        for minute in range(first, last):
            self.page.clock.set_fixed_time(_NINE + timedelta(minutes=minute))
            step.get_by_role("button", name=f"A-{minute % 3 + 1}").click()
            step.get_by_role("button", name="견적 보내기").click()
            step.get_by_role("button", name="매우 좋음").click()
            expect(self.page.locator("#waiting")).to_have_text(f"보낼 것 {minute + 1}")

    def expect_arrived(self, count: int) -> None:
        self.page.locator('[data-tab="outbox"]').click()
        expect(self.page.locator("#tally")).to_have_text(
            re.compile(f"^도착 {count} · 보낼 것 0 · 확인할 것 0"), timeout=_PATIENCE
        )


@pytest.fixture
def two_devices(chromium, tmp_path, server):
    """Two devices, each with its own browser."""
    with sync_playwright() as playwright:
        made = [Device(playwright, chromium, tmp_path / f"device-{n}", server) for n in (1, 2)]
        yield made
        for one in made:
            one.context.close()


def _code(db: Database, fair, desk: str) -> str:
    with db.writing(datetime.now(UTC), SYSTEM) as unit:
        return devices.prepare(unit, fair["id"], EnrolmentDraft(desk=desk))["code"]


def _stored(db: Database, fair) -> list[dict]:
    table = CONSULTATIONS.table
    with db.reading(actor=SYSTEM) as unit:
        return lookups.listed(unit, CONSULTATIONS, table.c.fair_id == fair["id"])


def test_forty_consultations_of_two_devices_arrive_once_with_their_own_times(
    two_devices, server, db, fair
):
    one, two = two_devices
    for device, desk in ((one, "안내"), (two, "상담 2")):
        device.enrol(_code(db, fair, desk))
        device.context.set_offline(True)
    server.kill()  # nobody is there, whatever a device believes of its network

    one.talks(0, 10)
    one.page.reload()
    one.talks(10, 15)
    one.restart()
    one.talks(15, _EACH)
    two.talks(0, _EACH)
    expect(one.page.locator("#network")).to_contain_text("네트워크 없음")

    server.start()
    lost = _lose_the_answer(one, server)
    one.context.set_offline(False)
    _wait_for(one.page, lambda: bool(lost))
    assert lost == [200]  # stored, and the device does not know
    server.start()
    for away in (False, True) * 3 + (False,):
        two.context.set_offline(away)
        two.page.wait_for_timeout(40)
    for device in two_devices:
        device.expect_arrived(_EACH)

    assert _sent_again(one.page) >= 1
    stored = _stored(db, fair)
    assert len(stored) == 2 * _EACH
    wanted = [_NINE + timedelta(minutes=minute) for minute in range(_EACH)] * 2
    assert sorted(entry["received_at"] for entry in stored) == sorted(wanted)
    assert {entry["next_step"] for entry in stored} == {"quotation"}
    with db.reading(actor=SYSTEM) as unit:
        year = RegisterQuery.model_validate({"year": _YESTERDAY.year, "office": "nowon"})
        (row,) = (row for row in fairs(unit, year).rows if row.values["name"] == fair["name"])
    assert row.values["consultations"] == 2 * _EACH


def _lose_the_answer(device: Device, server: Server) -> list[int]:
    """Let the server store what the device sends first, and kill it before its answer arrives."""
    lost: list[int] = []

    def handle(route) -> None:
        answer = route.fetch()
        server.kill()
        lost.append(answer.status)
        route.abort("connectionreset")

    device.page.route("**/api/v1/sync", handle, times=1)
    return lost


def _sent_again(page: Page) -> int:
    """Return how many entries of a device the server had already when they came."""
    entries = page.evaluate("() => box.entries()")
    return sum(one["told"]["verdict"] == "duplicate" for one in entries)


def _wait_for(page: Page, happened) -> None:
    for _ in range(300):
        if happened():
            return
        page.wait_for_timeout(50)
    pytest.fail("it did not happen")
