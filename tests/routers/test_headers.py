"""What stands in the headers of requests and answers, over the shipped record."""

import re

import pytest

from app.core.actors import Role
from app.core.errors import DomainError
from app.resources import COLLECTIONS
from app.routers import problems
from app.routers.examples import EXAMPLES

API = "/api/v1"


@pytest.fixture(scope="module")
def admin(seeded):
    return seeded.client(Role.admin)


@pytest.fixture(scope="module")
def public(seeded):
    return seeded.client()


@pytest.fixture(scope="module")
def office(admin):
    return f"{API}/offices/{admin.get(f'{API}/offices/nowon').json()['id']}"


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_example_of_a_collection_can_be_sent_as_it_stands(admin, name):
    draft, vault = EXAMPLES[name], COLLECTIONS[name].vault
    contact = EXAMPLES["contacts"]
    if name == "subject-requests":
        assert admin.post(f"{API}/contacts", json=contact).status_code == 201

    made = admin.post(f"{API}/{name}", json=draft)

    assert made.status_code == 201, made.text
    stored = made.json()
    for field in draft.keys() - {"begins_at", "closes_at", "counted_at"}:
        if isinstance(draft[field], list) and draft[field] and isinstance(draft[field][0], dict):
            pairs = zip(draft[field], stored[field], strict=True)
            assert all(part.items() <= kept.items() for part, kept in pairs), field
        else:
            shown = vault.masks.get(field) if vault else None
            assert stored[field] == (shown(draft[field]) if shown else draft[field]), field
    assert admin.delete(made.headers["location"], headers={"If-Match": '"1"'}).status_code == 204
    if name == "subject-requests":
        assert admin.delete(f"{API}/contacts/{contact['id']}").status_code == 204


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_document_shows_the_example_and_it_fits_the_draft(public, name):
    paths = public.get(f"{API}/openapi.json").json()["paths"]

    shown = paths[f"/api/v1/{name}"]["post"]["requestBody"]["content"]["application/json"]

    assert shown["example"] == EXAMPLES[name]
    COLLECTIONS[name].draft.model_validate(shown["example"])


@pytest.mark.parametrize(
    ("tags", "status"),
    [("*", 304), ('"0", "1"', 304), ('W/"0",W/"1"', 304), ('"0","2"', 200), ('"11"', 200),
     ("1", 200), (' "1" ', 304)],
)  # fmt: skip
def test_any_of_the_tags_a_cache_holds_saves_the_body(public, office, tags, status):
    answer = public.get(office, headers={"If-None-Match": tags})

    assert (answer.status_code, answer.headers["etag"]) == (status, '"1"')
    assert (answer.content == b"") is (status == 304)


