"""What the tests of personal data share: one contact person, invented."""

import pytest

from app.contacts.actions import CONTACTS


@pytest.fixture
def draft(world):
    """A contact as it is sent; the person does not exist."""
    return {
        "office": "centre",
        "agency_id": str(world.agency()["id"]),
        "department": "행정실",
        "position": "주무관",
        "name": "홍길동",
        "phone": "02-000-1234",
        "email": "gildong@example.org",
        "basis": "public_duty",
        "confirmed_on": "2026-11-01",
    }


@pytest.fixture
def contact(world, draft):
    return world.add(CONTACTS, **draft)
