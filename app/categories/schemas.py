"""What comes in and goes out about categories."""

from typing import Annotated

from pydantic import Field

from app.core.paging import PageQuery
from app.core.types import Code, Draft, Name, Stamped

Words = Annotated[list[Name], Field(max_length=200)]


class CategoryDraft(Draft):
    """A new category (품목 분류)."""

    code: Annotated[Code, Field(max_length=20)]
    parent: Code | None = None
    name: Name
    synonyms: Words = []
    example_demands: Words = []


class CategoryRead(Stamped):
    """A category as it is stored."""

    code: str
    parent: str | None
    name: str
    synonyms: list[str]
    example_demands: list[str]


class CategoryQuery(PageQuery):
    """Filters of the list of categories."""

    code: Code | None = None
    parent: Code | None = None
    q: Annotated[Name | None, Field(description="part of the name or of a synonym")] = None
