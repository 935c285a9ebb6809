"""The OpenAPI document: what the framework derives, and the little it cannot know."""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI

from app.routers.problems import Problem

_OPEN_TO_ANYONE: list[dict[str, list[str]]] = [{}, {"HTTPBearer": []}]


def documents(app: FastAPI, is_public: Callable[[str, str], bool]) -> Callable[[], dict[str, Any]]:
    """Return the maker of *app*'s document; *is_public* tells (method, path) open to anyone."""
    derive = app.openapi

    def made() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = derive()
            schemas = document["components"]["schemas"]
            described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas.update(described.pop("$defs"))
            schemas["Problem"] = described
            for method, path, operation in _operations(document):
                if "security" in operation and is_public(method, path):
                    operation["security"] = _OPEN_TO_ANYONE
            app.openapi_schema = document
        return app.openapi_schema

    return made


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation
