"""The types that wire shapes and tables share, and the two bases of every wire shape."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    MISSING,
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    create_model,
)
from pydantic_core import PydanticKnownError

_ONE_LINE = r"^[^\u0000-\u001f\u007f]*$"  # no control characters; PostgreSQL cannot keep NUL
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LINES = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_ONE_LINE),
]
Place = Annotated[Name, Field(max_length=100, description="시·도 or 시·군·구")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=_ONE_LINE)]
Text = Annotated[str, StringConstraints(max_length=10_000, pattern=_LINES)]
Code = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
]
Won = Annotated[int, Field(strict=True, ge=0, le=10**14, description="원 (integer KRW)")]
Count = Annotated[int, Field(strict=True, ge=0, le=10**9)]


def _written(kind: type[date]) -> Callable[[Any], Any]:
    """Return a check that a day or time is written in ISO 8601; a bare number is neither."""

    def check(value: Any) -> Any:  # noqa: ANN401 -- whatever was sent
        if isinstance(value, kind) or (isinstance(value, str) and _ISO.match(value)):
            return value
        raise PydanticKnownError("date_type" if kind is date else "datetime_type")

    return check


# years far away are slips of the pen, and calendars cannot count beyond 9999
Day = Annotated[
    date, BeforeValidator(_written(date)), Field(ge=date(1800, 1, 1), le=date(2200, 12, 31))
]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_written(datetime)),
    Field(ge=datetime(1800, 1, 1, tzinfo=UTC), le=datetime(2200, 12, 31, tzinfo=UTC)),
    AfterValidator(lambda moment: moment.astimezone(UTC)),  # as the database gives it back
]
Year = Annotated[int, Field(strict=True, ge=1990, le=2100)]
QueryYear = Annotated[int, Field(ge=1990, le=2100)]  # a query string is text, so not strict
QueryPage = Annotated[int, Field(ge=1, le=10_000)]
QuerySeq = Annotated[int, Field(ge=1, le=2**53)]  # of a log; exact in the numbers of JSON too
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
Flag = Annotated[bool, Field(strict=True)]


IdText = Annotated[UUID, PlainSerializer(str)]  # an id kept inside a JSON column


def _no_flag(value: Any) -> Any:  # noqa: ANN401 -- whatever was sent
    if isinstance(value, bool):
        raise PydanticKnownError("float_type")
    return value


NotFlag = BeforeValidator(_no_flag)  # true is no number, though Python counts it as 1


class Input(BaseModel):
    """What comes in: unknown fields are refused, and nothing is changed after checking."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Output(BaseModel):
    """What goes out: a promise of shape, used for the document; replies are built from rows."""

    model_config = ConfigDict(from_attributes=True)


class Stamped(Output):
    """What every stored resource carries."""

    id: UUID
    created_at: datetime
    updated_at: datetime
    version: int


class Draft(Input):
    """What a new resource is made from; a client may bring its own id."""

    id: UUID | None = Field(default=None, description="UUID made by the client, or left out")


def patch_of(draft: type[Draft]) -> type[Input]:
    """Return the shape of a change to *draft*: every field may be left out, none has a default.

    A change is merged into what is stored and the whole is checked again as a draft, so rules
    between fields hold for changes too. The id cannot be changed.
    """
    fields: dict[str, Any] = {
        name: (Annotated[info.annotation, *info.metadata] | MISSING, MISSING)
        if info.metadata
        else (info.annotation | MISSING, MISSING)
        for name, info in draft.model_fields.items()
        if name != "id"
    }
    return create_model(draft.__name__.replace("Draft", "Patch"), __base__=Input, **fields)


def period_is_ordered(begin: date | None, end: date | None) -> bool:
    """Return whether a period does not end before it starts; open ends are fine."""
    return begin is None or end is None or begin <= end
