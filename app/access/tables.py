"""Who may ask: accounts and their secrets, log-ins, and the tokens of programs."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, SQLModel

from app.core.tables import Record, key_field


class Account(Record, table=True):
    """A person who logs in: a login name, a name to show, and one role with what it is bound to."""

    __tablename__ = "account"

    login: str = Field(max_length=100, unique=True)
    name: str = Field(max_length=100)
    role: str = Field(max_length=20, index=True)
    office: str | None = Field(default=None, foreign_key="office.code", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id", index=True)
    active: bool = True


class Password(SQLModel, table=True):
    """The hash of an account's password; an account without one cannot log in."""

    __tablename__ = "password"

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    digest: str = Field(max_length=200)
    set_at: datetime


class PasswordCode(SQLModel, table=True):
    """A one-time code that lets someone set the password of an account; only its hash is kept."""

    __tablename__ = "password_code"

    seq: int | None = key_field()
    digest: str = Field(max_length=64, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    created_by: str = Field(max_length=200)
    expires_at: datetime
    used_at: datetime | None = None


class SecondFactor(SQLModel, table=True):
    """What an account shows besides its password: a code by time (RFC 6238), once confirmed.

    The secret cannot be kept as a digest, since codes are computed from it; so it (with a key: what
    it is made from, `seeds`) stands here alone, in no collection, and no list, history, feed or
    spreadsheet reads this table.
    """

    __tablename__ = "second_factor"

    account_id: UUID = Field(foreign_key="account.id", primary_key=True)
    secret: str = Field(max_length=64)
    made_at: datetime
    confirmed_at: datetime | None = None
    last_step: int = 0  # of thirty seconds; a code of this step or an earlier one is used up


class RecoveryCode(SQLModel, table=True):
    """A code that stands in for the second factor once; only its hash is kept."""

    __tablename__ = "recovery_code"

    seq: int | None = key_field()
    digest: str = Field(max_length=64, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    used_at: datetime | None = None


class Session(SQLModel, table=True):
    """One log-in of an account, from one browser; only a hash of its cookie is kept."""

    __tablename__ = "session"

    seq: int | None = key_field()
    id: UUID = Field(default_factory=uuid4, unique=True)
    digest: str = Field(max_length=64, unique=True)
    account_id: UUID = Field(foreign_key="account.id", index=True)
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    address: str = Field(max_length=45)
    agent: str = Field(max_length=200)


class Attempt(SQLModel, table=True):
    """How often a secret was guessed wrong: for a login from an address, an address, a login."""

    __tablename__ = "attempt"

    seq: int | None = key_field()
    key: str = Field(max_length=64, unique=True)  # hashed, so that no address is kept for this
    failures: int = 0
    failed_at: datetime = Field(index=True)
    succeeded_at: datetime | None = None


class Token(Record, table=True):
    """What a program or device shows to prove who it is; only its hash is kept."""

    __tablename__ = "token"

    digest: str = Field(max_length=64, unique=True)
    label: str = Field(max_length=200)
    role: str = Field(max_length=20)
    office: str | None = Field(default=None, foreign_key="office.code")
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id")
    fair_id: UUID | None = Field(default=None, foreign_key="fair.id", index=True)
    booth_id: UUID | None = None  # booths are written anew with their fair, so nothing points there
    desk: str | None = Field(default=None, max_length=40)
    account_id: UUID | None = Field(default=None, foreign_key="account.id", index=True)
    read_only: bool = False
    valid_from: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None


class Enrolment(SQLModel, table=True):
    """A one-time code that makes a device one of a fair; only its hash is kept."""

    __tablename__ = "enrolment"

    seq: int | None = key_field()
    digest: str = Field(max_length=64, unique=True)
    fair_id: UUID = Field(foreign_key="fair.id", index=True)
    booth_id: UUID | None = None
    desk: str | None = Field(default=None, max_length=40)
    valid_from: datetime
    valid_until: datetime
    created_at: datetime
    created_by: str = Field(max_length=200)
    expires_at: datetime
    used_at: datetime | None = None
