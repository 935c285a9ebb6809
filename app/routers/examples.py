"""Examples for the API document, taken from the real record of 2017."""

from app.core.collection import Document

EXAMPLES: dict[str, Document] = {}
