"""Routes that read JSON exactly; every router of ours is made of them."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from app.core import exact_json

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class ExactRequest(Request):
    """A request whose body is read as JSON that has one meaning."""

    async def json(self) -> Any:  # noqa: ANN401 -- whatever the JSON holds
        """Return what the body holds; see `exact_json.read` for what is refused."""
        if not hasattr(self, "_json"):
            self._json = exact_json.read(await self.body())
        return self._json


class ExactRoute(APIRoute):
    """A route that takes an exact request."""

    def get_route_handler(self) -> Handler:
        """Return the handler; where no body is read, the plain one."""
        handler = super().get_route_handler()
        if self.body_field is None:
            return handler

        async def exact(request: Request) -> Response:
            return await handler(ExactRequest(request.scope, request.receive))

        return exact


class Router(APIRouter):
    """A router of exact routes."""

    def __init__(self, **about: Any) -> None:  # noqa: ANN401 -- what the framework's router takes
        """Make a router as the framework does, of exact routes."""
        super().__init__(route_class=ExactRoute, **about)
