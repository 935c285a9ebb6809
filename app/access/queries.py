"""Who is behind a token."""

from sqlalchemy import bindparam, select

from app.access.codes import digest_of
from app.access.tables import Token
from app.core.actors import ANYONE, Actor, Role
from app.core.db import Reading
from app.core.errors import Unauthenticated
from app.core.tables import table_of
from app.offices.queries import with_children

TOKENS = table_of(Token)
_BY_DIGEST = select(TOKENS).where(TOKENS.c.digest == bindparam("digest"))


class UnknownToken(Unauthenticated):
    """The token was never issued, has expired or was revoked."""

    ko = "토큰이 없거나 만료·폐기되었습니다. 새 토큰을 발급받아 주세요."
    en = "The token is unknown, expired or revoked. Ask for a new one."


def identify(unit: Reading, bearer: str | None) -> Actor:
    """Return the actor behind a bearer token; without one, anyone."""
    if bearer is None:
        return ANYONE
    row = unit.first(_BY_DIGEST, {"digest": digest_of(bearer)})
    if row is None or row.revoked_at or row.expires_at <= unit.now:
        raise UnknownToken
    return Actor(
        role=Role(row.role),
        label=row.label,
        office=row.office,
        offices=with_children(unit, row.office) if row.office else frozenset(),
        agency_id=row.agency_id,
        enterprise_id=row.enterprise_id,
        fair_id=row.fair_id,
        identity=row.digest,
    )
