"""How large a request may be."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyLimit:
    """Refuse a body that is longer than allowed, announced or not, before it is taken in whole.

    The framework's own limit answers in plain text; this one is raised where the body is read, so
    that it is answered like every other refusal.
    """

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        """Stand around *app*."""
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting what it sends."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            if announced.isdigit() and int(announced[:18]) > self.most_bytes:
                raise HTTPException(413)
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most_bytes:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
