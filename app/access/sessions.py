"""Log-ins: a person shows a password and gets a session, which a browser keeps as a cookie.

Passwords are compared outside of every unit of work: that takes a fifth of a second, and on SQLite a
unit that writes keeps all others waiting. So these actions take the database, not a unit.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import bindparam, insert, select, update

from app.access import attempts, passwords, second_factors
from app.access.accounts import (
    PASSWORDS,
    SESSIONS,
    TABLE,
    account_of_code,
    set_password,
)
from app.access.codes import digest_of, digests_of, new_secret
from app.access.second_factors import SecondFactorNeeded
from app.access.watch import Tried, watched
from app.core.actors import ANYONE, Actor, Role
from app.core.collection import Document
from app.core.db import Database, Reading, Writing
from app.core.errors import Both, NotFound, Unauthenticated
from app.core.settings import Settings
from app.offices.queries import with_children

_ALIVE = SESSIONS.c.ended_at.is_(None)
_BY_DIGEST = (
    select(TABLE, SESSIONS.c.id.label("session_id"), SESSIONS.c.last_seen_at, SESSIONS.c.expires_at)
    .join(SESSIONS, SESSIONS.c.account_id == TABLE.c.id)
    .where(SESSIONS.c.digest.in_(bindparam("digests", expanding=True)), _ALIVE, TABLE.c.active)
)
_SHOWN = ("id", "created_at", "last_seen_at", "expires_at", "address", "agent")


class LogInNeeded(Unauthenticated):
    """Somebody is asking, but not by a log-in: what is wanted is for people, not for tokens."""

    ko = "토큰으로는 할 수 없습니다. 계정으로 로그인해 주세요."
    en = "A token cannot do this. Log in with an account."


class WrongCredentials(Unauthenticated):
    """The login, or the password, or both, are not right; which is not said."""

    ko = "아이디나 비밀번호가 맞지 않습니다."
    en = "The login or the password is not right."


@dataclass(frozen=True, slots=True)
class Visitor:
    """Where a log-in comes from: its address, and what its browser calls itself."""

    address: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A new session: the cookie to keep, and until when it can last."""

    cookie: str
    expires_at: datetime
    actor: Actor


@dataclass(frozen=True, slots=True)
class Shown:
    """What somebody shows to log in; a *code* only where the account has a second factor."""

    login: str
    password: str
    code: str | None = None


def log_in(
    db: Database, config: Settings, shown: Shown, visitor: Visitor, now: datetime
) -> LoggedIn:
    """Open a session for whoever knows the password; refuse alike whatever is wrong.

    Raises `SecondFactorNeeded` when only the code is missing, which counts as no failed attempt, and
    `WrongSecondFactor` when it is wrong, which does.
    """
    name = shown.login.strip().lower()
    with watched(name, "log_in") as tried:
        return _let_in(db, config, shown, visitor, now, tried)


def _let_in(
    db: Database, config: Settings, shown: Shown, visitor: Visitor, now: datetime, tried: Tried
) -> LoggedIn:
    with db.writing(now) as unit:
        known = _account_called(unit, tried.login)
        tried.account_id = known.id if known else None
        attempts.begin(unit, tried.login, visitor.address)
    if not passwords.is_right(shown.password, known.digest if known else None) or not known.active:
        raise WrongCredentials
    with db.writing(now) as unit:
        if shown.code or not second_factors.is_on(unit, known.id):
            second_factors.require(unit, known.id, shown.code or "")
            attempts.succeed(unit, tried.login, visitor.address)
            return _open(unit, config, known.id, visitor)
        attempts.take_back(unit, tried.login, visitor.address)
    raise SecondFactorNeeded


def actor_of(unit: Reading, cookie: str, config: Settings) -> Actor:
    """Return who is behind a session's cookie; one that has ended is anyone's."""
    row = _row_of(unit, cookie, config)
    return ANYONE if row is None else _actor(unit, row)


def who(unit: Reading, cookie: str | None, config: Settings) -> Document:
    """Return who is asking, for themselves."""
    unit.actor.require_someone()
    row = _row_of(unit, cookie, config) if cookie else None
    actor = unit.actor
    return {
        "role": actor.role,
        "label": actor.label,
        "account_id": actor.account_id,
        "name": row.name if row else None,
        "office": actor.office,
        "agency_id": actor.agency_id,
        "enterprise_id": actor.enterprise_id,
        "fair_id": actor.fair_id,
        "expires_at": row.expires_at if row else None,
    }


def log_out(unit: Writing, cookie: str) -> None:
    """End the session of a cookie; one that has ended already stays ended."""
    mine = SESSIONS.c.digest.in_(digests_of(cookie)) & _ALIVE
    unit.execute(update(SESSIONS).where(mine).values(ended_at=unit.now))


def own(unit: Reading, config: Settings) -> list[Document]:
    """Return the log-ins of the caller's account that have not ended, newest first."""
    account_id, session_id = require_session(unit.actor)
    rows = unit.all(
        select(SESSIONS)
        .where(
            SESSIONS.c.account_id == account_id,
            _ALIVE,
            SESSIONS.c.expires_at > unit.now,
            SESSIONS.c.last_seen_at > unit.now - _idle(config),
        )
        .order_by(SESSIONS.c.seq.desc())
    )
    return [
        {**{name: row._mapping[name] for name in _SHOWN}, "current": row.id == session_id}
        for row in rows
    ]


