"""Which version of the tables a database has, and taking it to another."""

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from app.core.db import Database
from app.core.errors import Conflict, NotFound
from app.core.settings import ROOT

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

MIGRATIONS = ROOT / "app" / "migrations"


class NotMigrated(Conflict):
    """The tables are not the ones that this version of the product knows."""

    ko = "데이터베이스 구조가 이 버전과 다릅니다(현재 {now}, 필요 {head}). `ieum migrate`를 먼저 실행해 주세요."
    en = "The tables are not of this version (now {now}, wanted {head}). Run `ieum migrate` first."


class UnknownRevision(NotFound):
    """No migration of this name exists."""

    ko = "'{revision}'라는 구조 버전이 없습니다. 있는 버전: {known}."
    en = "There is no revision {revision}; known are {known}."


@cache
def head() -> str:
    """Return the newest version of the tables: the last step, which begins with its number."""
    steps = sorted(path.stem for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    return steps[-1].partition("_")[0]


def present(database: Database) -> str | None:
    """Return the version that the database has; None when it has no tables of ours."""
    with database.reading() as unit:
        if not inspect(unit.connection).has_table("alembic_version"):
            return None
        version: str | None = unit.scalar(text("SELECT version_num FROM alembic_version"))
        return version


def require_current(database: Database) -> None:
    """Refuse to work on tables of another version."""
    now = present(database)
    if now != head():
        raise NotMigrated(now=now or "-", head=head())


def migrate(database: Database, to: str = "head") -> str | None:
    """Take the database to the version *to*, upwards or downwards; return what it has then."""
    from alembic import command  # noqa: PLC0415 -- slow to import, and not needed to serve

    target, config = _known(to), _config()
    step = command.downgrade if _is_below(target, present(database)) else command.upgrade
    with database.engine.connect() as plain:
        config.attributes["connection"] = plain.execution_options(ieum_writes=True)
        with plain.begin():
            step(config, target)
    return present(database)


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 -- as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory  # noqa: PLC0415 -- as above

    return ScriptDirectory.from_config(_config())


def _known(to: str) -> str:
    """Return the revision that *to* means; refuse one that does not exist."""
    from alembic.util import CommandError  # noqa: PLC0415 -- as above

    if to == "base":
        return to
    try:
        found = _scripts().get_revision(to)
    except CommandError:
        found = None
    if found is None:
        known = ", ".join(one.revision for one in _scripts().walk_revisions())
        raise UnknownRevision(revision=to, known=known)
    return str(found.revision)


def _is_below(target: str, now: str | None) -> bool:
    """Return whether *target* lies below the version the database has."""
    if now is None or target == now:
        return False
    below = [one.revision for one in _scripts().iterate_revisions(now, "base")]
    return target == "base" or target in below
