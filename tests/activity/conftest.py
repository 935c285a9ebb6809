"""What the tests of the log share."""

import pytest
from drafts import draft_in


@pytest.fixture
def send(world, staff):
    """Send a sound entry of a kind with some fields changed."""

    def post(name, **fields):
        return staff.post(f"/api/v1/{name}", json={**draft_in(world, name), **fields})

    return post
