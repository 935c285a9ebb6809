"""The web server, which says where it listens once it does."""

import gc
import socket
from contextlib import suppress
from typing import Any

import uvicorn

from app.cli.console import answer
from app.cli.wire import BoundedHead
from app.core.settings import settings

APP = "app.main:create_app"
STOPS_WITHIN = 10  # seconds for saying so and for the requests that are under way


class _Announcing(uvicorn.Server):
    """A server that prints its address when its socket is open: port 0 is known only then."""

    greeting = "{url}"

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say where."""
        await super().startup(sockets=sockets)
        gc.freeze()
        gc.enable()
        for one in (s for server in self.servers for s in server.sockets):
            answer(self.greeting.format(url=_url(self.config.host, one.getsockname()[1])))


def run(host: str, port: int, workers: int, greeting: str) -> None:
    """Serve until a signal comes; what is under way is finished first."""
    how: dict[str, Any] = {
        "host": host,
        "port": port,
        "factory": True,
        "http": BoundedHead,
        "log_level": "warning",
        "server_header": False,
        "access_log": False,  # each request is logged once, by the application
        "timeout_graceful_shutdown": int(STOPS_WITHIN - settings().drain_seconds),
    }
    if workers > 1:
        answer(greeting.format(url=_url(host, port)))
        uvicorn.run(APP, workers=workers, **how)
        return
    gc.disable()  # what is loaded now stays; searching it for waste took a seventh of the start
    server = _Announcing(uvicorn.Config(APP, **how))
    server.greeting = greeting
    with suppress(KeyboardInterrupt):  # Ctrl-C is how a person stops it
        server.run()


def _url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
