"""A document as PDF: a layout of Typst filled with data, in a font of our own.

What is made is PDF/UA-1: its text can be selected, and a screen reader hears headings and tables in
their order. Data is never read as markup. The same layout, data and moment give the same bytes.
"""

import re
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from app.core.collection import Document

FONTS = Path(__file__).parent / "fonts"
UNKNOWN = "□"
"""What stands for a letter that the font does not have, as Chinese ones."""

_NOT_IN_THE_FONT = re.compile(
    r"[^\n -~\u00a0-\u00ff\u2010-\u2027\u2030-\u205e\u20a9\u2103\u2116\u2122\u215a-\u2188"
    r"\u2190-\u2199\u21d2\u21d4\u2211\u2212\u221a\u221e\u2248\u2260\u2264\u2265\u2460-\u2487"
    r"\u249c-\u24f4\u25a0-\u25a2\u25b2\u25b3\u25b6\u25b7\u25bc\u25bd\u25c0\u25c1\u25c6\u25c7"
    r"\u25cb\u25cf\u2605\u2606\u2713\u3000-\u3003\u3008-\u3011\u3014-\u301f\u3131-\u3164\u318d"
    r"\u3200-\u321c\u3260-\u327b\u3388-\u33ca\uac00-\ud7a3\uff01-\uff60\uffe0\uffe1\uffe5\uffe6]"
)


def as_pdf(layout: Path, content: Document, made_at: datetime) -> bytes:
    """Return *content* as the Typst file *layout* sets it; `sys.inputs.content` is JSON there."""
    import typst  # noqa: PLC0415 -- large, and few ask for it

    return typst.compile(
        str(layout),
        root=str(layout.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"content": orjson.dumps(_shown(content), default=str).decode()},
        format="pdf",
        pdf_standards="ua-1",
        timestamp=int(made_at.timestamp()),
    )


def _shown(value: Any) -> Any:  # noqa: ANN401 -- any JSON
    """Return the same with every text in letters that the font has."""
    if isinstance(value, str):
        return _NOT_IN_THE_FONT.sub(UNKNOWN, unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {name: _shown(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(one) for one in value]
    return value
