"""Who is meant: agencies and enterprises of the shipped record, each of them once.

Two documents may name the same body. Within one document rows stay apart, as it printed them;
across documents the same key, or the same name (and kind, for agencies) in no other district, is
the same body: the first row stands, names that differ become aliases.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from app.core.keys import record_id
from app.core.naming import name_key


@dataclass(slots=True)
class Party:
    """One agency or enterprise: its id, the folders that name it, and its draft's values."""

    id: UUID
    folders: set[str]
    values: dict[str, Any]


@dataclass(slots=True)
class Parties:
    """The bodies of one collection, in the order in which they are first named."""

    collection: str
    _by_key: dict[str, Party] = field(default_factory=dict)
    _by_name: dict[tuple[str, str], list[Party]] = field(default_factory=dict)

    def add(self, folder: str, key: str, values: Mapping[str, Any]) -> Party:
        """Take in one row; return the body it means."""
        identity = (name_key(values["name"]), values.get("kind", ""))
        known = self._by_key.get(key) or self._same(folder, identity, values.get("district"))
        party = known or self._new(key, identity)
        party.folders.add(folder)
        _merge(party.values, values)
        self._by_key[key] = party
        return party

    def id_of(self, key: str) -> UUID:
        """Return the id behind *key*; an unknown one is a LookupError."""
        return self._by_key[key].id

    def __iter__(self) -> Iterator[Party]:
        """Return every body once."""
        return iter({party.id: party for party in self._by_key.values()}.values())

    def _new(self, key: str, identity: tuple[str, str]) -> Party:
        party = Party(record_id(self.collection, key), set(), {})
        self._by_name.setdefault(identity, []).append(party)
        return party

    def _same(self, folder: str, identity: tuple[str, str], district: str | None) -> Party | None:
        """Return the body of this name that another folder named, in no other district."""
        for party in self._by_name.get(identity, ()):
            other = party.values.get("district")
            if folder not in party.folders and (not district or not other or district == other):
                return party
        return None


def _merge(held: dict[str, Any], more: Mapping[str, Any]) -> None:
    """Add to *held* what it lacks; lists are united, another name becomes an alias."""
    names = [*held.get("aliases", []), more["name"], *more.get("aliases", [])]
    for name, value in more.items():
        if name == "source" and held.get(name):
            held[name] = f"{held[name]} / {value}"[:500]
        elif isinstance(value, list) and held.get(name):
            held[name] = held[name] + [one for one in value if one not in held[name]]
        elif held.get(name) in (None, "", "unknown", []):
            held[name] = value
    held["aliases"] = [one for one in dict.fromkeys(names) if one != held["name"]]
