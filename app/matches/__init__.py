"""Runs of the matcher over the registry."""
