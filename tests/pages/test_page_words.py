"""Every code a page may show has words."""

import csv

import pytest

from app.core.settings import ROOT
from app.enterprises.schemas import LegalForm, Status
from app.matches import labels
from app.matching import routes
from app.matching.route_shapes import Missing, RouteState
from app.matching.rules import BuyerLaw, Quotations
from app.pages import words


@pytest.fixture(scope="module")
def rules():
    with (ROOT / "data" / "contract_rules.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _codes(rules, column):
    return {code for row in rules for code in row[column].split("|") if code}


def test_every_code_of_the_contract_rules_has_words(rules):
    assert _codes(rules, "route") - set(labels.ROUTES) == set()
    assert _codes(rules, "quotations") - set(labels.QUOTATIONS) == set()
    assert _codes(rules, "requires_facts") - set(labels.MISSING) == set()
    assert _codes(rules, "warnings") - set(labels.WARNINGS) == set()


def test_every_state_and_every_missing_fact_has_words():
    assert routes.RouteState is RouteState
    assert {str(one) for one in RouteState} == set(labels.ROUTE_STATES)
    assert {str(one) for one in Missing} - set(labels.MISSING) == set()
    assert {str(one) for one in Quotations} == set(labels.QUOTATIONS)
    assert {str(one) for one in BuyerLaw} == set(labels.BUYERS)


def test_every_verdict_has_a_mark_that_is_no_colour_alone():
    verdicts = {*labels.ELIGIBILITY, *labels.OUTCOMES, *labels.PAPERS, *labels.ROUTE_STATES}

    assert verdicts - set(words.TONES) == set()
    assert set(words.TONES.values()) <= set(words.MARKS)


def test_every_form_and_state_of_an_enterprise_has_words():
    assert set(LegalForm.__args__) == set(words.LEGAL_FORMS)
    assert set(Status.__args__) == set(words.STATUSES)
