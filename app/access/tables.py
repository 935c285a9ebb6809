"""Tokens: what a program shows to prove who it is."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from app.core.tables import key_field


class Token(SQLModel, table=True):
    """A bearer token; only its hash is kept."""

    __tablename__ = "token"

    seq: int | None = key_field()
    digest: str = Field(max_length=64, unique=True)
    label: str = Field(max_length=200)
    role: str = Field(max_length=20)
    office: str | None = Field(default=None, foreign_key="office.code")
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id")
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id")
    fair_id: UUID | None = Field(default=None, foreign_key="fair.id")
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None
