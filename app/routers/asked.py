"""What a list is asked for, read from the address in one go.

The framework reads a query shape field by field, which takes longer than the list itself; here the
whole is checked at once, and the document is told what the shape takes.
"""

from typing import Any, TypeVar

from fastapi import Request
from pydantic import ValidationError

from app.core.errors import InvalidInput
from app.core.types import Input
from app.core.words import field_fault

Query = TypeVar("Query", bound=Input)


def asked(shape: type[Query], request: Request) -> Query:
    """Return what the address of *request* asks for; a repeated name counts once."""
    try:
        return shape.model_validate(dict(request.query_params))
    except ValidationError as error:
        faults = [field_fault(one) for one in error.errors(include_url=False)]
        raise InvalidInput(faults=faults) from error


def described(shape: type[Input]) -> dict[str, Any]:
    """Return what the OpenAPI document says about the fields of *shape*."""
    schema = shape.model_json_schema()
    return {
        "parameters": [
            {
                "name": name,
                "in": "query",
                "required": name in schema.get("required", ()),
                "schema": about,
                **({"description": about["description"]} if "description" in about else {}),
            }
            for name, about in schema["properties"].items()
        ]
    }
