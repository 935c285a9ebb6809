"""Hashing that costs nothing, for every test of access."""

import pytest


@pytest.fixture(autouse=True)
def _quickly(quick_hashing):
    """Hash quickly, whoever asks."""
