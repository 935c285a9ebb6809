"""What each register shows, of whom, and when it refuses."""

from datetime import date

import pytest

from app.core.actors import Role
from app.reports import entries

YEAR = {"office": "centre", "year": 2017}
ON = date(2017, 3, 2)
COLUMNS = {
    "fairs": "starts_on name host place enterprises departments consultations visitors",
    "education-sessions": "held_on audience topic kind sessions participants",
    "matching-cases": "opened_on agency department title amount_krw amount_as_printed amount_state"
    " support_types outcome awarded cases succeeded",
    "contracts": "signed_on market enterprise state buyer department item channel amount_krw"
    " thousand contracts",
    "visits": "group agencies visits names",
    "visits?view=entries": "visited_on target agency department enterprise purposes visits",
    "consultations": "kind channel requester_kind consultations",
    "consultations?view=entries": "received_on kind channel requester_kind field due_on"
    " answered_on remark consultations",
}
EMPTY = {
    "fairs": {"enterprises": 0, "departments": 0, "consultations": 0, "visitors": 0, "fairs": 0},
    "education-sessions": {"sessions": 0, "participants": 0},
    "matching-cases": {"cases": 0, "amount_krw": 0, "succeeded": 0},
    "contracts": {"amount_krw": 0, "contracts": 0, "thousand": 0, "enterprises": 0},
    "visits": {"agencies": 0, "visits": 0},
    "visits?view=entries": {"visits": 0},
    "consultations": {"consultations": 0},
    "consultations?view=entries": {"consultations": 0},
}
ENTRIES = [name for name in COLUMNS if name not in ("fairs", "visits", "consultations")]


@pytest.fixture
def register(ask):
    """Ask for a register by its name, with its view where it has one."""

    def asked(name, **query):
        path, _, view = name.partition("?view=")
        return ask(f"registers/{path}", **YEAR, **query, **({"view": view} if view else {}))

    return asked


@pytest.fixture
def write(office):
    """Write one entry of a register's kind."""
    school, firm = office.world.agency()["id"], office.world.enterprise()["id"]

    def written(name, on=ON, **fields):
        kind = name.partition("?")[0]
        if kind == "visits":
            return office.world.visit(school, on, **fields)
        if kind == "contracts":
            return office.contract(firm, 1_500, on, **fields)
        makers = {
            "fairs": office.fair,
            "education-sessions": lambda on, **f: office.session(9, on, **f),
            "matching-cases": lambda on, **f: office.case(9, on, **f),
            "consultations": office.consultation,
        }
        return makers[kind](on, **fields)

    return written


@pytest.mark.parametrize("name", COLUMNS)
def test_a_register_has_its_columns_in_the_printed_order(world, register, name):
    found = register(name)

    assert [column["name"] for column in found["columns"]] == COLUMNS[name].split()
    for column in found["columns"]:
        assert column["label_en"].isascii()
        assert not column["label_ko"].isascii()
        assert column["align"] == ("right" if column["kind"] == "number" else "left")


@pytest.mark.parametrize("name", EMPTY)
def test_an_office_that_did_nothing_has_a_register_of_zeros(world, register, name):
    found = register(name)

    marks = {"is_tally": False, "tallied": []}
    assert found["totals"] == {**EMPTY[name], **marks}
    assert sum(row.get("visits", 0) for row in found["rows"]) == 0
    assert len(found["rows"]) == (3 if name == "visits" else 0)


@pytest.mark.parametrize("name", EMPTY)
def test_the_work_of_an_office_below_is_taken_in_only_when_asked_for(write, register, name):
    write(name)
    write(name, office="team")

    alone, together = register(name), register(name, include_children=True)

    counted = {"education-sessions": "sessions", "matching-cases": "cases"}
    column = counted.get(name, name.partition("?")[0])
    assert (alone["totals"][column], together["totals"][column]) == (1, 2)
    assert alone["title"].startswith("지원센터 2017년 ")
    assert together["title"].startswith("지원센터 (소속 사무소 포함) 2017년 ")


def test_a_register_of_several_years_says_so_in_its_title(write, register):
    write("education-sessions", date(2018, 5, 1))

    found = register("education-sessions", through=2018)

    assert found["title"] == "지원센터 2017~2018년 교육·설명회 대장"
    assert len(found["rows"]) == 1


@pytest.mark.parametrize("name", ["fairs", *ENTRIES])
def test_entries_stand_by_day_and_then_as_they_were_written(write, register, name):
    later, first, second = (write(name, day) for day in (date(2017, 12, 1), ON, ON))

    rows = register(name)["rows"]

    assert [row["id"] for row in rows] == [str(one["id"]) for one in (first, second, later)]


@pytest.mark.parametrize("name", ENTRIES)
def test_a_register_is_refused_from_one_row_too_many(write, register, anyone, monkeypatch, name):
    monkeypatch.setattr(entries, "MOST_ROWS", 1)
    write(name)
    whole = register(name)
    write(name)

    path, _, view = name.partition("?view=")
    query = {**YEAR, **({"view": view} if view else {})}
    address = f"/api/v1/reports/registers/{path}"
    refused = anyone.get(address, params=query, headers={"Accept-Language": "en"})
    file = anyone.get(f"{address}.csv", params=query)

    assert len(whole["rows"]) == 1
    assert refused.status_code == file.status_code == 422
    assert refused.json()["code"] == "too_many_rows"
    assert refused.json()["detail"].startswith("More than 1 rows.")
    assert f"GET /api/v1/{path}." in refused.json()["detail"]


