"""A walk over every route as every caller: what to ask, and of whose record."""

import asyncio
import contextlib
import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from drafts import draft_in
from fastapi.routing import iter_route_contexts
from httpx2 import ASGITransport, AsyncClient
from people import PASSWORD, People
from pydantic import ValidationError

from app.core.actors import SYSTEM, Role
from app.core.db import Database
from app.matches.actions import run
from app.resources import COLLECTIONS

API = "/api/v1"
CALLERS = ("public", "device", "enterprise", "agency", "staff", "manager", "admin")
LETTERS = {401: "U", 403: "F", 404: "N", 409: "C", 422: "V", 429: "L", 503: "X"}
_BOUND = ("office", "agency_id", "enterprise_id", "fair_id")
_PARAMETER = re.compile(r"\{\w+\}")
_NOBODY = "7a7a7a7a-0000-4000-8000-000000000000"
_YEAR = "office=team&year=2017"
_DAYS = "date_from=2017-01-01&date_until=2017-12-31"
QUERIES = {  # what a route needs to be asked with at all
    "/reports/achievement": _YEAR,
    "/reports/registers": _YEAR,
    "/reports/rows": f"{_YEAR}&metric=visits",
    "/reports/discrepancies": "source=S0",
    "/reports/exposure": _DAYS,
    "/reports/exposure/rows": f"{_DAYS}&enterprise_id={{enterprise}}",
    "/search/enterprises": "q=인쇄",
    "/match-runs/{run_id}/diff": "with={run}",
    "/goals/rows": f"{_YEAR}&metric=visits",
    "/match/evidence": "q=인쇄",
    "/match/evidence.{kind}": "q=인쇄",
    "/insight/steps": f"{_YEAR}&step=visits",
    "/insight/runs": _DAYS,
    "/insight/exposure": _DAYS,
    "/insight/places": f"{_DAYS}&enterprise_id={{enterprise}}",
    "/insight/gap": "category=C0101&district=강북구",
}


class Forgetful(Database):
    """A database that answers as if it had stored, and stores nothing: every cell starts alike."""

    @contextlib.contextmanager
    def writing(self, *args, **more):
        with contextlib.suppress(_Forget), super().writing(*args, **more) as unit:
            yield unit
            raise _Forget


class _Forget(Exception):  # noqa: N818 -- ends a unit
    """Leave nothing behind."""


def routes(app) -> list[tuple[str, str]]:
    """Return every route of *app* as (method, path); HEAD is GET without a body."""
    return [
        (method, one.path)
        for one in iter_route_contexts(app.routes)
        for method in sorted(one.methods or ())
        if method != "HEAD"
    ]


