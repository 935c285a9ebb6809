"""What a resource is: declared once, obeyed by everyone.

A `Collection` names a resource's table and parts, its shapes, its filters, who may touch it and the
rules an entry must keep. HTTP, import, seed and command line all go by the same declaration.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, exists, or_, select
from sqlmodel import SQLModel

from app.core import paging
from app.core.actors import Actor, Role
from app.core.db import Writing
from app.core.tables import table_of
from app.core.types import Draft, Input, Stamped, patch_of

Document = dict[str, Any]
AnySelect = Select[*tuple[Any, ...]]
Rule = Callable[[Writing, Document | None, Document], None]
Filter = Callable[[Table, Any], ColumnElement[bool]]
Scope = Callable[[Actor, Table], list[ColumnElement[bool]]]
STAMPS = ("id", "created_at", "updated_at", "version")


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows that belong to a record and stand in its document as the list *field*."""

    field: str
    model: type[SQLModel]
    parent: str

    @property
    def table(self) -> Table:
        """The table the parts are kept in."""
        return table_of(self.model)

    @property
    def columns(self) -> list[str]:
        """The columns that stand in the document."""
        return [c.name for c in self.table.c if c.name not in ("seq", self.parent)]


@dataclass(frozen=True, slots=True)
class Vault:
    """Personal values kept apart from their record, which holds only their masked forms."""

    model: type[SQLModel]
    parent: str
    masks: Mapping[str, Callable[[str], str]]  # by field: how its value is shown

    @property
    def table(self) -> Table:
        """The table the values are kept in."""
        return table_of(self.model)


@dataclass(frozen=True, eq=False)
class Collection:
    """One resource of the API: what is kept, what comes in, who may, and which rules hold."""

    name: str  # folder, URL, CSV file and history name
    label: str  # what people call one of it, in Korean
    model: type[SQLModel]
    draft: type[Draft]
    read: type[Stamped]
    query: type[paging.PageQuery]
    guard: Callable[[Actor, Document], None]  # who may write this record
    parts: tuple[Parts, ...] = ()
    vault: Vault | None = None  # personal values, kept apart
    hidden: tuple[str, ...] = ()  # columns that are derived and not shown
    complete: Callable[[Document], Document] | None = None  # fills what follows from the rest
    rules: tuple[Rule, ...] = ()  # each refuses, in the order of the list
    filters: Mapping[str, Filter] | None = None
    sorts: tuple[str, ...] = ()
    sort: str = "-seq"
    date: str | None = None  # the column that says when it happened
    readers: frozenset[Role] | None = None  # None: anyone, without a token
    within: Scope | None = None  # which of its records a reader may see, beyond `own_scope`
    removable: bool = True
    remover: Callable[[Actor, Document], None] | None = None  # who may, where not every writer
    restorable: bool = True  # False: a change has effects that going back would not undo
    alias: str | None = None  # a unique code that may stand for the id in a URL

    @cached_property
    def table(self) -> Table:
        """The table of this collection."""
        return table_of(self.model)

    @cached_property
    def patch(self) -> type[Input]:
        """The shape of a change: the draft with every field optional."""
        return patch_of(self.draft)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that stand in the document, stamps first."""
        own = [c.name for c in self.table.c if c.name not in (*STAMPS, "seq", *self.hidden)]
        return (*STAMPS, *own)

    @cached_property
    def own_scope(self) -> Mapping[Role, str]:
        """The columns by which members and devices see only what is theirs."""
        if self.readers is None:
            return {}
        pairs = {
            Role.agency: "agency_id",
            Role.enterprise: "enterprise_id",
            Role.device: "fair_id",
        }
        return {role: column for role, column in pairs.items() if column in self.table.c}

    @cached_property
    def select_all(self) -> AnySelect:
        """The statement that reads every record: the key, then the document's columns."""
        wanted: list[Any] = [self.table.c[name] for name in ("seq", *self.columns)]
        return select(*wanted)

    @cached_property
    def select_one(self) -> AnySelect:
        """The statement that reads one record by its id."""
        return self.select_all.where(self.table.c.id == bindparam("key"))

    @cached_property
    def references(self) -> tuple[tuple[str, ColumnElement[bool]], ...]:
        """For each foreign key, the test that what it points at exists."""
        found = []
        for column in self.table.c:
            for key in column.foreign_keys:
                target = key.column
                test = exists().where(target == bindparam(column.name, type_=column.type))
                found.append(
                    (column.name, or_(bindparam(column.name, type_=column.type).is_(None), test))
                )
        return tuple(found)

    @cached_property
    def reference_check(self) -> AnySelect:
        """One statement that answers all reference tests at once."""
        return select(*(test.label(name) for name, test in self.references))
