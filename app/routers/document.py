"""The OpenAPI document: what the framework derives, and the little it cannot know.

That is who may use a route without a token, what the limits around all routes answer, and where an
answer leads: a record that was made can be read, changed, removed and followed through its history.
"""

from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI

from app.routers.problems import Problem, documented

Operation = dict[str, Any]
_MEMBERS: list[dict[str, list[str]]] = [{"HTTPBearer": []}, {"APIKeyCookie": []}]
_COOKIE = {
    "type": "apiKey",
    "description": "a log-in, made by `POST /api/v1/session`; over https the name is `__Host-ieum`",
    "in": "cookie",
    "name": "ieum",
}
_ANYWHERE = (429, 503)  # answered by the limits around every route
_WITH_A_BODY = (408, 413)
_UNLIMITED = "health"  # the tag of routes that no limit stands around
_HERE = "/{key}"
_MADE = "$response.body#/id"
_LISTED = "$response.body#/items/0/id"
_ASKED = "$request.path.key"


def document_of(app: FastAPI, is_public: Callable[[str, str], bool]) -> dict[str, Any]:
    """Return *app*'s document; *is_public* tells (method, path) open to anyone."""
    document = app.openapi()
    schemas = document["components"]["schemas"]
    described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(described.pop("$defs"))
    schemas["Problem"] = described
    document["components"]["securitySchemes"]["APIKeyCookie"] = _COOKIE
    for method, path, operation in _operations(document):
        if "security" in operation:
            anyone: list[dict[str, list[str]]] = [{}] if is_public(method, path) else []
            operation["security"] = anyone + _MEMBERS
        _say_limits(operation)
        _say_where_it_leads(document["paths"], method, path, operation)
    return document


def _say_limits(operation: Operation) -> None:
    """Name the answers of the limits around a route."""
    if _UNLIMITED in operation["tags"]:
        return
    statuses = _ANYWHERE + (_WITH_A_BODY if "requestBody" in operation else ())
    for status, answer in documented(*statuses).items():
        operation["responses"].setdefault(str(status), answer)


def _say_where_it_leads(
    paths: dict[str, dict[str, Operation]], method: str, path: str, operation: Operation
) -> None:
    """Name what can be done with a record once it was made, changed or found in a list."""
    answers = operation["responses"]
    if path + _HERE in paths and method == "post":
        _link(paths, path + _HERE, answers["201"], _MADE)
    elif path + _HERE in paths and method == "get":
        _link(paths, path + _HERE, answers["200"], _LISTED)
    elif path.endswith(_HERE) and method == "patch":
        _link(paths, path, answers["200"], _ASKED)


def _link(
    paths: dict[str, dict[str, Operation]], stem: str, answer: dict[str, Any], key: str
) -> None:
    """Add a link to every operation on the record at *stem* and below it."""
    base = stem.removesuffix(_HERE)
    links = answer.setdefault("links", {})
    for path, methods in paths.items():
        parameter = _parameter(path, base)
        if parameter is None:
            continue
        for operation in methods.values():
            links[operation["operationId"]] = {
                "operationId": operation["operationId"],
                "parameters": {parameter: key},
            }


def _parameter(path: str, base: str) -> str | None:
    """Return the name of the record's id in *path*, when it lies at or below /base/{id}."""
    first, _, _ = path.removeprefix(f"{base}/").partition("/")
    below = path.startswith(f"{base}/") and first.startswith("{") and first.endswith("}")
    return f"path.{first[1:-1]}" if below else None


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, Operation]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation
