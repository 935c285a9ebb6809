"""A printed figure that is counted again opens to exactly what was counted."""

import pytest

REPORT = "/api/v1/reports/discrepancies"


@pytest.fixture
def figures(year_2017):
    """Every figure of every document, as the report tells it."""
    return [
        row
        for source in ("S0", "S1", "S2", "S3", "S4")
        for row in year_2017.get(REPORT, params={"source": source}).json()["rows"]
    ]


@pytest.fixture
def opened(year_2017):
    """Read every row behind a figure: (items, what the first page says)."""

    def read(url, limit):
        pages = [year_2017.get(url, params={"limit": limit}).json()]
        while pages[-1]["next"]:
            query = {"limit": limit, "cursor": pages[-1]["next"]}
            pages.append(year_2017.get(url, params=query).json())
        return [item for page in pages for item in page["items"]], pages[0]

    return read


def test_each_figure_counted_again_sums_over_its_rows(figures, opened):
    own = [one for one in figures if one["rows_url"] and one["rows_url"].startswith(REPORT)]

    assert {one["recompute"].split(":")[0] for one in own} == {
        "rows", "members", "distinct_members",
    }  # fmt: skip
    for one in own:
        items, first = opened(one["rows_url"], 7)

        assert sum(item["value"] for item in items) == one["computed"] == first["sum"], one["key"]
        assert len(items) == first["total"]
        assert len({(item["id"], item["label"], at) for at, item in enumerate(items)}) == len(items)


def test_every_computed_figure_opens_or_names_what_it_rests_on(figures):
    closed = [
        one["key"]
        for one in figures
        if one["computed"] is not None
        and not (one["rows_url"] or one["rests_on"] or one["recompute"] == "target")
    ]

    assert closed == []


def test_names_under_a_tally_are_told_as_they_were_printed(figures, opened):
    one = next(one for one in figures if one["recompute"].startswith("members:"))

    items, _ = opened(one["rows_url"], 200)

    assert {(item["kind"], item["is_tally"], item["value"]) for item in items} == {
        ("tally", True, 1)
    }
    assert all(item["label"] for item in items)


def test_pages_neither_skip_nor_repeat(figures, opened):
    one = next(one for one in figures if one["recompute"].startswith("rows:matching_cases:count"))

    assert opened(one["rows_url"], 3)[0] == opened(one["rows_url"], 200)[0]


@pytest.mark.parametrize("key", ["no-such-figure", "%00"])
def test_an_unknown_figure_is_not_found(year_2017, key):
    assert year_2017.get(f"{REPORT}/{key}/rows").status_code == 404


def test_a_figure_of_other_figures_has_no_rows_of_its_own(figures, year_2017):
    one = next(one for one in figures if one["recompute"].startswith("sum:"))

    answer = year_2017.get(f"{REPORT}/{one['key']}/rows")

    assert (one["rows_url"], answer.status_code) == (None, 404)
    assert one["rests_on"] == one["recompute"].removeprefix("sum:").split("+")


@pytest.mark.parametrize("cursor", ["nonsense", "WzEsMSwxXQ", "W251bGwsMSwxXQ"])
def test_a_cursor_of_ones_own_making_is_refused(figures, year_2017, cursor):
    one = next(one for one in figures if one["recompute"].startswith("rows:"))

    answer = year_2017.get(one["rows_url"], params={"cursor": cursor})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/cursor"