class Sides:
    """Two sides of one world, each with an office, a buyer, an enterprise, a fair and records."""

    def __init__(self, world, app) -> None:
        self.world, self.people = world, People(world, app)
        self.years = itertools.count(2000)  # an office has one goal a year
        self.bound = {side: self._bodies(side) for side in ("own", "other")}
        self.drafts = {
            side: {name: self._draft(name, side) for name in COLLECTIONS} for side in self.bound
        }
        self.records = {side: self._records(side) for side in self.bound}
        self.runs = {side: self._run(side) for side in self.bound}

    def _bodies(self, side):
        office = {"own": "team", "other": "centre"}[side]
        fair = {"office": office, "name": f"박람회 {side}", "starts_on": str(_soon())}
        return {
            "office": office,
            "agency_id": str(self.world.agency(f"기관 {side}")["id"]),
            "enterprise_id": str(self.world.enterprise(f"기업 {side}")["id"]),
            "fair_id": str(self.world.add(COLLECTIONS["fairs"], **fair)["id"]),
        }

    def _draft(self, name, side):
        bound, collection = self.bound[side], COLLECTIONS[name]
        draft = draft_in(self.world, name, bound["office"])
        named = {n: bound[n] for n in _BOUND if n in draft}
        every = {n: bound[n] for n in _BOUND if n in collection.draft.model_fields}
        with contextlib.suppress(ValidationError):  # some belong to one body only
            collection.draft.model_validate(draft | every)
            return draft | every
        return draft | named

    def _records(self, side):
        found = {
            "agencies": self.bound[side]["agency_id"],
            "enterprises": self.bound[side]["enterprise_id"],
            "fairs": self.bound[side]["fair_id"],
        }
        for name, collection in COLLECTIONS.items():
            if name not in found:
                draft = self.fresh(name, side)
                found[name] = str(self.world.add(collection, **draft)["id"])
        account = self.people.add(f"colleague-{side}", office=self.bound[side]["office"])
        return {**found, "accounts": str(account["id"])}

    def fresh(self, name, side):
        """Return a draft of the collection that does not clash with what is stored."""
        draft, alias = dict(self.drafts[side][name]), COLLECTIONS[name].alias
        if alias:
            draft[alias] = f"x{uuid4().hex[:8]}"
        if name == "goals":
            draft["year"] = next(self.years)
        return draft

    def _run(self, side):
        with self.world.db.writing(datetime.now(UTC), SYSTEM) as unit:
            live = self.people.app.state.live
            return str(run(unit, live, UUID(self.records[side]["tenders"]), limit=3)["run_id"])

    def callers(self):
        """Return what each caller shows: a cookie of a log-in, or the token of a device."""
        bound = self.bound["own"]
        scopes = {
            "enterprise": {"enterprise_id": bound["enterprise_id"]},
            "agency": {"agency_id": bound["agency_id"]},
            "staff": {"office": "team"},
            "manager": {"office": "team"},
            "admin": {},
        }
        shown = {"public": {}}
        device = self.world.token(Role.device, fair_id=UUID(bound["fair_id"]))
        shown["device"] = {"Authorization": f"Bearer {device}"}
        for role, scope in scopes.items():
            self.people.add(f"the-{role}", role, **scope)
            browser = self.people.browser(f"the-{role}")
            shown[role] = {"Cookie": f"ieum={browser.cookies['ieum']}"}
            if role == "staff":
                self._keep("own", browser, "team")
        self._keep("other", self.people.browser("colleague-other"), "centre")
        for side in self.records:
            self.people.second_factor(UUID(self.records[side]["accounts"]))
        return shown

    def _keep(self, side, browser, office):
        """Remember a log-in and a token of the one whose side it is."""
        draft = {"label": "x", "role": "staff", "office": office}
        self.records[side]["tokens"] = browser.post(f"{API}/tokens", json=draft).json()["id"]
        self.records[side]["sessions"] = browser.get(f"{API}/sessions").json()[0]["id"]


def _soon():
    return (datetime.now(UTC) + timedelta(days=2)).date()


