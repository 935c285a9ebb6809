"""Offices: the support centre, its district teams, and the bodies whose record we keep."""

from sqlmodel import Field

from app.core.tables import Record


class Office(Record, table=True):
    """An office that works towards goals; its code is its name everywhere."""

    __tablename__ = "office"

    code: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=200, index=True)
    kind: str = Field(max_length=30, index=True)
    parent: str | None = Field(default=None, foreign_key="office.code", index=True)
    district: str | None = Field(default=None, max_length=100)
    note: str | None = Field(default=None, max_length=500)
