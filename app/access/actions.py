"""Issuing and revoking tokens; done on the server's own machine, by its command line."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from app.access.codes import digest_of, new_secret
from app.access.grants import BOUND_TO, Scope
from app.access.queries import TOKENS
from app.agencies.tables import Agency
from app.core.actors import Role
from app.core.db import Writing
from app.core.errors import Both, NotFound, Refused
from app.core.tables import table_of
from app.enterprises.tables import Enterprise
from app.fairs.tables import Fair
from app.offices.tables import Office


class ScopeMissing(Refused):
    """A role that is bound to something was asked for without saying to what."""

    ko = "{role} 역할의 토큰에는 {option} 값이 필요합니다."
    en = "A token of the role {role} needs {option}."


_OPTIONS = {"agency_id": "--agency", "enterprise_id": "--enterprise", "fair_id": "--fair"}


def issue_token(unit: Writing, role: Role, scope: Scope, *, label: str, days: int) -> str:
    """Make a token of *role* bound to *scope*, valid for *days*; its text is shown only once."""
    unit.actor.require(Role.admin)
    needed = BOUND_TO.get(role)
    if needed and getattr(scope, needed) is None:
        raise ScopeMissing(role=role.value, option=_OPTIONS[needed])
    _require_known(unit, scope)
    bearer = f"ieum_{new_secret()}"
    values: dict[str, Any] = {
        "digest": digest_of(bearer),
        "label": label,
        "role": role.value,
        "office": scope.office,
        "agency_id": scope.agency_id,
        "enterprise_id": scope.enterprise_id,
        "fair_id": scope.fair_id,
        "created_at": unit.now,
        "expires_at": unit.now + timedelta(days=days),
    }
    unit.execute(insert(TOKENS), values)
    return bearer


def revoke_token(unit: Writing, bearer: str) -> None:
    """Make a token worthless from now on."""
    unit.actor.require(Role.admin)
    statement = update(TOKENS).where(TOKENS.c.digest == digest_of(bearer))
    if not unit.execute(statement.values(revoked_at=unit.now)):
        raise NotFound(what=Both("토큰", "token"))


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
