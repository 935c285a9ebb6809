"""The second factor: a code by time (TOTP, RFC 6238) besides the password, for who wants it.

Once it is on, no log-in goes without a code of now, or one of the recovery codes that were shown
when it was confirmed. A code works once. That it was put on or taken off stands in the history.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pyotp
from sqlalchemy import delete, func, insert, select, update

from app.access.codes import digest_of_code, digests_of_code, new_code
from app.access.seeds import new_kept, secret_of
from app.access.tables import RecoveryCode, SecondFactor
from app.core import history
from app.core.actors import Actor
from app.core.collection import Document
from app.core.db import Reading, Writing
from app.core.errors import Both, Conflict, Forbidden, NotFound, Unauthenticated
from app.core.settings import Settings
from app.core.tables import table_of

FACTORS = table_of(SecondFactor)
RECOVERY_CODES = table_of(RecoveryCode)
_STEP = 30  # seconds
_AROUND = (-1, 0, 1)  # steps by which a clock may be wrong
_HOW_MANY, _GROUPS = 8, 6  # six groups are more than 112 bits
_HISTORY = "second-factors"
_ISSUER = "Ieum"


class SecondFactorNeeded(Unauthenticated):
    """The password is right, and the account asks for a code besides."""

    title_ko, title_en = "2단계 인증이 필요합니다", "A second factor is needed"
    ko = "2단계 인증을 켠 계정입니다. 인증 앱의 여섯 자리 코드나 복구 코드를 함께 보내 주세요."
    en = "The account has a second factor. Send the six digits of the app, or a recovery code, too."


class WrongSecondFactor(Unauthenticated):
    """The code is not the one of now, or was used before."""

    title_ko, title_en = "2단계 인증 코드가 맞지 않습니다", "The second factor is wrong"
    ko = "인증 코드가 맞지 않거나 이미 썼습니다. 새 코드가 나오면 다시 해 주세요."
    en = "The code is not right, or was used before. Wait for the next one."


class SecondFactorOn(Conflict):
    """The account has a second factor already."""

    ko = "2단계 인증이 이미 켜져 있습니다. 바꾸려면 먼저 꺼 주세요."
    en = "A second factor is on already. Take it off first."


class SecondFactorMissing(Forbidden):
    """People of this role do nothing before they have put a second factor on."""

    ko = (
        "이 역할은 2단계 인증을 켠 다음에 쓸 수 있습니다. 내 계정(/account)에서 먼저 켜 주세요. "
        "프로그램은 POST /second-factor로 켭니다."
    )
    en = (
        "This role asks for a second factor. Put it on first, on the page /account or by "
        "POST /second-factor."
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """A new secret, and the same to be scanned; shown once, and not yet asked for."""

    secret: str
    otpauth_uri: str


def state(unit: Reading, account_id: UUID) -> Document:
    """Return whether the account has a second factor, since when, and how many codes are left."""
    row = _row_of(unit, account_id)
    mine = (RECOVERY_CODES.c.account_id == account_id) & RECOVERY_CODES.c.used_at.is_(None)
    left = unit.scalar(select(func.count()).select_from(RECOVERY_CODES).where(mine))
    confirmed_at = row.confirmed_at if row else None
    return {
        "on": confirmed_at is not None,
        "confirmed_at": confirmed_at,
        "recovery_codes_left": left,
    }


def is_on(unit: Reading, account_id: UUID) -> bool:
    """Whether a log-in of the account needs a code."""
    row = _row_of(unit, account_id)
    return row is not None and row.confirmed_at is not None


def require_on(unit: Reading, actor: Actor, config: Settings) -> None:
    """Refuse who logged in without a second factor where the setting asks for one of their role.

    A program's token is none of this: it was made by who has logged in, or on the server itself.
    """
    if actor.session_id is None or actor.account_id is None:
        return
    asked = {role.strip() for role in config.second_factor.split(",")}
    if actor.role in asked and not is_on(unit, actor.account_id):
        raise SecondFactorMissing


def begin(unit: Writing, account_id: UUID) -> Begun:
    """Make a secret, which counts for nothing until a code of it is shown; an unconfirmed one goes.

    Raises `SecondFactorOn`: one that is on is taken off first, by who can show a code of it.
    """
    if is_on(unit, account_id):
        raise SecondFactorOn
    kept = new_kept()
    secret = secret_of(kept, account_id) or ""
    unit.execute(delete(FACTORS).where(FACTORS.c.account_id == account_id))
    values = {"account_id": account_id, "secret": kept, "made_at": unit.now, "last_step": 0}
    unit.execute(insert(FACTORS), values)
    uri = pyotp.TOTP(secret).provisioning_uri(name=unit.actor.label, issuer_name=_ISSUER)
    return Begun(secret, uri)


def confirm(unit: Writing, account_id: UUID, code: str) -> list[str]:
    """Put the second factor on, now that a code of it was shown; return the recovery codes."""
    row = _row_of(unit, account_id)
    if row is None:
        raise NotFound(what=_named())
    if row.confirmed_at is not None:
        raise SecondFactorOn
    if not _is_code_of_now(unit, row, code):
        raise WrongSecondFactor
    mine = FACTORS.c.account_id == account_id
    unit.execute(update(FACTORS).where(mine).values(confirmed_at=unit.now))
    codes = [new_code(_GROUPS) for _ in range(_HOW_MANY)]
    kept = [{"digest": digest_of_code(one), "account_id": account_id} for one in codes]
    unit.execute(insert(RECOVERY_CODES), kept)
    _note(unit, account_id, "confirmed")
    return codes


def require(unit: Writing, account_id: UUID, code: str) -> None:
    """Refuse a code that is neither one of now nor a recovery code; from here on it is used up."""
    row = _row_of(unit, account_id)
    if row is None or row.confirmed_at is None:
        return
    ways: tuple[Callable[[Writing, Any, str], bool], ...] = (_is_code_of_now, _is_recovery_code)
    if not any(way(unit, row, code) for way in ways):
        raise WrongSecondFactor


def remove(unit: Writing, account_id: UUID) -> None:
    """Take the second factor of an account off, and its recovery codes with it."""
    unit.execute(delete(RECOVERY_CODES).where(RECOVERY_CODES.c.account_id == account_id))
    if not unit.execute(delete(FACTORS).where(FACTORS.c.account_id == account_id)):
        raise NotFound(what=_named())
    _note(unit, account_id, "removed")


def _named() -> Both:
    return Both("2단계 인증", "second factor")


def _row_of(unit: Reading, account_id: UUID) -> Any:  # noqa: ANN401 -- a row
    return unit.first(select(FACTORS).where(FACTORS.c.account_id == account_id))


def _is_code_of_now(unit: Writing, row: Any, code: str) -> bool:  # noqa: ANN401 -- a row
    """Whether it is the code of now, or of a neighbouring step; of two who show it, one is right."""
    typed, step = "".join(code.split()), _step_of(unit.now)
    secret = secret_of(row.secret, row.account_id)
    if secret is None:
        return False
    for one in (step + off for off in _AROUND):
        if _same(typed, pyotp.TOTP(secret).generate_otp(one)):
            unused = (FACTORS.c.account_id == row.account_id) & (FACTORS.c.last_step < one)
            return bool(unit.execute(update(FACTORS).where(unused).values(last_step=one)))
    return False


def _is_recovery_code(unit: Writing, row: Any, code: str) -> bool:  # noqa: ANN401 -- a row
    mine = (RECOVERY_CODES.c.account_id == row.account_id) & RECOVERY_CODES.c.used_at.is_(None)
    shown = mine & RECOVERY_CODES.c.digest.in_(digests_of_code(code))
    return bool(unit.execute(update(RECOVERY_CODES).where(shown).values(used_at=unit.now)))


def _same(typed: str, code: str) -> bool:
    """Compare in a time that does not tell how much was right."""
    return pyotp.utils.strings_equal(typed.encode("utf-8", "replace").decode(), code)


def _step_of(now: datetime) -> int:
    return int(now.timestamp()) // _STEP


def _note(unit: Writing, account_id: UUID, action: str) -> None:
    """Add to the history what became of it; the secret is no part of that."""
    entry = {"id": uuid4(), "version": 1, "account_id": account_id}
    history.note(unit, _HISTORY, entry, action)
