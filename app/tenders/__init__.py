"""Tenders, from the first idea to the payment."""
