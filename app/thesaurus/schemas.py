"""What comes in and goes out about the words of the trades."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.core.paging import PageQuery
from app.core.types import Code, Draft, Input, Name, Output, Stamped

_WORD = r"^[^|\u0000-\u001f\u007f]*$"  # a stroke parts the words of a cell in the shipped file
_WEIGHT = r"^[A-Za-z0-9][A-Za-z0-9_.-]*:0\.[0-9]+$"
Term = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80, pattern=_WORD)
]
Word = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=_WORD)
]
ConceptCode = Annotated[Code, Field(max_length=20)]
Terms = Annotated[list[Term], Field(max_length=300)]
Words = Annotated[list[Word], Field(max_length=50)]
Reason = Annotated[Name, Field(max_length=500, description="why, for everyone who asks later")]
VersionNumber = Annotated[int, Field(strict=True, ge=1, le=10**9)]


class ConceptDraft(Draft):
    """A trade in the words of notices and of sellers; it ranks nothing until it is published."""

    code: Annotated[ConceptCode, Field(examples=["T519"])]
    category_code: Annotated[Code, Field(max_length=20, description="a leaf of the categories")]
    name: Annotated[Name, StringConstraints(min_length=2), Field(max_length=100)]
    notice_terms: Annotated[Terms, Field(description="as notices say it")] = []
    seller_terms: Annotated[Terms, Field(description="as sellers say it")] = []
    variants: Annotated[Terms, Field(description="loan words, spellings, abbreviations")] = []
    narrower: Annotated[list[ConceptCode], Field(max_length=100)] = []
    related: Annotated[
        list[Annotated[str, StringConstraints(max_length=26, pattern=_WEIGHT)]],
        Field(max_length=100, description="code:weight, e.g. T038:0.5"),
    ] = []
    blocking: Annotated[Terms, Field(description="look-alikes that are not this trade")] = []
    licences: Words = []
    certificates: Words = []
    units: Words = []


class ConceptRead(Stamped):
    """A trade as it stands in the working copy."""

    code: str
    category_code: str
    name: str
    notice_terms: list[str]
    seller_terms: list[str]
    variants: list[str]
    narrower: list[str]
    related: list[str]
    blocking: list[str]
    licences: list[str]
    certificates: list[str]
    units: list[str]


class ConceptQuery(PageQuery):
    """Filters of the list of concepts."""

    code: Code | None = None
    category: Annotated[Code | None, Field(description="a leaf or a branch")] = None
    q: Annotated[Name | None, Field(description="part of the name or of a term")] = None


class ThesaurusRead(Output):
    """The words in force: version 0 is the shipped file, where nothing was published yet."""

    version: int
    thesaurus_version: str
    published_at: datetime | None
    reason: str | None
    concepts: int
    drafts: int | None
    in_use: str | None


class VersionRead(Output):
    """One published version."""

    number: int
    published_at: datetime
    actor: str
    reason: str
    concepts: int
    added: int
    changed: int
    removed: int
    reverts_to: int | None
    edition: str | None
    digest: str


class FieldChange(Output):
    """What a change takes from a field and puts into it; a single value is one entry."""

    field: str
    taken: list[str]
    put: list[str]


class ConceptChange(Output):
    """What becomes of one concept."""

    code: str
    name: str
    change: Literal["added", "changed", "removed"]
    fields: list[FieldChange]


class VersionChanges(VersionRead):
    """A version with everything that it changed against the one before."""

    changes: list[ConceptChange]


class FindingRead(Output):
    """Something that is wrong with the words (error) or worth a look (warning)."""

    severity: Literal["error", "warning"]
    code: str
    concept: str
    field: str
    value: str
    message: str
    message_en: str


class DraftsRead(Output):
    """The changes that are not yet published, and what is to be said of them."""

    base_version: int
    digest: str
    changes: list[ConceptChange]
    findings: list[FindingRead]


class PublishRequest(Input):
    """Publish the drafts; with the digest of a preview, only exactly what was previewed."""

    reason: Reason
    digest: Annotated[str | None, Field(max_length=40, pattern="^[0-9a-f]+$")] = None


class RevertRequest(Input):
    """Publish the words of an earlier version as a new one."""

    version: VersionNumber
    reason: Reason
