"""How a connection begins: what the application cannot bound, since it only sees whole headers."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.core.settings import settings

MOST_HEAD = 64 * 1024  # bytes of a request's line and headers
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-type: application/problem+json\r\ncontent-length: %d\r\nconnection: close\r\n\r\n%s"
)
_SAID = (
    '{"type":"/problems/head_too_large","title":"요청의 머리글이 너무 큽니다","status":431,'
    '"detail":"The request line and headers are too large.","code":"head_too_large"}'
).encode()


class BoundedHead(HttpToolsProtocol):
    """A connection that takes only so much, and waits only so long, until the headers are whole.

    The parser would keep whatever comes, for as long as it comes.
    """

    _clock: asyncio.TimerHandle | None = None
    _taken: int | None = 0  # bytes of a head that is not whole; None: it is

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 -- as the server names it
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._rest()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to count and to wait for a head."""
        super().on_message_begin()
        self._taken = 0
        self._wait()

    def on_headers_complete(self) -> None:
        """Leave the rest to the application, which has limits of its own."""
        self._taken = None
        self._rest()
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Take what comes, unless it is too much of a head."""
        super().data_received(data)
        if self._taken is not None and not self.transport.is_closing():
            self._taken += len(data)
            if self._taken > MOST_HEAD:
                self.transport.write(_TOO_LARGE % (len(_SAID), _SAID))
                self.transport.close()

    def _wait(self) -> None:
        self._rest()
        self._clock = self.loop.call_later(settings().request_seconds, self.transport.close)

    def _rest(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
