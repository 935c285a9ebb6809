"""Who was tried at a log-in: one line of the log for each, with the account but without its login.

What was typed for a login may be a password typed into the wrong field, so it never stands in the
log. An account is named by its id. A login that nobody has is named by a digest under a key that is
drawn at the start of the process and kept nowhere: tries of the same login are seen to be that, and
nobody who holds the log can find out which it was.
"""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import structlog

from app.core.errors import DomainError, TooMany, Unauthenticated

_KEY = secrets.token_bytes(32)
_SHOWN = 16  # hexadecimal digits of a digest: enough to tell logins apart
log = structlog.get_logger("access")


@dataclass(slots=True)
class Tried:
    """Whose secret is being tried; the account is known once it was looked up."""

    login: str
    account_id: UUID | None = None

    def named(self) -> dict[str, str]:
        """Return what the log says of it."""
        if self.account_id is not None:
            return {"account": str(self.account_id)}
        digest = hmac.new(_KEY, self.login.encode("utf-8", "surrogatepass"), "sha256")
        return {"unknown": digest.hexdigest()[:_SHOWN]}


@contextmanager
def watched(login: str, what: str) -> Iterator[Tried]:
    """Log how a try at *what* (a log-in, a password) of *login* ended."""
    tried = Tried(login)
    try:
        yield tried
    except (Unauthenticated, TooMany) as refusal:
        _say(what, tried, refusal)
        raise
    _say(what, tried)


def _say(what: str, tried: Tried, refusal: DomainError | None = None) -> None:
    outcome = refusal.code() if refusal else "right"
    level = log.warning if refusal else log.info
    level(what, outcome=outcome, **tried.named())
