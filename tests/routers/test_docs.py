"""The pages beside the API."""

import pytest

from app.core.errors import refusals


def test_the_printed_address_leads_programs_to_the_api_pages(anyone):
    page = anyone.get("/")

    assert page.status_code == 200
    assert "swagger-ui" in page.text


def test_the_api_pages_ask_no_other_host(anyone):
    page = anyone.get("/api/v1/docs").text

    assert "http://" not in page
    assert "https://" not in page
    assert "/api/v1/openapi.json" in anyone.get("/api/v1/docs/static/start.js").text
    assert anyone.get("/api/v1/docs/static/swagger-ui.css").status_code == 200
    assert anyone.get("/api/v1/docs/static/secrets.txt").status_code == 404


@pytest.mark.parametrize("code", sorted(refusals()))
def test_the_type_of_every_problem_leads_to_a_page_that_explains_it(anyone, code):
    page = anyone.get(f"/problems/{code}")

    assert page.status_code == 200
    assert code in page.text
    assert 'lang="en"' in page.text


def test_a_problem_that_does_not_exist_has_no_page(anyone):
    assert anyone.get("/problems/<script>").status_code == 404
