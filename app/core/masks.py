"""Masked forms of personal values: enough to tell two people of one office apart, not to reach them."""

import re

_SHOWN_OF_ADDRESS = 2
_SHOWN_OF_PHONE, _HIDDEN_OF_PHONE = 4, 3
_DIGITS = re.compile(r"[\d*]")  # also one that is hidden already


def mask_name(name: str) -> str:
    """Return a name with its middle hidden (홍길동 → 홍*동, 김구 → 김*)."""
    if len(name) <= 1:
        return "*"
    return name[0] + "*" * max(1, len(name) - 2) + name[2:][-1:]


def mask_phone(phone: str) -> str:
    """Return a number with all digits but the first group and the last four hidden.

    Of a short number fewer are shown at the end, so that three are always hidden.
    """
    head, rest = phone[:3], phone[3:]
    end = len(rest) - _SHOWN_OF_PHONE
    while end < len(rest) and len(_DIGITS.findall(rest[: max(0, end)])) < _HIDDEN_OF_PHONE:
        end += 1
    end = max(0, end)
    return head + _DIGITS.sub("*", rest[:end]) + rest[end:]


def mask_email(email: str) -> str:
    """Return an address with its person hidden (abcd@example.org → ab**@example.org)."""
    person, _, host = email.partition("@")
    shown = person[:_SHOWN_OF_ADDRESS] if len(person) > _SHOWN_OF_ADDRESS else person[:1]
    return f"{shown}{'*' * max(1, len(person) - len(shown))}@{host}"
