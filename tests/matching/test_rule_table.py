"""The rule table holds every row that was read in the decrees, with its article, band and days.

Written down here once more, by hand, so that a figure that slips in the table is noticed.
"""

from datetime import date
from pathlib import Path

import pytest

from app.matching.rules import Rule, load_rules

RULES = {
    rule.rule_id: rule
    for rule in load_rules(Path(__file__).parents[2] / "data" / "contract_rules.csv")
}
M = 1_000_000

READ = """
L-25-OLD1          | local | 제25조제1항제5호      | -  | 30  | -          | 2007-09-19
L-25-OLD2          | local | 제25조제1항제5호      | -  | 50  | 2007-09-20 | 2016-01-14
L-25-나            | local | 제25조제1항제5호나목  | -  | 20  | 2016-01-15 | -
L-25-가-그밖       | local | 제25조제1항제5호가목  | -  | 160 | 2022-09-20 | -
L-25-가-전문       | local | 제25조제1항제5호가목  | 160| 200 | 2022-09-20 | -
L-25-가-종합       | local | 제25조제1항제5호가목  | 200| 400 | 2022-09-20 | -
L-25-다            | local | 제25조제1항제5호다목  | 20 | 50  | 2025-07-08 | -
L-25-라            | local | 제25조제1항제5호다목  | 20 | 50  | 2016-01-15 | 2022-09-19
L-25-라-2022       | local | 제25조제1항제5호다목  | 20 | 100 | 2022-09-20 | 2025-07-07
L-25-라'           | local | 제25조제1항제5호라목  | 20 | 100 | 2025-07-08 | -
L-25-라-단서-2022  | local | 제25조제1항제5호다목  | 20 | 100 | 2022-09-20 | 2025-07-07
L-25-라'-단서      | local | 제25조제1항제5호라목  | 20 | 100 | 2025-07-08 | -
L-25-마-2016       | local | 제25조제1항제5호라목  | 20 | 50  | 2016-01-15 | 2022-09-19
L-25-마-2022       | local | 제25조제1항제5호라목  | 20 | 100 | 2022-09-20 | 2025-07-07
L-25-마            | local | 제25조제1항제5호마목  | 20 | 100 | 2025-07-08 | -
L-25-바12-2016     | local | 제25조제1항제5호마목  | 20 | 50  | 2016-01-15 | 2022-09-19
L-25-바12-2022     | local | 제25조제1항제5호마목  | 20 | 100 | 2022-09-20 | 2025-07-07
L-25-바12          | local | 제25조제1항제5호바목  | 20 | 100 | 2025-07-08 | -
L-25-바3-6         | local | 제25조제1항제5호마목  | 20 | 50  | 2018-07-24 | 2022-09-19
L-25-바3-6-2022    | local | 제25조제1항제5호마목  | 20 | 100 | 2022-09-20 | 2025-07-07
L-25-바3-6'        | local | 제25조제1항제5호바목  | 20 | 100 | 2025-07-08 | -
L-25-바3-6-마을    | local | 제25조제1항제5호마목  | 20 | 50  | 2018-07-24 | 2022-09-19
L-25-바3-6-2022-마을 | local | 제25조제1항제5호마목 | 20 | 100 | 2022-09-20 | 2025-07-07
L-25-바3-6'-마을   | local | 제25조제1항제5호바목  | 20 | 100 | 2025-07-08 | -
L-25-사            | local | 제25조제1항제5호사목  | -  | 50  | -          | -
L-25-TEMP-라       | local | 제25조제3항           | 50 | 100 | 2020-07-14 | 2022-09-19
L-25-TEMP-마       | local | 제25조제3항           | 50 | 100 | 2020-07-14 | 2022-09-19
L-25-TEMP-바12     | local | 제25조제3항           | 50 | 100 | 2020-07-14 | 2022-09-19
L-25-TEMP-바3-6    | local | 제25조제3항           | 50 | 100 | 2020-07-14 | 2022-09-19
L-25-7의2-OLD      | local | 제25조제1항제8호      | -  | -   | -          | 2024-02-16
L-25-7의2          | local | 제25조제1항제7호의2   | -  | -   | 2024-02-17 | -
L-25-6라           | local | 제25조제1항제6호라목  | -  | -   | -          | -
L-25-4자           | local | 제25조제1항제4호자목  | -  | -   | -          | -
L-30-1             | local | 제30조제1항제1호      | -  | -   | -          | -
L-30-2             | local | 제30조제1항제2호      | -  | 20  | -          | -
L-30-2가           | local | 제30조제1항제2호가목  | -  | 50  | 2014-11-24 | -
L-30-2가'          | local | 제30조제1항제2호가목  | -  | 50  | 2025-07-08 | -
L-30-2나           | local | 제30조제1항제2호나목  | -  | 50  | 2018-07-24 | -
L-30②              | local | 제30조제2항           | -  | -   | -          | -
L-R33              | local | 제33조제2호           | -  | <2  | 2019-06-25 | -
L-31               | local | 제31조, 제124조       | -  | -   | -          | -
N-26-OLD           | state | 제26조제1항제5호가목  | -  | 50  | 2010-07-21 | 2015-12-31
N-26-2             | state | 제26조제1항제5호가목2)| -  | 20  | 2016-01-01 | -
N-26-3-2016        | state | 제26조제1항제5호가목3)| 20 | 50  | 2016-01-01 | 2021-07-05
N-26-3             | state | 제26조제1항제5호가목3)| 20 | 100 | 2021-07-06 | -
N-26-3-TEMP        | state | 제26조제6항           | 50 | 100 | 2020-05-01 | 2021-07-05
N-26-5가나-2016    | state | 제26조제1항제5호가목5)가)| 20 | 50  | 2016-01-01 | 2021-07-05
N-26-5가나         | state | 제26조제1항제5호가목5)가)| 20 | 100 | 2021-07-06 | -
N-26-5가나-TEMP    | state | 제26조제6항           | 50 | 100 | 2020-05-01 | 2021-07-05
N-26-5다-2018      | state | 제26조제1항제5호가목5)다)| 20 | 50  | 2018-12-04 | 2021-07-05
N-26-5다           | state | 제26조제1항제5호가목5)다)| 20 | 100 | 2021-07-06 | -
N-26-5다-TEMP      | state | 제26조제6항           | 50 | 100 | 2020-05-01 | 2021-07-05
N-26-7             | state | 제26조제1항제5호가목7)| -  | 50  | 2024-12-24 | -
N-26-4             | state | 제26조제1항제4호      | -  | -   | -          | -
N-30-1             | state | 제30조제1항제1호      | -  | -   | 2024-12-24 | -
N-30-2             | state | 제30조제1항제2호      | -  | 20  | -          | -
N-30-2가나         | state | 제30조제1항제2호      | -  | 50  | 2014-01-01 | -
N-30-2다           | state | 제30조제1항제2호      | -  | 50  | 2018-12-04 | -
N-30②              | state | 제30조제2항           | -  | -   | -          | -
S-2의2             | local | 제2조의2제1항제1호    | -  | <100| -          | -
S-2의2-2           | local | 제2조의2제1항제2호    | >=100 | - | -         | -
C-20               | local | 제20조                | -  | -   | -          | -
C-43-goods         | local | 제43조, 제44조        | -  | -   | -          | -
C-43-service       | local | 제43조, 제44조        | -  | -   | -          | -
C-35-1             | local | 제35조제1항           | -  | -   | -          | -
C-35-4             | local | 제35조제4항           | -  | -   | -          | -
C-35-5-1           | local | 제35조제5항제1호      | -  | <100 | -         | -
C-35-5-2           | local | 제35조제5항제2호      | >=100 | <1000 | -     | -
C-35-5-3           | local | 제35조제5항제3호      | >=1000 | - | -        | -
C-35-6             | local | 제35조제6항           | -  | -   | -          | -
C-50               | local | 제50조제1항제1호      | -  | 50  | -          | -
P-11-OLD           | local | 제12조제2항           | -  | -   | -          | 2025-03-03
P-11               | local | 제12조제2항           | -  | -   | 2025-03-04 | -
"""

