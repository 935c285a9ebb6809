"""Tests of the matching library: no database, no clock, no network."""
