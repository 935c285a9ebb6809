"""docs/security.md names tests that exist, and leaves no requirement out."""

import re
import tomllib

from readme import ROOT, rows

SECURITY = ROOT / "docs" / "security.md"
# How many requirements each section of ASVS 5.0.0 has, and which of them are of level 3 only.
SECTIONS = {
    "1.1": (2, ()), "1.2": (10, (10,)), "1.3": (12, (12,)), "1.4": (3, ()), "1.5": (3, (3,)),
    "2.1": (3, ()), "2.2": (3, ()), "2.3": (5, (5,)), "2.4": (2, (2,)),
    "3.1": (1, (1,)), "3.2": (3, (3,)), "3.3": (5, (5,)), "3.4": (8, (7, 8)),
    "3.5": (8, (6, 7, 8)), "3.6": (1, (1,)), "3.7": (5, (3, 4, 5)),
    "4.1": (5, (4, 5)), "4.2": (5, (2, 3, 4, 5)), "4.3": (2, ()), "4.4": (4, ()),
    "5.1": (1, ()), "5.2": (6, (4, 5, 6)), "5.3": (3, (3,)), "5.4": (3, ()),
    "6.1": (3, ()), "6.2": (12, ()), "6.3": (8, (5, 6, 7, 8)), "6.4": (6, (5, 6)),
    "6.5": (8, (6, 7, 8)), "6.6": (4, (4,)), "6.7": (2, (1, 2)), "6.8": (4, ()),
    "7.1": (3, ()), "7.2": (4, ()), "7.3": (2, ()), "7.4": (5, ()), "7.5": (3, (3,)), "7.6": (2, ()),
    "8.1": (4, (3, 4)), "8.2": (4, (4,)), "8.3": (3, (2, 3)), "8.4": (2, (2,)),
    "9.1": (3, ()), "9.2": (4, ()),
    "10.1": (2, ()), "10.2": (3, (3,)), "10.3": (5, (5,)), "10.4": (16, (12, 13, 14, 15, 16)),
    "10.5": (5, ()), "10.6": (2, ()), "10.7": (3, ()),
    "11.1": (4, (3, 4)), "11.2": (5, (4, 5)), "11.3": (5, (4, 5)), "11.4": (4, ()),
    "11.5": (2, (2,)), "11.6": (2, (2,)), "11.7": (2, (1, 2)),
    "12.1": (5, (4, 5)), "12.2": (2, ()), "12.3": (5, (5,)),
    "13.1": (4, (2, 3, 4)), "13.2": (6, (6,)), "13.3": (4, (3, 4)), "13.4": (7, (6, 7)),
    "14.1": (2, ()), "14.2": (8, (5, 6, 7, 8)), "14.3": (3, ()),
    "15.1": (5, (4, 5)), "15.2": (5, (4, 5)), "15.3": (7, ()), "15.4": (4, (1, 2, 3, 4)),
    "16.1": (1, ()), "16.2": (5, ()), "16.3": (4, ()), "16.4": (3, ()), "16.5": (4, (4,)),
    "17.1": (2, (2,)), "17.2": (8, (5, 6, 7, 8)), "17.3": (2, ()),
}  # fmt: skip
ALL_OF_ASVS = 345
REASONS = ("does not apply: ", "**not yet**: ", "by construction: ", "the operator's: ")


def named():
    """Return the tests that the document names, as (file, function)."""
    return set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", SECURITY.read_text("utf-8")))


def test_every_test_that_is_named_exists():
    missing = [
        f"{path}::{name}"
        for path, name in sorted(named())
        if not (ROOT / path).exists()
        or not re.search(rf"^def {name}\(", (ROOT / path).read_text("utf-8"), re.MULTILINE)
    ]

    assert missing == []
    assert len(named()) > 100


def test_every_requirement_of_the_first_two_levels_stands_in_one_row():
    wanted = [
        f"{section}.{number}"
        for section, (count, third) in SECTIONS.items()
        for number in range(1, count + 1)
        if number not in third
    ]
    found = [
        number
        for cells in rows(SECURITY)
        for number in re.findall(r"\b\d+\.\d+\.\d+\b", cells[0].lstrip("| "))
    ]

    assert sum(count for count, _ in SECTIONS.values()) == ALL_OF_ASVS
    assert sorted(found) == sorted(wanted)


def test_every_risk_of_the_api_list_has_its_row():
    risks = [cells[0] for cells in rows(SECURITY) if re.match(r"\|? ?API\d+ ", cells[0])]

    assert [int(re.search(r"API(\d+)", risk)[1]) for risk in risks] == list(range(1, 11))


def test_every_row_names_a_test_a_reason_or_what_is_written_down():
    bare = [
        cells[0]
        for cells in rows(SECURITY)
        if re.match(r"\|? ?\d", cells[0])
        and "::test_" not in cells[-1]
        and not any(reason in cells[-1] for reason in REASONS)
    ]

    assert len(bare) <= 2, "written down alone: cryptography in use, what is logged"


def test_every_package_is_locked_to_one_version_and_its_digests():
    lines = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ").splitlines()
    locked = [re.fullmatch(r"([\w.-]+)==(\S+)(?: *;[^#]*?)?((?: +--hash=sha256:[0-9a-f]{64})+)", line.strip()) for line in lines]  # fmt: skip
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]

    assert [line for line, one in zip(lines, locked, strict=True) if one is None] == []
    assert {re.match(r"[\w.-]+", one)[0].lower() for one in asked} <= {one[1] for one in locked}


def test_every_kind_of_update_has_its_time_frame():
    table = [one for one in rows(ROOT / "CONTRIBUTING.md") if one[-1] not in ("within", "---")]
    frames = [one[-1] for one in table]

    assert len(frames) >= 4
    assert [one for one in frames if not re.fullmatch(r"\d+ days|before it ends", one)] == []