ROWS = [tuple(map(str.strip, line.split("|"))) for line in READ.strip().splitlines()]
DAYS_OF_NOTICE = {
    "C-35-1": 7, "C-35-4": 5, "C-35-5-1": 10, "C-35-5-2": 20, "C-35-5-3": 40, "C-35-6": 10,
}  # fmt: skip
RATIO = {"L-25-바3-6", "L-25-바3-6-2022", "L-25-바3-6'", "L-25-바3-6-마을", "L-25-바3-6-2022-마을"}
RATIO |= {"L-25-바3-6'-마을", "L-25-TEMP-바3-6", "L-30-2나"}
RATIO |= {"N-26-5다-2018", "N-26-5다", "N-26-5다-TEMP", "N-30-2다"}


def below(rule: Rule) -> str:
    """Write the lower end of a band of won, in millions."""
    if rule.from_krw is not None:
        return f">={rule.from_krw // M}"
    return "-" if rule.over_krw is None else str(rule.over_krw // M)


def above(rule: Rule) -> str:
    """Write the upper end of a band of won, in millions."""
    if rule.below_krw is not None:
        return f"<{rule.below_krw // M}"
    return "-" if rule.upto_krw is None else str(rule.upto_krw // M)


def written(day: date | None) -> str:
    """Write a day, or a dash."""
    return day.isoformat() if day else "-"


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_each_row_that_was_read_stands_in_the_table(row: tuple[str, ...]) -> None:
    rule_id, law, article, over, upto, begins, ends = row
    rule = RULES[rule_id]

    assert law in rule.law
    assert rule.article.startswith(article)
    assert (below(rule), above(rule)) == (over, upto)
    assert (written(rule.effective_from), written(rule.effective_to)) == (begins, ends)
    assert rule.verified_on
    assert rule.source
    assert rule.quote


def test_the_notice_periods_are_those_of_the_decree() -> None:
    found = {name: RULES[name].days for name in DAYS_OF_NOTICE}

    assert found == DAYS_OF_NOTICE


def test_the_ratio_is_asked_of_those_four_types_and_of_nobody_else() -> None:
    assert {name for name, rule in RULES.items() if rule.requires_ratio} == RATIO