class Walk:
    """Every route asked as one caller, for its own record, another's and one that is not there."""

    def __init__(self, app, sides) -> None:
        self.app, self.sides = app, sides

    def of(self, shown) -> dict[str, str]:
        """Return the letters of every route: one for each target that it has."""
        return asyncio.run(self._of(shown))

    async def _of(self, shown):
        transport = ASGITransport(self.app, raise_app_exceptions=False)
        headers = {"Sec-Fetch-Site": "same-origin", **shown}
        found = {}
        async with AsyncClient(transport=transport, base_url="http://testserver") as client:
            for method, path in routes(self.app):
                answers = []
                for url, body in self._targets(method, path):
                    client.cookies.clear()
                    answers.append(await client.request(method, url, headers=headers, **body))
                found[f"{method} {path}"] = self._letters(answers)
        return found

    def _letters(self, answers):
        """Return the letters; a foreign record and one that is not there must look the same."""
        letters = "".join(_letter(one.status_code) for one in answers)
        if letters.endswith("NN") and letters != "NNN":
            foreign, unknown = (_plain(one) for one in answers[-2:])
            letters += "" if foreign == unknown else "!"  # it can be told apart
        return letters

    def _targets(self, method, path) -> Iterator[tuple[str, dict]]:
        short = path.removeprefix(API)
        name = short.strip("/").split("/")[0].removesuffix(".csv")
        for side in self._sides_of(method, short, name):
            key = self._key(short, name, side)
            url = path.replace("{version}", "1").replace("{form}", "csv").replace("{number}", "9")
            office = self.sides.bound["own"]["office"]
            url = url.replace("{code}", office if name == "offices" else "stale").replace(
                "/docs/static/{name}", "/docs/static/x"
            )
            url = url.replace("/static/{name}", "/static/x").replace("{part}", "products")
            url = url.replace("{kind}", "xlsx")
            query = QUERIES.get(re.sub(r"\.\{form\}$|/registers/.*", _registers, short), "")
            query = query.replace("{run}", self.sides.runs["own"])
            query = query.replace("{enterprise}", self.sides.bound["own"]["enterprise_id"])
            yield f"{_PARAMETER.sub(key, url)}?{query}", self._body(method, short, name, side)

    def _sides_of(self, method, short, name):
        if re.search(r"\{(key|\w+_id)\}", short):
            return ("own", "other", "none")
        creates = method == "POST" and short in {f"/{one}" for one in COLLECTIONS}
        return ("own", "other") if creates else ("own",)

    def _key(self, short, name, side):
        if side == "none":
            return _NOBODY
        if name in ("match-runs", "runs"):
            return self.sides.runs[side]
        if short.startswith("/account/sessions/"):
            return self.sides.records[side]["sessions"]
        if name in ("batches", "my-enterprise"):  # none was made, nor is anything supplied
            return "7b7b7b7b-0000-4000-8000-000000000000"
        return self.sides.records[side].get(name, "x")

    def _body(self, method, short, name, side):
        if method == "PATCH":
            return {"json": {}}
        if short.endswith(".csv") and method == "POST":
            return {"content": f"id\r\n{self.sides.records[side][name]}\r\n".encode()}
        if method in ("GET", "DELETE"):
            return {}
        if short in {f"/{one}" for one in COLLECTIONS}:
            return {"json": self.sides.fresh(name, side)}
        return {"json": self._bodies().get(short, {})}

    def _bodies(self):
        new = "wheelbarrow at noon"
        return {
            "/accounts": {"login": "newcomer", "name": "새", "role": "staff", "office": "team"},
            "/session": {"login": "the-staff", "password": PASSWORD},
            "/password": {"current": PASSWORD, "password": new},
            "/second-factor": {"password": PASSWORD},
            "/second-factor/confirmation": {"code": "123456"},
            "/second-factor/removal": {"password": PASSWORD, "code": "123456"},
            "/password-resets": {"code": "x", "password": new},
            "/tokens": {"label": "x", "role": "staff", "office": "team"},
            "/fairs/{key}/enrolments": {"desk": "안내"},
            "/device-tokens": {"code": "x"},
            "/fairs/{key}/timetable": {"begins_at": "2017-05-23T01:00:00Z"},
            "/fairs/{key}/walk-ins": {
                "department": {"agency_id": self.sides.bound["own"]["agency_id"]}
            },
            "/timetables/{key}/meetings": {"department_id": _NOBODY, "enterprise_id": _NOBODY},
            "/timetables/{key}/swaps": {"first": _NOBODY, "second": _NOBODY},
            "/timetables/{key}/absences": {"party": _NOBODY},
            "/sync": {
                "fair_id": self.sides.bound["own"]["fair_id"],
                "entries": [{"id": "x", "kind": "check_in"}],
            },
            "/thesaurus/publish": {"reason": "x"},
            "/thesaurus/revert": {"version": 9, "reason": "x"},
            "/match": {"title": "인쇄"},
            "/match/consortia": {"title": "인쇄"},
            "/match/sensitivity": {"title": "인쇄"},
            "/tenders/{tender_id}/transitions": {"to": "published"},
            "/contacts/{key}/disclosures": {"purpose": "consultation"},
            "/contact-exports": {"purpose": "fair", "reason": "fair invitations"},
            "/match-runs/{run_id}/choices": {
                "enterprise_id": self.sides.bound["own"]["enterprise_id"],
                "outcome": "contacted",
            },
        }


def _registers(found):
    return "/registers" if found[0].startswith("/registers") else ""


def _letter(status):
    return "Y" if status < 400 else LETTERS.get(status, f"<{status}>")


def _plain(answer):
    body = answer.json()
    return {name: body[name] for name in ("type", "title", "status", "detail", "code")}
