"""What comes in and goes out about accounts and log-ins."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from app.access.grants import BOUND_TO
from app.access.passwords import LONGEST
from app.core.actors import Role
from app.core.paging import PageQuery
from app.core.types import Code, Draft, Flag, Input, Moment, Name, Output, Stamped
from app.core.words import Fault

Login = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=3,
        max_length=100,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]*$",
    ),
    AfterValidator(str.lower),
    Field(description="a name to log in with, or an e-mail address; capitals do not count"),
]
# whatever is typed at a log-in may be wrong, but never so long that it costs something
Typed = Annotated[str, StringConstraints(max_length=200)]
Secret = Annotated[
    str, StringConstraints(max_length=LONGEST), Field(json_schema_extra={"format": "password"})
]
PersonRole = Literal["admin", "manager", "staff", "agency", "enterprise"]


class AccountDraft(Draft):
    """A new account: who logs in, and the one role it has."""

    login: Login
    name: Annotated[Name, Field(max_length=100, description="shown to colleagues")]
    role: PersonRole
    office: Annotated[Code | None, Field(description="of managers and staff; null: all")] = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    active: Annotated[Flag, Field(description="false: may not log in; tokens end too")] = True

    @model_validator(mode="after")
    def _is_bound_to_what_its_role_needs(self) -> Self:
        needed = BOUND_TO.get(Role(self.role))
        for name in ("agency_id", "enterprise_id"):
            given = getattr(self, name) is not None
            if given != (name == needed):
                raise Fault(
                    name,
                    "scope_missing" if name == needed else "scope_unfit",
                    "이 역할에는 꼭 필요합니다."
                    if name == needed
                    else "이 역할에는 쓰지 않습니다.",
                    "The role needs it." if name == needed else "The role is not bound to it.",
                )
        if self.office is not None and self.role not in ("manager", "staff"):
            raise Fault(
                "office",
                "scope_unfit",
                "이 역할에는 쓰지 않습니다.",
                "The role is not bound to it.",
            )
        return self


class AccountRead(Stamped):
    """An account as it is stored; nothing of its password."""

    login: str
    name: str
    role: PersonRole
    office: str | None
    agency_id: UUID | None
    enterprise_id: UUID | None
    active: bool


class AccountQuery(PageQuery):
    """Filters of the list of accounts."""

    q: Annotated[Name | None, Field(description="part of the login or the name")] = None
    role: PersonRole | None = None
    office: Code | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    active: bool | None = None


class LogIn(Input):
    """What a person shows to log in."""

    login: Typed
    password: Typed
    code: Annotated[
        Typed | None,
        Field(description="with a second factor: the app's six digits, or a recovery code"),
    ] = None


class PasswordShown(Input):
    """The password of now, once more before something that matters."""

    password: Typed


class SecondFactorRead(Output):
    """Whether one's own account has a second factor."""

    on: bool
    confirmed_at: datetime | None
    recovery_codes_left: int


class SecondFactorBegun(Output):
    """A new secret for an authenticator app, and the same to be scanned; shown only here."""

    secret: str
    otpauth_uri: str
    qr_svg: str


class SecondFactorCode(Input):
    """The six digits that the app shows now."""

    code: Typed


class RecoveryCodes(Output):
    """Codes that each stand in for the app once; shown only here."""

    recovery_codes: list[str]


class SecondFactorRemoval(Input):
    """What is shown to take the second factor off: the password, and a code of it."""

    password: Typed
    code: Typed


class PasswordChange(Input):
    """The password of now, and the one from now on."""

    current: Typed
    password: Secret


class PasswordReset(Input):
    """A one-time code, and the password from now on."""

    code: Typed
    password: Secret


class PasswordCodeRead(Output):
    """A one-time code to set a password; shown only here."""

    code: str
    expires_at: datetime


class WhoRead(Output):
    """Who is asking, and what they are bound to."""

    role: Role
    label: str
    account_id: UUID | None
    name: str | None
    office: str | None
    agency_id: UUID | None
    enterprise_id: UUID | None
    fair_id: UUID | None
    expires_at: datetime | None


class SessionRead(Output):
    """One log-in of one's own account."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str
    agent: str
    current: bool


TokenRole = Literal["admin", "manager", "staff", "agency", "enterprise"]


class TokenDraft(Input):
    """A token that is asked for: at most what the one who asks may do."""

    label: Annotated[Name, Field(description="what it is for; stands in the history")]
    role: TokenRole
    office: Code | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    read_only: Annotated[Flag, Field(description="true: it writes nothing")] = False
    days: Annotated[int, Field(strict=True, ge=1, le=366, description="how long it is valid")] = 90


class TokenGrant(Draft):
    """A token as it is stored."""

    digest: str
    label: str
    role: Role
    office: str | None = None
    agency_id: UUID | None = None
    enterprise_id: UUID | None = None
    fair_id: UUID | None = None
    booth_id: UUID | None = None
    desk: str | None = None
    account_id: UUID | None = None
    read_only: bool = False
    valid_from: datetime
    expires_at: datetime


class TokenRead(Stamped):
    """A token as it is stored; its text was shown only once."""

    label: str
    role: Role
    office: str | None
    agency_id: UUID | None
    enterprise_id: UUID | None
    fair_id: UUID | None
    booth_id: UUID | None
    desk: str | None
    account_id: UUID | None
    read_only: bool
    valid_from: datetime
    expires_at: datetime
    revoked_at: datetime | None


class TokenListed(TokenRead):
    """A token with when it was last used, to within a minute."""

    last_used_at: datetime | None


class TokenMade(TokenRead):
    """A new token; its text is shown only here."""

    token: str


class EnrolmentDraft(Input):
    """A device that is to work at a fair: at one booth, or at one desk."""

    booth_id: UUID | None = None
    desk: Annotated[Name | None, Field(max_length=40, description="e.g. 안내, 상담 2")] = None
    valid_until: Annotated[
        Moment | None,
        Field(description="at most a week after the fair, so that late entries arrive"),
    ] = None
    minutes: Annotated[
        int, Field(strict=True, ge=1, le=10_080, description="how long the code may be used")
    ] = 60

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        if (self.booth_id is None) == (self.desk is None):
            raise Fault(
                "desk",
                "one_place",
                "부스나 창구 가운데 하나만 적어 주세요.",
                "Name a booth or a desk, and not both.",
            )
        return self


class EnrolmentRead(Output):
    """A one-time code for a device, and the same to be scanned; shown only here."""

    code: str
    link: str
    qr_svg: str
    fair_id: UUID
    booth_id: UUID | None
    desk: str | None
    valid_from: datetime
    valid_until: datetime
    expires_at: datetime


class Enrol(Input):
    """What a device shows to become one of a fair."""

    code: Typed
    label: Annotated[Name, Field(max_length=100, description="what the device is called")] = (
        "device"
    )
