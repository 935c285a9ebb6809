"""A person's browser over the shipped record."""

import pytest


@pytest.fixture(scope="module")
def person(seeded):
    """A client that asks for pages, in Korean."""
    client = seeded.client()
    client.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return client


@pytest.fixture
def worker(people):
    """A support worker's browser, logged in for the district team."""
    people.add("worker", office="team")
    client = people.browser("worker")
    client.headers.update({"Accept": "text/html", "Accept-Language": "ko"})
    return client
