"""The application: one database, one set of routes, one way to refuse."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import cache
from typing import Any

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.types import Lifespan

from app.access.accounts import ACCOUNTS
from app.access.last_used import LastUsed
from app.core.checkpoints import checkpointed
from app.core.db import Database
from app.core.logs import configure
from app.core.repeats import Running
from app.core.settings import Settings, settings
from app.core.stopping import drained
from app.exchange.sweeping import swept_daily
from app.matches.live import LiveIndex
from app.pages import (
    account,
    agencies,
    badges,
    case_form,
    cases,
    education,
    fair,
    fair_form,
    fair_survey,
    goals,
    home,
    insight,
    insight_rows,
    matching,
    meetings,
    notes,
    own,
    pairs,
    people,
    refusals,
    registry,
    runs,
    timetable,
    today,
)
from app.pages import (
    fairs as fair_pages,
)
from app.resources import COLLECTIONS
from app.routers import (
    access,
    advice,
    batches,
    changes,
    contacts,
    devices,
    docs,
    exchange,
    fairs,
    health,
    matches,
    meters,
    problems,
    reports,
    second_factor,
    tenders,
    thesaurus,
    timetables,
)
from app.routers.collections import routers
from app.routers.document import document_of
from app.routers.edge import Edge
from app.routers.examples import EXAMPLES
from app.routers.limits import BodyLimit, RateLimit
from app.routers.times import TimeLimit
from app.version import VERSION

PREFIX = "/api/v1"
_PUBLIC = (
    "/healthz",
    "/readyz",
    f"{PREFIX}/device-tokens",
    f"{PREFIX}/match",
    f"{PREFIX}/match/consortia",
    f"{PREFIX}/match/sensitivity",
    f"{PREFIX}/metrics",
    f"{PREFIX}/password-resets",
    f"{PREFIX}/privacy",
    f"{PREFIX}/privacy.{{form}}",
    f"{PREFIX}/search/enterprises",
    f"{PREFIX}/thesaurus",
)
_LOGIN = ("post", f"{PREFIX}/session")
_MEMBERS_ONLY = (
    "/history",
    "/priority-purchase",
    "/tenders",
    "/digest",
    "/report",
)  # of what anyone may read
_ASKED_WITH = [
    "Accept-Language", "Authorization", "Change-Reason", "Content-Type", "Idempotency-Key",
    "If-Match", "If-None-Match",
]  # fmt: skip
_ANSWERED_WITH = [
    "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id",
]  # fmt: skip
_EXPOSURE_ROWS = f"{PREFIX}/reports/exposure/rows"  # names tenders, which only staff may read
_SHOWN = (
    docs.router, home.router, registry.router, matching.router, people.router, runs.router,
    account.router, today.router, notes.router, agencies.router, goals.router, fair.router,
    fair_form.router, fair_pages.router, fair_survey.router, badges.router, timetable.router,
    meetings.router, pairs.router, cases.router, case_form.router, insight.router,
    insight_rows.router, own.router, education.router,
)  # fmt: skip
ABOUT = """
사회적경제기업 공공구매 매칭 서비스. 기업·기관·수요를 등록하고, 공고에 맞는 기업을 **까닭과 함께** 순위로 보여 주며,
방문·상담·박람회·교육·매칭·계약을 기록해 목표 대비 실적을 냅니다. 모든 수치는 그 근거가 되는 행으로 열립니다.

Public-procurement matchmaking for Korea's social economy. Errors are RFC 9457 problem documents;
lists page by cursor; changes honour `If-Match`.
"""


def create_app(chosen: Settings | None = None) -> FastAPI:
    """Return the application over the database that the settings name."""
    config = chosen or settings()
    configure(config)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = config.threads
        followed = app.state.live.following(app.state.db) if config.warm_index else nullcontext()
        swept = swept_daily(app.state.db, config.sweep_hours)
        app.state.last_used.start()
        written = checkpointed(app.state.db)
        with written, followed, swept, drained(config.drain_seconds):
            yield
        app.state.last_used.stop()
        app.state.db.close()

    app = _with_routes(lifespan)
    app.state.db = Database(config, hurried=True)
    app.state.settings = config
    app.state.running = Running()
    app.state.last_used = LastUsed(app.state.db)
    app.state.live = LiveIndex(config.data_dir)
    problems.install(app)
    refusals.install(app)
    app.state.meters = meters.Meters()
    _stand_around(app, config)
    for shown in _SHOWN:
        app.include_router(shown, include_in_schema=False)
    app.openapi = _document  # type: ignore[method-assign]
    return app


@cache
def _document() -> dict[str, Any]:
    """Return the document, which is the same whatever the settings; it takes two seconds."""
    return document_of(_with_routes(), _is_public)


def _with_routes(lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """Return an application with the routes of the API alone."""
    app = FastAPI(
        title="이음 Ieum",
        version=VERSION,
        description=ABOUT,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    for router in _of_the_api():
        app.include_router(router, prefix=PREFIX)
    app.include_router(health.router)
    app.include_router(meters.router)
    return app


@cache
def _of_the_api() -> tuple[APIRouter, ...]:
    """Return the routes of the API, which are the same whatever the settings; making them is slow.

    They are tried in this order, so what is asked for most stands first.
    """
    return (
        contacts.router,
        *routers((*COLLECTIONS.values(), ACCOUNTS), EXAMPLES),
        access.router,
        second_factor.router,
        devices.router,
        *(fairs.router, timetables.router),
        *(matches.router, advice.router, batches.router, tenders.router),
        *(reports.router, changes.router),
        thesaurus.router,
        *exchange.routers(COLLECTIONS.values()),
    )


def _stand_around(app: FastAPI, config: Settings) -> None:
    """Put the limits around *app*, the innermost first."""
    app.add_middleware(BodyLimit, settings=config)
    app.add_middleware(TimeLimit, settings=config)
    app.add_middleware(RateLimit, settings=config)
    origins = [one.strip() for one in config.cors_origins.split(",") if one.strip()]
    if origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PATCH", "PUT", "DELETE"],
            allow_headers=_ASKED_WITH,
            expose_headers=_ANSWERED_WITH,
        )
    app.add_middleware(Edge, meters=app.state.meters)


def _is_public(method: str, path: str) -> bool:
    """Whether anyone may use a route without a token, as the collections and areas declare it."""
    report = path.startswith(f"{PREFIX}/reports/") and path != _EXPOSURE_ROWS
    if path in _PUBLIC or (method, path) == _LOGIN or report:
        return True
    name = path.removeprefix(f"{PREFIX}/").partition("/")[0].removesuffix(".csv")
    readable = name in COLLECTIONS and COLLECTIONS[name].readers is None
    return method == "get" and readable and not path.endswith(_MEMBERS_ONLY)
