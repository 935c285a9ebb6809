"""When two names are the same name.

Legal-form marks, spaces and punctuation do not make a name different: ``(주) 나눔 하우징`` and
``나눔하우징`` are one key.
"""

import re
import unicodedata
from typing import Any

_MARKS = re.compile(
    r"㈜|\((?:주|유|사|재|합|복|의|자|비|협)\)|주식회사|유한회사|유한책임회사|사단법인|재단법인|사회복지법인"
    r"|농업회사법인|영농조합법인|사회적협동조합|협동조합|자활기업|마을기업|사회적기업"
)
_NOISE = re.compile(r"[\W_]+")  # all that is neither letter nor digit, in any script


def name_key(name: str) -> str:
    """Return *name* without legal-form marks, spaces, case and punctuation.

    A name that is nothing but marks keeps them, so that the key is never empty by that.
    """
    plain = unicodedata.normalize("NFKC", name).lower()
    stripped = _NOISE.sub("", _MARKS.sub("", unicodedata.normalize("NFC", plain)))
    return stripped or _NOISE.sub("", plain) or "".join(plain.split())


def contains(text: str) -> str:
    r"""Return a LIKE pattern for *text* anywhere, its own wildcards taken literally (escape ``\``)."""
    escaped = composed(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def composed(value: Any) -> Any:  # noqa: ANN401 -- a document, or a part of one
    """Return *value* with every text in it in NFC, as macOS sends it split.

    So what looks the same is found and compared as the same. The few texts that would grow by it
    stay as they are, because their length has been checked.
    """
    if isinstance(value, str):
        joined = unicodedata.normalize("NFC", value)
        return joined if len(joined) <= len(value) else value
    if isinstance(value, dict):
        return {name: composed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [composed(one) for one in value]
    return value
