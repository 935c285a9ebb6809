"""What the service counts of itself, for Prometheus.

Requests are counted by the template of their route, never by the address that was asked for: no id
reaches a label, and strangers cannot make labels. Each process counts for itself.
"""

from hmac import compare_digest

from fastapi import APIRouter, Request, Response
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from app.core.errors import Both, NotFound
from app.routers.callers import is_local

router = APIRouter()
_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Meters:
    """The counts of one application."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.in_flight = Gauge(
            "ieum_requests_in_flight", "Requests being worked on.", registry=self.registry
        )
        self.requests = Counter(
            "ieum_requests",
            "Requests answered, by method, route and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "ieum_request_seconds",
            "Seconds until an answer began, by method and route.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._known: dict[tuple[str, str | None, int], tuple[Counter, Histogram]] = {}

    def count(self, method: str, route: str | None, status: int, seconds: float) -> None:
        """Count one answer; an address without a route is `unknown`, so is a made-up method."""
        if method not in _METHODS:
            method = "unknown"
        key = method, route, status
        if key not in self._known:  # found anew each time it would cost more than counting
            named = route or "unknown"
            self._known[key] = (
                self.requests.labels(method, named, str(status)),
                self.seconds.labels(method, named),
            )
        answered, took = self._known[key]
        answered.inc()
        took.observe(seconds)


@router.get("/metrics", include_in_schema=False)
async def metrics(request: Request) -> Response:
    """Answer the counts of this process, to who shows the token or asks from this machine."""
    if not _may_read(request):
        raise NotFound(what=Both("화면", "page"))
    meters: Meters = request.app.state.meters
    return Response(generate_latest(meters.registry), media_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read(request: Request) -> bool:
    """Whether a caller shows the token of the settings; where there is none, asks from here."""
    token = request.app.state.settings.metrics_token
    if token is None:
        return is_local(request.scope)
    shown = request.headers.get("authorization", "").encode("latin-1")
    return compare_digest(shown, b"Bearer " + token.get_secret_value().encode())
