"""Every form, walked field by field: what nobody can mean is told beside its field and kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from app.fairs.actions import FAIRS

pytestmark = pytest.mark.one_database
_FOR_PROGRAMS = re.compile(r"UUID|\^\[|T09:00|'[a-z_]+'(,| or)|JSON|true 또는")
_FILLED = {
    "title": "현수막 제작",
    "topic": "공공구매 제도",
    "item": "현수막",
    "name": "두레현수막",
    "kind": "women_enterprise",
    "starts_on": "2026-11-20",
}  # what a field holds that must, while another is wrong
_PLACES = ("office", "region", "district")  # in an address they say where to look
FORMS = {
    "worker": (
        "/visits/new",
        "/consultations/new",
        "/education-sessions/new",
        "/insight",
        "/matching-cases",
        "/matching-cases/new",
        "/fairs/new",
        "/fairs/{fair}/edit",
        "/fairs/{fair}",
        "/fairs/{fair}/survey",
        "/fairs/{fair}/badges",
        "/fairs/{fair}/timetable",
    ),
    "owner": (
        "/my-enterprise/profile",
        "/my-enterprise/products/new",
        "/my-enterprise/certifications/new",
        "/my-enterprise/licences/new",
        "/my-enterprise/survey",
    ),
    "anybody": ("/match", "/enterprises", "/goals"),
}


@dataclass
class _Field:
    name: str
    kind: str  # line, lines, number, day, choice
    value: str = ""


@dataclass
class _Form:
    action: str
    method: str
    fields: list[_Field] = field(default_factory=list)
    carried: dict[str, str] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Collects the forms of a page with the fields that people fill in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[_Form] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form":
            self.found.append(_Form(has.get("action", ""), has.get("method", "get")))
        elif tag in ("input", "select", "textarea") and self.found and has.get("name"):
            self._take(tag, has)
        elif tag == "option" and self.found and self.found[-1].fields:
            last = self.found[-1].fields[-1]
            if last.kind == "choice" and ("selected" in has or not last.value):
                last.value = has.get("value", "")

    def _take(self, tag, has):
        here, name, kind = self.found[-1], has["name"], has.get("type", "text")
        if kind == "hidden":
            here.carried[name] = has.get("value", "")
        elif tag == "select":
            here.fields.append(_Field(name, "choice"))
        elif kind == "date":
            here.fields.append(_Field(name, "day", has.get("value", "")))
        elif has.get("inputmode") in ("numeric", "decimal"):
            here.fields.append(_Field(name, "number", has.get("value", "")))
        elif kind in ("text", "search"):
            here.fields.append(_Field(name, "line", has.get("value", "")))


def _wrong(one: _Field, form: _Form) -> Iterator[str]:
    """Yield what nobody can mean in a field of its kind."""
    if one.kind == "choice":
        yield "nonsense"
    elif one.kind == "day":
        yield from ("언젠가", "2026-13-45", "0001-01-01")
    elif one.kind == "number":
        yield from ("-5", "스무 장", "9" * 30)
    else:
        if form.method == "post":  # an address has no place for so much
            yield "가" * 10_001
        yield "현수막\x07"


@pytest.fixture
def browsers(people, world, worker, service):
    """A browser for each kind of visitor, by the name that FORMS has."""
    people.add("owner", "enterprise", enterprise_id=world.enterprise()["id"])
    found = {"worker": worker, "owner": people.browser("owner"), "anybody": people.browser()}
    for one in found.values():
        one.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return found


@pytest.fixture
def fair(world):
    booth = {"label": "A-1", "enterprise_id": world.enterprise("나래광고")["id"]}
    day = datetime.now(UTC).date()
    return world.add(FAIRS, office="team", name="봄 박람회", starts_on=day, booths=[booth])


@pytest.mark.parametrize(
    ("who", "path"), [(who, path) for who, paths in FORMS.items() for path in paths]
)
def test_what_nobody_can_mean_is_told_beside_its_field_in_peoples_words_and_kept(
    browsers, fair, world, who, path
):
    client, agency = browsers[who], world.agency("천호초등학교")["id"]
    address = path.format(fair=fair["id"])
    forms = [one for one in _Forms(client.get(address).text).found if one.fields]
    told: list[tuple[str, str, list[str]]] = []

    for form in forms:
        held = {one.name: _FILLED.get(one.name, one.value) for one in form.fields}
        if "agency" in held:
            held["agency_id"] = str(agency)
        for one in form.fields:
            if form.method == "get" and one.kind == "choice" and one.name in _PLACES:
                continue
            told += [
                (one.name, wrong[:9], _send(client, form, held, one.name, wrong))
                for wrong in _wrong(one, form)
            ]

    assert told
    assert [one for one in told if one[2]] == []


def _send(client, form, held, name, wrong):
    """Send a form with one field wrong; return what the answer lacks."""
    sent = {key: value for key, value in {**held, **form.carried, name: wrong}.items() if value}
    answer = (
        client.post(form.action, data=sent)
        if form.method == "post"
        else client.get(form.action, params=sent)
    )
    beside = re.search(rf'id="{name}-fault"[^>]*>([^<]+)<', answer.text)
    lacks = [] if answer.status_code in (409, 422) else [str(answer.status_code)]
    lacks += [] if beside else ["nothing beside"]
    lacks += ["for programs"] if beside and _FOR_PROGRAMS.search(beside[1]) else []
    kept = wrong in answer.text or any(
        one.kind == "choice" for one in form.fields if one.name == name
    )
    return [*lacks, *([] if kept else ["not kept"])]
