"""Accounts: who may log in, as what, and who says so. Every grant is a version in the history."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Table, func, insert, or_, select, update

from app.access import passwords, second_factors
from app.access.codes import digest_of_code, digests_of_code, new_code
from app.access.grants import grantable, require_grantable
from app.access.queries import TOKENS
from app.access.schemas import AccountDraft, AccountQuery, AccountRead
from app.access.tables import Account, Password, PasswordCode, Session
from app.access.tokens import TOKEN_RECORDS, end
from app.core import lookups
from app.core.actors import Actor, Role
from app.core.collection import Collection, Document
from app.core.db import Reading, Writing
from app.core.errors import Conflict, Forbidden, Refused
from app.core.naming import contains
from app.core.tables import table_of

TABLE = table_of(Account)
PASSWORDS = table_of(Password)
SESSIONS = table_of(Session)
CODES = table_of(PasswordCode)
_CODE_LASTS = timedelta(days=3)
_RIGHTS = ("role", "office", "agency_id", "enterprise_id", "active")


class OwnRights(Forbidden):
    """Somebody would change their own rights."""

    ko = "자기 자신의 권한은 바꿀 수 없습니다. 다른 관리자에게 부탁해 주세요."
    en = "Nobody changes their own rights; ask another administrator."


class LastAdministrator(Conflict):
    """Nobody would be left who may do everything."""

    ko = "마지막 관리자 계정은 권한을 바꾸거나 멈출 수 없습니다."
    en = "This is the last active administrator."


class UnknownCode(Refused):
    """The one-time code was never made, was used, or has expired."""

    ko = "코드가 없거나 이미 썼거나 기한이 지났습니다. 새 코드를 받아 주세요."
    en = "The code is unknown, used or expired. Ask for a new one."


def _may_write(actor: Actor, account: Document) -> None:
    require_grantable(actor, Role(account["role"]), account["office"])


def _not_ones_own(unit: Writing, before: Document | None, after: Document) -> None:
    """Refuse to change one's own rights."""
    if before and before["id"] == unit.actor.account_id and _rights(before) != _rights(after):
        raise OwnRights


def _someone_administers(unit: Writing, before: Document | None, after: Document) -> None:
    """Refuse to take the rights of the last active administrator."""
    if before is None or not _administers(before) or _administers(after):
        return
    unit.take_turn("administrators")
    others = (TABLE.c.role == Role.admin.value) & TABLE.c.active & (TABLE.c.id != before["id"])
    if not unit.scalar(select(func.count()).select_from(TABLE).where(others)):
        raise LastAdministrator


def _tokens_end(unit: Writing, before: Document | None, after: Document) -> None:
    """Let no token of an account have rights that the account has no more."""
    if before and _rights(before) != _rights(after):
        mine = (TOKENS.c.account_id == before["id"], TOKENS.c.revoked_at.is_(None))
        for token in lookups.listed(unit, TOKEN_RECORDS, *mine):
            end(unit, token)


def _rights(account: Document) -> list[Any]:
    return [account[name] for name in _RIGHTS]


def _administers(account: Document) -> bool:
    return bool(account["role"] == Role.admin.value and account["active"])


def _named(table: Table, text: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- a filter's value
    pattern = contains(text)
    return or_(table.c.name.like(pattern, escape="\\"), table.c.login.like(pattern, escape="\\"))


ACCOUNTS = Collection(
    name="accounts",
    label="계정",
    model=Account,
    draft=AccountDraft,
    read=AccountRead,
    query=AccountQuery,
    guard=_may_write,
    rules=(_not_ones_own, _someone_administers, _tokens_end),
    filters={"q": _named},
    sorts=("login", "name"),
    readers=frozenset({Role.manager}),
    within=grantable,
    removable=False,  # the history names it; one that is not active may do nothing
    restorable=False,  # rights that were taken away do not come back by the way
)


def make_code(unit: Writing, key: UUID) -> Document:
    """Make a one-time code by which the person sets a password; older codes end."""
    account = lookups.get(unit, ACCOUNTS, key)
    _may_write(unit.actor, account)
    _use_up_codes(unit, account["id"])
    code, expires_at = new_code(5), unit.now + _CODE_LASTS
    values = {
        "digest": digest_of_code(code),
        "account_id": account["id"],
        "created_at": unit.now,
        "created_by": unit.actor.label,
        "expires_at": expires_at,
    }
    unit.execute(insert(CODES), values)
    return {"code": code, "expires_at": expires_at}


def account_of_code(unit: Reading, code: str) -> Any:  # noqa: ANN401 -- a row
    """Return the account whose password a one-time code may set."""
    wanted = select(TABLE).join(CODES, CODES.c.account_id == TABLE.c.id)
    row = unit.first(
        wanted.where(
            CODES.c.digest.in_(digests_of_code(code)),
            CODES.c.used_at.is_(None),
            CODES.c.expires_at > unit.now,
            TABLE.c.active,
        )
    )
    if row is None:
        raise UnknownCode
    return row


def set_password(
    unit: Writing, account_id: UUID, digest: str, *, except_session: UUID | None = None
) -> None:
    """Store the hash of a password; every other log-in and every code of the account ends."""
    values = {"digest": digest, "set_at": unit.now}
    changed = unit.execute(
        update(PASSWORDS).where(PASSWORDS.c.account_id == account_id).values(values)
    )
    if not changed:
        unit.execute(insert(PASSWORDS), {"account_id": account_id, **values})
    _use_up_codes(unit, account_id)
    end_sessions(unit, account_id, but=except_session)


def end_sessions(unit: Writing, account_id: UUID, *, but: UUID | None = None) -> None:
    """End every log-in of an account, or every other one."""
    open_ = (SESSIONS.c.account_id == account_id) & SESSIONS.c.ended_at.is_(None)
    if but is not None:
        open_ &= SESSIONS.c.id != but
    unit.execute(update(SESSIONS).where(open_).values(ended_at=unit.now))


def drop_second_factor(unit: Writing, key: UUID) -> None:
    """Take the second factor off the account of somebody who lost it; their log-ins end.

    Nobody does so for themselves: that asks for a code (`second_factors.require`).
    """
    account = lookups.get(unit, ACCOUNTS, key)
    _may_write(unit.actor, account)
    if account["id"] == unit.actor.account_id:
        raise OwnRights
    second_factors.remove(unit, account["id"])
    end_sessions(unit, account["id"])


def give_password(unit: Writing, account: Document, password: str) -> None:
    """Set a password on the server's own machine, for the first administrator."""
    unit.actor.require(Role.admin)
    passwords.require_sound(password, account["login"])
    set_password(unit, account["id"], passwords.hashed(password))


def _use_up_codes(unit: Writing, account_id: UUID) -> None:
    mine = (CODES.c.account_id == account_id) & CODES.c.used_at.is_(None)
    unit.execute(update(CODES).where(mine).values(used_at=unit.now))
