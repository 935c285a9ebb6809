"""Ids that follow from names: what a file calls by a key is the same record wherever it is loaded."""

from uuid import NAMESPACE_URL, UUID, uuid5

NAMESPACE = uuid5(NAMESPACE_URL, "https://ieum.example/record")


def record_id(collection: str, key: str) -> UUID:
    """Return the id of the record that files of *collection* call *key*."""
    return uuid5(NAMESPACE, f"{collection}:{key}")
