"""Issuing and revoking tokens: each is a record with its history, and none exceeds its giver."""

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from app.access.codes import digest_of, digests_of, new_secret
from app.access.grants import BOUND_TO, Scope, require_within
from app.access.queries import TOKENS
from app.access.schemas import TokenDraft, TokenGrant
from app.access.sessions import require_session
from app.access.tokens import TOKEN_RECORDS, end
from app.agencies.tables import Agency
from app.core import lookups, records
from app.core.actors import Role
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.errors import Both, NotFound, Refused
from app.core.tables import table_of
from app.enterprises.tables import Enterprise
from app.fairs.tables import Fair
from app.offices.tables import Office

_OPTIONS = {"agency_id": "--agency", "enterprise_id": "--enterprise", "fair_id": "--fair"}
_MOST = 1000  # tokens that one list shows


class ScopeMissing(Refused):
    """A role that is bound to something was asked for without saying to what."""

    ko = "{role} 역할의 토큰에는 {option} 값이 필요합니다."
    en = "A token of the role {role} needs {option}."


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
    end(unit, lookups.get(unit, TOKEN_RECORDS, key))


def revoke_token(unit: Writing, bearer: str) -> None:
    """Make a token worthless from now on, by its text."""
    unit.actor.require(Role.admin)
    found = lookups.listed(unit, TOKEN_RECORDS, TOKENS.c.digest.in_(digests_of(bearer)))
    if not found:
        raise NotFound(what=Both(TOKEN_RECORDS.label, "token"))
    end(unit, found[0])


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
