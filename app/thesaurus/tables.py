"""Concepts as they are being edited, and as each published version has them."""

from datetime import datetime

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from app.core.tables import Record, json_list, key_field


class Concept(Record, table=True):
    """One trade in the working copy: what it will be called once the drafts are published."""

    __tablename__ = "concept"

    code: str = Field(max_length=20, unique=True)
    category_code: str = Field(max_length=20, index=True)
    name: str = Field(max_length=200, index=True)
    notice_terms: list[str] = json_list()
    seller_terms: list[str] = json_list()
    variants: list[str] = json_list()
    narrower: list[str] = json_list()
    related: list[str] = json_list()
    blocking: list[str] = json_list()
    licences: list[str] = json_list()
    certificates: list[str] = json_list()
    units: list[str] = json_list()


class PublishedConcept(SQLModel, table=True):
    """One trade as it stood from one version until another, which no longer has it so.

    A row is closed once, by the version that changes or drops it, and never altered otherwise.
    """

    __tablename__ = "published_concept"
    __table_args__ = (Index("ix_published_concept_from", "from_version", "until_version"),)

    seq: int | None = key_field()
    code: str = Field(max_length=20, index=True)
    from_version: int
    until_version: int | None = None
    is_shipped: bool
    document: dict[str, object] = Field(sa_type=JSON)


class ThesaurusVersion(SQLModel, table=True):
    """One published version: who published it, when and why. Rows are only added."""

    __tablename__ = "thesaurus_version"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    published_at: datetime
    actor: str = Field(max_length=200)
    reason: str = Field(max_length=500)
    concepts: int
    added: int
    changed: int
    removed: int
    reverts_to: int | None = None
    edition: str | None = Field(default=None, max_length=40)  # the shipped edition it took in
    digest: str = Field(max_length=40)
