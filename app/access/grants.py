"""Who may give which rights: nobody gives more than they have."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, or_

from app.core.actors import Actor, Role
from app.core.errors import Forbidden

OF_OFFICES = (Role.manager, Role.staff)
OF_MEMBERS = (Role.agency, Role.enterprise)
BOUND_TO = {
    Role.agency: "agency_id",
    Role.enterprise: "enterprise_id",
    Role.device: "fair_id",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token or an account is bound to."""

    office: str | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    fair_id: UUID | None = None


def require_grantable(actor: Actor, role: Role, office: str | None) -> None:
    """Refuse to give *role* (in *office*) unless the caller's own rights contain it.

    A manager writes for every agency and enterprise, as staff do, and so may let their people in;
    within offices, a manager gives rights to the own office and those below it.
    """
    actor.require(Role.manager)
    if actor.role is Role.admin or role in OF_MEMBERS:
        return
    if role not in OF_OFFICES or (actor.office and office not in actor.offices):
        raise Forbidden


def grantable(actor: Actor, table: Table) -> list[ColumnElement[bool]]:
    """Return the same as a condition on rows that have a role and an office."""
    if actor.role is Role.admin:
        return []
    inside: ColumnElement[bool] = table.c.role.in_([role.value for role in OF_OFFICES])
    if actor.office:
        inside = and_(inside, table.c.office.in_(actor.offices))
    return [or_(inside, table.c.role.in_([role.value for role in OF_MEMBERS]))]


def require_within(actor: Actor, role: Role, scope: Scope) -> None:
    """Refuse to give a token of *role* and *scope* unless the caller's own rights contain it."""
    if actor.role is Role.admin:
        return
    own = {
        Role.agency: scope.agency_id == actor.agency_id,
        Role.enterprise: scope.enterprise_id == actor.enterprise_id,
        Role.staff: not actor.office or scope.office in actor.offices,
    }
    if role is actor.role and role in own:
        if not own[role]:
            raise Forbidden
        return
    require_grantable(actor, role, scope.office)
