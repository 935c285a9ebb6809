"""Who is behind a token."""

from sqlalchemy import bindparam, or_, select

from app.access.codes import digests_of
from app.access.tables import Account, Token
from app.core.actors import ANYONE, Actor, Role
from app.core.db import Reading
from app.core.errors import Unauthenticated
from app.core.tables import table_of
from app.offices.queries import with_children

TOKENS = table_of(Token)
_ACCOUNTS = table_of(Account)
_BY_DIGEST = (
    select(TOKENS, _ACCOUNTS.c.login)
    .outerjoin(_ACCOUNTS, _ACCOUNTS.c.id == TOKENS.c.account_id)
    .where(
        TOKENS.c.digest.in_(bindparam("digests", expanding=True)),
        or_(_ACCOUNTS.c.id.is_(None), _ACCOUNTS.c.active),
    )
)


class UnknownToken(Unauthenticated):
    """The token was never issued, is not valid today or was revoked."""

    ko = "없는 토큰이거나, 아직 쓸 때가 아니거나, 만료·폐기되었습니다. 새 토큰을 발급받아 주세요."
    en = "The token is unknown, not valid yet, expired or revoked. Ask for a new one."


def identify(unit: Reading, bearer: str | None) -> Actor:
    """Return the actor behind a bearer token; without one, anyone."""
    if bearer is None:
        return ANYONE
    row = unit.first(_BY_DIGEST, {"digests": digests_of(bearer)})
    if row is None or row.revoked_at or not row.valid_from <= unit.now < row.expires_at:
        raise UnknownToken
    return Actor(
        role=Role(row.role),
        label=f"{row.login}: {row.label}"[:200] if row.login else row.label,
        office=row.office,
        offices=with_children(unit, row.office) if row.office else frozenset(),
        agency_id=row.agency_id,
        enterprise_id=row.enterprise_id,
        fair_id=row.fair_id,
        booth_id=row.booth_id,
        desk=row.desk,
        read_only=row.read_only,
        account_id=row.account_id,
        identity=row.digest,
    )
