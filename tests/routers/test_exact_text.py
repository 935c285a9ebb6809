"""Hostile text and numbers, to every collection: stored as they were sent, or refused by name.

What can be sent is read from each collection's own draft, so a new field is tried without a word
here. Text is compared in NFC, which is how it is stored.
"""

import csv
import io
import json
import unicodedata

import pytest
from drafts import drafts_in

from app.resources import COLLECTIONS

JSON = {"Content-Type": "application/json"}
TEXTS = {
    "10 KB of emoji": "😀" * 2_560,
    "some emoji": "😀👩‍👩‍👧‍👦🇰🇷",
    "marks from right to left": "이음\u200f \u202eגשר\u202c",
    "decomposed": unicodedata.normalize("NFD", "한빛 도서관"),
    "a combining mark alone": "\u0301",
    "what grows when composed": "\u0958" * 20,
    "NUL": "이\x00음",
    "a lone surrogate": "이\ud83d음",
    "an escape of a terminal": "\x1b[31m이음",
    "a formula": "=cmd|' /C calc'!A0",
    "a formula with a sign": "+82-2-000-0000",
    "a formula by an at": "@SUM(1)",
    "a formula after a tab": "\t=1+1",
    "a formula in quotes": '"=HYPERLINK(""http://evil.example"")"',
    "markup": "<script>alert(1)</script>&amp;",
    "a template": "{{7*7}} {0.__class__} %s ${jndi:ldap://x}",
    "sql": "'; DROP TABLE visit; --",
    "a path": "../../etc/passwd",
}
EVERYWHERE = ("decomposed", "NUL", "a lone surrogate", "a formula")  # tried in each field
REFUSED = {"NUL", "a lone surrogate", "an escape of a terminal"}
NUMBERS = {
    "false": "false",
    "true": "true",
    "a word": '"5"',
    "a fraction": "1.5",
    "below": "-1",
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "beyond a float": "1e400",
    "a long fraction": "0." + "3" * 5_000,
    "5,000 digits": "9" * 5_000,
    "4,000 digits": "9" * 4_000,
    "beyond 64 bits": str(2**63),
}


def fields_of(collection, *kinds):
    """Return the fields of a draft that take one of these JSON types, with their schemas."""
    schema = collection.draft.model_json_schema()["properties"]
    for name in collection.patch.model_fields:
        for option in schema[name].get("anyOf", [schema[name]]):
            if option.get("type") in kinds and not {"enum", "format"} & option.keys():
                yield name, option


def sent(client, name, body, **parts):
    """Add a record and take it away again, so that the next may be like it."""
    text = body if isinstance(body, bytes) else json.dumps(body).encode()
    answer = client.post(f"/api/v1/{name}?confirm=true", content=text, headers=JSON, **parts)
    if answer.status_code == 201:
        assert client.delete(answer.headers["location"]).status_code == 204
    return answer


def names_the(field, answer):
    """Whether a refusal names the field, and nothing of what was sent."""
    assert answer.headers["content-type"] == "application/problem+json"
    return f"/{field}" in [e["pointer"] for e in answer.json()["errors"]]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_text_is_stored_as_it_was_sent_or_refused_by_the_name_of_its_field(
    world, admin, name, backend
):
    draft = drafts_in(world)[name]
    stored = refused = 0
    shapes = set()
    vault = COLLECTIONS[name].vault

    for field, about in fields_of(COLLECTIONS[name], "string"):
        shown = vault.masks.get(field, str) if vault else str
        shape = (about.get("maxLength"), about.get("pattern"))
        kinds = EVERYWHERE if shape in shapes or backend == "postgresql" else TEXTS
        shapes.add(shape)
        for kind in kinds:
            text = TEXTS[kind]
            answer = sent(admin, name, {**draft, field: text})
            if answer.status_code == 201:
                assert kind not in REFUSED, field
                wanted = text if kind == "what grows when composed" else text.strip()
                composed = unicodedata.normalize("NFC", wanted)
                told, kept = answer.json()[field], {composed, wanted, text}
                assert told in {shown(one) for one in kept}, (field, kind)
                assert kind != "decomposed" or told == shown("한빛 도서관")
                stored += 1
            else:
                assert answer.status_code in (409, 422), (field, kind, answer.text)
                if answer.status_code == 422 and "pattern" not in about:
                    assert names_the(field, answer), (field, kind, answer.text)
                assert text.strip() not in answer.text, (field, kind)
                refused += 1

    assert refused > 0
    assert stored > 0 or name == "published-figures"


