"""The business number (사업자등록번호): ten digits, the last of which checks the others. Pure."""

import re

from stdnum.kr import brn

from app.core.words import Fault

FORM = r"^[0-9]{3}-?[0-9]{2}-?[0-9]{5}$"
_WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def digits_of(number: str) -> str:
    """Return a business number as its ten digits; refuse anything else."""
    if not re.fullmatch(FORM, number.strip()):
        raise Fault(
            "",
            "malformed",
            "사업자등록번호는 숫자 10자리입니다(예: 124-81-00998).",
            "A business number has ten digits, e.g. 124-81-00998.",
        )
    return number.strip().replace("-", "")


def is_plausible(digits: str) -> bool:
    """Return whether the number can have been given out: its parts and its check digit.

    The library knows the parts only. The ninth digit counts with both digits of its product.
    """
    *given, last = (int(digit) for digit in digits)
    total = sum(digit * weight for digit, weight in zip(given, _WEIGHTS, strict=True))
    total += given[-1] * _WEIGHTS[-1] // 10
    return brn.is_valid(digits) and (total + last) % 10 == 0
