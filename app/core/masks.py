"""Masked forms of personal values: enough to tell two people of one office apart, not to reach them."""

import re

_SHOWN_OF_ADDRESS = 2


def mask_name(name: str) -> str:
    """Return a name with its middle hidden (홍길동 → 홍*동, 김구 → 김*)."""
    if len(name) <= 1:
        return "*"
    return name[0] + "*" * max(1, len(name) - 2) + name[2:][-1:]


def mask_phone(phone: str) -> str:
    """Return a number with all digits but the first group and the last four hidden."""
    head, rest = phone[:3], phone[3:]
    hidden, tail = rest[:-4], rest[-4:]
    return head + re.sub(r"\d", "*", hidden) + tail


def mask_email(email: str) -> str:
    """Return an address with its person hidden (abcd@example.org → ab**@example.org)."""
    person, _, host = email.partition("@")
    shown = person[:_SHOWN_OF_ADDRESS] if len(person) > _SHOWN_OF_ADDRESS else person[:1]
    return f"{shown}{'*' * max(1, len(person) - len(shown))}@{host}"
