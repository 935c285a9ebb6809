"""Tokens as records: who may see them, and how one ends. Each end is an entry of the history."""

from sqlalchemy import ColumnElement, Table, false, or_, select

from app.access.grants import grantable
from app.access.queries import TOKENS
from app.access.schemas import TokenGrant, TokenRead
from app.access.tables import Token
from app.core import records
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document
from app.core.db import Writing
from app.core.paging import PageQuery
from app.core.tables import table_of
from app.fairs.tables import Fair

_FAIRS = table_of(Fair)


def _may_hold(actor: Actor, _token: Document) -> None:
    """Let everyone through who may have tokens; what they may contain is for `issue` to say."""
    actor.require(Role.staff, Role.agency, Role.enterprise)


def _reach(actor: Actor, table: Table) -> list[ColumnElement[bool]]:
    """Return which tokens one sees: one's own, those one could give, devices of one's fairs."""
    if actor.role is Role.admin:
        return []
    seen = [table.c.account_id == actor.account_id if actor.account_id else false()]
    if actor.role is Role.manager:
        seen += grantable(actor, table)
    if actor.is_any(Role.staff):
        devices = table.c.role == Role.device.value
        if actor.office:
            fairs = select(_FAIRS.c.id).where(_FAIRS.c.office.in_(actor.offices))
            devices &= table.c.fair_id.in_(fairs)
        seen.append(devices)
    return [or_(*seen)]


TOKEN_RECORDS = Collection(
    name="tokens",
    label="토큰",
    model=Token,
    draft=TokenGrant,
    read=TokenRead,
    query=PageQuery,
    guard=_may_hold,
    hidden=("digest", "last_used_at"),
    readers=frozenset({Role.staff, Role.agency, Role.enterprise}),
    within=_reach,
)


def end(unit: Writing, token: Document) -> None:
    """Make a token worthless from now on; one that has ended stays as it is."""
    if token["revoked_at"] is not None:
        return
    row = unit.first(
        select(TOKENS.c.digest, TOKENS.c.last_used_at).where(TOKENS.c.id == token["id"])
    )
    hidden = dict(row._mapping) if row else {}
    records.apply(unit, TOKEN_RECORDS, token, {"revoked_at": unit.now, **hidden})