@pytest.mark.parametrize("name", ["visits", "consultations"])
def test_groups_are_counted_however_many_rows_there_are(write, register, monkeypatch, name):
    monkeypatch.setattr(entries, "MOST_ROWS", 1)
    for _ in range(3):
        write(name)

    assert register(name)["totals"][name] == 3


@pytest.mark.parametrize("form", ["", ".csv", ".xlsx", ".html"])
@pytest.mark.parametrize("name", sorted({name.partition("?")[0] for name in COLUMNS}))
def test_a_register_of_an_unknown_office_is_not_found(world, ask, name, form):
    ask(f"registers/{name}{form}", status=404, office="nowhere", year=2017)


CONTRACTS = {
    "at a fair": {"fair": True},
    "said to be of a fair": {"channel": "fair"},
    "by phone": {"channel": "phone"},
    "without a channel": {},
    "private": {"market": "private", "channel": "소개"},
    "private at a fair": {"market": "private", "fair": True},
}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, set(CONTRACTS)),
        ({"fair": True}, {"at a fair", "said to be of a fair", "private at a fair"}),
        ({"fair": False}, {"by phone", "without a channel", "private"}),
        ({"market": "private"}, {"private", "private at a fair"}),
        ({"market": "public", "fair": True}, {"at a fair", "said to be of a fair"}),
        ({"market": "private", "fair": False}, {"private"}),
    ],
)
def test_every_contract_is_either_of_a_fair_or_not(office, write, register, query, names):
    fair = office.fair()["id"]
    for item, fields in CONTRACTS.items():
        made_at = {"fair_id": fair} if fields.get("fair") else {}
        rest = {key: value for key, value in fields.items() if key != "fair"}
        write("contracts", item=item, **rest, **made_at)

    found = register("contracts", **query)

    assert {row["item"] for row in found["rows"]} == names
    assert found["totals"]["contracts"] == len(names)
    assert found["totals"]["thousand"] == 1.5 * len(names)


def test_a_fair_of_an_agency_is_named_after_it_unless_a_host_is_written(office, write, register):
    agency = office.world.agency("강북구청")["id"]
    write("fairs", host_agency_id=agency)
    write("fairs", host_agency_id=agency, host="강북구")
    write("fairs")

    assert [row["host"] for row in register("fairs")["rows"]] == ["강북구청", "강북구", None]


def test_a_buyer_is_the_name_written_or_else_the_agency(office, write, register):
    agency = office.world.agency("강북구청")["id"]
    write("contracts", buyer="한빛상사", agency_id=agency)
    write("contracts", agency_id=agency)
    write("contracts", amount_krw=None)

    rows = register("contracts")["rows"]

    assert [row["buyer"] for row in rows] == ["한빛상사", "강북구청", None]
    assert [row["thousand"] for row in rows] == [1.5, 1.5, None]


@pytest.mark.parametrize(
    ("outcome", "succeeded"),
    [
        ("matched", 1),
        ("se_selected", 1),
        ("agreement", 1),
        ("consortium_selected", 1),
        ("none", 0),
        ("non_se_selected", 0),
        ("bidding", 0),
        ("no_bid", 0),
        ("dropped", 0),
    ],
)
def test_a_case_succeeded_when_a_social_enterprise_was_chosen(write, register, outcome, succeeded):
    write("matching-cases", outcome=outcome)

    assert register("matching-cases")["totals"]["succeeded"] == succeeded


SECRETS = {"visits": ("result", "next_step"), "consultations": ("agency", "enterprise", "topic")}


@pytest.mark.parametrize("role", [Role.admin, Role.staff, Role.agency, Role.enterprise, None])
@pytest.mark.parametrize("name", SECRETS)
def test_what_was_said_is_for_those_who_work_there(office, anyone, as_role, name, role):
    world = office.world
    school, firm = world.agency("비밀초등학교")["id"], world.enterprise("비밀협동조합")["id"]
    if name == "visits":
        world.visit(school, result="비밀 결과", next_step="비밀 약속")
    else:
        office.consultation(topic="비밀", agency_id=school, enterprise_id=firm)
    scopes = {Role.agency: {"agency_id": school}, Role.enterprise: {"enterprise_id": firm}}
    client = as_role(role, **scopes.get(role, {})) if role else anyone
    query = {**YEAR, "view": "entries"}

    report = client.get(f"/api/v1/reports/registers/{name}", params=query).json()
    page = client.get(f"/api/v1/reports/registers/{name}.html", params=query).text

    inside = role in (Role.admin, Role.staff)
    shown = {column["name"] for column in report["columns"]}
    assert shown.issuperset(SECRETS[name]) is inside
    assert shown.isdisjoint(SECRETS[name]) is not inside
    assert all((secret in report["rows"][0]) is inside for secret in SECRETS[name])
    said = {"visits": "비밀 결과", "consultations": "비밀초등학교"}[name]
    assert (said in page) is (said in str(report["rows"])) is inside
    assert any("staff only" in note for note in report["notes"]) is not inside
