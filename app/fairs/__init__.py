"""Procurement fairs."""