@pytest.mark.one_database
@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_number_is_taken_as_it_was_written_or_refused_by_the_name_of_its_field(
    world, admin, name
):
    draft = drafts_in(world)[name]
    fields = list(fields_of(COLLECTIONS[name], "integer", "number"))

    for field, about in fields:
        rest = json.dumps({k: v for k, v in draft.items() if k != field})[:-1].encode()
        for kind, number in NUMBERS.items():
            body = rest + f', "{field}": {number}}}'.encode()
            answer = sent(admin, name, body)
            if answer.status_code == 201:
                assert kind in ("a word", "a fraction", "below", "a long fraction"), (field, kind)
                assert about["type"] == "number" or kind == "below", (field, kind)
                assert answer.json()[field] == float(number.strip('"')), (field, kind)
            else:
                assert answer.status_code == 422, (field, kind, answer.text)
                assert kind in ("NaN", "Infinity", "beyond a float", "5,000 digits") or names_the(
                    field, answer
                ), (field, kind)
                assert "9" * 30 not in answer.text


@pytest.mark.one_database
@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_name_that_stands_twice_is_refused_wherever_it_stands(world, admin, name):
    draft = drafts_in(world)[name]
    field = next(iter(draft))
    text = json.dumps(draft)[:-1]

    top = sent(admin, name, f'{text}, "{field}": null}}'.encode())
    inside = sent(admin, name, f'{text}, "x": [{{"a": 1, "a": 1}}]}}'.encode())

    for answer, pointer in ((top, f"/{field}"), (inside, "/a")):
        assert (answer.status_code, answer.json()["code"]) == (422, "repeated_name")
        assert [e["pointer"] for e in answer.json()["errors"]] == [pointer]
    assert admin.get(f"/api/v1/{name}").json()["total"] >= 0


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["agencies", "visits"])
@pytest.mark.parametrize(
    "body",
    [
        '{"name": "한빛"}'.encode("cp949"),
        '{"name": "한빛"}'.encode("utf-16"),
        '{"name": "한빛"}'.encode("utf-32-le"),
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ],
    ids=["cp949", "utf-16", "utf-32", "100,000 open lists", "100,000 objects"],
)
def test_what_is_no_json_in_utf_8_is_refused_as_that(anyone, staff, name, body):
    answer = sent(staff, name, body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
    assert [e["code"] for e in answer.json()["errors"]] == ["json_invalid"]


@pytest.mark.one_database
def test_every_route_that_takes_json_reads_it_exactly(app, admin):
    paths = app.openapi()["paths"]
    taking = [
        (method, path)
        for path, methods in paths.items()
        for method, operation in methods.items()
        if "application/json" in operation.get("requestBody", {}).get("content", {})
    ]

    for method, path in taking:
        answer = admin.request(
            method,
            path.replace("{", "").replace("}", ""),
            content=b'{"a": 1, "a": 2}',
            headers=JSON,
        )
        assert answer.status_code == 422, (method, path)
        assert answer.json()["code"] == "repeated_name", (method, path)
    assert len(taking) > 2 * len(COLLECTIONS)


@pytest.mark.one_database
@pytest.mark.parametrize("name", COLLECTIONS)
def test_no_cell_of_an_exported_sheet_runs_and_each_comes_back_as_it_was(world, admin, name):
    formula = "=cmd|' /C calc'!A0"
    collection = COLLECTIONS[name]
    draft = dict(drafts_in(world)[name])
    for field, about in fields_of(collection, "string"):
        if "pattern" in about and sent(admin, name, {**draft, field: formula}).status_code == 201:
            draft[field] = formula
    made = admin.post(f"/api/v1/{name}?confirm=true", json=draft)
    assert made.status_code == 201
    before = made.json()

    sheet = admin.get(f"/api/v1/{name}.csv")
    rows = list(csv.reader(io.StringIO(sheet.content.decode("utf-8-sig"))))
    again = admin.post(f"/api/v1/{name}.csv?confirm=true", content=sheet.content)

    assert formula in str(draft) or name in {"published-figures", "goals"}
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+@\t\r")]
    assert not [cell for row in rows for cell in row if cell[:1] == "-" and not _number(cell)]
    assert again.status_code == 200
    assert again.json()["summary"]["error"] == 0, again.text
    assert again.json()["summary"]["unchanged"] == len(rows) - 1
    assert admin.get(f"/api/v1/{name}/{before['id']}").json() == before


def _number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_a_name_typed_on_another_machine_is_found(world, admin):
    split = unicodedata.normalize("NFD", "한빛도서관")
    body = {"name": split, "kind": "school", "district": unicodedata.normalize("NFD", "노원구")}

    made = admin.post("/api/v1/agencies", json=body).json()
    twin = admin.post("/api/v1/agencies", json={**body, "name": "한빛도서관"})

    assert made["name"] == "한빛도서관"
    assert (twin.status_code, twin.json()["code"]) == (409, "duplicate_agency")
    for query in ({"q": split}, {"district": body["district"]}):
        assert admin.get("/api/v1/agencies", params=query).json()["total"] == 1
