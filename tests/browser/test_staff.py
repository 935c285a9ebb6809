"""A support worker's day: her pages, and what she notes on the way."""

import pytest
from addresses import FOR_STAFF
from playwright.sync_api import expect


@pytest.mark.parametrize("name", FOR_STAFF)
def test_a_page_for_staff_holds_what_every_page_does(worker, desk, name, holds):
    worker.go(FOR_STAFF[name].format(**desk))

    holds(worker, name)


def test_a_promise_is_kept_with_one_touch(worker):
    page = worker.go("/today")
    promises = page.get_by_role("button", name="했습니다")
    before = promises.count()
    assert before > 0

    promises.first.click()

    expect(promises).to_have_count(before - 1)
    assert worker.complaints == []
