"""The document of the API: what programs rely on does not change unnoticed.

After a change that is meant, write the snapshot anew and read its difference:
``IEUM_UPDATE_SNAPSHOTS=1 .venv/bin/python -m pytest tests/test_openapi.py --database sqlite``
"""

import json
import os
import re
from pathlib import Path

import pytest

from app.core.settings import Settings
from app.main import create_app
from app.resources import COLLECTIONS

SNAPSHOT = Path(__file__).parent / "snapshots" / "openapi.json"
UPDATE = (
    "IEUM_UPDATE_SNAPSHOTS=1 .venv/bin/python -m pytest tests/test_openapi.py --database sqlite"
)
METHODS = {"get", "post", "put", "patch", "delete"}
PROBLEM = {"$ref": "#/components/schemas/Problem"}


@pytest.fixture(scope="module")
def document(tmp_path_factory):
    """The document as it is served."""
    url = f"sqlite:///{tmp_path_factory.mktemp('openapi')}/x.db"
    made = create_app(Settings(database_url=url, log_level="ERROR"))
    yield json.loads(json.dumps(made.openapi()))
    made.state.db.close()


@pytest.fixture(scope="module")
def operations(document):
    """Every operation as (METHOD path, operation)."""
    return [
        (f"{method.upper()} {path}", operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    ]


def outline_of(document):
    """Return what programs rely on: operations with their parameters and answers, and schemas."""
    return {
        "operations": {
            f"{method.upper()} {path}": {
                "id": operation["operationId"],
                "parameters": sorted(one["name"] for one in operation.get("parameters", [])),
                "answers": sorted(operation["responses"]),
            }
            for path, item in sorted(document["paths"].items())
            for method, operation in sorted(item.items())
        },
        "schemas": {
            name: sorted(schema.get("properties", {}))
            for name, schema in sorted(document["components"]["schemas"].items())
        },
    }


def test_the_document_is_the_one_that_was_agreed(document):
    outline = json.dumps(outline_of(document), ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("IEUM_UPDATE_SNAPSHOTS"):
        SNAPSHOT.parent.mkdir(exist_ok=True)
        SNAPSHOT.write_text(outline, encoding="utf-8")

    agreed = json.loads(SNAPSHOT.read_text(encoding="utf-8"))

    for part, now in json.loads(outline).items():
        gone = sorted(agreed[part].keys() - now.keys())
        new = sorted(now.keys() - agreed[part].keys())
        other = sorted(k for k in now.keys() & agreed[part].keys() if now[k] != agreed[part][k])
        assert (gone, new, other) == ([], [], []), f"meant? then: {UPDATE}"


def test_the_document_is_of_openapi_3_1_and_names_the_product(document):
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "이음 Ieum"
    assert document["info"]["version"]


def test_every_operation_has_a_summary_in_korean_with_english_beside_it(operations):
    for name, operation in operations:
        assert re.search("[가-힣]", operation["summary"]), name
        assert re.search("[a-z]", operation["summary"]), name
        assert operation["tags"], name


def test_every_operation_has_an_id_of_its_own(operations):
    ids = [operation["operationId"] for _, operation in operations]

    assert len(ids) == len(set(ids))


def test_every_refusal_is_documented_as_a_problem(operations):
    for name, operation in operations:
        for status, answer in operation["responses"].items():
            if status.startswith(("4", "5")):
                assert answer["content"] == {"application/problem+json": {"schema": PROBLEM}}, name
                assert answer["description"], name


def test_every_reference_leads_to_a_schema(document):
    wanted = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(document)))

    assert wanted
    assert wanted <= document["components"]["schemas"].keys()


def test_a_problem_is_described_with_its_fields(document):
    problem = document["components"]["schemas"]["Problem"]

    assert set(problem["required"]) == {"type", "title", "status", "detail", "code"}
    assert {"errors", "candidates", "request_id"} <= problem["properties"].keys()


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_collection_has_its_six_routes(operations, name):
    there = {one for one, _ in operations}

    assert {
        f"GET /api/v1/{name}",
        f"POST /api/v1/{name}",
        f"GET /api/v1/{name}/{{key}}",
        f"PATCH /api/v1/{name}/{{key}}",
        f"DELETE /api/v1/{name}/{{key}}",
        f"GET /api/v1/{name}/{{key}}/history",
    } <= there


@pytest.mark.parametrize(
    "name",
    ["enterprises", "agencies", "demands", "tenders", "visits", "consultations",
     "education-sessions", "fairs", "matching-cases", "contracts", "surveys", "goals", "offices",
     "categories"],
)  # fmt: skip
def test_the_collections_of_the_contract_are_there(name):
    assert name in COLLECTIONS


@pytest.mark.parametrize("name", COLLECTIONS)
def test_every_filter_and_page_parameter_of_a_list_is_documented(document, name):
    found = document["paths"][f"/api/v1/{name}"]["get"]["parameters"]

    assert {one["name"] for one in found} == set(COLLECTIONS[name].query.model_fields)
    assert {"limit", "cursor", "sort"} <= {one["name"] for one in found}


def test_every_whole_number_that_is_asked_with_has_a_greatest_that_a_database_holds(operations):
    endless = [
        f"{route}: {one['name']}"
        for route, operation in operations
        for one in operation.get("parameters", [])
        for form in one["schema"].get("anyOf", [one["schema"]])
        if form.get("type") == "integer" and "maximum" not in form and "enum" not in form
    ]

    assert endless == []


@pytest.mark.parametrize("name", COLLECTIONS)
def test_what_is_written_is_what_is_read_plus_what_follows(name):
    """A field that can be written can be read; what can only be read is a stamp or derived."""
    collection = COLLECTIONS[name]
    written, read = set(collection.draft.model_fields), set(collection.read.model_fields)

    assert written <= read
    derived = {"business_number_checked", "keep_until", "destroyed_on"}
    assert read - written <= {"created_at", "updated_at", "version"} | derived
    assert set(collection.patch.model_fields) == written - {"id"}


def test_a_served_document_is_the_same(anyone, document):
    answer = anyone.get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json() == document
