"""Issuing and revoking tokens: each is a record with its history, and none exceeds its giver."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Table, false, or_, select

from app.access.codes import digest_of, digests_of, new_secret
from app.access.grants import BOUND_TO, Scope, grantable, require_within
from app.access.queries import TOKENS
from app.access.schemas import TokenDraft, TokenGrant, TokenRead
from app.access.sessions import require_session
from app.access.tables import Token
from app.agencies.tables import Agency
from app.core import lookups, records
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document
from app.core.db import Reading, Writing
from app.core.errors import Both, NotFound, Refused
from app.core.paging import PageQuery
from app.core.tables import table_of
from app.enterprises.tables import Enterprise
from app.fairs.tables import Fair
from app.offices.tables import Office

_OPTIONS = {"agency_id": "--agency", "enterprise_id": "--enterprise", "fair_id": "--fair"}
_MOST = 1000  # tokens that one list shows
_FAIRS = table_of(Fair)


class ScopeMissing(Refused):
    """A role that is bound to something was asked for without saying to what."""

    ko = "{role} 역할의 토큰에는 {option} 값이 필요합니다."
    en = "A token of the role {role} needs {option}."


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


def issue_token(unit: Writing, role: Role, scope: Scope, *, label: str, days: int) -> str:
    """Make a token of *role* bound to *scope*, valid for *days*; its text is shown only once.

    Done on the server's own machine, by its command line.
    """
    unit.actor.require(Role.admin)
    needed = BOUND_TO.get(role)
    if needed and getattr(scope, needed) is None:
        raise ScopeMissing(role=role.value, option=_OPTIONS[needed])
    _require_known(unit, scope)
    bearer = f"ieum_{new_secret()}"
    grant = TokenGrant(
        digest=digest_of(bearer),
        label=label,
        role=role,
        valid_from=unit.now,
        expires_at=unit.now + timedelta(days=days),
        **asdict(scope),
    )
    records.create(unit, TOKEN_RECORDS, grant)
    return bearer


def issue_own(unit: Writing, draft: TokenDraft) -> Document:
    """Make a token for who has logged in, within the rights they have.

    A token makes no tokens: one that was stolen would have children that nobody finds.
    """
    account_id, _ = require_session(unit.actor)
    role = Role(draft.role)
    scope = Scope(draft.office, draft.agency_id, draft.enterprise_id)
    needed = BOUND_TO.get(role)
    if needed and getattr(scope, needed) is None:
        raise ScopeMissing(role=role.value, option=needed)
    require_within(unit.actor, role, scope)
    bearer = f"ieum_{new_secret()}"
    grant = TokenGrant(
        digest=digest_of(bearer),
        label=draft.label,
        role=role,
        account_id=account_id,
        read_only=draft.read_only,
        valid_from=unit.now,
        expires_at=unit.now + timedelta(days=draft.days),
        **asdict(scope),
    )
    return {**records.create(unit, TOKEN_RECORDS, grant), "token": bearer}


def working_tokens(unit: Reading) -> list[Document]:
    """Return the tokens the caller may see and that still work, newest first."""
    names = (*TOKEN_RECORDS.columns, "last_used_at")
    rows = unit.all(
        select(*(TOKENS.c[name] for name in names))
        .where(
            *lookups.visible(unit.actor, TOKEN_RECORDS),
            TOKENS.c.revoked_at.is_(None),
            TOKENS.c.expires_at > unit.now,
        )
        .order_by(TOKENS.c.seq.desc())
        .limit(_MOST)
    )
    return [dict(row._mapping) for row in rows]


def revoke(unit: Writing, key: UUID) -> None:
    """Make a token that the caller may see worthless from now on."""
    _end(unit, lookups.get(unit, TOKEN_RECORDS, key))


def revoke_token(unit: Writing, bearer: str) -> None:
    """Make a token worthless from now on, by its text."""
    unit.actor.require(Role.admin)
    found = lookups.listed(unit, TOKEN_RECORDS, TOKENS.c.digest.in_(digests_of(bearer)))
    if not found:
        raise NotFound(what=Both(TOKEN_RECORDS.label, "token"))
    _end(unit, found[0])


def _end(unit: Writing, token: Document) -> None:
    if token["revoked_at"] is not None:
        return
    row = unit.first(
        select(TOKENS.c.digest, TOKENS.c.last_used_at).where(TOKENS.c.id == token["id"])
    )
    hidden = dict(row._mapping) if row else {}
    records.apply(unit, TOKEN_RECORDS, token, {"revoked_at": unit.now, **hidden})


def _require_known(unit: Writing, scope: Scope) -> None:
    """Refuse a scope that points at nothing."""
    wanted = (
        (table_of(Office).c.code, scope.office, "사무소"),
        (table_of(Agency).c.id, scope.agency_id, "기관"),
        (table_of(Enterprise).c.id, scope.enterprise_id, "기업"),
        (table_of(Fair).c.id, scope.fair_id, "박람회"),
    )
    for column, value, label in wanted:
        if value is not None and unit.first(select(column).where(column == value)) is None:
            raise NotFound(what=Both(label, column.table.name))
