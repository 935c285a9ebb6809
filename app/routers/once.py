"""Requests that may be sent again: what `Idempotency-Key` promises, for every POST that stores.

A route says what is to be done with a unit and how it is answered; the desk does it once for each
key, and keeps the answer in the same unit. See docs/decisions/0010.
"""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response

from app.core import repeats
from app.core.db import Writing
from app.core.repeats import Answer, Running, Sent
from app.routers.deps import Desk, KnownAt

Make = Callable[[Writing], Response]
_KEPT_HEADERS = ("content-type", "etag", "location")
_REPLAYED = "Idempotent-Replayed"
REPLAYED: dict[str, Any] = {
    _REPLAYED: {
        "description": "`true` when this is the answer of an earlier request with the same key",
        "schema": {"type": "string", "enum": ["true"]},
    }
}


@dataclass(frozen=True, slots=True)
class OnceDesk:
    """A desk for a request that stores something and may be sent again."""

    desk: Desk
    sent: Sent | None
    running: Running

    def once(self, make: Make, *, confirmed: bool = False, reason: str | None = None) -> Response:
        """Do the work in one unit, or answer what the first request of this key was answered."""
        sent = self.sent
        if sent is None:
            with self.desk.writing(confirmed=confirmed, reason=reason) as unit:
                return make(unit)
        with self._alone(sent), self.desk.writing(confirmed=confirmed, reason=reason) as unit:
            found = repeats.find(unit, sent)
            if found is not None:
                headers = {**found.headers, _REPLAYED: "true"}
                return Response(found.body, found.status, headers)
            made = make(unit)
            kept = {name: made.headers[name] for name in _KEPT_HEADERS if name in made.headers}
            repeats.keep(unit, sent, Answer(made.status_code, kept, bytes(made.body)))
            return made

    def _alone(self, sent: Sent) -> AbstractContextManager[None]:
        """Hold the key before the database is waited for, so that a repeat is told at once."""
        return self.running.alone(f"{self.desk.bearer or self.desk.cookie} {sent.key}")


async def _once(
    request: Request,
    desk: KnownAt,
    idempotency_key: Annotated[
        str | None,
        Header(
            pattern=r"^[\x21-\x7e]+$",
            min_length=1,
            max_length=255,
            description="a word made by the client, one for each thing to be done, e.g. a UUID: "
            "sent again within 7 days, the request is answered but not done again",
        ),
    ] = None,
) -> OnceDesk:
    running: Running = request.app.state.running
    if idempotency_key is None:
        return OnceDesk(desk, None, running)
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    digest = hashlib.sha256(asked + await request.body()).hexdigest()
    return OnceDesk(desk, Sent(idempotency_key, digest), running)


OnceAt = Annotated[OnceDesk, Depends(_once)]
