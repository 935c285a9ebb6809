"""What people can set, call, type or run into is named in the README, in both languages."""

import importlib
import pkgutil
import re
import tomllib

import pytest
from readme import (
    ARCHITECTURE,
    DATA,
    ENGLISH,
    KOREAN,
    MATCHING,
    QUALITY,
    blocks,
    first_cells,
    headings,
    names,
    row_of,
    rows,
    tree,
)

import app
from app.__main__ import app as command_line
from app.core.errors import DomainError
from app.core.settings import ROOT, Settings
from app.main import PREFIX, create_app
from app.matching import ENGINE_VERSION, POLICY, Thesaurus, evaluate
from app.resources import COLLECTIONS
from app.routers import problems

in_both = pytest.mark.parametrize("readme", [ENGLISH, KOREAN], ids=lambda path: path.name)


def _every_refusal(family=DomainError):
    for kind in family.__subclasses__():
        yield kind
        yield from _every_refusal(kind)


@pytest.fixture(scope="module")
def refusals():
    """Every refusal of the product with its status, once everything is imported."""
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if not module.name.startswith("app.migrations"):
            importlib.import_module(module.name)
    kinds = [kind for kind in _every_refusal() if kind.__module__.startswith("app.")]
    return {
        kind.code(): next(s for family, s in problems.STATUS.items() if issubclass(kind, family))
        for kind in kinds
    }


def _commands(typer_app, before="ieum"):
    """Return every command as it is typed."""
    for command in typer_app.registered_commands:
        yield f"{before} {command.name}"
    for group in typer_app.registered_groups:
        yield from _commands(group.typer_instance, f"{before} {group.name}")


@pytest.fixture(scope="module")
def routes(tmp_path_factory):
    """Every route as (method, path), ids as {}; a file form of a route is that route."""
    folder = tmp_path_factory.mktemp("routes")
    service = create_app(Settings(database_url=f"sqlite:///{folder / 'x.db'}"))
    service.state.db.close()
    return {
        (method.upper(), _plain(path.removeprefix(PREFIX)).removesuffix(".{}"))
        for path, operations in service.openapi()["paths"].items()
        for method in operations
    }


def _plain(path):
    return re.sub(r"\{\w+\}", "{}", path)


def _of_any_collection(path):
    """Return the path as it reads for every collection: /visits/{} is /{}/{}."""
    first = re.match(r"/([a-z-]+)", path)
    known = first is not None and first[1] in COLLECTIONS
    return "/{}" + path[first.end() :] if known else path


def _named_routes(readme):
    """Return the routes that stand in backticks, as `GET /path`."""
    words = [name.split(" ") for name in names(readme)]
    return {(pair[0], _plain(pair[1])) for pair in words if len(pair) == 2}


@in_both
@pytest.mark.parametrize("setting", Settings.model_fields)
def test_every_setting_has_a_row_with_its_default(readme, setting):
    row = row_of(readme, f"IEUM_{setting.upper()}")

    assert row is not None
    default = str(Settings.model_fields[setting].default).replace(f"{ROOT}/", "")
    assert default.lower() in row[1].lower()


@in_both
def test_every_refusal_has_a_row_with_its_status(readme, refusals):
    rows = {code: row_of(readme, code) for code in refusals}

    assert {code: row and row[1] for code, row in rows.items()} == {
        code: str(status) for code, status in refusals.items()
    }


@in_both
def test_every_code_of_the_web_layer_is_named(readme):
    codes = {code for code, *_ in problems._HTTP_WORDS.values()} | {"internal"}

    assert codes - names(readme) == set()


@in_both
def test_every_command_has_a_row(readme):
    missing = [name for name in _commands(command_line) if row_of(readme, name) is None]

    assert missing == []


@in_both
def test_every_collection_has_a_row(readme):
    assert [name for name in COLLECTIONS if row_of(readme, name) is None] == []


@in_both
def test_every_route_is_named(readme, routes):
    named = _named_routes(readme)

    assert {
        (method, path)
        for method, path in routes
        if not {(method, path), (method, _of_any_collection(path))} & named
    } == set()


def test_nothing_has_two_rows():
    """The names differ in kind (a page, a route, a role), so no two tables share one either."""
    named = first_cells(ENGLISH)

    assert sorted({name for name in named if named.count(name) > 1}) == []


def test_both_readmes_have_the_same_sections_in_the_same_order():
    assert headings(ENGLISH) == headings(KOREAN)


def test_both_readmes_have_the_same_tables_in_the_same_order():
    assert first_cells(ENGLISH) == first_cells(KOREAN)


def test_both_readmes_show_the_same_code():
    assert blocks(ENGLISH) == blocks(KOREAN)


def test_no_two_decisions_share_a_number():
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]

    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]


def test_the_matching_document_names_the_weights_and_versions_in_force():
    rows = {name: row_of(MATCHING, name) for name, _ in POLICY.table}

    assert {name: float(row[1]) for name, row in rows.items()} == dict(POLICY.table)
    words = " ".join(MATCHING.read_text(encoding="utf-8").split())
    assert f"weights is {POLICY.version}, that of the engine {ENGINE_VERSION}." in words


def test_the_document_of_quality_shows_figures_that_can_be_measured_again():
    data = ROOT / "data"
    words = Thesaurus.load(data / "thesaurus" / "concepts.csv", data / "categories.csv")

    found = {
        one.slice: one
        for one in evaluate.measure(evaluate.run(data / "eval", words), data / "eval")
    }

    for name in ("all", "tender", "trap", "hard-negative", "query"):
        _, requests, *printed = row_of(QUALITY, name)[:6]
        assert int(requests) == found[name].requests
        assert [float(one) for one in printed] == pytest.approx(found[name].values, abs=0.01)


def test_every_path_in_the_captioned_tree_exists():
    missing = [path for path in tree() if not (ROOT / path).exists()]

    assert missing == []


def test_every_area_stands_in_the_captioned_tree():
    areas = {
        f"app/{path.name}/" for path in (ROOT / "app").iterdir() if (path / "__init__.py").is_file()
    }

    assert areas - set(tree()) == set()


def test_every_dependency_is_named_with_its_reason_and_licence():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.split(r"[\[<>=~ ]", one)[0] for one in project["dependencies"]}

    named = {word for cells in rows(ARCHITECTURE) for word in re.findall(r"[\w-]+", cells[0])}
    assert wanted - named == set()


@in_both
def test_every_script_is_named(readme):
    scripts = {f"scripts/{path.name}" for path in (ROOT / "scripts").iterdir() if path.is_file()}

    assert scripts - names(readme) == set()


def test_every_shipped_file_is_named_with_its_origin():
    data = ROOT / "data"
    files = [*data.glob("*.csv"), *data.glob("*/*.csv")]
    folders = [path for path in data.iterdir() if path.is_dir()]

    named = names(DATA)
    shipped = {str(path.relative_to(data)) for path in files if path.parent.name != "record"}
    assert shipped - named == set()
    assert {f"{folder.name}/" for folder in folders if not list(folder.glob("*.csv"))} <= named