def end(unit: Writing, key: UUID) -> None:
    """End one log-in of the caller's account."""
    account_id, _ = require_session(unit.actor)
    mine = (SESSIONS.c.id == key) & (SESSIONS.c.account_id == account_id) & _ALIVE
    if not unit.execute(update(SESSIONS).where(mine).values(ended_at=unit.now)):
        raise NotFound(what=Both("로그인", "session"))


def change_password(
    db: Database, actor: Actor, current: str, password: str, visitor: Visitor, now: datetime
) -> None:
    """Set the caller's own password; every other log-in of the account ends."""
    account_id, session_id = require_session(actor)
    passwords.require_sound(password, actor.label)
    with watched(actor.label, "password_change") as tried:
        tried.account_id = account_id
        with db.writing(now) as unit:
            attempts.begin(unit, actor.label, visitor.address)
            known = _account_called(unit, actor.label)
        if not passwords.is_right(current, known.digest if known else None):
            raise WrongCredentials
    digest = passwords.hashed(password)
    with db.writing(now) as unit:
        attempts.succeed(unit, actor.label, visitor.address)
        set_password(unit, account_id, digest, except_session=session_id)


@contextmanager
def proven(
    opened: Callable[[], AbstractContextManager[Writing]], password: str, visitor: Visitor
) -> Iterator[tuple[Writing, UUID]]:
    """Give a unit that *opened* opens for the caller's own account, once the password was shown anew.

    What is refused inside is a failed attempt as well, so codes cannot be guessed there either.
    """
    with opened() as unit:
        tried_id, _ = require_session(unit.actor)
        login = unit.actor.label
    with watched(login, "password_again") as tried:
        tried.account_id = tried_id
        with opened() as unit:
            attempts.begin(unit, login, visitor.address)
            known = _account_called(unit, login)
        if not passwords.is_right(password, known.digest if known else None):
            raise WrongCredentials
        with opened() as unit:
            account_id, _ = require_session(unit.actor)
            yield unit, account_id
            attempts.succeed(unit, login, visitor.address)


def reset_password(db: Database, code: str, password: str, visitor: Visitor, now: datetime) -> None:
    """Set the password of the account that a one-time code was made for; its log-ins end."""
    with db.writing(now) as unit:
        attempts.begin(unit, "password code", visitor.address)
    with db.reading(now) as view:
        account = account_of_code(view, code)
    passwords.require_sound(password, account.login)
    digest = passwords.hashed(password)
    with db.writing(now) as unit:
        account = account_of_code(unit, code)  # it may have been used meanwhile
        attempts.succeed(unit, "password code", visitor.address)
        set_password(unit, account.id, digest)


def require_session(actor: Actor) -> tuple[UUID, UUID]:
    """Return the account and session of a caller who logged in; refuse everybody else."""
    actor.require_someone()
    if actor.account_id is None or actor.session_id is None:
        raise LogInNeeded
    return actor.account_id, actor.session_id


def _account_called(unit: Reading, login: str) -> Any:  # noqa: ANN401 -- a row
    columns = (TABLE.c.id, TABLE.c.active, PASSWORDS.c.digest)
    joined = TABLE.outerjoin(PASSWORDS, PASSWORDS.c.account_id == TABLE.c.id)
    if "\x00" in login:  # no login has it, and PostgreSQL refuses it
        return None
    return unit.first(select(*columns).select_from(joined).where(TABLE.c.login == login))


def _open(unit: Writing, config: Settings, account_id: UUID, visitor: Visitor) -> LoggedIn:
    """Store a new session; its cookie was never known before, so none can be planted."""
    cookie, expires_at = new_secret(), unit.now + timedelta(hours=config.session_hours)
    values = {
        "id": uuid4(),
        "digest": digest_of(cookie),
        "account_id": account_id,
        "created_at": unit.now,
        "last_seen_at": unit.now,
        "expires_at": expires_at,
        "address": visitor.address[:45],
        "agent": visitor.agent[:200],
    }
    unit.execute(insert(SESSIONS), values)
    return LoggedIn(cookie, expires_at, actor_of(unit, cookie, config))


def _row_of(unit: Reading, cookie: str, config: Settings) -> Any:  # noqa: ANN401 -- a row
    """Return the account and session of a cookie, unless it ended or nobody came for too long."""
    row = unit.first(_BY_DIGEST, {"digests": digests_of(cookie)})
    if row is None or row.expires_at <= unit.now:
        return None
    return row if row.last_seen_at > unit.now - _idle(config) else None


def _idle(config: Settings) -> timedelta:
    return timedelta(minutes=config.session_idle_minutes)


def _actor(unit: Reading, row: Any) -> Actor:  # noqa: ANN401 -- a row
    return Actor(
        role=Role(row.role),
        label=row.login,
        office=row.office,
        offices=with_children(unit, row.office) if row.office else frozenset(),
        agency_id=row.agency_id,
        enterprise_id=row.enterprise_id,
        account_id=row.id,
        session_id=row.session_id,
        identity=str(row.id),
    )