def test_a_record_that_is_not_there_is_not_found_whatever_the_cache_holds(public):
    answer = public.get(f"{API}/offices/nowhere", headers={"If-None-Match": "*"})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", f"{API}/visits", "GET, HEAD, POST"),
        ("DELETE", f"{API}/visits", "GET, HEAD, POST"),
        ("POST", f"{API}/offices/nowon", "DELETE, GET, HEAD, PATCH"),
        ("PUT", f"{API}/offices/nowon", "DELETE, GET, HEAD, PATCH"),
        ("DELETE", f"{API}/offices/nowon/history", "GET, HEAD"),
        ("PATCH", f"{API}/offices.csv", "GET, HEAD, POST"),
        ("GET", f"{API}/match", "POST"),
        ("POST", f"{API}/metrics", "GET, HEAD"),
        ("DELETE", "/healthz", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_known_is_told_the_ones_that_are(public, method, path, allowed):
    answer = public.request(method, path)

    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


@pytest.mark.parametrize(
    ("path", "status"),
    [(f"{API}/offices", 200), (f"{API}/offices.csv", 200), ("/healthz", 200), ("/enterprises", 200),
     (f"{API}/offices/nowhere", 404), (f"{API}/match", 405)],
)  # fmt: skip
def test_the_head_of_an_address_is_what_a_get_says_without_its_body(public, path, status):
    head, whole = public.head(path), public.get(path)

    assert (head.status_code, head.content) == (status, b"")
    assert whole.content
    own = {"date", "ratelimit", "x-request-id"}
    assert [(name, value) for name, value in head.headers.items() if name not in own] == [
        (name, value) for name, value in whole.headers.items() if name not in own
    ]


@pytest.mark.parametrize(
    "shown", ["Bearer x", "Bearer", "Basic eDp5", "ieum_x", "bearer ", "Bearer ieum_" + "A" * 43]
)
def test_a_token_that_opens_nothing_is_refused_even_where_none_is_needed(public, shown):
    answer = public.get(f"{API}/offices", headers={"Authorization": shown})

    assert (answer.status_code, answer.json()["code"]) == (401, "unknown_token")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_only_a_refusal_for_want_of_a_token_asks_for_one(public, admin):
    answers = [
        admin.get(f"{API}/offices/nowhere"),
        admin.post(f"{API}/offices", json={}),
        public.put(f"{API}/offices"),
    ]

    assert [answer.status_code for answer in answers] == [404, 422, 405]
    assert not [answer for answer in answers if "www-authenticate" in answer.headers]
    assert not [answer for answer in answers if "retry-after" in answer.headers]


@pytest.mark.parametrize(
    "path", ["/healthz", f"{API}/offices", f"{API}/offices.csv", f"{API}/nothing"]
)
def test_every_answer_has_one_request_id_of_our_own_making(public, path):
    given = "0" * 32

    answer = public.get(path, headers={"X-Request-Id": given})

    (made,) = answer.headers.get_list("x-request-id")
    assert re.fullmatch(r"[0-9a-f]{32}", made)
    assert made != given


def test_a_location_leads_to_what_was_made_and_its_tag_changes_it(admin):
    made = admin.post(f"{API}/meetings", json=EXAMPLES["meetings"])
    place, tag = made.headers["location"], made.headers["etag"]

    changed = admin.patch(place, json={"participants": 4}, headers={"If-Match": tag})
    again = admin.patch(place, json={"participants": 5}, headers={"If-Match": tag})

    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"')
    assert "location" not in changed.headers
    assert again.status_code == 412
    assert admin.get(place).json()["participants"] == 4
    assert admin.delete(place).status_code == 204


def test_a_step_of_a_tender_honours_the_version_that_was_read(admin):
    made = admin.post(f"{API}/tenders", json=EXAMPLES["tenders"])
    steps = f"{made.headers['location']}/transitions"

    stale = admin.post(steps, json={"to": "no_bid"}, headers={"If-Match": '"7"'})
    taken = admin.post(steps, json={"to": "no_bid"}, headers={"If-Match": 'W/"1"'})

    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert (taken.status_code, taken.headers["etag"]) == (200, '"2"')


def families(kind=DomainError):
    """Yield every refusal of the product, once."""
    for one in kind.__subclasses__():
        yield one
        yield from families(one)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_refusal_reaches_the_reader_with_its_type_title_and_words(
    seeded, public, monkeypatch, language
):
    raised = {}

    def refuse(*_args, **_more):
        raise raised["now"]

    monkeypatch.setattr("app.routers.collections.lookups.page", refuse)
    for refusal in {one for one in families() if one.__module__.startswith("app.")}:
        names = set(re.findall(r"{(\w+)}", refusal.ko))
        raised["now"] = refusal(**dict.fromkeys(names, "7"), candidates=[])

        answer = public.get(f"{API}/offices", headers={"Accept-Language": language})

        body = answer.json()
        status = next(s for f, s in problems.STATUS.items() if issubclass(refusal, f))
        assert (answer.status_code, body["status"]) == (status, status), refusal
        assert (body["type"], body["code"]) == (f"/problems/{refusal.code()}", refusal.code())
        assert body["title"] == getattr(refusal, f"title_{language}")
        assert body["detail"] == raised["now"].message(language)
        assert ("retry-after" in answer.headers) is (refusal.retry_after is not None)
        assert refusal.retry_after is not None or status not in (429, 503)


@pytest.mark.parametrize("size", [-1, 0, 1])
def test_a_body_of_just_the_allowed_size_is_still_read(seeded, admin, size):
    most = seeded.app.state.settings.max_body_bytes
    body = b'{"code": "x"' + b" " * (most + size - 13) + b"}"
    assert len(body) == most + size

    headers = {"Content-Type": "application/json"}
    answer = admin.post(f"{API}/offices", content=body, headers=headers)

    assert answer.status_code == (413 if size > 0 else 422)
