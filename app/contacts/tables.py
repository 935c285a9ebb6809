"""Contact persons (담당자), their consents and their requests.

Names, numbers and addresses stand in `contact_detail` alone; `contact` holds their masked forms.
Who read them and what was destroyed stands in the history, under names of their own.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core.tables import Part, Record, json_list


class Contact(Record, table=True):
    """A person at an agency or an enterprise; personal values are masked here."""

    __tablename__ = "contact"

    office: str = Field(foreign_key="office.code", index=True)
    agency_id: UUID | None = Field(default=None, foreign_key="agency.id", index=True)
    enterprise_id: UUID | None = Field(default=None, foreign_key="enterprise.id", index=True)
    department: str | None = Field(default=None, max_length=200)
    position: str | None = Field(default=None, max_length=100)
    name: str | None = Field(default=None, max_length=100)
    phone: str | None = Field(default=None, max_length=30)
    email: str | None = Field(default=None, max_length=200)
    basis: str = Field(max_length=20)
    confirmed_on: date = Field(index=True)
    keep_until: date = Field(index=True)
    destroyed_on: date | None = Field(default=None, index=True)
    source: str | None = Field(default=None, max_length=500)


class ContactDetail(SQLModel, table=True):
    """The personal values of a contact; the row is deleted when they are to be destroyed."""

    __tablename__ = "contact_detail"

    contact_id: UUID = Field(foreign_key="contact.id", primary_key=True)
    name: str = Field(max_length=100)
    phone: str | None = Field(default=None, max_length=30)
    email: str | None = Field(default=None, max_length=200)


class Consent(Part, table=True):
    """What a contact agreed to: for which purpose, which items, how long, under which wording."""

    __tablename__ = "contact_consent"

    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    purpose: str = Field(max_length=20)
    items: list[str] = json_list()
    agreed_on: date
    until: date
    wording: str = Field(max_length=100)
    withdrawn_on: date | None = None


class SubjectRequest(Record, table=True):
    """What a person asked about their own data (열람·정정·삭제·처리정지), and how it was answered."""

    __tablename__ = "subject_request"
    __table_args__ = (Index("ix_subject_request_open", "answered_on", "due_on"),)

    office: str = Field(foreign_key="office.code", index=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    kind: str = Field(max_length=20, index=True)
    received_on: date = Field(index=True)
    due_on: date = Field(index=True)
    answered_on: date | None = None
    outcome: str | None = Field(default=None, max_length=20)
    answer: str | None = None
