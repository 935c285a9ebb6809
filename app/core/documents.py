"""Rendered records, kept in memory by id, version and moment of writing.

What was written at a moment as a version of a record never changes, so an entry can never be wrong,
in any number of processes; the oldest entries make room when the store is full.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping

Key = tuple[Hashable, int, Hashable]  # id, version, moment of writing


class Documents:
    """A bounded store of rendered documents; the least recently used go first."""

    def __init__(self, capacity_bytes: int = 32_000_000) -> None:
        """Hold at most *capacity_bytes* of rendered JSON."""
        self._entries: OrderedDict[Key, bytes] = OrderedDict()
        self._room = capacity_bytes
        self._lock = threading.Lock()

    def held(self, wanted: Mapping[int, Key]) -> dict[int, bytes]:
        """Return the rendered documents that are held, under the names they were asked by."""
        found = {}
        with self._lock:
            for name, key in wanted.items():
                if key in self._entries:
                    self._entries.move_to_end(key)
                    found[name] = self._entries[key]
        return found

    def put(self, key: Key, document: bytes) -> None:
        """Hold *document*, dropping the least recently used to make room."""
        with self._lock:
            if key in self._entries:
                return
            self._entries[key] = document
            self._room -= len(document)
            while self._room < 0 and self._entries:
                _, dropped = self._entries.popitem(last=False)
                self._room += len(dropped)
