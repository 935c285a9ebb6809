"""Who is asking, and what they may do: pure, known to every action."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from app.core.errors import Forbidden, Unauthenticated


class ReadOnly(Forbidden):
    """Something would be written with a token that was given for reading."""

    ko = "읽기만 할 수 있는 토큰입니다."
    en = "This token is for reading only."


class Role(StrEnum):
    """The roles; `public` is a caller who showed nothing.

    A manager (사무소 관리자) may do what staff may, and says who else may.
    """

    admin = "admin"
    manager = "manager"
    staff = "staff"
    agency = "agency"
    enterprise = "enterprise"
    device = "device"
    public = "public"


@dataclass(frozen=True, slots=True)
class Actor:
    """A caller: a role, and the office, agency, enterprise or fair it is bound to."""

    role: Role
    label: str = ""
    office: str | None = None
    offices: frozenset[str] = frozenset()  # the office and its children
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    fair_id: UUID | None = None
    booth_id: UUID | None = None  # of a device that stands at a booth
    desk: str | None = None  # of a device that stands at a desk
    read_only: bool = False  # a token that was given for reading
    identity: str = ""  # tells this caller from every other; never shown
    account_id: UUID | None = None  # whose session or token it is, where it is a person's
    session_id: UUID | None = None  # the log-in, where it came by one

    def is_any(self, *roles: Role) -> bool:
        """Whether the caller has one of *roles*; an administrator has all, a manager is staff."""
        if self.role is Role.manager and Role.staff in roles:
            return True
        return self.role is Role.admin or self.role in roles

    def require_someone(self) -> None:
        """Refuse a caller of whom nothing is known."""
        if self.role is Role.public:
            raise Unauthenticated

    def require_writer(self) -> None:
        """Refuse a caller who may only read."""
        if self.read_only:
            raise ReadOnly

    def require(self, *roles: Role) -> None:
        """Refuse unless the caller has one of *roles*; an administrator may do everything."""
        self.require_someone()
        if not self.is_any(*roles):
            raise Forbidden

    def require_office(self, office: str | None) -> None:
        """Refuse unless the caller works for *office* or one above it; no office bound means any."""
        self.require(Role.staff)
        if self.office and office not in self.offices:
            raise Forbidden

    def require_agency(self, agency_id: UUID | None) -> None:
        """Refuse unless the caller is staff or belongs to the agency."""
        self.require(Role.staff, Role.agency)
        if self.role is Role.agency and agency_id != self.agency_id:
            raise Forbidden

    def require_enterprise(self, enterprise_id: UUID | None) -> None:
        """Refuse unless the caller is staff or belongs to the enterprise."""
        self.require(Role.staff, Role.enterprise)
        if self.role is Role.enterprise and enterprise_id != self.enterprise_id:
            raise Forbidden


ANYONE = Actor(Role.public, "public")
SYSTEM = Actor(Role.admin, "system")
