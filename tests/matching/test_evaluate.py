"""The measures are those of score.py, over the files of the judging guide."""

import json
from datetime import date
from pathlib import Path

import pytest

from app.matching import evaluate

from .makers import THESAURUS

ENTERPRISES = [
    {
        "id": "e1", "name": "밥상", "org_type": "사회적기업", "district": "노원구", "region": "서울특별시",
        "certifications": [{"kind": "사회적기업", "valid_from": "2024-01-01", "valid_to": None}],
        "licences": ["식품제조가공업 영업등록"],
        "products": [
            {"name": "단체 도시락", "description": "한식", "category": "식품", "unit": "개",
             "unit_price_krw": 9000, "monthly_capacity": 500, "lead_time_days": 1},
        ],
        "service_regions": ["서울특별시"], "description": "",
    },
    {
        "id": "e2", "name": "거리", "org_type": "협동조합", "district": None, "region": "서울특별시",
        "certifications": [], "licences": [],
        "products": [{"name": "현수막", "description": None, "category": None, "unit": None}],
        "service_regions": ["전국"], "description": None,
    },
]  # fmt: skip
TENDERS = [
    {"id": "t1", "title": "간담회 도시락 구매", "description": "점심 100개", "region": "서울특별시 노원구",
     "quantity": 100, "unit": "개", "budget_krw": 1000000, "due_date": "2026-05-01",
     "required_certifications": ["사회적기업"], "required_licences": [], "kind": "tender"},
    {"id": "t2", "title": "ㅎㅅㅁ", "description": "", "region": None, "kind": "query"},
    {"id": "t3", "title": "우주선", "description": "", "region": None, "kind": "query"},
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two enterprises and three requests, judged."""
    for name, rows in (("enterprises", ENTERPRISES), ("tenders", TENDERS)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines + "\n", encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text(
        "tender_id\tenterprise_id\tgrade\nt1\te1\t3\nt2\te2\t3\nt2\te1\t0\nt3\te1\t0\n",
        encoding="utf-8",
    )
    (tmp_path / "slices.tsv").write_text(
        "tender_id\tslice\nt1\ttender\nt2\tq:chosung\nt3\tno-answer\n", encoding="utf-8"
    )
    return tmp_path


def test_an_enterprise_is_read_with_its_codes_and_days() -> None:
    one = evaluate.read_supplier(ENTERPRISES[0])

    assert one.district == "서울특별시 노원구"
    assert one.certifications[0].kind == "certified_social_enterprise"
    assert one.certifications[0].no_expiry
    assert one.certifications[0].verified_on == evaluate.AS_OF
    assert one.licences[0].kind == "식품제조가공업 영업등록"
    assert one.products[0].monthly_capacity == 500


def test_what_is_not_stated_is_left_empty() -> None:
    two = evaluate.read_supplier(ENTERPRISES[1])

    assert two.description == two.products[0].description == ""
    assert two.products[0].unit is None


def test_a_request_is_read_with_its_day() -> None:
    wanted = evaluate.read_need(TENDERS[0])

    assert wanted.closes_on == date(2026, 5, 1)
    assert wanted.required_certifications == ("certified_social_enterprise",)
    assert wanted.judged_on == date(2026, 5, 1)


def test_a_request_without_a_day_is_judged_on_the_day_of_the_guide() -> None:
    assert evaluate.read_need(TENDERS[1]).judged_on == date(2026, 3, 1)


def test_tenders_are_ranked_and_queries_searched(folder: Path) -> None:
    answers = evaluate.run(folder, THESAURUS)

    assert [one for one, _ in answers["t1"]] == ["e1"]
    assert [one for one, _ in answers["t2"]] == ["e2"]
    assert answers["t3"] == []


def test_the_run_is_written_as_three_columns(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.tsv"
    evaluate.write_run({"t1": [("e1", 87.5), ("e2", 3.25)], "t2": []}, path)

    assert path.read_text(encoding="utf-8") == "t1\te1\t87.5000\nt1\te2\t3.2500\n"


def test_the_measures_are_given_over_all_and_per_slice(folder: Path) -> None:
    figures = evaluate.measure(evaluate.run(folder, THESAURUS), folder)

    assert [(one.slice, one.requests) for one in figures] == [
        ("all", 2),
        ("q:chosung", 1),
        ("tender", 1),
    ]
    assert figures[0].values == (1.0, 1.0, 1.0, 1.0)


def test_requests_without_an_answer_are_left_out_of_the_means(folder: Path) -> None:
    names = [one.slice for one in evaluate.measure({}, folder)]

    assert "no-answer" not in names


def test_a_request_missing_from_the_run_scores_nothing(folder: Path) -> None:
    (overall, *_) = evaluate.measure({}, folder)

    assert overall.values == (0.0, 0.0, 0.0, 0.0)


def test_a_second_place_is_worth_less_than_a_first(folder: Path) -> None:
    first = evaluate.measure({"t1": [("e1", 2), ("e2", 1)], "t2": [("e2", 1)]}, folder)[0]
    second = evaluate.measure({"t1": [("e2", 2), ("e1", 1)], "t2": [("e2", 1)]}, folder)[0]

    assert second.values[0] < first.values[0]
    assert second.values[1] == first.values[1]
    assert second.values[2] == 0.75
    assert second.values[3] == 0.5


def test_a_folder_without_judgements_gives_no_figures(folder: Path) -> None:
    (folder / "qrels.tsv").unlink()

    assert evaluate.measure(evaluate.run(folder, THESAURUS), folder) == []


def test_a_folder_without_slices_gives_the_overall_figures(folder: Path) -> None:
    (folder / "slices.tsv").unlink()

    assert [one.slice for one in evaluate.measure({}, folder)] == ["all"]


def test_the_figures_are_shown_as_a_table(folder: Path) -> None:
    lines: list[str] = []
    evaluate.show(evaluate.measure({}, folder), lines.append)

    assert lines[0].split() == ["slice", "n", "nDCG@10", "recall@20", "MRR@10", "P@1"]
    assert lines[1].split() == ["all", "2", "0.000", "0.000", "0.000", "0.000"]
