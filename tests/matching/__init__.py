"""Tests of the matching library: no database, no clock, no network."""

from hypothesis import settings

settings.register_profile("matching", deadline=None)  # a busy machine is no failure
settings.load_profile("matching")
