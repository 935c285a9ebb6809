"""The tree of what is bought and sold: 16 branches, 120 leaves to begin with."""

from sqlalchemy import JSON
from sqlmodel import Field

from app.core.tables import Record, json_list


class Category(Record, table=True):
    """A branch or leaf of the tree; its code is its name everywhere."""

    __tablename__ = "category"

    code: str = Field(max_length=20, unique=True)
    parent: str | None = Field(default=None, foreign_key="category.code", index=True)
    name: str = Field(max_length=200, index=True)
    synonyms: list[str] = json_list()
    example_demands: list[str] = Field(default_factory=list, sa_type=JSON)
